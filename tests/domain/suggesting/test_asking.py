"""What the words of a question tell by themselves."""

from __future__ import annotations

import pytest

from nic_hub.domain.suggesting.asking import (
    asks_about_persons,
    content_words,
    first_clause,
    has_content,
    is_named,
    says_enough,
    shares_a_word,
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "hi",
        "Hello!",
        "what did they do with it",
        "What worked?",
        "It\u2019s",
        "results?",
        "who tested it",
    ],
)
def test_words_that_name_nothing_are_no_content(text: str):
    assert not has_content(text)


@pytest.mark.parametrize(
    "text",
    ["CUBES", "Think It Out", "three reads", "5", "asking", "not yet stamp", "how we worked together"],
)
def test_a_word_that_names_something_is_content(text: str):
    assert has_content(text)


def test_content_words_keep_their_order():
    assert content_words("How did the Three Reads go for Ms. R's class?") == [
        *("three", "reads", "ms", "r's", "class"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "which of Ms. R's students improved?",
        "which of Ms. R\u2019s students improved?",
        "Which students improved?",
        "what kids in my room failed",
        "which teachers did best",
        "Did Mr. Smith's class improve",
        "what was Mrs Lee's rating",
        "the names of the students, please",
    ],
)
def test_a_question_about_single_persons_is_seen(text: str):
    assert asks_about_persons(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ms. Lopez does number talks, anyone else?",
        "which students benefit from number talks",
        "what do teachers do when students are lost",
        "Did grade reflection forms raise grades?",
        "students' questions",
    ],
)
def test_a_question_about_practice_is_not_about_persons(text: str):
    assert not asks_about_persons(text)


@pytest.mark.parametrize(
    ("title", "question"),
    [
        ("Three reads of a word problem", "three reads"),
        ("Three reads of a word problem", "Anyone did Three Read?"),
        ("Three reads of a word problem", "Anything like the three reads for word problems?"),
        ("CUBES", "cubes"),
        ("CUBES: marking a problem", "What about CUBES?"),
        ("Think It Out: a form", "think it out"),
        ("Three reads of a word problem", "three reads results?"),
        ("Three reads of a word problem", "what happened with the three reads"),
    ],
)
def test_an_idea_is_asked_for_by_its_name(title: str, question: str):
    assert is_named(title, question)


@pytest.mark.parametrize(
    ("title", "question"),
    [
        ("Three reads of a word problem", "word problems"),
        ("Three reads of a word problem", "three"),
        ("Students ask questions", "students"),
        ("What did they do?", "hello"),
        ("Three reads", "three reads did not work for my fifth graders"),
    ],
)
def test_a_word_of_a_title_is_no_name(title: str, question: str):
    assert not is_named(title, question)


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("talk moves", ["A ring of talk moves"]),
        ("Anyone tried exit tickets?", ["Roles", "Exit tickets, sorted"]),
        ("my students never ask questions when they are lost", []),
    ],
)
def test_a_question_of_the_words_of_a_title_or_of_more_says_enough(question: str, titles: list[str]):
    assert says_enough(question, titles)


@pytest.mark.parametrize(
    ("question", "titles"),
    [("CUBES", ["Roles in a group"]), ("talk moves", ["Talk", "Moves"]), ("cubes", [])],
)
def test_few_words_that_no_title_holds_do_not_say_enough(question: str, titles: list[str]):
    assert not says_enough(question, titles)


@pytest.mark.parametrize(
    ("question", "shares"), [("random seats", True), ("CUBES", False), ("what can we do with it", False)]
)
def test_a_question_shares_telling_words_with_a_title(question: str, shares: bool):
    assert shares_a_word(question, "Random threes, and what to do every day") is shares


@pytest.mark.parametrize("question", ["3 reads", "the three reads routine", "anyone did a 3 reads protocol?"])
def test_a_name_may_be_said_with_a_digit_or_with_its_kind(question: str):
    assert is_named("Three reads of a word problem", question)


def test_a_kind_of_thing_alone_names_nothing_else():
    assert not is_named("Three reads of a word problem", "routine")
    assert is_named("Routine", "routine")


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("three reads?? how did it go in grade 5", "three reads"),
        ("three reads, anyone with numbers?", "three reads"),
        ("TIO forms - kids just scribble", "TIO forms"),
        ("a ten-minute opener", "a ten-minute opener"),
    ],
)
def test_the_first_clause_stands_in_front_of_all_else(question: str, clause: str):
    assert first_clause(question) == clause
