"""Numbers about few students stay in their team: others learn that there are fewer than ``min_n``, no more.

A second cell is hidden where the first could be worked out from it. When one group's cell of a measure and a
day is hidden, the other groups' cells are hidden too, since the whole less the others gives the hidden one;
and the groups are hidden where all but a few belong to one of them or to several together, since the whole
less those gives the few. Groups may come from two divisions (boys and girls; who learns English), and the
hub does not know which overlap: so any of them are taken together. The whole itself stays. A cell without a
number of students is hidden: nobody can tell whether it is small. A cell that was corrected to speak of a
few students more or fewer is hidden, since the number shown before and the new one together give those few.

Source: the domain guide, section 7 (small cells).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

#: The group of a cell that speaks of all students.
WHOLE = ""
#: What groups come to together is worked out for a whole of so many students, at a bit each; the groups of a
#: larger one are hidden.
MOST_STUDENTS = 1_000_000


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of one measure: whom it speaks of.

    Args:
        id: names the cell in the answer.
        day: cells of one day can be subtracted from each other.
        group: a student group, or ``WHOLE``.
        n: students behind the number (a rate's denominator); None when nobody recorded it.
        earlier: how many students stood behind the numbers this cell showed before it was corrected.
    """

    id: str
    day: date
    group: str
    n: int | None
    earlier: tuple[int, ...] = ()


def find_hidden(cells: Iterable[Cell], min_n: int) -> frozenset[str]:
    """Find the cells of one measure that other teams do not see.

    Args:
        cells: every cell of the measure, also those the viewer did not ask for and those that were taken
            out: what is shown today is subtracted from what was shown yesterday.
        min_n: the network's small-cell limit.

    Returns:
        Ids of the hidden cells.
    """
    days: dict[date, list[Cell]] = defaultdict(list)
    for cell in cells:
        days[cell.day].append(cell)
    return frozenset(cell.id for day in days.values() for cell in _hidden_on_one_day(day, min_n))


def _hidden_on_one_day(cells: Collection[Cell], min_n: int) -> list[Cell]:
    whole = [cell for cell in cells if cell.group == WHOLE]
    groups = [cell for cell in cells if cell.group != WHOLE]
    small = [cell for cell in whole if _speaks_of_few(cell, min_n)]
    tells = any(_speaks_of_few(cell, min_n) for cell in groups) or _leaves_few(whole, groups, min_n)
    return [*small, *(groups if tells else [])]


def _speaks_of_few(cell: Cell, min_n: int) -> bool:
    """Say whether a cell is about few students, by itself or beside what it showed before."""
    if cell.n is None or cell.n < min_n:
        return True
    shown = (n for n in cell.earlier if n >= min_n)
    return any(0 < abs(cell.n - n) < min_n for n in shown)


def _leaves_few(whole: Iterable[Cell], groups: Collection[Cell], min_n: int) -> bool:
    """Say whether taking some of the groups from the whole leaves a few students."""
    sizes = [cell.n for cell in groups if cell.n is not None]
    totals = [cell.n for cell in whole if cell.n is not None and cell.n >= min_n]
    return any(_comes_near(total, sizes, min_n) for total in totals)


def _comes_near(total: int, sizes: Iterable[int], min_n: int) -> bool:
    """Say whether some of the sizes together come nearer to the total than ``min_n``, and not quite to it."""
    if total > MOST_STUDENTS:
        return True
    below = (1 << total) - 1
    # Bit n stands for n students: it is set when some of the sizes come to that.
    sums = 1
    for size in sizes:
        sums |= (sums << size) & below if 0 < size < total else 0
    return bool(sums >> (total - min_n + 1))
