"""Messages in the fake Slack: posted, changed, shown to one person, refused; and what stands around them."""

import json
import urllib.request

import pytest
from slack_sdk.errors import SlackApiError

from tests.bot.fake.apps import refusal, section, takes_everything


def test_posts_into_a_channel_the_app_is_in(slack, client, channel):
    answer = client.chat_postMessage(channel="C1", text="hello", blocks=[section("*hello*")])
    [message] = slack.messages(channel)
    assert (message.ts, message.text, message.blocks[0]["type"]) == (answer["ts"], "hello", "section")


def test_knows_no_channel_of_another_workspace(slack, client):
    slack.workspace("T2").channel("C2")
    assert refusal(client.chat_postMessage, channel="C2", text="x") == "channel_not_found"


def test_knows_no_private_channel_the_app_is_not_in(district, client, ann):
    district.channel("G1", members=[ann], is_private=True, with_app=False)
    assert refusal(client.conversations_info, channel="G1") == "channel_not_found"


def test_posts_only_where_the_app_is(district, client):
    district.channel("C9", with_app=False)
    assert refusal(client.chat_postMessage, channel="C9", text="x") == "not_in_channel"


def test_posts_nothing_into_an_archived_channel(client, channel):
    channel.archive()
    assert refusal(client.chat_postMessage, channel="C1", text="x") == "is_archived"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"text": ""}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"markdown_text": "x", "text": "y"}, "markdown_text_conflict"),
        ({"text": "x", "metadata": {"event_type": "e"}}, "invalid_metadata_format"),
        (
            {"text": "x", "metadata": {"event_type": "e", "event_payload": {"x": "y" * 20_000}}},
            "metadata_too_large",
        ),
        ({"text": "x", "blocks": "{not json"}, "invalid_blocks_format"),
        ({"text": "x", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
        ({"text": "x", "blocks": [{"type": "paragraph"}]}, "invalid_blocks"),
        ({"attachments": [{"blocks": [{"type": "paragraph"}]}]}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "markdown", "text": "y" * 6_700}] * 2}, "msg_blocks_too_long"),
    ],
)
def test_refuses_a_message_it_could_not_show(client, channel, arguments, error):
    assert refusal(client.api_call, "chat.postMessage", json={"channel": "C1", **arguments}) == error


def test_says_what_is_wrong_with_blocks(client, channel):
    with pytest.raises(SlackApiError) as raised:
        client.chat_postMessage(channel="C1", text="x", blocks=[{"type": "paragraph"}])
    assert "unsupported type: paragraph" in raised.value.response["response_metadata"]["messages"][0]


def test_reads_forms_as_well_as_json(slack, client, channel):
    body = {"channel": "C1", "text": "form", "blocks": json.dumps([section("*hello*")])}
    client.api_call("chat.postMessage", data=body)
    assert slack.messages(channel)[0].blocks[0]["text"]["text"] == "*hello*"


@pytest.mark.parametrize(
    ("content_type", "body", "error"),
    [("application/json", b"{", "invalid_json"), ("image/png", b"x", "invalid_post_type")],
)
def test_refuses_a_body_it_cannot_read(slack, content_type, body, error):
    request = urllib.request.Request(
        f"{slack.api_url}auth.test", data=body, headers={"Content-Type": content_type}, method="POST"
    )
    with urllib.request.urlopen(request) as answer:
        assert json.load(answer)["error"] == error


def test_an_ephemeral_message_is_for_one_person(slack, client, ann, channel):
    client.chat_postEphemeral(channel="C1", user="U1", text="psst")
    [message] = slack.messages(channel)
    assert message.to is ann
    assert message.visible_to(ann)


def test_an_ephemeral_message_goes_to_somebody_in_the_channel(district, client, channel):
    district.user("U2", "ben")
    answer = refusal(client.chat_postEphemeral, channel="C1", user="U2", text="psst")
    assert answer == "user_not_in_channel"


def test_an_ephemeral_message_cannot_be_updated(client, ann, channel):
    ts = client.chat_postEphemeral(channel="C1", user="U1", text="psst")["message_ts"]
    assert refusal(client.chat_update, channel="C1", ts=ts, text="x") == "message_not_found"


def test_an_update_shows_the_new_words_and_keeps_the_old_ones_on_record(slack, client, channel):
    ts = client.chat_postMessage(channel="C1", text="looking", blocks=[section("*hello*")])["ts"]
    client.chat_update(channel="C1", ts=ts, text="found")
    [message] = slack.messages(channel)
    assert (message.text, message.blocks, message.versions[0][0]) == ("found", [], "looking")


def test_an_update_is_shorter_than_a_message(client, channel):
    ts = client.chat_postMessage(channel="C1", text="x")["ts"]
    assert refusal(client.chat_update, channel="C1", ts=ts, text="x" * 4_001) == "msg_too_long"


@pytest.mark.parametrize(
    ("method", "error"), [("chat_update", "cant_update_message"), ("chat_delete", "cant_delete_message")]
)
def test_changes_only_its_own_messages(slack, client, ann, channel, method, error):
    slack.connect(takes_everything)
    theirs = ann.says("mine", in_=channel).message
    content = {"text": "x"} if method == "chat_update" else {}
    assert refusal(getattr(client, method), channel="C1", ts=theirs.ts, **content) == error


def test_a_message_has_an_address(client, channel):
    ts = client.chat_postMessage(channel="C1", text="x")["ts"]
    address = client.chat_getPermalink(channel="C1", message_ts=ts)["permalink"]
    assert address == f"https://district-b.slack.com/archives/C1/p{ts.replace('.', '')}"
    assert refusal(client.chat_getPermalink, channel="C1", message_ts="1.000001") == "message_not_found"


def test_a_deleted_message_is_gone(slack, client, channel):
    ts = client.chat_postMessage(channel="C1", text="x")["ts"]
    client.chat_delete(channel="C1", ts=ts)
    assert slack.messages(channel) == []
    assert refusal(client.chat_update, channel="C1", ts=ts, text="y") == "message_not_found"


def test_shows_a_status_until_the_app_answers(slack, client, ann, channel):
    slack.connect(takes_everything)
    asked = ann.mentions("hello", channel).message
    client.assistant_threads_setStatus(channel_id="C1", thread_ts=asked.ts, status="is looking...")
    assert slack.statuses["C1", asked.ts] == "is looking..."
    client.chat_postMessage(channel="C1", thread_ts=asked.ts, text="found")
    assert slack.statuses["C1", asked.ts] == ""


@pytest.mark.parametrize(
    ("details", "error"),
    [
        ({"thread_ts": "1.000000", "status": "x"}, "invalid_thread_ts"),
        ({"status": "x", "loading_messages": ["x"] * 11}, "invalid_arguments"),
    ],
)
def test_shows_a_status_only_under_a_message(client, channel, details, error):
    ts = client.chat_postMessage(channel="C1", text="x")["ts"]
    answer = refusal(client.assistant_threads_setStatus, channel_id="C1", **{"thread_ts": ts, **details})
    assert answer == error


def test_shows_no_status_without_words_for_it(client, channel):
    ts = client.chat_postMessage(channel="C1", text="x")["ts"]
    place = {"channel_id": "C1", "thread_ts": ts}
    assert refusal(client.api_call, "assistant.threads.setStatus", json=place) == "invalid_arguments"


def test_shows_no_status_where_the_app_is_not(slack, district, client, ann):
    slack.connect(takes_everything)
    asked = ann.mentions("hello", outside := district.channel("C2", members=[ann])).message
    outside.remove(district.bot)
    place = {"channel_id": "C2", "thread_ts": asked.ts, "status": "is looking..."}
    assert refusal(client.assistant_threads_setStatus, **place) == "channel_not_found"


def test_a_thread_has_the_title_it_is_given(slack, client, channel):
    place = {"channel_id": "C1", "thread_ts": client.chat_postMessage(channel="C1", text="x")["ts"]}
    assert refusal(client.assistant_threads_setTitle, **place, title="") == "invalid_arguments"
    client.assistant_threads_setTitle(**place, title="Asking for help")
    assert slack.titles["C1", place["thread_ts"]] == "Asking for help"


@pytest.mark.parametrize("prompts", [[], [{"title": "a", "message": "b"}] * 5, [{"title": "a"}]])
def test_suggests_one_to_four_whole_prompts(client, ann, prompts):
    answer = refusal(client.assistant_threads_setSuggestedPrompts, channel_id=ann.dm.id, prompts=prompts)
    assert answer == "invalid_arguments"


def test_remembers_the_prompts_it_shows(slack, client, ann):
    prompts = [{"title": "Ask", "message": "What works?"}]
    client.assistant_threads_setSuggestedPrompts(channel_id=ann.dm.id, prompts=prompts)
    assert slack.prompts[ann.dm.id] == prompts
