"""How near records and a question come to saying the same, by the vectors of words in their context."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nic_hub.search.likeness import AskedWords, Likeness, RecordWords, bring_together, scales_of
from nic_hub.search.reading import WORD_DIMENSION, Reading, Words, pack_words, unpack_words

#: Words on a circle: the cosine of two is that of the angle between them, in degrees.
ANGLES = {"kid": 0, "student": 20, "lost": 90, "confused": 110, "calculator": 200, "class": 270}
words = st.lists(st.sampled_from([*ANGLES]), min_size=1, max_size=5)
texts = st.lists(st.sampled_from([*ANGLES]), max_size=6).map(" ".join)


def about(value: float) -> object:
    """Allow for what a byte for each number costs."""
    return pytest.approx(value, abs=0.01)


def read(text: str) -> Words:
    vectors = np.zeros((len(text.split()), WORD_DIMENSION), dtype=np.float32)
    turned = np.deg2rad([ANGLES[word] for word in text.split()])
    vectors[:, 0], vectors[:, 1] = np.cos(turned), np.sin(turned)
    names = tuple(text.split())
    return Words(names, vectors, np.ones(len(names), dtype=np.float32))


def ask(text: str, weights: list[float] | None = None) -> AskedWords:
    split = text.split()
    return AskedWords(
        read(text).vectors_of(split), np.array(weights or [1 / max(len(split), 1)] * len(split))
    )


def hold(*texts: str) -> RecordWords:
    vectors = [
        unpack_words(pack_words([Reading(np.ones(1, dtype=np.float32), read(text))])) for text in texts
    ]
    counts = np.array([len(each) for each in vectors], dtype=np.int64)
    held = np.concatenate([unpack_words(b""), *vectors])
    return RecordWords(held, scales_of(held), np.cumsum(counts) - counts, counts)


def said(asked: str, *rows: str, weights: list[float] | None = None) -> list[float]:
    return hold(*rows).compare(ask(asked, weights), np.arange(len(rows))).said.sum(axis=1).tolist()


def echoed(asked: str, *rows: str) -> list[float]:
    return hold(*rows).compare(ask(asked), np.arange(len(rows))).echoed.tolist()


def test_the_same_word_is_said():
    assert said("lost", "lost") == [about(1)]


def test_a_like_word_is_nearly_said():
    assert said("kid", "student") == [about(np.cos(np.deg2rad(20)))]


def test_an_opposite_word_says_nothing():
    assert said("kid", "calculator") == [0]


def test_the_nearest_word_of_a_record_counts():
    assert said("kid", "calculator student lost") == said("kid", "student")


def test_each_record_is_judged_by_itself():
    assert said("lost", "calculator", "lost", "confused") == [0, about(1), said("lost", "confused")[0]]


def test_rare_words_count_more():
    assert said("kid calculator", "kid", weights=[0.8, 0.2]) == [about(0.8)]


def test_telling_words_count_more():
    question = replace(read("kid calculator"), weights=np.array([3.0, 1.0]))
    asked = AskedWords.of(question, ["calculator", "kid"], np.array([0.5, 0.5]))
    assert hold("kid").compare(asked, np.array([0])).said.tolist() == [[0, about(0.75)]]


def test_what_the_words_count_makes_one_together():
    question = replace(read("kid lost"), weights=np.array([5.0, 0.2]))
    assert AskedWords.of(question, ["kid", "lost"], np.array([0.9, 0.1])).shares.sum() == pytest.approx(1)


def test_a_question_whose_words_count_nothing_is_no_error():
    assert AskedWords.of(read("kid"), ["kid"], np.array([0.0])).shares.tolist() == [0]


def test_a_record_without_words_says_nothing():
    assert said("kid", "kid", "", "lost", "kid") == [about(1), 0, about(0), about(1)]


def test_a_question_without_words_is_said_by_nobody():
    said_by_nobody, nothing = hold("kid").compare(ask(""), np.array([0]))
    assert (said_by_nobody.tolist(), nothing.tolist()) == ([[]], [0])


def test_each_word_is_told_apart():
    assert hold("kid").compare(ask("kid lost"), np.array([0])).said.tolist() == [[about(0.5), about(0)]]


def test_only_the_rows_asked_for_are_judged_in_their_order():
    record_words, asked = hold("kid", "lost", "student"), ask("lost")
    assert record_words.compare(asked, np.array([2, 1])).said.sum(axis=1).tolist() == [
        about(np.cos(np.deg2rad(70))),
        about(1),
    ]


def test_a_text_that_was_just_read_is_judged_the_same_way():
    assert sum(ask("kid lost").said_in(read("student"))) == about(said("kid lost", "student")[0])


def test_a_text_without_words_says_nothing_of_each():
    assert ask("kid lost").said_in(read("")).tolist() == [0, 0]


def test_a_word_that_was_not_read_is_said_by_nobody():
    beyond = AskedWords(read("kid").vectors_of(["kid", "lost"]), np.array([0.5, 0.5]))
    assert hold("kid lost").compare(beyond, np.array([0])).said.tolist() == [[about(0.5), 0]]


def test_a_record_of_which_each_word_is_asked_for_is_echoed():
    assert echoed("lost kid", "kid lost", "kid kid") == [about(1), about(1)]


def test_what_else_a_record_says_is_not_echoed():
    assert echoed("kid", "kid calculator") == [about(0.5)]


def test_the_nearest_word_of_the_question_echoes():
    assert echoed("lost student", "kid") == echoed("student", "kid")


def test_of_a_record_without_words_nothing_is_echoed():
    assert echoed("kid", "kid", "", "lost", "kid") == [about(1), 0, about(0), about(1)]


def test_what_belongs_together_counts_where_it_is_best():
    alone = Likeness(np.array([[0.7, 0.0], [0.1, 0.2], [0.3, 0.1]]), np.array([0.1, 0.4, 0.3]))
    together = bring_together(alone, [[0, 1], [2], [2, 0]])
    assert together.said.tolist() == [[0.7, 0.2], [0.3, 0.1], [0.7, 0.1]]
    assert together.echoed.tolist() == [0.4, 0.3, 0.3]


def test_where_nothing_was_found_nothing_is_alike():
    nothing = bring_together(Likeness(np.zeros((0, 2)), np.zeros(0)), [])
    assert (nothing.said.shape, nothing.echoed.shape) == ((0, 2), (0,))


@given(words, st.lists(texts, min_size=1, max_size=5))
def test_what_is_echoed_lies_between_zero_and_one(asked: list[str], rows: list[str]):
    assert all(0 <= score <= 1 for score in echoed(" ".join(asked), *rows))


@given(words.map(" ".join), words.map(" ".join), texts)
def test_a_longer_question_never_echoes_less(asked: str, more: str, row: str):
    assert echoed(f"{asked} {more}", row)[0] >= echoed(asked, row)[0] - 1e-6


@given(words, st.lists(texts, min_size=1, max_size=5))
def test_what_is_said_lies_between_zero_and_one(asked: list[str], rows: list[str]):
    assert all(0 <= score <= 1.01 for score in said(" ".join(asked), *rows))


@given(words.map(" ".join), texts, texts)
def test_more_text_never_says_less(asked: str, row: str, more: str):
    assert said(asked, f"{row} {more}")[0] >= said(asked, row)[0] - 1e-6


@given(words.map(" ".join), st.lists(texts, min_size=1, max_size=5))
def test_a_row_does_not_depend_on_its_neighbours(asked: str, rows: list[str]):
    assert said(asked, *rows) == pytest.approx([said(asked, row)[0] for row in rows], abs=1e-6)
