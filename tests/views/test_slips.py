"""A slip, from whoever drew it: told what it is, answered on the questionnaire's screens, sent once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from urllib.parse import urlencode

import pytest
from flask import Flask

from models.rules.collection import Group
from models.store.collections import close_due_collections, counted_collections
from models.store.tables import Attempt, Collection
from models.store.visits import find_visit
from tests.journeys import DEEPENINGS, OPENINGS
from tests.page_client import PageClient
from tests.rows import count, everything, only
from tests.views.slips_in_hand import answer_slip, ask, in_days, levels, send_slip, slips_of, tally
from views.web.library import running

GROUPS = list(Group)


@pytest.fixture
def director(app: Flask) -> PageClient:
    return PageClient(app)


@pytest.fixture
def phone(app: Flask) -> PageClient:
    return PageClient(app)


@pytest.fixture
def asked(app: Flask, director: PageClient) -> str:
    return ask(app, director)


@pytest.fixture
def slips(app: Flask, asked: str) -> dict[Group, list[str]]:
    return slips_of(app, asked)


def passed(days: int) -> None:
    """The closing day was that many days ago."""
    Collection.update(closes_on=in_days(-days)).execute()


def test_the_first_screen_says_who_asks_who_sees_what_and_until_when(
    phone: PageClient, slips: dict[Group, list[str]]
) -> None:
    team, representative = (phone.get(slips[group][0]).text for group in (Group.EQUIPE, Group.REPRESENTANTS))
    for text in (team, representative):
        for said in ("La direction de votre entreprise", "Personne ne sait qui a répondu", "Si vous n’envoyez pas"):
            assert said in text
        assert "Répondre est libre" in text
    assert "si 4 personnes au moins répondent" in team
    assert "dès une réponse" in representative


def test_the_ten_questions_come_in_the_team_s_words(
    app: Flask, phone: PageClient, slips: dict[Group, list[str]]
) -> None:
    page = phone.submit(phone.get(slips[Group.EQUIPE][0]), "form#start")
    with app.app_context():
        question = running().questionnaire.question(page.question)
    assert question.choices[0].team is not None
    assert question.choices[0].team.from_11_to_49 in page.text
    last = answer_slip(phone, slips[Group.EQUIPE][0], levels("3"))
    assert last.all("form#send")
    assert len(last.all("dl.answers > div")) == 10


@pytest.mark.parametrize("level", ["0", "nsp"])
def test_a_deepening_question_is_asked_after_one_or_more_alone(
    phone: PageClient, slips: dict[Group, list[str]], level: str
) -> None:
    last = answer_slip(phone, slips[Group.EQUIPE][0], {**levels("2"), OPENINGS[0]: level})
    assert len(last.all("dl.answers > div")) == 9


def test_an_answer_is_changed_before_it_is_sent(phone: PageClient, slips: dict[Group, list[str]]) -> None:
    last = answer_slip(phone, slips[Group.EQUIPE][0], levels("2"))
    page = phone.get(last.all("dl.answers a")[0].get("href"))
    assert page.one("input[checked]").get("value") == "2"
    again = phone.answer(page, "0")
    assert again.all("form#send"), "its deepening question is left behind"
    assert len(again.all("dl.answers > div")) == 9


def test_over_htmx_a_step_is_one_fragment(phone: PageClient, slips: dict[Group, list[str]]) -> None:
    first = phone.submit(phone.get(slips[Group.EQUIPE][0]), "form#start")
    following = phone.answer(first, "1", htmx=True)
    assert following.question == DEEPENINGS[0]
    assert following.response.headers["HX-Push-Url"].endswith(f"/questions/{DEEPENINGS[0]}")
    last = answer_slip(phone, slips[Group.EQUIPE][0], levels("1"), htmx=True)
    sent = phone.submit(last, "form#send", htmx=True)
    assert sent.heading == "Merci, c’est envoyé"
    assert sent.response.headers["HX-Push-Url"] == "/regards/merci"


def test_a_wrong_answer_is_told_at_its_field(phone: PageClient, slips: dict[Group, list[str]]) -> None:
    page = phone.submit(phone.get(slips[Group.EQUIPE][0]), "form#start")
    for fields in ({}, {page.question: "9"}, {page.question: ["1", "2"]}):
        for htmx in (False, True):
            wrong = phone.post(page.path, fields, status=422, htmx=htmx)
            assert wrong.all(f"#error-{page.question}")


def test_no_cookie_and_nothing_kept_by_the_browser(phone: PageClient, slips: dict[Group, list[str]]) -> None:
    page = answer_slip(phone, slips[Group.EQUIPE][0], levels("1"))
    sent = phone.submit(page, "form#send")
    for each in (page, sent):
        assert "Set-Cookie" not in each.response.headers
        assert each.response.headers["Cache-Control"] == "no-store"


def test_used_it_says_so_to_whoever_comes_with_it(phone: PageClient, slips: dict[Group, list[str]]) -> None:
    slip = slips[Group.EQUIPE][0]
    other = answer_slip(PageClient(phone.client.application), slip, levels("3"))
    mine = answer_slip(phone, slip, levels("1"))
    phone.submit(mine, "form#send")
    for path in (slip, mine.path, other.path):
        assert phone.get(path, status=410).heading == "Ce bulletin a déjà servi"
    for page in (mine, other):
        for htmx in (False, True):
            assert "une seule fois" in phone.submit(page, "form#send", status=410, htmx=htmx).text
    assert phone.post(slip, {}, status=410).heading == "Ce bulletin a déjà servi"
    assert not phone.get(slip, status=410).all("dl.answers")


def test_unknown_erased_and_mistyped_slips_get_one_and_the_same_page(
    director: PageClient, phone: PageClient, asked: str, slips: dict[Group, list[str]]
) -> None:
    erased = slips[Group.EQUIPE][0]
    director.post(f"{asked}/regards/supprimer/{only(Collection).uid}", {})
    pages = {
        phone.get(path, status=404).markup
        for path in (erased, "/regards/aaaa-aaaa-aaaa-aaaa", "/regards/é%00", "/regards/x/y")
    }
    assert len(pages) == 1
    assert "Ce bulletin n’est pas connu" in pages.pop()


def test_typed_by_hand_capitals_and_what_is_misread_are_forgiven(
    phone: PageClient, slips: dict[Group, list[str]]
) -> None:
    slip = slips[Group.EQUIPE][0]
    token = slip.rpartition("/")[2]
    for typed in (token.upper(), token.replace("-", ""), token.replace("0", "O"), f"{token}/"):
        assert phone.get(f"/regards/{typed}").all("form#start")


def test_an_address_typed_by_half_has_a_field_for_the_rest(phone: PageClient, slips: dict[Group, list[str]]) -> None:
    half = phone.get("/regards")
    assert half.heading == "Tapez votre bulletin"
    assert half.one("form").get("action") == "/regards"
    assert half.one("form input").get("name") == "bulletin"
    slip = slips[Group.EQUIPE][0]
    token = slip.rpartition("/")[2]
    for typed in (token, f"  {token.upper()} ", f"http://localhost{slip}", token.replace("-", " ")):
        assert phone.get(f"/regards?{urlencode({'bulletin': typed})}").all("form#start"), typed
    assert phone.get("/regards?bulletin=aaaa-aaaa", status=404).heading == "Ce bulletin n’est pas connu"
    assert phone.get("/regards?bulletin=%20").heading == "Tapez votre bulletin"


def test_after_its_day_it_says_that_answers_are_being_counted_then_since_when(
    app: Flask, director: PageClient, phone: PageClient, asked: str, slips: dict[Group, list[str]]
) -> None:
    page = answer_slip(phone, slips[Group.EQUIPE][0], levels("1"))
    passed(days=1)
    for path in (slips[Group.EQUIPE][1], page.path):
        assert "en cours de comptage" in phone.get(path, status=410).text
    assert phone.submit(page, "form#send", status=410).heading == "Il n’est plus temps de répondre"
    assert director.get(f"{asked}/regards").heading == "Les réponses se comptent"
    director.get(f"{asked}/regards/bulletins.pdf", status=404)
    with app.app_context():
        assert close_due_collections(lambda: running().questionnaire, datetime.now(UTC)) == 1
    assert "Les réponses ont été comptées" in phone.get(slips[Group.EQUIPE][1], status=410).text
    assert count(Attempt) == 0


def test_reading_changes_nothing(
    director: PageClient, phone: PageClient, asked: str, slips: dict[Group, list[str]]
) -> None:
    mine = answer_slip(phone, slips[Group.EQUIPE][0], levels("1"))
    send_slip(phone, slips[Group.EQUIPE][1], levels("1"))
    before = everything()
    attempt = mine.path.rpartition("/")[0]
    for path in (*slips[Group.EQUIPE][:3], mine.path, attempt, f"{attempt}/questions/{OPENINGS[0]}", "/regards/merci"):
        phone.client.get(path)
    passed_before = everything()
    assert passed_before == before
    passed(days=3)
    before = everything()
    for page in ("", "/bulletins.pdf", "/affiche.pdf", "/cloture", f"/supprimer/{only(Collection).uid}"):
        director.client.get(f"{asked}/regards{page}").close()
    assert everything() == before, "not even to count what is due"


def test_the_printed_address_opens_nobody_s_answers(
    director: PageClient, phone: PageClient, slips: dict[Group, list[str]]
) -> None:
    """The direction has the whole sheet: none of its addresses shows what somebody is answering."""
    mine = answer_slip(phone, slips[Group.EQUIPE][0], levels("3"))
    attempt = mine.path.split("/")[3]
    seen = director.get(slips[Group.EQUIPE][0])
    assert attempt not in seen.markup
    begun = director.submit(seen, "form#start")
    assert begun.question == OPENINGS[0]
    assert not begun.all("input[checked]")
    other_slip = f"{slips[Group.EQUIPE][1]}/{attempt}/envoi"
    assert director.get(other_slip).all("form#start"), "another slip's answers don't open under this one"


def test_a_question_off_the_path_and_an_unknown_one(phone: PageClient, slips: dict[Group, list[str]]) -> None:
    page = phone.submit(phone.get(slips[Group.EQUIPE][0]), "form#start")
    stem = page.path.rpartition("/")[0]
    assert phone.get(f"{stem}/{DEEPENINGS[0]}").question == OPENINGS[0]
    phone.post(f"{stem}/{DEEPENINGS[0]}", {DEEPENINGS[0]: "1"}, status=409)
    phone.get(f"{stem}/effectif", status=404)
    unfinished = phone.post(f"{stem.removesuffix('/questions')}/envoi", {})
    assert unfinished.question == OPENINGS[0], "incomplete: on to the next question"


def test_the_director_is_told_how_many_and_nothing_else(
    director: PageClient, phone: PageClient, asked: str, slips: dict[Group, list[str]]
) -> None:
    empty = director.get(f"{asked}/regards").markup
    for number in range(3):
        send_slip(phone, slips[Group.EQUIPE][number], levels(str(number)))
    page = director.get(f"{asked}/regards")
    assert tally(page) == {"Les représentants du personnel": (0, 2), "L’équipe": (3, 12)}
    send_slip(phone, slips[Group.REPRESENTANTS][0], levels("3"))
    assert tally(director.get(f"{asked}/regards"))["Les représentants du personnel"] == (1, 2)
    differing = [
        (one, other) for one, other in zip(empty.splitlines(), page.markup.splitlines(), strict=True) if one != other
    ]
    assert len(differing) == 2, "the number of slips used by the team, in words and as a bar"


def test_whichever_slips_were_used_the_sheet_is_the_same(
    director: PageClient, phone: PageClient, asked: str, slips: dict[Group, list[str]]
) -> None:
    before = director.client.get(f"{asked}/regards/bulletins.pdf").data
    send_slip(phone, slips[Group.EQUIPE][4], levels("2"))
    assert director.client.get(f"{asked}/regards/bulletins.pdf").data == before


def test_closing_early_counts_at_once(
    app: Flask, director: PageClient, phone: PageClient, asked: str, slips: dict[Group, list[str]]
) -> None:
    for slip in slips[Group.EQUIPE][:4]:
        send_slip(phone, slip, levels("1"))
    confirm = director.get(f"{asked}/regards/cloture")
    assert "4 bulletins ont servi sur 14" in confirm.text.replace("\u00a0", " ")
    page = director.submit(confirm, "form#close")
    assert "4 réponses" in page.text.replace("\u00a0", " ")
    with app.app_context():
        visit = find_visit(asked.rpartition("/")[2], datetime.now(UTC))
        assert visit is not None
        (kept,) = counted_collections(visit.assessment_id)
    team = kept.counted.groups[1]
    assert (team.answers, {view.mean for view in team.views}) == (4, {Fraction(2)})
    assert kept.closed_on - kept.opened_on < timedelta(days=2)
