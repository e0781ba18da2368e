"""Parts in teams and assignments of coaches: kept by an admin, with a trace in the history."""

from datetime import date, timedelta

import pytest

from nic_hub.domain.vocabulary import RoleGroup, TeamRole
from nic_hub.errors import Conflict, Forbidden, Invalid, NotFound
from nic_hub.models import Membership
from nic_hub.services.people.team_people import add_membership, assign_coach, end_membership
from nic_hub.services.records import list_history
from tests.factories import make_member
from tests.services.conftest import PEOPLE, TODAY

MONDAY = date(2026, 9, 28)
DAY = timedelta(days=1)
NOBODYS_ADMINS = [name for name in PEOPLE if name != "admin"]


def join(session, town, name="admin", **values):
    told = {"member_id": town.people["planner"].id, "role": TeamRole.LEAD, "started_on": MONDAY}
    return add_membership(session, town.who(name), town.team, told | values)


def test_a_part_in_a_team_never_ends_before_it_starts(session, town):
    with pytest.raises(Invalid, match=f"before it starts, on {MONDAY}"):
        join(session, town, ended_on=MONDAY.replace(day=27))
    row = join(session, town, ended_on=MONDAY)
    session.flush()
    with pytest.raises(Invalid, match=f"before it starts, on {MONDAY}"):
        end_membership(session, town.who("admin"), town.team, row.id, MONDAY.replace(day=27))
    assert row.ended_on == MONDAY


@pytest.mark.parametrize("name", NOBODYS_ADMINS)
def test_only_an_admin_puts_people_into_teams(session, town, name):
    with pytest.raises(Forbidden):
        join(session, town, name)


def test_a_member_joins_a_team_from_a_day_on(session, town):
    join(session, town)
    session.flush()
    assert town.who("planner", MONDAY).writing_teams == {town.team.id}
    assert town.who("planner", MONDAY.replace(day=27)).writing_teams == frozenset()


def test_joining_and_ending_are_told_in_the_members_history(session, town):
    row = join(session, town)
    session.flush()
    end_membership(session, town.who("admin"), town.team, row.id, MONDAY)
    session.flush()
    entries = list_history(session, town.who("admin"), town.people["planner"])[1:]
    before, after = f"{town.team.id}:lead:2026-09-28", f"{town.team.id}:lead:2026-09-28:2026-09-28"
    assert [entry.changes["team_roles"] for entry in entries] == [[[], [before]], [[before], [after]]]


def test_the_same_part_twice_is_refused(session, town):
    join(session, town)
    session.flush()
    with pytest.raises(Conflict):
        join(session, town)
    assert join(session, town, role=TeamRole.CHAMPION)


def test_nobody_from_another_network_joins(session, town):
    with pytest.raises(Invalid):
        join(session, town, member_id=town.people["outsider"].id)


def test_ending_a_part_closes_the_teams_drafts(session, town):
    row = session.query(Membership).filter_by(member_id=town.people["teacher"].id).one()
    end_membership(session, town.who("admin"), town.team, row.id, MONDAY)
    session.flush()
    assert town.who("teacher", MONDAY).draft_teams == frozenset()


def test_only_an_admin_ends_a_part_and_only_one_of_that_team(session, town):
    row = join(session, town)
    session.flush()
    with pytest.raises(Forbidden):
        end_membership(session, town.who("teacher"), town.team, row.id, MONDAY)
    with pytest.raises(NotFound):
        end_membership(session, town.who("admin"), town.far, row.id, MONDAY)
    with pytest.raises(NotFound):
        end_membership(session, town.who("admin"), town.team, "0" * 32, MONDAY)


# Coaches.


def assign(session, town, name="admin", team=None, **values):
    told = {"member_id": town.people["coach"].id} | values
    row = assign_coach(session, town.who(name), team or town.team, told, today=TODAY)
    session.flush()
    return row


def test_an_admin_assigns_a_coach_who_reads_no_drafts(session, town):
    row = assign(session, town, team=town.far, started_on=MONDAY)
    assert (row.started_on, row.reads_drafts) == (MONDAY, False)


def test_only_a_coach_is_assigned(session, town):
    with pytest.raises(Invalid):
        assign(session, town, member_id=town.people["planner"].id)


def test_only_an_admin_assigns(session, town):
    for name in ("teacher", "coach", "leader"):
        with pytest.raises(Forbidden):
            assign(session, town, name, team=town.far)


def test_only_the_team_invites_to_its_drafts(session, town):
    for name in ("admin", "sponsor", "coach", "neighbour"):
        with pytest.raises(Forbidden):
            assign(session, town, name, reads_drafts=True)
    assert assign(session, town, "teacher", reads_drafts=True).reads_drafts
    assert town.who("coach").draft_teams == {town.team.id}


def test_a_team_takes_its_invitation_back(session, town):
    assign(session, town, "teacher", reads_drafts=True)
    assign(session, town, "teacher", reads_drafts=False)
    assert town.who("coach").draft_teams == frozenset()


def test_a_team_invites_only_a_coach_it_has(session, town):
    other = make_member(session, network=town.network, role=RoleGroup.COACH)
    with pytest.raises(Invalid, match="not assigned"):
        assign(session, town, "teacher", member_id=other.id, reads_drafts=True)


def test_a_team_cannot_end_an_assignment_but_an_admin_can(session, town):
    assert assign(session, town, "teacher", reads_drafts=False, ended_on=MONDAY).ended_on is None
    assert assign(session, town, ended_on=MONDAY).ended_on == MONDAY


def assign_anew(session, town, name="admin", **days):
    """Let the team invite its coach, end the assignment, and assign the coach again."""
    assign(session, town, "teacher", reads_drafts=True)
    assign(session, town, ended_on=MONDAY)
    assert town.who("coach").coached_teams == frozenset()
    return assign(session, town, name, **days)


@pytest.mark.parametrize(
    ("days", "begins", "ends"),
    [
        pytest.param({}, TODAY, None, id="from today"),
        pytest.param({"started_on": MONDAY}, MONDAY, None, id="from a day"),
        pytest.param({"ended_on": None}, TODAY, None, id="without an end"),
        pytest.param({"ended_on": TODAY + DAY}, TODAY, TODAY + DAY, id="until tomorrow"),
    ],
)
def test_a_coach_who_comes_back_begins_anew_without_the_old_invitation(session, town, days, begins, ends):
    row = assign_anew(session, town, **days)
    assert (row.started_on, row.ended_on, row.reads_drafts) == (begins, ends, False)
    assert (town.who("coach").coached_teams, town.who("coach").draft_teams) == ({town.team.id}, frozenset())


def test_the_day_on_which_an_assignment_ended_can_be_mended(session, town):
    row = assign_anew(session, town, ended_on=MONDAY + DAY)
    assert (row.ended_on, town.who("coach").coached_teams) == (MONDAY + DAY, frozenset())


def test_an_assignment_that_goes_on_keeps_its_invitation(session, town):
    assign(session, town, "teacher", reads_drafts=True)
    row = assign(session, town, started_on=MONDAY, ended_on=TODAY + DAY)
    assert (row.started_on, row.ended_on, row.reads_drafts) == (MONDAY, TODAY + DAY, True)


def test_a_team_invites_nobody_whose_assignment_ended(session, town):
    town.people["busy"] = make_member(session, network=town.network, team=town.team, role=RoleGroup.ADMIN)
    row = assign(session, town, ended_on=MONDAY)
    for name in ("teacher", "busy"):
        with pytest.raises(Invalid, match="not assigned"):
            assign(session, town, name, reads_drafts=True)
    assert (row.ended_on, row.reads_drafts) == (MONDAY, False)


def test_an_assignment_never_ends_before_it_starts(session, town):
    with pytest.raises(Invalid, match="before it starts"):
        assign(session, town, team=town.far, started_on=MONDAY, ended_on=MONDAY - DAY)
