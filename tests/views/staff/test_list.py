"""The list: filters add up, the address says it all, a fragment equals its page, nothing is lost on the way."""

from __future__ import annotations

import re

from flask import Flask

from models.store.audit import list_audit
from models.store.list_order import Sort
from tests.journeys import COMPANY, fill
from tests.page_client import Page, PageClient
from tests.views.staff.dossiers import applied_dossier, finished_dossier, newest_id

LIST = "/pilotage/dossiers"


def total(page: Page) -> int:
    return int(re.sub(r"\D", "", page.one("#total").text_content()))


def ids(page: Page) -> set[int]:
    links = page.all(".dossiers tbody th a")
    return {int(str(link.get("href")).split("/")[3].split("?")[0]) for link in links}


def test_an_empty_list_says_how_dossiers_come(chargee: PageClient) -> None:
    page = chargee.get(LIST)
    assert total(page) == 0
    assert "à la main" in page.one(".empty").text_content()


def order(page: Page) -> list[int]:
    return [int(str(link.get("href")).split("/")[3].split("?")[0]) for link in page.all(".dossiers tbody th a")]


def counts(page: Page, selector: str) -> dict[str, int]:
    return {
        " ".join(link.text_content().split()[:-1]): int(link.text_content().split()[-1]) for link in page.all(selector)
    }


def test_the_list_opens_on_requests_and_the_others_are_one_tab_away(app: Flask, chargee: PageClient) -> None:
    finished = finished_dossier(app)
    applied = applied_dossier(app)
    page = chargee.get(LIST)
    assert (order(page), page.one(".tabs [aria-current]").text_content().split()) == ([applied], ["Demandes", "1"])
    assert not page.all(".chips")
    assert order(chargee.get(f"{LIST}?tri=anciens")) == [applied]
    everything = next(tab for tab in page.all(".tabs a") if "Tous les diagnostics" in tab.text_content())
    assert order(chargee.get(str(everything.get("href")))) == [applied, finished]
    assert order(chargee.get(f"{LIST}?verdict=eligible")) == [applied, finished]
    assert order(chargee.get(f"{LIST}?demande=oui&verdict=eligible")) == [applied]


def test_every_dossier_is_listed_newest_first_whatever_its_state(app: Flask, chargee: PageClient) -> None:
    fill(PageClient(app), COMPANY)
    unfinished = newest_id()
    finished = finished_dossier(app)
    applied = applied_dossier(app)
    page = chargee.get(f"{LIST}?voir=tout")
    assert order(page) == [applied, finished, unfinished]
    states = [cell.text_content().strip() for cell in page.all(".dossiers .stage")]
    assert states == ["Candidature", "Sans demande", "Inachevé"]


def test_filters_add_up_and_values_of_one_are_alternatives(app: Flask, chargee: PageClient) -> None:
    wood = finished_dossier(app)
    care = finished_dossier(app, secteur="services", structure="scop")
    savoy = finished_dossier(app, territoire="73", secteur="services")
    for query, expected in {
        "secteur=services": {care, savoy},
        "secteur=services&territoire=73&departement=73": {savoy},
        "departement=07&departement=73": {wood, care, savoy},
        "secteur=industrie&departement=73": set(),
        "structure=scop": {care},
        "taille=de-11-a-49": {wood, care, savoy},
        "taille=50-et-plus": set(),
        "theme=qvct": {wood, care, savoy},
        "theme=achats-responsables": set(),
        "verdict=eligible&offre=deploiement": {wood, care, savoy},
        "porte=site": {wood, care, savoy},
        "porte=borne": set(),
        "etape=sans-demande": {wood, care, savoy},
        "etape=inacheve": set(),
        "du=2000-01-01&au=2100-01-01": {wood, care, savoy},
        "au=2000-01-01": set(),
        "secteur=inconnu": set(),
    }.items():
        page = chargee.get(f"{LIST}?{query}")
        assert ids(page) == expected, query
        assert total(page) == len(expected), query


def test_free_text_finds_company_and_person_without_accents(app: Flask, chargee: PageClient) -> None:
    applied = applied_dossier(app)
    finished_dossier(app)
    for typed in (
        *("etabli", "ÉTABLI", "l'etabli", "letabli", "L ÉTABLI", "zoé", "martin zoe", "ZoeMartin", "zoé-martin"),
        *("73282932000074", "732 829 320", "732.829.320 00074", "zoe@exemple.fr", "ZOE@EXEMPLE.FR", "07000"),
        *("06 12 34 56 78", "0612345678", "06.12.34.56.78", "+33 6 12 34 56 78", "+33612345678", "0033 6 12 34 56 78"),
        *("+33 (0)6 12 34 56 78", "12 34 56", "martin 06 12 34 56 78", "établi 732 829 320"),
    ):
        assert ids(chargee.get(LIST, query_string={"q": typed})) == {applied}, typed


def test_free_text_takes_the_digits_of_a_number_together(app: Flask, chargee: PageClient) -> None:
    applied_dossier(app)
    for typed in ("06 12 34 56 79", "07 00 00", "732 829 321", "martin 07 82 93 20 00", "\u0300"):
        assert total(chargee.get(LIST, query_string={"q": typed})) == 0, typed


def test_free_text_finds_a_reference_and_fears_no_sign(app: Flask, chargee: PageClient) -> None:
    applied = applied_dossier(app)
    page = chargee.get(f"{LIST}/{applied}")
    reference = page.data("reference")
    for typed in (reference.lower(), reference.replace("-", " "), reference.replace("-", "")):
        assert ids(chargee.get(LIST, query_string={"q": typed})) == {applied}
    for typed in ("%", "_", '"', "\\", "* OR 1=1", "NEAR(", "\x00ø", "🙂"):
        assert total(chargee.get(LIST, query_string={"q": typed})) == 0


def test_values_that_mean_nothing_are_left_out(app: Flask, chargee: PageClient) -> None:
    finished_dossier(app)
    nonsense = (
        "etape=x&du=hier&au=2026-13-45&evenement=9999999999999999999999&apres=~&apres=x~y&tri=x&suivi=-1&rappel=1"
        "&voir=tout&dossier=x"
    )
    page = chargee.get(f"{LIST}?{nonsense}")
    assert total(page) == 1
    assert not page.all(".chips")


def test_the_tabs_count_under_the_other_filters(app: Flask, chargee: PageClient) -> None:
    applied_dossier(app)
    applied_dossier(app, secteur="services")
    finished_dossier(app, secteur="services")
    page = chargee.get(f"{LIST}?secteur=services&etape=candidature")
    assert counts(page, ".tabs a") == {
        "Demandes": 1,
        "À rappeler": 0,
        "Sans suivi": 1,
        "À décider": 1,
        "Accompagnées": 0,
        "Tous les diagnostics": 2,
    }
    assert page.one(".tabs [aria-current]").text_content().split()[:2] == ["À", "décider"]
    assert counts(page, ".stage-links a")["Candidature"] == 1
    assert counts(page, ".stage-links a")["Nouveau"] == 0
    assert counts(chargee.get(f"{LIST}?secteur=services"), ".stage-links a") == {"Sans demande": 1, "Inachevé": 0}
    for tab in page.all(".tabs a"):
        assert total(chargee.get(str(tab.get("href")))) == int(tab.text_content().split()[-1])


def test_each_head_sorts_by_its_column_and_a_second_click_the_other_way(app: Flask, chargee: PageClient) -> None:
    zebu = applied_dossier(app, {"entreprise": "Zébulon"}, territoire="07", effectif="12")
    abeille = applied_dossier(app, {"entreprise": "L’Abeille"}, territoire="73", effectif="40")
    etabli = applied_dossier(app, {"entreprise": "Établi"}, territoire="38", effectif="25")
    for label, expected in {
        "Dossier": [etabli, abeille, zebu],
        "Entreprise": [etabli, abeille, zebu],
        "Département": [zebu, etabli, abeille],
        "Effectif": [abeille, etabli, zebu],
    }.items():
        page = chargee.get(f"{LIST}?tri=rappel")
        for wanted in (expected, expected[::-1]):
            head = next(each for each in page.all(".dossiers thead a") if each.text_content() == label)
            page = chargee.get(str(head.get("href")))
            assert order(page) == wanted, label
            assert page.one(".dossiers th[aria-sort]").text_content() == label
    page = chargee.get(LIST)
    for label in ("Résultat", "Étape", "Suivi par", "À rappeler"):
        head = next(each for each in page.all(".dossiers thead a") if each.text_content() == label)
        assert set(order(chargee.get(str(head.get("href"))))) == {zebu, abeille, etabli}


def test_a_place_that_makes_no_sense_in_an_order_begins_at_the_beginning(app: Flask, chargee: PageClient) -> None:
    applied = applied_dossier(app)
    for sort in Sort:
        for place in ("é~9", "2026-01-01~x", "~999", "69;~1", "9" * 30 + "~1"):
            page = chargee.get(LIST, query_string={"tri": sort, "apres": place, "voir": "tout"})
            assert order(page) == [applied], (sort, place)


def test_each_chip_removes_its_own_filter(app: Flask, chargee: PageClient) -> None:
    finished_dossier(app)
    page = chargee.get(f"{LIST}?verdict=eligible&secteur=industrie&q=menuiserie&sans-suivi=oui")
    chips = page.all(".chips a.chip:not(.all)")
    assert len(chips) == 4
    for chip in chips:
        without = chargee.get(str(chip.get("href")))
        assert len(without.all(".chips a.chip:not(.all)")) == 3
    assert total(chargee.get(str(page.one(".chip.all").get("href")))) == 1


def test_a_fragment_has_its_address_and_equals_the_page(app: Flask, chargee: PageClient) -> None:
    finished_dossier(app)
    fragment = chargee.get(f"{LIST}?q=&du=&verdict=eligible&tri=recents", htmx=True)
    assert fragment.response.headers["HX-Push-Url"] == f"{LIST}?verdict=eligible"
    page = chargee.get(f"{LIST}?verdict=eligible")
    assert fragment.one("table").text_content() == page.one("table").text_content()
    assert fragment.title == page.title


def test_going_back_asks_for_the_whole_page(app: Flask, chargee: PageClient) -> None:
    restored = chargee.get(LIST, htmx=True, headers={"HX-History-Restore-Request": "true"})
    assert restored.heading == "Dossiers"


def test_the_way_back_from_a_file_keeps_the_list_as_it_was(app: Flask, chargee: PageClient) -> None:
    finished_dossier(app)
    page = chargee.get(f"{LIST}?verdict=eligible&tri=effectif")
    file = chargee.get(str(page.all(".dossiers tbody th a")[0].get("href")))
    assert file.one(".back a").get("href") == f"{LIST}?verdict=eligible&tri=effectif"
    after = chargee.submit(file, "form[action*='/suivi']", {"note": "Bonne piste."})
    assert after.one(".back a").get("href") == f"{LIST}?verdict=eligible&tri=effectif"


def test_a_view_is_shared_and_taken_away(app: Flask, chargee: PageClient, administratrice: PageClient) -> None:
    finished_dossier(app)
    page = chargee.get(f"{LIST}?verdict=eligible")
    saved = chargee.submit(page, ".save-view form", {"name": "Éligibles"})
    assert "Éligibles" in saved.one(".views").text_content()
    again = chargee.submit(page, ".save-view form", {"name": "Éligibles"}, status=422)
    assert "déjà ce nom" in again.one("#name-error").text_content()
    nameless = {"csrf_token": str(page.one(".save-view [name=csrf_token]").get("value"))}
    assert "Donnez un nom" in chargee.post("/pilotage/vues", nameless, status=422).one("#name-error").text_content()
    shared = administratrice.get(LIST).one(".views a")
    seen = administratrice.get(str(shared.get("href")))
    assert total(seen) == 1
    administratrice.submit(seen, ".views form")
    assert not chargee.get(LIST).all(".views")
    assert [entry.action for entry in list_audit()][:2] == ["supprimer une vue", "enregistrer une vue"]


def test_the_first_and_the_last_day_there_are_can_be_asked_for(chargee: PageClient) -> None:
    for field in ("au", "demande-au", "accorde-au", "rappel", "attend-du", "du", "demande-du"):
        for day in ("9999-12-31", "0001-01-01"):
            chargee.get(f"{LIST}?{field}={day}")
            chargee.get(f"/pilotage/usage?{field}={day}")
