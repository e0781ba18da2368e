"""What somebody shows to an audience is what each of that audience may read, in random worlds."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.database import Database
from nic_hub.domain.visibility import under_ceiling
from nic_hub.domain.vocabulary import Ceiling
from nic_hub.models import Network
from nic_hub.services.access.visibility import readable
from nic_hub.services.kinds import RECORD_KINDS
from tests.privacy.oracle import Oracle
from tests.privacy.store import principal_of, store
from tests.privacy.world import random_world

SEEDS = (1, 7)


def found(session: Session, principal, model) -> set[str]:
    return set(session.scalars(select(model.id).where(readable(principal, model))))


def shown(session: Session, principal, ceiling: Ceiling, model) -> set[str]:
    is_public = session.get_one(Network, principal.network_id).allows_public
    narrowed = under_ceiling(principal, ceiling, is_public=is_public, district_teams=frozenset())
    return found(session, narrowed, model)


@pytest.fixture(params=SEEDS)
def visited(request, database: Database):
    world = random_world(request.param)
    with database.writing() as session:
        store(session, world)
    with database.reading() as session:
        yield world, session


@pytest.mark.parametrize("ceiling", [Ceiling.PUBLIC, Ceiling.NETWORK])
def test_nobody_shows_what_some_member_of_the_network_may_not_read(visited, ceiling):
    world, session = visited
    for network in world.of("network"):
        people = [principal_of(session, one) for one in world.of("member") if one.network == network.id]
        for model in RECORD_KINDS.values() if people else ():
            may = set.intersection(*(found(session, one, model) for one in people))
            for person in people:
                assert shown(session, person, ceiling, model) <= may


def test_what_is_shown_to_everybody_is_what_somebody_without_a_token_reads(visited):
    world, session = visited
    stranger = principal_of(session, None)
    for member in world.of("member"):
        person = principal_of(session, member)
        for model in RECORD_KINDS.values():
            assert shown(session, person, Ceiling.PUBLIC, model) <= found(session, stranger, model)


def test_all_members_of_a_network_show_the_same(visited):
    world, session = visited
    for network in world.of("network"):
        people = [principal_of(session, one) for one in world.of("member") if one.network == network.id]
        for model in RECORD_KINDS.values():
            assert len({frozenset(shown(session, one, Ceiling.NETWORK, model)) for one in people}) <= 1


def test_what_is_shared_with_the_network_is_shown_to_it(visited):
    world, session = visited
    total = 0
    for member in world.of("member"):
        oracle, person = Oracle(world, member), principal_of(session, member)
        for kind, model in RECORD_KINDS.items():
            got = shown(session, person, Ceiling.NETWORK, model)
            total += len(got)
            assert got <= {item.id for item in oracle.readable(kind)}
    assert total > 0
