"""Which of the ideas that were found are suggested, in which order, and which are named as near."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nic_hub.domain.suggesting.ranking import (
    Candidate,
    DriverRelation,
    LeftOut,
    Thresholds,
    Weights,
    diversify,
    find_best,
    rank,
    reaches,
    why_left_out,
)
from nic_hub.services.suggesting.candidates import Material

MAX_NEAREST = 2
#: Below this relevance nothing is called near.
NEAR = 0.02
#: Beside an idea that was asked for by its name, others need this share of how well its text matches.
BESIDE_NAMED = 0.5

Suggested = list[tuple[Material, float]]
Nearest = list[tuple[Material, LeftOut]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing:
    """By what an answer is chosen.

    Args:
        driver_stated: the asker named the driver.
        include_untested: the asker wants ideas nobody has tested, too.
        limit: how many suggestions.
        named: ids of ideas that were asked for by their names, and are untested, or without the failure that
            was asked for.
        names_only: whether nothing else was asked for: then others are held against them.
    """

    weights: Weights
    thresholds: Thresholds
    driver_stated: bool
    include_untested: bool
    limit: int
    named: frozenset[str] = frozenset()
    names_only: bool = False

    def choose(self, others: Sequence[Material]) -> tuple[Suggested, Nearest]:
        """Return what is suggested, with its score, and what comes near, with why it is not the same.

        Args:
            others: ideas of other teams, the most relevant first.
        """
        left_out = self._find_left_out(others)
        suggested = self._suggest(others, left_out)
        return suggested, self._find_nearest(others, left_out, has_answer=bool(suggested))

    def _find_left_out(self, others: Sequence[Material]) -> dict[str, LeftOut | None]:
        """Return why each idea is not suggested; None for those that are."""
        candidates = [each.candidate for each in others]
        best = self._find_best(candidates)
        return {each.idea_id: self._why_left_out(each, candidates, best) for each in candidates}

    def _find_best(self, candidates: Sequence[Candidate]) -> float:
        """Return the relevance of the best that answers; 0 when nothing does that may be shown.

        An idea that was asked for by its name is what others are held against, although it is untested.
        """
        possible = [each for each in candidates if not self.driver_stated or not _is_elsewhere(each)]
        shown = [each for each in possible if self.include_untested or not each.is_untested]
        best = find_best(shown, self.thresholds)
        return find_best(possible, self.thresholds) if best and self.names_only else best

    def _why_left_out(
        self, candidate: Candidate, candidates: Sequence[Candidate], best: float
    ) -> LeftOut | None:
        if candidate.idea_id in self.named and not candidate.is_untested:
            return LeftOut.NOT_FAILED
        if candidate.idea_id in self.named and not self.include_untested:
            return LeftOut.UNTESTED
        why = why_left_out(
            candidate,
            self.thresholds,
            best=best,
            driver_stated=self.driver_stated,
            include_untested=self.include_untested,
        )
        return LeftOut.NOT_RELEVANT if why is None and self._is_beside_named(candidate, candidates) else why

    def _is_beside_named(self, candidate: Candidate, candidates: Sequence[Candidate]) -> bool:
        """Say whether an idea is much less near than one that was asked for by its name."""
        named = [each.text for each in candidates if self.names_only and each.idea_id in self.named]
        return not self.include_untested and candidate.text < BESIDE_NAMED * max(named, default=0.0)

    def _suggest(self, others: Sequence[Material], left_out: Mapping[str, LeftOut | None]) -> Suggested:
        by_id = {each.known.idea.id: each for each in others}
        fitting = [each.candidate for each in others if left_out[each.known.idea.id] is None]
        further = [
            each.candidate for each in others if self._may_be_told_as_dropped(each.candidate, left_out)
        ]
        ranked = diversify(rank(fitting, self.weights), self.limit, rank(further, self.weights))
        return [(by_id[each.candidate.idea_id], each.score) for each in ranked]

    def _may_be_told_as_dropped(self, candidate: Candidate, left_out: Mapping[str, LeftOut | None]) -> bool:
        """Say whether an idea less near than the best is still about the question, and was dropped."""
        is_less_near = left_out[candidate.idea_id] == LeftOut.NOT_RELEVANT and not candidate.is_untested
        is_about_it = reaches(candidate, self.thresholds) and not self.names_only
        return candidate.was_dropped and is_less_near and is_about_it

    def _find_nearest(
        self, others: Sequence[Material], left_out: Mapping[str, LeftOut | None], *, has_answer: bool
    ) -> Nearest:
        """Return what comes near: what was asked for by name, what nobody has tested, then all else.

        Beside an answer, only what nobody has tested yet. Where the asker named the driver, what was tested
        on it is worth naming however little it shares with the question.
        """
        pairs = [(each, why) for each in others if (why := left_out[each.known.idea.id]) is not None]
        near = [pair for pair in pairs if self._is_near(pair)]
        untested = [pair for pair in near if pair[1] in {LeftOut.UNTESTED, LeftOut.NOT_FAILED}]
        on_driver = [pair for pair in pairs if self.driver_stated and _is_tested_on_driver(pair[0].candidate)]
        found = untested if has_answer else _each_once([*untested, *near, *on_driver])
        return sorted(found, key=lambda pair: pair[0].known.idea.id not in self.named)[:MAX_NEAREST]

    def _is_near(self, pair: tuple[Material, LeftOut]) -> bool:
        candidate = pair[0].candidate
        return candidate.idea_id in self.named or candidate.relevance >= NEAR


def _is_elsewhere(candidate: Candidate) -> bool:
    return candidate.relation == DriverRelation.OTHER


def _is_tested_on_driver(candidate: Candidate) -> bool:
    return candidate.relation == DriverRelation.SAME and not candidate.is_untested


def _each_once(pairs: Sequence[tuple[Material, LeftOut]]) -> Nearest:
    return list({pair[0].known.idea.id: pair for pair in pairs}.values())
