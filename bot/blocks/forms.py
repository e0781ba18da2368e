"""Windows to fill in, and what was filled in read back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.blocks.elements import Block, context, modal, option, plain, safe, section

NO_NAMES = "Please write no student names."
CONFIRMS = "confirm."
KEPT = "kept."
STAYS = "This text is too long for a window of Slack, so it stays as it is."
#: As long as a question to the bot may be.
MOST_ASKED = 2_000
#: More people than a test is about.
MOST_COUNTED = 1_000_000
_CHARACTERS = re.compile(r" \(characters (\d+) to (\d+)\)")


def field(block_id: str, label: str, element: Block, *, optional: bool = False, hint: str = "") -> Block:
    """Make one field with its label."""
    made = {"type": "input", "block_id": block_id, "label": plain(label, 2_000), "element": element}
    return made | {"optional": optional} | ({"hint": plain(hint, 2_000)} if hint else {})


def text_input(value: str | None = None, *, lines: bool = False, most: int = 1_000) -> Block:
    """Make a place to write."""
    made: Block = {"type": "plain_text_input", "action_id": "value", "multiline": lines, "max_length": most}
    return made | ({"initial_value": value[:most]} if value else {})


def date_input(value: str | None = None) -> Block:
    """Make a place to choose a day."""
    made: Block = {"type": "datepicker", "action_id": "value"}
    return made | ({"initial_date": value} if value else {})


def number_input(value: str | None = None) -> Block:
    """Make a place to write a whole number."""
    made: Block = {"type": "number_input", "action_id": "value"}
    made |= {"is_decimal_allowed": False, "min_value": "0", "max_value": f"{MOST_COUNTED}"}
    return made | ({"initial_value": value} if value else {})


def choice(options: Sequence[Block], chosen: str | None = None) -> Block:
    """Make a place to choose one of a few."""
    made: Block = {"type": "static_select", "action_id": "value", "options": list(options[:100])}
    current = next((each for each in made["options"] if each["value"] == chosen), None)
    return made | ({"initial_option": current} if current else {})


def searched_choice(chosen: tuple[str, str] | None = None) -> Block:
    """Make a place to choose one of very many: Slack asks the bot while somebody types.

    Args:
        chosen: value and label of what is chosen already.
    """
    made: Block = {"type": "external_select", "action_id": "value", "min_query_length": 0}
    made["placeholder"] = plain("Type to search…")
    return made | ({"initial_option": option(chosen[1], chosen[0])} if chosen else {})


def keep_as_it_is(name: str, label: str) -> Block:
    """Say that a text is no part of the form: Slack would send back its first part as the whole."""
    return section(f"*{safe(label, 150)}*", STAYS) | {"block_id": f"{KEPT}{name}"}


def read_form(view: Mapping[str, Any]) -> dict[str, str]:
    """Return what was filled in, by the ids of the fields; empty fields are left out."""
    found = {
        name: element.get("value") or element.get("selected_date") or _chosen(element).get("value")
        for name, element in _elements(view)
    }
    return {name: str(value) for name, value in found.items() if value}


def read_labels(view: Mapping[str, Any]) -> dict[str, str]:
    """Return the words of what was chosen from a menu, or stays as it is, by the ids of the fields."""
    chosen = {name: _chosen(element) for name, element in _elements(view)}
    ids = [str(block.get("block_id", "")) for block in view.get("blocks", [])]
    kept = {name.removeprefix(KEPT): STAYS for name in ids if name.startswith(KEPT)}
    return kept | {name: str(each["text"]["text"]) for name, each in chosen.items() if each}


def confirmation(name: str) -> Block:
    """Ask whether what looks private in a field is no student's: then it may be stored."""
    box = {
        "type": "checkboxes",
        "action_id": "value",
        "options": [option("It is not a student's. Store it as it is.", name)],
    }
    return field(f"{CONFIRMS}{name}", "Take it out above, or say:", box, optional=True)


def read_confirmed(view: Mapping[str, Any]) -> list[str]:
    """Return the fields of which somebody said that they hold nothing of a student's."""
    ticked = [name for name, element in _elements(view) if element.get("selected_options")]
    return [name.removeprefix(CONFIRMS) for name in ticked if name.startswith(CONFIRMS)]


def quote_private(problem: str, text: str | None) -> str:
    """Show somebody which of their own words look private, where the hub only says at which characters."""

    def words(found: re.Match[str]) -> str:
        return f", “{(text or '')[int(found[1]) - 1 : int(found[2])]}”"

    return _CHARACTERS.sub(words, problem) if text else problem


def _elements(view: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    filled = view["state"]["values"]
    return [(block_id, element) for block_id, held in filled.items() for element in held.values()]


def _chosen(element: Mapping[str, Any]) -> Mapping[str, Any]:
    return element.get("selected_option") or {}


def show_adoption(
    title: str,
    teams: Sequence[Block],
    filled: Mapping[str, str],
    *,
    problem: str | None = None,
    **carried: str,
) -> Block:
    """Write the small form of "We'll try this": when it starts, when to look at it, who."""
    problem = quote_private(problem, filled.get("who")) if problem else None
    blocks = [
        section(f"*{safe(title, 150)}*", "Your team shows up as trying this, and the idea keeps its origin."),
        *([section(f":warning: {safe(problem, 300)}")] if problem else []),
        field("team_id", "For which team", choice(teams, filled.get("team_id") or teams[0]["value"])),
        field("started_on", "Start", date_input(filled.get("started_on"))),
        field("study_on", "Look at what happened on", date_input(filled.get("study_on"))),
        field("who", "Who tries it", text_input(filled.get("who"), most=300), optional=True, hint=NO_NAMES),
        context("You can undo this for an hour."),
    ]
    return modal("adopt", "We'll try this", blocks, submit="Try it", **carried)


def show_help_wanted(
    teams: Sequence[Block], filled: Mapping[str, str], *, problem: str | None = None, **carried: str
) -> Block:
    """Write the window in which a question is looked over before every team can see it."""
    problem = quote_private(problem, filled.get("question")) if problem else None
    blocks = [
        section("Every team of the network can see your question. Somebody may have tried it."),
        *([section(f":warning: {safe(problem, 300)}")] if problem else []),
        field("team_id", "Your team", choice(teams, filled.get("team_id") or teams[0]["value"])),
        field(
            "question",
            "Your question",
            text_input(filled.get("question"), lines=True, most=MOST_ASKED),
            hint=NO_NAMES,
        ),
    ]
    return modal("help_wanted", "Help wanted", blocks, submit="Post it", **carried)
