"""How good the suggestions are, on teachers' questions over the seed data; beside plain cosine.

Run ``python -m benchmarks.suggestion_quality`` for the reporting part, ``--part tune`` for the part that
weights and thresholds were chosen on. Every miss is printed, so that one can see what goes wrong.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import select, true
from sqlalchemy.orm import Session

from benchmarks import TOP
from benchmarks.asked import QUESTIONS, TODAY
from benchmarks.hub import FOLDER, embed, load_model, open_database, short_id
from benchmarks.metrics import interval
from nic_hub.bundle.importer import import_bundle
from nic_hub.database import Database
from nic_hub.domain.visibility import Principal
from nic_hub.models import ChangeIdea, Driver, Embedding, Member, Network, SearchDocument
from nic_hub.search.engine import SearchEngine
from nic_hub.services import history, search_documents
from nic_hub.services.access.principals import load_principal
from nic_hub.services.access.visibility import readable
from nic_hub.services.evidence import weigh_ideas
from nic_hub.services.suggesting.suggestion_requests import SuggestionRequest
from nic_hub.services.suggesting.suggestions import Tuning, find_suggestions
from nic_hub.services.upkeep.consistency import mend_documents

AIMS = {
    "hit@1": "",
    "hit@3": ".95",
    "nDCG@5": "",
    "right abstention": ".90",
    "wrong abstention": "at most .05",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was shown for one question: keys of ideas, best first."""

    question: Mapping[str, Any]
    shown: tuple[str, ...]

    @property
    def is_miss(self) -> bool:
        """Say whether the answer is not what it should be."""
        if self.question["abstain"]:
            return bool(self.shown)
        return not any(key in self.question["relevant"] for key in self.shown[:3])


def load_questions(part: str) -> list[dict[str, Any]]:
    """Read one part of the questions."""
    questions: list[dict[str, Any]] = json.loads((QUESTIONS / f"{part}.json").read_text(encoding="utf-8"))
    return questions


def open_seeded_hub() -> Database:
    """Open a hub that holds the seed data, embedded; it is kept for the next run."""
    files = sorted((TOP / "seed").glob("*.json"))
    name = short_id("".join(file.read_text(encoding="utf-8") for file in files))[:12]
    database = open_database(FOLDER / f"seed-{name}.sqlite3")
    for watch in (history.watch, search_documents.watch):
        watch(database.writing_sessions)
    with database.writing() as session:
        for file in files:
            import_bundle(session, json.loads(file.read_text(encoding="utf-8")))
        # What an earlier run kept was searched by the texts of that day.
        mend_documents(session)
    return database


class SeededHub:
    """Answers questions as the members of the seed data."""

    def __init__(self) -> None:
        embedder = load_model()
        self.database = open_seeded_hub()
        embed(self.database, embedder, "seed")
        self.engine = SearchEngine(embedder)

    def ask(self, question: Mapping[str, Any], tuning: Tuning, limit: int) -> Outcome:
        """Return what the hub suggests."""
        with self.database.reading() as session:
            principal = self.principal(session, question)
            request = SuggestionRequest(
                query=question["query"],
                driver=question["driver"],
                # Who works in several teams must say for which one they ask.
                team=min(principal.own_teams) if len(principal.own_teams) > 1 else None,
                limit=limit,
            )
            answer = find_suggestions(session, self.engine, principal, request, tuning=tuning, today=TODAY)
        return Outcome(question, tuple(item["change_idea"]["key"] for item in answer.shown["suggestions"]))

    def principal(self, session: Session, question: Mapping[str, Any]) -> Principal:
        """Return the member who asks."""
        query = select(Member).join(Network, Network.id == Member.network_id)
        named = query.where(Network.key == question["network"], Member.key == question["as"])
        member = session.scalars(named).one()
        return load_principal(session, member, TODAY)

    def cosines(self, question: Mapping[str, Any]) -> list[tuple[str, float]]:
        """Return the tested ideas of other teams by cosine: what a plain vector search finds."""
        with self.database.reading() as session:
            principal = self.principal(session, question)
            query = (
                select(ChangeIdea, Embedding.vector)
                .join(SearchDocument, SearchDocument.record_id == ChangeIdea.id)
                .join(Embedding, Embedding.document_id == SearchDocument.id)
                .join(Driver, Driver.id == ChangeIdea.driver_id)
                .where(Embedding.ordinal == 0, Embedding.model == self.engine.embedder.name)
                .where(ChangeIdea.published_at.is_not(None))
                .where(Driver.key == question["driver"] if question["driver"] else true())
                .where(ChangeIdea.team_id.not_in(principal.own_teams), readable(principal, ChangeIdea))
            )
            found = session.execute(query).all()
            known = weigh_ideas(session, principal, [row[0] for row in found])
            asked = self.engine.embed(question["query"])
            scored = [
                (row[0].key, float(np.frombuffer(row[1], dtype="<f4") @ asked))
                for row in found
                if known[row[0].id].evidence.strength
            ]
        return sorted(scored, key=lambda pair: -pair[1])


class CosineBaseline:
    """Plain cosine with the threshold that does best on the tuning questions."""

    def __init__(self, hub: SeededHub) -> None:
        self._hub = hub
        tops = [(question["abstain"], _top(hub.cosines(question))) for question in load_questions("tune")]
        self.threshold = max((top for _, top in tops), key=lambda threshold: _balanced(tops, threshold))

    def ask(self, question: Mapping[str, Any], limit: int) -> Outcome:
        """Return the nearest ideas above the threshold."""
        near = [key for key, cosine in self._hub.cosines(question) if cosine >= self.threshold]
        return Outcome(question, tuple(near[:limit]))


def _top(scored: Sequence[tuple[str, float]]) -> float:
    return scored[0][1] if scored else 0.0


def _balanced(tops: Sequence[tuple[bool, float]], threshold: float) -> float:
    right = np.mean([top < threshold for abstain, top in tops if abstain])
    wrong = np.mean([top < threshold for abstain, top in tops if not abstain])
    return float(right - wrong)


def score(outcomes: Sequence[Outcome]) -> dict[str, list[float]]:
    """Return the values of each measure, one a question it applies to."""
    answerable = [each for each in outcomes if not each.question["abstain"]]
    nobody = [each for each in outcomes if each.question["abstain"]]
    return {
        "hit@1": [float(_hit(each, 1)) for each in answerable],
        "hit@3": [float(_hit(each, 3)) for each in answerable],
        "nDCG@5": [ndcg_at_5(each) for each in answerable],
        "right abstention": [float(not each.shown) for each in nobody],
        "wrong abstention": [float(not each.shown) for each in answerable],
    }


def ndcg_at_5(outcome: Outcome) -> float:
    """Return the normalised discounted cumulative gain of the first five; the gain is the grade."""
    grades = outcome.question["relevant"]
    discounts = 1 / np.log2(np.arange(2, 7))
    gains = np.array([grades.get(key, 0) for key in outcome.shown[:5]], dtype=float)
    ideal = np.sort(list(grades.values()))[::-1][:5]
    return float((gains * discounts[: len(gains)]).sum() / (ideal * discounts[: len(ideal)]).sum())


def _hit(outcome: Outcome, count: int) -> bool:
    return any(key in outcome.question["relevant"] for key in outcome.shown[:count])


def measure(
    hub: SeededHub, questions: Sequence[dict[str, Any]], tuning: Tuning
) -> tuple[list[Outcome], dict[str, list[float]]]:
    """Ask all questions: for three ideas, as a teacher does, and for five where the measure needs five."""
    three = [hub.ask(question, tuning, 3) for question in questions]
    five = [hub.ask(question, tuning, 5) for question in questions]
    return three, score(three) | {"nDCG@5": score(five)["nDCG@5"]}


def show(name: str, values: Mapping[str, Sequence[float]]) -> Iterator[str]:
    """Tell each measure with its 95 % interval."""
    for measure_name, numbers in values.items():
        low, high = interval(numbers)
        aim = f"   aim {AIMS[measure_name]}" if AIMS[measure_name] else ""
        spread = f"[{low:.3f}, {high:.3f}]  n={len(numbers)}"
        yield f"  {name:8} {measure_name:17} {np.mean(numbers):.3f}  {spread}{aim}"


def show_miss(outcome: Outcome) -> str:
    """Tell what went wrong with one question."""
    wanted = ", ".join(outcome.question["relevant"]) or "nothing"
    shown = ", ".join(outcome.shown) or "nothing"
    return f"  {outcome.question['id']}: {outcome.question['query']!r}\n    wanted {wanted}; shown {shown}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure one part of the questions and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=["report", "tune"], default="report")
    part = parser.parse_args(arguments).part
    questions, hub = load_questions(part), SeededHub()
    baseline = CosineBaseline(hub)
    outcomes, ours = measure(hub, questions, Tuning())
    cosine = score([baseline.ask(question, 5) for question in questions])
    untested = sum(question["abstain"] for question in questions)
    print(f"Suggestions, {part} part: {len(questions)} questions ({untested} about what nobody has tested)")
    for line in (*show("hub", ours), *show("cosine", cosine)):
        print(line)
    misses = [outcome for outcome in outcomes if outcome.is_miss]
    print(f"Misses of the hub: {len(misses)}")
    for outcome in misses:
        print(show_miss(outcome))


if __name__ == "__main__":
    main()
