"""A result by student group beside the whole: a gain that widens a gap is flagged, and nothing else."""

from datetime import date, timedelta

import pytest

from nic_hub.domain.evidence.equity import compare_groups
from nic_hub.domain.vocabulary import BetterDirection

UP, DOWN = BetterDirection.UP, BetterDirection.DOWN


def series(*values):
    """One value a week; None where there is none."""
    days = (date(2026, 9, 7) + timedelta(weeks=week) for week in range(len(values)))
    return {day: float(value) for day, value in zip(days, values, strict=True) if value is not None}


def change_of(whole, group, better=UP):
    ((change,), _) = compare_groups(series(*whole), {"multilingual learners": series(*group)}, better)
    return change


@pytest.mark.parametrize(
    ("whole", "group", "better", "widens"),
    [
        ([50, 50, 60, 60], [46, 46, 48, 48], UP, True),
        ([50, 50, 60, 60], [46, 46, 56, 56], UP, False),
        ([50, 50, 60, 60], [46, 46, 58, 58], UP, False),
        ([50, 50, 60, 60], [52, 52, 70, 70], UP, True),
        ([50, 50, 60, 60], [52, 52, 61, 61], UP, False),
        ([60, 60, 50, 50], [56, 56, 40, 40], UP, False),
        ([9, 9, 5, 5], [10, 10, 9, 9], DOWN, True),
        ([9, 9, 5, 5], [10, 10, 5, 5], DOWN, False),
        ([5, 5, 5, 5], [4, 4, 1, 1], UP, False),
        ([50, 50, 60, 60], [45, 45, 66, 66], UP, False),
        ([50, 50, 60, 60], [45, 45, 60, 60], UP, False),
        ([9, 9, 5, 5], [14, 14, -1, -1], DOWN, False),
        ([50, 50, 60, 60], [55, 55, 58, 58], UP, True),
        ([50, 50, 60, 60], [50, 50, 54, 54], UP, True),
        ([50, 50, 60, 60], [50, 50, 66, 66], UP, True),
    ],
)
def test_a_gain_of_all_that_widens_a_gap_is_flagged(whole, group, better, widens):
    change = change_of(whole, group, better)
    assert change.widens is widens
    assert ("Look closer" in change.text) is widens


def test_the_words_say_what_was_compared_and_what_to_do():
    assert change_of([50, 52, 55, 60, 58], [46, 44, None, 47, 48]).text == (
        "All: 51 to 59; multilingual learners: 45 to 47.5 "
        "(medians of the first and the second half of 4 days). "
        "The gain widened a gap: this group is 11.5 behind the whole, after 6. "
        "Look closer before it is spread; on few days this may be chance."
    )


@pytest.mark.parametrize(
    ("group", "better", "told"),
    [
        ([48, 48, 56, 56], UP, "The gain widened a gap: this group is 4 behind the whole, after 2."),
        ([52, 52, 70, 70], UP, "The gain widened a gap: this group is 10 ahead of the whole, after 2."),
        (
            [55, 55, 58, 58],
            UP,
            "opened a gap: this group is 2 behind the whole, and was 5 ahead of it before.",
        ),
        (
            [50, 50, 54, 54],
            UP,
            "opened a gap: this group is 6 behind the whole, and was level with it before.",
        ),
        ([50, 50, 66, 66], UP, "opened a gap: this group is 6 ahead of the whole, and was level with it"),
        (
            [45, 45, 42, 42],
            DOWN,
            "opened a gap: this group is 2 behind the whole, and was 5 ahead of it before.",
        ),
    ],
)
def test_the_words_say_on_which_side_of_the_whole_a_group_was_and_is(group, better, told):
    whole = [50, 50, 60, 60] if better == UP else [50, 50, 40, 40]
    assert told in change_of(whole, group, better).text


def test_only_days_that_both_have_are_compared_and_few_of_them_not_at_all():
    whole = series(1, 2, 3, 4, 5)
    changes, short = compare_groups(whole, {"few": series(1, 2, None, 4), "none": {}}, UP)
    assert (changes, short) == ([], ["few", "none"])


def test_the_middle_day_of_an_odd_number_belongs_to_no_half():
    change = change_of([1, 1, 99, 3, 3], [1, 1, 0, 1, 1])
    assert (change.whole, change.of_group, change.days) == ((1, 3), (1, 1), 5)
