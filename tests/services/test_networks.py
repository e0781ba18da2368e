"""A network's own settings."""

from datetime import UTC, datetime

import pytest

from nic_hub.domain.vocabulary import NetworkStatus, RoleGroup
from nic_hub.errors import Conflict, Forbidden, Invalid, PrivateText, Stale
from nic_hub.services.networks import change_network
from nic_hub.services.principals import load_principal
from tests.factories import make_member, make_network


@pytest.fixture
def network(session):
    return make_network(session)


def principal_of(session, network, role):
    member = make_member(session, network=network, role=role)
    return load_principal(session, member, datetime.now(UTC).date())


@pytest.fixture
def admin(session, network):
    return principal_of(session, network, RoleGroup.ADMIN)


def test_an_admin_changes_it(session, network, admin):
    change_network(
        session, admin, network, {"name": "New", "time_zone": "America/Chicago"}, expected_version=1
    )
    assert (network.name, network.time_zone) == ("New", "America/Chicago")


@pytest.mark.parametrize("role", [role for role in RoleGroup if role is not RoleGroup.ADMIN])
def test_nobody_else_changes_it(session, network, role):
    principal = principal_of(session, network, role)
    with pytest.raises(Forbidden, match="admin"):
        change_network(session, principal, network, {"name": "New"}, expected_version=1)


def test_a_change_from_an_older_version_is_refused(session, network, admin):
    with pytest.raises(Stale):
        change_network(session, admin, network, {"name": "New"}, expected_version=2)


def test_a_time_zone_that_does_not_exist_is_refused(session, network, admin):
    with pytest.raises(Invalid, match="America/Chicago"):
        change_network(session, admin, network, {"time_zone": "Mars/Base"}, expected_version=1)


def test_private_text_is_refused(session, network, admin):
    with pytest.raises(PrivateText):
        change_network(session, admin, network, {"problem": "Ask anna@school.example"}, expected_version=1)


def test_a_network_does_not_lock_everybody_out(session, network, admin):
    with pytest.raises(Conflict, match="Nobody could sign in"):
        change_network(session, admin, network, {"status": NetworkStatus.ARCHIVED}, expected_version=1)
    assert network.status == NetworkStatus.ACTIVE
