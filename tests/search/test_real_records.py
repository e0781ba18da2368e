"""Records of real networks that are about one thing find each other, with the real model.

The data stand beside the project (``../shared/eval/nic_real``): facts and short quotes with their sources.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from nic_hub.models import Driver
from nic_hub.search.engine import SearchEngine
from nic_hub.search.indexer import embed_missing
from nic_hub.services.searchable import text_of
from tests.search.conftest import TOP
from tests.search.worlds import EVERYTHING, add_network, make_document

RECORDS = TOP.parent / "shared" / "eval" / "nic_real" / "nic_records.json"
#: All six are about students' talk in mathematics, in four districts' words.
DISCOURSE = ("nic002", "nic005", "nic009", "nic013", "nic015", "nic017")

pytestmark = pytest.mark.skipif(not RECORDS.exists(), reason="../shared/eval/nic_real is not here")


def as_idea(record: dict[str, Any]) -> str:
    """Return the searched text of a record that was entered without its driver."""
    parts = (record.get(name) for name in ("text", "study", "act"))
    return text_of({"description": "\n".join(str(part) for part in parts if part)})


def on_its_driver(record: dict[str, Any]) -> str:
    """Return the searched text of a record that was entered as an idea on its driver."""
    name = record.get("driver_assigned_by_us")
    return text_of({"description": as_idea(record)}, Driver(name=name) if name else None)


@pytest.fixture
def find(database, onnx_embedder):
    """Search the 40 records, told in one way, for those that are like one of them; ids, the best first."""

    def find_among(tell: Callable[[dict[str, Any]], str]) -> Callable[[str], list[str]]:
        records = json.loads(RECORDS.read_text(encoding="utf-8"))["records"]
        texts = {record["id"]: tell(record) for record in records}
        with database.writing() as session:
            add_network(session)
            session.flush()
            session.add_all(make_document(text, record_id) for record_id, text in texts.items())
        embed_missing(database, onnx_embedder)
        engine = SearchEngine(onnx_embedder)

        def find_like(record_id: str) -> list[str]:
            with database.reading() as session:
                hits = engine.search(session, texts[record_id], EVERYTHING, limit=11)
            return [hit.record_id for hit in hits if hit.record_id != record_id]

        return find_like

    return find_among


@pytest.mark.parametrize(("tell", "first", "least"), [(as_idea, 10, 4), (on_its_driver, 5, 5)])
def test_teams_that_work_on_students_talk_find_each_other(find, tell, first, least):
    """By text alone most of them; with the name of their driver all of them, before anything else."""
    find_like = find(tell)
    others = {record_id: set(DISCOURSE) - {record_id} for record_id in DISCOURSE}
    found = {record_id: others[record_id] & set(find_like(record_id)[:first]) for record_id in DISCOURSE}
    assert {record_id: ids for record_id, ids in found.items() if len(ids) < least} == {}
