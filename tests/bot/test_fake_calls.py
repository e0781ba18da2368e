"""The fake Slack refuses what Slack refuses: who calls, with which token and scopes, and where to."""

import json
import urllib.request

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*hello*"}}


@pytest.fixture
def district(slack):
    return slack.workspace("T1", name="District B")


@pytest.fixture
def client(slack, district):
    return WebClient(token=district.install().token, base_url=slack.api_url)


@pytest.fixture
def ann(district, client):
    return district.user("U1", "ann")


@pytest.fixture
def channel(district, ann):
    return district.channel("C1", members=[ann])


def refusal(call, *arguments, **named):
    """Make a call that is refused, and return the answer."""
    with pytest.raises(SlackApiError) as raised:
        call(*arguments, **named)
    return raised.value.response


def limited(slack, district, *scopes):
    """A client whose token has these scopes only."""
    return WebClient(token=district.install(scopes=scopes).token, base_url=slack.api_url)


def test_posts_into_a_channel_the_app_is_in(slack, client, channel):
    answer = client.chat_postMessage(channel="C1", text="hello", blocks=[SECTION])
    [message] = slack.messages(channel)
    assert (message.ts, message.text, message.blocks[0]["type"]) == (answer["ts"], "hello", "section")


def test_names_whose_token_it_is(client):
    answer = client.auth_test()
    assert (answer["team_id"], answer["user_id"]) == ("T1", "UBOTT1")
    assert "chat:write" in answer.headers["X-OAuth-Scopes"]


def test_has_only_slacks_methods(client):
    assert refusal(client.api_call, "chat.shout")["error"] == "unknown_method"


@pytest.mark.parametrize(("token", "error"), [("", "not_authed"), ("xoxb-made-up", "invalid_auth")])
def test_takes_only_tokens_it_gave(slack, token, error):
    assert refusal(WebClient(token=token, base_url=slack.api_url).auth_test)["error"] == error


def test_takes_no_app_token_where_a_bot_token_belongs(slack):
    client = WebClient(token=slack.app_token, base_url=slack.api_url)
    assert refusal(client.auth_test)["error"] == "not_allowed_token_type"


def test_takes_no_bot_token_where_an_app_token_belongs(client):
    answer = refusal(client.apps_connections_open, app_token=client.token)
    assert answer["error"] == "not_allowed_token_type"


def test_a_token_dies_with_the_installation(slack, district, client):
    slack.connect(_app_that_takes_everything)
    district.uninstall()
    assert refusal(client.auth_test)["error"] == "account_inactive"


def test_a_token_that_was_taken_back_is_refused(slack, district, client):
    slack.connect(_app_that_takes_everything)
    district.revoke_tokens()
    assert refusal(client.auth_test)["error"] == "token_revoked"


def _app_that_takes_everything(environ, start_response):
    start_response("200 OK", [])
    return [b""]


@pytest.mark.parametrize(
    ("method", "arguments", "needed"),
    [
        ("chat.postMessage", {"channel": "C1", "text": "x"}, "chat:write"),
        ("users.info", {"user": "U1"}, "users:read"),
        ("conversations.info", {"channel": "C1"}, "channels:read"),
        ("conversations.members", {"channel": "C1"}, "channels:read"),
        ("conversations.open", {"users": "U1"}, "im:write"),
        ("conversations.history", {"channel": "C1"}, "channels:history"),
        ("chat.unfurl", {"channel": "C1", "ts": "1.2", "unfurls": {}}, "links:write"),
        ("assistant.threads.setSuggestedPrompts", {"channel_id": "C1", "prompts": []}, "assistant:write"),
    ],
)
def test_a_method_needs_its_scope(slack, district, channel, method, arguments, needed):
    answer = refusal(limited(slack, district, "team:read").api_call, method, json=arguments)
    assert (answer["error"], answer["needed"], answer["provided"]) == ("missing_scope", needed, "team:read")


def test_a_private_channel_needs_the_scope_of_private_channels(slack, district, ann):
    channel = district.channel("G1", members=[ann], is_private=True)
    client = limited(slack, district, "channels:read")
    channel.add(district.bot)
    assert refusal(client.conversations_info, channel="G1")["needed"] == "groups:read"


def test_does_not_let_history_of_a_channel_be_read(client, channel):
    assert refusal(client.conversations_history, channel="C1")["error"] == "missing_scope"
    assert refusal(client.conversations_replies, channel="C1", ts="1.2")["error"] == "missing_scope"


def test_knows_no_channel_of_another_workspace(slack, client):
    slack.workspace("T2").channel("C2")
    assert refusal(client.chat_postMessage, channel="C2", text="x")["error"] == "channel_not_found"


def test_knows_no_private_channel_the_app_is_not_in(district, client, ann):
    district.channel("G1", members=[ann], is_private=True, with_app=False)
    assert refusal(client.conversations_info, channel="G1")["error"] == "channel_not_found"


def test_posts_only_where_the_app_is(district, client):
    district.channel("C9", with_app=False)
    assert refusal(client.chat_postMessage, channel="C9", text="x")["error"] == "not_in_channel"


def test_posts_nothing_into_an_archived_channel(client, channel):
    channel.archive()
    assert refusal(client.chat_postMessage, channel="C1", text="x")["error"] == "is_archived"


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
        ({"text": "x", "blocks": [{"type": "paragraph"}]}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "markdown", "text": "y" * 6_700}] * 2}, "msg_blocks_too_long"),
    ],
)
def test_refuses_a_message_it_could_not_show(client, channel, arguments, error):
    assert refusal(client.api_call, "chat.postMessage", json={"channel": "C1", **arguments})["error"] == error


def test_says_what_is_wrong_with_blocks(client, channel):
    answer = refusal(client.chat_postMessage, channel="C1", text="x", blocks=[{"type": "paragraph"}])
    assert "unsupported type: paragraph" in answer["response_metadata"]["messages"][0]


def test_reads_forms_as_well_as_json(slack, client, channel):
    body = {"channel": "C1", "text": "form", "blocks": json.dumps([SECTION])}
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
    assert answer["error"] == "user_not_in_channel"


def test_an_ephemeral_message_cannot_be_updated(client, ann, channel):
    ts = client.chat_postEphemeral(channel="C1", user="U1", text="psst")["message_ts"]
    assert refusal(client.chat_update, channel="C1", ts=ts, text="x")["error"] == "message_not_found"


def test_an_update_shows_the_new_words_and_keeps_the_old_ones_on_record(slack, client, channel):
    ts = client.chat_postMessage(channel="C1", text="looking", blocks=[SECTION])["ts"]
    client.chat_update(channel="C1", ts=ts, text="found")
    [message] = slack.messages(channel)
    assert (message.text, message.blocks, message.versions[0][0]) == ("found", [], "looking")


def test_an_update_is_shorter_than_a_message(client, channel):
    ts = client.chat_postMessage(channel="C1", text="x")["ts"]
    assert refusal(client.chat_update, channel="C1", ts=ts, text="x" * 4_001)["error"] == "msg_too_long"


@pytest.mark.parametrize(
    ("method", "error"), [("chat_update", "cant_update_message"), ("chat_delete", "cant_delete_message")]
)
def test_changes_only_its_own_messages(slack, client, ann, channel, method, error):
    slack.connect(_app_that_takes_everything)
    theirs = ann.says("mine", in_=channel).message
    content = {"text": "x"} if method == "chat_update" else {}
    assert refusal(getattr(client, method), channel="C1", ts=theirs.ts, **content)["error"] == error


def test_a_deleted_message_is_gone(slack, client, channel):
    ts = client.chat_postMessage(channel="C1", text="x")["ts"]
    client.chat_delete(channel="C1", ts=ts)
    assert slack.messages(channel) == []
    assert refusal(client.chat_update, channel="C1", ts=ts, text="y")["error"] == "message_not_found"


def test_a_direct_message_is_opened_once(slack, client, ann):
    opened = [client.conversations_open(users="U1")["channel"]["id"] for _ in range(2)]
    client.chat_postMessage(channel="U1", text="hello")
    assert opened == [ann.dm.id] * 2
    assert slack.messages(ann.dm)[0].text == "hello"


def test_opens_no_direct_message_with_a_bot(district, client):
    district.user("U9", "robot", is_bot=True)
    assert refusal(client.conversations_open, users="U9")["error"] == "cannot_dm_bot"


def test_opens_no_direct_message_with_several_people(client, ann):
    assert refusal(client.conversations_open, users="U1,U2")["error"] == "invalid_arguments"


def test_knows_no_stranger_it_never_met(slack, client):
    slack.workspace("T2").user("U2", "zoe")
    assert refusal(client.users_info, user="U2")["error"] == "user_not_found"


def test_shows_somebody_met_in_a_shared_channel_as_a_stranger(slack, district, client, ann):
    other = slack.workspace("T2")
    district.channel("C2", members=[ann, other.user("U2", "zoe")], shared_with=[other], is_ext_shared=True)
    found = client.users_info(user="U2")["user"]
    assert (found["is_stranger"], found["team_id"]) == (True, "T2")
    assert "is_stranger" not in client.users_info(user="U1")["user"]


def test_shows_an_address_only_with_the_scope_for_it(slack, district, client):
    district.user("U5", "eve", email="eve@example.org")
    assert "email" not in client.users_info(user="U5")["user"]["profile"]
    wider = limited(slack, district, "users:read", "users:read.email")
    assert wider.users_lookupByEmail(email="eve@example.org")["user"]["id"] == "U5"
    assert refusal(wider.users_lookupByEmail, email="nobody@example.org")["error"] == "users_not_found"


def test_tells_what_a_channel_is(district, client, ann):
    district.channel("C3", members=[ann], is_ext_shared=True, is_pending_ext_shared=True)
    found = client.conversations_info(channel="C3", include_num_members=True)["channel"]
    assert (found["is_ext_shared"], found["is_pending_ext_shared"], found["num_members"]) == (True, True, 2)


def test_names_members_page_by_page(district, client):
    district.channel("C3", members=[district.user(f"U3{n}") for n in range(5)])
    pages = client.conversations_members(channel="C3", limit=2)
    assert [len(page["members"]) for page in pages] == [2, 2, 2]


def test_takes_only_cursors_it_gave(client, channel):
    assert refusal(client.conversations_members, channel="C1", cursor="x")["error"] == "invalid_cursor"


def test_shows_a_status_until_the_app_answers(slack, client, ann, channel):
    slack.connect(_app_that_takes_everything)
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
    assert answer["error"] == error


@pytest.mark.parametrize("prompts", [[], [{"title": "a", "message": "b"}] * 5, [{"title": "a"}]])
def test_suggests_one_to_four_whole_prompts(client, ann, prompts):
    answer = refusal(client.assistant_threads_setSuggestedPrompts, channel_id=ann.dm.id, prompts=prompts)
    assert answer["error"] == "invalid_arguments"


def test_remembers_the_prompts_it_shows(slack, client, ann):
    prompts = [{"title": "Ask", "message": "What works?"}]
    client.assistant_threads_setSuggestedPrompts(channel_id=ann.dm.id, prompts=prompts)
    assert slack.prompts[ann.dm.id] == prompts
