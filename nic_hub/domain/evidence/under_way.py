"""What is being tested now: one rule for evidence, status, answers and a member's home."""

from __future__ import annotations

from datetime import date, timedelta

from nic_hub.domain.vocabulary import CycleStatus

#: Begun, and neither closed nor cancelled. Compared one by one, quicker than looking up two words of an enum.
OPEN = (CycleStatus.RUNNING, CycleStatus.STUDIED)

#: Most cycles take a week or two, few half a year: one that began earlier and still is open was left lying.
LIVE_FOR = timedelta(days=180)


def earliest_start(today: date) -> date:
    """Return the first day on which a test that is under way today may have begun."""
    return today - LIVE_FOR


def was_left(status: CycleStatus, started_on: date | None, today: date) -> bool:
    """Say whether a cycle began long ago and nobody ended it; of an unknown start the better is believed."""
    return status in OPEN and started_on is not None and started_on < earliest_start(today)


def is_under_way(status: CycleStatus, started_on: date | None, today: date) -> bool:
    """Say whether a team is testing now."""
    return status in OPEN and not was_left(status, started_on, today)
