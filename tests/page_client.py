"""A visitor for the tests: Flask's client, but every page and fragment it fetches is checked from end to end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast
from urllib.parse import urljoin, urlsplit

from flask import Flask
from lxml import html
from lxml.cssselect import CSSSelector
from werkzeug.test import TestResponse

from tests import page_checks

Fields = Mapping[str, str | Sequence[str]]
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://localhost/"}
MOST_REDIRECTS = 10
FOUND = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Page:
    """A page or fragment that passed every check."""

    path: str
    status: int
    markup: str
    tree: html.HtmlElement
    response: TestResponse

    @property
    def title(self) -> str:
        """What the browser's tab says."""
        return " ".join(self.tree.xpath("string(//title)").split())

    @property
    def heading(self) -> str:
        """The text of the h1."""
        return " ".join(self.tree.xpath("string(//h1)").split())

    @property
    def text(self) -> str:
        """What is read, a line a block."""
        return page_checks.visible_text(self.tree)

    def all(self, selector: str) -> list[html.HtmlElement]:
        """The elements that a CSS selector finds."""
        return cast("list[html.HtmlElement]", _compiled(selector)(self.tree))

    def one(self, selector: str) -> html.HtmlElement:
        """The one element that a CSS selector finds."""
        found = self.all(selector)
        assert len(found) == 1, f"{len(found)} elements match {selector} on {self.path}"
        return found[0]

    def data(self, id_: str) -> str:
        """The machine value of `data#id`."""
        return str(self.one(f"data#{id_}").get("value"))

    @property
    def question(self) -> str:
        """The key of the question that is asked here, empty where none is."""
        forms = self.all("form[data-question]")
        return str(forms[0].get("data-question")) if forms else ""


class PageClient:
    """Fetches pages, checks each, and fills in forms as a browser without scripts would."""

    prefix = ""
    """The path that the service is served under, where it has one of its own."""

    def __init__(self, app: Flask, **environ: Any) -> None:
        self.client = app.test_client(use_cookies=True)
        self.environ = environ

    def get(self, path: str, *, status: int = 200, follow: bool = True, htmx: bool = False, **arguments: Any) -> Page:
        """The page at that address, after its redirects unless told otherwise."""
        return self._fetch("GET", path, status=status, follow=follow, htmx=htmx, **arguments)

    def post(
        self,
        path: str,
        fields: Fields | None = None,
        *,
        status: int = 200,
        follow: bool = True,
        htmx: bool = False,
        **arguments: Any,
    ) -> Page:
        """What comes of posting a form."""
        data = {"data": dict(fields)} if fields is not None else {}
        return self._fetch("POST", path, status=status, follow=follow, htmx=htmx, **data, **arguments)

    def submit(
        self, page: Page, selector: str, fields: Fields | None = None, *, status: int = 200, htmx: bool = False
    ) -> Page:
        """Send a form of the page with its hidden fields and these; or press a button that stands beside its form."""
        form = pressed = page.one(selector)
        if pressed.tag == "button" and pressed.get("form"):
            form = page.one(f"form#{pressed.get('form')}")
            named = {str(pressed.get("name")): str(pressed.get("value"))} if pressed.get("name") else {}
            fields = {**named, **(fields or {})}
        assert form.get("method", "get").lower() == "post", f"{selector} doesn't post"
        hidden = {
            str(field.get("name")): str(field.get("value") or "") for field in form.xpath(".//input[@type='hidden']")
        }
        return self.post(
            urljoin(page.path, str(pressed.get("formaction") or form.get("action") or "")),
            {**hidden, **(fields or {})},
            status=status,
            htmx=htmx,
        )

    def answer(self, page: Page, value: str | Sequence[str], *, status: int = 200, htmx: bool = False) -> Page:
        """Answer the question of the page."""
        return self.submit(page, "form[data-question]", {page.question: value}, status=status, htmx=htmx)

    def _fetch(self, method: str, path: str, *, status: int, follow: bool, htmx: bool, **arguments: Any) -> Page:
        headers = {**(HTMX if htmx else {}), **arguments.pop("headers", {})}
        response = self.client.open(path, method=method, headers=headers, **self.environ, **arguments)
        led_through = [path]
        while follow and response.status_code in FOUND:
            path = _local(response.headers["Location"])
            led_through.append(path)
            assert len(led_through) <= MOST_REDIRECTS, f"led on and on: {led_through}"
            response = self.client.get(path, headers=headers, **self.environ)
        assert response.status_code == status, f"{method} {path}: {response.status_code} instead of {status}"
        fragment = htmx and "HX-History-Restore-Request" not in headers
        return check(response, path, fragment=fragment, prefix=self.prefix)


@lru_cache(maxsize=500)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def _local(address: str) -> str:
    parts = urlsplit(address)
    assert parts.netloc in {"", "localhost"}, f"led to another site: {address}"
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def check(response: TestResponse, path: str, *, fragment: bool, prefix: str = "") -> Page:
    """The page, once every check passed; otherwise an AssertionError that lists all its faults."""
    path = urlsplit(path).path
    markup = response.get_data(as_text=True)
    if response.status_code in FOUND:
        return Page(path, response.status_code, markup, html.document_fromstring("<p>"), response)
    tree, faults = page_checks.parse(markup, fragment=fragment), [*page_checks.faults_of(markup, fragment=fragment)]
    if fragment:
        if "<html" in markup or "<!doctype" in markup.lower():
            faults.append("a whole page where a fragment was asked for")
        if "HX-Request" not in response.headers.get("Vary", ""):
            faults.append("a cache could give this fragment for the page: no Vary: HX-Request")
    faults += page_checks.faults_of_headers(response, path.removeprefix(prefix))
    assert not faults, f"{path} ({response.status_code}):\n  " + "\n  ".join(dict.fromkeys(faults))
    return Page(path, response.status_code, markup, tree, response)
