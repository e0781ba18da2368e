"""The Home tab: what one's team is testing and what each test needs next, and what others test now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.blocks.elements import Block, actions, button, context, day, divider, listing, safe, section, sure
from bot.blocks.notes import HELP
from bot.blocks.pdsa import STEPS

Shown = Mapping[str, Any]
#: The hub tells ten of each; so many are read.
MAX_EACH = 8
MORE_HELP = (
    "In a thread below an answer, keep asking: “any that failed?”. "
    "*/pdsa* plans a test. *Save as change idea* is in the menu of every message. "
    "In a channel, */hub subscribe* brings a weekly digest."
)
NO_DRIVERS = "Your team has named no drivers it works on yet. Ask your hub coach to add them."


def show_home(home: Shown) -> Block:
    """Write the Home tab of a linked person.

    Args:
        home: what ``GET /home`` answers.
    """
    settings, drivers = home["settings"], home["focus_drivers"]
    nobody = "Nobody else tests on them now." if drivers else NO_DRIVERS
    blocks = [
        section(f"*Hello {safe(settings['name'], 80)}*", HELP),
        actions(button("Plan a test", "plan_cycle", "new", style="primary")),
        *_part("Your team's tests", map(_open_cycle, home["open_cycles"]), "No test is open. Plan one."),
        *_unshared(home.get("draft_ideas", ())),
        *_part("Running now on your drivers", map(_live, home["live_on_my_drivers"]), nobody),
        *_part("Taken over from others", map(_adoption, home["adoptions"]), "Nothing yet."),
        *_wanted(home["help_wanted"]),
        *_settings(settings, drivers),
        divider(),
        section("*Help*", MORE_HELP),
    ]
    return {"type": "home", "blocks": blocks}


def show_home_unlinked() -> Block:
    """Write the Home tab of somebody the hub does not know."""
    hint = "Link your account to see what your network tested, and to plan tests with your team."
    return {
        "type": "home",
        "blocks": [section(HELP), section(hint), actions(button("Link my account", "link", "link"))],
    }


def _part(title: str, rows: Iterable[Block], nothing: str) -> list[Block]:
    return [divider(), section(f"*{title}*"), *(list(rows)[:MAX_EACH] or [context(nothing)])]


def _open_cycle(cycle: Shown) -> Block:
    _, label, _ = STEPS[cycle["status"]]
    due = f"study date {day(cycle['study_on'])}" if cycle["study_on"] else ""
    told = " · ".join(filter(None, [safe(cycle["team"]["name"], 80), due]))
    shown = section(f"*{safe(cycle['title'], 150)}*", safe(cycle["needs"], 200), _small(told))
    # With the status in it, the button of the next step is not taken for a second click on this one.
    press = button(label, f"step.{cycle['id']}", f"{cycle['id']}:{cycle['status']}")
    return shown | {"accessory": press}


def _live(cycle: Shown) -> Block:
    return _of_idea(cycle, [safe(cycle["team"]["name"], 80)])


def _adoption(adoption: Shown) -> Block:
    looked_at = f"look at it on {day(adoption['study_on'])}" if adoption["study_on"] else ""
    asked = safe(adoption["needs"], 200) if adoption["is_due"] else looked_at
    return _of_idea(adoption, [safe(adoption["state"]), asked])


def _of_idea(told: Shown, facts: Sequence[str]) -> Block:
    """Write one line about an idea, with the way to what others found."""
    shown = section(safe(told["title"], 150), _small(" · ".join(filter(None, facts))))
    if told["change_idea_id"] is None:
        return shown
    press = button("See the cycles", f"idea_cycles.{told['id']}", told["change_idea_id"])
    return shown | {"accessory": press}


def _unshared(ideas: Sequence[Shown]) -> list[Block]:
    told = [section(f"*{safe(each['title'], 150)}*", safe(each["needs"], 200)) for each in ideas[:MAX_EACH]]
    return [divider(), section("*Tested, but seen by your team alone*"), *told] if told else []


def _small(text: str) -> str | None:
    return f"_{text}_" if text else None


def _wanted(calls: Sequence[Shown]) -> list[Block]:
    questions = [f"• {safe(each['question'], 300)}" for each in calls[:MAX_EACH]]
    return [divider(), section("*Help wanted on your drivers*", *questions)] if questions else []


def _settings(settings: Shown, drivers: Sequence[Shown]) -> list[Block]:
    ask = sure(
        "Unlink your account?", "I forget who you are in the network. You can link it again.", "Unlink"
    )
    teams = listing([each["name"] for each in settings["teams"]], 5) or "none yet"
    focus = listing([each["name"] for each in drivers], 5)
    return [
        divider(),
        section(
            "*Settings*",
            f"Linked as {safe(settings['name'], 80)}. Teams: {teams}.",
            f"You work on: {focus}." if focus else None,
        ),
        actions(button("Unlink my account", "unlink", "unlink", ask=ask)),
    ]
