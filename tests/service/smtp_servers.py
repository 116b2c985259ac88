"""Real SMTP servers for the tests, each with a temper: one that takes everything, and some that don't."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from queue import Queue
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from models.service.setting_kinds import SmtpServer
from tests.server import free_port

CERTIFICATES = Path(__file__).parent
"""A self-signed certificate for 127.0.0.1, of no other use."""


@dataclass
class Mailbox:
    """What a server does with mail, and what it took. Each temper lasts for so many messages."""

    refuse_recipient: int = 0
    refuse_data: int = 0
    drop_before_taking: int = 0
    drop_after_taking: int = 0
    taken: Queue[EmailMessage] = field(default_factory=Queue)

    def messages(self) -> list[EmailMessage]:
        """Everything taken so far."""
        return [self.taken.get_nowait() for _ in range(self.taken.qsize())]

    async def handle_RCPT(  # noqa: N802 — aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take the recipient, or not yet."""
        if self.refuse_recipient:
            self.refuse_recipient -= 1
            return f"550 5.1.1 <{address}> unknown here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take the message, refuse it, or hang up on either side of taking it."""
        assert isinstance(envelope.content, bytes)
        if self.refuse_data:
            self.refuse_data -= 1
            return "451 4.3.0 not now"
        if self.drop_before_taking:
            self.drop_before_taking -= 1
            _hang_up(server)
            return "421 bye"
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.taken.put(message)
        if self.drop_after_taking:
            self.drop_after_taking -= 1
            _hang_up(server)
        return "250 OK"


def _hang_up(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.WriteTransport)
    server.transport.abort()


def server_tls() -> ssl.SSLContext:
    """The server's side of TLS."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATES / "server.pem")
    return context


def client_tls() -> ssl.SSLContext:
    """Trusts the tests' certificate and no other."""
    return ssl.create_default_context(cafile=str(CERTIFICATES / "trusted.pem"))


@contextmanager
def serving(
    mailbox: Mailbox, *, host: str = "127.0.0.1", port: int = 0, implicit_tls: bool = False, **options: Any
) -> Iterator[SmtpServer]:
    """A server on a free port (or the one given) that does with mail as the mailbox says."""
    tls = server_tls() if implicit_tls else None
    controller = Controller(mailbox, host, port or free_port(), ssl_context=tls, **options)
    controller.start()
    try:
        yield SmtpServer(host, controller.port, implicit_tls)
    finally:
        controller.stop(no_assert=True)


def knows_one_user(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: LoginPassword
) -> AuthResult:
    """An authenticator with one user."""
    return AuthResult(success=given == LoginPassword(b"aract", b"un secret"), handled=False)


@contextmanager
def silent_server() -> Iterator[SmtpServer]:
    """Accepts the connection and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        yield SmtpServer("127.0.0.1", listening.getsockname()[1], tls=False)
