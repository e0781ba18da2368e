"""The closed cycle that an idea is told by, as one person may know it: in a sentence, and in parts.

It is the latest one, whoever ran it: that another team gave an idea up is part of what is known of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nic_hub.domain.evidence.latest_test import LatestTest, tell_latest_test
from nic_hub.domain.vocabulary import CycleStatus, Provenance
from nic_hub.search.facts import CycleRow
from nic_hub.services.access.sight import Sight
from nic_hub.services.searchable import without_numbers
from nic_hub.services.suggesting.texts import Texts


def choose_told_cycle(
    sight: Sight, cycles: Sequence[CycleRow], *, wants_failures: bool = False
) -> CycleRow | None:
    """Return the latest closed cycle of those given, the newest first; or the latest that failed."""
    closed = [cycle for cycle in cycles if cycle.status == CycleStatus.CLOSED]
    failed = filter(sight.shows_failure, closed) if wants_failures else ()
    return next(iter((*failed, *closed)), None)


def hidden_below(sight: Sight, cycle: CycleRow) -> int | None:
    """Return the small-cell limit when the cycle's numbers are kept from this person."""
    return sight.limit_of(cycle) if sight.is_kept_in_team(cycle) else None


def tell_test(sight: Sight, texts: Texts, cycle: CycleRow) -> str:
    """Return a closed cycle in one sentence."""
    told, limit = _read(sight, texts, cycle), hidden_below(sight, cycle)
    test = LatestTest(
        team=sight.facts.teams.rows[cycle.team_id].name,
        closed_on=cycle.closed_on,
        prediction=told["prediction"],
        result=told["result"],
        prediction_met=cycle.prediction_met,
        direction=cycle.direction,
        decision=cycle.decision,
        reason=told["reason"],
        min_n=limit,
    )
    return tell_latest_test(test)


def describe_test(sight: Sight, texts: Texts, cycle: CycleRow) -> dict[str, Any]:
    """Return the parts of a closed cycle; of one about too few students, what others may know."""
    told, is_kept = _read(sight, texts, cycle), sight.is_kept_in_team(cycle)
    return {
        "id": cycle.id,
        "team": sight.facts.teams.rows[cycle.team_id].named,
        "done": told["what"],
        "predicted": None if is_kept else told["prediction"],
        "found": told["result"],
        "prediction_met": None if is_kept else cycle.prediction_met,
        "direction": cycle.direction,
        "learning": told["learning"],
        "decision": cycle.decision,
        "reason": told["reason"],
        "ended_on": cycle.closed_on,
        "synthetic": told["provenance"] == Provenance.SYNTHETIC,
        "numbers_kept_in_team": is_kept,
    }


def _read(sight: Sight, texts: Texts, cycle: CycleRow) -> Mapping[str, Any]:
    """Return the texts of a cycle; of one about too few students, without what stays in the team."""
    told = texts.cycles[cycle.id]
    return {**told, **without_numbers(told)} if sight.is_kept_in_team(cycle) else told
