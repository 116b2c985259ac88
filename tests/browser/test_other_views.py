"""Other views on a real screen and on paper: legible, without a fault in light and dark, the meeting on one sheet."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from models.rules.collection import Group, count_collection, to_json
from tests.browser.screens import faults_of_layout
from tests.journeys import ANSWERS
from tests.rules.sample import SAMPLE
from tests.server import Server
from tests.views.collected import DIMENSIONS, ballot

SMALLEST_TEXT = """
() => Math.min(...[...document.querySelectorAll('.other-views :is(.scale text, .marks, .marks *, .talk p)')]
  .filter(text => text.checkVisibility())
  .map(text => parseFloat(getComputedStyle(text).fontSize) * (text.getScreenCTM?.().a ?? 1)))
"""
SHAPES = "() => ['path', 'circle'].map(shape => document.querySelectorAll(`.views-list .scale ${shape}.mark`).length)"
FINGER = 44


@pytest.fixture(scope="module")
def result(server: Server) -> str:
    """The address of a result on which everybody sees something else, beside a first collection."""
    address = server.assessment(ANSWERS, finish=True)
    own = dict.fromkeys(DIMENSIONS, 4)
    first = count_collection(SAMPLE, own, {Group.EQUIPE: [ballot((3, 4, 4, 3, 2))] * 5})
    people = {
        Group.EQUIPE: [ballot((6, 1, 1, 1, 6))] * 3 + [ballot((6, 1, 1, None, None))] * 3,
        Group.REPRESENTANTS: [ballot((1, 6, 6, 6, 1))],
    }
    with closing(sqlite3.connect(server.database, timeout=30)) as database, database:
        (assessment,) = database.execute("SELECT max(id) FROM assessment").fetchone()
        for number, counted in enumerate((first, count_collection(SAMPLE, own, people))):
            closed = 1_772_000_000_000 + number * 30_000_000_000
            database.execute(
                "INSERT INTO collection (uid, assessment_id, size, opened_at, closes_on, closed_at, counted) "
                "VALUES (?, ?, 'de-11-a-49', ?, '2026-03-16', ?, ?)",
                (f"{assessment}-{number}", assessment, closed - 1_200_000_000, closed, to_json(counted)),
            )
    return f"{address}/resultat"


def test_on_a_phone_the_result_stays_within_five_screens(
    new_context: Callable[..., BrowserContext], result: str
) -> None:
    page = new_context(viewport={"width": 390, "height": 844}, has_touch=True).new_page()
    page.goto(result)
    expect(page.locator("#views-title")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight") <= 5 * 844


def unfold(page: Page) -> None:
    """Open their section, which a wide screen opens by itself."""
    if not page.locator("#views").is_visible():
        page.locator("#views-title").click()


def test_without_a_fault_on_the_result_and_on_the_guide(
    new_context: Callable[..., BrowserContext], result: str, axe: Callable[[Page], None]
) -> None:
    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto(result)
    unfold(page)
    page.locator("#views details summary").click()
    for _ in each_way(page):
        expect(page.locator("#views .talk").first).to_be_visible()
        expect(page.locator(".views-table")).to_be_visible()
        assert page.evaluate(SMALLEST_TEXT) >= 12
        assert all(page.evaluate(SHAPES))
        axe(page)
        assert faults_of_layout(page, FINGER) == []
    page.get_by_role("link", name="Préparer une heure pour en parler").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Une heure pour en parler")
    for _ in each_way(page):
        axe(page)
        assert faults_of_layout(page, FINGER) == []


def each_way(page: Page) -> Iterator[None]:
    """On a phone and on a desk, light and dark."""
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme="light")
        yield
        page.emulate_media(color_scheme="dark")
        yield


def test_the_hour_is_on_one_sheet_of_paper_and_the_result_s_figures_too(page: Page, result: str) -> None:
    page.goto(f"{result}/reunion")
    pages = re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format="A4", prefer_css_page_size=True))
    assert len(pages) == 1
    page.goto(result)
    page.emulate_media(media="print")
    expect(page.locator(".views-table")).to_be_visible()
    expect(page.locator("#views .scale")).to_have_count(5)


def test_without_scripts_it_is_all_there(new_context: Callable[..., BrowserContext], result: str) -> None:
    page = new_context(viewport={"width": 320, "height": 844}, java_script_enabled=False).new_page()
    page.goto(result)
    unfold(page)
    page.locator("#views details summary").click()
    expect(page.locator(".views-table")).to_be_visible()
    assert page.evaluate(SMALLEST_TEXT) >= 12
    page.get_by_role("link", name="Préparer une heure pour en parler").click()
    expect(page.locator(".decided")).to_be_visible()
