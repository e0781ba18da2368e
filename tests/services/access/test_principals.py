"""What a member may do today: roles, teams, assignments and districts as they are in force."""

from datetime import timedelta

import pytest

from nic_hub.domain.vocabulary import RoleGroup, TeamRole
from nic_hub.models import utc_now
from nic_hub.services.access.principals import load_principal, public_principal
from tests.factories import (
    make_assignment,
    make_district,
    make_member,
    make_membership,
    make_network,
    make_school,
    make_team,
)
from tests.services.conftest import TODAY

DAY = timedelta(days=1)


def test_a_teacher_works_in_the_team_and_reads_the_district(town):
    teacher = town.who("teacher")
    assert teacher.writing_teams == {town.team.id}
    assert teacher.sponsored_teams == frozenset()
    assert teacher.district_teams == {town.team.id, town.neighbours.id, town.dit.id}
    assert teacher.own_district_ids == {town.here.id}
    assert (teacher.network_id, teacher.member_id) == (town.network.id, town.people["teacher"].id)


def test_who_has_a_school_belongs_to_its_district_and_no_other(session, town):
    newcomer = make_member(session, network=town.network, school_id=town.school.id)
    session.flush()
    assert load_principal(session, newcomer, TODAY).own_district_ids == {town.here.id}


@pytest.mark.parametrize("name", ["sponsor", "principal"])
def test_a_sponsor_or_principal_never_works_in_the_team(town, name):
    assert town.who(name).sponsored_teams == {town.team.id}
    assert town.who(name).writing_teams == frozenset()
    assert town.who(name).draft_teams == frozenset()


def test_who_leads_and_sponsors_a_team_reads_no_draft_of_it(session, town):
    make_membership(session, member=town.people["sponsor"], team=town.team, role=TeamRole.LEAD)
    assert town.who("sponsor").writing_teams == {town.team.id}
    assert town.who("sponsor").draft_teams == frozenset()


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [
        (TODAY, None, True),
        (TODAY - DAY, TODAY + DAY, True),
        (TODAY - DAY, TODAY, False),
        (TODAY + DAY, None, False),
    ],
)
def test_a_part_in_a_team_holds_from_its_first_day_to_the_day_before_its_last(
    session, town, starts, ends, holds
):
    dates = {"started_on": starts, "ended_on": ends}
    make_membership(session, member=town.people["planner"], team=town.far, **dates)
    make_assignment(session, coach=town.people["coach"], team=town.far, **dates)
    assert (town.far.id in town.who("planner").writing_teams) is holds
    assert (town.far.id in town.who("coach").coached_teams) is holds


def test_a_coach_reads_drafts_where_the_team_invites(session, town):
    make_assignment(session, coach=town.people["coach"], team=town.far, reads_drafts=True)
    coach = town.who("coach")
    assert coach.coached_teams == {town.team.id, town.far.id}
    assert coach.draft_teams == {town.far.id}


def test_a_coach_reads_the_districts_of_the_coached_teams_but_belongs_to_none(town):
    coach = town.who("coach")
    assert coach.district_teams == {town.team.id, town.neighbours.id, town.dit.id}
    assert coach.own_district_ids == frozenset()


def test_an_assignment_is_void_for_who_is_no_coach_any_more(session, town):
    town.people["coach"].role_group = RoleGroup.TEACHER
    assert town.who("coach").coached_teams == frozenset()
    assert town.who("coach").district_teams == frozenset()


def test_a_principal_who_coaches_the_own_schools_team_reads_none_of_its_drafts(session, town):
    head = make_member(
        session,
        network=town.network,
        role=RoleGroup.PRINCIPAL,
        other_roles=["coach"],
        school_id=town.school.id,
    )
    for team in (town.team, town.far):
        make_assignment(session, coach=head, team=team, reads_drafts=True)
    assert load_principal(session, head, TODAY).draft_teams == {town.far.id}


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        (RoleGroup.TEACHER, True),
        (RoleGroup.PRINCIPAL, True),
        (RoleGroup.DISTRICT, True),
        (RoleGroup.COACH, False),
        (RoleGroup.HUB, False),
        (RoleGroup.PLANNER, False),
        (RoleGroup.ADMIN, False),
    ],
)
@pytest.mark.parametrize("address", ["district", "school"])
def test_living_in_a_district_opens_it_to_its_own_people_alone(session, town, role, reads, address):
    home = {"district_id": town.here.id} if address == "district" else {"school_id": town.school.id}
    member = make_member(session, network=town.network, role=role, **home)
    principal = load_principal(session, member, TODAY)
    assert bool(principal.district_teams) is reads
    assert principal.own_district_ids == ({town.here.id} if reads else frozenset())


def test_a_hub_team_belongs_to_no_district(session, town):
    hub = make_team(session, network=town.network, type="hub")
    member = make_member(session, network=town.network, team=hub, role=RoleGroup.HUB)
    assert load_principal(session, member, TODAY).district_teams == frozenset()


def test_a_member_holds_every_role_given(session, town):
    member = make_member(session, network=town.network, other_roles=["coach", "planner"])
    roles = {RoleGroup.TEACHER, RoleGroup.COACH, RoleGroup.PLANNER}
    assert load_principal(session, member, TODAY).roles == roles


def test_who_is_not_signed_in_may_know_of_open_networks_that_are_alive(session):
    opened = make_network(session, allows_public=True)
    make_network(session, allows_public=False)
    make_network(session, allows_public=True, archived_at=utc_now())
    public = public_principal(session)
    assert public.public_network_ids == {opened.id}
    assert not public.is_member


def test_the_people_of_another_network_stay_there(session, town):
    other = make_network(session)
    team = make_team(
        session, network=other, school=make_school(session, district=make_district(session, network=other))
    )
    member = make_member(session, network=other, team=team)
    principal = load_principal(session, member, TODAY)
    assert principal.network_id == other.id
    assert principal.district_teams == {team.id}
