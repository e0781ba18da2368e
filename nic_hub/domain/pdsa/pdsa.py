"""The life of a PDSA cycle: planned, running, studied, closed, or cancelled.

A phase's fields are required when that phase closes. The plan, and with it the prediction, locks when the
cycle starts to run, so that the result is held against what was said before it, not after.

Source: the domain guide, section 3 (PDSACycle), after Langley et al., The Improvement Guide (2009).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from nic_hub.domain.days import (
    CLOCK_LEEWAY,
    PLANNING_LEEWAY,
    check_day,
    check_still_ahead,
    check_study_day,
)
from nic_hub.domain.pdsa.phases import (
    CLOSED_PHASES,
    FINISHED,
    PHASE_OF,
    PREDICTION_FIELDS,
    REQUIRED,
    TOLD_LATER,
    WRITABLE,
    Phase,
)
from nic_hub.domain.required import NOTHING_STOOD, find_missing, is_blank, refuse
from nic_hub.domain.vocabulary import CycleStatus, CycleType, PredictionMet
from nic_hub.errors import Conflict, FieldProblem


class Action(StrEnum):
    """What a team does with a cycle."""

    START = "start"
    STUDY = "study"
    CLOSE = "close"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the life cycle: where an action leads. What must be told there, ``CLOSED_PHASES`` says."""

    sources: tuple[CycleStatus, ...]
    target: CycleStatus


TRANSITIONS: Mapping[Action, Transition] = MappingProxyType(
    {
        Action.START: Transition((CycleStatus.PLANNED,), CycleStatus.RUNNING),
        Action.STUDY: Transition((CycleStatus.RUNNING,), CycleStatus.STUDIED),
        Action.CLOSE: Transition((CycleStatus.STUDIED,), CycleStatus.CLOSED),
        Action.CANCEL: Transition(
            (CycleStatus.PLANNED, CycleStatus.RUNNING, CycleStatus.STUDIED), CycleStatus.CANCELLED
        ),
    }
)

_ADVICE: Mapping[CycleStatus, str] = MappingProxyType(
    {
        CycleStatus.PLANNED: "Start it first.",
        CycleStatus.RUNNING: "Study it first: write what happened, against the prediction.",
        CycleStatus.STUDIED: "Close it with a decision.",
        CycleStatus.CLOSED: "It is finished: plan a new cycle.",
        CycleStatus.CANCELLED: "It is finished: plan a new cycle.",
    }
)

#: Statuses in which the start is only a plan.
_NOT_STARTED = (CycleStatus.PLANNED, CycleStatus.CANCELLED)


def required_fields(fields: Mapping[str, Any], phase: Phase) -> Mapping[str, str]:
    """List what this cycle must say before the phase closes: advice by field name.

    An inquiry may omit the prediction; then there is nothing that could be met.
    """
    if fields.get("cycle_type") != CycleType.INQUIRY or not is_blank(fields.get("prediction")):
        return REQUIRED[phase]
    spared = {"prediction", "prediction_met"}
    return {name: advice for name, advice in REQUIRED[phase].items() if name not in spared}


def advance(
    fields: Mapping[str, Any], status: CycleStatus, action: Action, today: date | None = None
) -> CycleStatus:
    """Return the status the action leads to, once all is told that a cycle there has told.

    That is more than the phases which close now: what was told in one that closed before may be gone since.

    Args:
        fields: the cycle's values together with those sent along with the action.
        status: where the cycle stands.
        action: what the team does.
        today: the last day that is not in the future.

    Raises:
        Conflict: the action does not belong to the status.
        Invalid: fields of a phase that closes, or has closed, are blank, or contradict each other.
    """
    transition = TRANSITIONS[action]
    if status not in transition.sources:
        raise Conflict(f"This cycle is {status}, so you cannot {action} it. {_ADVICE[status]}")
    started_on, closed_on = fields.get("started_on"), fields.get("closed_on")
    if action == Action.CLOSE:
        closed_on = find_closing_day(started_on, closed_on, today)
    problems = (
        *_find_missing_to_go_on(fields, status, transition.target),
        *_find_contradictions(fields, transition.target),
        *find_date_problems(transition.target, started_on, closed_on, today),
        *(_check_study_day_at_start(fields, today) if action == Action.START else ()),
    )
    refuse(problems, f"{action} the cycle")
    return transition.target


def refuse_locked(status: CycleStatus, current: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
    """Refuse to change a field that has locked, or whose phase has not begun.

    A value that is sent back unchanged is no change; a field of no phase (title, visibility) is always free.
    What an imported plan tells ahead of later phases may be mended before it starts. Of how many students a
    finished cycle speaks may still be said where nobody did.

    Raises:
        Conflict: one of the changed fields may not be written now; the sentence says what to do instead.
    """
    for name, value in changes.items():
        phase = PHASE_OF.get(name)
        if phase is None or phase in WRITABLE[status] or _is_same(current.get(name), value):
            continue
        if status == CycleStatus.PLANNED and not is_blank(current.get(name)):
            continue
        if status in FINISHED and name in TOLD_LATER and is_blank(current.get(name)):
            continue
        raise Conflict(_locked_sentence(name, phase, status))


def find_problems(
    fields: Mapping[str, Any], status: CycleStatus, today: date | None = None
) -> tuple[FieldProblem, ...]:
    """List all that is wrong with a cycle whose phases are given at once, as an import gives them.

    What is told ahead of its phase, as in a deck about a finished test, waits there until that phase closes.
    Words that say nothing are let be: what other hubs and earlier days accepted is not lost.
    """
    return (
        *_missing(fields, CLOSED_PHASES[status], fields),
        *_find_contradictions(fields, status, fields),
        *find_date_problems(status, fields.get("started_on"), fields.get("closed_on"), today),
    )


def refuse_spoiling(
    status: CycleStatus, current: Mapping[str, Any], changes: Mapping[str, Any], today: date | None = None
) -> None:
    """Refuse changes after which a cycle no longer tells what its status asks for, or holds impossible days.

    What was seen may be told better, but not taken out: a failure must stay to be found. What was wrong
    before is no reason to refuse a change of something else.

    Args:
        status: where the cycle stands.
        current: the cycle's values; none of a new one.
        changes: the values to write.
        today: the day in UTC; without it nothing lies too far ahead.

    Raises:
        Invalid: with one problem for each field that these changes spoil.
    """
    known = _find_all_problems(current, status, today, current)
    found = _find_all_problems({**current, **changes}, status, today, current)
    spoiled = [each for each in found if each not in known]
    refuse(spoiled, f"change a {status} cycle" if current else "plan a cycle")


def _find_all_problems(
    fields: Mapping[str, Any], status: CycleStatus, today: date | None, stood: Mapping[str, Any]
) -> tuple[FieldProblem, ...]:
    started_on, closed_on = fields.get("started_on"), fields.get("closed_on")
    return (
        *_missing(fields, CLOSED_PHASES[status], stood),
        *_find_contradictions(fields, status, stood),
        *find_date_problems(status, started_on, closed_on, today),
        *check_study_day(fields.get("study_on"), started_on, today),
    )


def find_date_problems(
    status: CycleStatus, started_on: date | None, closed_on: date | None, today: date | None = None
) -> tuple[FieldProblem, ...]:
    """List what is wrong with a cycle's dates; without ``today`` nothing lies too far ahead.

    A cycle that has started did not start in the future, though it may bear the day that it is somewhere
    already; it closes on that day or a later one (``find_closing_day``).
    """
    ahead = PLANNING_LEEWAY if status in _NOT_STARTED else CLOCK_LEEWAY
    problems = [*check_day("started_on", started_on, today, ahead)]
    problems += check_day("closed_on", closed_on, today, CLOCK_LEEWAY)
    if started_on and closed_on and closed_on < started_on:
        problems.append(FieldProblem("/closed_on", "Write a day on or after started_on."))
    return tuple(problems)


def find_closing_day(started_on: date | None, closed_on: date | None, today: date | None) -> date | None:
    """Return the day a cycle closes: a day that was not given is today, or where it began later, that day."""
    return closed_on or max((day for day in (started_on, today) if day), default=None)


def _check_study_day_at_start(fields: Mapping[str, Any], today: date | None) -> Iterable[FieldProblem]:
    """Hold the study date against the start; a start that was not given is today."""
    started_on, study_on = fields.get("started_on"), fields.get("study_on")
    yield from check_study_day(study_on, started_on, today)
    if started_on is None:
        yield from check_still_ahead(study_on, today)


def _find_missing_to_go_on(
    fields: Mapping[str, Any], status: CycleStatus, target: CycleStatus
) -> Iterable[FieldProblem]:
    """Ask for the phases that close; words of a phase that has closed already are only not to be lost."""
    closed = CLOSED_PHASES[status]
    for phase in CLOSED_PHASES[target]:
        yield from _missing(fields, [phase], fields if phase in closed else NOTHING_STOOD)


def _missing(
    fields: Mapping[str, Any], phases: Iterable[Phase], stood: Mapping[str, Any] = NOTHING_STOOD
) -> tuple[FieldProblem, ...]:
    return tuple(
        problem for phase in phases for problem in find_missing(fields, required_fields(fields, phase), stood)
    )


def _find_contradictions(
    fields: Mapping[str, Any], status: CycleStatus, stood: Mapping[str, Any] = NOTHING_STOOD
) -> Iterable[FieldProblem]:
    met = fields.get("prediction_met")
    if is_blank(fields.get("prediction")) and met not in {None, PredictionMet.CANT_TELL}:
        advice = "Without a prediction nothing can be met: choose cant_tell, or leave this out."
        yield FieldProblem("/prediction_met", advice)
    if status == CycleStatus.CANCELLED:
        yield from find_missing(fields, {"cancel_reason": "Say why the cycle was cancelled."}, stood)
    elif not is_blank(fields.get("cancel_reason")):
        yield FieldProblem("/cancel_reason", "Leave this out, or cancel the cycle.")


def _is_same(current: object, value: object) -> bool:
    return current == value or (is_blank(current) and is_blank(value))


def _locked_sentence(name: str, phase: Phase, status: CycleStatus) -> str:
    if status in FINISHED:
        return f"This cycle is {status}, so '{name}' stays as it is. Plan a new cycle to go on."
    if phase is not Phase.PLAN:
        return f"'{name}' belongs to the {phase} phase, and this cycle is {status}. {_ADVICE[status]}"
    if name in PREDICTION_FIELDS:
        return (
            f"The prediction locked when the cycle started to run, so '{name}' cannot change. "
            "Write what you know now into 'learning', or plan a new cycle with a new prediction."
        )
    return f"The plan locked when the cycle started to run, so '{name}' cannot change. Plan a new cycle."
