"""A network's own settings, kept by its admin."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from zoneinfo import available_timezones

from sqlalchemy.orm import Session

from nic_hub.domain.privacy.privacy import refuse_private
from nic_hub.domain.visibility import Principal, may_administer
from nic_hub.domain.vocabulary import NetworkStatus
from nic_hub.errors import Conflict, Forbidden, Invalid
from nic_hub.models import Network
from nic_hub.services.known_names import names_in
from nic_hub.services.records import assign, check_version, free_text


def change_network(
    session: Session,
    principal: Principal,
    network: Network,
    values: Mapping[str, Any],
    *,
    expected_version: int,
    confirmed: Collection[str] = (),
) -> Network:
    """Change a network's name, problem, small-cell limit, status, openness or time zone.

    Raises:
        Forbidden, Stale: as for any change.
        Conflict: it would be archived, and then nobody could sign in to bring it back.
        Invalid: there is no such time zone, or a text looks private.
    """
    if not may_administer(principal):
        raise Forbidden("Only a network admin may change the network. Ask your admin.")
    check_version(network, expected_version)
    refuse_private(free_text(values), confirmed, known=names_in(session, principal))
    if values.get("time_zone", "UTC") not in available_timezones():
        raise Invalid.field("time_zone", "Write a time zone as in America/Chicago.")
    if values.get("status") == NetworkStatus.ARCHIVED:
        raise Conflict("Nobody could sign in to bring it back. Ask the people who run the hub to archive it.")
    assign(network, values)
    return network
