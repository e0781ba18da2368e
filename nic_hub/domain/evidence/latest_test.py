"""The latest test of an idea in one line: what was predicted, what was found, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from nic_hub.domain.vocabulary import Decision, Direction, PredictionMet
from nic_hub.domain.wording import month


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestTest:
    """The latest closed cycle, as far as the viewer may see it.

    Args:
        min_n: set when the cycle is about fewer students than this and the viewer is of another team.
    """

    team: str
    closed_on: date | None = None
    prediction: str | None = None
    result: str | None = None
    prediction_met: PredictionMet | None = None
    direction: Direction | None = None
    decision: Decision | None = None
    reason: str | None = None
    min_n: int | None = None


_MET = {
    PredictionMet.MET: "prediction met",
    PredictionMet.PARTLY: "prediction partly met",
    PredictionMet.NOT: "prediction not met",
    PredictionMet.CANT_TELL: "whether the prediction was met cannot be told",
}
_DIRECTIONS = {
    Direction.IMPROVED: "it improved",
    Direction.MIXED: "results were mixed",
    Direction.NO_CHANGE: "nothing changed",
    Direction.WORSE: "it got worse",
    Direction.CANT_TELL: "which way it went cannot be told",
}


def tell_latest_test(test: LatestTest) -> str:
    """Tell the latest test in one line: what was predicted, what was found, and what was decided."""
    head = f"{test.team}, {month(test.closed_on)}" if test.closed_on else test.team
    return f"{head}: {'; '.join(_told_of_test(test)) or 'closed, without a result'}."


def _told_of_test(test: LatestTest) -> Iterator[str]:
    if test.min_n is not None:
        # Beside a prediction ("all six"), even "met" would give the number away.
        yield f"fewer than {test.min_n} students, so the numbers stay in the team"
        yield _DIRECTIONS[test.direction or Direction.CANT_TELL]
    else:
        yield from _quoted("predicted", test.prediction)
        yield from _quoted("found", test.result)
        yield from [_MET[test.prediction_met]] if test.prediction_met else []
    if test.decision:
        yield f"decided to {test.decision}"
    yield from _quoted("because", test.reason)


def _quoted(verb: str, text: str | None) -> Iterator[str]:
    if text and (said := text.strip().rstrip(".")):
        yield f"{verb}: {said}"
