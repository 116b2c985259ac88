"""The content: two doors, every mistake, a publication that touches no kept result."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from models.content.loader import FIRST_CONTENT
from models.content.writer import read_values, rewrite
from models.store.audit import list_audit
from models.store.candidates import list_candidates
from models.store.contents import list_contents, published_content
from models.store.staff import Role
from tests.journeys import ANSWERS, fill
from tests.page_client import Page, PageClient
from tests.views.finished import finish_assessment
from tests.views.staff.conftest import make_account, sign_in
from tests.views.staff.dossiers import finished_dossier

CONTENT = "/pilotage/contenu"
TITLE = "Combien de personnes compte l'entreprise ?"
RIGHT = "Combien de personnes compte l’entreprise ?"
"""As `Page.heading` tells it, spaces of every kind as one."""


def edited(client: PageClient, page_id: str = "question-effectif", **typed: str) -> Page:
    """A new candidate with one page of texts saved."""
    contents = client.submit(client.get(CONTENT), "form#edit-texts")
    page = client.get(f"{contents.path}/{page_id}")
    shown = {
        str(each.get("name")): str(each.get("value") or each.text or "") for each in page.all("#texts .field [name]")
    }
    names = typed or {"questions.effectif.titre": TITLE}
    return client.submit(page, "form#texts", {**shown, **names})


def candidate_page(client: PageClient) -> Page:
    return client.get(f"{CONTENT}/preparations/{list_candidates()[0].id}")


def fill_heading(app: Flask) -> str:
    """What a new visitor is asked about her headcount."""
    visitor = PageClient(app)
    return visitor.get(fill(visitor, {"territoire": "07", "structure": "scop"}) + "/questions/effectif").heading


def upload(client: PageClient, source: bytes, name: str = "contenu.toml", status: int = 200) -> Page:
    page = client.get(CONTENT)
    token = str(page.one("#upload input[name='csrf_token']").get("value"))
    return client._fetch(
        "POST",
        f"{CONTENT}/fichier",
        status=status,
        follow=True,
        htmx=False,
        data={"csrf_token": token, "fichier": (BytesIO(source), name)},
    )


@cache
def other_content(version: str = "2027.1", price: str = "1100.00") -> bytes:
    values = read_values(FIRST_CONTENT.read_bytes())
    values["version"] = version
    values["tarifs"][0]["prix_du_jour"] = price
    values["recommandation"]["deploiement"]["score_projet"] = "1"
    return rewrite(FIRST_CONTENT.read_bytes(), values)


class TestTexts:
    def test_a_text_is_changed_set_right_shown_and_published(self, app: Flask, administratrice: PageClient) -> None:
        page = edited(administratrice)
        assert page.all(".tag")[0].text_content() == "version 2026.3, en préparation"
        assert "Effectif modifié" in " ".join(page.all(".text-pages li:nth-child(4)")[0].text_content().split())
        page = candidate_page(administratrice)
        assert "Question «\u00a0Effectif\u00a0»\u00a0: le titre change." in page.text
        assert "personnes" in page.all(".differences ins")[0].text_content()
        assert "Seuls des textes changent" in page.text
        done = administratrice.submit(page, "form#publish-form")
        assert "La version 2026.3 est en service" in done.text
        assert fill_heading(app) == RIGHT
        running = published_content()
        assert running is not None
        lines = zip(FIRST_CONTENT.read_text("utf-8").split("\n"), running.source.decode().split("\n"), strict=True)
        assert [after for before, after in lines if before != after] == [
            'version = "2026.3"',
            'titre = "Combien de personnes compte l’entreprise\u202f?"',
        ]
        assert [entry.action for entry in list_audit()][:3] == [
            "publier un contenu",
            "modifier un contenu en préparation",
            "préparer un contenu",
        ]

    def test_mistakes_are_told_beside_their_fields_and_nothing_is_kept(self, administratrice: PageClient) -> None:
        administratrice.submit(administratrice.get(CONTENT), "form#edit-texts")
        (candidate,) = list_candidates()
        page = administratrice.get(f"{CONTENT}/preparations/{candidate.id}/textes/question-effectif")
        typed = {"questions.effectif.titre": "", "questions.effectif.court": "x" * 200}
        page = administratrice.submit(page, "form#texts", typed, status=422)
        links = [str(link.get("href")) for link in page.all("#error-summary a")]
        assert links == ["#questions.effectif.titre", "#questions.effectif.court"]
        field = next(each for each in page.all("#texts [name]") if each.get("name") == "questions.effectif.court")
        assert (field.get("aria-invalid"), "x" * 200 in (field.get("value") or field.text)) == ("true", True)
        assert list_candidates() == [candidate]

    def test_a_colleague_s_change_is_not_overwritten(self, administratrice: PageClient) -> None:
        edited(administratrice)
        (candidate,) = list_candidates()
        address = f"{CONTENT}/preparations/{candidate.id}/textes/accueil"
        opened = administratrice.get(address)
        administratrice.submit(administratrice.get(address), "form#texts", {"textes.promesse": "Autre."})
        late = administratrice.submit(opened, "form#texts", {"textes.promesse": "Trop tard."}, status=409)
        assert "Rien des vôtres n’est enregistré" in late.one("#error-summary").text_content()
        assert "Trop tard." in late.markup

    def test_saving_without_a_change_says_so(self, administratrice: PageClient) -> None:
        page = edited(administratrice, **{"questions.effectif.court": "Effectif"})
        assert "Rien n’a changé." in page.text

    def test_an_unknown_page_is_404(self, administratrice: PageClient) -> None:
        edited(administratrice)
        number = list_candidates()[0].id
        for address in (f"preparations/{number}/textes/rien", f"preparations/{number}/apercu/rien", "preparations/99"):
            administratrice.get(f"{CONTENT}/{address}", status=404)


class TestFile:
    def test_every_mistake_is_listed_with_bom_and_word_s_quotes_explained(self, administratrice: PageClient) -> None:
        source = FIRST_CONTENT.read_text("utf-8").replace('titre = "Où se trouve', "titre = “Où se trouve")
        source = source.replace("jours = 5", "jours = 500", 1)
        page = upload(administratrice, b"\xef\xbb\xbf" + source.encode(), "du Bloc-notes.toml", status=422)
        told = page.one(".mistakes").text_content()
        for words in ("du Bloc-notes.toml", "marque invisible (BOM)", "Word", "offres.emergence.jours"):
            assert words in told
        assert list_candidates() == []

    def test_a_file_that_removes_a_question_or_changes_a_type_is_refused(self, administratrice: PageClient) -> None:
        values = read_values(other_content())
        values["questions"] = [each for each in values["questions"] if each["cle"] != "secteur"]
        next(each for each in values["questions"] if each["cle"] == "ambition")["type"] = "niveaux"
        told = (
            upload(administratrice, rewrite(FIRST_CONTENT.read_bytes(), values), status=422)
            .one(".mistakes")
            .text_content()
        )
        assert "«\u00a0secteur\u00a0»" in told
        assert "questions.ambition.type" in told

    @pytest.mark.parametrize("source", [b"", b"\xff\xfe\x00", b"version = 1", b"x" * 450_000, b"[" * 5000])
    def test_any_bytes_are_answered_in_words(self, administratrice: PageClient, source: bytes) -> None:
        assert upload(administratrice, source, status=422).one("#error-summary").text_content().strip()

    def test_the_running_file_or_a_taken_name_is_refused(self, administratrice: PageClient) -> None:
        assert "à l’identique" in upload(administratrice, FIRST_CONTENT.read_bytes(), status=422).text
        told = upload(administratrice, other_content("2026.2"), status=422).one(".mistakes").text_content()
        assert "2026.3" in told
        page = administratrice.get(CONTENT)
        assert "Choisissez un fichier" in administratrice.submit(page, "form#upload", status=422).text

    def test_it_shows_what_it_changes_and_what_it_would_have_changed(
        self, app: Flask, administratrice: PageClient
    ) -> None:
        number = finished_dossier(app)
        page = upload(administratrice, other_content())
        assert "passe de 1\u202f000,00\u202f€ à 1\u202f100,00\u202f€" in page.text
        assert "1\u00a0résultat aurait été différent" in page.text
        assert [cell.text_content() for cell in page.all(".replay .moved")] == ["1"]
        assert any(f"/pilotage/dossiers/{number}" in str(link.get("href")) for link in page.all("details a"))

    def test_versions_and_candidates_can_be_downloaded_and_read_back(self, administratrice: PageClient) -> None:
        upload(administratrice, other_content())
        number = list_candidates()[0].id
        for address, source in (
            (f"{CONTENT}/versions/1.toml", FIRST_CONTENT.read_bytes()),
            (f"{CONTENT}/preparations/{number}.toml", other_content()),
        ):
            response = administratrice.client.get(address)
            assert response.data == source
            assert "attachment" in response.headers["Content-Disposition"]


class TestPublication:
    def test_it_never_alters_a_kept_result_and_reaches_whoever_is_answering(
        self, app: Flask, administratrice: PageClient
    ) -> None:
        token = finish_assessment(app, ANSWERS)
        before = PageClient(app).get(f"/diagnostics/{token}/resultat")
        visitor = PageClient(app)
        page = visitor.answer(visitor.submit(visitor.get("/"), "form#start"), "07")
        upload(administratrice, other_content())
        administratrice.submit(candidate_page(administratrice), "form#publish-form")
        after = PageClient(app).get(f"/diagnostics/{token}/resultat")
        assert [after.data(name) for name in ("total-cost", "offer-days")] == ["10000.00", "10"]
        assert after.text == before.text
        assert visitor.get(page.path).question == "structure"
        new = PageClient(app).get(f"/diagnostics/{finish_assessment(app, ANSWERS)}/resultat")
        assert new.data("total-cost") != before.data("total-cost")

    def test_it_is_taken_back_in_one_click(self, app: Flask, administratrice: PageClient) -> None:
        edited(administratrice)
        done = administratrice.submit(candidate_page(administratrice), "form#publish-form")
        first = list_contents()[-1]
        back = administratrice.submit(done, f".content-top form[action='{CONTENT}/versions/{first.id}/publier']")
        assert "En service\u00a0: version 2026.2" in back.text
        assert list_audit()[0].action == "remettre un contenu en service"
        # And forth again.
        assert "Revenir à la version 2026.3" in back.text

    def test_a_candidate_whose_base_has_moved_is_refused(self, administratrice: PageClient) -> None:
        edited(administratrice)
        upload(administratrice, other_content())
        first, late = (each.id for each in list_candidates())
        opened = administratrice.get(f"{CONTENT}/preparations/{late}")
        administratrice.submit(administratrice.get(f"{CONTENT}/preparations/{first}"), "form#publish-form")
        refused = administratrice.submit(opened, "form#publish-form", status=409)
        assert "Reportez d’abord ses changements" in refused.one("#error-summary").text_content()
        assert not administratrice.get(f"{CONTENT}/preparations/{late}").all("form#publish-form")
        assert "dépassée" in administratrice.get(CONTENT).text

    def test_its_changes_can_be_carried_over_to_the_version_that_runs(self, administratrice: PageClient) -> None:
        edited(administratrice)
        late = list_candidates()[0]
        upload(administratrice, other_content())
        administratrice.submit(candidate_page(administratrice), "form#publish-form")
        page = administratrice.get(f"{CONTENT}/preparations/{late.id}")
        page = administratrice.submit(page, "form#carry-form")
        assert "reportés sur la version 2027.1" in page.text
        assert [each.text_content().strip().partition("\n")[0] for each in page.all(".differences > li")] == [
            "Question «\u00a0Effectif\u00a0»\u00a0: le titre change."
        ]
        administratrice.submit(page, "form#publish-form")
        running = published_content()
        assert running is not None
        assert read_values(running.source)["tarifs"][0]["prix_du_jour"] == "1100.00"
        assert running.version == "2026.3"

    def test_what_was_not_read_is_not_published(self, administratrice: PageClient) -> None:
        edited(administratrice)
        opened = candidate_page(administratrice)
        address = f"{opened.path}/textes/accueil"
        administratrice.submit(administratrice.get(address), "form#texts", {"textes.promesse": "Autre."})
        assert "relisez-la" in administratrice.submit(opened, "form#publish-form", status=409).text
        assert published_content() is None

    def test_it_is_the_administratrice_s(self, app: Flask, administratrice: PageClient) -> None:
        make_account("lou@aract.example", name="Lou")
        lou = sign_in(app, "lou@aract.example")
        edited(lou)
        page = candidate_page(lou)
        assert "Publier revient à une administratrice" in page.text
        assert not page.all("form#publish-form")
        token = {"csrf_token": str(page.all("input[name='csrf_token']")[0].get("value"))}
        lou.post(f"{page.path}/publier", token, status=403)
        lou.post(f"{CONTENT}/versions/1/publier", token, status=403)
        assert published_content() is None

    def test_a_pinned_file_can_be_prepared_upon_but_nothing_published(
        self, app_with: Callable[..., Flask], tmp_path: Path
    ) -> None:
        pinned = tmp_path / "impose.toml"
        pinned.write_bytes(other_content())
        app = app_with(content=pinned)
        make_account("agathe@aract.example", Role.ADMINISTRATRICE)
        agathe = sign_in(app, "agathe@aract.example")
        page = agathe.get(CONTENT)
        assert "Le réglage CONTENT du serveur impose un fichier" in page.text
        assert "impose.toml" in page.markup
        edited(agathe)
        page = candidate_page(agathe)
        assert not page.all("form#publish-form")
        token = str(page.all("input[name='csrf_token']")[0].get("value"))
        agathe.post(f"{page.path}/publier", {"csrf_token": token}, status=409)
        assert published_content() is None

    def test_a_candidate_is_thrown_away(self, administratrice: PageClient) -> None:
        edited(administratrice)
        page = candidate_page(administratrice)
        administratrice.submit(page, f"form[action='{page.path}/jeter']")
        assert list_candidates() == []
