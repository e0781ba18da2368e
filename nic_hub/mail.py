"""How the hub sends its few e-mails: over the mail server of the settings, or not at all."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from functools import partial

from nic_hub.settings import Settings

#: A mail server that takes longer is down.
WAIT_SECONDS = 10

SendMail = Callable[[str, str, str], None]


def make_mailer(settings: Settings) -> SendMail | None:
    """Return what sends an e-mail, ``(to, subject, text)``; None where no mail server is set."""
    return partial(send, settings) if settings.smtp_host else None


def send(settings: Settings, to: str, subject: str, text: str) -> None:
    """Send one e-mail over an encrypted connection."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.mail_from, to, subject
    message.set_content(text)
    with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=WAIT_SECONDS) as server:
        server.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        server.send_message(message)
