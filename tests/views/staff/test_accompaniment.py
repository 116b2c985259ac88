"""Visits: told, corrected, withdrawn, never past the days; nothing typed lost to a refusal."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from models.french.formats import long_date
from models.store.accompaniments import find_accompaniment
from models.store.dossier_file import get_dossier
from models.store.interventions import list_interventions
from models.store.timeline import EntryKind, list_entries
from tests.page_client import PageClient
from tests.store.accompanying import grant, move
from tests.views.staff.visiting import DAY, LIST, NOW, ROOM, TODAY, TOLD, filled, tell


def test_a_visit_is_told_with_the_next_one(consultante: PageClient, hers: int) -> None:
    following = TODAY + 9 * DAY
    page = tell(consultante, hers, {"prochaine": following.isoformat()})
    (kept,) = list_interventions(hers)
    assert (kept.told.day, kept.told.half_days, kept.told.participants) == (
        TODAY - DAY,
        2,
        ("direction", "salaries"),
    )
    assert kept.told.done == "Un atelier sur les plannings.\n\nTrois essais retenus."
    assert find_accompaniment(hers).next_visit_on == following
    text = page.text.replace("\u00a0", " ")
    assert "1 jour utilisé sur 10, il en reste 9" in text
    assert "Une journée, avec la direction et des salariés" in text
    assert (page.data("days-used"), page.data("days-left")) == ("1", "9")
    again = consultante.get(f"{ROOM}/{hers}/visites/nouvelle")
    assert again.one("#prochaine").get("value") == following.isoformat()


def test_the_visit_that_was_planned_is_planned_no_more_once_it_is_told(consultante: PageClient, hers: int) -> None:
    page = consultante.get(f"{ROOM}/{hers}")
    consultante.submit(page, "form.inline-form", {"prochaine": TODAY.isoformat()})
    tell(consultante, hers, {"jour": TODAY.isoformat()})
    assert find_accompaniment(hers).next_visit_on is None


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"jour": (TODAY + DAY).isoformat()}, "Choisissez un jour passé, ou aujourd’hui."),
        ({"jour": ""}, "Choisissez le jour de la visite."),
        ({"jour": "hier"}, "Écrivez une date"),
        ({"duree": ""}, "Choisissez\u00a0: une demi-journée, ou une journée."),
        ({"duree": "3"}, "n’est pas un choix connu"),
        ({"participants": ["voisins"]}, "n’est pas un choix connu"),
        ({"fait": " "}, "Écrivez ce qui a été fait."),
        ({"fait": "a" * 4001}, "4\u202f000 au plus"),
        ({"prochaine": (TODAY - DAY).isoformat()}, "Choisissez aujourd’hui, ou un jour à venir."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    consultante: PageClient, hers: int, changed: Mapping[str, str], words: str
) -> None:
    page = tell(consultante, hers, changed, status=422)
    assert words in page.text
    if "fait" not in changed:
        assert "Trois essais retenus." in page.one("#fait").text_content()
    assert "affiche la règle" in page.one("#suite").text_content()
    assert list_interventions(hers) == []


@pytest.mark.parametrize(
    ("used", "duration", "words"),
    [
        (19, "2", "Il reste 0,5 jour sur les 10 accordés, et cette visite en prendrait 1."),
        (20, "1", "Il ne reste rien des 10 jours accordés."),
    ],
)
def test_the_grant_is_never_passed_and_the_refusal_says_what_is_left(
    consultante: PageClient, hers: int, used: int, duration: str, words: str
) -> None:
    filled(hers, used)
    page = tell(consultante, hers, {"duree": duration, "jour": TODAY.isoformat()}, status=422)
    assert words in page.text.replace("\u00a0", " ")
    assert page.one("#duree").get("aria-describedby") == "duree-error"
    assert "Trois essais retenus." in page.one("#fait").text_content()
    assert get_dossier(hers).half_days_used == used


def test_a_day_that_is_full_is_said_on_the_day(consultante: PageClient, hers: int) -> None:
    tell(consultante, hers)
    page = tell(consultante, hers, {"duree": "1"}, status=422)
    assert "deux demi-journées" in page.one("#jour-error").text_content()


def test_two_clicks_record_one_visit_and_what_was_sent_again_otherwise_meets_it(
    consultante: PageClient, hers: int
) -> None:
    page = consultante.get(f"{ROOM}/{hers}/visites/nouvelle")
    for _ in range(2):
        landed = consultante.submit(page, "form#visit", TOLD)
        assert landed.path == f"{ROOM}/{hers}"
    assert len(list_interventions(hers)) == 1
    met = consultante.submit(page, "form#visit", {**TOLD, "fait": "Autre chose."}, status=409)
    assert "Un atelier sur les plannings." in met.one("#error-summary").text_content()
    assert "Autre chose." in met.one("#fait").text_content()
    consultante.submit(met, "form#visit", {**TOLD, "fait": "Autre chose."})
    assert [each.told.done for each in list_interventions(hers)] == ["Autre chose."]


def test_a_visit_is_corrected_withdrawn_and_put_back_and_the_history_keeps_it_all(
    chargee: PageClient, consultante: PageClient, hers: int
) -> None:
    tell(consultante, hers)
    address = f"{ROOM}/{hers}/visites/{list_interventions(hers)[0].id}"
    landed = consultante.submit(consultante.get(address), "form#visit", {**TOLD, "duree": "1", "fait": "Le matin."})
    assert "est corrigée. 0,5 jour utilisé sur 10" in landed.text.replace("\u00a0", " ")
    landed = consultante.submit(consultante.get(address), "form#visit", {"geste": "retirer"})
    assert "est retirée" in landed.text
    assert get_dossier(hers).half_days_used == 0
    page = consultante.get(address)
    assert page.heading == "Rétablir une visite"
    landed = consultante.submit(page, "form#visit", {**TOLD, "fait": "Le matin, enfin."})
    assert "est rétablie" in landed.text
    history = " ".join(chargee.get(f"{LIST}/{hers}").one("#historique").text_content().split())
    for words in (
        "Le matin, enfin.",
        "Trois essais retenus.",
        "Rétablie par Inès Faure",
        "Une demi-journée",
        "Inès Faure",
    ):
        assert words.lower() in history.lower(), words


def test_a_stale_correction_shows_both(chargee: PageClient, consultante: PageClient, hers: int) -> None:
    tell(consultante, hers)
    address = f"{ROOM}/{hers}/visites/{list_interventions(hers)[0].id}"
    page = chargee.get(address)
    consultante.submit(consultante.get(address), "form#visit", {**TOLD, "fait": "Corrigé par elle."})
    met = chargee.submit(page, "form#visit", {**TOLD, "fait": "Corrigé par l’Aract."}, status=409)
    told = met.one("#error-summary").text_content()
    assert "Corrigé par elle." in told
    assert "Corrigé par l’Aract." in met.one("#fait").text_content()
    chargee.submit(met, "form#visit", {**TOLD, "fait": "Corrigé par l’Aract."})
    assert list_interventions(hers)[0].told.done == "Corrigé par l’Aract."


def test_what_she_typed_stays_where_the_accompaniment_ended_meanwhile(consultante: PageClient, hers: int) -> None:
    page = consultante.get(f"{ROOM}/{hers}/visites/nouvelle")
    move(hers, "termine", now=NOW)
    refused = consultante.submit(page, "form#visit", TOLD, status=422)
    assert "se racontent et se corrigent à l’étape" in refused.text
    assert "Trois essais retenus." in refused.one("#fait").text_content()
    ended = consultante.get(f"{ROOM}/{hers}")
    assert not ended.all("form.inline-form")
    assert not ended.all("a[href*='/visites/nouvelle']")
    until = long_date(TODAY + 90 * DAY)
    assert f"jusqu’au {until}" in consultante.get("/pilotage").text


def test_after_five_of_fifteen_days_the_point_d_etape_comes_first(consultante: PageClient, hers: int) -> None:
    grant(hers, 15, NOW)
    address = f"{ROOM}/{hers}/point-d-etape"
    consultante.get(address, status=409)
    filled(hers, 9)
    page = tell(consultante, hers, {"jour": TODAY.isoformat()}, status=422)
    assert "Il reste 0,5 jour avant le point d’étape" in page.text.replace("\u00a0", " ")
    tell(consultante, hers, {"duree": "1", "jour": TODAY.isoformat()})
    assert "Faire le point d’étape, avant toute nouvelle visite." in consultante.get("/pilotage").text
    refused = tell(consultante, hers, status=422)
    assert "faites d’abord le point d’étape" in refused.text.lower()
    page = consultante.get(address)
    wrong = consultante.submit(page, "form#checkpoint", {"decision": "", "raison": "On hésite."}, status=422)
    assert "Choisissez\u00a0: continuer, ou arrêter." in wrong.text
    assert "On hésite." in wrong.one("#raison").text_content()
    today = {"le": TODAY.isoformat()}
    told = {**today, "decision": "continuer", "raison": "L’équipe s’y retrouve."}
    for _ in range(2):
        landed = consultante.submit(page, "form#checkpoint", told)
        assert landed.data("checkpoint") == "continuer"
    assert [entry.kind for entry in list_entries(hers)].count(EntryKind.CHECKPOINT) == 1, "two clicks"
    tell(consultante, hers)
    page = consultante.get(address)
    consultante.submit(page, "form#checkpoint", {**today, "decision": "arreter", "raison": "Plus de temps."})
    stale = consultante.submit(page, "form#checkpoint", told, status=409)
    assert "Plus de temps." in stale.one("#error-summary").text_content()
    stopped = tell(consultante, hers, {"jour": (TODAY - 40 * DAY).isoformat()}, status=422)
    assert "a décidé d’arrêter" in stopped.text


def test_the_next_visit_is_said_by_itself_and_a_stale_date_shows_both(
    chargee: PageClient, consultante: PageClient, hers: int
) -> None:
    page, theirs = consultante.get(f"{ROOM}/{hers}"), chargee.get(f"{ROOM}/{hers}")
    wrong = consultante.submit(page, "form.inline-form", {"prochaine": "2020-01-01"}, status=422)
    assert "Choisissez aujourd’hui, ou un jour à venir." in wrong.text
    planned = TODAY + 4 * DAY
    for _ in range(2):
        landed = consultante.submit(page, "form.inline-form", {"prochaine": planned.isoformat()})
        assert f"prochaine visite le {long_date(planned)}" in landed.text
    met = chargee.submit(theirs, "form.inline-form", {"prochaine": (planned + DAY).isoformat()}, status=409)
    assert long_date(planned) in met.one("#error-summary").text_content()
    assert find_accompaniment(hers).next_visit_on == planned
