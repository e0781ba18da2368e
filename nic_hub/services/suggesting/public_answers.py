"""What of an answer is told to somebody who is not signed in: what was tested, not by whom and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nic_hub.domain.suggesting.explaining import ReasonCode

#: Who a team is and works with is for members; the latest test is told where it can be read as a record.
NOT_PUBLIC: Mapping[str, Any] = {
    "team": None,
    "latest_test": None,
    "latest_cycle": None,
    "context": {"same": [], "different": [], "unknown": []},
}
LISTS = ("suggestions", "your_history", "nearest")
#: Reasons that tell of a team or its context.
OF_TEAMS = frozenset(
    {
        ReasonCode.TESTED_BY_OTHERS,
        *(ReasonCode.SAME_CONTEXT, ReasonCode.DIFFERENT_CONTEXT, ReasonCode.UNKNOWN_CONTEXT),
    }
)


def tell_publicly(shown: Mapping[str, Any]) -> dict[str, Any]:
    """Return an answer without the teams in it."""
    live = [{**test, "team": None} for test in shown["live_tests"]]
    return {
        **shown,
        **{name: [_without_team(item) for item in shown[name]] for name in LISTS},
        "live_tests": live,
    }


def _without_team(item: Mapping[str, Any]) -> dict[str, Any]:
    reasons = [reason for reason in item["reasons"] if reason["code"] not in OF_TEAMS]
    return {**item, **NOT_PUBLIC, "reasons": reasons}
