"""Mail that is never lost: against servers that refuse, hang and drop, then accept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from models.service.post_office import PostOffice, Round
from models.service.setting_kinds import SmtpServer
from models.store.database import close_database, open_database
from models.store.outbox import Letter, MailKind, MailState, list_mail, next_turn, write_letter
from tests.clock import Clock
from tests.server import free_port
from tests.service.smtp_servers import Mailbox, client_tls, knows_one_user, server_tls, serving, silent_server

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SENDER = "autodiagnostic@aract.exemple.fr"
LETTER = Letter(
    MailKind.RECEIPT,
    "marie@exemple.fr",
    "Votre candidature S26-014 — reçue",
    "Bonjour Zoé,\n\nC’est noté : 1\u202f000\u00a0€, cœur.\n",
    "<p>Bonjour <b>Zoé</b></p>",
    "aract@exemple.fr",
)


@pytest.fixture
def clock(tmp_path: Path) -> Iterator[Clock]:
    open_database(tmp_path / "mail.db")
    yield Clock(NOW)
    close_database()


def _deliver_later(office: PostOffice, clock: Clock) -> Round:
    due = next_turn()
    assert due is not None
    assert due > clock.moment
    clock.moment = due
    return office.deliver()


def _letters(number: int) -> None:
    for index in range(number):
        write_letter(replace(LETTER, recipient=f"n{index}@exemple.fr"), NOW)


def test_a_message_arrives_as_text_and_html_readable_without_images(clock: Clock) -> None:
    write_letter(LETTER, NOW)
    mailbox = Mailbox()
    with serving(mailbox) as server:
        assert PostOffice(server, SENDER, clock).deliver() == Round(1, 0)
    (message,) = mailbox.messages()
    assert message["Subject"] == LETTER.subject
    assert (message["To"], message["Reply-To"]) == ("marie@exemple.fr", "aract@exemple.fr")
    assert str(message["From"]).endswith(f"<{SENDER}>")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@aract.exemple.fr>")
    assert message["Date"].datetime == NOW
    assert message.get_content_type() == "multipart/alternative"
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().splitlines() == LETTER.plain.splitlines()
    assert html.get_content().strip() == LETTER.html
    assert list_mail()[0].state is MailState.SENT


@pytest.mark.parametrize(
    ("temper", "said"),
    [
        ({"refuse_recipient": 2}, "Le serveur refuse le destinataire\u00a0: 550 5.1.1 <…> unknown here"),
        ({"refuse_data": 2}, "Le serveur refuse\u00a0: 451 4.3.0 not now"),
        ({"drop_before_taking": 2}, "Le serveur a coupé la connexion."),
    ],
)
def test_refused_twice_then_taken_once(clock: Clock, temper: dict[str, Any], said: str) -> None:
    write_letter(LETTER, NOW)
    mailbox = Mailbox(**temper)
    with serving(mailbox) as server:
        office = PostOffice(server, SENDER, clock)
        assert office.deliver() == Round(0, 1)
        assert list_mail()[0].last_error == said
        assert office.deliver() == Round(0, 0), "not before its time"
        assert _deliver_later(office, clock) == Round(0, 1)
        assert _deliver_later(office, clock) == Round(1, 0)
        assert office.deliver() == Round(0, 0)
    assert len(mailbox.messages()) == 1
    assert clock.moment - NOW == timedelta(minutes=6)


def test_a_server_that_hangs_costs_one_letter_its_turn(clock: Clock) -> None:
    _letters(3)
    port = free_port()
    with silent_server() as silent:
        office = PostOffice(silent, SENDER, clock, patience_seconds=0.1)
        assert office.deliver() == Round(0, 1), "the others wait for a server that answers"
        assert list_mail(unsent_only=True)[-1].last_error == "Le serveur ne répond pas."
    mailbox = Mailbox()
    with serving(mailbox, port=port) as server:
        office = PostOffice(server, SENDER, clock)
        assert office.deliver() == Round(2, 0)
        assert _deliver_later(office, clock) == Round(1, 0)
    assert sorted(message["To"] for message in mailbox.messages()) == [f"n{index}@exemple.fr" for index in range(3)]


def test_dropped_after_it_was_taken_it_comes_twice_under_one_name(clock: Clock) -> None:
    write_letter(LETTER, NOW)
    mailbox = Mailbox(drop_after_taking=1)
    with serving(mailbox) as server:
        office = PostOffice(server, SENDER, clock)
        assert office.deliver() == Round(0, 1)
        assert _deliver_later(office, clock) == Round(1, 0)
    first, second = mailbox.messages()
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]


def test_nobody_there_then_the_server_starts(clock: Clock) -> None:
    write_letter(LETTER, NOW)
    port = free_port()
    office = PostOffice(SmtpServer("127.0.0.1", port, tls=False), SENDER, clock)
    assert office.deliver() == Round(0, 1)
    assert list_mail()[0].last_error.startswith("Le serveur est injoignable")
    mailbox = Mailbox()
    with serving(mailbox, port=port):
        assert _deliver_later(office, clock) == Round(1, 0)
    assert len(mailbox.messages()) == 1


def test_one_refused_address_does_not_hold_up_the_others(clock: Clock) -> None:
    _letters(3)
    mailbox = Mailbox(refuse_recipient=1)
    with serving(mailbox) as server:
        assert PostOffice(server, SENDER, clock).deliver() == Round(2, 1)
    assert [message["To"] for message in mailbox.messages()] == ["n1@exemple.fr", "n2@exemple.fr"]


@pytest.mark.parametrize("implicit", [False, True], ids=["starttls", "smtps"])
def test_encrypted_and_signed_in(clock: Clock, implicit: bool) -> None:
    write_letter(LETTER, NOW)
    mailbox = Mailbox()
    options: dict[str, Any] = {"authenticator": knows_one_user, "auth_require_tls": not implicit}
    if not implicit:
        options |= {"tls_context": server_tls(), "require_starttls": True}
    with serving(mailbox, implicit_tls=implicit, **options) as server:
        stranger = replace(server, user="aract", password="faux")
        assert PostOffice(stranger, SENDER, clock, tls=client_tls()).deliver() == Round(0, 1)
        assert list_mail()[0].last_error.startswith("Le serveur refuse l’identifiant ou le mot de passe\u00a0: 535")
        known = replace(server, user="aract", password="un secret")
        assert _deliver_later(PostOffice(known, SENDER, clock, tls=client_tls()), clock) == Round(1, 0)
    assert len(mailbox.messages()) == 1


def test_a_certificate_nobody_vouches_for_is_not_trusted(clock: Clock) -> None:
    write_letter(LETTER, NOW)
    mailbox = Mailbox()
    with serving(mailbox, tls_context=server_tls()) as server:
        assert PostOffice(server, SENDER, clock).deliver() == Round(0, 1)
    assert list_mail()[0].last_error.startswith("La connexion chiffrée a échoué")
    assert mailbox.messages() == []


def test_a_password_crosses_no_network_in_the_clear(clock: Clock) -> None:
    write_letter(LETTER, NOW)
    mailbox = Mailbox()
    options: dict[str, Any] = {"authenticator": knows_one_user, "auth_require_tls": False}
    with serving(mailbox, host="127.0.0.2", **options) as elsewhere:
        known = replace(elsewhere, user="aract", password="un secret")
        assert PostOffice(known, SENDER, clock).deliver() == Round(0, 1)
    assert "n’a pas été envoyé" in list_mail()[0].last_error
    with serving(mailbox, **options) as here:
        known = replace(here, user="aract", password="un secret")
        assert _deliver_later(PostOffice(known, SENDER, clock), clock) == Round(1, 0)


@pytest.mark.parametrize(
    "letter",
    [
        replace(LETTER, subject="Bonjour\r\nBcc: tous@exemple.fr"),
        replace(LETTER, recipient="marie@exemple.fr\r\nBcc: tous@exemple.fr"),
        replace(LETTER, reply_to="marie@exemple.fr\nBcc: tous@exemple.fr"),
        replace(LETTER, recipient="<>"),
        replace(LETTER, recipient="a@b@c"),
        replace(LETTER, recipient="@"),
    ],
)
def test_a_letter_that_is_no_letter_is_never_sent_and_holds_up_no_other(clock: Clock, letter: Letter) -> None:
    write_letter(letter, NOW)
    write_letter(LETTER, NOW)
    mailbox = Mailbox()
    with serving(mailbox) as server:
        assert PostOffice(server, SENDER, clock).deliver() == Round(1, 1)
    assert [message["To"] for message in mailbox.messages()] == ["marie@exemple.fr"]
    assert list_mail(unsent_only=True)[0].last_error.startswith("Le message est mal formé")


def test_the_worker_sends_by_itself_when_woken_and_stops_when_told(clock: Clock) -> None:
    mailbox = Mailbox()
    with serving(mailbox) as server:
        office = PostOffice(server, SENDER)
        office.start()
        office.start()
        write_letter(LETTER, datetime.now(UTC))
        office.wake()
        assert mailbox.taken.get(timeout=20)["Subject"] == LETTER.subject
        write_letter(replace(LETTER, subject="Deux"), datetime.now(UTC))
        office.wake()
        assert mailbox.taken.get(timeout=20)["Subject"] == "Deux"
        office.stop()
    assert mailbox.messages() == []
    assert {record.state for record in list_mail()} == {MailState.SENT}
