"""The page that links a Slack account with a member: sign in, see who is linked with whom, confirm.

Looking at the page changes nothing, so a program that follows links in messages uses nothing up. Who signed
in is kept in this browser's signed cookie, for this one code.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from nic_hub.api.access import Access, open_to
from nic_hub.api.hub import Hub, current_hub
from nic_hub.errors import Forbidden, HubError, Invalid, Unauthenticated
from nic_hub.services.access.tokens import authenticate
from nic_hub.services.slack.slack_links import (
    OpenLink,
    check_member,
    confirm_link,
    describe_member,
    note_refusal,
    open_link,
)
from nic_hub.web.pages import check_form, form_token, show_error, show_page
from nic_hub.web.proofs import mail_proof, read_proof

blueprint = Blueprint("linking", __name__, template_folder="templates")
blueprint.register_error_handler(HubError, show_error)

_NO_TOKEN = "Paste your hub token. Your network's admin gives it to you."  # noqa: S105
_ELSEWHERE_OPENED = (
    "Open the link from the e-mail in the browser in which you asked for it, within ten minutes. "
    "Or sign in here with your hub token."
)


@blueprint.get("/link/<code>")
@open_to(Access.CODE)
def look(code: str) -> Response:
    """Show which Slack account would be linked, and with whom once somebody has signed in."""
    return _show(code, _signed_in(code))


@blueprint.get("/link/<code>/from-mail/<proof>")
@open_to(Access.CODE)
def come_from_mail(code: str, proof: str) -> AnyResponse:
    """Take the link of an e-mail as a proof of who somebody is, in the browser that asked for it."""
    member_id = read_proof(proof, code, form_token())
    if member_id is None:
        return _show(code, None, problem=_ELSEWHERE_OPENED, status=403)
    return _sign_in(code, member_id)


@blueprint.post("/link/<code>")
@open_to(Access.CODE)
def act(code: str) -> AnyResponse:
    """Do what the pressed button says."""
    check_form()
    return _STEPS.get(request.form.get("step", ""), _unknown)(code)


def _sign_in_with_token(code: str) -> AnyResponse:
    token, hub = request.form.get("token", "").strip(), current_hub()
    if not token:
        return _show(code, None, problem=_NO_TOKEN, status=422)
    try:
        with hub.database.reading() as reading:
            principal, _ = authenticate(reading, token)
    except Unauthenticated as error:
        hub.limits.count_failed_sign_in(request.remote_addr or "unknown")
        return _show(code, None, problem=error.detail, status=401)
    assert principal.member_id is not None
    return _sign_in(code, principal.member_id)


def _sign_in(code: str, member_id: str) -> AnyResponse:
    """Remember who signed in; whoever cannot be linked is refused, and that is noted."""
    hub = current_hub()
    try:
        with hub.database.reading() as reading:
            check_member(reading, open_link(reading, code), member_id)
    except Forbidden as error:
        with hub.database.writing() as writing:
            note_refusal(writing, code, error.detail)
        raise
    session["link"] = [code, member_id]
    return redirect(url_for("linking.look", code=code), 303)


def _ask_for_mail(code: str) -> AnyResponse:
    hub = current_hub()
    if hub.send_mail is None:
        raise Invalid("This hub sends no e-mails. Sign in with your hub token.")
    mail_proof(hub, code, request.form.get("email", ""), form_token())
    return _show(code, None, is_mailed=True)


def _confirm(code: str) -> AnyResponse:
    member_id = _signed_in(code)
    if member_id is None:
        return _show(code, None, problem="Sign in first.", status=401)
    with current_hub().database.writing() as writing:
        link = open_link(writing, code)
        confirm_link(writing, code, member_id)
        told = _tell(link) | {"member": describe_member(writing, member_id)}
    session.clear()
    return show_page("linked.html", **told)


def _forget(code: str) -> AnyResponse:
    session.pop("link", None)
    return redirect(url_for("linking.look", code=code), 303)


def _unknown(_code: str) -> AnyResponse:
    raise Invalid("The hub does not know this button. Go back and try again.")


_STEPS = {
    "token": _sign_in_with_token,
    "mail": _ask_for_mail,
    "confirm": _confirm,
    "forget": _forget,
}


def _signed_in(code: str) -> str | None:
    """Return who signed in on the page of this code, in this browser."""
    known_code, member_id = session.get("link", (None, None))
    return member_id if known_code == code else None


def _show(code: str, member_id: str | None, *, status: int = 200, **told: Any) -> Response:
    hub: Hub = current_hub()
    with hub.database.reading() as reading:
        link = open_link(reading, code)
        shown = _tell(link)
        if member_id is not None:
            check_member(reading, link, member_id)
            shown["member"] = describe_member(reading, member_id)
    template = "confirm.html" if member_id else "sign_in.html"
    can_mail = hub.send_mail is not None
    return show_page(template, status, form_token=form_token(), can_mail=can_mail, **shown, **told)


def _tell(link: OpenLink) -> dict[str, Any]:
    return {
        "slack_user": link.request.slack_user_name,
        "slack_user_id": link.request.slack_user_id,
        "workspace": link.workspace.name,
        "network": link.network.name,
    }
