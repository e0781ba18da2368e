"""The questions in local words fit the seed, and what is measured is what is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.suggestion_quality import Outcome
from benchmarks.vocabulary_gain import compare, confused, hits, load_cases
from nic_hub.domain.words.term_forms import bears, names

CASES = load_cases()
SEED = Path(__file__).parents[2] / "seed"
NETWORKS = {
    network["key"]: network
    for file in SEED.glob("*.json")
    for network in json.loads(file.read_text(encoding="utf-8"))["networks"]
}


def title_of(case, key):
    ideas = {idea["key"]: idea["title"] for idea in NETWORKS[case["network"]]["change_ideas"]}
    return ideas[key]


def pairs_of(case):
    terms = [term for term in CASES["terms"] if term["network"] == case["network"]]
    return [(term["local_term"], term["shared_term"]) for term in terms if term["relation"] == "not-same"]


def test_there_are_many_questions_and_half_of_them_are_held_out():
    parts = [question["part"] for question in CASES["questions"]]
    assert len(parts) >= 40
    assert parts.count("report") == parts.count("tune")


def test_no_word_stands_in_both_parts():
    words = {
        part: {each["local_term"] for each in CASES["questions"] if each["part"] == part}
        for part in ("tune", "report")
    }
    assert words["tune"].isdisjoint(words["report"])


@pytest.mark.parametrize("case", CASES["questions"], ids=lambda case: case["id"])
def test_each_question_holds_its_word_and_asks_for_ideas_of_the_network(case):
    assert names(case["query"], case["local_term"])
    assert not any(names(title_of(case, key), case["local_term"]) for key in case["relevant"])
    assert case["as"] in {member["key"] for member in NETWORKS[case["network"]]["members"]}


@pytest.mark.parametrize("case", CASES["apart"], ids=lambda case: case["id"])
def test_each_question_about_a_pair_names_one_of_it_and_bars_the_other(case):
    said = [pair for pair in pairs_of(case) if names(case["query"], pair[0]) != names(case["query"], pair[1])]
    (pair,) = said
    other = pair[1] if names(case["query"], pair[0]) else pair[0]
    assert all(bears(title_of(case, key), other) for key in case["not"])


def test_a_hit_is_one_of_the_first_three():
    question = {"relevant": {"a": 2}, "abstain": False}
    shown = [("a",), ("b", "c", "a"), ("b", "c", "d", "a"), ()]
    assert hits([Outcome(question, each) for each in shown]) == [1, 1, 0, 0]


def test_whatever_is_shown_of_the_other_word_is_confused():
    question = {"not": ["a"]}
    outcomes = [Outcome(question, ("b", "a")), Outcome(question, ("b",))]
    assert confused(outcomes) == outcomes[:1]


def test_without_and_with_stand_side_by_side():
    without, with_words, gain = compare("hit@3", [0.0, 1.0], [1.0, 1.0])
    assert [line.split()[2] for line in (without, with_words, gain)] == ["0.500", "1.000", "0.500"]
