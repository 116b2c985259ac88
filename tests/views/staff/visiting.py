"""A visit as a consultante tells it, for the back-office's tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from models.french.formats import paris_day
from tests.page_client import Page, PageClient
from tests.store.accompanying import visit

LIST, ROOM = "/pilotage/dossiers", "/pilotage/accompagnements"
NOW = datetime.now(UTC)
TODAY = paris_day(NOW)
DAY = timedelta(days=1)
TOLD = {
    "jour": (TODAY - DAY).isoformat(),
    "duree": "2",
    "participants": ["direction", "salaries"],
    "fait": "Un atelier sur les plannings.\n\nTrois essais retenus.",
    "suite": "La direction affiche la règle.",
    "prochaine": "",
}


def tell(
    client: PageClient, number: int, changed: Mapping[str, str | Sequence[str]] | None = None, status: int = 200
) -> Page:
    page = client.get(f"{ROOM}/{number}/visites/nouvelle")
    return client.submit(page, "form#visit", {**TOLD, **(changed or {})}, status=status)


def filled(number: int, half_days: int) -> None:
    """So many half-days of visits before, a day after the other."""
    for place in range(half_days // 2):
        visit(number, TODAY - (place + 2) * DAY, now=NOW)
    if half_days % 2:
        visit(number, TODAY - (half_days // 2 + 2) * DAY, 1, now=NOW)
