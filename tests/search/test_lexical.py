"""Words are weighed as BM25 says, among what the asker may see and nothing else."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nic_hub.search import lexical
from nic_hub.search.lexical import QUESTION, Weighting, WordIndex, WordQuery
from nic_hub.search.terms import pair_keys, word_keys

TEXTBOOK = Weighting(k1=1.2, b=0.75, pair=0.0, idf_power=1.0)
words = st.lists(st.sampled_from(["think", "it", "out", "form", "prompt", "student"]), max_size=10).map(
    " ".join
)


def index_of(texts, at_a_time=None):
    index, lengths = WordIndex((), np.empty(0, dtype=np.float32)), []
    step = at_a_time or max(len(texts), 1)
    for start in range(0, len(texts), step):
        found = [word_keys(text) for text in texts[start : start + step]]
        lengths += [len(keys) for keys in found]
        row_keys = [np.concatenate([keys, pair_keys(keys)]) for keys in found]
        index = index.with_rows(row_keys, np.array(lengths, dtype=np.float32))
    return index


def score(texts, query, visible=None, wanted=None, weighting=QUESTION, **options):
    index = index_of(texts, **options)
    mask = np.ones(len(texts), dtype=bool) if visible is None else np.array(visible)
    wanted = mask if wanted is None else np.array(wanted)
    return index.score(index.look_up(WordQuery.of(query), index.audience(mask)), wanted, weighting)


def textbook_bm25(texts, query):
    split = [text.split() for text in texts]
    mean = max(sum(map(len, split)) / len(split), 1.0)
    scores = []
    for text in split:
        total = 0.0
        for term in query.split():
            holders = sum(term in other for other in split)
            rarity = math.log(1 + (len(texts) - holders + 0.5) / (holders + 0.5))
            norm = 1.2 * (1 - 0.75 + 0.75 * len(text) / mean)
            total += rarity * text.count(term) * 2.2 / (text.count(term) + norm) if term in text else 0.0
        scores.append(total)
    return scores


@given(st.lists(words, min_size=1, max_size=8), words, st.integers(1, 8))
def test_scores_are_those_of_the_book(texts, query, at_a_time):
    scores = score(texts, query, weighting=TEXTBOOK, at_a_time=at_a_time)
    assert scores.bm25 == pytest.approx(textbook_bm25(texts, query), rel=1e-5)


@given(st.lists(st.tuples(words, st.booleans()), min_size=1, max_size=8), words)
def test_what_the_asker_may_not_see_changes_no_score(texts, query):
    visible = [seen for _, seen in texts]
    with_hidden = score([text for text, _ in texts], query, visible)
    without = score([text for text, seen in texts if seen], query)
    assert with_hidden.bm25[visible] == pytest.approx(without.bm25, rel=1e-6)
    assert with_hidden.coverage[visible] == pytest.approx(without.coverage)
    assert not with_hidden.bm25[np.logical_not(visible)].any()


def test_a_filter_scores_only_what_is_wanted_and_keeps_the_weights():
    texts = ["think it out", "think again", "exit slips"]
    everything = score(texts, "think")
    narrowed = score(texts, "think", wanted=[False, True, False])
    assert narrowed.bm25.tolist() == [0, everything.bm25[1], 0]


def test_a_name_of_common_words_is_found_by_its_order():
    texts = ["students think about what it is and work it out", "Think It Out", "it is out, I think"]
    assert int(np.argmax(score(texts, "the Think It Out form?").bm25)) == 1


def test_a_rare_word_counts_more_than_a_common_one():
    texts = ["student reflection", "student talk", "student work", "cubes routine"]
    scores = score(texts, "student cubes").bm25
    assert scores[3] > scores[0]


def test_coverage_is_the_share_of_the_question_that_a_record_holds():
    coverage = score(["cubes routine", "three reads", "nothing"], "CUBES routine").coverage
    assert coverage.tolist() == [pytest.approx(1.0), 0, 0]


def test_a_word_nobody_used_lowers_the_coverage():
    assert score(["grade reflection", "three reads"], "grade reflection chatbot").coverage[0] < 0.6


@pytest.mark.parametrize("query", ["", "?!", '"', "-- ; DROP", "* OR NEAR(", "🎓 ☂"])
def test_any_punctuation_is_harmless(query):
    assert len(score(["think it out"], query).bm25) == 1


def test_an_index_without_rows_answers():
    assert score([], "think").bm25.tolist() == []


def test_when_words_are_too_common_the_rarest_is_still_searched(monkeypatch):
    monkeypatch.setattr(lexical, "MOST_POSTINGS", 2)
    texts = ["student form", "student prompt", "student form", "student form cubes"]
    scores = score(texts, "student cubes").bm25
    assert scores.tolist()[:3] == [0, 0, 0]
    assert scores[3] > 0
