"""What people do in the fake Slack reaches an app built with Bolt, signed and in the shape Bolt expects."""

import threading

import pytest
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

GO = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}, "value": "7"}
FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "Cycle"},
    "submit": {"type": "plain_text", "text": "Save"},
    "notify_on_close": True,
    "private_metadata": "d1",
    "blocks": [
        {
            "type": "input",
            "block_id": "plan",
            "label": {"type": "plain_text", "text": "Plan"},
            "element": {"type": "plain_text_input", "action_id": "words", "max_length": 20},
        },
        {
            "type": "input",
            "block_id": "driver",
            "optional": True,
            "label": {"type": "plain_text", "text": "Driver"},
            "element": {"type": "external_select", "action_id": "which", "min_query_length": 0},
        },
    ],
}


@pytest.fixture
def bolt(slack, district):
    """An app built with Bolt, connected to the fake; tests add their listeners to it."""
    client = WebClient(token=district.installation.token, base_url=slack.api_url)
    made = App(client=client, signing_secret=slack.signing_secret)
    slack.connect(SlackRequestHandler(made))
    return made


@pytest.fixture
def asked(slack, bolt, ann, channel):
    """A message of the app with a button under it."""
    bolt.client.chat_postMessage(
        channel="C1", text="choose", blocks=[{"type": "actions", "block_id": "row", "elements": [GO]}]
    )
    return slack.messages(channel)[0]


def test_a_mention_is_answered_in_its_thread(slack, bolt, ann, channel):
    bolt.event("app_mention")(lambda event, say: say("found", thread_ts=event["ts"]))
    delivery = ann.mentions("what works?", channel)
    [answer] = slack.wait_until(lambda: slack.answers(channel))
    assert delivery.acknowledged
    assert (answer.text, answer.thread_ts) == ("found", delivery.message.ts)


def test_a_direct_message_is_answered(slack, bolt, ann):
    bolt.event("message")(lambda event, say: say(f"{event['channel_type']}: {event['text']}"))
    ann.says("hello")
    assert slack.wait_until(lambda: slack.answers(ann.dm))[0].text == "im: hello"


def test_a_request_with_another_signature_is_refused_by_bolt(bolt, ann):
    bolt.event("message")(lambda: None)
    assert ann.says("hello").again(secret="guessed").status == 401


def test_an_old_request_is_refused_by_bolt(bolt, ann):
    bolt.event("message")(lambda: None)
    assert ann.says("hello").again(age=600).status == 401


def test_a_retry_is_the_same_event_with_its_number_and_reason(bolt, ann):
    seen = []
    bolt.event("message")(lambda body, request: seen.append((body["event_id"], request.headers)))
    ann.says("hello").again().again("http_error")
    waiting = threading.Event()
    while len(seen) < 3:
        waiting.wait(0.01)
    assert len({event_id for event_id, _ in seen}) == 1
    numbers = [headers.get("x-slack-retry-num", ["0"])[0] for _, headers in seen]
    reasons = [headers.get("x-slack-retry-reason", [""])[0] for _, headers in seen]
    assert (numbers, reasons) == (["0", "1", "2"], ["", "http_timeout", "http_error"])


def test_a_plain_message_in_a_channel_is_not_sent_without_the_history_scope(bolt, ann, channel):
    delivery = ann.says("just talking", in_=channel)
    assert (delivery.sent, delivery.unsent) == (False, "the app has no channels:history")


def test_a_mention_is_not_sent_from_a_channel_the_app_is_not_in(bolt, district, ann):
    outside = district.channel("C2", members=[ann], with_app=False)
    assert ann.mentions("hello", outside).unsent == "the app is not in the channel"


def test_nothing_is_sent_from_a_workspace_without_the_app(slack, bolt):
    zoe = slack.workspace("T2").user("U2", "zoe")
    assert zoe.command("/tried", "x").unsent == "the app is not installed there"


def test_a_command_is_answered_at_once_and_later(slack, bolt, ann, channel):
    @bolt.command("/tried")
    def tried(ack, respond, command):
        ack("looking")
        respond(f"found for {command['text']}", response_type="in_channel")

    ann.command("/tried", "reading", channel)
    slack.wait_until(lambda: len(slack.messages(channel)) == 2)
    shown = {message.text: message.to for message in slack.messages(channel)}
    assert shown == {"looking": ann, "found for reading": None}


def test_a_button_tells_who_pressed_what_and_where(slack, bolt, ann, asked):
    seen = []
    bolt.action("go")(lambda ack, body: (ack(), seen.append(body)))
    assert ann.clicks(asked, "go").acknowledged
    [body] = slack.wait_until(lambda: seen)
    assert body["user"]["team_id"] == "T1"
    assert (body["actions"][0]["value"], body["actions"][0]["block_id"]) == ("7", "row")
    assert (body["container"]["message_ts"], body["channel"]["id"]) == (asked.ts, "C1")


def test_an_answer_to_a_button_can_replace_its_message(slack, bolt, ann, asked):
    bolt.action("go")(lambda ack, respond: (ack(), respond("done", replace_original=True)))
    ann.clicks(asked, "go")
    assert slack.wait_until(lambda: asked.text == "done")


def test_nobody_can_press_what_is_not_there(bolt, ann, asked):
    with pytest.raises(AssertionError, match="nobody sees 'stop'"):
        ann.clicks(asked, "stop")


def test_only_who_is_in_the_channel_can_press(bolt, district, asked):
    with pytest.raises(AssertionError, match="cannot see"):
        district.user("U2", "ben").clicks(asked, "go")


@pytest.fixture
def form(slack, bolt, ann, asked):
    """A modal that opened when a button was pressed."""
    bolt.action("go")(
        lambda ack, body, client: (ack(), client.views_open(trigger_id=body["trigger_id"], view=FORM))
    )
    ann.clicks(asked, "go")
    return slack.wait_until(lambda: slack.views(ann))[0]


def test_a_modal_sends_what_was_filled_in_and_closes(slack, bolt, ann, form):
    seen = []
    bolt.view("form")(lambda ack, view: (ack(), seen.append(view)))
    ann.submits(form, {"words": "ask first"})
    [view] = seen
    assert view["state"]["values"]["plan"]["words"]["value"] == "ask first"
    assert view["private_metadata"] == "d1"
    assert slack.views(ann) == []


def test_a_modal_shows_errors_beside_the_fields(slack, bolt, ann, form):
    bolt.view("form")(lambda ack: ack(response_action="errors", errors={"plan": "say more"}))
    ann.submits(form, {"words": "x"})
    assert (form.errors, form.is_open) == ({"plan": "say more"}, True)


def test_a_modal_can_be_replaced_and_have_another_put_on_top(slack, bolt, ann, form):
    bolt.view("form")(lambda ack: ack(response_action="update", view=FORM | {"callback_id": "second"}))
    bolt.view("second")(lambda ack: ack(response_action="push", view=FORM | {"callback_id": "third"}))
    ann.submits(form, {"words": "x"})
    ann.submits(form, {"words": "x"})
    assert [view.callback_id for view in slack.views(ann)] == ["second", "third"]


@pytest.mark.parametrize("values", [{}, {"words": "x" * 21}])
def test_a_modal_does_not_let_through_what_its_fields_forbid(bolt, ann, form, values):
    with pytest.raises(AssertionError, match="does not let this through"):
        ann.submits(form, values)


def test_a_modal_that_is_not_acknowledged_stays_open_and_says_so(bolt, ann, form):
    ann.submits(form, {"words": "x"})
    assert form.is_open
    assert "trouble" in form.errors[""]


def test_closing_a_modal_is_told_when_it_asks_for_it(slack, bolt, ann, form):
    seen = []
    bolt.view_closed("form")(lambda ack, body: (ack(), seen.append(body["is_cleared"])))
    ann.closes(form)
    assert (slack.wait_until(lambda: seen), slack.views(ann)) == ([False], [])


def test_a_select_asks_the_app_for_its_options(slack, bolt, ann, form):
    option = {"text": {"type": "plain_text", "text": "Asking for help"}, "value": "d7"}
    bolt.options("which")(lambda ack: ack(options=[option]))
    bolt.view("form")(lambda ack, view: ack())
    ann.types(form, "which", "ask")
    delivery = ann.submits(form, {"words": "x", "which": "d7"})
    assert delivery.payload["view"]["state"]["values"]["driver"]["which"]["selected_option"] == option


def test_shortcuts_come_from_anywhere_and_from_a_message(slack, bolt, ann, asked):
    seen = []
    bolt.shortcut("new")(lambda ack, body: (ack(), seen.append(body["type"])))
    bolt.shortcut("save")(lambda ack, body: (ack(), seen.append(body["message"]["text"])))
    ann.shortcut("new")
    ann.shortcut("save", asked)
    assert slack.wait_until(lambda: len(seen) == 2 and seen) == ["shortcut", "choose"]


def test_the_home_tab_shows_what_was_published(slack, bolt, ann):
    home = {
        "type": "home",
        "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "Your cycles"}}],
    }
    bolt.event("app_home_opened")(
        lambda event, client: client.views_publish(user_id=event["user"], view=home)
    )
    ann.opens_home()
    assert slack.wait_until(lambda: slack.home(ann)).all_text == "Your cycles"


def test_a_pasted_link_is_unfurled(slack, bolt, ann, channel):
    @bolt.event("link_shared")
    def unfurl(event, client):
        shown = {link["url"]: {"blocks": [{"type": "divider"}]} for link in event["links"]}
        client.chat_unfurl(channel=event["channel"], ts=event["message_ts"], unfurls=shown)

    message = ann.pastes("https://hub.test/ideas/1", channel).message
    slack.wait_until(lambda: message.unfurls)
    assert list(message.unfurls) == ["https://hub.test/ideas/1"]


def test_a_link_to_another_site_is_not_sent(bolt, ann, channel):
    assert ann.pastes("https://example.org/", channel).unsent == "no domain of the app"


@pytest.mark.parametrize("tokens_first", [False, True])
def test_an_uninstallation_is_told_twice(slack, bolt, district, tokens_first):
    district.uninstall(tokens_first=tokens_first)
    told = [(one.payload["team_id"], one.payload["event"]["type"]) for one in slack.deliveries]
    both = [("T1", "app_uninstalled"), ("T1", "tokens_revoked")]
    assert told == (both[::-1] if tokens_first else both)
    assert district.installation is None


def test_archiving_a_channel_is_told(bolt, district, ann, channel):
    assert district.archives(channel, by=ann).payload["event"]["type"] == "channel_archive"
    assert channel.is_archived


def test_what_somebody_types_arrives_escaped_but_mentions_stay(bolt, ann):
    text = ann.says("5 < 6 & <@U2> says <https://hub.test|so>").payload["event"]["text"]
    assert text == "5 &lt; 6 &amp; <@U2> says <https://hub.test|so>"
