"""What mapped local words add: questions asked in local words, with and without them; and what is kept apart.

Run ``python -m benchmarks vocabulary`` for the part that is held out, ``--part tune`` for the part that was
looked at while the words were brought into search. Every miss is printed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.asked import QUESTIONS
from benchmarks.metrics import interval
from benchmarks.suggestion_quality import Outcome, SeededHub, show_miss
from nic_hub.domain.vocabulary import TermRelation
from nic_hub.domain.words.local_terms import LocalTerm
from nic_hub.models import Network
from nic_hub.search.fact_index import FactIndex
from nic_hub.search.facts import Facts
from nic_hub.search.tables import Table
from nic_hub.services.suggesting.suggestions import Tuning

FOUND, SHOWN = 3, 3


class WithWords(FactIndex):
    """The facts of a hub in which other words are in use than those of its networks.

    Args:
        facts: follows the hub's own facts.
        terms: the words in use; none at all to measure without.
    """

    def __init__(self, facts: FactIndex, terms: Sequence[LocalTerm] = ()) -> None:
        super().__init__()
        self._behind, self._terms = facts, Table.of(terms, ("network_id",))

    def catch_up(self, session: Session) -> Facts:
        """Return the hub's facts with these words."""
        return replace(self._behind.catch_up(session), terms=self._terms)


def load_cases() -> dict[str, list[dict[str, Any]]]:
    """Read the words, the questions that use them, and those about words that are kept apart."""
    cases: dict[str, list[dict[str, Any]]] = json.loads(
        (QUESTIONS / "vocabulary.json").read_text(encoding="utf-8")
    )
    return cases


def make_terms(hub: SeededHub, cases: Sequence[Mapping[str, Any]]) -> list[LocalTerm]:
    """Make the words of the cases, each for its whole network."""
    with hub.database.reading() as session:
        networks: dict[str, str] = dict(session.execute(select(Network.key, Network.id)).all())
    return [_make_term(number, networks, case) for number, case in enumerate(cases)]


def _make_term(number: int, networks: Mapping[str, str], case: Mapping[str, Any]) -> LocalTerm:
    relation = TermRelation(case["relation"])
    words = case["local_term"], case["shared_term"]
    return LocalTerm(str(number), networks[case["network"]], *words, relation, None, None)


def ask_all(
    hub: SeededHub, questions: Sequence[Mapping[str, Any]], terms: Sequence[LocalTerm]
) -> list[Outcome]:
    """Ask every question while some words are in use."""
    own = hub.engine.facts
    hub.engine.facts = WithWords(own, terms)
    try:
        asked = [{"driver": None, "abstain": False, **question} for question in questions]
        return [hub.ask(question, Tuning(), SHOWN) for question in asked]
    finally:
        hub.engine.facts = own


def hits(outcomes: Sequence[Outcome]) -> list[float]:
    """Return 1 for each question with one of the ideas it asks for among the first three, else 0."""
    return [
        float(any(key in outcome.question["relevant"] for key in outcome.shown[:FOUND]))
        for outcome in outcomes
    ]


def confused(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return those to which an idea was suggested that is not the same as what was asked for."""
    return [each for each in outcomes if set(each.shown) & set(each.question["not"])]


def compare(name: str, without: Sequence[float], with_words: Sequence[float]) -> Iterator[str]:
    """Tell a share without and with the words, side by side, and the gain, each with its 95 % interval."""
    gain = [after - before for before, after in zip(without, with_words, strict=True)]
    for told, values in (("without", without), ("with", with_words), ("gain", gain)):
        low, high = interval(values)
        yield f"  {name:8} {told:8} {np.mean(values):.3f}  [{low:.3f}, {high:.3f}]  n={len(values)}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure one part of the questions and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=["report", "tune"], default="report")
    part = parser.parse_args(arguments).part
    hub, cases = SeededHub(), load_cases()
    terms = make_terms(hub, cases["terms"])
    questions = [question for question in cases["questions"] if question["part"] == part]
    without, with_words = ask_all(hub, questions, ()), ask_all(hub, questions, terms)
    print(f"Vocabulary, {part} part: {len(questions)} questions in local words")
    for line in compare("hit@3", hits(without), hits(with_words)):
        print(line)
    before, after = (confused(ask_all(hub, cases["apart"], words)) for words in ((), terms))
    told = f"{len(before)} without, {len(after)} with"
    print(f"  Words that are not the same, taken for each other: {told}, of {len(cases['apart'])} questions")
    missed = [each for each, hit in zip(with_words, hits(with_words), strict=True) if not hit]
    print(f"Misses with the words: {len(missed)}")
    for outcome in missed:
        print(show_miss(outcome))


if __name__ == "__main__":
    main()
