"""Every figure of the back-office against the others: its list, its sums, its export."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import cast

from lxml.html import HtmlElement, document_fromstring

from models.store.filters import STAGES

Fetch = Callable[[str], bytes]
"""A page or a file of the back-office, whole."""

USAGE = "/pilotage/usage?du=2017-01-01"
PAGES = (
    *(USAGE, "/pilotage/usage", "/pilotage/budget", "/pilotage/echantillon", "/pilotage/rapport"),
    *("/pilotage/evenements", "/pilotage"),
)
EXPORTED = ("voir=tout", "demande=oui", "essai=oui", "fini=oui&porte=borne", "accorde=oui")
"""Lists that are exported whole: everything, requests, rehearsals, a door's results, what was granted."""

_NUMBER = re.compile(r"\d[\d\u202f]*")


def disagreements(fetch: Fetch, visits: int | None = None) -> tuple[int, list[str]]:
    """How many comparisons were made, and those that fail, in words; `visits` is how many were ever begun."""
    fetch = cache(fetch)  # many numbers open the same list
    compared = [*_lists(fetch), *_sums(fetch), *_exports(fetch, visits)]
    return len(compared), [f"{what}: {one}, and {other}" for what, one, other in compared if one != other]


def _lists(fetch: Fetch) -> Iterator[tuple[str, int, int]]:
    """Each number that opens a list, and what that list counts."""
    for page in PAGES:
        for link in _all(fetch(page), "main a[href^='/pilotage/dossiers?']"):
            words = "".join(each.text_content() for each in link.cssselect("strong")) or link.text_content()
            if told := _NUMBER.match(words.strip()):
                yield f"{page}, {link.get('href')}", _whole(told[0]), _total(fetch, str(link.get("href")))


def _sums(fetch: Fetch) -> Iterator[tuple[str, int, int]]:
    """Parts beside their whole: doors and months of the usage, where people stop, the ways of telling the budget."""
    page = fetch(USAGE)
    wholes = {name: _first(page, f"#{name}") for name in ("started", "finished", "contacted")}
    for lines in _all(page, ".slices"):
        title = lines.cssselect("caption")[0].text_content()
        parts = [_cells(row) for row in lines.cssselect("tbody tr")]
        if title != "Par événement":  # most visits come by none
            for (name, whole), column in zip(wholes.items(), zip(*parts, strict=True), strict=True):
                yield f"{title}, {name}", sum(column), whole
    left = [_cells(row)[2] for row in _all(page, ".funnel")[0].cssselect("tbody tr")]
    yield "stopped or finished", sum(left) + wholes["finished"], wholes["started"]
    yield "offers", sum(map(_shown, _all(page, ".chart .count-cell"))), wholes["finished"]
    stage, department, year = map(_cells, _all(fetch("/pilotage/budget"), ".total-line"))
    yield from (("budget by stage and by department", *each) for each in zip(stage, department, strict=True))
    yield from (("budget by stage and by year", *each) for each in zip(stage[: len(year)], year, strict=True))


def _exports(fetch: Fetch, visits: int | None) -> Iterator[tuple[str, int, int]]:
    """The rows of a file beside the list; the amounts granted in it beside the budget; rehearsals and the rest."""
    files = {query: list(_rows(fetch(f"/pilotage/export.csv?{query}"))) for query in EXPORTED}
    for query, rows in files.items():
        yield f"export {query}", len(rows), _total(fetch, f"/pilotage/dossiers?{query}")
    granted = [row for row in files["accorde=oui"] if row["etape"] in STAGES]
    _, days, _used, _left, region, company, *_ = _cells(_all(fetch("/pilotage/budget"), ".total-line")[0])
    columns = {"jours_accordes": days, "part_region_accordee": region, "part_entreprise_accordee": company}
    for column, whole in columns.items():
        yield f"export, {column}", sum(int(row[column]) for row in granted), whole
    rehearsed, counted = ({row["reference"] for row in files[query]} - {""} for query in ("essai=oui", "voir=tout"))
    yield "rehearsals among the rest", len(rehearsed & counted), 0
    if visits is not None:
        yield "rehearsals and the rest", len(files["essai=oui"]) + len(files["voir=tout"]), visits


def _rows(file: bytes) -> Iterator[dict[str, str]]:
    return csv.DictReader(io.StringIO(file.decode("utf-8-sig")), delimiter=";")


def _cells(row: HtmlElement) -> list[int]:
    return [_shown(cell) for cell in row.cssselect("td")]


def _total(fetch: Fetch, url: str) -> int:
    return _first(fetch(url), "#total")


def _first(page: bytes, selector: str) -> int:
    (found,) = _all(page, selector)
    return _shown(found)


def _shown(element: HtmlElement) -> int:
    """The number an element begins with; 0 for a dash. What was erased, after a +, isn't of the list."""
    told = _NUMBER.match(element.text_content().strip())
    return _whole(told[0]) if told else 0


def _whole(told: str) -> int:
    return int(told.replace("\u202f", ""))


def _all(page: bytes, selector: str) -> list[HtmlElement]:
    return cast("list[HtmlElement]", document_fromstring(page.decode()).cssselect(selector))
