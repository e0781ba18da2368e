"""Who may come in at which door: each route names its rule, and a route without one lets nobody in.

These rules say only who must be signed in, and with which role. What a person then finds is decided by
``domain.visibility`` and the services.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum, auto
from typing import Any

from flask import Flask, current_app, g, request

from nic_hub.api.hub import Hub, current_hub
from nic_hub.domain.visibility import Principal, may_administer, may_curate
from nic_hub.errors import Forbidden, Unauthenticated
from nic_hub.services.principals import public_principal
from nic_hub.services.tokens import authenticate

_SIGN_IN = "Sign in: send the header `Authorization: Bearer TOKEN`. Your network's admin gives out tokens."


class Access(Enum):
    """Who may use a route."""

    #: Everybody, and the hub does not ask who; nothing of any network is shown.
    OPEN = auto()
    #: Members; and everybody else as long as a network lets the public read.
    READER = auto()
    #: Members of a network.
    MEMBER = auto()
    #: Members who are coaches.
    CURATOR = auto()
    #: Members who are admins.
    ADMIN = auto()


#: What a role rule asks of a member, and what to tell those who do not meet it.
ROLES: Mapping[Access, tuple[Callable[[Principal], bool], str]] = {
    Access.CURATOR: (may_curate, "Only a coach may do this. Ask a coach of your network."),
    Access.ADMIN: (may_administer, "Only an admin of the network may do this. Ask your admin."),
}


def register(app: Flask) -> None:
    """Stand at every door of this app."""
    app.before_request(admit)


def access_of(app: Flask, endpoint: str) -> Access | None:
    """Return the rule of a route, or None when it has none."""
    return getattr(app.view_functions.get(endpoint), "access", None)


def open_to(access: Access) -> Callable[[Any], Any]:
    """Give a plain view function its rule."""

    def mark(view: Any) -> Any:
        view.access = access
        return view

    return mark


def admit() -> None:
    """Find out who asks, and turn away whoever may not use this route.

    Raises:
        Unauthenticated: the route wants to know who asks.
        Forbidden: the member's role is not enough, or the route has no rule.
        TooManyRequests: the member asks too often.
    """
    if request.endpoint is None:
        return
    access = access_of(current_app, request.endpoint)
    if access is None:
        raise Forbidden("This address is closed.")
    if access is not Access.OPEN:
        g.principal = _identify(current_hub())
        _check_role(access, g.principal)


def bearer_token() -> str | None:
    """Return the token the request carries, if any.

    Raises:
        Unauthenticated: the Authorization header has another form.
    """
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated(_SIGN_IN)
    return token.strip()


def principal_for(session: Any) -> tuple[Principal, Any]:
    """Find out who asks, in this transaction.

    Returns:
        What the person may do, and the row of the token, or None for somebody who is not signed in.

    Raises:
        Unauthenticated: the token is not valid, or there is none and nothing is public.
    """
    token = bearer_token()
    if token is not None:
        return authenticate(session, token)
    principal = public_principal(session)
    if not principal.public_network_ids:
        raise Unauthenticated(_SIGN_IN)
    return principal, None


def _identify(hub: Hub) -> Principal:
    address = request.remote_addr or "unknown"
    try:
        with hub.database.reading() as session:
            principal, token = principal_for(session)
    except Unauthenticated:
        is_guess = "Authorization" in request.headers
        (hub.limits.count_failed_sign_in if is_guess else hub.limits.count_request)(address)
        raise
    hub.limits.count_request(principal.member_id or address)
    if token is not None:
        hub.note_use(token)
    return principal


def _check_role(access: Access, principal: Principal) -> None:
    if access is Access.READER:
        return
    if not principal.is_member:
        raise Unauthenticated(_SIGN_IN)
    allows, refusal = ROLES.get(access, (None, ""))
    if allows is not None and not allows(principal):
        raise Forbidden(refusal)
