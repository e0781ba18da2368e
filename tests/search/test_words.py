"""Words become stems the way the published algorithm says."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nic_hub.search.words import stem, terms_of


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("caresses", "caress"),
        ("ponies", "poni"),
        ("cats", "cat"),
        ("agreed", "agre"),
        ("plastered", "plaster"),
        ("motoring", "motor"),
        ("sing", "sing"),
        ("conflated", "conflat"),
        ("hopping", "hop"),
        ("filing", "file"),
        ("happy", "happi"),
        ("sky", "sky"),
        ("relational", "relat"),
        ("vietnamization", "vietnam"),
        ("hopefulness", "hope"),
        ("electrical", "electr"),
        ("adoption", "adopt"),
        ("adjustment", "adjust"),
        ("controlling", "control"),
        ("reflections", "reflect"),
        ("questioning", "question"),
    ],
)
def test_a_word_is_reduced_to_its_stem(word, expected):
    assert stem(word) == expected


@pytest.mark.parametrize("word", ["is", "a", "9th", "3", "café", "数学"])
def test_short_and_foreign_words_stay_as_they_are(word):
    assert stem(word) == word


def stems_of_sqlite(words):
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE texts USING fts5(word, tokenize='porter')")
    connection.execute("CREATE VIRTUAL TABLE stems USING fts5vocab(texts, instance)")
    connection.executemany("INSERT INTO texts (rowid, word) VALUES (?, ?)", enumerate(words))
    found = dict(connection.execute("SELECT doc, term FROM stems"))
    connection.close()
    return [found[number] for number in range(len(words))]


endings = st.sampled_from(
    [
        "s",
        "es",
        "ed",
        "ing",
        "ly",
        "ational",
        "ation",
        "izer",
        "fulness",
        "iveness",
        "ment",
        "ness",
        "ies",
        "y",
        "e",
        "ll",
        "ance",
        "able",
        "ion",
        "tion",
    ]
)


@given(st.lists(st.tuples(st.text("abcdeilmnorstuy", min_size=3, max_size=7), endings), min_size=1))
def test_stems_agree_with_an_independent_implementation(parts):
    words = ["".join(pair) for pair in parts]
    assert [stem(word) for word in words] == stems_of_sqlite(words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Think It Out", ["think", "it", "out"]),
        ("What's a 9th-grade PLC?", ["what", "s", "a", "9th", "grade", "plc"]),
        ("naïve résumé", ["naiv", "resum"]),
        ('"),;:*^ OR -', ["or"]),
        ("under_scored", ["under", "score"]),
        ("", []),
    ],
)
def test_terms_ignore_case_accents_and_punctuation_and_keep_every_word(text, expected):
    assert terms_of(text) == expected


@given(st.text())
def test_any_text_has_terms(text):
    assert all(term and not term.isspace() for term in terms_of(text))
