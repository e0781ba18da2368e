"""The answer: how the question was read, up to three ideas with what happened, or that nobody tested it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.blocks.card import show_card
from bot.blocks.elements import (
    Block,
    actions,
    button,
    context,
    day,
    divider,
    listing,
    menu,
    option,
    safe,
    section,
    shorten,
)
from bot.blocks.results import INVENTED
from bot.posting import Message

Shown = Mapping[str, Any]

#: What the asker can say of an idea that does not help, in the hub's words and in plain ones.
VERDICTS = {
    "different_problem": "It is another problem",
    "not_tested": "It was not really tested",
    "not_my_context": "Our classes are too different",
    "already_tried": "We tried it already",
    "no_tool": "There is nothing to use",
}
GRADES = {
    "pre_k": "Pre-K",
    "k_2": "Grades K-2",
    "3_5": "Grades 3-5",
    "6_8": "Grades 6-8",
    "9_12": "Grades 9-12",
    "adults": "Adults",
}
MAX_IDEAS = 3
#: The hub's sentence on how many ideas it found.
_COUNTED = re.compile(r"(?:What comes near: )?\d+ ideas? from \d+ other teams?\.")
ASK_ON = "Keep asking in this thread: “what about middle school?”, “any that failed?”"
SAY_IT_OTHERWISE = "Or say it in other words, here in this thread."
GOES_ON = "I went on from the question asked above in this thread, and answered it for you."


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a message is shown with beside the answer.

    Args:
        answer_id: what the buttons carry.
        is_linked: whether the asker is a linked member.
        is_private: whether only the asker reads it.
        drivers: id and name of the drivers the question can be moved to.
        team: the team it was asked for.
        teams: id and name of the asker's teams, where there are several.
        goes_on: whether it goes on from what somebody else asked.
        like: title of the idea that was to be resembled.
    """

    answer_id: str
    is_linked: bool
    is_private: bool
    drivers: Sequence[tuple[str, str]] = ()
    team: Shown | None = None
    teams: Sequence[tuple[str, str]] = ()
    goes_on: bool = False
    like: str = ""


def show_answer(answer: Shown, setting: Setting) -> Message:
    """Write the whole answer."""
    suggestions = answer["suggestions"][:MAX_IDEAS]
    understood = answer["understood_as"]
    blocks = [section(safe(_opening(answer, setting), 600)), *_understood(understood, setting)]
    for number, suggestion in enumerate(suggestions):
        has_team = suggestion["team"] is not None
        card = show_card(suggestion, number)
        blocks += [divider(), card, *_buttons(number, setting, has_team=has_team)]
    if not suggestions:
        blocks += _nothing(answer, setting)
    blocks += _live(answer["live_tests"])
    if setting.goes_on:
        blocks.append(context(GOES_ON))
    blocks += _history(answer["your_history"]) + _footer(setting, found=bool(suggestions))
    return Message(_in_short(answer["message"], suggestions), blocks)


def _opening(answer: Shown, setting: Setting) -> str:
    """Return the hub's sentences, without the driver that the line below them names.

    Above ideas that resemble one, its title stands for how many were found; what the hub doubts stays.
    """
    driver = answer["understood_as"]["driver"]
    named = f" I read your question as: {driver['name']}." if driver else ""
    message = str(answer["message"]).replace(named, "")
    if not setting.like or not answer["suggestions"]:
        return message
    doubts = _COUNTED.sub("", message).strip()
    return f"Like “{setting.like}”:" + (f" {doubts}" if doubts else "")


def _buttons(number: int, setting: Setting, *, has_team: bool) -> list[Block]:
    if not setting.is_linked:
        return []
    value = f"{setting.answer_id}:{number}"
    reasons = [option(label, f"{value}:{verdict}") for verdict, label in VERDICTS.items()]
    pressed = [
        button("We'll try this", f"try.{number}", value, style="primary"),
        button("See the cycles", f"cycles.{number}", value),
        *([button("Ask the team", f"ask_team.{number}", value)] if has_team else []),
        button("More like this", f"more.{number}", value),
    ]
    return [actions(*pressed, menu("Not useful because…", f"not_useful.{number}", reasons))]


def _understood(understood: Shown, setting: Setting) -> list[Block]:
    driver, grades = understood["driver"], understood["context"].get("grade_bands") or []
    known = ", ".join(GRADES.get(grade, str(grade)) for grade in grades)
    team = setting.team if setting.teams else None
    asked_for = f"Asked for {safe(team['name'], 80)}" if team else None
    told = [safe(driver["name"], 150) if driver else None, known or None]
    heard = " · ".join(each for each in told if each)
    unsure = None if driver else "I am not sure which driver this is about."
    line = [context(unsure, f"How I read it: {heard}" if heard else None, asked_for)]
    menus = [*_corrections(driver, grades, setting), *_other_teams(setting)]
    return line + ([actions(*menus)] if menus else [])


def _other_teams(setting: Setting) -> list[Block]:
    """Offer the asker's other teams, where nobody else reads along."""
    if not setting.is_private or len(setting.teams) < 2:
        return []
    entries = [option(name, f"{setting.answer_id}:{id_}") for id_, name in setting.teams]
    chosen = f"{setting.answer_id}:{setting.team['id']}" if setting.team else None
    return [menu("Ask for another team…", "team", entries, chosen)]


def _corrections(driver: Shown | None, grades: Sequence[str], setting: Setting) -> list[Block]:
    if not setting.drivers:
        return []
    drivers = [option(name, f"{setting.answer_id}:{id_}") for id_, name in setting.drivers]
    bands = [option(label, f"{setting.answer_id}:{band}") for band, label in GRADES.items()]
    chosen = f"{setting.answer_id}:{driver['id']}" if driver else None
    band = f"{setting.answer_id}:{grades[0]}" if len(grades) == 1 else None
    return [
        menu("Another driver…", "driver", drivers, chosen),
        menu("Another grade…", "grade", bands, band),
    ]


def _nothing(answer: Shown, setting: Setting) -> list[Block]:
    near = [
        section(
            f"*Near, but not the same: {safe(each['change_idea']['title'], 150)}*",
            safe(each["why_not_the_same"], 400),
        )
        for each in answer["nearest"][:2]
        if each["change_idea"]["title"] not in answer["message"]
    ]
    # Where the hub does not propose it, nothing was asked that others could help with.
    if not setting.is_linked or "help wanted" not in answer["message"]:
        return near
    ask = (
        button("Post as help wanted", "help_wanted", setting.answer_id),
        button("Tell a hub coach", "ask_coach", setting.answer_id),
    )
    return [*near, actions(*ask)]


def _live(tests: Sequence[Shown]) -> list[Block]:
    """Tell in one line who is testing on the same driver now."""
    told = listing([_tell_live(test) for test in tests], between=" · ")
    return [context(f"Under way on this driver: {told}")] if told else []


def _tell_live(test: Shown) -> str:
    who = f" ({shorten(test['team']['name'], 50)})" if test["team"] else ""
    # Some tests lie still long after that day: it is told as it is, and as no promise.
    until = f", study date {day(test['study_on'])}" if test["study_on"] else ""
    return f"“{shorten(test['change_idea']['title'], 60)}”{who}{until}"


def _history(history: Sequence[Shown]) -> list[Block]:
    titles = listing([f"“{each['change_idea']['title']}”" for each in history])
    return [context(f"Your own team worked on this: {titles}")] if titles else []


def _footer(setting: Setting, *, found: bool) -> list[Block]:
    if not setting.is_linked:
        hint = "You see only what is public. Link your account to see what your network tested."
        return [context(hint), actions(button("Link my account", "link", "link"))]
    if not setting.is_private:
        hint = "Everybody in this channel can read this, so I left out what they may not see."
        return [context(hint), actions(button("Answer me alone", "private", setting.answer_id))]
    return [context(ASK_ON if found else SAY_IT_OTHERWISE)]


def _in_short(message: str, suggestions: Sequence[Shown]) -> str:
    """Write the answer as text alone, for notifications and for when Slack refuses the blocks."""
    told = [safe(message, 600)]
    for number, each in enumerate(suggestions, start=1):
        invented = f" ({INVENTED})" if each["latest_cycle"] and each["latest_cycle"]["synthetic"] else ""
        test = f"{safe(each['latest_test'] or '', 400)}{invented}"
        told.append(f"{number}. {safe(each['change_idea']['title'], 150)}. {test}")
    return "\n".join(told)
