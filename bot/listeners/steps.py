"""What a cycle needs next: start it, say what happened, decide."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.blocks.elements import Block
from bot.blocks.pdsa import STEPS, Asked, show_saved, show_step
from bot.blocks.preview import SEEN_BY
from bot.errors import Refused
from bot.hub import confirming
from bot.listeners.previewing import Filled, Form
from bot.listeners.suggestions import clicked_value
from bot.listeners.windows import find_draft, open_window, show
from bot.work import Work

MOVED_ON = "Somebody was faster: this test has moved on. Open the Home tab to see where it stands."


def on_step(work: Work) -> None:
    """Open the window for what a cycle needs next."""
    open_window(work, "The test")
    show_next_step(work, clicked_value(work).partition(":")[0])


def show_next_step(work: Work, cycle_id: str) -> None:
    """Fill the window with what a cycle needs next, and with what is known of it."""
    cycle = _find_cycle(work, cycle_id)
    asked = {each.name for each in STEPS[cycle["status"]][2]}
    known = {name: str(cycle[name]) for name in asked if cycle[name] not in {None, ""}}
    # A draft is the whole form of a step: what somebody deleted in it is not to come back.
    draft = {name: text for name, text in find_draft(work, cycle["id"]).items() if name in asked}
    filled = draft or known
    show(work, show_step(cycle, filled, carried=_carried(cycle)))


def _warn_of_step(work: Work, filled: Filled) -> str:
    """Return what the hub warns of: that the test jumps ahead, or that nobody else sees it."""
    return " ".join(_same_cycle(work, filled)["warnings"])


def _step_seen_by(work: Work, filled: Filled) -> str:
    cycle = _same_cycle(work, filled)
    return find_readers(work, cycle["change_idea_id"], cycle["visibility"])


def find_readers(work: Work, idea_id: str | None, visibility: str) -> str:
    """Return who sees a test: those who may see both the test and its idea."""
    if idea_id is None:
        return visibility
    idea = work.hub.get(f"/change-ideas/{idea_id}", work.actor)
    of_idea = "team" if idea["status"] == "draft" else str(idea["visibility"])
    return min(visibility, of_idea, key=[*SEEN_BY].index)


def _asked_of_step(filled: Filled) -> Sequence[Asked]:
    return STEPS[json.loads(filled.carried)["status"]][2]


def _show_step(work: Work, filled: Filled, problems: Mapping[str, str]) -> Block:
    """Write the window for the version of the cycle that is in the hub now."""
    cycle = _same_cycle(work, filled)
    carried = _carried(cycle)
    return show_step(cycle, filled.values, problems, private=filled.private, carried=carried)


def _save_step(work: Work, filled: Filled) -> Block:
    """Take the step: start, say what happened, or what was decided."""
    cycle = json.loads(filled.carried)
    step = STEPS[cycle["status"]][0]
    path, once = f"/pdsa-cycles/{cycle['id']}/{step}", f"{work.letter.id}-{step}"
    # What is empty in the window is to be empty in the hub, but for what was too long to stand in the window.
    optional = [each.name for each in _asked_of_step(filled) if each.optional]
    emptied = {name: None for name in optional if name not in filled.labels}
    told = emptied | filled.values | _numbers(filled) | confirming(filled.confirmed)
    made = work.hub.act(path, told, work.actor, version=cycle["version"], once=once)
    return show_saved("Saved", made)


def _numbers(filled: Filled) -> dict[str, int]:
    """Return the numbers, which Slack gives as texts; what is none is left to the hub to refuse."""
    asked = {each.name for each in _asked_of_step(filled) if each.is_number}
    return {name: int(text) for name, text in filled.values.items() if name in asked and text.isdecimal()}


def _find_cycle(work: Work, cycle_id: str) -> dict[str, Any]:
    """Return a cycle that needs something next.

    Raises:
        Refused: it is finished.
    """
    cycle: dict[str, Any] = work.hub.get(f"/pdsa-cycles/{cycle_id}", work.actor)
    if cycle["status"] not in STEPS:
        raise Refused(MOVED_ON)
    return cycle


def _same_cycle(work: Work, filled: Filled) -> dict[str, Any]:
    """Return the cycle of a window, as long as nobody has taken the step meanwhile."""
    carried = json.loads(filled.carried)
    cycle = _find_cycle(work, carried["id"])
    if cycle["status"] != carried["status"]:
        raise Refused(MOVED_ON)
    return cycle


def _carried(cycle: Mapping[str, Any]) -> str:
    return json.dumps({name: cycle[name] for name in ("id", "version", "status")})


STEP = Form(
    name="step",
    asked=_asked_of_step,
    show=_show_step,
    save=_save_step,
    visibility=_step_seen_by,
    warn=_warn_of_step,
    draft=lambda carried: str(json.loads(carried)["id"]),
)
