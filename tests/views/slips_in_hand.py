"""A company that asks for other views, and people with slips in hand, for tests of the pages."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from flask import Flask

from models.french.formats import paris_day
from models.rules.collection import Group
from models.store.collections import printable_slips
from models.store.visits import find_visit
from tests.journeys import ANSWERS, DEEPENINGS, OPENINGS, Answers
from tests.page_client import Page, PageClient
from tests.views.finished import finish_assessment

COMPANY: Answers = {**ANSWERS, "effectif": "24"}


def in_days(days: int) -> date:
    """The day it will be in Paris."""
    return paris_day(datetime.now(UTC)) + timedelta(days=days)


def ask(
    app: Flask, director: PageClient, *, equipe: int = 12, representants: int = 2, door: str = "", days: int = 14
) -> str:
    """A company of 24 that opened a collection; the address of its pages."""
    token = finish_assessment(app, COMPANY, door="integre" if door else "site")
    address = f"{door}/diagnostics/{token}"
    fields = {"fin": in_days(days).isoformat(), "equipe": str(equipe), "representants": str(representants)}
    page = director.submit(director.get(f"{address}/regards"), "form#open-collection", fields)
    assert page.heading == "Les regards de l’équipe"
    return address


def slips_of(app: Flask, address: str) -> dict[Group, list[str]]:
    """The addresses of the slips, by group, as the paper sheet bears them."""
    token = address.rpartition("/")[2]
    with app.app_context():
        visit = find_visit(token, datetime.now(UTC))
        assert visit is not None
        found = printable_slips(visit, token)
    return {group: [f"/regards/{each}" for each in tokens] for group, tokens in found.items()}


def levels(level: str) -> dict[str, str]:
    """That level everywhere."""
    return dict.fromkeys((*OPENINGS, *DEEPENINGS), level)


def answer_slip(person: PageClient, slip: str, answers: dict[str, str], *, htmx: bool = False) -> Page:
    """From the slip's first screen to its last one; nothing is sent."""
    page = person.submit(person.get(slip), "form#start")
    asked = []
    while page.question:
        asked.append(page.question)
        assert len(asked) == len(set(asked)) <= 10, asked
        page = person.answer(page, answers[page.question], htmx=htmx)
        if htmx and page.response.headers.get("HX-Push-Url"):
            page = person.get(page.response.headers["HX-Push-Url"])
    return page


def send_slip(person: PageClient, slip: str, answers: dict[str, str]) -> Page:
    """Answer and send; the page of thanks."""
    page = person.submit(answer_slip(person, slip, answers), "form#send")
    assert page.heading == "Merci, c’est envoyé"
    return page


def tally(page: Page) -> dict[str, tuple[int, int]]:
    """How many slips were used, and how many there are, by what each group is called."""
    found = {}
    for line in page.all(".tally > div"):
        name = line.findtext("dt").strip()
        used, given = re.findall(r"\d+", " ".join(line.xpath("string(dd)").split()))[:2]
        found[name] = (int(used), int(given))
    return found
