"""The link in an e-mail that proves who somebody is: signed, for one code, in one browser, for ten minutes.

Whether an address belongs to a member is told to nobody: the page says the same either way, and the e-mail is
sent after the answer. That the link only works in the browser that asked for it keeps somebody from linking
their own Slack account with a person who merely clicks.
"""

from __future__ import annotations

import threading

from flask import current_app, url_for
from itsdangerous import BadSignature, URLSafeTimedSerializer

from nic_hub.api.hub import Hub
from nic_hub.api.log import log_failure
from nic_hub.services.slack.slack_links import LINK_LASTS, find_for_mail

SUBJECT = "Link your Slack account"
TEXT = """\
Somebody asked to link the Slack account "{user}" in the workspace "{workspace}" with you.

If that was you, open this link in the same browser, within ten minutes:

{address}

If it was not you, do nothing: without the link nothing happens.
"""


def mail_proof(hub: Hub, code: str, email: str, browser: str) -> None:
    """Send a link to a member of the code's network, if the address is one's.

    Args:
        hub: the running hub.
        code: the code of the page.
        email: the address somebody wrote.
        browser: the secret of the browser that asks.
    """
    with hub.database.writing() as session:
        found = find_for_mail(session, code, email)
    if found is None or hub.send_mail is None:
        return
    proof = _serializer().dumps([found.member_id, code, browser])
    path = url_for("linking.come_from_mail", code=code, proof=proof)
    text = TEXT.format(user=found.slack_user, workspace=found.workspace, address=hub.public_url + path)
    threading.Thread(target=_send, args=(hub, found.email, text), name="mail", daemon=True).start()


def read_proof(proof: str, code: str, browser: str) -> str | None:
    """Return the member a link from an e-mail speaks of; None when it is not for this browser and code."""
    try:
        member_id, for_code, for_browser = _serializer().loads(proof, max_age=LINK_LASTS.seconds)
    except BadSignature:
        return None
    return str(member_id) if (for_code, for_browser) == (code, browser) else None


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt="link-by-mail")


def _send(hub: Hub, to: str, text: str) -> None:
    try:
        assert hub.send_mail is not None
        hub.send_mail(to, SUBJECT, text)
    except Exception as error:  # noqa: BLE001 - nobody would see it in a thread.
        log_failure(error, "mail was not sent")
