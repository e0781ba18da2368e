"""Test collections: documents, questions, and who found what relevant.

The evaluation data of the project lies beside it (``../shared/eval``) and is read from there. Any folder with
``corpus.jsonl``, ``queries.jsonl`` and ``qrels.tsv`` is a collection too.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EVALUATION_DATA = Path(__file__).parent.parent.parent / "shared" / "eval"


@dataclass(frozen=True, slots=True)
class Document:
    """One document; those of a query's own group are not searched for it."""

    id: str
    text: str
    title: str = ""
    group: str = ""

    @property
    def whole(self) -> str:
        """Return title and text, as a record of the hub holds them."""
        return f"{self.title}\n{self.text}" if self.title else self.text


@dataclass(frozen=True, slots=True)
class Query:
    """One question; ``id`` may be that of a document, which is then not an answer to itself."""

    id: str
    text: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """A test.

    Args:
        name: what the table calls it.
        documents: what is searched.
        queries: those that have a relevant document.
        judgments: grade above 0 of each relevant document, by query.
        aim: what the hub wants to reach; None where nothing was agreed.
        metric: ``ndcg`` (at 10) or ``precision`` (at 5).
    """

    name: str
    documents: Sequence[Document]
    queries: Sequence[Query]
    judgments: Mapping[str, Mapping[str, float]]
    aim: float | None = None
    metric: str = "ndcg"


def make_collection(
    name: str,
    documents: Sequence[Document],
    queries: Sequence[Query],
    judgments: Mapping[str, Mapping[str, float]],
    **more: Any,
) -> Collection:
    """Make a collection of the queries that have something to find."""
    known = {document.id for document in documents}
    found = {
        query.id: grades
        for query in queries
        if (grades := {id_: grade for id_, grade in judgments.get(query.id, {}).items() if id_ in known})
    }
    return Collection(name, documents, [query for query in queries if query.id in found], found, **more)


def read_folder(folder: Path, **more: Any) -> Collection:
    """Read a folder in the common layout (BEIR's): ids are ``id`` or ``_id``, a header line may be there."""
    documents = [
        Document(_id_of(row), row.get("text") or "", row.get("title") or "")
        for row in _lines(folder / "corpus.jsonl")
    ]
    queries = [Query(_id_of(row), row["text"]) for row in _lines(folder / "queries.jsonl")]
    judgments = read_judgments(folder / "qrels.tsv")
    return make_collection(more.pop("name", folder.name), documents, queries, judgments, **more)


def read_judgments(path: Path) -> dict[str, dict[str, float]]:
    """Read query, document and grade from the first three columns; grades of 0 and below are left out."""
    judgments: dict[str, dict[str, float]] = defaultdict(dict)
    for line in filter(str.strip, path.read_text(encoding="utf-8").splitlines()):
        query, document, grade = line.split("\t")[:3]
        if (value := _number(grade)) > 0:
            judgments[query][document] = value
    return dict(judgments)


def _number(grade: str) -> float:
    """Read a grade; the word in a header line is none."""
    try:
        return float(grade)
    except ValueError:
        return 0.0


def read_all(folder: Path = EVALUATION_DATA) -> list[Collection]:
    """Read the project's six tests: five of ecf and Cranfield."""
    cranfield = read_folder(folder / "ir_cranfield", name="cranfield", aim=0.57)
    return [*_read_ecf(folder / "ecf_dfe"), cranfield]


def _read_ecf(folder: Path) -> Iterator[Collection]:
    actions = list(_lines(folder / "actions.jsonl"))
    inquiries = [row for row in actions if row["kind"] == "case_study_action"]
    labelled = [row for row in actions if row["kind"] != "case_study_action"]
    yield _statements_to_actions(list(_lines(folder / "statements.jsonl")), inquiries)
    yield _actions_alike(labelled, "driver", name="ecf same driver", aim=0.46)
    yield _actions_alike(labelled, "topic", name="ecf same topic (P@5)", metric="precision")
    sessions = [row for row in _lines(folder / "sessions.jsonl") if row["ecf_codes"]]
    judgments = read_judgments(folder / "qrels_cross_provider.tsv")
    yield _sessions("ecf session title", sessions, judgments, whole=False)
    yield _sessions("ecf session full text", sessions, judgments, whole=True, aim=0.63)


def _statements_to_actions(statements: Sequence[Any], actions: Sequence[Any]) -> Collection:
    documents = [Document(row["id"], row["text"]) for row in actions]
    queries = [Query(row["code"], row["text"]) for row in statements]
    judgments = {
        query.id: {row["id"]: 1 for row in actions if query.id in row["ecf_codes"]} for query in queries
    }
    return make_collection("ecf statement to actions", documents, queries, judgments)


def _actions_alike(actions: Sequence[Any], label: str, **more: Any) -> Collection:
    """Let each action find the others with its label."""
    alike = defaultdict(list)
    for row in actions:
        alike[row[label]].append(row["id"])
    judgments = {row["id"]: dict.fromkeys(alike[row[label]], 1) for row in actions}
    for id_, grades in judgments.items():
        del grades[id_]
    documents = [Document(row["id"], row["text"]) for row in actions]
    queries = [Query(row["id"], row["text"]) for row in actions]
    return make_collection(more.pop("name"), documents, queries, judgments, **more)


def _sessions(
    name: str, rows: Sequence[Any], judgments: Mapping[str, Mapping[str, float]], *, whole: bool, **more: Any
) -> Collection:
    """Let each session find those of other providers."""
    documents = [Document(row["id"], row["text"], row["title"], row["provider"]) for row in rows]
    queries = [
        Query(document.id, document.whole if whole else document.title, document.group)
        for document in documents
    ]
    return make_collection(name, documents, queries, judgments, **more)


def _id_of(row: Mapping[str, Any]) -> str:
    return str(row["id"] if "id" in row else row["_id"])


def _lines(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())
