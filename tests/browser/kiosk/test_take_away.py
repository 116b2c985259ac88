"""The result on the visitor's own phone, and two tablets side by side."""

from __future__ import annotations

import io
from collections.abc import Callable
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from tests.browser import driving
from tests.browser.kiosk.conftest import LANDSCAPE, PORTRAIT, Stand
from tests.browser.kiosk.touch import IN_BETWEEN, Visitor
from tests.journeys import ANSWERS, DEEPENINGS, token_of
from tests.views.qr_reader import read_qr_image

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def seen_qr(page: Page) -> str:
    """What a telephone held before the screen reads."""
    return read_qr_image(Image.open(io.BytesIO(page.screenshot())))


def reach_result(stand: Stand, page: Page, department: str = "07") -> tuple[Visitor, str]:
    """A visit up to its result."""
    visitor = Visitor(page)
    token = visitor.begin(stand.start)
    stand.answer(token, {"structure": "societe", "effectif": 124, "secteur": "industrie", **IN_BETWEEN})
    visitor.answer(department)
    visitor.answer("2")
    expect(page.locator(".stand-result")).to_be_visible()
    return visitor, token


def test_the_qr_opens_the_result_on_a_phone_which_completes_it(
    stand: Stand, new_tablet: Callable[..., Page], size: ViewportSize, new_context: Callable[..., BrowserContext]
) -> None:
    visitor, token = reach_result(stand, new_tablet(size))
    address = seen_qr(visitor.page)
    assert address == visitor.page.locator("data#takeaway-url").get_attribute("value")
    assert token not in address
    assert "/borne/" not in address
    visitor.tap(".carry .qr")
    expect(visitor.page.locator(".stand-qr")).to_be_visible()
    assert seen_qr(visitor.page) == address
    expect(visitor.page.locator(".opened")).to_have_count(0)

    phone = new_context(**PHONE).new_page()
    with phone.expect_response("**/ouverture") as opened:
        phone.goto(address)
    assert opened.value.status == 204
    expect(visitor.page.locator(".opened")).to_contain_text("C’est sur votre téléphone")
    visitor.tap("#kiosk-reset button")
    visitor.expect_start()
    mine = stand.visit(token_of(phone.url))
    assert mine.phone_opened
    assert mine.assessment_id == stand.visit(token).assessment_id
    expect(phone.get_by_role("heading", name="Encore 5 questions")).to_be_visible()
    phone.get_by_role("button", name="Compléter").tap()
    for key in DEEPENINGS:
        Visitor(phone).expect_question(key)
        driving.answer(phone, ANSWERS[key])
    driving.finish(phone)
    expect(phone.get_by_role("button", name="Compléter")).to_have_count(0)
    assert not phone.locator("data#company-level").inner_text().startswith("Au moins")
    assert stand.visit(token).access_closed


def test_two_tablets_at_once(stand: Stand, new_tablet: Callable[..., Page]) -> None:
    pages = (new_tablet(PORTRAIT), new_tablet(LANDSCAPE))
    visitors = [Visitor(page) for page in pages]
    tokens = [visitor.begin(stand.start) for visitor in visitors]
    for answers in (("07", "69"), ("scop", "societe"), ("31", "124")):
        for visitor, value in zip(visitors, answers, strict=True):
            visitor.answer(value)
    for token in tokens:
        stand.answer(token, {**IN_BETWEEN, "ecosysteme_achats": "1"})
    for visitor in visitors:
        visitor.answer("industrie")
        expect(visitor.page.locator(".stand-result")).to_be_visible()
    expect(pages[0].locator(".hero")).to_contain_text("31 salariés")
    expect(pages[1].locator(".hero")).to_contain_text("124 salariés")
    addresses = {urlsplit(seen_qr(page)).path for page in pages}
    assert len(addresses) == 2
    visitors[0].tap("#kiosk-reset button")
    visitors[0].expect_start()
    assert [stand.visit(token).access_closed for token in tokens] == [True, False]
    visitors[1].tap("#revise button")
    expect(pages[1].locator(".stand-answers")).to_be_visible()


def test_two_tabs_of_one_visit_keep_what_was_marked_last_and_nothing_after_its_end(stand: Stand, tablet: Page) -> None:
    first = Visitor(tablet)
    token = first.begin(stand.start)
    second = Visitor(tablet.context.new_page())
    second.page.goto(tablet.url)
    first.answer("07")
    second.answer("69")
    first.tap(".stand-bar .back")
    first.expect_question("territoire")
    expect(first.page.locator("[aria-pressed]")).to_have_attribute("value", "69")
    assert dict(stand.visit(token).answers) == {"territoire": "69"}
    first.tap("#kiosk-reset button")
    first.expect_start()
    second.choose("scop")
    expect(second.page.locator("form[data-question]")).to_have_count(0)
    expect(second.page.get_by_role("heading", level=1)).to_have_text("Cette visite est terminée")
    assert dict(stand.visit(token).answers) == {"territoire": "69"}
