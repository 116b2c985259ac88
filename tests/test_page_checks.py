"""The checks made on every page can fail: each is shown a page with one fault."""

from __future__ import annotations

import pytest
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from tests.page_client import check

HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=()",
    "Cache-Control": "no-store",
}
PAGE = (
    '<!doctype html><html lang="fr"><head><title>Votre effectif</title></head><body><main>'
    "<h1>Votre effectif</h1>{body}</main></body></html>"
)


def answer(markup: str, headers: dict[str, str]) -> TestResponse:
    made = Response(markup, headers=headers)
    return TestResponse(made.response, made.status, made.headers, request=None)  # type: ignore[arg-type]


def test_a_page_without_fault_passes() -> None:
    body = "<p>Combien\u202f? «\u00a0Douze\u00a0»\u00a0: 1\u202f000\u202f€, l’an…</p>"
    assert check(answer(PAGE.format(body=body), HEADERS), "/diagnostics/x", fragment=False).heading == "Votre effectif"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<h1>Encore</h1>", "2 h1"),
        ("<h3>Sans h2</h3>", "h3 right after h1"),
        ('<p id="a">a</p><p id="a">b</p>', "id 'a' stands 2 times"),
        ("<p>L'entreprise</p>", "straight apostrophe"),
        ("<p>Combien ?</p>", "before ; ! or"),
        ("<p>Combien?</p>", "before ; ! or"),
        ("<p>Total : 3</p>", "before a colon"),
        ("<p>« ainsi »</p>", "inside «"),
        ("<p>1 000\u202f€</p>", "ordinary space in a number"),
        ("<p>20 %</p>", "ordinary space in a number"),
        ("<p>Attendez...</p>", "three dots"),
        ('<p aria-label="L\'aide">a</p>', "straight apostrophe"),
        ("<p>Votre effectif\u00a0: None</p>", "shows through"),
        ("<p>{{ question.title }}</p>", "shows through"),
        ('<p style="color:red">a</p>', "style on <p"),
        ('<p onclick="go()">a</p>', "onclick on <p"),
        ("<script>go()</script>", "an inline script"),
        ('<a href="javascript:go()">Aller</a>', "href on <a"),
        ('<img src="https://exemple.fr/a.png" alt="">', "loads from elsewhere"),
        ('<img src="/a.png">', "has no alt"),
        ('<a href="https://exemple.fr" target="_blank">Ailleurs</a>', "rel=noopener"),
        ('<a href="/"></a>', "says nothing"),
        ('<a href="#nulle-part">Aller</a>', "nowhere on the page"),
        ('<input type="text" name="a">', "has no label"),
        ('<label>Nom <input type="text"></label>', "has no name"),
        ('<label for="a">Nom</label>', "points at nothing"),
        ('<p aria-describedby="b">a</p>', "points at nothing"),
        ("<fieldset><p>a</p></fieldset>", "has no legend"),
        ('<p hx-target="#ailleurs">a</p>', "hx-target"),
        ("<p><div>a</div></p>", "No <p> tag to close"),
        ("<ul><li>a</ul></li>", "the standard"),
        ("<p class=a class=b>a</p>", "Duplicate attribute"),
        ("<section><span>a</section>", "Unexpected open element"),
        ("<p>a &copy b</p>", "semicolon"),
    ],
)
def test_a_fault_in_the_markup_is_found(body: str, fault: str) -> None:
    with pytest.raises(AssertionError) as found:
        check(answer(PAGE.format(body=body), HEADERS), "/", fragment=False)
    assert fault in str(found.value)


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("Content-Type", "text/html", "Content-Type"),
        ("Content-Security-Policy", "", "the policy lacks"),
        ("Content-Security-Policy", HEADERS["Content-Security-Policy"] + "; img-src 'unsafe-inline'", "loose policy"),
        ("X-Content-Type-Options", "", "X-Content-Type-Options"),
        ("Referrer-Policy", "origin", "Referrer-Policy"),
        ("Permissions-Policy", "", "Permissions-Policy"),
        ("Cache-Control", "max-age=60", "may be kept"),
        ("Set-Cookie", "a=b", "a cookie"),
    ],
)
def test_a_fault_in_the_headers_is_found(name: str, value: str, fault: str) -> None:
    with pytest.raises(AssertionError) as found:
        check(answer(PAGE.format(body=""), {**HEADERS, name: value}), "/diagnostics/x", fragment=False)
    assert fault in str(found.value)


def test_a_whole_page_is_no_fragment_and_a_fragment_no_page() -> None:
    with pytest.raises(AssertionError, match="a whole page where a fragment"):
        check(answer(PAGE.format(body=""), HEADERS), "/", fragment=True)
    with pytest.raises(AssertionError, match=r"the standard: .*ul"):
        check(answer("<p>a</p></ul>", {**HEADERS, "Vary": "HX-Request"}), "/", fragment=True)
    with pytest.raises(AssertionError, match="lang=fr"):
        check(answer("<title>a</title><h1>a</h1>", HEADERS), "/", fragment=False)
