"""The whole chain, as it is lived: from a company's request to its project in the guide, and out of it again.

Three people at their screens: the administratrice at her desk, the consultant on her telephone in a train, the company.
What nobody looks at is sent without a screen: the answers to the questions, and the visits between the first and last.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.staff.conftest import PASSWORD, send_request
from tests.browser.staff.steps import (
    PHONE,
    TODAY,
    agree,
    ask_agreement,
    find_company,
    grant_and_confide,
    publish,
    see,
    send_letter,
    tell,
    write_sheet,
)
from tests.journeys import ANSWERS, Answers
from tests.server import Server
from tests.views.finished import finish_assessment

pytestmark = pytest.mark.xdist_group("staffed")  # what it starts from is made once


COMPANY, CONSULTANT, JEANNE = "Tissages de la Bourne", "Jeanne Vial", "jeanne@conseil.example"
TITLE = "Partager les bons résultats"
BEFORE: Answers = {**ANSWERS, "themes": ["partage-valeur"], "management_feedback": "0", "dialogue_accords": "1"}
AFTER: Answers = {**BEFORE, "management_feedback": "3"}
IN_THE_TRAIN = "Ce que j’ai écrit dans le train."
CHANGED, QUOTE = "Une prime que chacun sait calculer.", "Le plus dur, c’était de montrer."


def invite(desk: Page, server: Server) -> str:
    """The administratrice makes the consultant's account; the password to tell her."""
    desk.goto(f"{server.url}/pilotage/comptes")
    form = desk.locator("form.form-grid")
    form.get_by_label("Adresse e-mail").fill(JEANNE)
    form.get_by_label("Prénom et nom").fill(CONSULTANT)
    form.get_by_label("Rôle").select_option("consultante")
    form.get_by_role("button", name="Créer le compte").click()
    return str(desk.locator(".provisional code").text_content())


def arrive(page: Page, server: Server, password: str) -> None:
    """The consultant comes in for the first time, chooses a password of her own, and finds her companies."""
    page.goto(f"{server.url}/pilotage")
    page.fill("#email", JEANNE)
    page.fill("#password", password)
    page.click("form#login button")
    page.get_by_label("Mot de passe actuel").fill(password)
    page.get_by_label("Nouveau mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Changer le mot de passe").click()
    page.locator("summary", has_text="Menu").click()
    page.get_by_role("link", name="Mes entreprises").click()


def tell_unseen(page: Page, days_ago: int, count: int) -> None:
    """So many whole days, one after the other: the form of a visit, sent as its button would."""
    page.goto(f"{page.url.partition('#')[0]}/visites/nouvelle")
    fields = page.locator("form#visit").evaluate("form => Object.fromEntries(new FormData(form))")
    for place in range(count):
        day = (TODAY - timedelta(days=days_ago - place)).isoformat()
        told = {**fields, "nom": day, "jour": day, "duree": "2", "fait": "Un atelier.", "geste": "enregistrer"}
        assert page.request.post(page.url, form=told).ok
    page.go_back()
    page.reload()


def visit_up_to_the_checkpoint(page: Page, axe: Callable[[Page], None]) -> None:
    """Five days told; the sixth is refused, and what she wrote waits until the point d'étape is made."""
    page.get_by_role("link", name=COMPANY, exact=True).click()
    expect(page.locator("#due")).to_contain_text("Prévoir la prochaine visite")
    page.get_by_role("link", name="Raconter une visite").click()
    tell(page, 30, "Une journée", "Un premier tour des ateliers.")
    expect(page.locator("#status")).to_contain_text("est enregistrée")
    tell_unseen(page, 29, 4)
    expect(page.locator("#jours")).to_contain_text("5\u00a0jours utilisés sur 15, il en reste 10")
    page.goto(f"{page.url.partition('#')[0]}/visites/nouvelle")
    tell(page, 20, "Une demi-journée", IN_THE_TRAIN)
    expect(page.locator("#error-summary")).to_contain_text("Faites d’abord le point d’étape")
    expect(page.locator("#fait")).to_have_value(IN_THE_TRAIN)
    axe(page)
    page.get_by_role("link", name="faites d’abord le point d’étape", exact=True).click()
    page.get_by_label("Continuer").check()
    page.fill("#raison", "L’équipe s’y retrouve.")
    axe(page)
    page.get_by_role("button", name="Enregistrer le point d’étape").click()
    expect(page.locator("#point-d-etape")).to_contain_text("Continuer")
    page.get_by_role("link", name="Raconter une visite").click()
    expect(page.locator("#kept")).to_be_visible()
    expect(page.locator("#fait")).to_have_value(IN_THE_TRAIN)
    page.get_by_role("button", name="Enregistrer la visite").click()
    expect(page.locator("#jours")).to_contain_text("5,5\u00a0jours utilisés sur 15")


def report(page: Page, server: Server, axe: Callable[[Page], None]) -> None:
    """The report of that visit, read, then sent to the company."""
    page.get_by_role("link", name=re.compile("^Compte rendu")).first.click()
    expect(page.locator("article")).to_contain_text(IN_THE_TRAIN)
    axe(page)
    page.get_by_role("link", name="Envoyer à l’entreprise…").click()
    send_letter(page, IN_THE_TRAIN, server, "")


def visit_up_to_the_grant(page: Page) -> None:
    """Half a day is left: a whole one is refused with what is left, a half one is the last."""
    tell_unseen(page, 19, 9)
    page.get_by_role("link", name="Raconter une visite").click()
    expect(page.locator("#kept")).to_be_hidden()
    tell(page, 3, "Une journée", "Le dernier jour.")
    expect(page.locator("#error-summary")).to_contain_text("Il reste 0,5\u00a0jour sur les 15 accordés")
    page.get_by_label("Une demi-journée").check()
    page.get_by_role("button", name="Enregistrer la visite").click()
    expect(page.locator("#jours")).to_contain_text("15\u00a0jours utilisés sur 15, il en reste 0")
    expect(page.locator("#due")).to_contain_text("c’est l’heure du bilan")
    expect(page.get_by_role("link", name="Raconter une visite")).to_have_count(0)


def ask_review(page: Page, server: Server) -> str:
    """The consultant asks the company to look back; the address it gets."""
    page.get_by_role("link", name="Bilan", exact=True).click()
    page.get_by_role("link", name="Demander le bilan").click()
    address = send_letter(page, "cinq questions", server, "/diagnostics/")
    expect(page.locator("main")).to_contain_text("Pas encore de réponse")
    return address


def look_back(page: Page, server: Server, address: str, axe: Callable[[Page], None]) -> None:
    """The company does the questionnaire again, answers what it wants of the five questions, and sees what moved."""
    page.goto(address)
    expect(page.locator("h1")).to_have_text("Le bilan de votre accompagnement")
    see(page, axe)
    page.get_by_role("link", name="Refaire le point").click()
    page.get_by_role("button", name="Commencer").click()
    expect(page.locator("form[data-question=territoire] input:checked")).to_have_value("07")
    answer(server, urlsplit(address).path.removesuffix("/bilan"), AFTER)
    page.goto(address.removesuffix("/bilan") + "/recapitulatif")
    page.locator("form#finish button").click()
    page.wait_for_url("**/resultat")
    page.get_by_role("link", name="Faire le bilan").click()
    expect(page.locator(".times")).to_contain_text("+3")
    page.get_by_label("Qu’est-ce qui a changé").fill(CHANGED)
    page.get_by_label("Quelle phrase").fill(QUOTE)
    page.get_by_role("button", name="Envoyer mes réponses").click()
    expect(page.locator("[role=status].callout")).to_contain_text("Merci")
    see(page, axe)


def answer(server: Server, path: str, answers: Mapping[str, object]) -> None:
    """What is confirmed question by question, sent without a screen."""
    for key, value in answers.items():
        status, _ = server.post(f"{path}/questions/{key}", {key: value})  # type: ignore[dict-item]
        assert status == 303, key


def read_review(desk: Page, phone: Page, server: Server, axe: Callable[[Page], None]) -> None:
    """The team reads before and after, the consultant adds her words; the visits stay as they were told."""
    phone.reload()
    expect(phone.locator("dl.facts")).to_contain_text(CHANGED)
    phone.get_by_label("Votre bilan").fill("L’équipe a pris la main.")
    phone.get_by_role("button", name="Enregistrer mon bilan").click()
    find_company(desk, server, COMPANY)
    desk.locator("#accompagnement").get_by_role("link", name="Bilan").click()
    expect(desk.locator("main")).to_contain_text(QUOTE)
    expect(desk.locator("main")).to_contain_text("L’équipe a pris la main.")
    expect(desk.locator(".times")).to_contain_text("+3")
    see(desk, axe)
    phone.get_by_role("link", name=f"← {COMPANY}").click()
    expect(phone.locator("#visites")).to_contain_text("ces visites ne se corrigent plus")
    expect(phone.locator("#visites")).not_to_contain_text("Corriger")
    expect(phone.locator("#due")).to_have_count(0)


def end(desk: Page, server: Server) -> None:
    """The accompaniment ends, without having to say why: its review was made."""
    find_company(desk, server, COMPANY)
    desk.select_option("#etape", "termine")
    desk.get_by_role("button", name="Enregistrer").click()
    expect(desk.locator("[aria-labelledby=work-title] .current")).to_contain_text("Terminé")


def settle_the_sheet(desk: Page, company: Page, server: Server, axe: Callable[[Page], None]) -> None:
    """Written from what the review says, changed as the company asks, agreed to, published."""
    write_sheet(desk, TITLE, "Six réunions ont comparé trois formules.")
    expect(desk.get_by_label("Ce qui a changé")).to_have_value(CHANGED)
    see(desk, axe)
    company.goto(ask_agreement(desk, server))
    expect(company.locator(".as-published")).to_contain_text("Six réunions")
    company.get_by_label("Ce qu’il faut changer").fill("Écrivez cinq réunions.")
    company.get_by_role("button", name="Envoyer ma demande").click()
    expect(company.locator("[role=status].callout")).to_contain_text("C’est envoyé")

    desk.reload()
    expect(desk.locator("[aria-labelledby=standing-title]")).to_contain_text("Écrivez cinq réunions.")
    desk.get_by_label("Ce qui a été fait").fill("Cinq réunions ont comparé trois formules.")
    desk.get_by_role("button", name="Enregistrer").click()
    expect(desk.locator("#standing-title")).to_have_text("Version 2")
    company.goto(ask_agreement(desk, server))
    expect(company.locator(".as-published")).to_contain_text("Cinq réunions")
    company.get_by_role("button", name="Donner notre accord").click()
    expect(company.locator("#error-nom")).to_contain_text("Écrivez votre nom")
    agree(company)
    publish(desk)


def seen_everywhere(desk: Page, server: Server, axe: Callable[[Page], None]) -> tuple[str, str]:
    """In the guide, and on a near company's result, which says why; the project's address, and that result's."""
    desk.get_by_role("link", name="La voir dans le guide").click()
    expect(desk.locator("h1")).to_have_text(TITLE)
    see(desk, axe)
    project = desk.url
    desk.goto(f"{server.url}/guide?theme=partage-valeur")
    expect(desk.locator("#projects")).to_contain_text(TITLE)
    other = server.assessment({**ANSWERS, "themes": ["partage-valeur"]}, finish=True) + "/resultat"
    desk.goto(other)
    desk.get_by_text("Un projet proche du vôtre").click()
    expect(desk.locator("#story")).to_contain_text("Comme vous")
    desk.get_by_role("link", name="Lire ce projet dans le guide").click()
    expect(desk).to_have_url(project)
    return project, other


def gone_everywhere(desk: Page, server: Server, project: str, other: str, axe: Callable[[Page], None]) -> None:
    """Its page says so, neither guide, nor result, nor sitemap has it; the team reads who took it back."""
    desk.goto(project)
    expect(desk.locator("h1")).to_have_text("Ce projet n’est pas, ou n’est plus, dans le guide")
    desk.goto(f"{server.url}/guide?theme=partage-valeur")
    expect(desk.locator("main")).not_to_contain_text(TITLE)
    desk.goto(other)
    expect(desk.locator("article")).not_to_contain_text(TITLE)
    assert urlsplit(project).path not in desk.request.get(f"{server.url}/sitemap.xml").text()
    desk.goto(f"{server.url}/pilotage/fiches")
    expect(desk.locator("[aria-labelledby=reprises]")).to_contain_text(TITLE)
    see(desk, axe)


def test_from_a_request_to_the_guide_and_out_of_it(
    staffed: Server,
    desk: Page,
    new_context: Callable[..., BrowserContext],
    long_ago: Callable[[Server], AbstractContextManager[Flask]],
    axe: Callable[[Page], None],
) -> None:
    with long_ago(staffed) as app:
        token = finish_assessment(app, BEFORE, now=datetime.now(UTC) - timedelta(days=210))
    send_request(staffed, f"/diagnostics/{token}", {"entreprise": COMPANY, "email": "bourne@exemple.fr"})
    password = invite(desk, staffed)
    find_company(desk, staffed, COMPANY)
    grant_and_confide(desk, "15", CONSULTANT)

    phone = new_context(**PHONE).new_page()
    arrive(phone, staffed, password)
    expect(phone.locator("h1")).to_have_text("Mes entreprises")
    axe(phone)
    visit_up_to_the_checkpoint(phone, axe)
    report(phone, staffed, axe)
    visit_up_to_the_grant(phone)

    look_back(new_context(**PHONE).new_page(), staffed, ask_review(phone, staffed), axe)
    read_review(desk, phone, staffed, axe)
    end(desk, staffed)

    company = new_context(**PHONE, java_script_enabled=False).new_page()
    settle_the_sheet(desk, company, staffed, axe)
    project, other = seen_everywhere(desk, staffed, axe)
    company.reload()
    company.get_by_role("button", name="Retirer la fiche du guide").click()
    expect(company.locator("[role=status].callout")).to_contain_text("n’est plus publiée nulle part")
    gone_everywhere(desk, staffed, project, other, axe)
