"""What htmx swaps in must be what the whole page would have shown."""

from __future__ import annotations

from copy import deepcopy

from lxml import html

from tests.page_client import Page, PageClient

OUT_OF_BAND = "hx-swap-oob"


def assert_swap_equals_page(client: PageClient, fragment: Page, address: str | None = None) -> Page:
    """Compare a fragment with the page of the address it pushed (or the one given): title, step, and each part
    swapped out of band. Returns the whole page.
    """
    pushed = address or fragment.response.headers.get("HX-Push-Url")
    assert pushed, f"the fragment of {fragment.path} says no address (HX-Push-Url)"
    whole = client.get(pushed, status=fragment.status, follow=False)
    pieces = html.fragment_fromstring(fragment.markup, create_parent="div")
    step = html.Element("div")
    stray = [text for text in (pieces.text, *(piece.tail for piece in pieces)) if text and text.strip()]
    assert not stray, f"text outside any element in the fragment of {fragment.path}: {stray}"
    for piece in pieces:
        if piece.tag == "title":
            assert _inner(piece) == _inner(whole.one("title"))
        elif piece.get(OUT_OF_BAND):
            place = whole.one(f"#{piece.get('id')}")
            assert _canonical(piece) == _canonical(place), f"#{piece.get('id')} differs from the page's"
        else:
            step.append(deepcopy(piece))
    assert fragment.title, "the fragment has no title"
    assert _inner(step) == _inner(whole.one("#step")), "the step differs from the page's"
    return whole


def _inner(element: html.HtmlElement) -> str:
    return " ".join((element.text or "").split()) + "".join(_canonical(child) for child in element)


def _canonical(element: html.HtmlElement) -> str:
    copy = deepcopy(element)
    copy.tail = None
    copy.attrib.pop(OUT_OF_BAND, None)
    for each in copy.iter():
        each.text = " ".join((each.text or "").split())
        each.tail = " ".join((each.tail or "").split())
    return str(html.tostring(copy, encoding="unicode"))
