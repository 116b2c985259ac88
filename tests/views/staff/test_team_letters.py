"""Writing to a company: a text of the content, changed, read as it leaves, sent once and told in the history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from models.content.loader import FIRST_CONTENT
from models.store.contents import publish_content, register_content
from models.store.outbox import Letter, MailKind, list_mail, write_letter
from models.store.tables import OutboxMessage, Timeline
from models.store.timeline import EntryKind
from tests.page_client import Page, PageClient
from tests.rows import count, only
from tests.views.staff.conftest import NOW
from tests.views.staff.dossiers import FULL, applied_dossier, finished_dossier
from tests.views.staff.test_file import LIST, last_action, press
from views.web.library import library

LETTERS = {
    "Projet retenu": "Il est retenu",
    "Projet non retenu": "Nous ne pouvons pas l’accompagner",
    "Demander des précisions": "il nous manque ceci",
    "Proposer un rendez-vous": "Comptez une heure",
}


@pytest.fixture
def applied(app: Flask) -> int:
    return applied_dossier(app)


def written() -> list[OutboxMessage]:
    return list(OutboxMessage.select().where(OutboxMessage.kind == MailKind.LETTER))


def open_letter(client: PageClient, dossier_id: int, button: str = "Projet retenu") -> Page:
    page = client.get(f"{LIST}/{dossier_id}")
    (link,) = [link for link in page.all("a") if link.text_content() == button]
    return client.get(str(link.get("href")))


def read_over(client: PageClient, page: Page, **typed: str) -> Page:
    shown = {"objet": str(page.one("#objet").get("value")), "texte": page.one("#texte").text_content()}
    return client.submit(page, "main form", {**shown, **typed, "pas": "relire"})


@pytest.mark.parametrize("button", LETTERS)
def test_each_letter_comes_filled_with_what_the_dossier_knows(chargee: PageClient, applied: int, button: str) -> None:
    page = open_letter(chargee, applied, button)
    assert page.heading == button
    text = page.one("textarea").text_content()
    assert text.strip().startswith("Bonjour Zoé Martin,")
    assert LETTERS[button] in text
    assert "L’Établi & Cie" in text
    assert "{" not in text
    assert "zoe@exemple.fr" in page.text
    assert "camille@aract.example" in page.text, "where answers will come"
    assert written() == []


def test_it_is_changed_read_over_corrected_then_sent_once(chargee: PageClient, applied: int) -> None:
    read = read_over(
        chargee, open_letter(chargee, applied), objet="Bonne nouvelle", texte="Bonjour,\n\nDix jours <b>ici</b>"
    )
    assert [each.text_content() for each in read.all(".letter-as-sent p")][1:] == [
        "Bonne nouvelle", "Bonjour,", "Dix jours <b>ici</b>",
    ]  # fmt: skip
    assert written() == []
    again = chargee.submit(read, "main form", {"pas": "corriger"})
    assert again.one("textarea").text_content().strip() == "Bonjour,\n\nDix jours <b>ici</b>"
    read = read_over(chargee, again, objet="Très bonne nouvelle")
    chargee.submit(read, "main form", {"pas": "envoyer"})
    landed = chargee.submit(read, "main form", {"pas": "envoyer"})
    (letter,) = written()
    assert (letter.recipient, letter.reply_to, letter.subject) == (
        "zoe@exemple.fr", "camille@aract.example", "Très bonne nouvelle",
    )  # fmt: skip
    assert "Dix jours <b>ici</b>" in letter.plain
    assert "Dix jours &lt;b&gt;ici&lt;/b&gt;" in letter.html
    assert "Lettre · Très bonne nouvelle, à zoe@exemple.fr" in landed.text
    assert only(Timeline, Timeline.kind == EntryKind.LETTER).text == "Bonjour,\n\nDix jours <b>ici</b>"
    assert last_action(applied) == "écrire à l’entreprise"


def test_nothing_typed_is_said_and_what_was_left_open_is_pointed_out(chargee: PageClient, applied: int) -> None:
    page = open_letter(chargee, applied, "Proposer un rendez-vous")
    refused = chargee.submit(
        page, "main form", {"objet": " ", "texte": "Comptez une heure", "pas": "relire"}, status=422
    )
    assert "Écrivez un objet" in refused.text
    assert "Comptez une heure" in refused.one("textarea").text_content()
    assert "points de suspension" in read_over(chargee, page).text
    assert "points de suspension" not in read_over(chargee, page, texte="Bonjour.").text


def test_without_a_mail_server_it_says_so_before(chargee: PageClient, applied: int) -> None:
    page = open_letter(chargee, applied)
    assert "Aucun serveur de mail n’est réglé" in page.text
    assert "Mettre en attente" in read_over(chargee, page).text
    asked = press(chargee, chargee.get(f"{LIST}/{applied}"), "adresse")
    assert "Aucun serveur de mail n’est réglé" in asked.text


def test_where_nobody_left_an_address_there_is_nobody_to_write_to(app: Flask, chargee: PageClient) -> None:
    dossier_id = finished_dossier(app)
    assert "Écrire à" not in chargee.get(f"{LIST}/{dossier_id}").text
    chargee.get(f"{LIST}/{dossier_id}/lettres/retenue", status=409)


def test_an_unknown_letter_is_not_there(chargee: PageClient, applied: int) -> None:
    chargee.get(f"{LIST}/{applied}/lettres/inconnue", status=404)


def test_ten_letters_a_day_to_one_address_are_enough(chargee: PageClient, applied: int) -> None:
    for _ in range(9):  # the receipt of the request was the first
        chargee.submit(read_over(chargee, open_letter(chargee, applied)), "main form", {"pas": "envoyer"})
    read = read_over(chargee, open_letter(chargee, applied), texte="Une de trop")
    refused = chargee.submit(read, "main form", {"pas": "envoyer"}, status=422)
    assert "attendez demain" in refused.text
    assert "Une de trop" in refused.markup
    assert len(written()) == 9


def test_a_content_from_before_the_letters_has_those_of_the_first_one(
    app_with: Callable[..., Flask], app: Flask, chargee: PageClient, applied: int
) -> None:
    former = FIRST_CONTENT.read_bytes().partition(b"# What the team writes to a company")[0]
    with app.app_context():
        publish_content(register_content(former, "2026.0", NOW).id, NOW, "Agathe")
        library().refresh()
    assert "Il est retenu" in open_letter(chargee, applied).one("textarea").text_content()


def test_a_new_address_asks_before_it_ends_the_old_one(app: Flask, chargee: PageClient, applied: int) -> None:
    before = count(OutboxMessage)
    asked = press(chargee, chargee.get(f"{LIST}/{applied}"), "adresse", {"note": "Pas encore enregistrée"})
    assert asked.heading == "Envoyer une nouvelle adresse ?"
    assert "zoe@exemple.fr" in asked.text
    kept = chargee.submit(asked, "form#fresh-address", {"confirme": "non"})
    assert count(OutboxMessage) == before
    assert "Pas encore enregistrée" in kept.one("#note").text_content()
    landed = chargee.submit(asked, "form#fresh-address", {"confirme": "oui"})
    assert "part à zoe@exemple.fr" in landed.text
    assert count(OutboxMessage) == before + 1


def test_a_mail_sent_again_goes_to_the_address_of_today(app: Flask, chargee: PageClient, applied: int) -> None:
    letter: dict[str, Any] = {"subject": "Votre demande", "plain": "Bonjour", "html": "<p>Bonjour</p>"}
    write_letter(Letter(MailKind.RECEIPT, "ancienne@exemple.fr", **letter), datetime.now(UTC), applied)
    write_letter(Letter(MailKind.NOTICE, "equipe@exemple.fr", **letter), datetime.now(UTC), applied)
    page = chargee.get(f"{LIST}/{applied}/coordonnees")
    chargee.submit(page, "main form", {**FULL, "kind": "candidature", "email": "nouvelle@exemple.fr"})
    to_her, to_the_team = (
        next(mail for mail in list_mail(assessment_id=applied) if mail.recipient == recipient)
        for recipient in ("ancienne@exemple.fr", "equipe@exemple.fr")
    )
    landed = press(chargee, chargee.get(f"{LIST}/{applied}"), f"mails/{to_her.id}")
    assert "Le message repart, à nouvelle@exemple.fr" in landed.text
    landed = press(chargee, landed, f"mails/{to_the_team.id}")
    assert "Le message repart, à equipe@exemple.fr" in landed.text
    now_to = {mail.id: mail.recipient for mail in list_mail(assessment_id=applied)}
    assert (now_to[to_her.id], now_to[to_the_team.id]) == ("nouvelle@exemple.fr", "equipe@exemple.fr")
