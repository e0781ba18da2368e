"""Random worlds of networks, people and records: whoever asks, at any door, learns what the guide allows.

``PRIVACY_WORLDS=500`` tries that many worlds, and thoroughly.
"""

import os
from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.engine import Engine
from sqlalchemy.pool import StaticPool

from nic_hub.database import Database
from nic_hub.models import Base
from tests.privacy.doors import DOORS, Visit
from tests.privacy.oracle import Oracle
from tests.privacy.store import WatchedSession, store
from tests.privacy.world import Item, World, random_world

WORLDS = int(os.environ.get("PRIVACY_WORLDS", "0"))
EFFORT = 30 if WORLDS else 6


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """A database in memory, whose compiled statements are kept from world to world."""
    opened = create_engine("sqlite://", poolclass=StaticPool, query_cache_size=20_000)
    Base.metadata.create_all(opened)
    yield opened
    opened.dispose()


@given(seed=st.integers(0, 2**32), networks=st.sampled_from([2, 2, 1, 3]))
@settings(max_examples=WORLDS or 15, phases=[Phase.reuse, Phase.generate])
def test_nobody_learns_what_they_may_not_know_at_any_door(engine: Engine, seed: int, networks: int) -> None:
    world, dice = random_world(seed, networks), Random(seed)
    with WatchedSession(engine) as session:
        store(session, world)
        viewers = dice.sample([None, *world.of("member")], 4)
        visit(session, world, viewers, dice)


def visit(session: WatchedSession, world: World, viewers: list[Item | None], dice: Random) -> None:
    """Let people of a world go through every door."""
    for viewer in viewers:
        Visit(session, Oracle(world, viewer), dice.choice, EFFORT).go_through(DOORS)


@pytest.mark.parametrize("seed", range(WORLDS or 1))
def test_everybody_in_a_world_learns_only_what_they_may(database: Database, seed: int) -> None:
    world = random_world(seed)
    with WatchedSession(database.engine) as session:
        store(session, world)
        visit(session, world, [None, *world.of("member")], Random(seed))
