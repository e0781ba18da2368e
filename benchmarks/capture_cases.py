"""Case studies of teachers' inquiries, written by others, imported as drafts of a team.

Nobody labelled their fields, so it is counted what can be counted without labels: drafts, fields, whether
every word of a field stands in the source, what the privacy gate asks about, and what is stored once somebody
has said that the names are no students'. Source: the DfE's early-career programmes (Open Government Licence
v3.0); the teachers in them are illustrations.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import TOP
from benchmarks.made_up_hub import open_writable  # Sets the threads.

# isort: split
from sqlalchemy import select

from benchmarks.asked import TODAY
from nic_hub.bundle.importer import import_bundle
from nic_hub.database import Database
from nic_hub.domain.privacy.shapes import PrivateKind
from nic_hub.errors import Invalid, PrivateText
from nic_hub.models import Member
from nic_hub.services.access.principals import load_principal
from nic_hub.services.storyboards.capturing import Captured, CaptureRequest, read_capture, store_capture

CASES = TOP.parent / "shared" / "eval" / "ecf_dfe" / "case_studies.jsonl"
#: Practitioners' inquiries: question, baseline, change, evidence, adjustment.
INQUIRIES = "ucl/year-2"


@dataclass
class Outcome:
    """What became of the case studies."""

    blocks: int = 0
    drafts: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    verbatim: int = 0
    asked: int = 0
    stored: int = 0
    refused: Counter[str] = field(default_factory=Counter)


def load_cases() -> list[str]:
    """Read the case studies in PDSA form."""
    rows = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    return [row["text"] for row in rows if row["id"].startswith(INQUIRIES)]


def import_cases(texts: list[str]) -> Outcome:
    """Import each into a fresh hub as a member of the seed would."""
    outcome = Outcome(blocks=len(texts))
    with tempfile.TemporaryDirectory(prefix="nic-bench-") as folder:
        database = open_writable(Path(folder) / "hub.sqlite3")
        with database.writing() as session:
            import_bundle(session, json.loads((TOP / "seed" / "soar.json").read_text(encoding="utf-8")))
        for text in texts:
            _import(database, text, outcome)
        database.dispose()
    return outcome


def _import(database: Database, text: str, outcome: Outcome) -> None:
    captured = read_capture(CaptureRequest(text=text))
    outcome.drafts += len(captured.reading.drafts)
    for draft in captured.reading.drafts:
        outcome.fields.update([*draft.fields])
        outcome.verbatim += sum(_stands_in(found.text, text) for found in draft.fields.values())
    try:
        _store(database, CaptureRequest(text=text), captured)
    except PrivateText:
        outcome.asked += 1
    except Invalid:
        pass
    try:
        stored = _store(database, CaptureRequest(text=text, confirmed=[*PrivateKind]), captured)
        outcome.stored += stored
    except Invalid as error:
        outcome.refused[error.detail] += 1


def _store(database: Database, request: CaptureRequest, captured: Captured) -> int:
    with database.writing() as session:
        member = session.scalars(select(Member).where(Member.key == "teacher-valley")).one()
        return len(store_capture(session, load_principal(session, member, TODAY), request, captured))


def _stands_in(words: str, text: str) -> bool:
    """Say whether each part of a field is a piece of the source."""
    source = re.sub(r"\s+", " ", text)
    return all(re.sub(r"\s+", " ", part).strip() in source for part in words.split("\n"))


def show(outcome: Outcome) -> Iterator[str]:
    """Tell what became of them."""
    total = sum(outcome.fields.values())
    yield f"Case studies (ECF) in PDSA form: {outcome.blocks} texts, {outcome.drafts} drafts, {total} fields"
    yield f"  fields: {', '.join(f'{name} {count}' for name, count in outcome.fields.most_common())}"
    yield f"  word for word in the source: {outcome.verbatim}/{total}"
    yield f"  the privacy gate asks about {outcome.asked}/{outcome.blocks} texts (they name teachers)"
    yield f"  stored as drafts once confirmed: {outcome.stored}/{outcome.drafts}"
    yield from (f"  not stored, {count}: {detail}" for detail, count in outcome.refused.items())


def main() -> None:
    """Import them and print it; without the evaluation data, say so."""
    if not CASES.exists():
        print(f"Case studies: {CASES} is not here.")
        return
    for line in show(import_cases(load_cases())):
        print(line)
