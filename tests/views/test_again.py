"""« Refaire le point »: each earlier answer is proposed, and is an answer once it is confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from models.store.contents import publish_content, register_content
from models.store.visits import find_visit
from tests.journeys import ANSWERS, token_of, walk_journey
from tests.page_client import Page, PageClient
from tests.views.everywhere import EVENT, SHORT, open_event
from tests.views.finished import finish_assessment
from tests.views.staff.conftest import make_account, sign_in
from views.web.library import FIRST_CONTENT, library

MARCH = datetime(2026, 3, 12, 9, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 14, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _november(app: Flask) -> Iterator[None]:
    app.extensions["clock"] = lambda: NOVEMBER
    yield
    app.extensions["clock"] = None


@pytest.fixture
def home(app: Flask) -> str:
    """The address of a result of March."""
    return f"/diagnostics/{finish_assessment(app, now=MARCH)}"


def begin(visitor: PageClient, home: str) -> Page:
    return visitor.submit(visitor.get(f"{home}/refaire-le-point"), "form#again")


def confirm(visitor: PageClient, page: Page, *, htmx: bool = False) -> Page:
    """Press the button, as a browser without scripts sends what is proposed."""
    key = page.question
    chosen = [str(each.get("value")) for each in page.all(f"input[name='{key}'][checked]")]
    typed = [str(each.get("value")) for each in page.all(f"input[type='text'][name='{key}']")]
    return visitor.submit(page, "form[data-question]", {key: chosen or typed}, htmx=htmx)


def earlier(page: Page) -> list[str]:
    return [" ".join(each.text_content().split()) for each in page.all(".card .earlier")]


def test_a_result_that_is_no_longer_young_proposes_it_and_a_young_one_in_its_place(
    app: Flask, visitor: PageClient, home: str
) -> None:
    result = visitor.get(f"{home}/resultat")
    assert "Ce résultat a 8\u00a0mois." in result.text
    assert result.one(".result > .callout a").get("href") == f"{home}/refaire-le-point"
    young = visitor.get(f"/diagnostics/{finish_assessment(app, now=NOVEMBER)}/resultat")
    assert "Ce résultat a" not in young.text
    assert len(young.all("a[href$='/refaire-le-point']")) == 1


def test_asking_begins_nothing(app: Flask, visitor: PageClient, home: str) -> None:
    page = visitor.get(f"{home}/refaire-le-point")
    assert "12\u00a0mars 2026" in page.text
    assert visitor.get(home).path == f"{home}/resultat"


def test_each_answer_is_proposed_with_its_day_and_is_none_before_it_is_confirmed(
    visitor: PageClient, home: str
) -> None:
    page = begin(visitor, home)
    assert page.question == "territoire"
    assert earlier(page) == ["Votre réponse du 12 mars"]
    assert page.one("input[checked]").get("value") == ANSWERS["territoire"]
    described = str(page.one("fieldset").get("aria-describedby")).split()
    assert "earlier-territoire" in described
    assert visitor.get(home).question == "territoire", "nothing was answered"
    assert visitor.get(f"{home}/recapitulatif").question == "territoire"
    following = confirm(visitor, page)
    assert following.question == "structure"
    again = visitor.get(f"{home}/questions/territoire")
    assert (earlier(again), again.one("input[checked]").get("value")) == ([], ANSWERS["territoire"])


def test_confirmed_one_by_one_to_the_same_result_without_scripts(visitor: PageClient, home: str) -> None:
    before, page = visitor.get(f"{home}/resultat"), begin(visitor, home)
    asked = []
    while page.question:
        asked.append(page.question)
        assert page.all(f"#earlier-{page.question}"), page.question
        page = confirm(visitor, page)
    assert asked == list(ANSWERS)
    done = visitor.submit(page, "form#finish")
    assert done.data("offer-days") == before.data("offer-days")
    assert "Depuis le 12\u00a0mars 2026\u00a0: 5\u00a0dimensions n’ont pas bougé" in done.text


def test_by_htmx_as_well(visitor: PageClient, home: str) -> None:
    step = confirm(visitor, begin(visitor, home), htmx=True)
    assert (step.question, earlier(step)) == ("structure", ["Votre réponse du 12 mars"])


def test_the_path_follows_what_is_confirmed(visitor: PageClient, home: str) -> None:
    begin(visitor, home)
    visitor.post(f"{home}/questions/structure", {"structure": "groupe"}, follow=False, status=303)
    several = visitor.get(f"{home}/questions/nombre_entreprises")
    assert several.question == "nombre_entreprises"
    assert not several.all(".proposed"), "never answered before: simply asked"
    deepening = visitor.get(f"{home}/questions/management_feedback")
    assert deepening.question == "territoire", "its opening question isn't confirmed: it is on no path yet"


def test_a_mistake_keeps_what_was_typed_and_the_proposal_in_sight(visitor: PageClient, home: str) -> None:
    begin(visitor, home)
    page = visitor.get(f"{home}/questions/effectif")
    assert page.one("#field-effectif").get("value") == "24"
    refused = visitor.answer(page, "douze", status=422)
    assert refused.one("#field-effectif").get("value") == "douze"
    assert "Votre réponse du 12\u00a0mars" in refused.one("#earlier-effectif").text_content()


def test_the_result_and_the_shared_page_stand_meanwhile(visitor: PageClient, home: str) -> None:
    shared = visitor.get(f"{home}/resultat").data("share-url").split("localhost")[1]
    confirm(visitor, begin(visitor, home))
    result = visitor.get(f"{home}/resultat")
    assert "Une modification est en cours" in result.text
    assert result.data("offer-days") == visitor.get(shared).data("offer-days") == "10"


def test_a_modification_under_way_is_gone_on_with_or_dropped(app: Flask, visitor: PageClient, home: str) -> None:
    app.extensions["clock"] = lambda: NOVEMBER - timedelta(days=3)
    visitor.submit(visitor.get(f"{home}/questions/effectif"), "form#revise")
    app.extensions["clock"] = lambda: NOVEMBER
    page = visitor.get(f"{home}/refaire-le-point")
    assert "sans terminer" in page.text
    plain = visitor.post(f"{home}/refaire-le-point", {})
    assert plain.path == f"{home}/recapitulatif", "without its moment nothing is dropped"
    begun = visitor.submit(page, "form#again")
    assert begun.question == "territoire"
    confirm(visitor, begun)
    assert visitor.submit(page, "form#again").question == "structure", "a second click drops nothing"


@pytest.mark.parametrize("typed", ["hier", "2026-03-12", "9" * 5000, "", "2026-11-14T09:00:00+99:00"])
def test_whatever_the_form_says_nothing_else_is_dropped(visitor: PageClient, home: str, typed: str) -> None:
    visitor.submit(visitor.get(f"{home}/questions/effectif"), "form#revise")
    kept = visitor.post(f"{home}/refaire-le-point", {"abandonner": typed})
    assert kept.path == f"{home}/recapitulatif"


def _publish(app: Flask, written: str, changed: str) -> None:
    """A new version of the content, with one thing written otherwise."""
    source = FIRST_CONTENT.read_text("utf-8")
    assert written in source
    with app.app_context():
        kept = register_content(source.replace(written, changed).encode(), "2026.9", NOVEMBER)
        publish_content(kept.id, NOVEMBER, "test")
        library().refresh()


def test_words_that_changed_are_told_as_they_were_read(app: Flask, visitor: PageClient, home: str) -> None:
    _publish(app, 'libelle = "Industrie"', 'libelle = "Fabrication"')
    begin(visitor, home)
    page = visitor.get(f"{home}/questions/secteur")
    assert page.one("input[checked]").get("value") == "industrie"
    assert "Ce jour-là, elle se lisait" in page.text
    assert "Industrie" in page.one("#earlier-secteur").text_content()


def test_an_answer_that_fits_no_more_is_simply_asked(app: Flask, visitor: PageClient) -> None:
    group = {**ANSWERS, "structure": "groupe", "nombre_entreprises": "30"}
    home = f"/diagnostics/{finish_assessment(app, group, now=MARCH)}"
    _publish(app, "maximum = 50\n", "maximum = 20\n")
    begin(visitor, home)
    visitor.post(f"{home}/questions/structure", {"structure": "groupe"}, follow=False, status=303)
    page = visitor.get(f"{home}/questions/nombre_entreprises")
    assert (page.one("#field-nombre_entreprises").get("value"), page.all(".proposed")) == ("", [])


def test_the_day_of_another_year_is_told_with_it(app: Flask, visitor: PageClient) -> None:
    old = finish_assessment(app, now=MARCH - timedelta(days=365))
    assert earlier(begin(visitor, f"/diagnostics/{old}")) == ["Votre réponse du 12 mars 2025"]


def test_before_a_result_there_is_nothing_to_do_again(visitor: PageClient) -> None:
    token = walk_journey(visitor, finish=False).token
    address = f"/diagnostics/{token}"
    assert visitor.get(f"{address}/refaire-le-point").path == f"{address}/recapitulatif"
    assert visitor.post(f"{address}/refaire-le-point", {}).path == f"{address}/recapitulatif"


def test_not_at_the_kiosk(app: Flask, visitor: PageClient) -> None:
    open_event(app)
    walked = walk_journey(visitor, SHORT, door=f"/borne/{EVENT}", finish=False)
    address = f"/borne/{EVENT}/diagnostics/{walked.token}"
    visitor.get(f"{address}/refaire-le-point", status=404)
    visitor.post(f"{address}/refaire-le-point", {}, status=404)
    assert "Refaire le point" not in visitor.get(f"{address}/resultat").text


def test_a_copy_of_the_answers_proposes_nothing(visitor: PageClient, home: str) -> None:
    asked = visitor.submit(visitor.get(f"{home}/questions/secteur"), "form#revise")
    assert (asked.question, asked.all(".proposed")) == ("secteur", [])


def test_an_address_of_the_frame_stays_in_the_frame(app: Flask, visitor: PageClient) -> None:
    home = f"/integre/diagnostics/{finish_assessment(app, door='integre', now=MARCH)}"
    assert begin(visitor, home).path.startswith("/integre/")


def test_the_staff_read_the_answers_of_the_result_meanwhile(app: Flask, visitor: PageClient, home: str) -> None:
    confirm(visitor, begin(visitor, home))
    with app.app_context():
        visit = find_visit(token_of(home), NOVEMBER)
        assert visit is not None
    make_account("camille@aract.example")
    file = sign_in(app, "camille@aract.example").get(f"/pilotage/dossiers/{visit.assessment_id}")
    assert "Ardèche" in file.one("#reponses").text_content()
    assert len(file.all("#reponses dt")) == len(ANSWERS)
