"""Search and suggestions in a random world: nobody finds, or is told by a number, what they may not read."""

import os
from random import Random

import pytest

from nic_hub.database import Database
from nic_hub.search.engine import SearchEngine
from nic_hub.search.indexer import embed_missing
from tests.fakes import WordEmbedder
from tests.privacy.finding import FINDING_DOORS
from tests.privacy.oracle import Oracle
from tests.privacy.second_locks import LOCKED_DOORS, LockedVisit
from tests.privacy.store import WatchedSession, store
from tests.privacy.world import random_world

WORLDS = int(os.environ.get("PRIVACY_WORLDS", "1"))


@pytest.mark.parametrize("seed", range(WORLDS))
def test_everybody_finds_only_what_they_may_read(database: Database, seed: int) -> None:
    world, dice = random_world(seed), Random(seed)
    with WatchedSession(database.engine) as session:
        store(session, world)
        session.commit()
    engine = SearchEngine(WordEmbedder())
    embed_missing(database, engine.embedder)
    with WatchedSession(database.engine) as session:
        for viewer in (None, *world.of("member")):
            LockedVisit(session, Oracle(world, viewer), dice.choice, engine).go_through(
                (*FINDING_DOORS, *LOCKED_DOORS)
            )
