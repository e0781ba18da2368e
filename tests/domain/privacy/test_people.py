"""Likely students' names and dates of birth are asked about; grown-ups, places and ordinary words are not."""

from __future__ import annotations

import time

import pytest

from nic_hub.domain.privacy.people import NamesInUse
from nic_hub.domain.privacy.privacy import find_private, find_private_fields, redact
from nic_hub.domain.privacy.shapes import PrivateKind

NAMES = [
    ("Maria R. asked twice.", "Maria R."),
    ("a student named Xiomara left", "Xiomara"),
    ("a student named maria left", "maria"),
    ("Thuy said it helps.", "Thuy"),
    ("We saw Jayden use the card.", "Jayden"),
    ("It was Aaliyah Johnson who cried.", "Aaliyah Johnson"),
    ("Nevaeh's mother called.", "Nevaeh"),
    ("Yaretzi (grade 5) explained it.", "Yaretzi"),
    ("When Oluwaseun asked, we stopped.", "Oluwaseun"),
    ("Lopez, Maria got 3 of 10", "Maria"),
    ("Jordan S. was absent.", "Jordan S."),
    ("Grace said she forgot.", "Grace"),
    ("José M. raised his hand", "José M."),
    ("DeAndre's score fell", "DeAndre"),
    ("\u0141ukasz has an IEP", "\u0141ukasz"),
    ("Th\u1ea3o said it helps.", "Th\u1ea3o"),
    ("Then Ja'Marcus O'Connor left", "Ja'Marcus O'Connor"),
    ("Then Isabel De La Cruz left", "Isabel De La Cruz"),
    ("Mary-Kate went home", "Mary-Kate"),
    ("My student Wenqi doesn't ask", "Wenqi"),
    ("One girl - Tanesha - led it", "Tanesha"),
    ("Brooklyn never speaks unless I call on her", "Brooklyn"),
    ("Tafari (5th grade) drew it", "Tafari"),
    ("Met with the Okonkwo family", "Okonkwo"),
    ("Saoirse used the card", "Saoirse"),
    ("Hi, Jayden's mother called", "Jayden"),
    ("a kid like Mateo G who left", "Mateo G"),
    ("@Jayden can you look", "Jayden"),
    ("@jayden never asks", "jayden"),
    ("Gus would not join in", "Gus"),
    ("Wenqi giggled", "Wenqi"),
    ("Okoro kept humming", "Okoro"),
    ("The little Okonkwo boy left", "Okonkwo"),
    ("Then student Anyanwu said no", "Anyanwu"),
]
NOBODY = [
    "Ms. Rivera said the cards help.",
    "Dr. Maria Gomez helped us.",
    "Lincoln Elementary asked for it.",
    "Rosa Parks Middle School joined.",
    "San Jose hosted us.",
    "We read Daniel Willingham (2009).",
    "Carol Dweck's work",
    "Students said yes.",
    "Grace periods help.",
    "May is too late.",
    "Plan B. was larger.",
    "Group A. finished first.",
    "Everyone asked.",
    "Student Academic Discourse",
    "The lesson on Martin Luther King",
    "Custodians found cards.",
    "Agenda needs an ending.",
    "Homework was shorter, so her class finished.",
    "Kahoot ended early when a student lost his phone.",
    "Our student Council, with two votes, said no.",
    "A student Google account is needed.",
    "Automotive, 11th grade, 24 students",
    "the Desmos family of tools",
    "Hi Karen, could you share the form?",
    "Thank you Maria for the slides!",
    "Hi @Karen, could you share it?",
    "Coach @Tom can you post it?",
    "Mr. @Tom said so",
    "Ask @Tom (our math coach) for it",
    "<@U123ABC> can you post it?",
    "@maria.teaches on the web, and @kevin_2",
    "the Hmong girl and the Spanish boy",
    "Families never talk to us",
    "Infinite Campus does not talk to Canvas",
    "Karen families and Karen speakers",
    "Ann Arbor joined us",
]
BIRTHS = [
    "DOB 3/14/2012",
    "d.o.b.: 03-14-2012",
    "born on March 14, 2012",
    "Date of birth: 2012-03-14",
    "his birthday is May 4",
    "birthdate 14 March 2012",
    "bday 3/14/12",
    "born 5 August 2014",
]
NO_BIRTHS = [
    "born in 2012",
    "an idea born on a bus",
    "Birthdays hang on the wall",
    "on 3/14/2018 we met",
    "born of need",
]


def kinds(text: str) -> set[PrivateKind]:
    return {finding.kind for finding in find_private(text)}


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_a_likely_name_is_found_where_it_stands(text, name):
    assert [text[each.start : each.end] for each in find_private(text)] == [name]


@pytest.mark.parametrize("text", NOBODY)
def test_what_is_no_students_name_is_left_alone(text):
    assert find_private(text) == []


@pytest.mark.parametrize("text", BIRTHS)
def test_a_date_of_birth_is_found_by_its_word(text):
    assert PrivateKind.BIRTH_DATE in kinds(text)


@pytest.mark.parametrize("text", NO_BIRTHS)
def test_another_date_is_no_date_of_birth(text):
    assert kinds(text) == set()


def test_whoever_stands_in_a_list_beside_a_name_is_taken_out_with_it():
    told = "Diego, Wenqi & Tafari and Nomvula left; Maria and Desmos stayed."
    rest = "[name removed], [name removed] & [name removed] and [name removed] left;"
    assert redact(told) == f"{rest} [name removed] and Desmos stayed."


def test_whoever_stands_in_a_list_before_a_name_is_taken_out_with_it():
    told = "Tafari, Xochitl Ruiz and Nomvula & Maria left. Math and Maria stayed."
    left, stayed = redact(told).split(" left. ")
    assert left == "Tafari, [name removed] and [name removed] & [name removed]"
    assert stayed == "Math and [name removed] stayed."


def test_a_date_in_brackets_beside_a_name_is_a_date_of_birth():
    assert kinds("Maria Lopez (3/14/2012) moved.") == {PrivateKind.STUDENT_NAME, PrivateKind.BIRTH_DATE}
    assert kinds("The convening (3/14/2018) was long.") == set()


def test_names_and_dates_of_birth_are_taken_out_of_a_question():
    asked = "What helps Jayden, born March 14, 2012, ask questions?"
    assert redact(asked) == "What helps [name removed], [date of birth removed], ask questions?"


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("Maria Rivera said so.", False),
        ("Maria said so.", True),
        ("Amelia Earhart kids said so: Amelia read.", False),
        ("Jayden said so.", True),
        ("Jose Garcia and Jos\u00e9 Garc\u00eda said so.", False),
    ],
)
def test_the_hubs_own_names_are_no_students(text, is_asked):
    own = NamesInUse.of(["Maria Rivera", "Jos\u00e9 Garc\u00eda"], ["Amelia Earhart School"])
    assert bool(find_private_fields({"result": text}, known=lambda: own)) is is_asked


def test_names_are_looked_up_only_when_a_name_was_found():
    def fail() -> NamesInUse:
        raise AssertionError("nobody was named")

    assert find_private_fields({"result": "Four questions a lesson."}, known=fail) == []


def test_the_finding_says_what_was_seen_and_how_to_go_on_and_not_the_name():
    (problem,) = find_private_fields({"result": "Then Jayden asked."})
    assert problem.detail == (
        "This seems to hold what may be a student's name (characters 6 to 11). Take it out, or, when it is "
        'not a student\'s, send "confirm_not_student": ["result"] along.'
    )


@pytest.mark.parametrize("confirmed", ["result", "student_name"])
def test_a_name_is_confirmed_by_its_field_or_its_kind(confirmed):
    assert find_private_fields({"result": "Then Jayden asked."}, [confirmed]) == []


def test_the_name_of_a_member_a_school_or_who_carries_out_a_test_is_no_finding():
    assert find_private_fields({"name": "Maria Lopez", "context/name": "Jayden", "who": "Ana Ruiz"}) == []


@pytest.mark.parametrize(
    "piece",
    [
        "Maria ",
        "Maria R. ",
        "Maria, ",
        "Maria and Wenqi, ",
        "born ",
        "student named ",
        "A-",
        "Mc",
        "(",
        "May 4 ",
        "\n",
        "Maria and ",
        "Xochitl and ",
        "told Hope ",
        "Hope and Chase, ",
        "@Maria (our ",
        "the little Abc ",
    ],
)
def test_long_texts_are_read_in_time_that_grows_with_their_length(piece):
    began = time.process_time()
    find_private(piece * (60_000 // len(piece)))
    assert time.process_time() - began < 5


def test_the_name_somebody_has_in_slack_is_kept_where_it_is_asked_for():
    told = "Jayden, jayden@school.example"
    assert redact(told, keep=[PrivateKind.STUDENT_NAME]) == "Jayden, [e-mail address removed]"
