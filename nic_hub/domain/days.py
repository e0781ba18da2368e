"""Which days are possible: not before there were any tests, not in the future, and in their order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from nic_hub.domain.vocabulary import UNDECIDED, AdoptionState
from nic_hub.errors import FieldProblem

EARLIEST_DAY = date(1990, 1, 1)
#: A test is planned for this school year or the next one.
PLANNING_LEEWAY = timedelta(days=366)
#: What came of a test is looked at half a year after its start at the latest.
STUDY_LEEWAY = PLANNING_LEEWAY + timedelta(days=183)
#: Somewhere on earth it is tomorrow already, so what has happened may bear the day after today in UTC; and
#: somewhere it is still yesterday.
CLOCK_LEEWAY = timedelta(days=1)
_PASSED = "The study date has passed: choose a day that is still to come."


def check_day(name: str, day: date | None, today: date | None, leeway: timedelta) -> Iterator[FieldProblem]:
    """Yield what is wrong with one day.

    Args:
        name: its field.
        day: the day; None is fine.
        today: the day in UTC; None where nothing lies too far ahead.
        leeway: how far ahead of today it may be.
    """
    if day is not None and day < EARLIEST_DAY:
        yield FieldProblem(f"/{name}", f"Check the year: this is before {EARLIEST_DAY.year}.")
    if day is not None and today is not None and day - today > leeway:
        yield FieldProblem(f"/{name}", "Check the date: this is too far in the future.")


def check_counted_on(day: date, today: date) -> Iterator[FieldProblem]:
    """Yield what is wrong with the day of a data point: nothing was counted on a day still to come."""
    if day - today > CLOCK_LEEWAY:
        yield FieldProblem("/date", "This day is still to come: write the day on which this was counted.")
    else:
        yield from check_day("date", day, None, CLOCK_LEEWAY)


def check_study_day(
    study_on: date | None, started_on: date | None, today: date | None
) -> Iterator[FieldProblem]:
    """Yield what is wrong with the day on which the team looks at what came of a test.

    Args:
        study_on: that day.
        started_on: when the test starts, where it is known.
        today: the day in UTC; None where nothing lies too far ahead.
    """
    yield from check_day("study_on", study_on, today, STUDY_LEEWAY)
    if study_on and started_on and study_on < started_on:
        told = f"The study date lies before the start: choose {started_on} or a day after it."
        yield FieldProblem("/study_on", told)


def check_still_ahead(study_on: date | None, today: date | None) -> Iterator[FieldProblem]:
    """Yield that a study date of something that begins now, or still goes on, has passed."""
    if study_on and today and today - study_on > CLOCK_LEEWAY:
        yield FieldProblem("/study_on", _PASSED)


def find_adoption_day_problems(
    state: AdoptionState, started_on: date | None, study_on: date | None, today: date
) -> tuple[FieldProblem, ...]:
    """List what is wrong with an adoption's days; one that has ended may have been looked at long ago."""
    problems = [*check_day("started_on", started_on, today, PLANNING_LEEWAY)]
    problems += check_study_day(study_on, started_on, today)
    if not problems and state in UNDECIDED:
        problems += check_still_ahead(study_on, today)
    return tuple(problems)
