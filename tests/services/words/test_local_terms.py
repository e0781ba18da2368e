"""Local words: who proposes, who decides, who sees what is undecided, and what cannot both be in use."""

import pytest
from sqlalchemy import func, select

from nic_hub.domain.vocabulary import TermOrigin, TermStatus
from nic_hub.errors import Conflict, Duplicate, Forbidden, Invalid, NotFound, PrivateText, Stale
from nic_hub.models import VocabularyTerm
from nic_hub.services.records import archive_record, get_record, list_history
from nic_hub.services.words.local_terms import (
    approve_term,
    change_term,
    decline_term,
    propose_term,
    restore_term,
)
from tests.services.conftest import PEOPLE

TERM = {"local_term": "CUBES", "shared_term": "three reads", "relation": "related"}
PROPOSERS = {"teacher", "neighbour", "far_teacher", "leader", "coach", "planner"}


def propose(session, town, who="teacher", **values):
    term = propose_term(session, town.who(who), TERM | values)
    session.flush()
    return term


def approve(session, town, term, who="coach"):
    approve_term(session, town.who(who), term, expected_version=term.version)
    session.flush()
    return term


def decline(session, town, term, who="coach"):
    decline_term(town.who(who), term, expected_version=term.version)
    session.flush()


def change(session, town, term, who="teacher", **values):
    change_term(session, town.who(who), term, values, expected_version=term.version)
    session.flush()


def archive(session, town, term, who="coach"):
    archive_record(town.who(who), term, expected_version=term.version)
    session.flush()


def restore(session, town, term, who="coach"):
    restore_term(town.who(who), term, expected_version=term.version)
    session.flush()


def sees(session, town, term, who):
    try:
        return get_record(session, town.who(who), VocabularyTerm, term.id) is term
    except NotFound:
        return False


# Proposing.


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "outsider"])
def test_teams_leaders_planners_and_coaches_propose(session, town, name):
    if name not in PROPOSERS:
        with pytest.raises(Forbidden):
            propose(session, town, name)
        return
    term = propose(session, town, name)
    assert (term.status, term.proposed_from) == (TermStatus.PROPOSED, TermOrigin.PERSON)
    assert term.proposed_by_id == town.people[name].id


def test_a_word_is_of_a_district_or_of_the_whole_network(session, town):
    assert propose(session, town, district_id=town.here.key).district_id == town.here.id
    assert propose(session, town).district_id is None


def test_a_word_of_a_district_next_door_is_refused(session, town):
    with pytest.raises(Invalid):
        propose(session, town, district_id="nowhere")


def test_a_word_needs_no_mapping_to_itself(session, town):
    with pytest.raises(Invalid):
        propose(session, town, shared_term="cubes")


@pytest.mark.parametrize("field", ["local_term", "note"])
def test_what_looks_private_is_refused(session, town, field):
    with pytest.raises(PrivateText):
        propose(session, town, **{field: "call 555-867-5309"})


@pytest.mark.parametrize("pair", [("cubes", "Three Reads"), ("three reads", "CUBES")])
def test_the_same_pair_in_the_same_place_is_refused(session, town, pair):
    propose(session, town)
    with pytest.raises(Duplicate):
        propose(session, town, "neighbour", local_term=pair[0], shared_term=pair[1], relation="same")


def test_the_same_pair_in_another_place_is_another_mapping(session, town):
    propose(session, town)
    propose(session, town, district_id=town.here.id)
    assert session.scalar(select(func.count()).select_from(VocabularyTerm)) == 2


def test_what_was_declined_or_archived_stands_in_nobodys_way(session, town):
    decline(session, town, propose(session, town))
    term = propose(session, town)
    archive_record(town.who("teacher"), term, expected_version=term.version)
    session.flush()
    assert propose(session, town).status == TermStatus.PROPOSED


# Deciding.


@pytest.mark.parametrize("decide", [approve, decline])
@pytest.mark.parametrize("name", [name for name in PEOPLE if name not in {"coach", "outsider"}])
def test_only_a_coach_decides(session, town, decide, name):
    term = propose(session, town)
    with pytest.raises(Forbidden):
        decide(session, town, term, name)


def test_a_decision_says_who_made_it(session, town):
    term = approve(session, town, propose(session, town))
    assert (term.status, term.decided_by_id) == (TermStatus.APPROVED, town.people["coach"].id)
    assert term.decided_at is not None


def test_a_decision_needs_the_version_it_was_made_from(session, town):
    term = propose(session, town)
    with pytest.raises(Stale):
        approve_term(session, town.who("coach"), term, expected_version=term.version + 1)


def test_a_coach_may_think_again(session, town):
    term = approve(session, town, propose(session, town))
    decline(session, town, term)
    assert term.status == TermStatus.DECLINED
    assert approve(session, town, term).status == TermStatus.APPROVED


def test_a_declined_pair_is_not_approved_beside_a_new_one(session, town):
    first = propose(session, town)
    decline(session, town, first)
    propose(session, town)
    with pytest.raises(Duplicate):
        approve(session, town, first)


@pytest.mark.parametrize(("one", "other"), [("not-same", "related"), ("same", "not-same")])
def test_words_that_are_kept_apart_are_not_brought_together_where_both_count(session, town, one, other):
    approve(session, town, propose(session, town, relation=one))
    second = propose(session, town, relation=other, district_id=town.here.id)
    with pytest.raises(Conflict):
        approve(session, town, second)


def test_two_districts_may_use_a_word_in_two_ways(session, town):
    approve(session, town, propose(session, town, relation="not-same", district_id=town.there.id))
    second = propose(session, town, relation="same", district_id=town.here.id)
    assert approve(session, town, second).status == TermStatus.APPROVED


def test_a_word_in_use_does_not_come_to_contradict_another(session, town):
    approve(session, town, propose(session, town, relation="not-same"))
    second = approve(session, town, propose(session, town, relation="not-same", district_id=town.here.id))
    with pytest.raises(Conflict):
        change(session, town, second, "coach", relation="same")


# Changing.


def test_who_proposed_a_word_mends_it_until_a_coach_decides(session, town):
    term = propose(session, town)
    change(session, town, term, note="It marks keywords.")
    approve(session, town, term)
    with pytest.raises(Forbidden):
        change(session, town, term, note="It does more.")


def test_nobody_else_but_a_coach_changes_a_proposal(session, town):
    term = propose(session, town)
    with pytest.raises(Forbidden):
        change(session, town, term, "neighbour", note="Mine.")
    change(session, town, term, "coach", relation="narrower")
    assert term.relation == "narrower"


def test_a_change_makes_no_double(session, town):
    propose(session, town)
    other = propose(session, town, shared_term="close reading")
    with pytest.raises(Duplicate):
        change(session, town, other, shared_term="three reads")


def test_a_change_maps_no_word_to_itself(session, town):
    term = propose(session, town)
    with pytest.raises(Invalid):
        change(session, town, term, shared_term="Cubes")


def test_the_history_tells_who_decided(session, town):
    term = propose(session, town)
    session.info["member_id"] = town.people["coach"].id
    approve(session, town, term)
    told = [(each.action, each.member_id) for each in list_history(session, town.who("coach"), term)]
    assert told == [("created", None), ("approved", town.people["coach"].id)]


# Bringing back.


def test_a_mapping_does_not_come_back_beside_one_it_contradicts(session, town):
    old = approve(session, town, propose(session, town, relation="same", district_id=town.here.id))
    archive(session, town, old)
    approve(session, town, propose(session, town, relation="not-same"))
    with pytest.raises(Conflict, match="In use is: CUBES not-same three reads"):
        restore(session, town, old)


@pytest.mark.parametrize("decide", [None, approve])
def test_a_mapping_does_not_come_back_beside_another_one_of_the_same_pair(session, town, decide):
    old = propose(session, town)
    archive(session, town, old)
    newer = propose(session, town)
    if decide:
        decide(session, town, newer)
    with pytest.raises(Duplicate):
        restore(session, town, old)


@pytest.mark.parametrize("decide", [approve, decline])
def test_a_mapping_comes_back_as_it_was_where_nothing_stands_against_it(session, town, decide):
    term = propose(session, town)
    decide(session, town, term)
    was = term.status
    archive(session, town, term)
    restore(session, town, term)
    assert (term.status, term.archived_at) == (was, None)


def test_what_was_declined_comes_back_beside_a_newer_proposal(session, town):
    old = propose(session, town)
    decline(session, town, old)
    archive(session, town, old)
    propose(session, town)
    restore(session, town, old)
    assert old.archived_at is None


# Seeing.


def test_what_is_not_decided_is_seen_by_coaches_and_who_proposed_it(session, town):
    term = propose(session, town)
    assert {name for name in PEOPLE if sees(session, town, term, name)} == {"teacher", "coach"}


def test_what_is_in_use_is_seen_by_the_whole_network(session, town):
    term = approve(session, town, propose(session, town))
    assert {name for name in PEOPLE if not sees(session, town, term, name)} == {"outsider"}


def test_only_what_is_in_use_is_heard(session, town):
    kept = approve(session, town, propose(session, town))
    propose(session, town, shared_term="close reading")
    old = approve(session, town, propose(session, town, shared_term="slow reading"))
    archive_record(town.who("coach"), old, expected_version=old.version)
    session.flush()
    assert [term.id for term in town.sight().terms()] == [kept.id]
    assert town.sight("outsider").terms() == []
