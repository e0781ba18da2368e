"""Streams and unfurls in the fake Slack end, and are refused, as Slack's are."""

import pytest
from slack_sdk.errors import SlackApiError

from tests.bot.fake.apps import DIVIDER, refusal

LINK = "https://hub.test/ideas/1"


@pytest.fixture
def asked(district, ann):
    """A question in a channel the app is in."""
    return ann.mentions("what works?", district.channel("C1", members=[ann])).message


@pytest.fixture
def place(asked):
    """Where an answer to the question is streamed to, and for whom."""
    return {"channel": "C1", "thread_ts": asked.ts, "recipient_user_id": "U1", "recipient_team_id": "T1"}


def test_a_stream_grows_into_a_message(slack, client, place, asked):
    stream = client.chat_stream(**place, buffer_size=1)
    stream.append(markdown_text="Three ")
    stream.append(markdown_text="ideas")
    stream.stop(blocks=[DIVIDER])
    [answer] = slack.answers("C1")
    assert (answer.text, answer.thread_ts, answer.blocks[-1]["type"]) == ("Three ideas", asked.ts, "divider")


def test_a_stream_dies_after_five_minutes_and_can_be_updated_then(slack, client, place):
    stream = client.chat_stream(**place, buffer_size=1)
    stream.append(markdown_text="Three ")
    slack.clock.forward(5 * 60 + 1)
    assert refusal(stream.append, markdown_text="ideas") == "message_not_in_streaming_state"
    client.chat_update(channel="C1", ts=stream.ts, text="Three ideas")
    assert slack.answers("C1")[0].text == "Three ideas"


def test_a_message_cannot_be_updated_while_it_streams(client, place):
    ts = client.chat_startStream(**place, markdown_text="x")["ts"]
    assert refusal(client.chat_update, channel="C1", ts=ts, text="y") == "streaming_state_conflict"


def test_a_stopped_stream_takes_no_more(client, place):
    ts = client.chat_startStream(**place, markdown_text="x")["ts"]
    client.chat_stopStream(channel="C1", ts=ts)
    again = refusal(client.chat_appendStream, channel="C1", ts=ts, markdown_text="y")
    assert again == "message_not_in_streaming_state"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"recipient_user_id": None}, "missing_recipient_user_id"),
        ({"recipient_team_id": None}, "missing_recipient_team_id"),
        ({"thread_ts": "1.000001"}, "invalid_thread_ts"),
        ({"markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"chunks": [{"type": "picture"}]}, "invalid_chunks"),
        ({"chunks": [{"type": "blocks", "blocks": [{"type": "paragraph"}]}]}, "invalid_blocks"),
    ],
)
def test_refuses_a_stream_it_could_not_show(client, place, changed, error):
    arguments = {name: value for name, value in (place | changed).items() if value is not None}
    assert refusal(client.api_call, "chat.startStream", json=arguments) == error


def test_a_stream_into_a_direct_message_needs_no_recipient(slack, client, ann):
    asked = ann.says("hello").message
    client.chat_startStream(channel=ann.dm.id, thread_ts=asked.ts, markdown_text="hi")
    assert slack.answers(ann.dm)[0].text == "hi"


def test_streams_only_where_the_app_is(district, client, ann):
    district.channel("C2", members=[ann], with_app=False)
    place = {"recipient_user_id": "U1", "recipient_team_id": "T1", "thread_ts": "1.2"}
    assert refusal(client.chat_startStream, channel="C2", **place) == "not_in_channel"


def test_streams_nothing_into_an_archived_channel(client, place, asked):
    asked.channel.archive()
    assert refusal(client.chat_startStream, **place) == "is_archived"


def test_appends_something_and_to_ones_own_messages(client, place, asked):
    ts = client.chat_startStream(**place, markdown_text="x")["ts"]
    assert refusal(client.chat_appendStream, channel="C1", ts=ts, markdown_text="") == "no_text"
    assert (
        refusal(client.chat_appendStream, channel="C1", ts=asked.ts, markdown_text="y")
        == "message_not_owned_by_app"
    )


@pytest.fixture
def pasted(district, ann, asked):
    """A message with a link to the app's domain."""
    return ann.pastes(LINK, asked.channel).message


def test_an_unfurl_stands_with_the_message(client, pasted):
    client.chat_unfurl(channel="C1", ts=pasted.ts, unfurls={LINK: {"blocks": [DIVIDER]}})
    assert pasted.unfurls[LINK] == {"blocks": [DIVIDER]}


def test_an_unfurl_is_possible_while_somebody_still_composes(client, ann, asked):
    delivery = ann.pastes(LINK, asked.channel, composing=True)
    event = delivery.payload["event"]
    client.chat_unfurl(
        unfurl_id=event["unfurl_id"], source=event["source"], unfurls={LINK: {"blocks": [DIVIDER]}}
    )
    assert (event["channel"], list(delivery.message.unfurls)) == ("COMPOSER", [LINK])


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"ts": "1.000001"}, "cannot_find_message"),
        ({"unfurls": [LINK]}, "invalid_unfurls_format"),
        ({"unfurls": "{"}, "invalid_unfurls_format"),
        ({"unfurls": {"https://hub.test/ideas/2": {"blocks": [DIVIDER]}}}, "cannot_unfurl_message"),
        ({"unfurls": {LINK: {"blocks": [{"type": "paragraph"}]}}}, "invalid_blocks"),
    ],
)
def test_refuses_an_unfurl_it_could_not_show(client, pasted, changed, error):
    arguments = {"channel": "C1", "ts": pasted.ts, "unfurls": {LINK: {"blocks": [DIVIDER]}}} | changed
    assert refusal(client.api_call, "chat.unfurl", json=arguments) == error


def test_unfurls_only_links_to_the_apps_domains(slack, client, pasted):
    slack.unfurl_domains = {"elsewhere.test"}
    unfurls = {LINK: {"blocks": [DIVIDER]}}
    with pytest.raises(SlackApiError, match="cannot_unfurl_url"):
        client.chat_unfurl(channel="C1", ts=pasted.ts, unfurls=unfurls)
