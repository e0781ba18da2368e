"""The curve of relevance is fitted as it is used, and tried on what it was not fitted on."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

pytest.importorskip("sklearn")

from benchmarks.fitting import FOLDS, Curve, Example, fit, fold_by_idea
from nic_hub.domain.suggesting import relevance
from nic_hub.domain.suggesting.relevance import Figures, weigh_relevance


def make_example(number: int, *, abstain: bool, ideas: int = 12) -> Example:
    """Make a question whose first idea is said well, or which nothing says well."""
    draw = np.random.default_rng(number)
    figures = draw.uniform(0.2, 0.5, (ideas, 4))
    if not abstain:
        figures[0, 2:] += 0.3
    grades = np.zeros(ideas)
    grades[0] = 0 if abstain else 2
    vector = np.eye(64)[number % 64]
    relevant = {} if abstain else {f"idea-{number // 2}": 2}
    question = {"id": f"q-{number}", "abstain": abstain, "relevant": relevant}
    return Example(question, vector, figures, grades, np.ones(ideas, dtype=bool))


EXAMPLES = [make_example(number, abstain=number % 3 == 0) for number in range(60)]


def test_the_curve_is_the_one_that_is_served():
    served = Curve(
        counts=np.array(relevance.COUNTS),
        against=np.array(relevance.AGAINST),
        begin=relevance.BEGIN,
        usual=np.array(relevance.USUAL),
    )
    best = max(each.surely for each in weigh_relevance([Figures(*row) for row in EXAMPLES[1].figures]))
    assert served.best(EXAMPLES[1]) == pytest.approx(log(best / (1 - best)))


def test_what_tells_right_from_wrong_counts():
    counts = fit(EXAMPLES).counts
    assert min(counts[2:]) > 2 * max(abs(counts[:2]))


def test_what_was_tested_is_told_from_what_was_not():
    curve = fit(EXAMPLES)
    assert min(curve.best(each) for each in EXAMPLES if not each.question["abstain"]) > 0
    assert max(curve.best(each) for each in EXAMPLES if each.question["abstain"]) < 0


def test_fitting_again_gives_the_same():
    assert fit(EXAMPLES).counts.tolist() == fit(EXAMPLES).counts.tolist()


def test_each_question_is_tried_once():
    tried = [each.question["id"] for _, held_out in fold_by_idea(EXAMPLES) for each in held_out]
    assert sorted(tried) == sorted(each.question["id"] for each in EXAMPLES)


def test_nothing_is_tried_whose_idea_was_fitted_on():
    folds = list(fold_by_idea(EXAMPLES))
    assert len(folds) == FOLDS
    for kept, held_out in folds:
        fitted = {key for each in kept for key in each.best_ideas}
        assert fitted.isdisjoint(key for each in held_out for key in each.best_ideas)


def test_questions_that_are_alike_stay_together_although_nobody_tested_them():
    twins = [make_example(number, abstain=True) for number in (0, 64)]
    assert any(len(held_out) == 2 for _, held_out in fold_by_idea(twins))
