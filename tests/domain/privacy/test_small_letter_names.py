"""Names in small letters, as tired people type them, are asked about; words that are names, too, are not."""

from __future__ import annotations

import time

import pytest

from nic_hub.domain.privacy.people import NamesInUse
from nic_hub.domain.privacy.privacy import find_private, find_private_fields, redact

NAMES = [
    ("jayden kept shouting", "jayden"),
    ("jose martinez never finishes his work", "jose martinez"),
    ("kevin said it was boring", "kevin"),
    ("my student jayden wont talk in class", "jayden"),
    ("what helps maria r. ask?", "maria r."),
    ("we told kevin's mom", "kevin"),
    ("called jaydens mom", "jaydens"),
    ("jos\u00e9 mart\u00ednez was late", "jos\u00e9 mart\u00ednez"),
    ("JAYDEN kept shouting", "JAYDEN"),
    ("tyler and the others", "tyler"),
    ("a boy called yuki helped", "yuki"),
    ("A student named grace left", "grace"),
    ("a girl called hope left", "hope"),
    ("grace said she forgot", "grace"),
    ("it helped, and mark said so", "mark"),
    ("hope's mother wants it", "hope"),
    ("mark garcia was absent", "mark garcia"),
    ("the nguyen twins", "nguyen"),
    ("saoirse got stuck", "saoirse"),
]
NOBODY = [
    "grace, will, mark, hope, may, art, rich, drew, sue, rose, jack",
    "will this help in may, or will they sue?",
    "they hope to mark it with grace",
    "a rich task and the art they drew",
    "how will martinez elementary use it",
    "in san jose, santa ana, san diego and st. paul",
    "carol dweck, jo boaler and maya angelou",
    "the martin luther king unit",
    "the maya calendar in the nick of time",
    "ms. maria and coach kevin",
    "maria elementary school",
    "10 min with the junior class",
    "students named three things",
    "a student named three strategies",
    "a student called out, another called home",
    "april's family night",
    "the art said more",
    "https://tools.example/kevin and files/maria.pptx",
    "the sheet for-kevin.pdf and kevin_2",
]


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_a_name_in_small_letters_is_found_where_it_stands(text: str, name: str):
    assert [text[each.start : each.end] for each in find_private(text)] == [name]


@pytest.mark.parametrize("text", NOBODY)
def test_words_places_and_known_people_in_small_letters_are_left_alone(text: str):
    assert find_private(text) == []


def test_a_question_is_kept_without_the_name():
    asked = "jose martinez never finishes his work, and jayden wont talk"
    assert redact(asked) == "[name removed] never finishes his work, and [name removed] wont talk"


def test_a_name_with_an_accent_is_found_with_its_capital():
    assert redact("Jos\u00e9 kept shouting") == "[name removed] kept shouting"


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [("maria wozniak said so", False), ("maria said so", True), ("maria wozniaks sister", True)],
)
def test_a_member_may_be_named_in_small_letters_by_the_whole_name(text: str, is_asked: bool):
    own = NamesInUse.of(["Maria Wozniak"], [])
    assert bool(find_private_fields({"result": text}, known=lambda: own)) is is_asked


@pytest.mark.parametrize("piece", ["maria ", "a ", "will garcia ", "student named ", "MARIA", "grace said "])
def test_long_texts_are_read_in_time_that_grows_with_their_length(piece: str):
    began = time.process_time()
    find_private(piece * (20_000 // len(piece)))
    assert time.process_time() - began < 5
