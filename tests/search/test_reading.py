"""The vectors of words: from the model, into a few bytes, and back."""

from __future__ import annotations

import numpy as np
import pytest

from nic_hub.search.reading import (
    FUNCTION_WORDS,
    MOST_WORDS,
    NO_WORDS,
    WORD_DIMENSION,
    Reading,
    Words,
    pack_words,
    unpack_words,
)
from nic_hub.search.words import words_of


def reading_of(*words: str) -> Reading:
    vectors = np.random.default_rng(len(words)).normal(size=(len(words), WORD_DIMENSION)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Reading(np.ones(1, np.float32), Words(words, vectors, np.ones(len(words), np.float32)))


def test_what_is_stored_points_the_same_way():
    reading = reading_of("students", "ask")
    stored = unpack_words(pack_words([reading])).astype(np.float32)
    cosines = (stored * reading.words.vectors).sum(axis=1) / np.linalg.norm(stored, axis=1)
    assert cosines.min() > 0.9995


def test_a_word_takes_a_byte_for_each_number():
    assert len(pack_words([reading_of("students", "ask")])) == 2 * WORD_DIMENSION


def test_function_words_are_left_out():
    assert len(unpack_words(pack_words([reading_of("the", "students", "do", "ask")]))) == 2


def test_function_words_stay_where_there_is_nothing_else():
    assert len(unpack_words(pack_words([reading_of("it", "is")]))) == 2


def test_all_passages_of_a_record_count():
    assert len(unpack_words(pack_words([reading_of("students", "ask"), reading_of("prompts")]))) == 3


def test_a_book_keeps_its_first_words():
    assert len(unpack_words(pack_words([reading_of(*["word"] * (MOST_WORDS + 5))]))) == MOST_WORDS


@pytest.mark.parametrize("packed", [None, b""])
def test_nothing_stored_is_no_words(packed):
    assert unpack_words(packed).shape == (0, WORD_DIMENSION)


def test_words_that_are_read_at_once_are_not_read_again():
    answers = iter([reading_of("students").words])
    reading = Reading(np.ones(1, np.float32), lambda: next(answers)).at_once()
    assert next(answers, None) is None
    assert reading.words.names == ("students",)


def test_words_are_not_read_before_somebody_asks_for_them():
    Reading(np.ones(1, np.float32), lambda: pytest.fail("read"))


def test_words_are_read_once():
    read = iter([NO_WORDS])
    reading = Reading(np.ones(1, np.float32), lambda: next(read))
    assert reading.words is reading.words is NO_WORDS


def test_a_text_without_words_is_stored_as_nothing():
    assert pack_words([Reading(np.ones(1, np.float32))]) == b""


def test_function_words_are_written_as_the_model_reads_them():
    assert all(words_of(word) == [word] for word in FUNCTION_WORDS)


@pytest.mark.parametrize(
    "text",
    [
        "My 5th graders won't ask",
        "Think-It-Out: naïve?",
        "co_teaching",
        "…",
        "",
        "🎓 — Fractions",
        "a" * 300,
    ],
)
def test_the_model_reads_the_words_that_are_searched(onnx_embedder, text):
    assert set(onnx_embedder.read(text).words.names) <= set(words_of(text))


def test_the_words_come_in_their_order(onnx_embedder):
    assert onnx_embedder.read("Question prompts, for 5th graders!").words.names == (
        "question", "prompts", "for", "5th", "graders",
    )  # fmt: skip


def test_the_vectors_of_words_are_of_length_one(onnx_embedder):
    lengths = np.linalg.norm(onnx_embedder.read("Students ask when they are lost.").words.vectors, axis=1)
    assert lengths == pytest.approx(1, abs=1e-5)


def test_every_word_has_a_weight(onnx_embedder):
    words = onnx_embedder.read("Students ask when they are lost.").words
    assert words.weights.shape == (len(words.names),)
    assert (words.weights > 0).all()


def test_a_word_weighs_as_it_does_where_it_comes_first():
    words = Words(("ask", "lost", "ask"), np.eye(3), np.array([0.5, 2, 3]))
    assert words.weights_of(["lost", "ask"]).tolist() == [2, 0.5]


def test_a_word_that_was_not_read_weighs_as_usual():
    assert NO_WORDS.weights_of(["lost"]).tolist() == [1]


def test_a_word_means_what_its_context_makes_of_it(onnx_embedder):
    def bank(text: str) -> np.ndarray:
        return onnx_embedder.read(text).words.vectors_of(["bank"])[0]

    money, loan, river = map(
        bank, ["the bank lends money", "a loan from the bank", "the river bank is muddy"]
    )
    assert money @ loan > money @ river


def test_like_words_are_near_in_other_words(onnx_embedder):
    asked, said = onnx_embedder.read("kids are lost"), onnx_embedder.read("students are confused about buses")
    lost = asked.words.vectors_of(["lost"])[0]
    assert lost @ said.words.vectors_of(["confused"])[0] > lost @ said.words.vectors_of(["buses"])[0]
