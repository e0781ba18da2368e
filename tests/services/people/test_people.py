"""Members, teams and schools: kept by an admin, with a trace in the history."""

from datetime import date

import pytest

from nic_hub.domain.vocabulary import RoleGroup, TeamType
from nic_hub.errors import Conflict, Forbidden, Invalid, Stale
from nic_hub.models import Account, CoachAssignment, Member, Membership
from nic_hub.services.people.people import add_member, change_member, change_school, change_team, create_team
from nic_hub.services.records import archive_record
from tests.factories import make_member, make_school, make_team
from tests.services.conftest import PEOPLE

MONDAY = date(2026, 9, 28)
NOBODYS_ADMINS = [name for name in PEOPLE if name != "admin"]


def change(session, town, name, **values):
    member = town.people[name]
    session.flush()
    return change_member(session, town.who("admin"), member, values, expected_version=member.version)


# Members and their accounts.


@pytest.mark.parametrize("name", [name for name in NOBODYS_ADMINS if name != "outsider"])
def test_only_an_admin_adds_or_changes_members(session, town, name):
    with pytest.raises(Forbidden):
        add_member(session, town.who(name), {"name": "Ada"})
    with pytest.raises(Forbidden):
        change_member(session, town.who(name), town.people["teacher"], {"name": "Ada"}, expected_version=1)


def test_a_known_address_is_the_same_account_in_every_network(session, town):
    town.people["outsider"].role_group = RoleGroup.ADMIN
    mine = add_member(session, town.who("admin"), {"name": "Ada", "email": "Ada@School.example "})
    session.flush()
    theirs = add_member(session, town.who("outsider"), {"name": "A. L.", "email": "ada@school.example"})
    assert mine.account_id == theirs.account_id
    assert mine.network_id != theirs.network_id
    assert session.get(Account, mine.account_id).email == "ada@school.example"


def test_one_address_is_one_member_of_a_network(session, town):
    with pytest.raises(Invalid) as error:
        add_member(session, town.who("admin"), {"name": "Ada", "email": "teacher@school.example"})
    assert [problem.pointer for problem in error.value.problems] == ["/email"]


def test_members_without_an_address_have_accounts_of_their_own(session, town):
    first, second = (add_member(session, town.who("admin"), {"name": name}) for name in ("Ada", "Bo"))
    assert first.account_id != second.account_id


def test_an_address_may_change(session, town):
    before = town.people["teacher"].account_id
    change(session, town, "teacher", email="new@school.example")
    assert town.people["teacher"].account_id != before


def test_a_change_of_a_member_asks_for_the_version(session, town):
    with pytest.raises(Stale):
        change_member(session, town.who("admin"), town.people["teacher"], {"name": "A"}, expected_version=9)


@pytest.mark.parametrize("values", [{"left_on": MONDAY}, {"role_group": RoleGroup.TEACHER}])
def test_the_last_admin_stays(session, town, values):
    with pytest.raises(Conflict, match="no admin"):
        change(session, town, "admin", **values)


def test_the_last_admin_is_not_archived(session, town):
    admin = town.people["admin"]
    with pytest.raises(Conflict, match="no admin"):
        archive_record(town.who("admin"), admin, expected_version=admin.version)


def test_an_admin_may_go_when_another_stays(session, town):
    make_member(session, network=town.network, other_roles=["admin"])
    assert change(session, town, "admin", left_on=MONDAY).left_on == MONDAY


def test_an_admin_of_another_network_is_no_admin_here(session, town):
    town.people["outsider"].role_group = RoleGroup.ADMIN
    with pytest.raises(Conflict):
        change(session, town, "admin", left_on=MONDAY)


def test_leaving_ends_ones_parts_in_teams_and_keeps_them(session, town):
    for name in ("teacher", "coach"):
        change(session, town, name, left_on=MONDAY)
    parts = session.query(Membership).filter_by(member_id=town.people["teacher"].id).all()
    parts += session.query(CoachAssignment).filter_by(member_id=town.people["coach"].id).all()
    assert [part.ended_on for part in parts] == [MONDAY, MONDAY]


def test_coming_back_opens_no_team(session, town):
    change(session, town, "teacher", left_on=MONDAY)
    change(session, town, "teacher", left_on=None)
    session.flush()
    assert town.who("teacher").own_teams == frozenset()


# Teams and schools.


def test_a_schools_team_belongs_to_the_schools_district(session, town):
    school = make_school(session, district=town.there)
    team = create_team(
        session, town.who("admin"), {"name": "Five", "type": TeamType.LIT, "school_id": school.id}
    )
    assert team.district_id == town.there.id


@pytest.mark.parametrize(("team_type", "is_placed"), [(TeamType.HUB, True), (TeamType.LIT, False)])
def test_only_a_hub_team_has_no_place(session, town, team_type, is_placed):
    values = {"name": "Five", "type": team_type}
    if is_placed:
        assert create_team(session, town.who("admin"), values).district_id is None
    else:
        with pytest.raises(Invalid):
            create_team(session, town.who("admin"), values)


def test_a_team_is_not_of_one_district_and_of_a_school_of_another(session, town):
    values = {"name": "Five", "type": TeamType.LIT, "school_id": town.school.id, "district_id": town.there.id}
    with pytest.raises(Invalid) as error:
        create_team(session, town.who("admin"), values)
    assert [problem.pointer for problem in error.value.problems] == ["/district_id"]


def test_a_team_that_moves_to_a_school_moves_to_its_district(session, town):
    school = make_school(session, district=town.there)
    change_team(session, town.who("admin"), town.team, {"school_id": school.id}, expected_version=1)
    assert town.team.district_id == town.there.id


def test_a_school_that_moves_to_a_district_takes_its_teams_along(session, town):
    values = {"district_id": town.there.id}
    change_school(session, town.who("admin"), town.school, values, expected_version=1)
    session.flush()
    assert town.team.district_id == town.there.id
    assert town.far.id in town.who("teacher").district_teams
    assert town.neighbours.id not in town.who("teacher").district_teams


def test_a_team_describes_itself_and_changes_nothing_else(session, town):
    values = {"context": {"subject": "science"}, "focus_driver_ids": [town.driver.id]}
    change_team(session, town.who("teacher"), town.team, values, expected_version=1)
    session.flush()
    with pytest.raises(Forbidden):
        change_team(session, town.who("teacher"), town.team, {"name": "Best"}, expected_version=2)
    for name in ("sponsor", "neighbour", "coach"):
        with pytest.raises(Forbidden):
            change_team(session, town.who(name), town.team, {"context": {}}, expected_version=2)


def test_only_an_admin_makes_and_moves_teams_and_schools(session, town):
    for name in ("teacher", "coach", "leader"):
        with pytest.raises(Forbidden):
            create_team(session, town.who(name), {"name": "Five", "type": TeamType.HUB})
        with pytest.raises(Forbidden):
            change_school(session, town.who(name), town.school, {"name": "Hill"}, expected_version=1)


def test_a_team_of_another_network_cannot_be_a_successor(session, town):
    with pytest.raises(Invalid):
        change_team(
            session, town.who("admin"), town.team, {"successor_id": town.next_door.id}, expected_version=1
        )


def test_nobody_loses_work_by_leaving(session, town):
    team = make_team(session, network=town.network)
    member = make_member(session, network=town.network, team=team)
    values = {"left_on": MONDAY}
    change_member(session, town.who("admin"), member, values, expected_version=member.version)
    assert session.get(Member, member.id) is member
