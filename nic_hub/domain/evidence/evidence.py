"""What is known about a change idea: how strong the evidence is, and which way it points. Never one score.

Strength, and how the guide's short words are read here:

0. idea only: no cycle has an observation.
1. tried: a cycle has observations, or a paper or a team reported an outcome without a cycle.
2. one closed cycle with prediction and result (*complete* below).
3. three or more complete cycles.
4. complete cycles in two or more schools.
5. complete cycles with a measure in two or more districts.

Each step counts complete cycles only, so 4 asks of every cycle what 2 asks of one, and an inquiry without a
prediction never lifts an idea above 1. A step does not ask for the *number* of cycles of the step below:
two schools that each finished one test say more about whether a change travels than three tests in one
room. A district team's cycle counts as a district and not as a school, so two district teams that measured
reach 5 without a school. A replication counts for its source unless it gave up the core. The highest step
reached is taken and counts only grow, so adding a cycle never lowers the strength; the direction plays no
part in it.

Source: the domain guide, section 4, and section 10 on replications and district teams.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from nic_hub.domain.evidence.cycle_facts import CycleFacts
from nic_hub.domain.vocabulary import Decision, Direction, PredictionMet, Provenance
from nic_hub.domain.wording import count, join, month, share

#: What is known where no cycle was closed.
OBSERVED = "tried, with observations only"
REPORTED = "an outcome was reported without a cycle"


class Decisions(NamedTuple):
    """How many closed cycles ended with each decision."""

    adopt: int = 0
    adapt: int = 0
    abandon: int = 0


class Predictions(NamedTuple):
    """How many closed cycles met what they predicted."""

    met: int = 0
    partly: int = 0
    not_met: int = 0
    cant_tell: int = 0

    @property
    def in_words(self) -> str:
        """Return "predictions: 1 met and 2 not met", leaving out what did not occur."""
        words = {
            "met": self.met,
            "partly met": self.partly,
            "not met": self.not_met,
            "cannot be told": self.cant_tell,
        }
        told = [f"{number} {word}" for word, number in words.items() if number]
        return f"predictions: {join(told)}" if told else ""


class Evidence(NamedTuple):
    """What a viewer may conclude from the cycles this viewer may see.

    Args:
        strength: 0 (idea only) to 5, see the module.
        cycles: closed cycles; ``schools`` and ``districts`` are where they ran.
        complete_cycles: closed cycles with prediction and result; ``complete_schools`` is where they ran, and
            ``measured_districts`` where with a measure.
        tried_cycles: cycles in which something was seen, closed or not.
        open_cycles: under way now: running or studied, not yet closed.
        unfinished_cycles: begun long ago and never closed; the latest of them began on ``unfinished_since``.
        core_not_kept: cycles of adaptations that gave up the core; they count for nothing here.
        is_reported: a paper or a team told an outcome without a cycle.
        synthetic: at least one of the cycles is invented.
        synthetic_cycles: how many of the tried cycles are.
        missing: what nobody recorded, in plain words.
    """

    strength: int = 0
    direction: Direction = Direction.CANT_TELL
    cycles: int = 0
    schools: int = 0
    districts: int = 0
    complete_cycles: int = 0
    complete_schools: int = 0
    measured_districts: int = 0
    decisions: Decisions = Decisions()
    predictions: Predictions = Predictions()
    tried_cycles: int = 0
    open_cycles: int = 0
    unfinished_cycles: int = 0
    unfinished_since: date | None = None
    core_not_kept: int = 0
    is_reported: bool = False
    synthetic: bool = False
    synthetic_cycles: int = 0
    last_tested: date | None = None
    missing: tuple[str, ...] = ()

    @property
    def as_values(self) -> dict[str, Any]:
        """Return every figure by its name."""
        inner = {"decisions": self.decisions._asdict(), "predictions": self.predictions._asdict()}
        return self._asdict() | inner

    @property
    def places(self) -> str:
        """Return "in 2 schools, 1 district", leaving out what is zero."""
        places = {"school": self.schools, "district": self.districts}
        told = [count(number, noun) for noun, number in places.items() if number]
        return f"in {', '.join(told)}" if told else ""

    @property
    def invented(self) -> str:
        """Return how much of it was made up to try out the hub: "2 of 3 cycles are invented examples"."""
        if not self.synthetic:
            return ""
        if self.synthetic_cycles == 0:
            what = "what is under way" if self.open_cycles else "what is recorded"
            return f"{what} is an invented example"
        are = "is an invented example" if self.synthetic_cycles == 1 else "are invented examples"
        return f"{share(self.synthetic_cycles, self.tried_cycles, 'cycle')} {are}"

    @property
    def explanation(self) -> str:
        """Return why the strength is what it is: "3 closed cycles in 2 schools; predictions: ..."."""
        parts = [*self._told_of_cycles()]
        if self.is_reported:
            parts.append(REPORTED)
        parts += [*self._told_of_open()]
        if self.invented:
            parts.append(self.invented)
        return "; ".join(parts) or "no test is recorded"

    @property
    def unfinished(self) -> str:
        """Return "1 cycle begun in January 2015 and never closed"; nothing where there is none."""
        if self.unfinished_since is None:
            return ""
        last = "" if self.unfinished_cycles == 1 else ", the last"
        begun = f"{count(self.unfinished_cycles, 'cycle')} begun{last} in {month(self.unfinished_since)}"
        return f"{begun}{',' if last else ''} and never closed"

    def _told_of_open(self) -> Iterable[str]:
        if self.open_cycles:
            yield f"{count(self.open_cycles, 'cycle')} under way"
        if self.unfinished:
            yield self.unfinished

    def _told_of_cycles(self) -> Iterable[str]:
        if self.cycles:
            yield f"{count(self.cycles, 'closed cycle')} {self.places}".rstrip()
        elif self.tried_cycles:
            yield OBSERVED
        if self.predictions.in_words:
            yield self.predictions.in_words


def weigh(cycles: Iterable[CycleFacts], reported: Direction | None = None) -> Evidence:
    """Sum up what is known of one change idea.

    Args:
        cycles: cycles of the idea and of its adaptations that the viewer may see, in any order.
        reported: direction of an outcome that was told without a cycle (``cant_tell`` when it has none);
            None when nothing was told.
    """
    given = tuple(cycles)
    counted = tuple(cycle for cycle in given if cycle.core_kept)
    closed = tuple(cycle for cycle in counted if cycle.is_closed)
    left = tuple(cycle for cycle in counted if cycle.was_left)
    tried = tuple(cycle for cycle in counted if cycle.was_tried)
    reach = _reach(counted)
    return Evidence(
        strength=_strength_of(reach, was_tried=bool(tried) or reported is not None),
        direction=combine_directions([reported, *(cycle.direction for cycle in tried)]),
        cycles=len(closed),
        schools=len(_schools(closed)),
        districts=len(_districts(closed)),
        complete_cycles=reach.cycles,
        complete_schools=reach.schools,
        measured_districts=reach.districts,
        decisions=_count_decisions(closed),
        predictions=_count_predictions(closed),
        tried_cycles=len(tried),
        open_cycles=sum(cycle.is_under_way for cycle in counted),
        unfinished_cycles=len(left),
        unfinished_since=max((day for cycle in left if (day := cycle.started_on)), default=None),
        core_not_kept=len(given) - len(counted),
        is_reported=reported is not None,
        synthetic=any(cycle.provenance == Provenance.SYNTHETIC for cycle in counted),
        synthetic_cycles=sum(cycle.provenance == Provenance.SYNTHETIC for cycle in tried),
        last_tested=max((day for cycle in tried if (day := cycle.last_day)), default=None),
        missing=find_missing_evidence(counted),
    )


def strength_of(cycles: Iterable[CycleFacts]) -> int:
    """Return the highest step reached, 0 to 5 (see the module)."""
    given = tuple(cycles)
    return _strength_of(_reach(given), was_tried=any(cycle.was_tried for cycle in given))


class _Reach(NamedTuple):
    """How many complete cycles, in how many schools, and with a measure in how many districts."""

    cycles: int
    schools: int
    districts: int


def _reach(cycles: Iterable[CycleFacts]) -> _Reach:
    complete = [cycle for cycle in cycles if cycle.is_complete]
    measured = _districts(cycle for cycle in complete if cycle.has_measure)
    return _Reach(len(complete), len(_schools(complete)), len(measured))


def _strength_of(reach: _Reach, *, was_tried: bool) -> int:
    if reach.districts >= 2:
        return 5
    if reach.schools >= 2:
        return 4
    if reach.cycles:
        return 3 if reach.cycles >= 3 else 2
    return int(was_tried)


def combine_directions(directions: Iterable[Direction | None]) -> Direction:
    """Combine directions: agreement keeps the word, disagreement is mixed; what can't be told has no say."""
    known = {each for each in directions if each is not None and each != Direction.CANT_TELL}
    return Direction.MIXED if len(known) > 1 else next(iter(known), Direction.CANT_TELL)


def find_missing_evidence(cycles: Sequence[CycleFacts]) -> tuple[str, ...]:
    """Say what nobody recorded, so that a reader does not take silence for a result."""
    begun = [cycle for cycle in cycles if cycle.was_begun]
    if not begun:
        return ("no cycle recorded",)
    closed = [cycle for cycle in begun if cycle.is_closed]
    gaps = {
        "no closed cycle": not closed,
        "no prediction recorded": not any(cycle.has_prediction for cycle in begun),
        "no result recorded": bool(closed) and not any(cycle.has_result for cycle in closed),
        "no measure recorded": not any(cycle.has_measure for cycle in begun),
    }
    return tuple(words for words, is_missing in gaps.items() if is_missing)


def _schools(cycles: Iterable[CycleFacts]) -> set[str]:
    return {cycle.school_id for cycle in cycles if cycle.school_id is not None}


def _districts(cycles: Iterable[CycleFacts]) -> set[str]:
    return {cycle.district_id for cycle in cycles if cycle.district_id is not None}


def _count_decisions(closed: Iterable[CycleFacts]) -> Decisions:
    made = [cycle.decision for cycle in closed]
    return Decisions(*map(made.count, (Decision.ADOPT, Decision.ADAPT, Decision.ABANDON)))


def _count_predictions(closed: Iterable[CycleFacts]) -> Predictions:
    met = [cycle.prediction_met for cycle in closed]
    order = (PredictionMet.MET, PredictionMet.PARTLY, PredictionMet.NOT, PredictionMet.CANT_TELL)
    return Predictions(*map(met.count, order))
