"""Which change ideas answer a question, and in which order.

Relevance decides *whether* something is shown; the weights then decide the *order*; then the answer is made
diverse: one idea of a lineage, two districts where possible, and one that was tried and dropped, because
why an idea failed is knowledge.

Source: the domain guide, sections 5 and 10 ("Suggestions").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from enum import StrEnum
from math import isclose
from operator import attrgetter

from nic_hub.domain.context.fit import ContextFit
from nic_hub.domain.evidence.evidence import Evidence
from nic_hub.domain.words.local_terms import Apart, Mapped
from nic_hub.errors import Misconfigured

MAX_STRENGTH = 5
#: Work that ended this long ago counts as old: three school years.
OLD_AFTER_DAYS = 3 * 365
#: Of one lineage, those with this share of the relevance and the text match of the best are as near to the
#: question; then the one that was tested in the most similar context is shown.
ALIKE = 0.9
#: What makes an answer diverse has at least this share of the relevance of what makes room for it.
NEARLY_AS_NEAR = 0.5


class DriverRelation(StrEnum):
    """How a candidate's driver relates to the one the question is about."""

    SAME = "same"
    SIBLING = "sibling"
    OTHER = "other"
    UNKNOWN = "unknown"


#: A sibling counts half; a question without a driver speaks neither for nor against.
DRIVER_SCORE = {
    DriverRelation.SAME: 1.0,
    DriverRelation.SIBLING: 0.5,
    DriverRelation.UNKNOWN: 0.5,
    DriverRelation.OTHER: 0.0,
}


class LeftOut(StrEnum):
    """Why a candidate is not suggested."""

    OTHER_DRIVER = "other_driver"
    NOT_RELEVANT = "not_relevant"
    UNTESTED = "untested"
    NOT_THE_SAME = "not_the_same"
    NOT_FAILED = "not_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each reason counts for the order; together 1.

    The guide's starting weights (driver .30, evidence and context .20, tool and text .10) put what is well
    tested before what was asked for (``benchmarks/README.md``).

    Raises:
        Misconfigured: a weight is negative, or they do not add up to 1.
    """

    driver: float = 0.12
    evidence: float = 0.08
    context: float = 0.08
    tool: float = 0.04
    text: float = 0.60
    candour: float = 0.04
    recency: float = 0.04

    def __post_init__(self) -> None:
        """Refuse weights that make scores mean something else."""
        weights = astuple(self)
        if min(weights) < 0 or not isclose(sum(weights), 1, abs_tol=1e-6):
            raise Misconfigured(
                "The SUGGEST_ weights must not be negative and must add up to 1; "
                f"they add up to {sum(weights):g}."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """The relevance (0 to 1) that is needed, by the relation of a candidate's driver.

    One candidate must reach it for there to be an answer at all; then all are shown that come near the best.
    Chosen on the questions to learn from and to tune on (``benchmarks/README.md``): among them 5 in 100
    answers that exist are missed.

    Args:
        other: an idea of another driver is shown only when it reaches this by itself.
        of_best: share of the best candidate's relevance that the others need, unless they are on the driver
            that is asked about and reach its threshold by themselves.
    """

    same: float = 0.19
    sibling: float = 0.25
    unknown: float = 0.25
    other: float = 0.34
    of_best: float = 0.40

    def needed(self, relation: DriverRelation) -> float:
        """Return the relevance that is needed with this relation."""
        return float(getattr(self, relation))


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A change idea that may answer the question, with all that decides about it.

    Args:
        lineage_root: oldest ancestor of the idea.
        relevance: 0 to 1, how surely it is about what was asked; decides whether it is shown.
        text: 0 to 1, how well the texts match beside those that match best; part of the order.
        candour: 0 to 1, see ``candour_score``.
        recency: 0 to 1, see ``recency_score``.
        mapped, apart: the mapping of a local word that found it; the named word it is kept apart from.
    """

    idea_id: str
    team_id: str
    district_id: str | None
    lineage_root: str
    relevance: float
    text: float
    relation: DriverRelation
    evidence: Evidence
    fit: ContextFit
    has_usable_tool: bool = False
    candour: float = 0.0
    recency: float = 0.0
    mapped: Mapped | None = None
    apart: Apart | None = None

    @property
    def is_untested(self) -> bool:
        """Say whether nobody has seen anything of it yet."""
        return self.evidence.strength == 0

    @property
    def was_dropped(self) -> bool:
        """Say whether it was tried and abandoned, and adopted nowhere."""
        return self.evidence.decisions.abandon > 0 and self.evidence.decisions.adopt == 0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate and its score, 0 to 1."""

    candidate: Candidate
    score: float


def score(candidate: Candidate, weights: Weights) -> float:
    """Return how well a candidate answers, 0 to 1. The direction of its evidence plays no part."""
    return (
        weights.driver * DRIVER_SCORE[candidate.relation]
        + weights.evidence * candidate.evidence.strength / MAX_STRENGTH
        + weights.context * candidate.fit.score
        + weights.tool * candidate.has_usable_tool
        + weights.text * candidate.text
        + weights.candour * candidate.candour
        + weights.recency * candidate.recency
    )


def find_best(candidates: Iterable[Candidate], thresholds: Thresholds) -> float:
    """Return the relevance of the best candidate that answers by itself; 0 when none does."""
    return max((each.relevance for each in candidates if reaches(each, thresholds)), default=0.0)


def reaches(candidate: Candidate, thresholds: Thresholds) -> bool:
    """Say whether a candidate is surely enough about what was asked, and not kept apart from it."""
    return candidate.apart is None and candidate.relevance >= thresholds.needed(candidate.relation)


def why_left_out(
    candidate: Candidate, thresholds: Thresholds, *, best: float, driver_stated: bool, include_untested: bool
) -> LeftOut | None:
    """Return why a candidate is not suggested, or None when it is.

    Args:
        candidate: what was found.
        thresholds: relevance that is needed.
        best: relevance of the best answer (``find_best``); 0 when there is none.
        driver_stated: the asker named the driver, so another one is out; an inferred driver only raises the
            threshold.
        include_untested: the asker wants ideas nobody has tested, too.
    """
    if candidate.apart is not None:
        return LeftOut.NOT_THE_SAME
    if candidate.relation == DriverRelation.OTHER and (driver_stated or not reaches(candidate, thresholds)):
        return LeftOut.OTHER_DRIVER
    if candidate.is_untested and not include_untested:
        return LeftOut.UNTESTED if reaches(candidate, thresholds) else LeftOut.NOT_RELEVANT
    is_near_best = candidate.relevance >= thresholds.of_best * best
    answers_by_itself = candidate.relation == DriverRelation.SAME and reaches(candidate, thresholds)
    return None if best and (is_near_best or answers_by_itself) else LeftOut.NOT_RELEVANT


def rank(candidates: Iterable[Candidate], weights: Weights) -> list[Ranked]:
    """Put candidates in order, the best first; ties are broken the same way every time."""
    scored = [Ranked(candidate, score(candidate, weights)) for candidate in candidates]
    return sorted(scored, key=_order)


def _order(each: Ranked) -> tuple[float, float, str]:
    return (-each.score, -each.candidate.relevance, each.candidate.idea_id)


def diversify(ranked: Sequence[Ranked], limit: int, further: Sequence[Ranked] = ()) -> list[Ranked]:
    """Choose at most ``limit`` of the ranked candidates: the best, made diverse, in their order.

    One idea of a lineage; one that was tried and dropped, and a second district and team, where there is one
    that is nearly as near. What is brought in never has a weaker driver relation than what makes room for it,
    and the best stays.

    Args:
        ranked: the candidates, best first.
        limit: how many at most.
        further: others that are about the question, but less so; one that was dropped may come from them.
    """
    pool = _one_of_each_lineage(ranked)
    roots = {each.candidate.lineage_root for each in pool}
    dropped = [each for each in (*pool, *further) if each.candidate.was_dropped]
    chosen = _bring_in(pool[:limit], [each for each in dropped if each in pool or _root(each) not in roots])
    for place in (_district, _team):
        there = {place(each) for each in chosen}
        if len(there) == 1:
            elsewhere = [each for each in pool if place(each) not in there]
            chosen = _bring_in(chosen, elsewhere, nearness=NEARLY_AS_NEAR)
    return sorted(chosen, key=_order)


def candour_score(*, tells_challenges: bool, tells_adaptations: bool) -> float:
    """Return how openly a team tells what was hard and what it had to change, 0 to 1."""
    return (tells_challenges + tells_adaptations) / 2


def recency_score(last_tested: date | None, today: date, *, is_reachable: bool) -> float:
    """Return whether one can still ask the team, and how recent its work is, 0 to 1."""
    age = OLD_AFTER_DAYS if last_tested is None else min(max((today - last_tested).days, 0), OLD_AFTER_DAYS)
    return (is_reachable + 1 - age / OLD_AFTER_DAYS) / 2


def _one_of_each_lineage(ranked: Iterable[Ranked]) -> list[Ranked]:
    lineages: dict[str, list[Ranked]] = {}
    for each in ranked:
        lineages.setdefault(_root(each), []).append(each)
    return sorted(map(_best_fitting, lineages.values()), key=_order)


def _best_fitting(lineage: Sequence[Ranked]) -> Ranked:
    """Return the one of a lineage that fits the asker best, among those as near as the first."""
    first = lineage[0].candidate
    alike = [each for each in lineage if _is_alike(each.candidate, first)]
    return max(alike, key=lambda each: (each.candidate.fit.score, -lineage.index(each)))


def _is_alike(candidate: Candidate, first: Candidate) -> bool:
    is_as_relevant = candidate.relevance >= ALIKE * first.relevance
    return is_as_relevant and candidate.text >= ALIKE * first.text


def _bring_in(chosen: Sequence[Ranked], wanted: Sequence[Ranked], nearness: float = 0.0) -> list[Ranked]:
    """Swap the best of the wanted candidates for the last of the chosen that can make room.

    Args:
        chosen: what is there already.
        wanted: what to bring in, best first; when one of them is there, nothing is.
        nearness: the share of the leaving candidate's relevance that is needed.
    """
    if any(each in wanted for each in chosen):
        return list(chosen)
    for newcomer in wanted:
        for place in range(len(chosen) - 1, 0, -1):
            leaving = chosen[place].candidate
            is_needed = leaving.was_dropped and sum(each.candidate.was_dropped for each in chosen) == 1
            if not is_needed and _is_as_near(newcomer.candidate, leaving, nearness):
                return [*chosen[:place], newcomer, *chosen[place + 1 :]]
    return list(chosen)


def _is_as_near(newcomer: Candidate, leaving: Candidate, nearness: float) -> bool:
    is_as_related = DRIVER_SCORE[newcomer.relation] >= DRIVER_SCORE[leaving.relation]
    return is_as_related and newcomer.relevance >= nearness * leaving.relevance


_root: Callable[[Ranked], str] = attrgetter("candidate.lineage_root")
_district: Callable[[Ranked], str | None] = attrgetter("candidate.district_id")
_team: Callable[[Ranked], str] = attrgetter("candidate.team_id")
