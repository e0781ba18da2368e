"""Fit the curve of relevance (``domain.suggesting.relevance``) on the questions of ``questions/learn.json``.

Run ``python -m benchmarks.fitting``. It prints the constants, and how well they do on questions whose ideas
they were not fitted on, and on the tuning part. Two steps: what each figure counts is what puts the right
ideas of a question first; what comes near counts against them as it best tells whether anybody has tested
what was asked. Nothing is drawn by chance, so every run prints the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sqlalchemy import select

from benchmarks.suggestion_quality import SeededHub, load_questions
from nic_hub.domain.suggesting.relevance import NEIGHBOURS, USUAL_COUNT, Figures
from nic_hub.domain.visibility import own_grants, read_grants
from nic_hub.models import ChangeIdea
from nic_hub.search.facets import Filter
from nic_hub.services.access.sight import Sight
from nic_hub.services.suggesting.candidates import find_known
from nic_hub.services.suggesting.matching import HITS, SEARCHED, Matching

Numbers = npt.NDArray[np.float64]

FOLDS = 8
#: Questions that nobody has tested go to one fold together when they are this much alike (cosine).
ALIKE = 0.55
#: How strongly large weights are held back, in units of a figure's usual spread within a question.
HELD_BACK = 0.01
#: The same for telling whether anybody has tested it (scikit-learn's C).
FREEDOM = 1.0


@dataclass(frozen=True, slots=True)
class Example:
    """A question with the figures of the ideas that search brings for it.

    Args:
        vector: of the question.
        figures: of each idea: (ideas, 4).
        grades: of each idea: (ideas,).
        answers: whether each idea may answer: it was tested, by another team.
    """

    question: Mapping[str, Any]
    vector: Numbers
    figures: Numbers
    grades: Numbers
    answers: npt.NDArray[np.bool_]

    @property
    def best_ideas(self) -> frozenset[str]:
        """Return the ideas that were asked for."""
        return frozenset(key for key, grade in self.question["relevant"].items() if grade == 2)

    @property
    def is_ranked(self) -> bool:
        """Say whether something right can be put first."""
        return bool((self.grades * self.answers).any())


def gather(hub: SeededHub, question: Mapping[str, Any]) -> Example:
    """Search as a suggestion does, and keep the figures."""
    with hub.database.reading() as session:
        principal = hub.principal(session, question)
        sight = Sight.of(hub.engine.facts.catch_up(session), principal)
        asking = hub.engine.ask(session, question["query"], read_grants(principal), own_grants(principal))
        anywhere = Filter(network_id=principal.searched_network_id, kinds=SEARCHED)
        matching = Matching(sight, asking)
        found = matching.by_idea(asking.search([anywhere], HITS)[0])
        known = find_known(sight, list(found))
        keys = {row.id: row.key for row in session.execute(select(ChangeIdea.id, ChangeIdea.key))}
    tested = [idea_id in known and known[idea_id].evidence.evidence.strength > 0 for idea_id in found]
    others = [sight.facts.ideas.rows[idea_id].team_id not in principal.own_teams for idea_id in found]
    return Example(
        question,
        np.asarray(hub.engine.embed(question["query"]), dtype=float),
        np.array(matching.figures_of(found), dtype=float).reshape(-1, len(Figures._fields)),
        np.array([question["relevant"].get(keys[idea_id], 0) for idea_id in found], dtype=float),
        np.array(tested, dtype=bool) & np.array(others, dtype=bool),
    )


def gather_all(hub: SeededHub, part: str) -> list[Example]:
    """Gather the questions of a part; a stated driver is a filter, and tells nothing about relevance."""
    return [gather(hub, question) for question in load_questions(part) if question["driver"] is None]


@dataclass(frozen=True, slots=True)
class Curve:
    """The constants of ``nic_hub.domain.suggesting.relevance``."""

    counts: Numbers
    against: Numbers
    begin: float
    usual: Numbers

    def best(self, example: Example) -> float:
        """Return how surely the best idea that may answer is about the question, before the curve."""
        scores = example.figures @ self.counts
        near = _neighbours(example, self.counts, self.usual)
        best = scores[example.answers].max(initial=-99.0)
        return float(best - near @ self.against + self.begin)


def fit(examples: Sequence[Example]) -> Curve:
    """Fit all constants."""
    counts = _fit_counts([each for each in examples if each.is_ranked])
    usual = np.concatenate([_next_to_best(each, counts) for each in examples]).mean(axis=0)
    answerable = [each for each in examples if each.answers.any()]
    tops = [(each.figures @ counts)[each.answers].max() for each in answerable]
    near = [_neighbours(each, counts, usual) for each in answerable]
    features = np.column_stack([tops, near])
    spread = features.std(axis=0)
    model = LogisticRegression(C=FREEDOM, class_weight="balanced")
    model.fit(features / spread, [not each.question["abstain"] for each in answerable])
    slopes = model.coef_[0] / spread
    return Curve(slopes[0] * counts, -slopes[1:], float(model.intercept_[0]), usual)


def _fit_counts(examples: Sequence[Example]) -> Numbers:
    """Return what each figure counts so that the right ideas come first, as a softmax over the ideas."""
    centred = [each.figures[each.answers] - each.figures[each.answers].mean(axis=0) for each in examples]
    spread = np.concatenate(centred).std(axis=0)
    lists = [
        (figures / spread, each.grades[each.answers]) for figures, each in zip(centred, examples, strict=True)
    ]

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        parts = [_list_loss(weights, *each) for each in lists]
        value = np.mean([part[0] for part in parts]) + HELD_BACK * weights @ weights
        return float(value), np.mean([part[1] for part in parts], axis=0) + 2 * HELD_BACK * weights

    found = minimize(loss, np.zeros(len(spread)), jac=True, method="L-BFGS-B")
    return np.asarray(found.x / spread)


def _list_loss(weights: Numbers, figures: Numbers, grades: Numbers) -> tuple[float, Numbers]:
    """Hold a list against its grades, and against any right idea in its first place, half each."""
    scores = figures @ weights
    logs, shares, wanted = log_softmax(scores), softmax(scores), grades / grades.sum()
    right = softmax(np.where(grades > 0, scores, -np.inf))
    value = -0.5 * wanted @ logs - 0.5 * np.log(shares[grades > 0].sum())
    return float(value), (shares - 0.5 * wanted - 0.5 * right) @ figures


def _next_to_best(example: Example, counts: Numbers) -> Numbers:
    nearest = np.argsort(-(example.figures @ counts), kind="stable")
    return example.figures[nearest[1 : NEIGHBOURS + 1]]


def _neighbours(example: Example, counts: Numbers, usual: Numbers) -> Numbers:
    """Return the figures of what comes near, as ``nic_hub.domain.suggesting.relevance`` does."""
    near = _next_to_best(example, counts)
    return np.asarray((near.sum(axis=0) + USUAL_COUNT * usual) / (len(near) + USUAL_COUNT))


def fold_by_idea(examples: Sequence[Example]) -> Iterator[tuple[list[Example], list[Example]]]:
    """Yield what to fit on and what to try: nothing asked for in the one is asked for in the other."""
    groups = _groups(examples)
    for fold in range(FOLDS):
        tried = [each for each, group in zip(examples, groups, strict=True) if _fold_of(group) == fold]
        wanted = frozenset().union(*(each.best_ideas for each in tried))
        kept = [each for each, group in zip(examples, groups, strict=True) if _fold_of(group) != fold]
        yield [each for each in kept if wanted.isdisjoint(each.best_ideas)], tried


def _groups(examples: Sequence[Example]) -> list[str]:
    """Name the group of each question: the idea it asks for, or the first of the questions that are alike."""
    first: dict[str, Example] = {}
    for each in examples:
        like = [key for key, other in first.items() if other.vector @ each.vector > ALIKE]
        if not each.best_ideas and not like:
            first[each.question["id"]] = each
    return [min(each.best_ideas, default="") or _nearest_of(first, each) for each in examples]


def _nearest_of(first: Mapping[str, Example], example: Example) -> str:
    return max(first, key=lambda key: first[key].vector @ example.vector)


def _fold_of(group: str) -> int:
    return int(sha256(group.encode()).hexdigest(), 16) % FOLDS


def tell(examples: Sequence[Example], curves: Sequence[Curve]) -> str:
    """Tell how well questions are answered, each by its curve."""
    pairs = [*zip(examples, curves, strict=True)]
    tested = [not each.question["abstain"] for each in examples]
    area = roc_auc_score(tested, [curve.best(each) for each, curve in pairs])
    firsts = [_first_three(each, curve) for each, curve in pairs if not each.question["abstain"]]
    hits = [float(np.mean([(grades[:count] > 0).any() for grades in firsts])) for count in (1, 3)]
    return f"hit@1 {hits[0]:.3f}, hit@3 {hits[1]:.3f}, area under the curve {area:.3f}"


def _first_three(example: Example, curve: Curve) -> Numbers:
    scores = np.where(example.answers, example.figures @ curve.counts, -np.inf)
    return example.grades[np.argsort(-scores, kind="stable")[:3]]


def main() -> None:
    """Fit, and print the constants and how well they do."""
    hub = SeededHub()
    parts = {part: gather_all(hub, part) for part in ("learn", "tune")}
    folds = [(fit(kept), held_out) for kept, held_out in fold_by_idea(parts["learn"])]
    tried = [(each, curve) for curve, held_out in folds for each in held_out]
    curve = fit(parts["learn"])
    for name, numbers in (("COUNTS", curve.counts), ("AGAINST", curve.against), ("USUAL", curve.usual)):
        print(name, Figures(*(round(float(each), 3) for each in numbers)))
    print("BEGIN", round(curve.begin, 3))
    print("learn, by other ideas:", tell([each for each, _ in tried], [each for _, each in tried]))
    print("tune:                 ", tell(parts["tune"], [curve] * len(parts["tune"])))


if __name__ == "__main__":
    main()
