"""Words that the program proposes: from what everybody may read, once, and for a coach to decide about."""

import pytest
from sqlalchemy import select

from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import TermOrigin, TermRelation, TermStatus, Visibility
from nic_hub.errors import Forbidden, NotFound
from nic_hub.models import Network, VocabularyTerm, utc_now
from nic_hub.services.access.visibility import readable
from nic_hub.services.words.term_proposals import find_proposals, propose_terms_in, store_proposals
from tests.factories import make_term
from tests.services.conftest import PEOPLE

WORDS = "pupils write down where they lost the thread in the last minutes of a lesson"


def propose(desk):
    desk.settle()
    found = propose_terms_in(desk.session, desk.town.network.key, desk.engine)
    desk.session.flush()
    return found


def pairs(found):
    return [(row.local_term, row.shared_term) for row in found]


@pytest.fixture
def lineage(desk):
    source = desk.idea(team=desk.town.far, tested=0, title="Confusion slips", description="One.")
    child = desk.idea(
        team=desk.town.team, tested=0, title="Mud book", description="Two.", parent_id=source.id
    )
    return source, child


def test_a_lineage_under_two_names_waits_for_a_coach(desk, lineage):
    (row,) = propose(desk)
    assert pairs([row]) == [("Mud book", "Confusion slips")]
    assert (row.status, row.relation) == (TermStatus.PROPOSED, TermRelation.RELATED)
    assert (row.proposed_from, row.proposed_by_id) == (TermOrigin.CO_USE, None)
    assert row.district_id == desk.town.here.id
    assert "one lineage" in row.source


def test_neighbours_in_meaning_without_a_common_word_are_proposed(desk):
    told = {"tested": 0, "description": f"{WORDS} {WORDS}"}
    desk.idea(team=desk.town.team, title="Pages: pupils write", **told)
    desk.idea(team=desk.town.far, title="Fog: pupils write", **told)
    (row,) = propose(desk)
    assert {row.local_term, row.shared_term} == {"Pages", "Fog"}
    assert row.proposed_from == TermOrigin.NEIGHBOURS


def test_ideas_on_two_drivers_are_no_neighbours(desk):
    told = {"tested": 0, "description": f"{WORDS} {WORDS}"}
    desk.idea(team=desk.town.team, title="Pages: pupils write", **told)
    desk.idea(team=desk.town.far, title="Fog: pupils write", driver_id=desk.town.other_driver.id, **told)
    assert propose(desk) == []


@pytest.mark.parametrize(
    "hidden",
    [
        {"visibility": Visibility.DISTRICT},
        {"visibility": Visibility.TEAM},
        {"published": False},
        {"hidden_at": utc_now()},
        {"archived_at": utc_now()},
        {"withdrawn_at": utc_now()},
    ],
    ids=lambda hidden: next(iter(hidden)),
)
def test_what_not_everybody_may_read_is_not_looked_at(desk, hidden):
    source = desk.idea(team=desk.town.far, tested=0, title="Confusion slips", description="One.", **hidden)
    desk.idea(team=desk.town.team, tested=0, title="Mud book", description="Two.", parent_id=source.id)
    assert propose(desk) == []


@pytest.mark.parametrize("status", list(TermStatus))
def test_what_was_proposed_before_is_not_proposed_again(desk, lineage, status):
    pair = {"local_term": "confusion slip", "shared_term": "Mud book", "relation": "not-same"}
    make_term(desk.session, network=desk.town.network, status=status, **pair)
    assert propose(desk) == []


def test_what_was_decided_next_door_counts_there_alone(desk, lineage):
    next_door = desk.session.get_one(Network, desk.town.next_door.network_id)
    make_term(desk.session, network=next_door, local_term="Mud book", shared_term="Confusion slips")
    assert len(propose(desk)) == 1


def test_only_the_named_network_is_looked_at(desk, lineage):
    desk.settle()
    next_door = desk.session.get_one(Network, desk.town.next_door.network_id)
    assert propose_terms_in(desk.session, next_door.key, desk.engine) == []
    with pytest.raises(NotFound):
        propose_terms_in(desk.session, "nowhere", desk.engine)


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "coach"])
def test_only_a_coach_lets_words_be_proposed(desk, name):
    who = desk.town.who(name)
    with pytest.raises(Forbidden):
        find_proposals(desk.session, who, desk.engine)
    with pytest.raises(Forbidden):
        store_proposals(desk.session, who, [])


def test_what_somebody_proposed_meanwhile_is_not_stored_twice(desk, lineage):
    desk.settle()
    coach = desk.town.who("coach")
    found = find_proposals(desk.session, coach, desk.engine)
    assert len(store_proposals(desk.session, coach, found)) == 1
    desk.session.flush()
    assert store_proposals(desk.session, coach, found) == []


def test_what_the_program_proposed_is_hidden_from_who_is_no_member(desk, lineage):
    """Nobody is its author, and neither is somebody without a member."""
    propose(desk)
    passer_by = Principal(network_id=desk.town.network.id)
    assert desk.session.scalars(select(VocabularyTerm).where(readable(passer_by, VocabularyTerm))).all() == []
