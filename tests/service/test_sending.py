"""From the visitor's form to the mailbox: by command, and by the running program while the visitor goes on."""

from __future__ import annotations

import asyncio
import re
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from flask.testing import FlaskCliRunner

from models.service.setting_kinds import SmtpServer
from models.store.outbox import MailState, count_mail, list_mail
from tests.page_client import PageClient
from tests.server import Server
from tests.service.smtp_servers import Mailbox, serving
from tests.views.finished import finish_assessment

CALL = {"nom": "Zoé Martin", "email": "zoe@exemple.fr", "pour": "rappel"}


def _ask_for_a_call(app: Flask) -> None:
    PageClient(app).post(f"/diagnostics/{finish_assessment(app)}/contact", CALL)


def _runner(app_with: Callable[..., Flask], smtp: SmtpServer | None) -> tuple[Flask, FlaskCliRunner]:
    app = app_with(smtp=smtp, mail_to=("aract@exemple.fr",))
    return app, app.test_cli_runner()


def test_without_a_server_letters_wait_and_are_listed(app_with: Callable[..., Flask]) -> None:
    app, runner = _runner(app_with, None)
    _ask_for_a_call(app)
    listed = runner.invoke(args=["mail", "list"])
    assert listed.exit_code == 0
    assert "pour zoe@exemple.fr" in listed.output
    assert "en attente : 2, envoyé : 0, abandonné : 0" in listed.output
    assert "SMTP_URL n’est pas réglé" in listed.output
    refused = runner.invoke(args=["mail", "send"])
    assert refused.exit_code == 1
    assert "SMTP_URL" in refused.output


def test_sent_by_command_then_nothing_personal_is_listed(app_with: Callable[..., Flask]) -> None:
    mailbox = Mailbox(refuse_data=1)
    with serving(mailbox) as server:
        app, runner = _runner(app_with, server)
        _ask_for_a_call(app)
        first = runner.invoke(args=["mail", "send"])
        assert (first.exit_code, first.output) == (1, "Envoyés : 1, échecs : 1.\n")
        (waiting,) = list_mail(unsent_only=True)
        again = runner.invoke(args=["mail", "send", "--again", str(waiting.id)])
        assert (again.exit_code, again.output) == (0, "Envoyés : 1, échecs : 0.\n")
    assert sorted(message["To"] for message in mailbox.messages()) == ["aract@exemple.fr", "zoe@exemple.fr"]
    assert "zoe@exemple.fr" not in runner.invoke(args=["mail", "list", "--all"]).output
    assert runner.invoke(args=["mail", "list"]).output == "en attente : 0, envoyé : 2, abandonné : 0\n"
    gone = runner.invoke(args=["mail", "send", "--again", str(waiting.id)])
    assert gone.exit_code == 1
    assert "il n’en reste pas le texte" in gone.output


@dataclass
class GatedMailbox(Mailbox):
    """Says nothing to a message until the test opens the gate."""

    gate: Event = field(default_factory=Event)
    reached: Event = field(default_factory=Event)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Wait at the gate, then take the message."""
        self.reached.set()
        await asyncio.get_running_loop().run_in_executor(None, self.gate.wait, 60)
        return await super().handle_DATA(server, session, envelope)


def _fetch(url: str, fields: dict[str, str] | None = None) -> tuple[str, str]:
    data = urllib.parse.urlencode(fields).encode() if fields is not None else None
    with urllib.request.urlopen(url, data, timeout=30) as answer:  # noqa: S310 — our own server
        return answer.url, answer.read().decode()


@pytest.mark.slow
def test_the_visitor_goes_on_while_the_mail_server_keeps_silent(tmp_path: Path) -> None:
    mailbox = GatedMailbox()
    with serving(mailbox) as smtp:
        mail = {"SMTP_URL": f"smtp://127.0.0.1:{smtp.port}", "MAIL_TO": "aract@exemple.fr"}
        server = Server(tmp_path, mail).start()
        try:
            address, _ = _fetch(f"{server.url}/diagnostics", {})
            contact = re.sub(r"/questions/.*", "/contact", address)
            _, first = _fetch(contact, CALL)
            assert mailbox.reached.wait(20), "the mail is under way"
            _, second = _fetch(contact, CALL)
            assert "zoe@exemple.fr" not in first
            references = {re.search(r'id="reference" value="([^"]+)"', page)[1] for page in (first, second)}  # type: ignore[index]
            assert len(references) == 1
            assert mailbox.messages() == [], "and still not taken: nobody waited for it"
            mailbox.gate.set()
            taken = [mailbox.taken.get(timeout=20) for _ in range(2)]
        finally:
            server.stop()
    assert sorted(message["To"] for message in taken) == ["aract@exemple.fr", "zoe@exemple.fr"]
    assert mailbox.messages() == [], "once each"
    assert references.pop() in taken[0]["Subject"]


def test_nobody_to_write_to_and_no_address_given_writes_no_letter(app_with: Callable[..., Flask]) -> None:
    app = app_with()
    PageClient(app).post(f"/diagnostics/{finish_assessment(app)}/contact", {"nom": "Zoé", "telephone": "0612345678"})
    assert count_mail() == dict.fromkeys(MailState, 0)
