"""The file: all that is known, changed one thing at a time, never over a colleague's change; a person's rights."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask

from models.store.audit import list_audit
from models.store.dossier_file import get_dossier
from models.store.outbox import list_mail
from models.store.staff import find_account
from models.store.tables import OutboxMessage
from tests.journeys import ANSWERS, begin, fill, walk_journey
from tests.page_client import Page, PageClient
from tests.rows import change, only
from tests.views.staff.conftest import sign_in
from tests.views.staff.dossiers import FULL, applied_dossier, finished_dossier, newest_id

LIST = "/pilotage/dossiers"


@pytest.fixture
def applied(app: Flask) -> int:
    return applied_dossier(app)


def save(client: PageClient, page: Page, fields: dict[str, str], status: int = 200) -> Page:
    return client.submit(page, "form#work", fields, status=status)


def press(client: PageClient, page: Page, name: str, fields: dict[str, str] | None = None, status: int = 200) -> Page:
    """A button beside the form, with what is typed in the form."""
    return client.submit(page, f"button[formaction*='/{name}']", fields, status=status)


def renew(client: PageClient, dossier_id: int) -> Page:
    """A new address for the person, confirmed."""
    asked = press(client, client.get(f"{LIST}/{dossier_id}"), "adresse")
    return client.submit(asked, "form#fresh-address", {"confirme": "oui"})


def last_action(dossier_id: int) -> str:
    return list_audit(assessment_id=dossier_id)[0].action


def test_the_file_tells_who_what_and_the_answers_in_the_words_shown(chargee: PageClient, applied: int) -> None:
    page = chargee.get(f"{LIST}/{applied}")
    assert page.heading == "L’Établi & Cie"
    for told in (
        "Zoé Martin, Gérante",
        "06\u00a012\u00a034\u00a056\u00a078",
        "732\u00a0829\u00a0320\u00a000074",
        "Ardèche",
    ):
        assert told in page.text, told
    assert page.data("eligibility") == "eligible"
    assert page.data("offer-days") == "10"
    assert page.data("company-share") == "2000.00"
    assert "Mieux répartir le temps de travail" in page.markup


def test_an_unknown_file_is_404_and_says_so(chargee: PageClient) -> None:
    for address in (f"{LIST}/999", f"{LIST}/999/entretien", f"{LIST}/999/effacer", f"{LIST}/999/coordonnees"):
        assert chargee.get(address, status=404).heading
    assert chargee.client.get(f"{LIST}/{10**30}").status_code == 404


def test_an_unfinished_file_opens_too(app: Flask, chargee: PageClient) -> None:
    fill(PageClient(app), {"territoire": "07", "structure": "scop"})
    page = chargee.get(f"{LIST}/{newest_id()}")
    assert "n’est pas terminé" in page.text
    assert "SCOP" in page.text
    assert "n’est pas terminé" in chargee.get(f"{LIST}/{newest_id()}/entretien").text


def test_a_stage_has_a_day_and_a_reason_and_stands_in_the_history(chargee: PageClient, applied: int) -> None:
    page = save(
        chargee,
        chargee.get(f"{LIST}/{applied}"),
        {"etape": "selectionne", "etape_le": "2026-03-01", "raison": "Comité du 1er mars."},
    )
    assert get_dossier(applied).stage == "selectionne"
    history = page.one(".timeline").text_content()
    assert "Sélectionné" in history
    assert "1er\u00a0mars 2026" in history
    assert "Comité du 1er mars." in history
    assert last_action(applied) == "changer d’étape"


def test_setting_aside_asks_why(chargee: PageClient, applied: int) -> None:
    page = save(chargee, chargee.get(f"{LIST}/{applied}"), {"etape": "ecarte", "etape_le": ""}, 422)
    assert "pourquoi" in page.one("#raison-error").text_content()
    assert get_dossier(applied).stage == "candidature"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"etape": "n-importe"}, "etape"),
        ({"etape": "contacte", "etape_le": "31/02/2026"}, "etape_le"),
        ({"suivi": "999"}, "suivi"),
        ({"suivi": "", "rappel": "demain"}, "rappel"),
        ({"etape": "contacte", "etape_le": "2999-01-01"}, "etape_le"),
        ({"etape": "contacte", "etape_le": "0202-01-01"}, "etape_le"),
        ({"jours": "0"}, "jours"),
        ({"jours": "7"}, "jours"),
        ({"jours": "10", "jours_le": "2999-01-01"}, "jours_le"),
        ({"jours": "10", "jours_le": "2016-06-01"}, "jours_le"),
        ({"jours": "dix"}, "jours"),
        ({"note": "  "}, "note"),
        ({"note": "a\x00b"}, "note"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_changes(
    chargee: PageClient, applied: int, fields: dict[str, str], field: str
) -> None:
    before = get_dossier(applied)
    page = save(chargee, chargee.get(f"{LIST}/{applied}"), fields, 422)
    assert page.one(f"#{field}-error").text_content().strip()
    assert page.one(f"#{field}").get("aria-invalid") == "true"
    assert get_dossier(applied) == before


def test_a_note_and_a_call_change_no_stage(chargee: PageClient, applied: int) -> None:
    page = chargee.get(f"{LIST}/{applied}")
    save(chargee, page, {"genre": "note", "note": "<b>Très</b> motivée"})
    page = save(chargee, page, {"genre": "appel", "note": "Rappelle lundi"})
    assert [item.text_content() for item in page.all(".timeline .event strong")][:2] == ["Appel", "Note"]
    assert "<b>Très" in page.one(".timeline").text_content()
    assert get_dossier(applied).stage == "candidature"


def test_follow_up_gives_it_to_a_colleague_and_to_the_day_s_page(chargee: PageClient, applied: int) -> None:
    account = find_account("camille@aract.example")
    assert account is not None
    home = chargee.get("/pilotage")
    assert "L’Établi" in home.one("section[aria-labelledby=sans-suivi]").text_content()
    today = datetime.now(UTC).date()
    fields = {"suivi": str(account.id), "rappel": (today - timedelta(days=3)).isoformat()}
    save(chargee, chargee.get(f"{LIST}/{applied}"), fields)
    home = chargee.get("/pilotage")
    assert "en retard" in home.one("section[aria-labelledby=rappels]").text_content()
    assert "L’Établi" not in home.one("section[aria-labelledby=sans-suivi]").text_content()
    assert "L’Établi" in home.one("section[aria-labelledby=a-moi]").text_content()


def test_contact_details_are_corrected_and_checked(chargee: PageClient, applied: int) -> None:
    page = chargee.get(f"{LIST}/{applied}/coordonnees")
    wrong = {**FULL, "kind": "candidature", "siret": "123", "email": "zoe"}
    refused = chargee.submit(page, "main form", wrong, status=422)
    assert {error.get("id") for error in refused.all(".error")} == {"siret-error", "email-error"}
    shown = chargee.submit(page, "main form", {**FULL, "kind": "rappel", "nom": "Zoé Martin-Roux"})
    assert "Zoé Martin-Roux" in shown.text
    application = get_dossier(applied).application
    assert application is not None
    assert application.applicant.kind == "rappel"
    assert application.applicant.project == FULL["projet"]


def test_the_same_siren_is_pointed_out_and_linked(app: Flask, chargee: PageClient, applied: int) -> None:
    twin = applied_dossier(app, {"siret": "732829320", "entreprise": "Établi (Lyon)"})
    page = chargee.get(f"{LIST}/{twin}")
    notice = page.one("#doublons").text_content()
    assert "Peut-être la même entreprise" in notice
    assert "Même SIREN, même adresse e-mail, même téléphone" in notice
    page = chargee.submit(page, "#doublons .kin button")
    assert "Même SIREN" not in page.one("main").text_content()
    assert page.one("#liens .kin a").get("href") == f"{LIST}/{applied}"
    other = chargee.get(f"{LIST}/{applied}")
    assert other.one("#liens .kin a").get("href") == f"{LIST}/{twin}"
    page = chargee.submit(other, "#liens .kin button")
    assert "Même SIREN" in page.one("main").text_content()


def test_a_fresh_address_is_sent_and_kills_the_old_one(app: Flask, chargee: PageClient) -> None:
    visitor = PageClient(app)
    address = fill(visitor, ANSWERS, finish=True)
    visitor.submit(visitor.get(f"{address}/contact?pour=candidature"), "form#contact", FULL)
    dossier_id = newest_id()
    page = renew(chargee, dossier_id)
    assert "Nouvelle adresse personnelle envoyée" in page.one(".timeline").text_content()
    visitor.get(f"{address}/resultat", status=404)
    letter = next(mail for mail in list_mail(assessment_id=dossier_id) if mail.kind == "adresse")
    words = only(OutboxMessage, OutboxMessage.id == letter.id).plain.split()
    link = next(word for word in words if "/diagnostics/" in word)
    assert visitor.get(urlsplit(link).path).data("offer-days") == "10"


def test_five_fresh_addresses_a_day_then_tomorrow(app: Flask, chargee: PageClient, applied: int) -> None:
    def letters() -> int:
        return sum(mail.kind == "adresse" for mail in list_mail(assessment_id=applied))

    moment = datetime.now(UTC)
    app.extensions["clock"] = lambda: moment
    for _ in range(5):
        renew(chargee, applied)
    assert letters() == 5
    refused = renew(chargee, applied)
    assert "attendez demain" in refused.one("#status").text_content()
    assert letters() == 5
    moment += timedelta(days=1, seconds=1)
    next_day = sign_in(app, "camille@aract.example")
    renew(next_day, applied)
    assert letters() == 6


def test_a_mail_that_failed_is_shown_and_sent_again(chargee: PageClient, applied: int) -> None:
    change(OutboxMessage, next_attempt_at=None, given_up_at=datetime.now(UTC), last_error="boîte pleine")
    home = chargee.get("/pilotage")
    assert "L’Établi" in home.one("section[aria-labelledby=mails]").text_content()
    page = chargee.get(f"{LIST}/{applied}")
    assert "boîte pleine" in page.one(".timeline .trouble").text_content()
    page = chargee.submit(page, ".timeline .trouble button")
    assert "repart" in page.one("#status").text_content()
    assert list_mail(assessment_id=applied)[0].state == "en attente"
    chargee.post(
        f"{LIST}/{applied}/mails/999",
        {"csrf_token": str(page.all("input[name=csrf_token]")[0].get("value"))},
        status=404,
    )


def test_revisions_each_keep_their_answers(app: Flask, chargee: PageClient) -> None:
    visitor = PageClient(app)
    walk = walk_journey(visitor, page=begin(visitor))
    changing = visitor.get(f"/diagnostics/{walk.token}/questions/moyens")
    visitor.submit(changing, "form#revise")
    page = visitor.get(f"/diagnostics/{walk.token}/questions/moyens")
    visitor.answer(page, "0")
    dossier_id = newest_id()
    file = chargee.get(f"{LIST}/{dossier_id}")
    assert file.data("offer-days") == "10", "until it is concluded, the last result counts"
    first, second = (chargee.get(f"{LIST}/{dossier_id}/revisions/{number}").text for number in (1, 2))
    assert first != second
    chargee.get(f"{LIST}/{dossier_id}/revisions/3", status=404)


def test_a_project_that_received_public_aid_is_not_erased(chargee: PageClient, applied: int) -> None:
    save(chargee, chargee.get(f"{LIST}/{applied}"), {"etape": "accompagne"})
    asked = chargee.get(f"{LIST}/{applied}/effacer")
    assert "aide publique" in asked.text
    token = str(asked.all("input[name=csrf_token]")[0].get("value"))
    chargee.post(f"{LIST}/{applied}/effacer", {"csrf_token": token}, status=409)
    assert get_dossier(applied).stage == "accompagne"


def test_the_interview_sheet_prepares_the_first_talk(app: Flask, chargee: PageClient) -> None:
    dossier_id = finished_dossier(app, calendrier="3", objectifs="0", besoin="nsp", secteur="btp")
    page = chargee.get(f"{LIST}/{dossier_id}/entretien")
    assert len(page.all(".asks li")) == 3
    assert "Les étapes ont une date" in page.text
    assert "Je ne sais pas" in page.text
    assert "À confirmer" in page.text


def test_a_reduced_dossier_still_opens_without_its_person(app: Flask, chargee: PageClient, applied: int) -> None:
    from models.store.erasure import anonymise

    anonymise([applied], datetime.now(UTC))
    page = chargee.get(f"{LIST}/{applied}")
    assert "réduit à des chiffres" in page.text
    assert not page.all("main form")
    assert "Réduit à des chiffres" in chargee.get(LIST).text
