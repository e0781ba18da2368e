"""Who is who in the fake Slack's shared channels and organisations, and what Bolt makes of it."""

import json

import pytest
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from tests.bot.fake.apps import actions, button, takes_everything


@pytest.fixture
def bolt(slack):
    """A Bolt app that finds its token by the workspace an event came through."""

    def authorize(enterprise_id, team_id):
        found = slack.installation_for(slack.workspaces[team_id or "T9"])
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=found.token,
            bot_user_id=found.bot.id,
            bot_id=found.bot.bot_id,
        )

    made = App(
        client=WebClient(base_url=slack.api_url), signing_secret=slack.signing_secret, authorize=authorize
    )
    slack.connect(SlackRequestHandler(made))
    return made


@pytest.fixture
def seen(bolt):
    """Who Bolt says acted, and through which workspace's installation: (team, actor's team, actor)."""
    found = []

    @bolt.event("app_mention")
    def mention(context):
        found.append((context.team_id, context.actor_team_id, context.actor_user_id))

    @bolt.action("go")
    def press(ack, context, body):
        ack()
        found.append((context.team_id, body["user"]["team_id"], body["user"]["id"]))

    return found


@pytest.fixture
def here(slack):
    made = slack.workspace("T1")
    made.install()
    return made


@pytest.fixture
def there(slack):
    return slack.workspace("T2")


@pytest.fixture
def ann(here):
    return here.user("U1", "ann")


def shared(here, there, *members):
    return here.channel("C1", members=members, shared_with=[there], is_ext_shared=True)


def test_a_stranger_acts_through_the_installation_of_the_channels_host(slack, seen, here, there, ann):
    zoe = there.user("U2", "zoe")
    zoe.mentions("hello", shared(here, there, ann, zoe))
    assert slack.wait_until(lambda: seen) == [("T1", "T2", "U2")]


def test_somebody_acts_through_the_installation_of_their_own_workspace_first(slack, seen, here, there, ann):
    there.install()
    zoe = there.user("U2", "zoe")
    channel = shared(here, there, ann, zoe)
    zoe.mentions("hello", channel)
    slack.wait_until(lambda: len(seen) == 1)
    zoe.mentions("hello", channel, via=here)
    assert slack.wait_until(lambda: len(seen) == 2 and seen) == [("T2", "T2", "U2"), ("T1", "T2", "U2")]


def test_bolt_does_not_know_who_acted_when_the_event_does_not_say(slack, seen, here, there, ann):
    zoe = there.user("U2", "zoe", hides_team=True)
    zoe.mentions("hello", shared(here, there, ann, zoe))
    assert slack.wait_until(lambda: seen) == [("T1", None, None)]


def test_an_event_of_a_shared_channel_says_so(slack, seen, here, there, ann):
    assert ann.mentions("hello", shared(here, there, ann)).payload["is_ext_shared_channel"]
    assert not ann.mentions("hello", here.channel("C2", members=[ann])).payload["is_ext_shared_channel"]


def test_a_button_names_the_team_of_who_pressed_it(slack, bolt, seen, here, there, ann):
    zoe = there.user("U2", "zoe")
    channel = shared(here, there, ann, zoe)
    poster = WebClient(token=here.installation.token, base_url=slack.api_url)
    poster.chat_postMessage(channel="C1", text="choose", blocks=[actions(button())])
    zoe.clicks(slack.messages(channel)[0], "go")
    assert slack.wait_until(lambda: seen) == [("T1", "T2", "U2")]


def test_sharing_a_channel_is_told(slack, bolt, here, there, ann):
    channel = here.channel("C1", members=[ann])
    delivery = here.shares(channel, there)
    assert delivery.payload["event"]["connected_team_id"] == "T2"
    assert (channel.is_ext_shared, channel.is_org_shared) == (True, False)


def test_a_channel_shared_inside_an_organisation_is_not_external(slack, bolt):
    here, there = (slack.workspace(f"T{n}", enterprise="E1") for n in (1, 2))
    here.install()
    channel = here.channel("C1")
    here.shares(channel, there)
    assert (channel.is_ext_shared, channel.is_org_shared) == (False, True)


def test_an_installation_for_an_organisation_carries_no_team(slack, seen):
    office, school = (slack.workspace(f"T{n}", enterprise="E1") for n in (9, 2))
    office.install(org_wide=True)
    ben = school.user("U2", "ben")
    ben.mentions("hello", school.channel("C2", members=[ben]))
    assert slack.wait_until(lambda: seen)[0][2] == "U2"
    assert seen[0][0] is None or seen[0][0] == "T9"


def test_being_invited_into_a_channel_is_told(slack, bolt, here, ann):
    channel = here.channel("C1", members=[ann], with_app=False)
    event = here.adds_app(channel, by=ann).payload["event"]
    assert (event["type"], event["user"], event["inviter"]) == ("member_joined_channel", here.bot.id, "U1")


def test_an_address_is_verified_with_a_challenge(slack, bolt):
    delivery = slack.verifies_address()
    assert delivery.payload["challenge"] in delivery.body


def test_looking_at_a_channel_tells_the_agent_which(slack, bolt, here, ann):
    event = ann.looks_at(here.channel("C1", members=[ann])).payload["event"]
    assert event["context"]["entities"][0]["value"] == "C1"


def test_changing_and_deleting_a_message_are_events_without_a_user(slack, bolt, ann, here):
    message = ann.says("hello").message
    changed, deleted = ann.edits(message, "hullo"), ann.deletes(message)
    events = [delivery.payload["event"] for delivery in (changed, deleted)]
    assert [event["subtype"] for event in events] == ["message_changed", "message_deleted"]
    assert events[0]["previous_message"]["text"] == "hello"
    assert not [event for event in events if "user" in event]


def test_an_app_can_hear_its_own_echo(slack, here, ann):
    heard = []

    def app(environ, start_response):
        event = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))["event"]
        heard.append((event.get("subtype"), event.get("bot_id")))
        return takes_everything(environ, start_response)

    slack.connect(app)
    slack.echoes = True
    poster = WebClient(token=here.installation.token, base_url=slack.api_url)
    ts = poster.chat_postMessage(channel=ann.dm.id, text="looking")["ts"]
    slack.wait_until(lambda: heard == [(None, "BT1")])
    poster.chat_update(channel=ann.dm.id, ts=ts, text="found")
    assert slack.wait_until(lambda: heard == [(None, "BT1"), ("message_changed", None)])


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("hello", []),
        ("<!channel> hello <@U1>", ["<!channel>", "<@U1>"]),
        ("see <https://hub.test|the hub>", ["<https://hub.test|the hub>"]),
        ("&lt;!channel&gt; &lt;https://hub.test&gt;", []),
    ],
)
@pytest.mark.parametrize("kind", ["text", "mrkdwn", "plain_text"])
def test_sees_whom_a_message_calls_and_where_it_leads(slack, here, ann, kind, text, marks):
    poster = WebClient(token=here.installation.token, base_url=slack.api_url)
    blocks = [] if kind == "text" else [{"type": "section", "text": {"type": kind, "text": text}}]
    poster.chat_postMessage(channel=ann.dm.id, text=text if kind == "text" else "found", blocks=blocks)
    [message] = slack.messages(ann.dm)
    assert message.pings + message.links == ([] if kind == "plain_text" else marks)


def test_sees_whom_rich_text_calls(slack, here, ann):
    poster = WebClient(token=here.installation.token, base_url=slack.api_url)
    everybody = {"type": "rich_text_section", "elements": [{"type": "broadcast", "range": "channel"}]}
    poster.chat_postMessage(
        channel=ann.dm.id, text="x", blocks=[{"type": "rich_text", "elements": [everybody]}]
    )
    assert slack.messages(ann.dm)[0].pings == ["<broadcast>"]
