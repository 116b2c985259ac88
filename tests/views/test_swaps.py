"""htmx gets what the page would have shown: at every step, forwards, backwards, with mistakes and with a hard no."""

from __future__ import annotations

import pytest

from tests.journeys import ANSWERS, Walk, begin, walk_journey
from tests.page_client import PageClient
from tests.swaps import assert_swap_equals_page

RESTORE = {"HX-Request": "true", "HX-History-Restore-Request": "true"}


def test_every_step_of_a_journey_is_the_same_swapped_in_or_whole(visitor: PageClient) -> None:
    page = begin(visitor)
    steps = 0
    while page.question:
        fragment = visitor.answer(page, ANSWERS[page.question], htmx=True)
        page = assert_swap_equals_page(visitor, fragment)
        steps += 1
    assert steps == len(ANSWERS)
    assert page.path.endswith("/recapitulatif")
    result = assert_swap_equals_page(visitor, visitor.submit(page, "form#finish", htmx=True))
    assert result.path.endswith("/resultat")


def test_going_back_a_question_is_the_same_swapped_in_or_whole(visitor: PageClient) -> None:
    for page in walk_journey(visitor, finish=False).asked:
        fragment = visitor.get(page.path, htmx=True)
        assert_swap_equals_page(visitor, fragment, page.path)


def test_a_hard_no_is_the_same_swapped_in_or_whole(visitor: PageClient) -> None:
    fragment = visitor.answer(begin(visitor), "hors", htmx=True)
    page = assert_swap_equals_page(visitor, fragment)
    assert page.question == "territoire"
    assert len(page.all("#go-on")) == len(fragment.all("#go-on")) == 1


@pytest.mark.parametrize(
    ("key", "value"),
    [("territoire", "2A"), ("effectif", "douze"), ("effectif", ""), ("themes", []), ("besoin", "4")],
)
def test_a_mistake_is_the_same_swapped_in_or_whole(visitor: PageClient, key: str, value: str | list[str]) -> None:
    page = begin(visitor)
    while page.question != key:
        page = visitor.answer(page, ANSWERS[page.question])
    whole = visitor.answer(page, value, status=422)
    fragment = visitor.answer(page, value, status=422, htmx=True)
    assert "HX-Push-Url" not in fragment.response.headers
    assert fragment.heading == whole.heading
    assert fragment.one(f"#error-{key}").text_content() == whole.one(f"#error-{key}").text_content()


def test_errors_are_fragments_for_htmx_and_pages_otherwise(visitor: PageClient) -> None:
    walk = walk_journey(visitor)
    for path, status in {
        "/diagnostics/never-existed": 404,
        f"/diagnostics/{walk.token}/questions/inconnue": 404,
    }.items():
        assert visitor.get(path, status=status).heading == visitor.get(path, status=status, htmx=True).heading
    path = f"/diagnostics/{walk.token}/questions/effectif"
    whole = visitor.post(path, {"effectif": "12"}, status=409)
    assert visitor.post(path, {"effectif": "12"}, status=409, htmx=True).heading == whole.heading


def test_restoring_the_history_gives_the_whole_page(visitor: PageClient) -> None:
    walk: Walk = walk_journey(visitor, finish=False)
    for page in [*walk.asked[:3], walk.page]:
        restored = visitor.get(page.path, htmx=True, headers=RESTORE)
        assert restored.one("main") is not None
        assert restored.title == page.title
        assert "HX-Push-Url" not in restored.response.headers
