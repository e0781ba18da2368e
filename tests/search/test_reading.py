"""The vectors of words: from the model, into a few bytes, and back."""

from __future__ import annotations

import numpy as np
import pytest

from nic_hub.search.reading import (
    FUNCTION_WORDS,
    MOST_WORDS,
    WORD_DIMENSION,
    Reading,
    pack_words,
    unpack_words,
)
from nic_hub.search.words import words_of


def reading_of(*words: str) -> Reading:
    vectors = np.random.default_rng(len(words)).normal(size=(len(words), WORD_DIMENSION)).astype(np.float32)
    return Reading(np.ones(1, np.float32), words, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def test_what_is_stored_points_the_same_way():
    reading = reading_of("students", "ask")
    stored = unpack_words(pack_words([reading])).astype(np.float32)
    cosines = (stored * reading.word_vectors).sum(axis=1) / np.linalg.norm(stored, axis=1)
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
    assert set(onnx_embedder.read(text).words) <= set(words_of(text))


def test_the_words_come_in_their_order(onnx_embedder):
    assert onnx_embedder.read("Question prompts, for 5th graders!").words == (
        "question", "prompts", "for", "5th", "graders",
    )  # fmt: skip


def test_the_vectors_of_words_are_of_length_one(onnx_embedder):
    lengths = np.linalg.norm(onnx_embedder.read("Students ask when they are lost.").word_vectors, axis=1)
    assert lengths == pytest.approx(1, abs=1e-5)


def test_a_word_means_what_its_context_makes_of_it(onnx_embedder):
    def bank(text: str) -> np.ndarray:
        return onnx_embedder.read(text).vectors_of(["bank"])[0]

    money, loan, river = map(
        bank, ["the bank lends money", "a loan from the bank", "the river bank is muddy"]
    )
    assert money @ loan > money @ river


def test_like_words_are_near_in_other_words(onnx_embedder):
    asked, said = onnx_embedder.read("kids are lost"), onnx_embedder.read("students are confused about buses")
    lost = asked.vectors_of(["lost"])[0]
    assert lost @ said.vectors_of(["confused"])[0] > lost @ said.vectors_of(["buses"])[0]
