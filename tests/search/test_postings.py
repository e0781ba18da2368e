"""The inverted index says which rows hold a key, however it was put together."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nic_hub.search.growing import GrowingArray
from nic_hub.search.postings import Postings, add_postings
from nic_hub.search.terms import pair_keys, word_keys

rows_of_keys = st.lists(st.lists(st.integers(0, 9), max_size=8), min_size=1, max_size=12)
LOOKED_UP = np.arange(12, dtype=np.uint64)


def index(first_row, lists):
    return Postings.of_rows(first_row, [np.array(keys, dtype=np.uint64) for keys in lists])


def contents(postings):
    return [
        list(zip(postings.rows[begin:end].tolist(), postings.counts[begin:end].tolist(), strict=True))
        for begin, end in postings.runs(LOOKED_UP)
    ]


def expected(first_row, lists):
    return [
        [(first_row + row, keys.count(key)) for row, keys in enumerate(lists) if key in keys]
        for key in LOOKED_UP.tolist()
    ]


@given(rows_of_keys, st.integers(0, 5))
def test_each_key_has_its_rows_and_counts(lists, first_row):
    assert contents(index(first_row, lists)) == expected(first_row, lists)


@given(rows_of_keys, rows_of_keys)
def test_merging_is_the_same_as_indexing_together(first, second):
    merged = index(0, first).merged_with(index(len(first), second))
    assert contents(merged) == expected(0, first + second)


def test_many_small_additions_leave_few_parts():
    parts = ()
    for row in range(200):
        parts = add_postings(parts, index(row, [[1, 2, 3]]))
    assert len(parts) <= 5
    assert sum(len(part.rows) for part in parts) == 600


def test_a_count_beyond_the_type_stays_at_its_highest():
    postings = index(0, [[7] * 70_000])
    assert postings.counts.tolist() == [65_535]


def test_pairs_know_their_order():
    there, back = pair_keys(word_keys("reflect confuse")), pair_keys(word_keys("confuse reflect"))
    assert there.tolist() != back.tolist()


def test_words_of_one_stem_have_one_key():
    assert word_keys("Reflections, reflected!").tolist() == word_keys("reflect REFLECTING").tolist()


def test_a_view_is_not_touched_by_what_is_appended_later():
    array = GrowingArray(np.int64)
    array.extend([1, 2])
    before = array.view
    for number in range(100):
        array.extend([number])
    assert before.tolist() == [1, 2]
    assert array.view[:3].tolist() == [1, 2, 0]
    assert len(array) == 102
