"""A network's own settings, and the short lists of people, versions and tokens."""

import pytest

from nic_hub.domain.vocabulary import NetworkStatus
from nic_hub.errors import Conflict, Forbidden, Invalid, NotFound, PrivateText, Stale, Unauthenticated
from nic_hub.services.access.principals import public_principal
from nic_hub.services.access.tokens import create_token, list_tokens
from nic_hub.services.measures.shown_points import list_points
from nic_hub.services.networks import change_network
from nic_hub.services.people.me import describe_me
from nic_hub.services.people.rosters import list_coaches, list_memberships
from nic_hub.services.tools import get_version
from tests.factories import make_measure, make_point, make_tool, make_version
from tests.services.conftest import PEOPLE


def change(session, town, who="admin", version=1, **values):
    return change_network(session, town.who(who), town.network, values, expected_version=version)


@pytest.mark.parametrize("name", [name for name in PEOPLE if name not in {"admin", "outsider"}])
def test_only_an_admin_changes_a_network(session, town, name):
    with pytest.raises(Forbidden):
        change(session, town, name, name="Ours")


def test_an_admin_changes_it_from_the_version_that_was_read(session, town):
    change(session, town, name="Ours", min_n=12, allows_public=True, time_zone="America/Chicago")
    assert (town.network.name, town.network.min_n, town.network.allows_public) == ("Ours", 12, True)
    session.flush()
    with pytest.raises(Stale):
        change(session, town, name="Theirs")


@pytest.mark.parametrize("zone", ["Chicago", "", "../../etc/passwd"])
def test_a_time_zone_has_a_name(session, town, zone):
    with pytest.raises(Invalid):
        change(session, town, time_zone=zone)


def test_a_networks_texts_are_read_for_private_data(session, town):
    with pytest.raises(PrivateText):
        change(session, town, problem="Ask maria@school.example")


def test_opening_a_network_shows_it_to_the_public_and_closing_hides_it(session, town):
    change(session, town, allows_public=True)
    session.flush()
    assert public_principal(session).public_network_ids == {town.network.id}
    change(session, town, version=2, allows_public=False)
    session.flush()
    assert public_principal(session).public_network_ids == frozenset()


def test_an_admin_does_not_archive_the_network_nobody_could_come_back(session, town):
    with pytest.raises(Conflict):
        change(session, town, status=NetworkStatus.ARCHIVED)


# Short lists.


def test_a_teams_people_are_listed_for_the_networks_members(session, town):
    session.flush()
    members = {row.member_id for row in list_memberships(session, town.who("far_teacher"), town.team)}
    assert members == {town.people[name].id for name in ("teacher", "sponsor", "principal")}
    [assignment] = list_coaches(session, town.who("far_teacher"), town.team)
    assert assignment.member_id == town.people["coach"].id


def test_they_are_not_listed_for_anybody_else(session, town):
    session.flush()
    for principal in (town.who("outsider"), public_principal(session)):
        assert list_memberships(session, principal, town.team) == []
        assert list_coaches(session, principal, town.team) == []


def test_points_go_with_their_measure(session, town):
    measure = make_measure(session, team=town.team, visibility="team")
    point = make_point(session, measure=measure)
    assert list_points(session, town.who("teacher"), [measure]) == [point]
    assert list_points(session, town.who("far_teacher"), [measure]) == []


def test_a_version_is_found_at_its_tool_by_those_who_read_the_tool(session, town):
    tool, other = make_tool(session, team=town.team, visibility="team"), make_tool(session, team=town.team)
    version = make_version(session, tool=tool)
    assert get_version(session, town.who("teacher"), tool, version.id) is version
    for who, at in (("teacher", other), ("far_teacher", tool)):
        with pytest.raises(NotFound):
            get_version(session, town.who(who), at, version.id)


def test_one_lists_ones_own_tokens_and_an_admin_all(session, town):
    for name in ("teacher", "coach"):
        create_token(session, town.people[name], name=name)
    create_token(session, town.people["outsider"], name="far")
    names = {who: {row.name for row in list_tokens(session, town.who(who))} for who in ("teacher", "admin")}
    assert names == {"teacher": {"teacher"}, "admin": {"teacher", "coach"}}
    assert list_tokens(session, public_principal(session)) == []


def test_me_is_the_member_with_own_teams_and_network(session, town):
    me = describe_me(session, town.who("sponsor"))
    assert me["member"]["id"] == town.people["sponsor"].id
    assert [team["id"] for team in me["teams"]] == [town.team.id]
    assert me["network"]["id"] == town.network.id


def test_nobody_is_nobody(session, town):
    with pytest.raises(Unauthenticated):
        describe_me(session, public_principal(session))
