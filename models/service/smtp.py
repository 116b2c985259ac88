"""Handing one message over to the SMTP server, and why that failed, in French."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from contextlib import suppress
from email.message import EmailMessage

from models.service.setting_kinds import SmtpServer

PATIENCE_SECONDS = 20.0
"""How long the server may stay silent at any moment of the conversation."""

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class UnsafeServer(OSError):
    """The server doesn't offer TLS, and a password won't cross the network in the clear."""


def hand_over(
    server: SmtpServer,
    message: EmailMessage,
    sender: str,
    recipient: str,
    *,
    patience_seconds: float = PATIENCE_SECONDS,
    tls: ssl.SSLContext | None = None,
) -> None:
    """Give the server a message for one recipient; `tls` replaces the machine's own trust.

    Raises OSError (smtplib's own errors are that too), ValueError or MessageError where it isn't taken.
    """
    trust = tls or ssl.create_default_context()
    connection = _connect(server, patience_seconds, trust)
    try:
        _secure(connection, server, trust)
        if server.user:
            connection.login(server.user, server.password)
        connection.send_message(message, sender, [recipient])
        with suppress(OSError):  # the letter was accepted: an error while closing must not have it sent twice
            connection.quit()
    finally:
        connection.close()


def _connect(server: SmtpServer, patience: float, trust: ssl.SSLContext) -> smtplib.SMTP:
    name = socket.gethostname()  # smtplib's default name asks the DNS, which may take long
    if server.tls:
        return smtplib.SMTP_SSL(server.host, server.port, name, timeout=patience, context=trust)
    return smtplib.SMTP(server.host, server.port, name, timeout=patience)


def _secure(connection: smtplib.SMTP, server: SmtpServer, trust: ssl.SSLContext) -> None:
    """STARTTLS where it is offered; without it a password goes no further than this machine."""
    if server.tls:
        return
    connection.ehlo()
    if connection.has_extn("starttls"):
        connection.starttls(context=trust)
    elif server.user and server.host not in _LOOPBACK:
        raise UnsafeServer("STARTTLS is not offered")


def describe_failure(error: Exception, recipient: str) -> str:
    """Why a letter didn't leave, in French, with the server's own words; the recipient's address is left out."""
    words = _in_french(error).replace(recipient, "…") if recipient else _in_french(error)
    return re.sub(r"[\r\n\t ]+", " ", words).strip()


def _in_french(error: Exception) -> str:
    if isinstance(error, UnsafeServer):
        return "Le serveur n’offre pas de connexion chiffrée (STARTTLS)\u00a0: le mot de passe n’a pas été envoyé."
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, reply = next(iter(error.recipients.values()))
        return f"Le serveur refuse le destinataire\u00a0: {code} {_text(reply)}"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"Le serveur refuse l’identifiant ou le mot de passe\u00a0: {error.smtp_code} {_text(error.smtp_error)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"Le serveur refuse\u00a0: {error.smtp_code} {_text(error.smtp_error)}"
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "Le serveur ne répond pas."
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "Le serveur a coupé la connexion."
    if isinstance(error, ssl.SSLError):
        return f"La connexion chiffrée a échoué\u00a0: {error.reason or error}"
    if isinstance(error, OSError):
        return f"Le serveur est injoignable\u00a0: {error.strerror or error}"
    return f"Le message est mal formé\u00a0: {error}"


def _text(reply: bytes | str) -> str:
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
