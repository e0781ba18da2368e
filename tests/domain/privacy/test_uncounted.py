"""Words that speak of few students, where nobody said how many there were."""

import pytest

from nic_hub.domain.privacy.uncounted import lacks_count, warn_of_uncounted
from nic_hub.domain.vocabulary import CycleStatus, Visibility

MIN_N = 10


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("4 of 9 students handed one in.", 9),
        ("6 out of 8 kids", 8),
        ("3/8 children", 8),
        ("two of the 7 English learners", 7),
        ("All six of my quiet learners asked.", 6),
        ("Only 5 fifth graders came.", 5),
        ("The teacher, with six newcomers", 6),
        ("Both boys asked", 2),
        ("It was the talk of 1 student", 1),
        ("both of my girls", 2),
        ("3 of 6 asked for help", 6),
        ("4/7 finished", 7),
        ("Five out of the eight never raised hands", 8),
        ("2 of 5 didn\u2019t say a word", 5),
        ("all six said so", 6),
        ("11 of 24 students, and 3 of the 4 newcomers", 4),
    ],
)
def test_a_team_is_asked_where_its_words_speak_of_few_students(text: str, count: int):
    warning = warn_of_uncounted([None, text], MIN_N)
    assert warning is not None
    assert warning.startswith(f"Your words speak of {count} student{'' if count == 1 else 's'},")
    assert f"of fewer than {MIN_N}," in warning


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "11 of 24 students handed one in.",
        "4 students asked.",
        "In 3 of 5 lessons students asked.",
        "3 of 6 lessons",
        "In 3 of 6, students asked.",
        "3 of 6 teachers asked",
        "11 of 24 asked",
        "We took 3 of 6 steps",
        "Half of the students",
        "All of the students",
        "Students in grade 9 asked 4 questions.",
        "Of 28 students 20 asked.",
        "Of 10 students 4 asked.",
        "0 of 0 students",
    ],
)
def test_nobody_is_asked_of_other_words(text: str | None):
    assert warn_of_uncounted([text], MIN_N) is None


@pytest.mark.parametrize(
    ("status", "visibility", "student_count", "lacks"),
    [
        (CycleStatus.CLOSED, Visibility.NETWORK, None, True),
        (CycleStatus.STUDIED, Visibility.DISTRICT, None, True),
        (CycleStatus.CLOSED, Visibility.NETWORK, 24, False),
        (CycleStatus.CLOSED, Visibility.NETWORK, 0, False),
        (CycleStatus.CLOSED, Visibility.TEAM, None, False),
        (CycleStatus.RUNNING, Visibility.NETWORK, None, False),
        (CycleStatus.CANCELLED, Visibility.NETWORK, None, False),
    ],
)
def test_a_count_is_missed_where_others_read_what_was_found(status, visibility, student_count, lacks):
    assert lacks_count(status, visibility, student_count) is lacks
