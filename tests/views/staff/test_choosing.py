"""Choosing together: what ticking shows, and proposals that are kept, opened again, changed and printed."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from models.store.audit import COMMAND_LINE
from models.store.dossier_file import get_dossier
from models.store.dossier_links import link
from models.store.personal_data import erase_dossier
from models.store.proposals import get_proposal, list_proposals
from models.store.tables import Assessment
from tests.page_client import PageClient
from tests.views.staff.choosing import PROPOSALS, SAMPLE, decide, figures, keep, listed, number_of, ticked
from tests.views.staff.conftest import NOW, make_account, sign_in
from tests.views.staff.dossiers import applied_dossier
from tests.views.staff.test_rights_and_traces import extraction


@pytest.fixture
def zinc(app: Flask) -> int:
    """A SCIC of the Ain, the first who asked."""
    return applied_dossier(app, {"entreprise": "Zinc de l’Ain"}, territoire="01", structure="scic", effectif="40")


@pytest.fixture
def atelier(app: Flask, zinc: int) -> int:
    """A company of the Ardèche, who asked afterwards."""
    return applied_dossier(app, {"entreprise": "Atelier Étoile"})


@pytest.fixture
def colleague(app: Flask) -> PageClient:
    make_account("nadia@aract.example", name="Nadia Ferrand")
    return sign_in(app, "nadia@aract.example")


class TestTicking:
    def test_nothing_ticked_it_is_the_cohort_as_it_is(self, chargee: PageClient, zinc: int) -> None:
        page = chargee.get(SAMPLE)
        assert figures(page)["Entreprises"] == ["0", "0", "0"]
        assert "tout reste à composer" in page.text
        assert ticked(page) == []

    def test_what_is_ticked_shows_what_the_cohort_would_be(self, chargee: PageClient, zinc: int, atelier: int) -> None:
        decide(atelier, "selectionne")
        Assessment.update(days_granted=5, granted_on=NOW.date()).where(Assessment.id == atelier).execute()
        page = chargee.get(f"{SAMPLE}?demande={zinc}")
        assert ticked(page) == [zinc]
        told = figures(page)
        assert told["Entreprises"] == ["1", "1", "2"]
        assert told["Salariés"] == ["24", "40", "64"]
        assert told["Jours d’appui"] == ["5", "10", "15"]
        assert told["Part de la Région"][1] == "8000€"
        assert told["Part des entreprises"] == ["", "2000€", ""]
        box = page.one("section[aria-labelledby=cohort]").text_content()
        assert "recommandées" in box
        assert "Rien n’y est accordé" in box
        firsts = page.one(".firsts").text_content()
        assert "la première SCIC" in firsts
        assert "la première entreprise de l’Ain" in firsts
        gaps = page.one(".gaps").text_content()
        assert "SCIC" not in gaps
        assert "l’Ardèche" not in gaps
        assert "le Cantal" in gaps
        assert page.one(".tile-01").text_content().split() == ["01", "Ain", "0", "+1"]
        assert "tile-more" not in page.one(".tile-07").get("class", "")

    def test_linked_dossiers_are_one_company_and_their_days_add_up(
        self, app: Flask, chargee: PageClient, zinc: int, atelier: int
    ) -> None:
        again = applied_dossier(app, {"entreprise": "Atelier Étoile"}, effectif="99", themes=["qvct"])
        for each in (atelier, again):
            decide(each, "selectionne")
        granted = Assessment.update(days_granted=5, granted_on=NOW.date())
        granted.where(Assessment.id.in_([atelier, again])).execute()
        assert figures(chargee.get(SAMPLE))["Entreprises"][0] == "2"
        link(atelier, again, NOW, COMMAND_LINE)
        page = chargee.get(SAMPLE)
        told = figures(page)
        assert told["Entreprises"] == ["1", "0", "1"]
        assert told["Salariés"][0] == "99", "the newest says how many"
        assert told["Jours d’appui"][0] == "10"
        assert page.one(".tile-07").text_content().split() == ["07", "Ardèche", "1"]
        assert "1\u00a0dossier lié à un autre compte avec lui" in page.one("#joined").text_content()
        link(zinc, atelier, NOW, COMMAND_LINE)
        page = chargee.get(f"{SAMPLE}?demande={zinc}")
        told = figures(page)
        assert told["Entreprises"] == ["1", "0", "1"]
        assert told["Salariés"] == ["99", "0", "99"]
        assert told["Jours d’appui"] == ["10", "10", "20"]
        assert not page.all("#joined ~ .firsts")
        assert "tile-more" not in page.one(".tile-01").get("class", "")

    def test_htmx_gets_the_figures_and_the_charts_and_the_address_to_share(
        self, chargee: PageClient, zinc: int
    ) -> None:
        fragment = chargee.get(f"{SAMPLE}?demande={zinc}&ordre=nom&nom=Comité", htmx=True)
        assert figures(fragment)["Entreprises"] == ["0", "1", "1"]
        assert fragment.one("#charts").get("hx-swap-oob") == "true"
        assert "1\u00a0demande cochée" in fragment.one("#spoken").text_content()
        assert not fragment.all("form, .tick")
        shared = fragment.response.headers["HX-Replace-Url"]
        assert parse_qs(urlsplit(shared).query) == {"demande": [str(zinc)], "ordre": ["nom"]}
        assert figures(chargee.get(shared)) == figures(fragment)

    def test_requests_come_by_date_or_by_name_and_never_by_what_they_bring(
        self, chargee: PageClient, zinc: int, atelier: int
    ) -> None:
        assert listed(chargee.get(SAMPLE)) == ["Zinc de l’Ain", "Atelier Étoile"]
        assert listed(chargee.get(f"{SAMPLE}?ordre=nom")) == ["Atelier Étoile", "Zinc de l’Ain"]
        assert listed(chargee.get(f"{SAMPLE}?ordre=apport")) == ["Zinc de l’Ain", "Atelier Étoile"]

    def test_a_search_keeps_what_is_ticked_in_sight(self, chargee: PageClient, zinc: int, atelier: int) -> None:
        assert listed(chargee.get(f"{SAMPLE}?q=etoile")) == ["Atelier Étoile"]
        page = chargee.get(f"{SAMPLE}?q=etoile&demande={zinc}")
        assert (listed(page), ticked(page)) == (["Zinc de l’Ain", "Atelier Étoile"], [zinc])
        assert "ne correspond" in chargee.get(f"{SAMPLE}?q=personne").text

    def test_an_old_or_mistyped_address_still_opens(self, chargee: PageClient, zinc: int, atelier: int) -> None:
        decide(zinc, "ecarte")
        page = chargee.get(f"{SAMPLE}?demande={zinc}&demande=x&demande=-1&demande=9999&demande={10**40}")
        notice = page.one(".notice").text_content()
        assert "Zinc de l’Ain" in notice
        assert "écarté" in notice
        assert "1\u00a0dossier a été effacé" in notice
        assert figures(page)["Entreprises"] == ["0", "0", "0"]

    def test_the_token_of_the_form_never_gets_into_an_address(self, chargee: PageClient, zinc: int) -> None:
        form = chargee.get(SAMPLE).one("form#choice")
        assert form.get("method") == "get"
        assert not form.cssselect("input[name=csrf_token]")


class TestProposals:
    def test_it_is_shared_opened_again_and_says_that_nothing_is_decided(
        self, chargee: PageClient, colleague: PageClient, zinc: int, atelier: int
    ) -> None:
        page = keep(chargee, "Comité de mars", zinc, atelier)
        assert "enregistrée pour toute l’équipe" in page.one("#status").text_content()
        link = colleague.get(SAMPLE).one(".proposals a")
        assert link.text_content() == "Comité de mars"
        hint = colleague.get(SAMPLE).one(".proposals .hint").text_content()
        assert "2\u00a0demandes" in hint
        assert "par Camille Roux, le " in hint
        seen = colleague.get(str(link.get("href")))
        assert "Par Camille Roux, le " in seen.text
        assert "Cette proposition ne décide de rien" in seen.text
        assert [each.text_content() for each in seen.all(".chosen tbody a")] == ["Atelier Étoile", "Zinc de l’Ain"]
        assert figures(seen)["Part de la Région"] == ["0€", "16000€", "16000€"]
        (change,) = [each for each in seen.all("main a.button") if each.text_content() == "Modifier"]
        again = colleague.get(str(change.get("href")))
        assert ticked(again) == [zinc, atelier]
        assert again.one("#nom").get("value") == "Comité de mars"
        assert [get_dossier(each).stage for each in (zinc, atelier)] == ["candidature", "candidature"]

    def test_the_journal_tells_who_kept_changed_and_deleted_it(self, administratrice: PageClient, zinc: int) -> None:
        number = number_of(keep(administratrice, "Comité", zinc))
        keep(administratrice, "Jury", zinc, at=f"/{number}", version="1")
        page = administratrice.get(f"{PROPOSALS}/{number}")
        administratrice.submit(page, "form[action$='/supprimer']")
        rows = [
            [" ".join(cell.text_content().split()) for cell in row[2:]]
            for row in administratrice.get("/pilotage/journal").all("tbody tr")[:3]
        ]
        assert rows == [
            ["Supprimer une proposition", "Jury", "1 demande"],
            ["Changer une proposition", "Jury", "auparavant « Comité », 1 demande"],
            ["Enregistrer une proposition", "Comité", "1 demande"],
        ]
        assert administratrice.get(f"{PROPOSALS}/{number}", status=404).heading

    def test_what_is_missing_is_said_and_what_was_typed_stays(
        self, chargee: PageClient, zinc: int, atelier: int
    ) -> None:
        keep(chargee, "Comité", zinc)
        unnamed = keep(chargee, "", zinc, status=422, ordre="nom")
        assert (ticked(unnamed), listed(unnamed)) == ([zinc], ["Atelier Étoile", "Zinc de l’Ain"])
        assert "Donnez un nom" in unnamed.one("#error-summary").text_content()
        empty = keep(chargee, "Jury", status=422)
        assert "Cochez au moins une demande" in empty.one("#error-summary").text_content()
        assert empty.one("#nom").get("value") == "Jury"
        taken = keep(chargee, "Comité", atelier, status=422)
        assert "porte déjà ce nom" in taken.one("#nom-error").text_content()
        assert (ticked(taken), taken.one("#nom").get("value")) == ([atelier], "Comité")
        decide(atelier, "ecarte")
        over = keep(chargee, "Jury", atelier, status=422)
        assert "n’est encore ouverte" in over.one("#error-summary").text_content()
        assert len(list_proposals()) == 1

    def test_a_stale_save_shows_both_and_can_be_sent_again(
        self, chargee: PageClient, colleague: PageClient, zinc: int, atelier: int
    ) -> None:
        number = number_of(keep(chargee, "Comité", zinc))
        keep(colleague, "Comité d’avril", zinc, atelier, at=f"/{number}", version="1")
        warned = chargee.get(f"{SAMPLE}?proposition={number}&version=1&demande={zinc}")
        assert "Nadia Ferrand l’a changée" in warned.text
        stale = keep(chargee, "Comité de mai", zinc, at=f"/{number}", status=409, version="1")
        assert "Nadia Ferrand" in stale.one(".lead").text_content()
        cells = [[cell.text_content() for cell in row] for row in stale.all("tbody tr")]
        assert cells == [
            ["Nom", "Comité de mai", "Comité d’avril"],
            ["Demandes", "1\u00a0demande", "2\u00a0demandes"],
            ["D’un seul côté", "(rien)", "Atelier Étoile"],
        ]
        assert get_proposal(number).name == "Comité d’avril"
        (_, back) = stale.all("main a.button")
        mine = chargee.get(str(back.get("href")))
        assert (ticked(mine), mine.one("#nom").get("value")) == ([zinc], "Comité de mai")
        fields = {field.get("name", ""): field.get("value", "") for field in stale.all("main form input")}
        chargee.post(f"{PROPOSALS}/{number}", fields)
        kept = get_proposal(number)
        assert (kept.name, kept.ids, kept.version, kept.changed_by) == ("Comité de mai", (zinc,), 3, "Camille Roux")

    def test_one_that_a_colleague_deleted_can_be_kept_anew(
        self, chargee: PageClient, colleague: PageClient, zinc: int
    ) -> None:
        number = number_of(keep(chargee, "Comité", zinc))
        colleague.submit(colleague.get(f"{PROPOSALS}/{number}"), "form[action$='/supprimer']")
        opened = chargee.get(f"{SAMPLE}?proposition={number}&version=1&demande={zinc}")
        assert "supprimée entre-temps" in opened.text
        page = keep(chargee, "Comité de mai", zinc, at=f"/{number}", status=409, version="1")
        assert "vient d’être supprimée" in page.one("#error-summary").text_content()
        assert (ticked(page), page.one("#nom").get("value")) == ([zinc], "Comité de mai")
        assert page.one("button[name=csrf_token]").get("formaction") == PROPOSALS

    def test_one_that_a_colleague_changed_is_not_deleted(
        self, chargee: PageClient, colleague: PageClient, zinc: int, atelier: int
    ) -> None:
        page = keep(chargee, "Comité", zinc)
        keep(colleague, "Comité", zinc, atelier, at=f"/{number_of(page)}", version="1")
        refused = chargee.submit(page, "form[action$='/supprimer']", status=409)
        assert "Nadia Ferrand a changé cette proposition" in refused.text
        assert get_proposal(number_of(page)).ids == (zinc, atelier)

    def test_what_was_decided_or_erased_is_said_and_leaves_it(
        self, chargee: PageClient, zinc: int, atelier: int
    ) -> None:
        number = number_of(keep(chargee, "Comité", zinc, atelier))
        decide(zinc, "selectionne")
        page = chargee.get(f"{PROPOSALS}/{number}")
        notice = page.one(".notice").text_content()
        assert "Zinc de l’Ain" in notice
        assert "sélectionné" in notice
        assert figures(page)["Entreprises"] == ["1", "1", "2"]
        erase_dossier(atelier, NOW, COMMAND_LINE)
        page = chargee.get(f"{PROPOSALS}/{number}")
        assert "1\u00a0dossier a été effacé" in page.one(".notice").text_content()
        assert "Il ne reste aucune demande ouverte" in page.text
        assert "Atelier" not in page.markup
        assert "0\u00a0demande" in chargee.get(SAMPLE).one(".proposals .hint").text_content()

    def test_a_request_decided_while_one_ticked_is_left_out_and_said(
        self, chargee: PageClient, zinc: int, atelier: int
    ) -> None:
        decide(zinc, "ecarte")
        page = keep(chargee, "Comité", zinc, atelier)
        assert "1\u00a0demande cochée n’était plus ouverte" in page.one("#status").text_content()
        assert get_proposal(number_of(page)).ids == (atelier,)

    def test_an_extraction_says_that_the_dossier_is_in_one(self, chargee: PageClient, zinc: int) -> None:
        assert "choix préparé" not in extraction(chargee, zinc, "document").text
        keep(chargee, "Comité", zinc)
        assert "1\u00a0choix préparé" in extraction(chargee, zinc, "document").text

    def test_an_unknown_proposal_is_404_and_deleting_it_again_is_no_error(self, chargee: PageClient, zinc: int) -> None:
        assert chargee.get(f"{PROPOSALS}/99", status=404).heading
        page = keep(chargee, "Comité", zinc)
        chargee.submit(page, "form[action$='/supprimer']")
        again = chargee.submit(page, "form[action$='/supprimer']")
        assert "supprimée" in again.one("#status").text_content()
