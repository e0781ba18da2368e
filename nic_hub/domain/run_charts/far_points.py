"""Points that are far from their neighbours: questions for a person, never a signal of a rule.

Rules about runs do not see a single bad week. Whether a far point is "astronomical" a person says who knows
what happened; the program only asks. A point is held against the median of the four before and the four after
it, so that a season does not hide a snow day, and against how much the points of this chart differ from
their neighbours as a rule (the median absolute deviation).

Source: the modified z-score and its limit of 3.5 are from Iglewicz and Hoaglin 1993, "How to Detect and
Handle Outliers"; that it is taken from the neighbours is ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from nic_hub.domain.run_charts.rules import Values
from nic_hub.domain.run_charts.run_charts import MIN_USEFUL

NEIGHBOURS = 4
FAR = 3.5
#: Makes the median absolute deviation comparable with a standard deviation.
_SCALE = 0.6745


@dataclass(frozen=True, slots=True)
class FarPoint:
    """A point to ask about.

    Args:
        place: the first point of the chart is 1.
        distance: how far above its neighbours; below them, negative.
        score: the same, in units of what is usual on this chart.
    """

    place: int
    distance: float
    score: float


def find_far_points(values: Values) -> list[FarPoint]:
    """Find the points to ask a person about; none on a chart that is too short to know what is usual."""
    places = [place for place, value in enumerate(values, start=1) if value is not None]
    known = [value for value in values if value is not None]
    if len(known) < MIN_USEFUL:
        return []
    steps = [value - _around(known, at) for at, value in enumerate(known)]
    usual = median(steps)
    spread = median(abs(step - usual) for step in steps)
    scored = [
        FarPoint(place, step, _SCALE * (step - usual) / spread)
        for place, step in zip(places, steps, strict=True)
        if spread > 0
    ]
    return [point for point in scored if abs(point.score) > FAR]


def _around(known: Sequence[float], at: int) -> float:
    return median([*known[max(0, at - NEIGHBOURS) : at], *known[at + 1 : at + 1 + NEIGHBOURS]])
