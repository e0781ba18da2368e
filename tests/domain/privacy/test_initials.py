"""Initials of students are asked about; abbreviations, authors and "Student A" are not."""

from __future__ import annotations

import time

import pytest

from nic_hub.domain.privacy.people import NamesInUse
from nic_hub.domain.privacy.privacy import find_private, find_private_fields, redact
from nic_hub.domain.privacy.shapes import PrivateKind

SOMEBODY = [
    ("J.T. cried again", "J.T."),
    ("Then J. T. left", "J. T."),
    ("student M.K.", "M.K."),
    ("a student MK, in grade 5", "MK"),
    ("my student A. refused", "A."),
    ("one girl, B., asked", "B."),
    ("JT giggled", "JT"),
    ("K. would not sit", "K."),
    ("j.t. said it is hard", "j.t."),
    ("I paired MK with a reader", "MK"),
    ("TJ\u2019s mom called", "TJ"),
    ("Worked with J.T. Then he left.", "J.T."),
    ("my student E.L. refused", "E.L."),
    ("Lopez, M.K. refused", "M.K."),
    ("student J.T.M. left", "J.T.M."),
    ("AJ will not use it unless I sit by him", "AJ"),
    ("R.T. got 9 of 10", "R.T."),
]
NOBODY = [
    "PDSA, PD and the PLC met",
    "the U.S. and the U.K.",
    "E.L. students asked in A.P. class",
    "grade 4 B.",
    "J.K. Rowling wrote it",
    "W. E. B. Du Bois and C.S. Lewis",
    "Bryk, A.S., Gomez, L.M., Grunow, A. (2015)",
    "Student A refused, Student B asked",
    "a student ID, one student EL plan",
    "AP is nervous, PD was lost, the T.A. told us",
    "At 10 a.m., e.g. in L.A., i.e. not P.E.",
    "D.O.K. 3 and S.E.L.",
    "Dr. J.T. Smith and Ms. K.L. helped",
    "Plan B. was larger",
    "We moved PD to the front",
    "Saito, E., Khong, T. D. H., & Tsukui, A. (2012)",
    "Bryk A. S., Gomez L. M. (2010)",
    "E.B. White and M.L. King",
]


@pytest.mark.parametrize(("text", "initials"), SOMEBODY)
def test_initials_are_found_where_they_stand(text: str, initials: str):
    (found,) = find_private(text)
    assert (text[found.start : found.end], found.kind) == (initials, PrivateKind.INITIALS)


@pytest.mark.parametrize("text", NOBODY)
def test_other_letters_are_left_alone(text: str):
    assert find_private(text) == []


def test_the_writer_is_told_what_was_seen_and_a_question_is_kept_without():
    (problem,) = find_private_fields({"result": "J.T. cried."})
    assert "what may be a student's initials (characters 1 to 4)" in problem.detail
    assert redact("What helps J.T. ask?") == "What helps [initials removed] ask?"


def test_initials_of_who_carries_a_test_out_or_of_a_member_are_no_finding():
    own = NamesInUse.of(["J.T. Smith"], [])
    assert find_private_fields({"who": "J.T. in room 4", "name": "M.K."}) == []
    assert find_private_fields({"result": "J.T. Smith said so, and J.T. left"}, known=lambda: own) != []
    assert find_private_fields({"result": "J.T. Smith left"}, known=lambda: own) == []


@pytest.mark.parametrize(
    "piece", ["J.T. ", "J. ", "student M.K. ", "student ", "MK ", "a.b.", "Smith, J.T., "]
)
def test_long_texts_are_read_in_time_that_grows_with_their_length(piece: str):
    began = time.process_time()
    find_private(piece * (20_000 // len(piece)))
    assert time.process_time() - began < 5
