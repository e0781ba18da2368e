"""What looks private is refused and never repeated; what only has digits in it is left alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nic_hub.domain.privacy.privacy import Finding, find_private, redact, redact_inside, refuse_private
from nic_hub.domain.privacy.shapes import PrivateKind
from nic_hub.errors import PrivateText
from tests.domain.examples import is_accepted

ZERO_WIDTH = "\u200b"


def wide(text: str) -> str:
    """Write plain characters in their full-width form, as an East Asian keyboard may."""
    return "".join(chr(ord(each) + 0xFEE0) for each in text)


EMAILS = [
    "maria.lopez@school.org",
    "mail josé@escuela.es now",
    "o'brien@school.k12.ca.us",
    "a@b.co",
    "(e-mail: x_y+z@mail.example.com)",
    "reach maria.l@students.school.k12.ca.us.",
    "mailto:maria@school.org",
    "https://example.org/?mail=maria@school.org",
    wide("maria@school.org"),
    f"maria{ZERO_WIDTH}@{ZERO_WIDTH}school.org",
    "mar\u00adia@school.org",
    "maria @ school . org",
    "maria [at] school dot org",
    "maria (at) school.org",
    "maria(at)school(dot)k12(dot)ca(dot)us",
    "Maria.Lopez AT school DOT org",
]
PHONES = [
    "(555) 234-5678",
    "555-234-5678",
    "555.234.5678",
    "555 234 5678",
    "555-123-4567",
    "(555) 123-4567",
    "555.123.4567",
    "555 123 4567",
    "555 - 123 - 4567",
    "5551234567",
    "+1 555 123 4567",
    "Mom: 555-0199",
    "reach her at 234-5678",
    "5552345678",
    "+1 (555) 234-5678",
    "1-555-234-5678",
    "+44 20 7946 0958",
    wide("555-234-5678"),
    "555-234-5678".translate({ord("5"): "\N{ARABIC-INDIC DIGIT FIVE}"}),
    "555\u2013234\u20135678",
    f"555{ZERO_WIDTH}-{ZERO_WIDTH}234-5678",
    "5\ufe0f\u20e355-234-5678",
    "call her mom at 555-2345",
    "Call me at 234-5678",
    "cell number is 234 5678",
    "Phone:555-234-5678",
    "tel:5552345678",
    "<tel:5552345678|555-234-5678>",
    "mom/555-234-5678",
    "call the school 555-234-5678",
    "school 5552345678",
    "Maria Lopez,555-234-5678,5",
]
ID_NUMBERS = [
    "123-45-6789",
    "123 45 6789",
    "SSN 123456789",
    "ssn: 123-45-6789",
    "student id 12345",
    "Student ID: 12345",
    "student id #12345",
    "student's ID is 48213",
    "studentid 48213",
    "student-id=48213",
    "student #48213",
    "student number 20184",
    "pupil no. 48213",
    "student 48213",
    "SIS number 20194417",
    "lunch number 48213",
    "state ID 1234567890",
    "SSID 1234567890",
    "SID: A1234567",
    "ID no. 482134",
    "ID# 482134",
    "(ID 482134)",
    "i.d. 482134",
    "Maria, ID 48213",
    wide("123-45-6789"),
    "123456789",
    "parent:123456789",
]
HARMLESS = [
    "2018-19",
    "school years 2017-18, 2018-19 and 2018-2019",
    "1999-2000-2001",
    "2018-02-13",
    "02/13/2018",
    "13.02.2018",
    "from 2018-02-13 to 2018-03-01",
    "20180213",
    "grades 4-8",
    "Grades 4\u20138, 5th\u20136th",
    "1,234 students",
    "1,234,567,890 dollars",
    "between 200-250 students",
    "300-1200 students",
    "contact 250 families",
    "120 135 1500",
    "the number of students in 2018 was 1234",
    "student numbers rose to 1200",
    "student number 2018-19",
    "ID 2018-2019",
    "24 of 31 students asked",
    "n = 1234",
    "+12 in 2018 2019",
    "10^30",
    "answered 10 12 14 15 18 20",
    "scores of 85, 90 and 95",
    "Lexile 650-720",
    "PSAT 10 1200 1300",
    "12.5%",
    "p < 0.00012",
    "0.123456789",
    "3.14159265358979",
    "1/2 + 3/4 = 5/4",
    "ratio 3:4:5",
    "8:30-9:15",
    "$1234567890",
    "3 pencils @ 2.50",
    "S3:213-215",
    "S1:192, 194",
    "pages 213-245",
    "CCSS.MATH.CONTENT.5.NF.B.7",
    "room 204",
    "school ID 062271003456",
    "school ID 5552345678",
    "NCES 062271003456",
    "CDS code 19647336061394",
    "19-64733-6061394",
    "district code 0622710",
    "course ID 1234567890",
    "Boise, ID 83702",
    "ISBN 978-0-470-19241-2",
    "doi:10.1234/123456789",
    "192.168.100.200",
    "https://example.org/watch?v=5552345678",
    "http://example.org/555-234-5678/",
    "youtube.com/watch/1234567890",
    "docs.google.com/document/d/1aBcD1234567890/edit",
    "www.school.org/2018/19",
    "meet at noon dot dot dot",
    "look at the school dot org chart",
    "call on 250 students",
    "text 250 1000 families",
    "the student code of conduct 2018",
    "ID the students who are lost",
    "student 2018-2019",
    "pin 3 cards, student 12",
    "e-mail each family",
]
ADDRESSES = [
    "412 Maple Street, Apt 3",
    "1200 N. 4th Ave",
    "9 Oak Dr.",
    "at 12 Harmony Court",
    "lives at 412 maple st apt 3",
    "lives on Elm Street",
    "lives in apartment 12",
    "home address: 88 Willow",
    "P.O. Box 14",
    "Calle Roble 412",
]
NO_ADDRESSES = [
    "3 Leads Dr. Kim chose",
    "the 5 Silk Road stations",
    "2018 Food Drive",
    "week 2 Peace Circle",
    "10 minutes down the road",
    "24 students from the street",
    "He stayed 10 minutes on the road",
    "in unit 3, lesson 4",
    "a 5 Mile Road walk",
    "the 1954 Supreme Court case",
]
PRIVATE = [
    *((text, PrivateKind.EMAIL) for text in EMAILS),
    *((text, PrivateKind.PHONE) for text in PHONES),
    *((text, PrivateKind.ID_NUMBER) for text in ID_NUMBERS),
    *((text, PrivateKind.ADDRESS) for text in ADDRESSES),
]
surroundings = st.sampled_from(["", "Maria said: ", "In week two (", "\n- ", "«", "students asked. "])


@pytest.mark.parametrize(("text", "kind"), PRIVATE)
def test_what_looks_private_is_found(text, kind):
    assert kind in {finding.kind for finding in find_private(text)}


@pytest.mark.parametrize("text", HARMLESS)
def test_digits_alone_are_harmless(text):
    assert find_private(text) == []


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_what_only_sounds_like_a_street_is_no_address(text):
    assert find_private(text) == []


def test_the_flat_is_taken_out_with_its_street():
    assert redact("She lives at 412 maple st apt 3, far off") == "She [address removed], far off"


@given(surroundings, st.sampled_from(PRIVATE), surroundings)
def test_what_looks_private_is_found_within_a_sentence(before, private, after):
    text, kind = private
    assert kind in {finding.kind for finding in find_private(f"{before}{text} {after}")}


def test_a_finding_points_into_the_text_as_it_was_given():
    text = f"Café{ZERO_WIDTH} of class: {wide('555')}-234-5678, ask."
    assert find_private(text) == [Finding(16, 28, PrivateKind.PHONE)]
    assert text[16:28] == f"{wide('555')}-234-5678"


def test_a_labelled_number_is_found_with_its_label_and_only_once():
    (finding,) = find_private("His student ID is 123456789 today.")
    assert (finding.start, finding.end) == (4, 27)


# Redacting.


@pytest.mark.parametrize(("text", "kind"), PRIVATE)
def test_nothing_private_is_left_after_redacting(text, kind):
    assert find_private(redact(f"Ask {text} please, {text}")) == []


@given(st.text(st.sampled_from("0123456789-.@+() aitdo"), max_size=40))
def test_redacting_leaves_nothing_and_changes_nothing_twice(text):
    assert find_private(redact(text)) == []
    assert redact(redact(text)) == redact(text)


def test_redacting_says_what_was_there_and_keeps_the_rest():
    text = "Ask maria@school.org or 555-234-5678 (student ID 48213), 24 of 31 did."
    assert redact(text) == (
        "Ask [e-mail address removed] or [phone number removed] ([ID number removed]), 24 of 31 did."
    )


@pytest.mark.parametrize("text", HARMLESS)
def test_redacting_leaves_harmless_text_as_it_is(text):
    assert redact(text) == text


# Refusing.


def refused(fields, confirmed=()):
    with pytest.raises(PrivateText) as error:
        refuse_private(fields, confirmed)
    return error.value


def test_each_field_with_private_text_is_named_once():
    fields = {"who": "maria@school.org, joe@school.org", "what": "Prompts", "reason": "SSN 123-45-6789"}
    error = refused(fields)
    assert [problem.pointer for problem in error.problems] == ["/who", "/reason"]
    assert error.detail.endswith("this text seems to hold personal data: who and reason.")


def test_a_problem_says_where_it_is_and_how_to_go_on():
    (problem,) = refused({"who": "Ask 555-234-5678."}).problems
    assert problem.detail == (
        "This seems to hold a phone number (characters 5 to 16). Take it out, or, "
        "when it is not a student's, "
        'send "confirm_not_student": ["who"] along.'
    )


@pytest.mark.parametrize(("text", "kind"), PRIVATE)
def test_the_error_never_repeats_the_value(text, kind):
    error = refused({"what": text})
    told = " ".join([error.detail, str(error), *(problem.detail for problem in error.problems)])
    digits = "".join(each for each in text if each.isdigit())
    assert text not in told
    assert kind in {PrivateKind.EMAIL, PrivateKind.ADDRESS} or digits not in "".join(
        each for each in told if each.isdigit()
    )


@pytest.mark.parametrize("confirmed", [["who"], ["phone"], {"who", "what"}])
def test_a_writer_may_confirm_a_field_or_a_kind(confirmed):
    assert is_accepted(refuse_private, {"who": "Ask 555-234-5678."}, confirmed)


def test_confirming_one_field_says_nothing_of_another():
    fields = {"who": "555-234-5678", "reason": "555-234-5679"}
    assert [problem.pointer for problem in refused(fields, ["who"]).problems] == ["/reason"]


def test_confirming_one_kind_says_nothing_of_another():
    fields = {"who": "555-234-5678 or maria@school.org"}
    assert "an e-mail address" in refused(fields, ["phone"]).problems[0].detail


def test_harmless_and_empty_fields_pass():
    fields = {f"field{n}": text for n, text in enumerate(HARMLESS)}
    assert is_accepted(refuse_private, {"who": None, "what": "", **fields})


@pytest.mark.parametrize("name", ["key", "link", "source", "versions/link"])
def test_numbers_in_a_key_a_link_or_a_source_are_nobodys(name):
    assert is_accepted(refuse_private, {name: "062271003230"})
    assert refused({name: "https://x.example/?to=amy@school.example"}).problems[0].pointer == f"/{name}"


@pytest.mark.parametrize("confirmed", ["context", "context/curriculum"])
def test_a_text_inside_an_object_is_confirmed_by_its_path_or_with_the_object(confirmed):
    fields = {"context/curriculum": "Ask amy@school.example"}
    assert refused(fields, ["curriculum"]).problems[0].pointer == "/context/curriculum"
    refuse_private(fields, [confirmed])


def test_what_is_nested_is_redacted_with_its_keys_and_nothing_else():
    asked = {
        "curriculum": "amy@school.example",
        "bands": {"555-234-5678": "low"},
        "minutes": 10,
        "all": ["a"],
    }
    assert redact_inside(asked) == {
        "curriculum": "[e-mail address removed]",
        "bands": {"[phone number removed]": "low"},
        "minutes": 10,
        "all": ["a"],
    }


# No text takes long, whatever somebody sends.


@pytest.mark.parametrize(
    "piece",
    [
        *("a", "1", "1-", "a@", "a.", "555-", "+1 ", "(at)", "x dot ", "a at b dot ", "student id ", "x.y/"),
        *("412 Maple ", "412 ", "lives at 4 ", "lives on Abc ", "4 N. ", "calle Abc ", "his address "),
    ],
)
def test_a_hostile_text_takes_no_longer_than_its_length(piece):
    started = time.perf_counter()
    find_private(piece * (50_000 // len(piece)))
    assert time.perf_counter() - started < 2
