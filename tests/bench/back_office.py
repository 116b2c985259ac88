"""The back-office at 100 000 assessments: `python -m tests.bench.back_office [ROWS]`.

The processor time of a page of the list, rendered and all, for filters easy and hard; the bar is 100 ms.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median
from time import process_time

from flask import Flask

from app import create_app
from models.store.applications import Applicant, ApplicationKind, submit_application
from models.store.audit import COMMAND_LINE
from models.store.bulk import add_past_visits
from models.store.database import all_rows, writing
from models.store.staff import Role, create_account
from tests.page_client import PageClient
from tests.views.staff.conftest import PASSWORD, sign_in
from views.demo.fill import invent_visits
from views.library import running
from views.settings import read_settings

ROWS = 100_000
SHARE_WHO_APPLY = 8
"""One result in so many is followed by a request."""

ROUNDS = 15
BAR = 100.0
MILLISECONDS = 1000.0
EMAIL = "bench@aract.example"
PAGES = (
    "",
    "/dossiers",
    "/dossiers?tri=effectif",
    "/dossiers?departement=15&secteur=agriculture&structure=scic",
    "/dossiers?theme=qvct&taille=50-et-plus&tri=rappel",
    "/dossiers?q=fonderie",
    "/dossiers?q=personne-de-ce-nom",
    "/dossiers?etape=inacheve",
)


def fill(app: Flask, rows: int) -> None:
    """So many invented visits; some of those who finished apply."""
    now = datetime.now(UTC)
    with app.app_context():
        edition = running()
        add_past_visits(invent_visits(edition.questionnaire, edition.content_id, rows, now, Random(1)))
        concluded = all_rows("SELECT id FROM assessment WHERE concluded_at IS NOT NULL")
        with writing():
            for number, (assessment_id,) in enumerate(concluded[::SHARE_WHO_APPLY]):
                applicant = Applicant(
                    ApplicationKind.APPLICATION, f"Élodie Berthet {number}", company=f"Fonderie {number}"
                )
                submit_application(assessment_id, applicant, (), now)
        create_account(EMAIL, "Banc d’essai", Role.ADMINISTRATRICE, PASSWORD, now, COMMAND_LINE)


def time_page(client: PageClient, address: str) -> float:
    """The median processor time of a page, in milliseconds."""
    took = []
    for _ in range(ROUNDS):
        before = process_time()
        response = client.client.get(address)
        took.append((process_time() - before) * MILLISECONDS)
        assert response.status_code == 200, response.status_code
    return median(took)


def main(rows: int = ROWS) -> None:
    """Print a line a page."""
    with tempfile.TemporaryDirectory() as folder:
        plain = read_settings({"SECRET_KEY": "a key for the benchmark, of no other use"})
        app = create_app(replace(plain, instance=Path(folder), database=Path(folder) / "bench.db"))
        fill(app, rows)
        client = sign_in(app, EMAIL)
        for page in PAGES:
            took = time_page(client, f"/pilotage{page}")
            print(f"{page or '(the day)':58} {took:6.0f} ms  {took / BAR:5.2f} of the bar")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
