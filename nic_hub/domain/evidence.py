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

from nic_hub.domain.vocabulary import (
    AsPlanned,
    CycleStatus,
    CycleType,
    Decision,
    Direction,
    PredictionMet,
    Provenance,
    Scale,
)
from nic_hub.domain.wording import count, join

#: What is being tested now. Compared one by one, which is quicker than looking up two words of an enum.
OPEN = (CycleStatus.RUNNING, CycleStatus.STUDIED)


class CycleFacts(NamedTuple):
    """What the evidence needs to know of one cycle.

    Args:
        school_id: the school of a school's team; None for a district team, whose cycle is no school's.
        core_kept: False when it tests an adaptation that gave up the core of the idea in question.
    """

    idea_id: str
    team_id: str
    status: CycleStatus
    school_id: str | None = None
    district_id: str | None = None
    cycle_type: CycleType = CycleType.PDSA
    scale: Scale | None = None
    as_planned: AsPlanned | None = None
    prediction_met: PredictionMet | None = None
    direction: Direction | None = None
    decision: Decision | None = None
    started_on: date | None = None
    closed_on: date | None = None
    has_prediction: bool = False
    has_observations: bool = False
    has_result: bool = False
    has_measure: bool = False
    core_kept: bool = True
    provenance: Provenance = Provenance.REPORTED

    @property
    def is_open(self) -> bool:
        """Say whether somebody is testing now."""
        return self.status in OPEN

    @property
    def is_closed(self) -> bool:
        """Say whether the cycle ended with a decision."""
        return self.status == CycleStatus.CLOSED

    @property
    def is_complete(self) -> bool:
        """Say whether a result was held against a prediction made before."""
        return self.is_closed and self.has_prediction and self.has_result

    @property
    def was_tried(self) -> bool:
        """Say whether something was seen: a cycle that was stopped half-way may have taught something too."""
        was_seen = self.has_observations or self.has_result
        return self.status == CycleStatus.CLOSED or (was_seen and self.status != CycleStatus.PLANNED)

    @property
    def was_begun(self) -> bool:
        """Say whether a team is testing, or tested until something was seen."""
        return self.is_open or self.was_tried

    @property
    def last_day(self) -> date | None:
        """Return the last day that is known of the cycle."""
        return self.closed_on or self.started_on


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
        tried_cycles: cycles in which something was seen, closed or not.
        open_cycles: running or studied, not yet closed.
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
    decisions: Decisions = Decisions()
    predictions: Predictions = Predictions()
    tried_cycles: int = 0
    open_cycles: int = 0
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
            return "what is under way is an invented example"
        if self.synthetic_cycles < self.tried_cycles:
            are = "is an invented example" if self.synthetic_cycles == 1 else "are invented examples"
            return f"{self.synthetic_cycles} of {self.tried_cycles} cycles {are}"
        if self.tried_cycles == 1:
            return "the only cycle is an invented example"
        return f"all {self.tried_cycles} cycles are invented examples"

    @property
    def explanation(self) -> str:
        """Return why the strength is what it is: "3 closed cycles in 2 schools; predictions: ..."."""
        parts = [*self._told_of_cycles()]
        if self.is_reported:
            parts.append("an outcome was reported without a cycle")
        if self.open_cycles:
            parts.append(f"{count(self.open_cycles, 'cycle')} under way")
        if self.invented:
            parts.append(self.invented)
        return "; ".join(parts) or "no test is recorded"

    def _told_of_cycles(self) -> Iterable[str]:
        if self.cycles:
            yield f"{count(self.cycles, 'closed cycle')} {self.places}".rstrip()
        elif self.tried_cycles:
            yield "tried, with observations only"
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
    tried = tuple(cycle for cycle in counted if cycle.was_tried)
    return Evidence(
        strength=max(strength_of(counted), 0 if reported is None else 1),
        direction=combine_directions([reported, *(cycle.direction for cycle in tried)]),
        cycles=len(closed),
        schools=len(_schools(closed)),
        districts=len(_districts(closed)),
        decisions=_count_decisions(closed),
        predictions=_count_predictions(closed),
        tried_cycles=len(tried),
        open_cycles=sum(cycle.is_open for cycle in counted),
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
    complete = [cycle for cycle in given if cycle.is_complete]
    if len(_districts(cycle for cycle in complete if cycle.has_measure)) >= 2:
        return 5
    if len(_schools(complete)) >= 2:
        return 4
    if complete:
        return 3 if len(complete) >= 3 else 2
    return int(any(cycle.was_tried for cycle in given))


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
