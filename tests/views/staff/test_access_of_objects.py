"""Which dossiers open to whom: every address about a dossier, as each role, on every kind of dossier there is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta

import pytest
from flask import Flask

from models.store.audit import COMMAND_LINE
from models.store.dossier_file import add_note, follow_up, get_dossier
from models.store.interventions import list_interventions
from models.store.staff import find_account
from models.store.timeline import EntryKind
from tests.page_client import PageClient
from tests.route_table import who_may_ask
from tests.rows import everything
from tests.store.accompanying import a_consultant, accompanied, confide, move, visit
from tests.store.making import concluded
from tests.views.staff.conftest import CONSULTANTE
from tests.views.staff.dossiers import applied_dossier
from tests.views.staff.test_access import OPEN_TO, what_came
from tests.views.staff.visiting import NOW, TODAY

NOT_THERE = 987_654
NOTE, NAME = "Le comité hésite, entre nous.", "L’Établi & Cie"


@pytest.fixture
def dossiers(app: Flask, consultante: PageClient) -> Mapping[str, int]:
    """A dossier of each kind, by what it is to the consultante."""
    ines, paul = find_account(CONSULTANTE), a_consultant("paul@conseil.example", "Paul Roy")
    assert ines is not None

    def hers(consultant: object = ines) -> int:
        number = accompanied(concluded()[0].assessment_id, 10, consultant, NOW)  # type: ignore[arg-type]
        visit(number, TODAY - timedelta(days=1), now=NOW)
        return number

    made = {name: hers() for name in ("hers", "ended", "ended long ago", "set aside", "not begun", "another's now")}
    made |= {"another's": hers(paul), "nobody's": hers(None), "not there": NOT_THERE}
    move(made["ended"], "termine", on=TODAY - timedelta(days=90), now=NOW)
    move(made["ended long ago"], "termine", on=TODAY - timedelta(days=91), now=NOW)
    move(made["set aside"], "ecarte", now=NOW)
    move(made["not begun"], "selectionne", now=NOW)
    confide(made["another's now"], paul, NOW)
    return made


READABLE = {"hers", "ended"}


def addresses(app: Flask, number: int) -> Iterator[tuple[str, str, str]]:
    """Each address about that dossier, by each method, with who may ask for it; what hangs on it is its own."""
    visits = [] if number == NOT_THERE else list_interventions(number)
    own = {"dossier_id": number, "intervention_id": visits[0].id if visits else 1}
    for rule in app.url_map.iter_rules():
        if "<id:dossier_id>" in rule.rule:
            address = re.sub(r"<(?:id:)?(\w+)>", lambda name: str(own.get(name[1], 1)), rule.rule)
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield method, address, who_may_ask(rule)


def test_a_consultante_finds_hers_and_nothing_at_the_address_of_any_other(
    app: Flask, consultante: PageClient, dossiers: Mapping[str, int]
) -> None:
    before = everything()
    expected, found = {}, {}
    for kind, number in dossiers.items():
        for method, address, who in addresses(app, number):
            closed = who not in OPEN_TO["consultante"]
            expected[kind, method, address] = "refused" if closed else "open" if kind in READABLE else "not there"
            response = consultante.client.open(address, method=method)
            found[kind, method, address] = "not there" if response.status_code == 404 else what_came(response)
            response.close()
    assert found == expected
    assert everything() == before


@pytest.mark.parametrize("role", ["chargee", "administratrice"])
def test_the_team_finds_every_dossier_there_is(
    app: Flask, role: str, dossiers: Mapping[str, int], request: pytest.FixtureRequest
) -> None:
    who: PageClient = request.getfixturevalue(role)
    hers = [each for kind, number in dossiers.items() if kind != "not there" for each in addresses(app, number)]
    pages = [(method, address) for method, address, asked in hers if asked == "consultante" and method == "GET"]
    came = {address: who.client.get(address).status_code for _, address in pages}
    # Nobody of these left an address to write to: 409; nor is it the time of a point d'étape.
    assert set(came.values()) <= {200, 409}
    # Those set aside or not begun have no accompaniment to look back on.
    room = "/pilotage/accompagnements"
    assert {address for address, status in came.items() if status == 409} == {
        *(address for address in came if address.endswith(("/envoi", "/point-d-etape", "/bilan/demande"))),
        *(f"{room}/{dossiers[kind]}/bilan" for kind in ("set aside", "not begun")),
    } - {f"{room}/{dossiers[kind]}/point-d-etape" for kind in closed_kinds()}


def closed_kinds() -> set[str]:
    """Where nothing can be recorded any more, the form says so."""
    return {"ended", "ended long ago", "set aside", "not begun"}


def test_nobody_else_gets_as_far_as_a_dossier(app: Flask, dossiers: Mapping[str, int]) -> None:
    client = app.test_client()
    for number in dossiers.values():
        for method, address, _ in addresses(app, number):
            assert what_came(client.open(address, method=method)) == "sign in", address


def test_a_visit_is_there_under_its_own_dossier_alone(
    app: Flask, consultante: PageClient, dossiers: Mapping[str, int]
) -> None:
    own, other = (list_interventions(dossiers[kind])[0].id for kind in ("hers", "another's"))
    for path in ("", "/compte-rendu", "/envoi"):
        consultante.get(f"/pilotage/accompagnements/{dossiers['hers']}/visites/{other}{path}", status=404)
    consultante.get(f"/pilotage/accompagnements/{dossiers['ended']}/visites/{own}", status=404)


def test_every_address_that_a_consultante_may_open_names_its_dossier_or_is_her_own(app: Flask) -> None:
    """An id of anything else, by itself, would be looked at by nobody."""
    for rule in app.url_map.iter_rules():
        if who_may_ask(rule) == "consultante" and rule.arguments:
            assert "dossier_id" in rule.arguments, rule.rule


def test_her_pages_hold_nothing_of_the_team_s_own_work(
    app: Flask, consultante: PageClient, dossiers: Mapping[str, int]
) -> None:
    number, ines = applied_dossier(app), find_account(CONSULTANTE)
    accompanied(number, 10, ines, NOW)
    add_note(number, EntryKind.NOTE, NOTE, TODAY, NOW, COMMAND_LINE)
    version = get_dossier(number).version
    follow_up(number, version, None, TODAY, NOW, COMMAND_LINE, shown="Suivi, à rappeler sans faute")
    visit(number, TODAY, now=NOW)
    pages = [consultante.get("/pilotage")]
    for method, address, who in addresses(app, number):
        if method == "GET" and who == "consultante" and not address.endswith("point-d-etape"):
            pages.append(consultante.get(address))
    assert any(NAME in page.text for page in pages)
    for page in pages:
        assert NOTE not in page.markup, page.path
        assert "sans faute" not in page.markup, page.path
        links = {str(link.get("href")) for link in page.all("a[href]")} | {
            str(form.get("action")) for form in page.all("form[action]")
        }
        for link in links:
            if link.startswith("/pilotage") and "deconnexion" not in link:
                path = link.partition("#")[0]
                assert consultante.client.get(path).status_code in {200, 303, 405, 409}, (page.path, link)


def test_her_access_ends_with_the_ninetieth_day_and_with_a_change(
    app: Flask, consultante: PageClient, dossiers: Mapping[str, int]
) -> None:
    address = f"/pilotage/accompagnements/{dossiers['hers']}"
    consultante.get(address)
    confide(dossiers["hers"], None, NOW)
    consultante.get(address, status=404)
    assert "Terminé" in consultante.get(f"/pilotage/accompagnements/{dossiers['ended']}").text
