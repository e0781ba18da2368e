"""Words that mean nearly the same, by the vectors of single words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nic_hub.search.likeness import UNRELATED, WordTable

#: Words on a circle: the cosine of two is that of the angle between them, in degrees.
ANGLES = {"kid": 0, "student": 20, "kids": 5, "lost": 90, "confused": 110, "calculator": 200, "class": 270}


def direction(degrees: float) -> np.ndarray:
    turned = np.deg2rad(degrees)
    return np.array([np.cos(turned), np.sin(turned)], dtype=np.float32)


TABLE = WordTable(
    {word: row for row, word in enumerate(ANGLES)}, np.stack([direction(angle) for angle in ANGLES.values()])
)
words = st.lists(st.sampled_from([*ANGLES, "unheard"]), min_size=1, max_size=5)
texts = st.lists(st.sampled_from([*ANGLES, "nowhere"]), max_size=6).map(" ".join)


def embed(word: str) -> np.ndarray:
    """Make the vector of a word that the table lacks: away from all but "lost"."""
    return direction(90 if word == "adrift" else 330)


def likeness(asked: str, *rows: str, weights: list[float] | None = None) -> list[float]:
    split = asked.split()
    shares = np.array(weights or [1 / len(split)] * len(split))
    return TABLE.likeness(split, shares, [TABLE.ids_of(row) for row in rows], embed).tolist()


def test_the_same_word_is_wholly_alike():
    assert likeness("lost", "lost") == [pytest.approx(1)]


def test_a_like_word_is_nearly_alike():
    assert likeness("kid", "student") == [
        pytest.approx((np.cos(np.deg2rad(20)) - UNRELATED) / (1 - UNRELATED))
    ]


def test_an_unrelated_word_is_not_alike_at_all():
    assert likeness("kid", "calculator") == [0]


def test_the_best_match_of_a_row_counts():
    assert likeness("kid", "calculator student lost") == likeness("kid", "student")


def test_each_row_is_told_apart():
    assert likeness("lost", "calculator", "lost", "confused") == [
        0,
        pytest.approx(1),
        likeness("lost", "confused")[0],
    ]


def test_words_count_by_their_weights():
    assert likeness("kid calculator", "kid", weights=[0.8, 0.2]) == [pytest.approx(0.8)]


def test_a_word_the_table_lacks_is_embedded():
    assert likeness("adrift", "lost", "calculator") == [pytest.approx(1), 0]


@pytest.mark.parametrize("rows", [[], [""], ["", ""], ["nowhere known"]])
def test_rows_without_a_known_word_are_not_alike(rows: list[str]):
    assert likeness("kid", *rows) == [0.0] * len(rows)


def test_an_empty_row_between_others_keeps_its_place():
    assert likeness("kid", "kid", "", "lost", "kid") == [pytest.approx(1), 0, 0, pytest.approx(1)]


def test_a_question_without_words_is_like_nothing():
    assert TABLE.likeness([], np.empty(0), [TABLE.ids_of("kid")], embed).tolist() == [0]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Lost, LOST; lost!", ["lost"]),
        ("calculators", ["calculator"]),
        ("kids", ["kids"]),
        ("class", ["class"]),
        ("Lóst nowhere", ["lost"]),
        ("", []),
    ],
)
def test_the_known_words_of_a_text_are_found_once(text: str, known: list[str]):
    assert TABLE.ids_of(text).tolist() == sorted(TABLE.number_of[word] for word in known)


def test_the_numbers_of_words_ascend():
    assert TABLE.ids_of("class lost kid").tolist() == sorted(TABLE.ids_of("class lost kid"))


def test_a_plural_that_the_table_lacks_is_asked_as_its_singular():
    assert likeness("calculators", "calculator") == [pytest.approx(1)]


@given(words, st.lists(texts, max_size=4))
def test_likeness_lies_between_zero_and_one(asked: list[str], rows: list[str]):
    assert all(0 <= score <= 1 + 1e-6 for score in likeness(" ".join(asked), *rows))


@given(words, texts, texts)
def test_more_words_in_a_row_never_make_it_less_alike(asked: list[str], row: str, more: str):
    question = " ".join(asked)
    assert likeness(question, f"{row} {more}")[0] >= likeness(question, row)[0] - 1e-6


@given(words, st.lists(texts, min_size=1, max_size=4))
def test_a_row_is_as_alike_whatever_stands_beside_it(asked: list[str], rows: list[str]):
    question = " ".join(asked)
    together = likeness(question, *rows)
    assert together == pytest.approx([likeness(question, row)[0] for row in rows], abs=1e-6)


def test_a_table_is_read_from_its_files(tmp_path: Path):
    (tmp_path / "words.txt").write_text("\n".join(ANGLES), encoding="utf-8")
    np.save(tmp_path / "vectors.npy", TABLE.vectors)
    read = WordTable.read(tmp_path / "words.txt", tmp_path / "vectors.npy")
    assert read.number_of == TABLE.number_of
    assert isinstance(read.vectors, np.memmap)


@pytest.mark.parametrize(
    ("asked", "like", "unlike"),
    [
        ("kids", "students", "calculators"),
        ("dialogue", "conversation", "opener"),
        ("pupils", "children", "rubric"),
    ],
)
def test_the_models_own_words_know_what_is_like_what(onnx_embedder, asked: str, like: str, unlike: str):
    table = onnx_embedder.table
    rows = [table.ids_of(like), table.ids_of(unlike)]
    near, far = table.likeness([asked], np.ones(1), rows, onnx_embedder.embed_query)
    assert near > far + 0.2


def test_the_vectors_of_the_models_own_words_have_length_one(onnx_embedder):
    lengths = np.linalg.norm(np.asarray(onnx_embedder.table.vectors[:200], dtype=np.float64), axis=1)
    assert lengths == pytest.approx(np.ones(200), abs=1e-3)
