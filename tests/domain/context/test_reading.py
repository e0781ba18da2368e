"""What a teacher's question says of its context, and what it must not be taken to say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nic_hub.domain.context.context import Context
from nic_hub.domain.context.reading import read_context

SILENT = [
    "Did grade reflection forms raise grades?",
    "our second grade reflection form",
    "I grade 10 papers a night",
    "How do you grade 5 projects?",
    "raise grades 5 percent",
    "grades rose 5 points",
    "grade 13",
    "what grade should I give",
    "grade-level teams",
    "first time teaching",
    "2nd period",
    "Growth-mindset PD: whole staff or small groups?",
    "Who tried AI tutors, and which of Ms. R's students improved?",
    "a class in improvement science",
    "math and science teachers",
    "the state of the art",
    "high expectations for all schools",
    "elementary, my dear",
    "my ELLs",
    "weekly or daily check-ins",
    "5 minutes or 10 minutes?",
    "biweekly meetings",
    "every other week",
    "once they ask",
    "students read the problem three times",
    "the coach said",
    "a minute of silence",
    "classes of 2018",
    "a 10-minute opener",
    "Did a weekly advisory period help?",
    "daily check-ins with homeroom",
    "coach-led lessons",
    "the 8 in the back",
    "",
]


@pytest.mark.parametrize("question", SILENT)
def test_nothing_is_read_where_nothing_is_clearly_said(question):
    assert read_context(question).context == Context()


GRADES = [
    ("My 5th graders won't ask when they're lost.", ["3_5"]),
    ("grade 5", ["3_5"]),
    ("Grade 10 students", ["9_12"]),
    ("grades 4-8", ["3_5", "6_8"]),
    ("grades 4\u20138", ["3_5", "6_8"]),
    ("Grades 2 through 6", ["k_2", "3_5", "6_8"]),
    ("grades K-2", ["k_2"]),
    ("grades 3 and 9", ["3_5", "9_12"]),
    ("our 9th-grade teams", ["9_12"]),
    ("fifth and sixth graders", ["3_5", "6_8"]),
    ("3rd, 4th and 5th grade", ["3_5"]),
    ("4th-8th grade", ["3_5", "6_8"]),
    ("eleventh grade", ["9_12"]),
    ("kindergarten", ["k_2"]),
    ("kindergartners", ["k_2"]),
    ("pre-K", ["pre_k"]),
    ("a K-8 school", ["k_2", "3_5", "6_8"]),
    ("middle school", ["6_8"]),
    ("middle schoolers", ["6_8"]),
    ("high school", ["9_12"]),
    ("elementary teachers", ["k_2", "3_5"]),
    # A grade says more than a level.
    ("6th grade at our elementary school", ["6_8"]),
]


@pytest.mark.parametrize(("question", "bands"), GRADES)
def test_grades_are_read_as_bands(question, bands):
    assert list(read_context(question).context.grade_bands) == bands


OTHERS = [
    ("Anything like our CUBES routine for word problems?", "subject", "mathematics"),
    ("students reading a word problem", "subject", "mathematics"),
    ("Algebra I", "subject", "mathematics"),
    ("our reading groups", "subject", "reading_writing"),
    ("ELA teachers", "subject", "reading_writing"),
    ("science lessons", "subject", "science"),
    ("in science, nobody asks", "subject", "science"),
    ("social studies", "subject", "social_studies"),
    ("Spanish class", "subject", "languages"),
    ("art teachers", "subject", "arts"),
    ("during our advisory", "subject", "advisory"),
    ("middle school", "school_level", "middle"),
    ("high-schoolers", "school_level", "high"),
    ("a rural school", "locale", "rural"),
    ("suburban teams", "locale", "suburb"),
    ("an inner-city school", "locale", "city"),
    ("a small town", "locale", "town"),
    ("without a coach", "coach_present", False),
    ("we have no instructional coach", "coach_present", False),
    ("we don\u2019t have a math coach", "coach_present", False),
    ("our literacy coach helps", "coach_present", True),
    ("we have a coach", "coach_present", True),
    ("no common planning time", "shared_planning_time", False),
    ("we have shared planning", "shared_planning_time", True),
    ("we only have 10 minutes", "minutes", 10),
    ("my forty-five minutes with them", "minutes", 45),
    ("I see them every day", "frequency", "daily"),
    ("we meet three times a week", "frequency", "several_a_week"),
    ("our team meets once a week", "frequency", "weekly"),
    ("we meet monthly", "frequency", "monthly"),
    ("I get them every semester", "frequency", "termly"),
    ("34 in a class", "class_size", "over_32"),
    ("22 of them in my room", "class_size", "16_24"),
    ("28 kids in my class", "class_size", "25_32"),
    ("a class of 12", "class_size", "under_16"),
    ("classes of 35", "class_size", "over_32"),
    ("our peer tutoring", "delivered_by", "peers"),
    ("we have coach-led lessons", "delivered_by", "coach"),
    ("most of our students are English learners", "student_group_bands", {"english_learners": "very_high"}),
    ("many ELLs", "student_group_bands", {"english_learners": "high"}),
    ("few students with IEPs", "student_group_bands", {"students_with_disabilities": "low"}),
]


@pytest.mark.parametrize(("question", "name", "value"), OTHERS)
def test_other_parts_are_read_where_they_are_said(question, name, value):
    assert getattr(read_context(question).context, name) == value


def test_a_whole_question_is_read_with_the_words_that_were_used():
    question = "Our 7th graders have math every day in a class of 30, and we have no coach. Ideas?"
    read = read_context(question)
    assert read.context == Context.of(
        {
            "grade_bands": ["6_8"],
            "subject": "mathematics",
            "frequency": "daily",
            "class_size": "25_32",
            "coach_present": False,
        }
    )
    assert read.words == ("7th graders", "math", "every day", "class of 30", "no coach")


@pytest.mark.parametrize("question", [question for question, *_ in [*GRADES, *OTHERS]])
def test_capitals_and_spaces_do_not_matter(question):
    assert read_context(question.upper().replace(" ", "  ")) == read_context(question)


@given(st.text(max_size=80))
def test_any_text_can_be_read(question):
    read = read_context(question)
    assert bool(read.words) == bool(read.context.known)


@given(st.lists(st.sampled_from([q for q, *_ in [*GRADES, *OTHERS]]), max_size=4))
def test_the_words_used_stand_in_the_question_in_that_order(parts):
    question = ". ".join(parts)
    plain = " ".join(question.lower().replace("\u2013", "-").replace("\u2019", "'").split())
    places = [plain.find(words) for words in read_context(question).words]
    assert places == sorted(places)
    assert -1 not in places
