"""What of an answer is told to somebody who is not signed in: what was tested, not by whom and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: Who a team is and works with is for members; the latest test is told where it can be read as a record.
NOT_PUBLIC: Mapping[str, Any] = {
    "team": None,
    "latest_test": None,
    "context": {"same": [], "different": [], "unknown": []},
}
LISTS = ("suggestions", "your_history", "nearest")


def tell_publicly(shown: Mapping[str, Any]) -> dict[str, Any]:
    """Return an answer without the teams in it."""
    return {**shown, **{name: [{**item, **NOT_PUBLIC} for item in shown[name]] for name in LISTS}}
