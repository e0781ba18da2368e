"""Records of real networks that are about one thing find each other, with the real model.

The data stand beside the project (``../shared/eval/nic_real``): facts and short quotes with their sources.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from nic_hub.search.engine import SearchEngine
from nic_hub.search.indexer import embed_missing
from tests.search.conftest import TOP
from tests.search.worlds import EVERYTHING, add_network, make_document

RECORDS = TOP.parent / "shared" / "eval" / "nic_real" / "nic_records.json"
#: All six are about students' talk in mathematics, in four districts' words.
DISCOURSE = ("nic002", "nic005", "nic009", "nic013", "nic015", "nic017")

pytestmark = pytest.mark.skipif(not RECORDS.exists(), reason="../shared/eval/nic_real is not here")


def told(record: dict[str, Any]) -> str:
    parts = (record.get(name) for name in ("text", "study", "act"))
    return "\n".join(str(part) for part in parts if part)


@pytest.fixture
def find(database, onnx_embedder):
    """Search the 40 records for those that are like one of them; returns ids, the best first."""
    texts = {
        record["id"]: told(record) for record in json.loads(RECORDS.read_text(encoding="utf-8"))["records"]
    }
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


@pytest.mark.parametrize("record_id", DISCOURSE)
def test_teams_that_work_on_students_talk_find_most_of_each_other_by_text_alone(find, record_id):
    others = set(DISCOURSE) - {record_id}
    assert len(others & set(find(record_id)[:10])) >= 3
