"""A company at its sheet's address: it reads, asks for a change, agrees, withdraws; and the Aract is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from models.rules.sheet import SheetText
from models.store.audit import COMMAND_LINE
from models.store.erasure import delete_assessment
from models.store.outbox import MailKind
from models.store.sheets.publishing import find_published, publish
from models.store.sheets.versions import Standing, newest_version
from models.store.tables import OutboxMessage
from tests.page_client import PageClient
from tests.rows import rows
from tests.views.told import NOW, TEXT, agreed, asked, finished, published, write

NAMED = replace(TEXT, company="L’Établi du Vivarais")
WHO = "Zoé Martin, gérante"


def offered(app: Flask, text: SheetText = TEXT) -> tuple[int, str]:
    """A dossier whose company is asked: its id, the sheet's address."""
    dossier_id = finished(app)
    _, token = asked(dossier_id, text)
    return dossier_id, f"/fiches/{token}"


def standing(dossier_id: int) -> Standing:
    version = newest_version(dossier_id)
    assert version is not None
    return version.standing


def test_it_says_who_asks_what_is_published_where_and_shows_it_as_published(app: Flask, visitor: PageClient) -> None:
    _, address = offered(app)
    page = visitor.get(address)
    assert "L’Aract Auvergne-Rhône-Alpes" in page.one(".lead").text_content()
    said = page.one("article").text_content()
    assert "sans le nom de votre entreprise" in said
    assert "sans votre accord, rien n’est publié" in said
    assert page.one(".as-published .project-title").text_content() == TEXT.title
    assert "Personne n’en parlait." in page.one(".as-published").text_content()
    assert page.all("form#withdraw") == []
    assert page.response.headers["Cache-Control"] == "no-store"


def test_it_agrees_by_name_to_that_version(app: Flask, visitor: PageClient) -> None:
    dossier_id, address = offered(app)
    page = visitor.submit(visitor.get(address), "form#agree", {"nom": WHO})
    assert "Votre accord est enregistré" in page.one("[role=status].callout").text_content()
    version = newest_version(dossier_id)
    assert version is not None
    assert (version.standing, version.agreed_by, version.outlives) == (Standing.AGREED, WHO, True)
    assert "publie la version 1 de cette fiche, sans le nom de l’entreprise" in version.agreement
    assert "restera dans le guide" in version.agreement
    assert page.all("form#agree") == []


@pytest.mark.parametrize(("ticked", "stays"), [({}, False), ({"reste": "oui"}, True)])
def test_with_its_name_it_decides_whether_the_sheet_outlives_the_dossier(
    app: Flask, visitor: PageClient, ticked: dict[str, str], stays: bool
) -> None:
    dossier_id, address = offered(app, NAMED)
    visitor.submit(visitor.get(address), "form#agree", {"nom": WHO, **ticked})
    version = newest_version(dossier_id)
    assert version is not None
    assert version.outlives is stays
    assert ("restera dans le guide" in version.agreement) == stays
    assert "L’Établi du Vivarais" in version.agreement


def test_without_a_name_or_words_it_says_what_is_missing_and_keeps_the_rest(app: Flask, visitor: PageClient) -> None:
    dossier_id, address = offered(app, NAMED)
    page = visitor.submit(visitor.get(address), "form#agree", {"nom": "", "reste": "oui"}, status=422)
    assert "Écrivez votre nom" in page.one("#error-nom").text_content()
    assert page.one("input[name=reste]").get("checked") is not None
    page = visitor.submit(page, "form#change", {"changement": "x" * 4001}, status=422)
    assert "gardez-en 4\u202f000" in page.one("#error-changement").text_content()
    assert page.one("textarea").text_content().strip() == "x" * 4001
    visitor.submit(page, "form#change", {"changement": "  "}, status=422)
    assert standing(dossier_id) is Standing.ASKED


def test_it_asks_for_a_change_in_words_and_the_aract_is_told(app_with: Callable[..., Flask]) -> None:
    app = app_with(mail_to=("equipe@aract.example",))
    visitor = PageClient(app)
    dossier_id, address = offered(app)
    page = visitor.submit(visitor.get(address), "form#change", {"changement": "Retirez le chiffre.\nMerci."})
    assert "fait relire" in page.one("[role=status].callout").text_content()
    assert standing(dossier_id) is Standing.CHANGE_ASKED
    notice = rows(OutboxMessage, OutboxMessage.kind == MailKind.NOTICE)[-1]
    assert notice.recipient == "equipe@aract.example"
    assert notice.subject.startswith("L’entreprise demande un changement à sa fiche")
    assert "Retirez le chiffre." in notice.plain
    assert f"/pilotage/dossiers/{dossier_id}/fiche" in notice.plain
    assert page.all("form#agree"), "it may still agree to the text as it is"


def test_a_text_that_changed_meanwhile_is_not_agreed_to(app: Flask, visitor: PageClient) -> None:
    dossier_id, address = offered(app)
    page = visitor.get(address)
    write(dossier_id, replace(TEXT, title="Un autre titre"))
    page = visitor.submit(page, "form#agree", {"nom": WHO}, status=409)
    assert "Le texte a changé" in page.one("#error-summary").text_content()
    assert "prépare une autre version" in page.one("article").text_content()
    assert page.all("form#agree") == []
    assert standing(dossier_id) is Standing.WRITTEN


def test_it_withdraws_what_is_published_at_once(app: Flask, visitor: PageClient) -> None:
    dossier_id, token, slug = published(app)
    page = visitor.get(f"/fiches/{token}")
    assert page.one(".callout a").get("href") == f"/guide/projets/{slug}"
    page = visitor.submit(page, "form#withdraw")
    assert "n’est plus publiée nulle part" in page.one("[role=status].callout").text_content()
    visitor.get(f"/guide/projets/{slug}", status=404)
    assert standing(dossier_id) is Standing.TAKEN_BACK
    visitor.submit(page, "form#agree", {"nom": WHO})
    assert standing(dossier_id) is Standing.AGREED, "it may change its mind"


def test_it_takes_its_agreement_back_before_anything_is_published(app: Flask, visitor: PageClient) -> None:
    dossier_id = finished(app)
    _, token = agreed(dossier_id)
    visitor.submit(visitor.get(f"/fiches/{token}"), "form#withdraw")
    assert standing(dossier_id) is Standing.TAKEN_BACK


def test_a_new_version_stands_beside_the_published_one(app: Flask, visitor: PageClient) -> None:
    dossier_id, _, slug = published(app)
    number, token = asked(dossier_id, NAMED)
    page = visitor.get(f"/fiches/{token}")
    assert "La version 1, que vous avez acceptée, est publiée" in page.one("article").text_content()
    visitor.submit(page, "form#agree", {"nom": WHO})
    shown = find_published(slug)
    assert shown is not None
    assert shown.text == TEXT, "until it is published too"
    publish(dossier_id, number, NOW, COMMAND_LINE)
    assert "L’Établi du Vivarais" in visitor.get(f"/guide/projets/{slug}").one("article").text_content()


def test_once_the_dossier_is_erased_the_address_still_withdraws(app: Flask, visitor: PageClient) -> None:
    dossier_id, token, slug = published(app)
    delete_assessment(dossier_id, NOW)
    page = visitor.get(f"/fiches/{token}")
    assert "Votre dossier a été effacé" in page.one(".lead").text_content()
    assert page.all("form#agree") + page.all("form#change") == []
    for act, fields in (("accord", {"nom": WHO}), ("changement", {"changement": "Tout."})):
        visitor.post(f"/fiches/{token}/{act}", fields)
    page = visitor.submit(page, "form#withdraw")
    assert "rien n’en est gardé" in page.one(".lead").text_content()
    visitor.get(f"/guide/projets/{slug}", status=404)
    visitor.get(f"/fiches/{token}", status=404)


def test_an_unknown_address_is_the_page_of_every_unknown_address(app: Flask, visitor: PageClient) -> None:
    _, address = offered(app)
    unknown = visitor.get("/fiches/inconnue", status=404).markup
    assert unknown == visitor.get("/partage/inconnue", status=404).markup
    for act in ("accord", "changement", "retrait"):
        visitor.post(f"/fiches/inconnue/{act}", {}, status=404)
    token = address.rpartition("/")[2]
    for other in (f"/diagnostics/{token}", f"/partage/{token}"):
        visitor.get(other, status=404)


def test_what_is_typed_is_never_read_as_markup(app: Flask, visitor: PageClient) -> None:
    _, address = offered(app, replace(NAMED, title="<b>Titre</b>", company="<script>alert(1)</script>"))
    page = visitor.submit(visitor.get(address), "form#change", {"changement": "<script>alert(2)</script>"})
    assert "<script>alert" not in page.markup
