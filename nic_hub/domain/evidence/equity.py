"""A result by student group beside the whole: a gain of all may leave a group further behind.

Compared are the days on which both the whole and the group have a value one may see: the median of the first
half against the median of the second. It is a reason to look closer, not a proof: on few days chance moves
both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

from nic_hub.domain.vocabulary import BetterDirection
from nic_hub.domain.wording import count

#: With fewer days in common than this, two halves say nothing.
MIN_DAYS = 4
#: Differences below this are slips of floating point.
_TINY = 1e-9

Series = Mapping[date, float]


@dataclass(frozen=True, slots=True)
class GapChange:
    """How a group moved beside the whole.

    Args:
        group: the student group.
        days: on how many days both have a value.
        whole: the whole before and after.
        of_group: the group before and after.
        better: which way is better.
    """

    group: str
    days: int
    whole: tuple[float, float]
    of_group: tuple[float, float]
    better: BetterDirection

    @property
    def gain(self) -> float:
        """Return how much better the whole became."""
        return self._sign * (self.whole[1] - self.whole[0])

    @property
    def gap_before(self) -> float:
        """Return how far the group was behind the whole; ahead of it, negative."""
        return self._sign * (self.whole[0] - self.of_group[0])

    @property
    def gap_after(self) -> float:
        """Return how far the group is behind the whole now."""
        return self._sign * (self.whole[1] - self.of_group[1])

    @property
    def widens(self) -> bool:
        """Say whether the whole gained while a gap grew or opened.

        A group that was behind and is ahead now overtook, however far: what it was behind by is gone. One
        that was ahead and is behind now fell behind, however little.
        """
        if self.gain <= _TINY or (self.gap_before > _TINY and self.gap_after < -_TINY):
            return False
        fell_behind = self.gap_before < -_TINY and self.gap_after > _TINY
        return fell_behind or abs(self.gap_after) > abs(self.gap_before) + _TINY

    @property
    def text(self) -> str:
        """Say what happened, with the caution that belongs to it."""
        gained = f"All: {_show(self.whole[0])} to {_show(self.whole[1])}"
        of_group = f"{self.group}: {_show(self.of_group[0])} to {_show(self.of_group[1])}"
        told = (
            f"{gained}; {of_group} (medians of the first and the second half of {count(self.days, 'day')})."
        )
        if not self.widens:
            return told
        return f"{told} {self._gap_in_words} Look closer before it is spread; on few days this may be chance."

    @property
    def _gap_in_words(self) -> str:
        now = f"this group is {_place(self.gap_after)} the whole"
        if abs(self.gap_before) > _TINY and self.gap_before * self.gap_after > 0:
            return f"The gain widened a gap: {now}, after {_show(abs(self.gap_before))}."
        return f"The gain opened a gap: {now}, and was {_place(self.gap_before)} it before."

    @property
    def _sign(self) -> int:
        return 1 if self.better == BetterDirection.UP else -1


def compare_groups(
    whole: Series, groups: Mapping[str, Series], better: BetterDirection
) -> tuple[list[GapChange], list[str]]:
    """Compare each group with the whole.

    Returns:
        The groups that can be compared, and the names of those with too few days.
    """
    found = {name: _compare(name, whole, series, better) for name, series in groups.items()}
    compared = [change for change in found.values() if change is not None]
    return compared, [name for name, change in found.items() if change is None]


def _compare(name: str, whole: Series, group: Series, better: BetterDirection) -> GapChange | None:
    days = sorted(whole.keys() & group.keys())
    if len(days) < MIN_DAYS:
        return None
    half = len(days) // 2
    first, second = days[:half], days[-half:]
    return GapChange(
        name,
        len(days),
        (median(whole[day] for day in first), median(whole[day] for day in second)),
        (median(group[day] for day in first), median(group[day] for day in second)),
        better,
    )


def _place(gap: float) -> str:
    """Return where a gap leaves a group: "3 behind" or "3 ahead of" the whole, or "level with" it."""
    if abs(gap) <= _TINY:
        return "level with"
    return f"{_show(abs(gap))} {'behind' if gap > 0 else 'ahead of'}"


def _show(number: float) -> str:
    return f"{round(number, 3):g}"
