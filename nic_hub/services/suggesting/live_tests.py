"""Who is testing something on the same driver now, of those the asker may know of.

It is taken from the facts that the process keeps in memory, where running cycles are found by their network:
a question takes no longer for it, however many cycles were closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from nic_hub.domain.evidence.under_way import is_under_way
from nic_hub.search.facts import CycleRow
from nic_hub.services.access.sight import Sight
from nic_hub.services.suggesting.texts import Texts
from nic_hub.services.suggesting.understanding import Understanding

#: So many are told; the Home tab and the list of cycles have all.
MOST = 3


def find_live_tests(sight: Sight, understanding: Understanding, today: date) -> list[CycleRow]:
    """Return running cycles of other teams on the driver that is asked about, the newest first.

    Where the driver is only guessed, nothing is: they might be about something else. Nor is a cycle that
    nobody has ended although it began long ago.
    """
    principal, driver = sight.reader.principal, understanding.told_driver
    if driver is None:
        return []
    running = sight.facts.cycles.where("running_in", principal.searched_network_id or "")
    found = [
        cycle
        for cycle in filter(partial(_is_live, today), running)
        if cycle.team_id not in principal.whole.own_teams
        and _works_on(sight, cycle, understanding.family | {driver.id})
        and sight.is_shared(cycle)
    ]
    return sorted(found, key=lambda cycle: (cycle.started_on or date.min, cycle.id), reverse=True)[:MOST]


def _is_live(today: date, cycle: CycleRow) -> bool:
    return is_under_way(cycle.status, cycle.started_on, today)


def _works_on(sight: Sight, cycle: CycleRow, drivers: frozenset[str]) -> bool:
    """Say whether a cycle tests an idea on one of some drivers that the asker may read."""
    idea = sight.facts.ideas.get(cycle.change_idea_id)
    return idea is not None and idea.driver_id in drivers and sight.is_shared(idea)


def tell_live_tests(sight: Sight, texts: Texts, cycles: Sequence[CycleRow]) -> list[dict[str, Any]]:
    """Return what is told of running cycles: what is tested, by whom, since when, and until when."""
    read = [cycle for cycle in cycles if cycle.id in texts.cycles and cycle.change_idea_id in texts.ideas]
    return [_tell(sight, texts, cycle) for cycle in read]


def _tell(sight: Sight, texts: Texts, cycle: CycleRow) -> dict[str, Any]:
    idea, team = texts.ideas[cycle.change_idea_id], sight.facts.teams.rows[cycle.team_id]
    return {
        "id": cycle.id,
        "change_idea": {name: idea[name] for name in ("id", "key", "title")},
        "team": team.named,
        "started_on": cycle.started_on,
        "study_on": texts.cycles[cycle.id]["study_on"],
    }
