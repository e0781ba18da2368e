"""Texts are cut on sentence borders, and nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from nic_hub.search.passages import MAX_PASSAGES, passages_of

SENTENCE = "One two three four five six seven eight nine ten."


def test_a_short_text_is_its_own_only_piece():
    assert passages_of(" ".join([SENTENCE] * 8)) == []


def test_a_long_text_is_cut_between_sentences():
    assert passages_of(" ".join([SENTENCE] * 20)) == [
        " ".join([SENTENCE] * 8),
        " ".join([SENTENCE] * 8),
        " ".join([SENTENCE] * 4),
    ]


def test_a_paragraph_ends_a_sentence_that_has_no_full_stop():
    heading, rest = "Key idea", " ".join(["word"] * 79) + "."
    assert passages_of(f"{heading}\n\n{rest}") == [heading, rest]


def test_a_sentence_without_end_is_cut_where_a_piece_is_full():
    assert [len(piece.split()) for piece in passages_of(" ".join(["word"] * 200))] == [80, 80, 40]


def test_a_book_gets_a_bounded_number_of_pieces():
    assert len(passages_of("word " * 80 * (MAX_PASSAGES + 5))) == MAX_PASSAGES


@given(st.lists(st.sampled_from(["a", "bb.", "c!", "d?", "\n\n", "e"]), max_size=150), st.integers(3, 20))
def test_no_word_is_lost_and_no_piece_is_too_long(parts, words):
    text = " ".join(parts)
    pieces = passages_of(text, words)
    assert " ".join(pieces).split() == (text.split() if len(text.split()) > words else [])
    assert all(len(piece.split()) <= words for piece in pieces)
