"""Going back on an answer: a changed size rewrites nothing in silence, and a no leaves what to correct in sight."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import driving
from tests.journeys import ANSWERS
from tests.server import Server


def test_answers_that_another_size_rewords_are_read_again_first(page: Page, server: Server) -> None:
    page.goto(server.assessment({**ANSWERS, "effectif": "7"}) + "/questions/effectif")
    expect(page.locator("#reworded")).to_have_count(0)
    driving.answer(page, "70")
    expect(page.locator("#reworded h2")).to_have_text("10 réponses à relire")
    stakeholder = page.locator("#reworded li", has_text="Qui fait avancer ce projet")
    expect(stakeholder).to_contain_text("Une personne en répond, moi ou quelqu’un d’autre, et tout le monde le sait.")
    expect(stakeholder).to_contain_text("Une personne nommée en répond, et tout le monde le sait.")
    expect(page.locator("#reworded li", has_text="Dans quel secteur")).to_have_count(0)
    expect(page.locator("form#finish button")).to_have_text("J’ai relu, voir mon résultat")
    stakeholder.get_by_role("link", name="Corriger").click()
    driving.tap(page, "2")  # the same, now in its new words
    expect(page.locator("#reworded h2")).to_have_text("9 réponses à relire")
    driving.finish(page)
    page.goto(page.url.replace("/resultat", "/recapitulatif"))
    expect(page.locator("#reworded")).to_have_count(0)


def test_another_headcount_of_the_same_size_asks_nothing(page: Page, server: Server) -> None:
    page.goto(server.assessment({**ANSWERS, "effectif": "12"}) + "/questions/effectif")
    driving.answer(page, "48")
    expect(page.locator("#reworded")).to_have_count(0)
    expect(page.locator("form#finish button")).to_have_text("Voir mon résultat")


@pytest.mark.parametrize("size", [(375, 667), (390, 844), (1280, 800)], ids=["small phone", "phone", "desk"])
def test_a_no_leaves_what_to_correct_and_both_ways_on_in_sight(
    size: tuple[int, int], new_context: Callable[..., BrowserContext], server: Server
) -> None:
    page = new_context(viewport={"width": size[0], "height": size[1]}).new_page()
    page.goto(server.assessment(driving.until("effectif")) + "/questions/effectif")
    driving.fill_in(page, "450")
    driving.send(page)
    parts = {
        name: page.locator(selector).bounding_box()
        for name, selector in {
            "no": "#hard-no-title",
            "field": "input[name=effectif]",
            "correct": "button.correct",
            "go on": "#go-on",
        }.items()
    }
    for name, box in parts.items():
        assert box is not None, name
        assert 0 <= box["y"] <= box["y"] + box["height"] <= size[1], f"{name} is out of sight: {box}"
    correct, on = parts["correct"], parts["go on"]
    assert correct
    assert on
    assert correct["width"] * correct["height"] <= on["width"] * on["height"]
    page.get_by_role("link", name="Changer plutôt").click()
    expect(page.locator(driving.QUESTION)).to_have_attribute("data-question", "structure")
    driving.tap(page, "groupe")
    driving.answer(page, "3")
    expect(page.locator(".hard-no")).to_have_count(0)
    expect(page.locator(driving.QUESTION)).to_have_attribute("data-question", "secteur")
