"""What is under way now: open, and not left lying for half a year."""

from datetime import date, timedelta

import pytest

from nic_hub.domain.evidence.under_way import LIVE_FOR, is_under_way, was_left
from nic_hub.domain.vocabulary import CycleStatus

TODAY = date(2026, 10, 1)
LONG_AGO = TODAY - LIVE_FOR - timedelta(days=1)


@pytest.mark.parametrize(
    ("status", "started_on", "under_way", "left"),
    [
        ("running", TODAY, True, False),
        ("studied", TODAY, True, False),
        ("running", TODAY - LIVE_FOR, True, False),
        ("running", None, True, False),
        ("running", LONG_AGO, False, True),
        ("studied", LONG_AGO, False, True),
        ("planned", TODAY, False, False),
        ("planned", LONG_AGO, False, False),
        ("closed", LONG_AGO, False, False),
        ("cancelled", LONG_AGO, False, False),
    ],
)
def test_what_began_long_ago_and_was_never_ended_is_not_under_way(status, started_on, under_way, left):
    asked = (CycleStatus(status), started_on, TODAY)
    assert (is_under_way(*asked), was_left(*asked)) == (under_way, left)
