"""Sentences about few students, without the numbers that would give them away."""

from __future__ import annotations

import time

import pytest

from nic_hub.domain.privacy.blurring import blur_numbers, blur_people


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("4 of 6 asked", "… of … asked"),
        ("Four of the six asked.", "… of the … asked."),
        ("66% asked, 2/3 more than before", "… asked, … more than before"),
        ("All of them asked; nobody was left out", "… of them asked; … was left out"),
        ("Half stayed silent", "… stayed silent"),
        ("up from 2.5 percent", "up from …"),
        ("She was the 6th of 7 students", "She was the … of … students"),
        ("The sixth student asked, the first of eleven", "The … student asked, the … of …"),
        ("Two of three; two-thirds; three quarters", "… of …; …-…; … …"),
        ("Twelve of nineteen, neither of the pair", "… of …, … of the …"),
        ("A third asked, a single boy", "A … asked, a … boy"),
        ("No students asked", "… students asked"),
        ("4 of 6 fifth graders in grade 5", "… of … fifth graders in grade 5"),
        ("In grade 4, 3 asked; 5th-graders: 2", "In grade 4, … asked; 5th-graders: …"),
        ("Their grade 3.5 of 5", "Their grade … of …"),
        ("In grade 5 of 6", "In grade … of …"),
        ("ninety-five percent, one hundred", "…-…, … …"),
        ("Four-fifths, two fifths, a fourth", "…-…, … …, a …"),
        ("\u00bd of them, \u2460 of \u2465", "… of them, … of …"),
        ("4kids, 4of6, 3x, 6+", "…, …, …, …"),
        ("A foursome, a lone boy, unanimous", "A …, a … boy, …"),
        ("iv students, IV of VI, v kids, i student", "… students, … of …, … kids, … student"),
        ("tres estudiantes, cinco de los ocho", "… estudiantes, … de los …"),
        ("Once alumnos, un ni\u00f1o, el sexto de siete", "… alumnos, … ni\u00f1o, el … de …"),
        ("todos preguntaron, la mitad, nin\u0303os: diez", "… preguntaron, la …, nin\u0303os: …"),
        ("the only one who asked; the only student", "the … … who asked; the … student"),
    ],
)
def test_what_tells_a_number_is_blurred(said, shown):
    assert blur_numbers(said) == shown


@pytest.mark.parametrize(
    "said",
    [
        "They want to ask, but not aloud.",
        "Someone often finally allowed it",
        "",
        "6th grade and 5th graders",
        "First, we tried it in third grade; second, with the fifth-graders.",
        "The 4th- and 5th-grade teams, 7th/8th grade, grades 4-8, grade 12",
        "In the 3rd lesson of the second week they had no time.",
        "They help one another, in room 12, period 3",
        "Title I, Tier II, Algebra II and Grade IV students, once I asked, mixed",
        "una vez, el cuarto grado, un poco",
        "After all, they listen to each other; some one-on-one, in week 3",
        "A fourth try, a fifth-grade class, students who only listen, student-first",
    ],
)
def test_other_words_stay(said):
    assert blur_numbers(said) == said


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Is it right for the three students with plans?", "Is it right for the … students with plans?"),
        ("Will five quiet fifth graders ask?", "Will … quiet fifth graders ask?"),
        ("Two special education students in room 3", "… special education students in room 3"),
        ("a couple of kids, both boys", "a … of kids, … boys"),
        ("for two to three focus students", "for … focus students"),
        ("a 3-student group", "a …-student group"),
        ("10-12 of my students", "… of my students"),
        ("twenty-one children", "… children"),
        ("Do two of them ask?", "Do … of them ask?"),
        ("4 of the 6", "… of the …"),
        ("The seven who never flag; both will try it.", "The … who never flag; … will try it."),
        ("cards for all three, then the other two.", "cards for all …, then the other …."),
        ("one girl", "… girl"),
        ("n = 5, n=6", "n = …, n=…"),
        ("Three of Ms. Lee's students", "… of Ms. Lee's students"),
        ("Do four new teachers start?", "Do … new teachers start?"),
        ("1/3 of my students, 4/26 kids", "… of my students, … kids"),
        ("50% of the students", "… of the students"),
        ("20+ kids, 6 or so kids, six (6) students", "… kids, … kids, … students"),
        ("a small group of four, 10 minutes", "a small group of …, 10 minutes"),
        ("students: 4, a group (6)", "students: …, a group (…)"),
        ("4kids, six kiddos, 6 sts", "…, … kiddos, … sts"),
        ("with my six; four of mine", "with my …; … of mine"),
        ("4 (of 26)", "… (of …)"),
        ("vi quiet students, iii of vii, v kids", "… quiet students, … of …, … kids"),
        ("para tres estudiantes, dos de mis ocho", "para … estudiantes, … de mis …"),
        ("once ni\u00f1os; los seis.", "… ni\u00f1os; los …."),
        ("a quartet, the twins", "a …, the …"),
    ],
)
def test_a_number_that_counts_people_is_blurred_in_a_plan(said, shown):
    assert blur_people(said) == shown


@pytest.mark.parametrize(
    "said",
    [
        "Students help one another; no one is left out, one by one.",
        "One card, two questions, three weeks, 10 minutes a day",
        "Both cards lie on the desk",
        "two cards students keep, one minute for students",
        "in groups of three students",
        "Grade 6 students in room 4, period 3 students, tier 2 readers",
        "4th-grade students and 3rd graders",
        "a starter with no single answer",
        "30 minutes x 5",
        "I want quiet students, once a week, una tarjeta, dos minutos",
        "Title I students, part ii",
        "All students, the other day",
        "students: 4 cards each, class of 2027, a group: 10 minutes",
        "",
    ],
)
def test_other_numbers_of_a_plan_stay(said):
    assert blur_people(said) == said


@pytest.mark.parametrize(
    "piece",
    [
        "3 ",
        "a-",
        "3 a-",
        "two of ",
        "one a ",
        "the three ",
        "n = ",
        "3-",
        "1/",
        "kids: ",
        "5th, ",
        "iv ",
        "dos de los ",
    ],
)
def test_long_texts_are_blurred_in_time_that_grows_with_their_length(piece):
    began = time.process_time()
    blur_people(piece * (60_000 // len(piece)))
    assert time.process_time() - began < 5
