"""Who may read and write what: the guide's table, cell by cell, and what no combination of roles can undo."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nic_hub.domain.visibility import (
    GRANT_COLUMNS,
    Principal,
    Standing,
    may_administer,
    may_curate,
    may_see_numbers,
    may_write,
    own_grants,
    read_grants,
    reader_for,
)
from nic_hub.domain.vocabulary import RoleGroup, Visibility

# District 1 has two school teams and its own; district 2 has a school team; the hub team belongs to neither.
OWN, NEIGHBOUR, DIT, FAR, HUB, FOREIGN = "own", "neighbour", "dit", "far", "hub", "foreign"
TEAMS = (OWN, NEIGHBOUR, DIT, FAR, HUB, FOREIGN)
DISTRICT_1 = frozenset({OWN, NEIGHBOUR, DIT})
HERE, ELSEWHERE = "network-1", "network-2"
#: States of a record: (is_draft, is_hidden).
DRAFT, SHARED, HIDDEN, HIDDEN_DRAFT = (True, False), (False, False), (False, True), (True, True)


def member(*roles: RoleGroup, **teams) -> Principal:
    return Principal(network_id=HERE, member_id="someone", roles=frozenset(roles), **teams)


def record(team: str, visibility: Visibility, state: tuple[bool, bool] = SHARED) -> dict[str, object]:
    is_draft, is_hidden = state
    network = ELSEWHERE if team == FOREIGN else HERE
    return {
        "network_id": network,
        "team_id": team,
        "visibility": visibility,
        "is_draft": is_draft,
        "is_hidden": is_hidden,
    }


def may_read(principal: Principal, facts: dict[str, object]) -> bool:
    """The read rule, held against one record without remembering anything."""
    return any(grant.holds(facts) for grant in read_grants(principal))


PEOPLE = {
    "team member": member(RoleGroup.TEACHER, writing_teams={OWN}, district_teams=DISTRICT_1),
    "sponsor": member(RoleGroup.TEACHER, sponsored_teams={OWN}, district_teams=DISTRICT_1),
    "principal": member(RoleGroup.PRINCIPAL, sponsored_teams={OWN}, district_teams=DISTRICT_1),
    "lead and sponsor": member(
        RoleGroup.TEACHER, writing_teams={OWN}, sponsored_teams={OWN}, district_teams=DISTRICT_1
    ),
    "district leader": member(RoleGroup.DISTRICT, writing_teams={DIT}, district_teams=DISTRICT_1),
    "district leader without a team": member(RoleGroup.DISTRICT, district_teams=DISTRICT_1),
    "coach": member(RoleGroup.COACH, coached_teams={OWN}, district_teams=DISTRICT_1),
    "invited coach": member(
        RoleGroup.COACH, coached_teams={OWN}, inviting_teams={OWN}, district_teams=DISTRICT_1
    ),
    "coach of nobody": member(RoleGroup.COACH),
    "coach who is the principal": member(
        RoleGroup.COACH,
        RoleGroup.PRINCIPAL,
        coached_teams={OWN},
        inviting_teams={OWN},
        sponsored_teams={OWN},
        district_teams=DISTRICT_1,
    ),
    "planner": member(RoleGroup.PLANNER),
    "network admin": member(RoleGroup.ADMIN),
    "member of the other network": Principal(
        network_id=ELSEWHERE, member_id="x", writing_teams=frozenset({FOREIGN})
    ),
    "nobody": Principal(),
    "nobody, before an open network": Principal(public_network_ids=frozenset({HERE})),
}

NETWORK = "network"
#: The guide's table. For each person and team: the narrowest visibility that is read, whether drafts are, and
#: whether what a coach has hidden is. A team that is not named is read from ``network`` on, by members alone.
TABLE: dict[str, dict[str, tuple[str, bool, bool]]] = {
    "team member": {
        OWN: ("team", True, True),
        NEIGHBOUR: ("district", False, False),
        DIT: ("district", False, False),
    },
    "sponsor": {
        OWN: ("team", False, True),
        NEIGHBOUR: ("district", False, False),
        DIT: ("district", False, False),
    },
    "principal": {
        OWN: ("team", False, True),
        NEIGHBOUR: ("district", False, False),
        DIT: ("district", False, False),
    },
    "lead and sponsor": {
        OWN: ("team", False, True),
        NEIGHBOUR: ("district", False, False),
        DIT: ("district", False, False),
    },
    "district leader": {
        OWN: ("district", False, False),
        NEIGHBOUR: ("district", False, False),
        DIT: ("team", True, True),
    },
    "district leader without a team": {
        OWN: ("district", False, False),
        NEIGHBOUR: ("district", False, False),
        DIT: ("district", False, False),
    },
    "coach": {
        OWN: ("team", False, True),
        NEIGHBOUR: ("district", False, True),
        DIT: ("district", False, True),
        FAR: (NETWORK, False, True),
        HUB: (NETWORK, False, True),
    },
    "invited coach": {
        OWN: ("team", True, True),
        NEIGHBOUR: ("district", False, True),
        DIT: ("district", False, True),
        FAR: (NETWORK, False, True),
        HUB: (NETWORK, False, True),
    },
    "coach of nobody": dict.fromkeys((OWN, NEIGHBOUR, DIT, FAR, HUB), (NETWORK, False, True)),
    "coach who is the principal": {
        OWN: ("team", False, True),
        NEIGHBOUR: ("district", False, True),
        DIT: ("district", False, True),
        FAR: (NETWORK, False, True),
        HUB: (NETWORK, False, True),
    },
    "planner": {},
    "network admin": {},
    "member of the other network": {FOREIGN: ("team", True, True)},
    "nobody": {},
    "nobody, before an open network": dict.fromkeys(
        (OWN, NEIGHBOUR, DIT, FAR, HUB), ("public", False, False)
    ),
}


def expected(person: str, team: str, visibility: Visibility, state: tuple[bool, bool]) -> bool:
    is_member_here = PEOPLE[person].network_id == HERE and team != FOREIGN
    row = TABLE[person].get(team, (NETWORK, False, False) if is_member_here else None)
    if row is None:
        return False
    narrowest, drafts, hidden = row
    is_draft, is_hidden = state
    if is_draft:
        return drafts
    return visibility.width >= Visibility(narrowest).width and (hidden or not is_hidden)


STATES = (DRAFT, SHARED, HIDDEN, HIDDEN_DRAFT)


@pytest.mark.parametrize(("person", "team"), list(product(PEOPLE, TEAMS)))
def test_each_person_reads_what_the_table_says(person, team):
    disagreements = [
        (visibility, state)
        for visibility, state in product(Visibility, STATES)
        if may_read(PEOPLE[person], record(team, visibility, state))
        != expected(person, team, visibility, state)
    ]
    assert disagreements == []


@pytest.mark.parametrize(
    ("person", "team", "shared", "draft"),
    [
        ("team member", OWN, True, True),
        ("team member", NEIGHBOUR, False, False),
        ("team member", FAR, False, False),
        ("sponsor", OWN, False, False),
        ("principal", OWN, False, False),
        ("lead and sponsor", OWN, True, False),
        ("district leader", DIT, True, True),
        ("district leader", OWN, False, False),
        ("coach", OWN, False, False),
        ("invited coach", OWN, False, False),
        ("planner", OWN, False, False),
        ("network admin", OWN, False, False),
        ("nobody", OWN, False, False),
    ],
)
def test_only_those_who_do_a_teams_work_write_its_records(person, team, shared, draft):
    assert may_write(PEOPLE[person], team) is shared
    assert may_write(PEOPLE[person], team, is_draft=True) is draft


def test_a_record_without_a_team_is_nobodys_to_write():
    assert not any(may_write(person, None) for person in PEOPLE.values())


COACHES = {"coach", "invited coach", "coach of nobody", "coach who is the principal"}


@pytest.mark.parametrize("person", PEOPLE)
def test_coaches_curate_and_admins_administer(person):
    assert may_curate(PEOPLE[person]) is (person in COACHES)
    assert may_administer(PEOPLE[person]) is (person == "network admin")


@pytest.mark.parametrize("person", PEOPLE)
def test_numbers_about_few_students_are_for_their_own_team(person):
    own = {
        "team member": {OWN},
        "sponsor": {OWN},
        "principal": {OWN},
        "lead and sponsor": {OWN},
        "coach who is the principal": {OWN},
        "district leader": {DIT},
        "member of the other network": {FOREIGN},
    }
    assert {team for team in TEAMS if may_see_numbers(PEOPLE[person], team)} == own.get(person, set())


# What no combination of roles and teams can undo.


some_teams = st.frozensets(st.sampled_from(TEAMS))
people = st.builds(
    Principal,
    network_id=st.sampled_from([HERE, ELSEWHERE]),
    member_id=st.just("someone"),
    roles=st.frozensets(st.sampled_from(RoleGroup)),
    writing_teams=some_teams,
    sponsored_teams=some_teams,
    coached_teams=some_teams,
    inviting_teams=some_teams,
    district_teams=some_teams,
    public_network_ids=st.frozensets(st.sampled_from([HERE, ELSEWHERE])),
)
strangers = st.builds(Principal, public_network_ids=st.frozensets(st.sampled_from([HERE, ELSEWHERE])))
records = st.fixed_dictionaries(
    {
        "network_id": st.sampled_from([HERE, ELSEWHERE]),
        "team_id": st.sampled_from(TEAMS),
        "visibility": st.sampled_from(Visibility),
        "is_draft": st.booleans(),
        "is_hidden": st.booleans(),
    }
)


@given(people | strangers, records, st.sampled_from(Visibility))
def test_a_narrower_visibility_is_never_read_by_more(person, facts, other):
    narrow, wide = sorted((facts["visibility"], other), key=lambda each: each.width)
    if may_read(person, facts | {"visibility": narrow}):
        assert may_read(person, facts | {"visibility": wide})


@given(people, records)
def test_nothing_crosses_networks(person, facts):
    if facts["network_id"] != person.network_id:
        assert not may_read(person, facts)


@given(people, records)
def test_a_draft_is_read_by_its_team_and_by_a_coach_it_invited_whatever_else_they_are(person, facts):
    does_the_work = facts["team_id"] in person.writing_teams | person.inviting_teams
    if may_read(person, facts | {"is_draft": True}):
        assert does_the_work
        assert facts["team_id"] not in person.sponsored_teams


@given(people, records, st.frozensets(st.sampled_from(RoleGroup)))
def test_no_role_opens_a_draft(person, facts, roles):
    facts = facts | {"is_draft": True}
    assert may_read(replace(person, roles=roles), facts) == may_read(person, facts)


@given(people | strangers, records)
def test_hiding_or_drafting_a_record_never_shows_it_to_more(person, facts):
    for column in ("is_hidden", "is_draft"):
        if may_read(person, facts | {column: True}):
            assert may_read(person, facts | {column: False})


@given(people, records)
def test_what_is_hidden_is_read_by_its_team_and_by_coaches(person, facts):
    if may_read(person, facts | {"is_hidden": True}):
        near = person.own_teams | person.coached_teams | person.inviting_teams
        assert facts["team_id"] in near or RoleGroup.COACH in person.roles


@given(strangers, records)
def test_a_person_who_is_not_signed_in_reads_public_records_of_open_networks(person, facts):
    is_open = facts["network_id"] in person.public_network_ids
    is_public = facts["visibility"] == "public" and not facts["is_draft"] and not facts["is_hidden"]
    assert may_read(person, facts) == (is_open and is_public)


@given(people, records)
def test_who_may_write_a_record_may_read_it(person, facts):
    facts = facts | {"network_id": person.network_id}
    if may_write(person, facts["team_id"], is_draft=facts["is_draft"]):
        assert may_read(person, facts)


@given(people | strangers, records)
def test_what_is_ones_own_may_be_read(person, facts):
    if any(grant.holds(facts) for grant in own_grants(person)):
        assert may_read(person, facts)
        assert facts["team_id"] in person.own_teams


@given(people, records)
def test_a_team_always_sees_its_own(person, facts):
    facts = facts | {"network_id": person.network_id, "is_draft": False}
    is_own = any(grant.holds(facts) for grant in own_grants(person))
    assert is_own == (facts["team_id"] in person.own_teams)


@given(people, records)
def test_of_ones_own_drafts_a_sponsor_sees_none(person, facts):
    facts = facts | {"network_id": person.network_id, "is_draft": True}
    is_own = any(grant.holds(facts) for grant in own_grants(person))
    assert is_own == (facts["team_id"] in person.writing_teams - person.sponsored_teams)


@given(people | strangers)
def test_grants_speak_of_known_columns_only_and_always_of_the_network(person):
    for grant in (*read_grants(person), *own_grants(person)):
        assert set(grant.conditions) <= set(GRANT_COLUMNS)
        assert "network_id" in grant.conditions


@given(people)
def test_a_membership_without_a_network_is_an_error_and_no_open_door(person):
    with pytest.raises(AssertionError):
        read_grants(replace(person, network_id=None))


# The same rule for many records.


@given(people | strangers, st.lists(records, max_size=5))
def test_a_reader_of_many_records_reads_what_the_rule_says(person, many):
    for facts in [*many, *many]:
        assert reader_for(person).reads(Standing(**facts)) == may_read(person, facts)


@given(people | strangers, records)
def test_what_hangs_on_something_unread_is_read_by_its_own_team_alone(person, facts):
    is_own = any(grant.holds(facts) for grant in own_grants(person))
    assert reader_for(person).reads(Standing(**facts), anchor=False) == is_own


def test_whoever_may_do_less_now_has_another_reader():
    before = Principal(network_id=HERE, member_id="someone", writing_teams=frozenset(TEAMS))
    assert reader_for(before) is reader_for(replace(before))
    assert reader_for(before) is not reader_for(replace(before, writing_teams=frozenset()))
