"""The seed data in one hub with the real model: imported and embedded once for all tests that only ask."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.bundle.importer import import_bundle
from nic_hub.database import Database
from nic_hub.domain.visibility import Grant, Principal
from nic_hub.domain.vocabulary import Visibility
from nic_hub.models import ChangeIdea, Member, Network
from nic_hub.search.embedder import OnnxEmbedder
from nic_hub.search.engine import SearchEngine
from nic_hub.search.indexer import embed_missing
from nic_hub.search.manifest import ExportManifest, export_directory
from nic_hub.services import history, search_documents
from nic_hub.services.access.principals import load_principal
from nic_hub.services.listing import Page
from nic_hub.services.searching import SearchRequest, search_records
from nic_hub.services.suggesting.suggestions import SuggestionRequest, Tuning, find_suggestions
from nic_hub.settings import Settings
from tests.services.conftest import TODAY

TOP = Path(__file__).parents[2]
SEEDS = sorted((TOP / "seed").glob("*.json"))


@dataclass(frozen=True)
class SeededHub:
    """Answers as the members of the seed data."""

    database: Database
    engine: SearchEngine

    def ask(self, network: str, member: str, query: str, **wishes: Any) -> dict[str, Any]:
        """Return what a member is shown."""
        with self.database.reading() as session:
            request = SuggestionRequest(query=query, **wishes)
            principal = self._principal(session, network, member)
            return find_suggestions(
                session, self.engine, principal, request, tuning=Tuning(), today=TODAY
            ).shown

    def search(self, network: str, member: str, q: str) -> Page[dict[str, Any]]:
        """Return what a member finds."""
        with self.database.reading() as session:
            principal = self._principal(session, network, member)
            return search_records(session, principal, self.engine, SearchRequest(q=q))

    def rank_everywhere(self, query: str) -> list[str]:
        """Return the keys of ideas of all networks, best first, as search alone ranks their own texts.

        No member ever asks so; it puts look-alikes of different networks side by side.
        """
        with self.database.reading() as session:
            keys = {row.id: row.key for row in session.execute(select(ChangeIdea.id, ChangeIdea.key))}
            wide = [Visibility.NETWORK, Visibility.PUBLIC]
            networks = list(session.scalars(select(Network.id)))
            grant = Grant.of(network_id=networks, visibility=wide, is_draft=[False], is_hidden=[False])
            hits = self.engine.search(session, query, [grant], limit=200, kinds=["change_idea"])
            return [keys[hit.record_id] for hit in hits]

    def _principal(self, session: Session, network: str, key: str) -> Principal:
        query = select(Member).join(Network, Network.id == Member.network_id)
        member = session.scalars(query.where(Network.key == network, Member.key == key)).one()
        return load_principal(session, member, TODAY)


@pytest.fixture(scope="session")
def seeded_hub(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SeededHub]:
    """Import and embed the seed data."""
    export = export_directory(TOP / "instance" / "model")
    if not ExportManifest.fits(export):
        pytest.skip("The model's export is missing: make it with `python -m nic_hub.search.export`.")
    file = tmp_path_factory.mktemp("seeded") / "hub.sqlite3"
    shutil.copyfile(sqlite_template, file)
    database = Database.open(Settings.for_trying_out(database_url=f"sqlite:///{file}"))
    for hook in (history, search_documents):
        hook.watch(database.writing_sessions)
    with database.writing() as session:
        for seed in SEEDS:
            import_bundle(session, json.loads(seed.read_text(encoding="utf-8")))
    embedder = OnnxEmbedder(export)
    embed_missing(database, embedder)
    yield SeededHub(database, SearchEngine(embedder))
    database.dispose()
