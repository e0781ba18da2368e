"""Who may come in at which door: each route names its rule, and a route without one lets nobody in.

These rules say only who must be signed in, and with which role. What a person then finds is decided by
``domain.visibility`` and the services.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any

from flask import Flask, Response, current_app, g, request

from nic_hub.api.hub import Hub, current_hub
from nic_hub.domain.visibility import Principal, may_administer, may_curate
from nic_hub.domain.vocabulary import Ceiling
from nic_hub.errors import Forbidden, Invalid, NotLinked, Unauthenticated
from nic_hub.services.access.principals import public_principal, show_to
from nic_hub.services.access.tokens import authenticate
from nic_hub.services.slack.bots import authenticate_bot, is_bot_token
from nic_hub.services.slack.workspaces import SlackIdentity, act_for

_SIGN_IN = "Sign in: send the header `Authorization: Bearer TOKEN`. Your network's admin gives out tokens."
_NOT_LINKED = (
    "Your Slack account is not linked to a member of the network yet. Ask the bot for a link, open it, and "
    "confirm who you are. Until then you see what is public."
)
_FOR_WHOM = "A bot says for whom it acts: send the header `On-Behalf-Of: slack ENTERPRISE TEAM USER`."
_BOTS_ONLY = "Only a bot may do this, for itself: with its own token, and without `On-Behalf-Of`."
_THROUGH_SLACK = "This is done through a bot in Slack, on behalf of a linked member."
_FORM = "On-Behalf-Of takes `slack ENTERPRISE TEAM USER` with Slack's ids, and `-` for no enterprise."
#: Slack's ids are capital letters and digits.
_ON_BEHALF_OF = re.compile(r"slack (-|[A-Z0-9]{1,64}) ([A-Z0-9]{1,64}) ([A-Z0-9]{1,64})", re.ASCII)


class Access(Enum):
    """Who may use a route."""

    #: Everybody, and the hub does not ask who; nothing of any network is shown.
    OPEN = auto()
    #: Members; and everybody else as long as a network lets the public read.
    READER = auto()
    #: Whoever holds the one-time code in the address; the view checks it.
    CODE = auto()
    #: Members of a network.
    MEMBER = auto()
    #: Members for whom a bot asks, from their Slack workspace.
    LINKED = auto()
    #: A bot, for itself.
    BOT = auto()
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
    app.after_request(confirm_audience)


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
        Unavailable: the database must be migrated first.
    """
    if request.endpoint is None:
        return
    access = access_of(current_app, request.endpoint)
    if access is None:
        raise Forbidden("This address is closed.")
    if access is not Access.OPEN:
        current_hub().require_migrated()
    if access not in {Access.OPEN, Access.CODE}:
        g.principal = _identify(current_hub())
        check_role(access, g.principal.whole)
        _check_ceiling(access, g.principal)


def confirm_audience(response: Response) -> Response:
    """Say for which audience an answer was narrowed, so that nobody shows one that was not."""
    audience = request.headers.get("Ceiling")
    if audience is not None and "principal" in g:
        response.headers["Ceiling"] = audience.strip()
    return response


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


def on_behalf_of() -> SlackIdentity | None:
    """Return for whom a bot acts, if the request says so.

    Raises:
        Invalid: the header has another form.
    """
    header = request.headers.get("On-Behalf-Of")
    if header is None:
        return None
    match = _ON_BEHALF_OF.fullmatch(header.strip())
    if match is None:
        raise Invalid(_FORM)
    return SlackIdentity("" if match[1] == "-" else match[1], match[2], match[3])


def asked_ceiling() -> Ceiling | None:
    """Return the audience the request wants an answer for, if it names one.

    Raises:
        Invalid: there is no such audience.
    """
    header = request.headers.get("Ceiling")
    if header is None:
        return None
    try:
        return Ceiling(header.strip())
    except ValueError as error:
        raise Invalid(f"Ceiling takes one of: {', '.join(Ceiling)}.") from error


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and how that is known.

    Args:
        principal: what they may do.
        token: the row of the member's or the bot's token; None for somebody who is not signed in.
        counted_as: under which name the rate limit counts; None for a bot's own business.
    """

    principal: Principal
    token: Any
    counted_as: str | None


def identify(session: Any) -> Caller:
    """Find out who asks, in this transaction, and what of theirs the answer's audience may see.

    Raises:
        Unauthenticated: the token is not valid, or there is none and nothing is public.
        Forbidden: the bot may not act there, or a member tries to act for another.
        Invalid: the header that says for whom a bot acts has another form.
    """
    token, behalf, ceiling = bearer_token(), on_behalf_of(), asked_ceiling()
    if token is not None and is_bot_token(token):
        caller = _identify_bot(session, token, behalf)
    else:
        caller = _identify_member(session, token)
        if behalf is not None:
            raise Forbidden("Only a bot may act on behalf of somebody. Leave out the header `On-Behalf-Of`.")
    if ceiling is None:
        return caller
    return replace(caller, principal=show_to(session, caller.principal, ceiling))


def _identify_member(session: Any, token: str | None) -> Caller:
    if token is not None:
        principal, row = authenticate(session, token)
        return Caller(principal, row, principal.member_id)
    principal = public_principal(session)
    if not principal.public_network_ids:
        raise Unauthenticated(_SIGN_IN)
    return Caller(principal, None, _address())


def _identify_bot(session: Any, token: str, behalf: SlackIdentity | None) -> Caller:
    bot = authenticate_bot(session, token)
    if behalf is None:
        return Caller(Principal(bot_client_id=bot.id), bot, None)
    principal = act_for(session, bot, behalf)
    unlinked = f"slack {behalf.enterprise_id} {behalf.team_id} {behalf.user_id}"
    return Caller(principal, bot, principal.member_id or unlinked)


def _identify(hub: Hub) -> Principal:
    try:
        with hub.database.reading() as session:
            caller = identify(session)
    except Unauthenticated:
        is_guess = "Authorization" in request.headers
        (hub.limits.count_failed_sign_in if is_guess else hub.limits.count_request)(_address())
        raise
    if caller.counted_as is not None:
        hub.limits.count_request(caller.counted_as)
    if caller.token is not None:
        hub.uses.note(caller.token)
    return caller.principal


def _address() -> str:
    return request.remote_addr or "unknown"


def check_role(access: Access, principal: Principal) -> None:
    """Turn away whoever may not use a route with this rule.

    Raises:
        Unauthenticated: the route wants to know who asks.
        Forbidden: this person, or this bot, may not use it.
    """
    _check_bot(access, principal)
    if access in {Access.READER, Access.BOT}:
        return
    if not principal.is_member:
        raise NotLinked(_NOT_LINKED) if principal.is_unlinked else Unauthenticated(_SIGN_IN)
    if access is Access.LINKED and principal.workspace_id is None:
        raise Forbidden(_THROUGH_SLACK)
    allows, refusal = ROLES.get(access, (None, ""))
    if allows is not None and not allows(principal):
        raise Forbidden(refusal)


def _check_ceiling(access: Access, principal: Principal) -> None:
    """Let only what is read be narrowed to an audience, and only what that audience may see at all."""
    if asked_ceiling() is None or _narrows():
        return
    if request.method not in {"GET", "HEAD"}:
        raise Invalid("Leave out the header Ceiling: it narrows what is read, and this changes something.")
    if access is not Access.READER and not principal.is_member:
        raise Forbidden("This is for members, so nothing of it can be shown to everybody. Ask in private.")


def _narrows() -> bool:
    return bool(getattr(current_app.view_functions[request.endpoint or ""], "narrows", False))


def _check_bot(access: Access, principal: Principal) -> None:
    """Keep bots to their own doors unless they say for whom they act, and everybody else out of those."""
    if principal.is_bot and access is not Access.BOT:
        raise Forbidden(_FOR_WHOM)
    if access is Access.BOT and not principal.is_bot:
        raise Forbidden(_BOTS_ONLY) if _is_known(principal) else Unauthenticated(_SIGN_IN)


def _is_known(principal: Principal) -> bool:
    return principal.is_member or principal.bot_client_id is not None
