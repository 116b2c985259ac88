"""Telling the operator by mail, at once and past the outbox: the database may be what failed."""

from __future__ import annotations

import socket
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from models.service.post_office import SENDER_NAME, sender_address
from models.service.settings import Settings
from models.service.smtp import describe_failure, hand_over

_WORDS = """\
{what} a échoué sur la machine {machine}, le {moment:%d/%m/%Y à %H:%M} (UTC).

{why}

Ce message part dès qu’une commande surveillée échoue : backup, purge, probe. Il ne partira plus quand elle réussira.
Réglage : ALERT_TO.
"""


def alert(settings: Settings, what: str, why: str, now: datetime) -> str:
    """Tell each address of ALERT_TO what failed and why; empty, or in French why a message couldn't leave.

    Without ALERT_TO or SMTP_URL nobody is told: the exit status remains.
    """
    if settings.smtp is None:
        return "SMTP_URL n’est pas réglé." if settings.alert_to else ""
    sender = sender_address(settings)
    for recipient in settings.alert_to:
        try:
            hand_over(settings.smtp, _message(sender, recipient, what, why, now), sender, recipient)
        except (OSError, ValueError, MessageError) as reason:
            return describe_failure(reason, recipient)
    return ""


def _message(sender: str, recipient: str, what: str, why: str, now: datetime) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(SENDER_NAME, addr_spec=sender)
    message["To"] = Address(addr_spec=recipient)
    message["Subject"] = f"[appui-conseil] {what} a échoué"
    message["Date"] = format_datetime(now)
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "fr"
    message.set_content(_WORDS.format(what=what, why=why, machine=socket.gethostname(), moment=now))
    return message
