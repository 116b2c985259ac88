"""Every text field of every form, found in the forms themselves, has a length told in words, whoever fills it in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from itertools import cycle

import pytest
from flask import Flask
from lxml import html
from wtforms import Form, StringField

from models.store.staff import Role
from tests.journeys import ANSWERS, COMPANY, before, fill
from tests.page_client import HTMX, PageClient
from tests.security.hostile import UNITS, cost, hostile_field
from tests.views.everywhere import EVENT, open_event
from tests.views.staff.conftest import make_account, sign_in
from tests.views.staff.dossiers import applied_dossier
from views.forms.question_form import BoundedField

pytestmark = pytest.mark.file
"""What reading costs is no engine's affair: on one of them is enough."""

NOT_TYPED = {"radio", "checkbox", "submit", "button", "file"}


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A field of a form on a page, with what the form would send were nothing changed."""

    page: str
    address: str
    method: str
    name: str
    hidden: bool
    default: dict[str, str]

    def __str__(self) -> str:
        return f"{self.page} → {self.method} {self.address}: {self.name}"


def text_fields(page: str, tree: html.HtmlElement) -> Iterator[Field]:
    """Every field of a page that holds what its sender likes."""
    for form in tree.forms:
        default = {str(name): str(value) for name, value in form.form_values()}
        beside = tree.xpath("//input[@form=$id]", id=form.get("id")) if form.get("id") else []
        for field in [*form.xpath(".//input[@name] | .//textarea[@name]"), *beside]:
            if field.get("type", "text") not in NOT_TYPED:
                yield Field(
                    page,
                    form.get("action") or page,
                    form.method,
                    field.get("name"),
                    field.get("type") == "hidden" or field.get("hidden") is not None,
                    default,
                )


def public_pages(visitor: PageClient) -> list[str]:
    group = {**ANSWERS, "structure": "groupe", "nombre_entreprises": "3"}
    finished, begun = fill(visitor, group, finish=True), fill(visitor, before("effectif", COMPANY))
    kiosk = f"/borne/{EVENT}"
    return [
        *("/", "/integre", kiosk, f"{kiosk}/animateur", f"{begun}/questions/effectif", f"{finished}/resultat"),
        *(f"{finished}/contact?pour=rappel", f"{finished}/contact?pour=candidature", f"{finished}/reprendre"),
        "/pilotage/connexion",
    ]


def staff_pages(app: Flask, client: PageClient) -> Iterator[tuple[str, html.HtmlElement]]:
    """Every page of the back-office, about a dossier, an event, an account and a content being prepared."""
    applied_dossier(app)
    open_event(app)
    client.submit(client.get("/pilotage/contenu"), "form[action='/pilotage/contenu/textes']")
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/pilotage") and "GET" in (rule.methods or ()):
            path = re.sub(r"<id:[^>]+>", "1", rule.rule).replace("<page_id>", "accueil")
            with client.client.get(path) as answer:
                page = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
            if page and answer.status_code == 200:
                yield path, html.document_fromstring(page)
    table = {"fichier": (BytesIO("nom;projet\nZoé;Un projet".encode()), "dossiers.csv")}
    shown = client.submit(client.get("/pilotage/import"), "form[enctype]", table)  # type: ignore[arg-type]
    yield shown.path, shown.tree


def send(client: PageClient, field: Field, typed: str) -> int:
    """The status of the answer to the form with that field filled so; an error is told in words."""
    sent = {**field.default, field.name: typed}
    query, data = (sent, None) if field.method == "GET" else (None, sent)
    headers = HTMX if len(typed) % 2 else {}
    answer = client.client.open(field.address, method=field.method, headers=headers, query_string=query, data=data)
    if answer.status_code >= 400:
        assert "<h1" in answer.get_data(as_text=True), f"{field}: {answer.status_code} without words"
    return answer.status_code


def refused(client: PageClient, field: Field, typed: str) -> None:
    """See that a text far too long is refused, or that nothing looks at it where nobody types."""
    status = send(client, field, typed)
    if status == 303 and not field.hidden and not typed.strip("x").isspace():  # spaces are tidied away
        assert "caractères" in client.get("/pilotage").text, f"{field}: taken, or refused without a word"
    assert 400 <= status < 500 or status == 303, f"{field}: {status}"


def test_every_text_field_of_a_form_class_has_a_length(app: Flask) -> None:
    with app.app_context():
        from views.web.library import running

        assert running().forms
    classes, found = [Form], []
    while classes:
        one = classes.pop()
        classes += one.__subclasses__()
        if one.__module__.startswith("views."):
            fields = ((name, getattr(one, name)) for name in dir(one))
            found += [field.bind(Form(), name) for name, field in fields if hasattr(field, "field_class")]
    assert {"projet", "telephone", "effectif", "etape"} <= {field.name for field in found}
    texts = [field for field in found if isinstance(field, StringField) and "." not in field.name]
    unbounded = [
        field.name for field in texts if not isinstance(field, BoundedField) or not 0 < field.longest <= 10_000
    ]
    assert not unbounded


@pytest.mark.slow
def test_no_field_of_a_visitor_s_form_costs_more_for_being_long(app: Flask, visitor: PageClient) -> None:
    open_event(app)
    fields = [field for page in public_pages(visitor) for field in text_fields(page, visitor.get(page).tree)]
    assert {"origin", "telephone", "projet", "entreprises", "code_animateur", "effectif", "email", "password"} <= {
        field.name for field in fields
    }
    shapes = cycle(UNITS.items())
    for field in fields:
        bar = 0.3 + 3 * cost(partial(send, visitor, field, "12"))
        for _ in range(4):
            shape, unit = next(shapes)
            spent = cost(partial(refused, visitor, field, hostile_field(unit)), enough=bar)
            assert spent <= bar, f"{field} with {shape}: {spent:.3f} s of processor"


@pytest.mark.slow
def test_no_field_of_a_staff_s_form_costs_more_for_being_long(app: Flask) -> None:
    make_account("agathe@aract.example", Role.ADMINISTRATRICE)
    administratrice = sign_in(app, "agathe@aract.example")
    fields = [field for path, tree in staff_pages(app, administratrice) for field in text_fields(path, tree)]
    names = {field.name for field in fields}
    assert {"note", "raison", "autre", "reference", "pin", "code", "secret", "texte", "projet", "current"} <= names
    shapes, plain = cycle(UNITS.items()), dict[str, float]()
    for field in sorted(fields, key=lambda field: field.hidden):
        if field.address not in plain:
            once = partial(send, administratrice, field, "12")  # the next would find that the text has changed
            plain[field.address] = cost(once, enough=float("inf"))
        shape, unit = next(shapes)
        bar = 0.5 + 3 * plain[field.address]
        spent = cost(partial(refused, administratrice, field, hostile_field(unit)), enough=bar)
        assert spent <= bar, f"{field} with {shape}: {spent:.3f} s of processor"
