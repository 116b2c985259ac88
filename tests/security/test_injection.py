"""What somebody typed is text wherever it is shown again: page, fragment, mail, export, PDF. Never an element."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from csv import reader

import pytest
from flask import Flask
from lxml import html
from openpyxl import load_workbook

from models.store.tables import OutboxMessage
from tests.page_client import PageClient
from tests.rows import values
from tests.views.everywhere import EVENT, open_event
from tests.views.staff.dossiers import FULL, applied_by_the_pages, applied_dossier

PAYLOADS = (
    '"><xss onx=alert(1)>',
    "'><xss/onx=alert(1)>",
    "</textarea></title></script><xss>",
    "${7*7}<xss>",
    "=HYPERLINK(1)<xss>",
)
TYPED_BY_A_VISITOR = ("nom", "fonction", "entreprise", "projet", "moment")
"""The fields that take any text; the others refuse what is no address, number or code."""

TAKES_TEXT = ".//input[not(@type) or @type='text' or @type='search']|.//textarea"


def forms_of(page: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str, dict[str, str]]]:
    """Every form a page posts, where to, and its fields as they stand."""
    for form in page.xpath("//form[translate(@method, 'POST', 'post')='post']"):
        fields = {str(each.get("name")): str(each.get("value") or "") for each in form.xpath(".//input[@name]")}
        fields |= {str(each.get("name")): str(each.text or "") for each in form.xpath(".//textarea[@name]")}
        for choice in form.xpath(".//select[@name]"):
            chosen = choice.xpath("./option[@selected]/@value") or choice.xpath("./option/@value")
            fields[str(choice.get("name"))] = str((chosen or [""])[-1])
        yield form, str(form.get("action") or ""), fields


def typed_into(form: html.HtmlElement, fields: dict[str, str], payload: str) -> dict[str, str]:
    """The same with the payload in every field that takes text."""
    names = {str(each.get("name")) for each in form.xpath(TAKES_TEXT) if each.get("name")}
    return {name: payload if name in names else value for name, value in fields.items()}


def staff_pages(app: Flask) -> list[str]:
    """Every page of the back-office that is only read, the first of each thing."""
    rules = (
        rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/pilotage") and "GET" in (rule.methods or ())
    )
    values = {"id": 1, "string": "1"}
    found = []
    for rule in rules:
        arguments = dict.fromkeys(rule.arguments, values["id"])
        with app.test_request_context():
            found.append(app.url_map.bind("localhost").build(rule.endpoint, arguments))
    return sorted(found)


def page_text(client: PageClient, path: str) -> str:
    """The page at an address; nothing where it is a file."""
    with client.client.get(path) as response:
        return response.get_data(as_text=True) if response.mimetype == "text/html" else ""


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_a_visitor_typed_is_text_on_every_page_of_the_back_office(
    app: Flask, administratrice: PageClient, payload: str
) -> None:
    applied_by_the_pages(app, {**FULL, **dict.fromkeys(TYPED_BY_A_VISITOR, payload)})
    shown = ""
    for path in [*staff_pages(app), "/pilotage/dossiers?q=xss", f"/pilotage/dossiers?q={payload}"]:
        text = page_text(administratrice, path)
        assert "<xss" not in text, path
        shown += text
    assert "&lt;xss" in shown, "it is shown, as text"


def test_what_staff_typed_is_text_too(app: Flask, administratrice: PageClient) -> None:
    open_event(app)
    applied_dossier(app)
    client = administratrice.client
    pages = staff_pages(app)
    for payload in PAYLOADS[:2]:
        for path in pages:
            page = page_text(administratrice, path)
            if "connexion" in path or not page:
                continue
            for form, action, fields in forms_of(html.document_fromstring(page)):
                if any(word in action for word in ("deconnexion", "effacer", "compte", "jeter", "acces", "secours")):
                    continue
                fields.pop("jours_raison", None)  # a reason for days that aren't granted refuses the whole save
                with client.post(action or path, data=typed_into(form, fields, payload)) as answer:
                    assert answer.status_code < 500, (action, answer.status_code)
                    assert answer.mimetype != "text/html" or "<xss" not in answer.get_data(as_text=True), action
    visitor = PageClient(app)
    public = (f"/borne/{EVENT}", f"/borne/{EVENT}/animateur", "/", "/guide", "/mentions-legales")
    texts = [page_text(administratrice, path) for path in pages] + [page_text(visitor, path) for path in public]
    assert all("<xss" not in text for text in texts)
    assert any("&lt;xss" in text for text in texts), "something of it was kept and is shown, as text"


def test_in_a_mail_too(app_with: Callable[..., Flask]) -> None:
    app = app_with(mail_to=("conseil@exemple.fr",))
    applied_by_the_pages(app, {**FULL, **dict.fromkeys(TYPED_BY_A_VISITOR, PAYLOADS[0])})
    letters = values(OutboxMessage, "subject", "plain", "html")
    for subject, plain, markup in letters:
        assert "<xss" not in markup
        assert "\n" not in subject
        assert "\r" not in subject
        assert plain
    assert any("&lt;xss" in markup for _, _, markup in letters)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_in_an_export_it_is_a_text_that_starts_nothing(app: Flask, chargee: PageClient, payload: str) -> None:
    applied_by_the_pages(app, {**FULL, **dict.fromkeys(TYPED_BY_A_VISITOR, payload)})
    with chargee.client.get("/pilotage/export.csv") as csv:
        assert csv.headers["Content-Type"].startswith("text/csv")
        assert csv.headers["X-Content-Type-Options"] == "nosniff"
        assert csv.headers["Content-Disposition"].startswith("attachment")
        rows = [
            cell
            for row in reader(io.StringIO(csv.get_data(as_text=True).lstrip("\ufeff")), delimiter=";")
            for cell in row
        ]
    assert not [cell for cell in rows if cell.startswith(("=", "+", "@", "\t", "\r"))]
    with chargee.client.get("/pilotage/export.xlsx") as sheets:
        book = load_workbook(io.BytesIO(sheets.data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any("xss" in str(cell.value) for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)


def test_what_was_typed_wrong_comes_back_as_text(visitor: PageClient) -> None:
    page = visitor.client.post("/diagnostics")
    address = page.headers["Location"]
    visitor.client.post(f"{address}/questions/territoire", data={"territoire": "07"})
    visitor.client.post(f"{address}/questions/structure", data={"structure": "scop"})
    for payload in PAYLOADS:
        for headers in ({}, {"HX-Request": "true"}):
            again = visitor.client.post(f"{address}/questions/effectif", data={"effectif": payload}, headers=headers)
            assert again.status_code == 422
            assert "<xss" not in again.text
            tree = html.document_fromstring(again.text)
            assert tree.xpath("string(//*[@id='field-effectif']/@value)") == payload
