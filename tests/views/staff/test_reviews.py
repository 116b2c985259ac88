"""The review in the back-office: asked by a letter, read, completed; visits stay as told from then on, and an
accompaniment ends with it, or says why not."""

from __future__ import annotations

import re

from flask import Flask

from models.rules.review import ReviewKey
from models.store.dossier_file import get_dossier
from models.store.interventions import list_interventions
from models.store.outbox import list_mail
from models.store.reviews import answer_review, find_review
from models.store.tables import OutboxMessage
from tests.page_client import Page, PageClient
from tests.store.accompanying import move
from tests.views.staff.visiting import DAY, LIST, NOW, ROOM, TODAY, TOLD, tell

ANSWERS = {ReviewKey.CHANGED: "Une réunion le lundi.", ReviewKey.QUOTE: "On se parle enfin."}


def at(dossier_id: int) -> str:
    return f"{ROOM}/{dossier_id}/bilan"


def answer(dossier_id: int) -> None:
    answer_review(dossier_id, 0, ANSWERS, NOW, shown="…")


def end(client: PageClient, dossier_id: int, reason: str = "", status: int = 200) -> Page:
    fields = {"etape": "termine", "raison": reason}
    return client.submit(client.get(f"{LIST}/{dossier_id}"), "form#work", fields, status=status)


def test_the_company_is_asked_by_a_letter_that_opens_its_review(app: Flask, consultante: PageClient, hers: int) -> None:
    assert "Pas encore demandé" in consultante.get(at(hers)).text
    first = consultante.get(f"{at(hers)}/demande")
    words = {"objet": str(first.one("#objet").get("value")), "texte": first.one("#texte").text_content().strip()}
    assert "cinq questions" in words["texte"]
    read = consultante.submit(first, "main form", {**words, "pas": "relire"})
    assert find_review(hers).asked_at is None, "read, not sent"
    consultante.submit(read, "main form", {"pas": "envoyer"})
    assert len(list_mail(assessment_id=hers, unsent_only=True)) >= 1
    letters = [row.plain for row in OutboxMessage.select() if row.plain and "/bilan" in row.plain]
    (address,) = re.findall(r"/diagnostics/[\w-]+/bilan", letters[0])
    page = PageClient(app).get(address)
    assert "Le bilan de votre accompagnement" in page.one("h1").text_content()
    assert "Demandé le" in consultante.get(at(hers)).text


def test_what_the_company_says_is_read_with_what_the_consultant_adds(consultante: PageClient, hers: int) -> None:
    answer(hers)
    page = consultante.get(at(hers))
    assert "On se parle enfin." in page.one("dl.facts").text_content()
    done = consultante.submit(page, "form#review-words", {"bilan": "L’équipe a pris la main."})
    assert "L’équipe a pris la main." in done.text
    assert find_review(hers).words_by == "Inès Faure"


def test_two_who_write_lose_nothing(consultante: PageClient, chargee: PageClient, hers: int) -> None:
    opened = chargee.get(at(hers))
    consultante.submit(consultante.get(at(hers)), "form#review-words", {"bilan": "De la consultante."})
    refused = chargee.submit(opened, "form#review-words", {"bilan": "De l’Aract."}, status=409)
    assert "De la consultante." in refused.one(".stale").text_content()
    assert refused.one("textarea").text_content().strip() == "De l’Aract."
    chargee.submit(refused, "form#review-words", {"bilan": "Des deux."})
    assert find_review(hers).words == "Des deux."


def test_an_end_without_a_review_says_why(chargee: PageClient, hers: int) -> None:
    refused = end(chargee, hers, status=422)
    assert "n’a pas fait son bilan" in refused.text
    assert get_dossier(hers).stage == "accompagne"
    end(chargee, hers, "L’entreprise a fermé.")
    assert get_dossier(hers).stage == "termine"


def test_an_end_with_a_review_needs_no_reason(chargee: PageClient, hers: int) -> None:
    answer(hers)
    end(chargee, hers)
    assert get_dossier(hers).stage == "termine"


def test_once_it_is_made_the_visits_told_stay_as_they_are(
    chargee: PageClient, consultante: PageClient, hers: int
) -> None:
    tell(consultante, hers)
    address = f"{ROOM}/{hers}/visites/{list_interventions(hers)[0].id}"
    opened, theirs = consultante.get(address), chargee.get(address)
    answer(hers)
    refused = consultante.submit(opened, "form#visit", {**TOLD, "fait": "Autrement."}, status=422)
    assert "les visites déjà racontées ne se corrigent plus" in refused.one("#error-summary").text_content()
    assert refused.one("#fait").text_content().strip() == "Autrement."
    for client, page in ((consultante, opened), (chargee, theirs)):
        client.submit(page, "form#visit", {"geste": "retirer"}, status=422)
    read = chargee.get(address)
    assert "ne se corrigent plus" in read.one(".notice").text_content()
    assert not read.all("form#visit")
    page = consultante.get(f"{ROOM}/{hers}")
    assert "ces visites ne se corrigent plus" in page.text
    assert not page.all(f"a[href='{address}']")
    late = consultante.get(f"{ROOM}/{hers}/visites/nouvelle")
    for _ in range(2):
        told = consultante.submit(late, "form#visit", {**TOLD, "jour": (TODAY - 2 * DAY).isoformat()})
        assert "2 jours utilisés" in told.text.replace("\u00a0", " "), "a visit told late counts, once"


def test_once_it_ended_a_consultant_reads_and_writes_no_more(consultante: PageClient, hers: int) -> None:
    answer(hers)
    opened = consultante.get(at(hers))
    move(hers, "termine", now=NOW)
    page = consultante.get(at(hers))
    assert "On se parle enfin." in page.one("dl.facts").text_content()
    assert not page.all("form#review-words")
    consultante.submit(opened, "form#review-words", {"bilan": "Trop tard."}, status=403)
    consultante.get(f"{at(hers)}/demande", status=403)


def test_a_sheet_begins_with_what_the_review_says(chargee: PageClient, hers: int) -> None:
    answer(hers)
    move(hers, "termine", now=NOW)
    page = chargee.get(f"{LIST}/{hers}/fiche")
    assert "Une réunion le lundi." in page.text
    assert page.one("#citation").get("value") == "On se parle enfin."
