"""Around the visits: who is confided what, the days wherever money shows, the report, what is handed over."""

from __future__ import annotations

import csv
import io

from flask import Flask

from models.french.formats import long_date
from models.rules.accompaniment import Checkpoint
from models.store.accompaniments import find_accompaniment
from models.store.audit import list_audit
from models.store.dossier_file import get_dossier
from models.store.interventions import list_interventions
from models.store.outbox import list_mail
from models.store.staff import find_account
from models.store.tables import OutboxMessage
from models.store.timeline import EntryKind, list_entries
from tests.page_client import PageClient
from tests.rows import everything, rows
from tests.store.accompanying import a_consultant, check, confide, grant, move
from tests.views.staff.conftest import CONSULTANTE, make_account, sign_in
from tests.views.staff.dossiers import applied_dossier
from tests.views.staff.test_one_save import standing
from tests.views.staff.visiting import DAY, LIST, NOW, ROOM, TODAY, TOLD, filled, tell


def test_a_chargee_confides_a_dossier_with_its_stage_in_one_save(app: Flask, chargee: PageClient) -> None:
    ines, applied = a_consultant(), applied_dossier(app)
    page = chargee.get(f"{LIST}/{applied}")
    asked = {"etape": "accompagne", "jours": "10", "consultante": str(ines.id)}
    page = chargee.submit(page, "form#work", {**standing(page), **asked})
    assert "C’est noté : confié à Inès Faure." in page.text.replace("\u00a0", " ")
    assert find_accompaniment(applied).consultant_id == ines.id
    assert list_entries(applied)[0].kind is EntryKind.CONSULTANT
    line = list_audit(assessment_id=applied)[0]
    assert (line.action, line.detail) == ("confier à une consultante", "Confié à Inès Faure")
    assert "0 jour utilisé sur 10, il en reste 10" in page.one("#accompagnement").text_content().replace("\u00a0", " ")


def test_nobody_is_chosen_before_the_stage_and_what_was_typed_stays(app: Flask, chargee: PageClient) -> None:
    ines, applied = a_consultant(), applied_dossier(app)
    page = chargee.get(f"{LIST}/{applied}")
    typed = {"consultante": str(ines.id), "note": "Elle est libre en mars."}
    refused = chargee.submit(page, "form#work", {**standing(page), **typed}, status=422)
    assert "à l’étape «\u00a0Accompagné\u00a0»" in refused.text
    assert refused.one("#consultante option[selected]").get("value") == str(ines.id)
    assert "libre en mars" in refused.one("#note").text_content()
    assert find_accompaniment(applied).consultant_id is None


def test_a_consultante_s_home_says_what_is_used_what_comes_and_what_waits(consultante: PageClient, hers: int) -> None:
    filled(hers, 7)
    home = consultante.get("/pilotage")
    assert home.heading == "Mes entreprises"
    told = home.one("section.company").text_content().replace("\u00a0", " ")
    for words in ("L’Établi & Cie", "3,5 jours utilisés sur 10, il en reste 6,5", "Prévoir la prochaine visite."):
        assert words in told, words
    assert "activez la double vérification" in home.text
    assert [link.text_content() for link in home.all(".menu a")] == ["Mes entreprises", "Mon compte"]
    landed = consultante.get(f"{LIST}/{hers}")
    assert landed.path == f"{ROOM}/{hers}", "the dossier's own address leads to what she may see of it"


def test_without_a_company_her_home_says_so(consultante: PageClient) -> None:
    assert "Aucune entreprise ne vous est confiée" in consultante.get("/pilotage").text


def test_days_can_t_be_granted_under_those_used_nor_taken_back(chargee: PageClient, hers: int) -> None:
    filled(hers, 13)
    for changed in ({"jours": "5"}, {"jours": ""}):
        page = chargee.get(f"{LIST}/{hers}")
        refused = chargee.submit(page, "form#work", {**standing(page), **changed}, status=422)
        assert "6,5 jours sont déjà utilisés : gardez-en au moins 7" in refused.text.replace("\u00a0", " ")
    page = chargee.get(f"{LIST}/{hers}")
    aside = {"etape": "ecarte", "raison": "Vendue.", "attribution": "retirer"}
    refused = chargee.submit(page, "form#work", {**standing(page), **aside}, status=422)
    assert "6,5 jours sont déjà utilisés" in refused.text.replace("\u00a0", " ")
    chargee.submit(page, "form#work", {**standing(page), **aside, "attribution": "garder"})
    kept = get_dossier(hers)
    assert (kept.stage, kept.grant is not None) == ("ecarte", True)


def test_days_show_wherever_money_does(chargee: PageClient, hers: int) -> None:
    filled(hers, 7)
    file = chargee.get(f"{LIST}/{hers}")
    assert [file.data(name) for name in ("days-granted", "days-used", "days-left")] == ["10", "3.5", "6.5"]
    assert "10\u00a0accordés, 3,5 utilisés" in chargee.get(LIST).one("td.verdict").text_content()
    budget = chargee.get("/pilotage/budget")
    assert (budget.data("days-used"), budget.data("days-left")) == ("3.5", "6.5")
    for total in budget.all("table.budget .total-line"):
        assert [cell.text_content() for cell in total.cssselect("td")][1:4] == ["10", "3,5", "6,5"]
    table = chargee.client.get("/pilotage/export.csv").get_data().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(table), delimiter=";")
    assert (row["jours_accordes"], row["jours_utilises"], row["jours_restants"]) == ("10", "3.5", "6.5")
    assert row["consultante"] == "Inès Faure"


def test_the_report_is_printed_and_sent_once_read_over(consultante: PageClient, hers: int) -> None:
    tell(consultante, hers)
    (kept,) = list_interventions(hers)
    report = consultante.get(f"{ROOM}/{hers}/visites/{kept.id}/compte-rendu")
    for words in ("Un atelier sur les plannings.", "La direction affiche la règle.", "Inès Faure", "L’Établi & Cie"):
        assert words in report.one("article").text_content(), words
    before = everything()
    page = consultante.get(f"{ROOM}/{hers}/visites/{kept.id}/envoi")
    assert everything() == before
    text = page.one("textarea").text_content()
    assert f"la visite du {long_date(TODAY - DAY)}" in text
    assert "Trois essais retenus." in text
    read = consultante.submit(page, "main form", {"pas": "relire", "objet": "Notre visite", "texte": text})
    assert "Le mail, comme il partira" in read.text
    for _ in range(2):
        landed = consultante.submit(read, "main form", {"pas": "envoyer"})
        assert landed.path == f"{ROOM}/{hers}"
    (letter,) = [row for row in rows(OutboxMessage) if row.kind == "lettre"]
    assert (letter.recipient, letter.reply_to, letter.subject) == ("zoe@exemple.fr", CONSULTANTE, "Notre visite")
    assert "Trois essais retenus." in letter.plain
    assert list_audit(assessment_id=hers)[0].action == "écrire à l’entreprise"
    assert len(list_mail(assessment_id=hers)) == 2, "the receipt, and the report"


def test_the_longest_visit_fits_in_its_letter(consultante: PageClient, hers: int) -> None:
    tell(consultante, hers, {"fait": "mot " * 999, "suite": "mot " * 999})
    (kept,) = list_interventions(hers)
    page = consultante.get(f"{ROOM}/{hers}/visites/{kept.id}/envoi")
    text = page.one("textarea").text_content()
    consultante.submit(page, "main form", {"pas": "relire", "objet": "Notre visite", "texte": text})


def test_a_withdrawn_visit_has_no_report_and_what_ended_is_read_and_no_more(consultante: PageClient, hers: int) -> None:
    tell(consultante, hers)
    (kept,) = list_interventions(hers)
    address = f"{ROOM}/{hers}/visites/{kept.id}"
    consultante.submit(consultante.get(address), "form#visit", {"geste": "retirer"})
    for path in ("compte-rendu", "envoi"):
        consultante.get(f"{address}/{path}", status=404)
    consultante.submit(consultante.get(address), "form#visit", TOLD)
    move(hers, "termine", now=NOW)
    assert not consultante.get(f"{address}/compte-rendu").all("a[href$='/envoi']")
    consultante.get(f"{address}/envoi", status=403)


def test_an_administratrice_invites_a_consultante_who_chooses_her_password(
    app: Flask, administratrice: PageClient
) -> None:
    fields = {"email": "paul@conseil.example", "name": "Paul Roy", "role": "consultante"}
    shown = administratrice.submit(administratrice.get("/pilotage/comptes"), "section form", fields)
    password = shown.one(".provisional").text_content().strip()
    client = sign_in(app, "paul@conseil.example", password)
    page = client.get("/pilotage")
    assert page.path == "/pilotage/compte"
    chosen = {"current": password, "password": "quatre mots sans rapport"}
    client.submit(page, "form[action$='mot-de-passe']", chosen)
    assert client.get("/pilotage").heading == "Mes entreprises"
    client.get(LIST, status=403)


def test_the_command_makes_a_consultante_s_account(app: Flask) -> None:
    arguments = ["staff", "create", "paul@conseil.example", "--role", "consultante", "--password-stdin"]
    done = app.test_cli_runner().invoke(args=arguments, input="quatre mots sans rapport\n")
    assert done.exit_code == 0, done.output
    account = find_account("paul@conseil.example")
    assert account is not None
    assert account.is_consultante


def test_what_is_handed_over_has_the_visits_and_their_former_words(
    chargee: PageClient, consultante: PageClient, hers: int
) -> None:
    tell(consultante, hers)
    address = f"{ROOM}/{hers}/visites/{list_interventions(hers)[0].id}"
    consultante.submit(consultante.get(address), "form#visit", {**TOLD, "fait": "Autrement dit."})
    page = chargee.get(f"{LIST}/{hers}")
    told = chargee.client.post(
        f"{LIST}/{hers}/extraction",
        data={"csrf_token": page.one("#work [name=csrf_token]").get("value"), "forme": "document"},
    ).get_data(as_text=True)
    for words in ("Autrement dit.", "Trois essais retenus.", "Inès Faure", "il en reste 9"):
        assert words in told, words


def test_a_former_consultante_may_keep_what_she_has_and_a_stale_choice_is_refused(
    app: Flask, chargee: PageClient, consultante: PageClient, hers: int
) -> None:
    paul = a_consultant("paul@conseil.example", "Paul Roy")
    page = chargee.get(f"{LIST}/{hers}")
    confide(hers, paul, NOW)
    ines = find_account(CONSULTANTE)
    assert ines is not None
    typed = {**standing(page), "consultante": ""}
    met = chargee.submit(page, "form#work", typed, status=409)
    assert "Paul Roy" in met.one("#error-summary").text_content()
    consultante.get(f"{ROOM}/{hers}", status=404)


def test_a_stop_is_shown_to_the_team(app: Flask, chargee: PageClient, hers: int) -> None:
    grant(hers, 15, NOW)
    filled(hers, 10)
    assert "à faire" in chargee.get(f"{LIST}/{hers}").one("#accompagnement").text_content()
    check(hers, Checkpoint.STOP, NOW)
    assert "Arrêter" in chargee.get(f"{LIST}/{hers}").one("#accompagnement").text_content()


def test_a_colleague_who_follows_is_never_a_consultante(app: Flask, chargee: PageClient, hers: int) -> None:
    make_account("nadia@aract.example", name="Nadia Ferrand")
    people = [each.text_content() for each in chargee.get(f"{LIST}/{hers}").all("#suivi option")]
    assert "Nadia Ferrand" in people
    assert "Inès Faure" not in people
