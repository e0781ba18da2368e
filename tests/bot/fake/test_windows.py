"""The fake Slack refuses windows, Home tabs and answers to interactions where Slack refuses them."""

import pytest
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from tests.bot.fake.apps import DIVIDER, actions, button, field, modal, refusal
from tests.fake_slack import Refusal

HOME = {"type": "home", "blocks": [DIVIDER]}


@pytest.fixture
def press(slack, client, ann, channel):
    """Press a button in a message; returns the delivery with its trigger and response URL."""
    client.chat_postMessage(channel="C1", text="choose", blocks=[actions(button())])
    [message] = slack.messages(channel)
    return lambda: ann.clicks(message, "go")


def opened(slack, client, press, ann, view=None):
    client.views_open(trigger_id=press().trigger_id, view=view or modal(DIVIDER, external_id="one"))
    return slack.views(ann)[-1]


def test_a_trigger_opens_a_window(slack, client, press, ann):
    assert opened(slack, client, press, ann).title == "Title"


def test_a_trigger_is_good_for_three_seconds(slack, client, press):
    trigger_id = press().trigger_id
    slack.clock.forward(3.1)
    assert refusal(client.views_open, trigger_id=trigger_id, view=modal(DIVIDER)) == "expired_trigger_id"


def test_a_trigger_works_once(client, press):
    trigger_id = press().trigger_id
    client.views_open(trigger_id=trigger_id, view=modal(DIVIDER))
    assert refusal(client.views_open, trigger_id=trigger_id, view=modal(DIVIDER)) == "exchanged_trigger_id"


def test_a_trigger_comes_from_slack(client):
    assert refusal(client.views_open, trigger_id="1.2.x", view=modal(DIVIDER)) == "invalid_trigger_id"


def test_a_trigger_belongs_to_the_workspace_it_was_sent_for(slack, press):
    other = WebClient(token=slack.workspace("T2").install().token, base_url=slack.api_url)
    trigger_id = press().trigger_id
    assert refusal(other.views_open, trigger_id=trigger_id, view=modal(DIVIDER)) == "invalid_trigger_id"


@pytest.mark.parametrize(
    ("view", "error"),
    [
        (modal(DIVIDER, private_metadata="x" * 260_000), "view_too_large"),
        (modal(DIVIDER, private_metadata="x" * 3_001), "invalid_arguments"),
        (modal(DIVIDER, callback_id="x" * 256), "invalid_arguments"),
        (modal(DIVIDER, external_id="x" * 256), "invalid_arguments"),
        (modal(DIVIDER, title={"type": "plain_text", "text": "x" * 25}), "invalid_arguments"),
        (modal(DIVIDER, submit={"type": "plain_text", "text": "x" * 25}), "invalid_arguments"),
        (modal(DIVIDER, close={"type": "plain_text", "text": "x" * 25}), "invalid_arguments"),
        (modal(field(), submit=None), "invalid_arguments"),
        (modal(*[DIVIDER] * 101), "invalid_arguments"),
        (modal(), "invalid_arguments"),
        (modal({"type": "markdown", "text": "x"}), "invalid_arguments"),
        (modal(DIVIDER, type="window"), "invalid_arguments"),
        (HOME, "invalid_arguments"),
    ],
)
def test_refuses_a_window_it_could_not_show(client, press, view, error):
    view = {name: value for name, value in view.items() if value is not None}
    assert refusal(client.views_open, trigger_id=press().trigger_id, view=view) == error


def test_an_external_id_is_used_once(slack, client, press, ann):
    opened(slack, client, press, ann)
    again = modal(DIVIDER, external_id="one")
    assert refusal(client.views_open, trigger_id=press().trigger_id, view=again) == "duplicate_external_id"


def test_an_update_finds_its_window_by_external_id_and_keeps_the_old_state_on_record(
    slack, client, press, ann
):
    view = opened(slack, client, press, ann)
    client.views_update(external_id="one", view=modal(field(), external_id="one"), hash=view.hash)
    assert (view.blocks[0]["type"], view.versions[0]["blocks"][0]["type"]) == ("input", "divider")


def test_an_update_of_an_older_state_is_refused(slack, client, press, ann):
    view = opened(slack, client, press, ann)
    first = view.hash
    client.views_update(view_id=view.id, view=modal(DIVIDER))
    assert refusal(client.views_update, view_id=view.id, view=modal(DIVIDER), hash=first) == "hash_conflict"


def test_a_closed_window_cannot_be_updated(slack, client, press, ann):
    view = opened(slack, client, press, ann)
    ann.closes(view)
    assert refusal(client.views_update, view_id=view.id, view=modal(DIVIDER)) == "not_found"


def test_at_most_three_windows_are_stacked(slack, client, press, ann):
    bottom = opened(slack, client, press, ann, modal(actions(button())))
    for _ in range(2):
        client.views_push(trigger_id=ann.clicks(bottom, "go").trigger_id, view=modal(DIVIDER))
    trigger_id = ann.clicks(bottom, "go").trigger_id
    assert refusal(client.views_push, trigger_id=trigger_id, view=modal(DIVIDER)) == "push_limit_reached"


def test_a_window_is_pushed_only_from_a_window(client, press):
    assert refusal(client.views_push, trigger_id=press().trigger_id, view=modal(DIVIDER)) == "not_found"


def test_closing_everything_closes_the_stack(slack, client, press, ann):
    bottom = opened(slack, client, press, ann, modal(actions(button())))
    client.views_push(trigger_id=ann.clicks(bottom, "go").trigger_id, view=modal(DIVIDER))
    ann.closes(slack.views(ann)[-1], everything=True)
    assert slack.views(ann) == []


def test_the_home_tab_is_replaced_whole(slack, client, ann):
    client.views_publish(user_id="U1", view=HOME)
    client.views_publish(user_id="U1", view=HOME | {"blocks": [actions(button())]}, hash=slack.home(ann).hash)
    assert slack.home(ann).blocks[0]["type"] == "actions"


@pytest.mark.parametrize(
    ("view", "hash_", "error"),
    [
        (modal(DIVIDER), None, "invalid_arguments"),
        (HOME | {"submit": {"type": "plain_text", "text": "x"}}, None, "invalid_arguments"),
        (HOME | {"blocks": [DIVIDER] * 101}, None, "invalid_arguments"),
        (
            HOME | {"blocks": [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}]},
            None,
            "invalid_arguments",
        ),
        (HOME, "another", "hash_conflict"),
    ],
)
def test_refuses_a_home_tab_it_could_not_show(client, ann, view, hash_, error):
    assert refusal(client.views_publish, user_id="U1", view=view, hash=hash_) == error


@pytest.mark.parametrize("errors", ['{"elsewhere": "no"}', '{"here": ""}', "{}"])
def test_errors_of_a_window_name_its_fields_and_say_something(slack, client, press, ann, errors):
    def app(environ, start_response):
        start_response("200 OK", [("Content-Type", "application/json")])
        return [f'{{"response_action": "errors", "errors": {errors}}}'.encode()]

    view = opened(slack, client, press, ann, modal(field(optional=True, block_id="here")))
    slack.connect(app)
    with pytest.raises(Refusal, match="invalid_arguments"):
        ann.submits(view)


def test_a_response_url_answers_five_times(press):
    url = WebhookClient(press().response_url)
    answers = [url.send(text=f"answer {number}").status_code for number in range(6)]
    assert answers == [200] * 5 + [404]
    assert "used_url" in url.send(text="again").body


def test_a_response_url_is_good_for_half_an_hour(slack, press):
    url = WebhookClient(press().response_url)
    slack.clock.forward(30 * 60 + 1)
    answer = url.send(text="late")
    assert (answer.status_code, "expired_url" in answer.body) == (404, True)


def test_a_response_url_refuses_blocks_too(slack, press, channel):
    answer = WebhookClient(press().response_url).send(text="x", blocks=[{"type": "paragraph"}])
    assert "invalid_blocks" in answer.body
    assert len(slack.messages(channel)) == 1


def test_a_response_url_can_delete_the_message_it_came_from(slack, press, channel):
    WebhookClient(press().response_url).send(delete_original=True)
    assert slack.messages(channel) == []


def test_a_command_has_no_message_to_delete(district, ann, channel):
    answer = WebhookClient(ann.command("/tried", "x", channel).response_url).send(delete_original=True)
    assert (answer.status_code, "message_not_found" in answer.body) == (404, True)


def test_a_response_url_shows_something(press):
    assert "no_text" in WebhookClient(press().response_url).send(text="").body


@pytest.mark.parametrize(("kind", "to"), [("ephemeral", "ann"), ("in_channel", None), (None, "ann")])
def test_a_response_url_speaks_to_one_person_unless_told_otherwise(slack, press, channel, kind, to):
    WebhookClient(press().response_url).send(text="psst", response_type=kind)
    shown = slack.messages(channel)[-1]
    assert (shown.to.name if shown.to else None) == to
