"""Every screen on every tablet: nothing to scroll, targets for a finger, the height filled, axe clean."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence

import pytest
from PIL import Image
from playwright.sync_api import Page, ViewportSize, expect

from models.rules.question import Answer
from tests.browser.conftest import MOVING
from tests.browser.kiosk.conftest import LANDSCAPE, PIN, Stand
from tests.browser.kiosk.layout import FAULTS, OVERLAPPING, SPILLED
from tests.browser.kiosk.touch import IN_BETWEEN, LAST, SHORT, Visitor
from tests.rules.sample import PROJECT
from tests.views.qr_reader import read_qr_image

REWORDED = ("parties_prenantes", "participation", "dialogue_instances", "qvct_conditions", "gouvernance_decisions")
"""The questions whose words depend most on the company's size."""

HEADCOUNTS = {7: REWORDED, 31: (*SHORT, "nombre_entreprises"), 199: REWORDED}
"""A company of each size, and the questions to look at."""

TABLETS = ((1280, 800), (1024, 768), (820, 1180), (768, 1024), (1024, 600))
BARS = 60
"""Pixels that a browser's own bars may take of a tablet's height."""

SIZES = [(width, height - less) for width, height in TABLETS for less in (0, BARS)]
LOWEST = [(width, height - BARS) for width, height in TABLETS]
"""Where there is the least room, for other words of a kind of question that was seen on all of them."""

LOWEST_AND_NARROWEST = [(1024, 600 - BARS), (768, 1024 - BARS)]
EACH_KIND = ("structure", "effectif", "themes", "moyens")

WIDER = "0.028em"
"""Makes a line 5 % longer: how much two tablets' letters of the same font may differ, with something to spare."""

READABLE = 28
"""Pixels: the least size of an answer's letters on the tablet most stands have, held sideways."""

PAPER = "rgb(250, 247, 241)"
MOST_WASTED = 40
"""Pixels between the last thing to touch and the bar at the foot."""


def company(headcount: int, **others: Answer) -> dict[str, Answer]:
    """All the answers of a short visit, for a company of that size."""
    answers: dict[str, Answer] = {"territoire": "07", "structure": "societe", "effectif": headcount}
    return {**answers, "secteur": "industrie", **IN_BETWEEN, LAST: "2", **others}


def each_size(page: Page, sizes: Sequence[tuple[int, int]] = SIZES) -> Iterator[ViewportSize]:
    """The page on each tablet, with wider letters."""
    page.evaluate(f"document.body.style.letterSpacing = '{WIDER}'; dispatchEvent(new Event('resize'))")
    for width, height in sizes:
        size: ViewportSize = {"width": width, "height": height}
        page.set_viewport_size(size)
        yield size


def faults(page: Page, screen: str, sizes: Sequence[tuple[int, int]] = SIZES) -> list[str]:
    """What is wrong with a screen that must be taken in at once, on every tablet."""
    found: list[str] = []
    for size in each_size(page, sizes):
        found += [f"{screen}, {size}: {fault}" for fault in page.evaluate(FAULTS, MOST_WASTED)]
    page.set_viewport_size(LANDSCAPE)
    return found


def test_every_question_is_taken_in_at_once(stand: Stand, new_tablet: Callable[..., Page]) -> None:
    page = new_tablet(LANDSCAPE)
    found: list[str] = []
    for headcount, keys in HEADCOUNTS.items():
        answered = stand.begin(company(headcount, structure="groupe", nombre_entreprises=3))
        for key in keys:
            page.goto(f"{answered}/questions/{key}")
            Visitor(page).expect_question(key)
            page.evaluate("() => document.fonts.ready")
            letters = page.evaluate("() => getComputedStyle(document.querySelector('.stand-cards, .key')).fontSize")
            assert float(letters.removesuffix("px")) >= READABLE, key
            sizes = SIZES if key in EACH_KIND else LOWEST if keys is not REWORDED else LOWEST_AND_NARROWEST
            found += faults(page, f"{key} of {headcount}", sizes)
    assert not found, "\n".join(found)


def test_errors_and_noes_are_taken_in_at_once(
    stand: Stand, new_tablet: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    page = new_tablet(LANDSCAPE)
    found: list[str] = []
    for screen in errors_and_noes(stand, page):
        found += faults(page, screen, LOWEST)
        axe(page)
    assert not found, "\n".join(found)


def errors_and_noes(stand: Stand, page: Page) -> Iterator[str]:
    """Each error and each hard no; yields its name when it is on the screen."""
    blank = stand.begin({"territoire": "07", "structure": "groupe"})
    for key in ("nombre_entreprises", "effectif", "themes", "parties_prenantes"):
        page.goto(f"{blank}/questions/{key}")
        page.locator("form[data-question] button.primary").tap()
        expect(page.locator(f"#error-{key}")).to_be_visible()
        yield f"{key}, mistaken"
    whole = stand.begin(company(199))
    for key, value in {"territoire": "hors", "structure": "public", "effectif": "400", "pratiques": "non"}.items():
        stand.answer(whole.rpartition("/")[2], company(199, nouveaute="aucune"))
        page.goto(f"{whole}/questions/{key}")
        Visitor(page).choose(value)
        expect(page.locator("#go-on")).to_be_visible()
        expect(page.locator("#step.arriving")).to_have_count(0)
        yield f"{key}, a hard no"


def test_axe_finds_nothing(stand: Stand, new_tablet: Callable[..., Page], axe: Callable[[Page], None]) -> None:
    """Light, whatever the tablet prefers: a stand keeps one look."""
    page = new_tablet(color_scheme="dark")
    page.goto(stand.start)
    axe(page)
    whole = stand.begin(company(31))
    page.goto(f"{whole}/questions/structure")
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == PAPER
    for key in ("structure", "effectif", "themes", "moyens"):
        page.goto(f"{whole}/questions/{key}")
        axe(page)
    page.evaluate("document.getElementById('still-there').showModal()")
    axe(page)
    page.reload()
    Visitor(page).choose("2")
    expect(page.locator(".stand-result")).to_be_visible()
    axe(page)
    page.goto(f"{whole}/emporter")
    axe(page)
    page.goto(f"{whole}/resultat")
    page.locator("#revise button").tap()
    expect(page.locator(".stand-answers")).to_be_visible()
    axe(page)
    page.locator("#kiosk-reset button").tap()
    Visitor(page).expect_start()
    page.goto(f"{whole}/resultat")
    expect(page.locator(".message")).to_be_visible()
    axe(page)


def test_the_staffs_pages(
    stand: Stand, new_tablet: Callable[..., Page], size: ViewportSize, axe: Callable[[Page], None]
) -> None:
    page = new_tablet(size)
    page.goto(stand.start)
    page.get_by_role("link", name="Équipe du stand").tap()
    expect(page.locator("[data-keypad='pin']")).to_be_visible()
    assert not faults(page, "PIN")
    axe(page)
    for digit in PIN:
        page.locator(f"[data-digit='{digit}']").tap()
    page.get_by_role("button", name="Entrer").tap()
    expect(page.locator(".counters")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Préparer la tablette").tap()
    expect(page.get_by_role("heading", name="Sur un iPad")).to_be_visible()
    axe(page)


def test_the_attract_screen_is_clear_on_every_tablet(stand: Stand, new_tablet: Callable[..., Page]) -> None:
    page = new_tablet(LANDSCAPE)
    page.goto(stand.start)
    for size in each_size(page):
        assert not page.evaluate(SPILLED), size
        assert not page.evaluate(OVERLAPPING), size


def test_the_attract_screen_moves_unless_the_tablet_asks_for_less(
    stand: Stand, new_tablet: Callable[..., Page]
) -> None:
    moving, still = new_tablet(**MOVING), new_tablet()
    told = "() => document.getAnimations().filter(each => each.animationName === 'tell').map(each => each.effect)"
    moving.goto(stand.start)
    assert moving.evaluate(f"({told})().map(effect => effect.getTiming().duration)") == [9000] * 3
    still.goto(stand.start)
    assert still.evaluate("() => document.getAnimations().length") == 0


OUTCOMES: dict[str, dict[str, Answer]] = {
    "a group": {"structure": "groupe", "nombre_entreprises": 3},
    "in two phases": {"portage": "2", "moyens": "2", "participation": "0", "calendrier": "0", "besoin": "1"},
    "much missing": dict(zip(PROJECT, ("nsp", "1", "1", "0", "nsp", "0"), strict=True)),
    "three noes": {"territoire": "hors", "structure": "public", "effectif": 400},
}


@pytest.mark.parametrize("changed", OUTCOMES.values(), ids=OUTCOMES)
def test_the_result_is_one_screen_and_one_sheet(
    stand: Stand, new_tablet: Callable[..., Page], changed: dict[str, Answer]
) -> None:
    page = new_tablet(LANDSCAPE)
    page.goto(f"{stand.begin(company(31, **changed) | {LAST: '1'})}/questions/{LAST}")
    Visitor(page).choose("2")
    expect(page.locator(".stand-result")).to_be_visible()
    address = page.locator("data#takeaway-url").get_attribute("value")
    for size in each_size(page):
        assert not page.evaluate(SPILLED), size
        if (size["width"], size["height"]) in LOWEST:  # where it is smallest
            assert read_qr_image(Image.open(io.BytesIO(page.screenshot()))) == address, size
        for name in ("Corriger une réponse", "Imprimer", "Terminer"):
            expect(page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    areas = {
        name: box["width"] * box["height"]
        for name in ("Corriger une réponse", "Imprimer", "Terminer")
        if (box := page.get_by_role("button", name=name).bounding_box())
    }
    assert max(areas, key=lambda name: areas[name]) == "Terminer"
    assert page.pdf(format="A4", prefer_css_page_size=True).count(b"/Type /Page\n") == 1


def test_what_a_hand_does_by_mistake_does_nothing(stand: Stand, tablet: Page) -> None:
    tablet.goto(f"{stand.begin({})}/questions/territoire")
    style = tablet.evaluate(
        "() => { const of = getComputedStyle(document.body);"
        " return [of.userSelect, of.touchAction, of.overscrollBehaviorX]; }"
    )
    assert style == ["none", "manipulation", "none"]
    prevented = (
        "kind => !document.querySelector('.card').dispatchEvent(new Event(kind, {bubbles: true, cancelable: true}))"
    )
    assert all(tablet.evaluate(prevented, kind) for kind in ("contextmenu", "dragstart"))
