"""The fake Slack's judges of blocks and manifests: the SDK's models, the schema of the types, the limits."""

import copy
import json
from pathlib import Path

import pytest

from tests.bot.fake.apps import DIVIDER, actions, button, field, modal, plain, section, select
from tests.fake_slack import problems_of_blocks, problems_of_manifest, problems_of_view
from tests.fake_slack.validation import limits, models, schema

CARD = {"type": "card", "title": {"type": "mrkdwn", "text": "Ask first"}, "actions": [button()]}
TABLE = {"type": "table", "rows": [[{"type": "raw_text", "text": "cell"}] * 3] * 4}
RADIO = {"type": "radio_buttons", "action_id": "r", "options": select(3)["options"]}
OVERFLOW = {"type": "overflow", "action_id": "more", "options": select(3)["options"]}
FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "useful",
    "positive_button": {"text": plain("Useful"), "value": "yes"},
    "negative_button": {"text": plain("Not useful"), "value": "no"},
}
RICH = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "words"}]}],
}
GOOD = {
    "actions": actions(button(), select(100), OVERFLOW, {"type": "datepicker", "action_id": "on"}),
    "buttons_with_the_longest_words": actions(button(text="x" * 75, value="x" * 2000)),
    "card": CARD,
    "carousel": {"type": "carousel", "elements": [CARD] * 10},
    "container": {"type": "container", "title": plain("Idea"), "child_blocks": [section(), DIVIDER]},
    "context": {"type": "context", "elements": [plain("x")] * 10},
    "context_actions": {"type": "context_actions", "elements": [FEEDBACK]},
    "data_table": {"type": "data_table", "caption": "Tests", "rows": TABLE["rows"]},
    "header": {"type": "header", "text": plain("x" * 150)},
    "image": {"type": "image", "image_url": "https://hub.test/chart.png", "alt_text": "a run chart"},
    "markdown": {"type": "markdown", "text": "x" * 12_000},
    "rich_text": RICH,
    "section": section("x" * 3000, accessory=button()),
    "section_of_fields": {"type": "section", "fields": [plain("x" * 2000)] * 10},
    "table": TABLE,
}


@pytest.mark.parametrize("name", GOOD)
def test_takes_what_slack_takes(name):
    assert problems_of_blocks([GOOD[name]]) == []


BAD = {
    "an unknown block": {"type": "paragraph"},
    "an unknown field": section(colour="red"),
    "a section without words": {"type": "section"},
    "a section that is empty": section(" "),
    "a section that is too long": section("x" * 3001),
    "too many fields": {"type": "section", "fields": [plain("x")] * 11},
    "a field that is too long": {"type": "section", "fields": [plain("x" * 2001)]},
    "a header that is too long": {"type": "header", "text": plain("x" * 151)},
    "a header with markup": {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
    "a row without elements": actions(),
    "too many elements": actions(*(button(action_id=str(n)) for n in range(26))),
    "the same action twice": actions(button(), button()),
    "a button that is too long": actions(button(text="x" * 76)),
    "a button without words": actions(button(text="")),
    "a button's value that is too long": actions(button(value="x" * 2001)),
    "a button of an unknown style": actions(button(style="loud")),
    "a button to nowhere": actions(button(url="the hub")),
    "an action_id that is too long": actions(button(action_id="x" * 256)),
    "a block_id that is too long": section(block_id="x" * 256),
    "a confirmation that is too long": actions(button(confirm={"text": plain("x" * 301)})),
    "a select of too many options": actions(select(101)),
    "a select of no options": actions(select(0)),
    "a select of options and groups": actions(
        select(1, option_groups=[{"label": plain("x"), "options": select(1)["options"]}])
    ),
    "an option that is too long": actions(
        select(0, options=[{"text": plain("x" * 76), "value": "1"}]),
    ),
    "an option's value that is too long": actions(
        select(0, options=[{"text": plain("x"), "value": "1" * 151}])
    ),
    "two options with one value": actions(select(0, options=[{"text": plain("x"), "value": "1"}] * 2)),
    "a first choice that is no choice": actions(select(2, initial_option={"text": plain("x"), "value": "9"})),
    "a placeholder that is too long": actions(select(2, placeholder=plain("x" * 151))),
    "too many radio buttons": actions(RADIO | {"options": select(11)["options"]}),
    "an overflow menu that is too long": actions(OVERFLOW | {"options": select(6)["options"]}),
    "too many things in a context": {"type": "context", "elements": [plain("x")] * 11},
    "too many context actions": {"type": "context_actions", "elements": [FEEDBACK] * 6},
    "markdown that is too long": {"type": "markdown", "text": "x" * 12_001},
    "a card without anything": {"type": "card", "subtitle": {"type": "mrkdwn", "text": "x"}},
    "a card's title that is too long": CARD | {"title": {"type": "mrkdwn", "text": "x" * 151}},
    "a card's body that is too long": CARD | {"body": {"type": "mrkdwn", "text": "x" * 201}},
    "a carousel that is too long": {"type": "carousel", "elements": [CARD] * 11},
    "a container without a title": {"type": "container", "child_blocks": [DIVIDER]},
    "a container that is too full": {
        "type": "container",
        "title": plain("x"),
        "child_blocks": [DIVIDER] * 11,
    },
    "a table that is too long": TABLE | {"rows": TABLE["rows"][:1] * 101},
    "a table that is too wide": TABLE | {"rows": [[{"type": "raw_text", "text": "x"}] * 21]},
    "a table of too many words": TABLE | {"rows": [[{"type": "raw_text", "text": "x" * 2001}] * 5]},
    "an image without a description": {"type": "image", "image_url": "https://hub.test/chart.png"},
    "an image from nowhere": {"type": "image", "image_url": "chart.png", "alt_text": "a run chart"},
    "an alert, which is for windows": {"type": "alert", "text": plain("x")},
}


@pytest.mark.parametrize("name", BAD)
def test_refuses_what_slack_refuses(name):
    assert problems_of_blocks([BAD[name]])


def test_each_judge_sees_faults_that_the_others_do_not():
    judges = {
        "schema": schema.problems,
        "models": models.problems,
        "limits": lambda block: limits.problems([block], "message"),
    }
    seen = {judge: {name for name, block in BAD.items() if look(block)} for judge, look in judges.items()}
    alone = {
        judge: seen[judge] - set().union(*(seen[other] for other in seen if other != judge)) for judge in seen
    }
    assert alone["schema"]
    assert alone["limits"]
    assert seen["models"]


@pytest.mark.parametrize(("surface", "most"), [("message", 50), ("modal", 100), ("home", 100)])
def test_counts_the_blocks(surface, most):
    assert problems_of_blocks([DIVIDER] * most, surface) == []
    assert problems_of_blocks([DIVIDER] * (most + 1), surface)


def test_two_blocks_have_two_ids():
    assert problems_of_blocks([section(block_id="a"), section(block_id="a")])


def test_the_same_action_may_stand_in_two_blocks():
    assert problems_of_blocks([actions(button()), actions(button())]) == []


def test_a_message_has_one_table():
    assert problems_of_blocks([TABLE, TABLE]) == ["only_one_table_allowed"]


@pytest.mark.parametrize("blocks", [None, {}, "text", [None], ["text"]])
def test_refuses_what_are_no_blocks(blocks):
    assert problems_of_blocks(blocks)


@pytest.mark.parametrize("surface", ["modal", "home"])
@pytest.mark.parametrize("name", ["markdown", "card", "carousel", "context_actions", "table", "data_table"])
def test_some_blocks_are_for_messages_alone(surface, name):
    assert problems_of_blocks([GOOD[name]], surface)


def test_an_alert_stands_in_a_window():
    assert (
        problems_of_view(modal({"type": "alert", "text": plain("no names, please"), "level": "warning"}))
        == []
    )


@pytest.mark.parametrize(
    "element",
    [
        {"type": "plain_text_input", "action_id": "w", "max_length": 3001},
        {"type": "plain_text_input", "action_id": "w", "min_length": 9, "max_length": 3},
        {"type": "plain_text_input", "action_id": "w", "max_length": 3, "initial_value": "four"},
        {"type": "plain_text_input", "action_id": "w", "placeholder": plain("x" * 151)},
        {"type": "button", "action_id": "w", "text": plain("x")},
    ],
)
def test_refuses_a_field_nobody_could_fill_in(element):
    assert problems_of_view(modal(field(element)))


MANIFEST = {
    "display_information": {"name": "Hub", "description": "Ask what was tried"},
    "features": {
        "bot_user": {"display_name": "hub"},
        "app_home": {"home_tab_enabled": True},
        "agent_view": {"agent_description": "Finds what teams tested"},
        "slash_commands": [
            {"command": "/tried", "description": "Ask", "url": "https://hub.test/slack/events"},
        ],
        "shortcuts": [{"name": "Save", "type": "message", "callback_id": "save", "description": "Save it"}],
        "unfurl_domains": ["hub.test"],
    },
    "oauth_config": {"scopes": {"bot": ["app_mentions:read", "commands", "links:read", "chat:write"]}},
    "settings": {
        "event_subscriptions": {
            "request_url": "https://hub.test/slack/events",
            "bot_events": ["app_mention", "link_shared", "app_home_opened"],
        },
        "interactivity": {"is_enabled": True, "request_url": "https://hub.test/slack/events"},
    },
}


def changed(**places):
    """The manifest with other values; a place is its path with __ between."""
    made = copy.deepcopy(MANIFEST)
    for place, value in places.items():
        *path, last = place.split("__")
        target = made
        for step in path:
            target = target[step]
        if value is None:
            target.pop(last)
        else:
            target[last] = value
    return made


def test_takes_a_manifest_that_slack_takes():
    assert problems_of_manifest(MANIFEST) == []


@pytest.mark.parametrize(
    "manifest",
    [
        changed(display_information__name="x" * 36),
        changed(display_information=None),
        changed(display_information__long_description="too short"),
        changed(features__agents={}),
        changed(features__agent_view__agent_description="x" * 301),
        changed(features__bot_user__display_name="hub!"),
        changed(features__unfurl_domains=[]),
        changed(features__unfurl_domains=[f"hub{n}.test" for n in range(6)]),
        changed(
            features__slash_commands=[{"command": "tried", "description": "x", "url": "https://hub.test"}]
        ),
        changed(features__slash_commands=MANIFEST["features"]["slash_commands"] * 2),
        changed(features__slash_commands=[{"command": "/tried", "description": "x"}]),
        changed(features__shortcuts=MANIFEST["features"]["shortcuts"] * 2),
        changed(features__shortcuts=[MANIFEST["features"]["shortcuts"][0] | {"name": "x" * 25}]),
        changed(oauth_config__scopes__bot=["app_mentions:read", "links:read"]),
        changed(oauth_config__scopes__bot=["commands", "links:read"]),
        changed(oauth_config__scopes__bot=["everything:read"]),
        changed(settings__event_subscriptions__request_url="http://hub.test/slack/events"),
        changed(settings__event_subscriptions__request_url=None),
        changed(settings__event_subscriptions__bot_events=["app_sneezed"]),
    ],
)
def test_refuses_a_manifest_that_slack_refuses(manifest):
    assert problems_of_manifest(manifest)


def test_an_app_is_sent_what_its_manifest_declares_and_nothing_else(slack):
    slack.use_manifest(MANIFEST)
    district = slack.workspace("T1")
    assert district.install().scopes == set(MANIFEST["oauth_config"]["scopes"]["bot"])
    ann = district.user("U1")
    assert ann.command("/hub").unsent == "the manifest has no such thing"
    assert ann.shortcut("new").unsent == "the manifest has no such thing"
    assert (
        ann.looks_at(district.channel("C1", members=[ann])).unsent == "no app_context_changed in the manifest"
    )


@pytest.mark.parametrize("name", ["block_kit.schema.json", "manifest.schema.json"])
def test_the_schemas_say_from_which_release_they_were_made(name):
    folder = Path(schema.__file__).parent.parent / "schema"
    said = json.loads((folder / name).read_text())["$comment"]
    assert said.startswith("Made by make_schema.mjs from @slack/")
