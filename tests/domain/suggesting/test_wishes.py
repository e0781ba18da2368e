"""Which part of what is known a question asks for, and what it is about."""

from __future__ import annotations

import pytest

from nic_hub.domain.suggesting.wishes import Part, Wish, find_subject, read_wish


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("who is testing openers right now", "openers"),
        ("Who else is testing openers?", "openers?"),
        ("is anyone testing number talks at the moment?", "number talks"),
        ("any team trying out exit slips", "exit slips"),
        ("who's using talk moves and did it help", "talk moves"),
        ("what did other teams learn about wait time", "wait time"),
        ("What have others tried for fractions?", "fractions?"),
        ("what did district B find out about wait time", "wait time"),
        ("which district did the silent debate", "the silent debate"),
        ("did wait time work in district b?", "did wait time work?"),
        ("who is testing openers in school A1 now", "openers"),
        ("did exit slips fail anywhere?", "exit slips"),
    ],
)
def test_what_is_searched_for_is_what_a_question_is_about(question: str, about: str):
    assert find_subject(question) == about


@pytest.mark.parametrize(
    "question",
    [
        "who is testing",
        "Has anyone tested exit slips?",
        "students who are testing out of a class",
        "openers right now",
        "teams testing openers",
        "what did other teams learn",
        "what works in District B",
        "wait time in district meetings",
        "what did they learn about each other in advisory",
        "got a form for behavior?",
        "who is doing well in math",
    ],
)
def test_other_questions_stay_as_they_are(question: str):
    assert find_subject(question) == question


@pytest.mark.parametrize(
    "question",
    [
        "what failed with group work",
        "What didn\N{RIGHT SINGLE QUOTATION MARK}t work for word problems?",
        "which ideas have failed in grade 4",
        "anything that did not work for fractions",
        "did anything go wrong with random seats",
        "what went wrong with the bell",
        "what bombed with word problems",
        "did exit tickets fail anywhere",
        "why did the bell not work for big classes?",
        "does cold calling ever backfire?",
        "who dropped number talks",
        "has anyone given up grading homework",
        "any failures with random seats",
    ],
)
def test_a_question_for_failures_is_known(question: str):
    assert read_wish(question).part == Part.FAILURES


@pytest.mark.parametrize(
    "question",
    [
        "what do i do, half failed in fractions",
        "my students failed the fraction test",
        "what worked for word problems",
        "which students failed in fractions",
        "did my students fail",
        "did half of my class fail",
        "why do kids fail",
        "who dropped out of school",
        "anyone stop kids from copying",
        "how do i get them to not fail",
    ],
)
def test_students_who_fail_are_no_failed_test(question: str):
    assert read_wish(question).part is None


@pytest.mark.parametrize(
    ("question", "wish"),
    [
        ("is anyone doing openers rn", Wish("openers", Part.NOW)),
        ("is anybody here currently trying openers", Wish("openers", Part.NOW)),
        ("got a handout for the talk moves?", Wish("the talk moves?", Part.TOOL)),
        ("is there a sheet for that i can print", Wish("that i can print", Part.TOOL)),
        ("where can i find the rubric?", Wish("", Part.TOOL)),
        ("who dropped it", Wish("it", Part.FAILURES)),
        ("random seats", Wish("random seats")),
    ],
)
def test_what_is_asked_for_is_taken_apart_from_what_it_is_about(question: str, wish: Wish):
    assert read_wish(question) == wish
