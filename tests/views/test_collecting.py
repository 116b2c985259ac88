"""The direction's pages of other views: opened, more slips, a changed address, closed, erased; where they are not."""

from __future__ import annotations

import pytest
from flask import Flask

from models.rules.collection import Group
from models.store.tables import Box, Collection, Slip
from tests.journeys import ANSWERS, fill
from tests.page_client import PageClient
from tests.rows import count, everything, only, values
from tests.views.everywhere import EVENT, SHORT, open_event, tokens
from tests.views.finished import finish_assessment
from tests.views.slips_in_hand import COMPANY, answer_slip, ask, in_days, levels, send_slip, slips_of, tally
from views.web.typesetting import page_count

FIELDS = {"equipe": "12", "representants": "2"}


@pytest.fixture
def asked(app: Flask, visitor: PageClient) -> str:
    return ask(app, visitor)


def company(app: Flask, headcount: int) -> str:
    return f"/diagnostics/{finish_assessment(app, {**ANSWERS, 'effectif': str(headcount)})}"


def test_the_result_leads_to_it_and_it_proposes_two_weeks_and_a_slip_for_each_one_once(
    app: Flask, visitor: PageClient
) -> None:
    address = company(app, 24)
    result = visitor.get(f"{address}/resultat")
    assert result.all(f"a[href='{address}/regards']")
    page = visitor.get(f"{address}/regards")
    proposed = {field.get("name"): field.get("value") for field in page.all("#open-collection input")}
    assert proposed == {"fin": in_days(14).isoformat(), "equipe": "22", "representants": "2"}


@pytest.mark.parametrize(
    ("headcount", "groups"),
    [
        (4, set()),
        (5, {"equipe"}),
        (10, {"equipe"}),
        (11, {"equipe", "representants"}),
        (299, {"equipe", "representants"}),
    ],
)
def test_whom_it_offers_to_ask_follows_from_the_size(
    app: Flask, visitor: PageClient, headcount: int, groups: set[str]
) -> None:
    address = company(app, headcount)
    page = visitor.get(f"{address}/regards")
    assert {field.get("name") for field in page.all("#open-collection input")} - {"fin"} == groups
    assert bool(visitor.get(f"{address}/resultat").all(f"a[href='{address}/regards']")) == bool(groups)
    if not groups:
        visitor.post(f"{address}/regards", {"fin": in_days(14).isoformat(), **FIELDS})
        assert count(Collection) == 0


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"fin": ""}, "fin", "Choisissez le dernier jour"),
        ({"fin": "demain"}, "fin", "Écrivez une date"),
        ({"fin": 1}, "fin", "Choisissez un jour entre"),
        ({"fin": 61}, "fin", "Choisissez un jour entre"),
        ({"equipe": "25"}, "equipe", "de 0 à 24"),
        ({"equipe": "-1"}, "equipe", "de 0 à 24"),
        ({"equipe": "douze"}, "equipe", "de 0 à 24"),
        ({"representants": "31"}, "representants", "de 0 à 30"),
        ({"equipe": "0", "representants": "0"}, "equipe", "au moins un bulletin"),
        ({"equipe": "", "representants": ""}, "equipe", "au moins un bulletin"),
        ({"equipe": "9" * 60_000}, "equipe", ""),
    ],
)
def test_what_cannot_be_opened_is_told_at_its_field_and_nothing_typed_is_lost(
    app: Flask, visitor: PageClient, typed: dict[str, str | int], field: str, said: str
) -> None:
    address = company(app, 24)
    words = {name: in_days(each).isoformat() if isinstance(each, int) else each for name, each in typed.items()}
    for htmx in (False, True):
        fields = {"fin": in_days(20).isoformat(), **FIELDS, **words}
        page = visitor.post(f"{address}/regards", fields, status=422, htmx=htmx)
        assert said in page.one(f"#error-{field}").text_content().replace("\u00a0", " ")
        kept = {each.get("name"): each.get("value") for each in page.all("#open-collection input")}
        assert kept == fields
    assert count(Collection) == 0


@pytest.mark.parametrize("days", [2, 60])
def test_the_first_and_the_last_day_there_can_be(app: Flask, visitor: PageClient, days: int) -> None:
    ask(app, visitor, days=days)
    assert only(Collection).closes_on == in_days(days)


def test_a_second_click_opens_one(app: Flask, visitor: PageClient) -> None:
    address = company(app, 24)
    fields = {"fin": in_days(14).isoformat(), **FIELDS}
    for _ in range(2):
        page = visitor.post(f"{address}/regards", fields)
        assert tally(page)["L’équipe"] == (0, 12)
    assert (count(Collection), count(Slip)) == (1, 14)


def test_more_slips_up_to_one_each(app: Flask, visitor: PageClient, asked: str) -> None:
    page = visitor.get(f"{asked}/regards")
    assert "de 0 à 12" in visitor.submit(page, "form#more-slips", {"equipe": "13"}, status=422).text.replace(
        "\u00a0", " "
    )
    page = visitor.submit(page, "form#more-slips", {"equipe": "12", "representants": ""})
    assert tally(page)["L’équipe"] == (0, 24)
    visitor.post(f"{asked}/regards/bulletins", {"equipe": "1"}, status=422)
    assert len(slips_of(app, asked)[Group.EQUIPE]) == 24


def test_the_sheet_has_eight_slips_a_page_each_group_on_its_own(visitor: PageClient, asked: str) -> None:
    response = visitor.client.get(f"{asked}/regards/bulletins.pdf")
    assert response.mimetype == "application/pdf"
    assert response.headers["Cache-Control"] == "no-store"
    assert page_count(response.data) == 3, "two representatives, then eight of the team, then four"
    assert b"pdfuaid" in response.data
    poster = visitor.client.get(f"{asked}/regards/affiche.pdf")
    assert page_count(poster.data) == 1


def test_after_a_new_address_the_slips_are_replaced_on_request(app: Flask, visitor: PageClient, asked: str) -> None:
    slips = slips_of(app, asked)
    send_slip(PageClient(app), slips[Group.EQUIPE][0], levels("2"))
    renewed = visitor.submit(visitor.get(f"{asked}/reprendre"), "form#renew").path.removesuffix("/reprendre")
    page = visitor.get(f"{renewed}/regards")
    assert tally(page)["L’équipe"] == (1, 12)
    assert not page.all("form#more-slips")
    visitor.get(f"{renewed}/regards/bulletins.pdf", status=404)
    assert visitor.get(slips[Group.EQUIPE][1]).all("form#start"), "the paper that was handed out still works"
    page = visitor.submit(page, "form#renew-slips")
    assert tally(page)["L’équipe"] == (1, 12)
    visitor.get(slips[Group.EQUIPE][1], status=404)
    assert len(slips_of(app, renewed)[Group.EQUIPE]) == 11
    visitor.get(f"{asked}/regards", status=404)


def test_it_is_erased_after_a_confirmation_open_or_counted(app: Flask, visitor: PageClient, asked: str) -> None:
    slips = slips_of(app, asked)
    send_slip(PageClient(app), slips[Group.EQUIPE][0], levels("2"))
    uid = only(Collection).uid
    confirm = visitor.get(f"{asked}/regards/supprimer/{uid}")
    assert "1 à ce jour" in confirm.text.replace("\u00a0", " ")
    page = visitor.submit(confirm, "form#erase")
    assert "C’est supprimé" in page.text
    assert [count(table) for table in (Collection, Box, Slip)] == [0, 0, 0]
    assert visitor.post(f"{asked}/regards/supprimer/{uid}", {}).all("#open-collection"), "a second time"
    again = ask_again(visitor, asked)
    closed = visitor.submit(visitor.get(f"{again}/cloture"), "form#close")
    link = closed.one("a[href*='/regards/supprimer/']").get("href")
    assert "Les moyennes disparaissent" in visitor.get(link).text
    visitor.submit(visitor.get(link), "form#erase")
    assert count(Collection) == 0


def ask_again(visitor: PageClient, address: str) -> str:
    visitor.post(f"{address}/regards", {"fin": in_days(14).isoformat(), **FIELDS})
    return f"{address}/regards"


def test_a_mistyped_collection_erases_nothing(visitor: PageClient, asked: str) -> None:
    before = everything()
    for uid in ("x", "é", "0" * 500, "%00"):
        assert visitor.get(f"{asked}/regards/supprimer/{uid}").heading == "Les regards de l’équipe"
        visitor.post(f"{asked}/regards/supprimer/{uid}", {})
    assert {name: held for name, held in everything().items() if name != "setting"} == {
        name: held for name, held in before.items() if name != "setting"
    }


def test_a_second_collection_comes_after_the_first(app: Flask, visitor: PageClient, asked: str) -> None:
    visitor.submit(visitor.get(f"{asked}/regards/cloture"), "form#close")
    page = visitor.get(ask_again(visitor, asked))
    assert tally(page)["L’équipe"] == (0, 12)
    assert "Déjà recueilli" in page.text
    assert len(values(Collection, "closed_at")) == 2


def test_in_a_frame_the_direction_asks_and_the_slips_are_the_site_s(app: Flask, visitor: PageClient) -> None:
    address = ask(app, visitor, door="/integre")
    slip = slips_of(app, address)[Group.EQUIPE][0]
    assert visitor.get(slip).all("form#start")
    visitor.get(f"/integre{slip}", status=404)
    assert "frame-ancestors 'none'" in visitor.get(slip).response.headers["Content-Security-Policy"]


def test_never_at_the_kiosk_nor_before_a_result_nor_by_a_shared_address(app: Flask, visitor: PageClient) -> None:
    open_event(app)
    kiosk = f"/borne/{EVENT}/diagnostics/{tokens(visitor, concluded=True)['borne']}"
    for page in ("", "/bulletins.pdf", "/affiche.pdf", "/cloture", "/supprimer/x"):
        visitor.get(f"{kiosk}/regards{page}", status=404)
    for page in ("", "/bulletins", "/cloture", "/supprimer/x"):
        visitor.post(f"{kiosk}/regards{page}", {}, status=404)
    assert "/regards" not in visitor.get(f"{kiosk}/resultat").markup
    half = fill(visitor, {"territoire": "07"})
    assert visitor.get(f"{half}/regards").question == "structure"
    shared = visitor.get(f"/diagnostics/{finish_assessment(app, COMPANY)}/resultat").data("share-url")
    assert "/regards" not in visitor.get(shared.removeprefix("http://localhost")).markup


def test_from_a_short_path_the_rest_is_asked_first(app: Flask, visitor: PageClient) -> None:
    open_event(app)
    kiosk = fill(visitor, SHORT, door=f"/borne/{EVENT}")
    phone = visitor.get(f"{kiosk}/resultat").data("takeaway-url").removeprefix("http://localhost")
    page = visitor.get(f"{phone}/regards")
    assert page.all("form#revise")
    assert not page.all("#open-collection")
    visitor.post(f"{phone}/regards", {"fin": in_days(14).isoformat(), **FIELDS})
    assert count(Collection) == 0


def test_the_texts_to_paste_say_until_when_and_hold_no_address(app: Flask, visitor: PageClient, asked: str) -> None:
    page = visitor.get(f"{asked}/regards")
    token = asked.rpartition("/")[2]
    for words in page.all(".to-paste"):
        said = words.text_content()
        assert f"{in_days(14).day}" in said
        assert token not in said
        assert "/regards/" not in said
    assert len(page.all(".to-paste")) == 2


def test_answers_in_progress_are_gone_once_it_is_closed(app: Flask, visitor: PageClient, asked: str) -> None:
    slip = slips_of(app, asked)[Group.EQUIPE][0]
    page = answer_slip(PageClient(app), slip, levels("2"))
    visitor.submit(visitor.get(f"{asked}/regards/cloture"), "form#close")
    assert visitor.get(page.path, status=410).heading == "Il n’est plus temps de répondre"
