"""Every screen of the tablet, both ways up: nothing to scroll, targets for a finger, the height filled, axe clean."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from models.rules.question import Answer
from tests.browser.kiosk.conftest import PIN, Stand
from tests.browser.kiosk.touch import IN_BETWEEN, LAST, SHORT, Visitor

SIZES = {"moins-de-11": 7, "de-11-a-49": 31, "50-et-plus": 199}
WIDER = "0.01em"
"""How much two browsers' spacing of the same letters may differ; measured between two builds of Chromium."""

MOST_WASTED = 40
"""Pixels between the last thing to touch and the bar at the foot."""

FAULTS = """
most => {
  const boxes = [...document.querySelectorAll('#step :is(button, a, label.card, input[type=text])')]
    .filter(element => element.checkVisibility({visibilityProperty: true}))
    .map(element => [element.textContent.trim().slice(0, 30) || element.id, element.getBoundingClientRect()])
    .map(([name, box]) => ({name, box}));
  const faults = [];
  const page = document.documentElement;
  if (page.scrollHeight > innerHeight) faults.push(`${page.scrollHeight - innerHeight} pixels to scroll`);
  if (page.scrollWidth > innerWidth) faults.push('scrolls sideways');
  for (const {name, box} of boxes) {
    if (box.width < 56 || box.height < 56) faults.push(`${name}: ${box.width} × ${box.height}`);
    if (box.bottom > innerHeight || box.right > innerWidth) faults.push(`${name} sticks out`);
  }
  boxes.forEach(({name, box}, index) => {
    for (const {name: other, box: next} of boxes.slice(index + 1)) {
      const across = Math.max(next.left - box.right, box.left - next.right);
      const apart = Math.max(across, next.top - box.bottom, box.top - next.bottom);
      if (apart < 11.99) faults.push(`${name} and ${other} are ${apart} apart`);
    }
  });
  const words = [...document.querySelectorAll('.card .words')].filter(each => each.scrollWidth > each.clientWidth + 1);
  faults.push(...words.map(each => `${each.textContent} is cut`));
  const bar = document.querySelector('.stand-bar').getBoundingClientRect();
  const lowest = Math.max(...boxes.filter(({box}) => box.bottom <= bar.top).map(({box}) => box.bottom));
  if (bar.top - lowest > most) faults.push(`${Math.round(bar.top - lowest)} pixels wasted above the bar`);
  return faults;
}
"""


def company(headcount: int, **others: Answer) -> dict[str, Answer]:
    """All the answers of a short visit, for a company of that size."""
    answers: dict[str, Answer] = {"territoire": "07", "structure": "societe", "effectif": headcount}
    return {**answers, "secteur": "industrie", **IN_BETWEEN, LAST: "2", **others}


def faults(page: Page, screen: str) -> list[str]:
    """What is wrong with a screen that must be taken in at once, here and on a tablet that spaces letters wider."""
    found = [f"{screen}: {fault}" for fault in page.evaluate(FAULTS, MOST_WASTED)]
    page.evaluate(f"document.body.style.letterSpacing = '{WIDER}'")
    found += [f"{screen}, wider letters: {fault}" for fault in page.evaluate(FAULTS, MOST_WASTED)]
    page.evaluate("document.body.style.letterSpacing = ''")
    return found


@pytest.mark.parametrize("headcount", SIZES.values(), ids=SIZES)
def test_every_question_is_taken_in_at_once(
    stand: Stand, new_tablet: Callable[..., Page], size: ViewportSize, headcount: int
) -> None:
    page = new_tablet(size)
    answered = stand.begin(company(headcount, structure="groupe", nombre_entreprises=3))
    keys = [*SHORT, "nombre_entreprises"]
    found: list[str] = []
    for key in keys:
        page.goto(f"{answered}/questions/{key}")
        Visitor(page).expect_question(key)
        found += faults(page, key)
    assert not found, "\n".join(found)


def test_errors_and_noes_are_taken_in_at_once(
    stand: Stand, new_tablet: Callable[..., Page], size: ViewportSize, axe: Callable[[Page], None]
) -> None:
    page = new_tablet(size)
    found: list[str] = []
    for screen in errors_and_noes(stand, page):
        found += faults(page, screen)
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    stand: Stand, new_tablet: Callable[..., Page], axe: Callable[[Page], None], scheme: str
) -> None:
    page = new_tablet(color_scheme=scheme)
    page.goto(stand.start)
    axe(page)
    whole = stand.begin(company(31))
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
    page.get_by_role("button", name="Voir la journée").tap()
    expect(page.locator(".counters")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Préparer la tablette").tap()
    expect(page.get_by_role("heading", name="Sur un iPad")).to_be_visible()
    axe(page)


def test_the_result_shows_its_qr_in_first_sight(
    stand: Stand, new_tablet: Callable[..., Page], size: ViewportSize
) -> None:
    page = new_tablet(size)
    whole = stand.begin({**company(31), LAST: "1"})
    page.goto(f"{whole}/questions/{LAST}")
    Visitor(page).choose("2")
    expect(page.locator(".carry svg")).to_be_in_viewport(ratio=1)
    carry, bar = (page.locator(place).bounding_box() for place in (".carry", ".stand-bar"))
    assert carry
    assert bar
    assert carry["y"] + carry["height"] <= bar["y"], "the bar hides a part of what is taken away"
    for name in ("Corriger une réponse", "Imprimer", "Terminer"):
        expect(page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)


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
