"""What the tests of the cohort and its proposals do and read on its pages."""

from __future__ import annotations

import re

from models.store.audit import COMMAND_LINE
from models.store.dossier_file import change_stage, get_dossier
from tests.page_client import Page, PageClient
from tests.views.staff.conftest import NOW

SAMPLE = "/pilotage/echantillon"


PROPOSALS = f"{SAMPLE}/propositions"


def decide(dossier_id: int, stage: str) -> None:
    change_stage(dossier_id, get_dossier(dossier_id).version, stage, NOW.date(), "", NOW, COMMAND_LINE, shown=stage)


def figures(page: Page) -> dict[str, list[str]]:
    """The table of what is and would be, a line a fact, without spaces."""
    return {
        row[0].text_content(): [re.sub(r"\s", "", cell.text_content()) for cell in row[1:]]
        for row in page.all(".would-be tbody tr")
    }


def ticked(page: Page) -> list[int]:
    return [int(box.get("value", "")) for box in page.all("input[name=demande]") if box.get("checked") is not None]


def listed(page: Page) -> list[str]:
    return [each.text_content() for each in page.all(".tick strong")]


def keep(client: PageClient, name: str, *ids: int, at: str = "", status: int = 200, **fields: str) -> Page:
    """Press the button that keeps, with these requests ticked under that name."""
    token = client.get(SAMPLE).all("button[name=csrf_token]")[0].get("value")
    sent = {"nom": name, "demande": [str(each) for each in ids], "csrf_token": str(token), **fields}
    return client.post(f"{PROPOSALS}{at}", sent, status=status)


def number_of(page: Page) -> int:
    return int(page.path.rpartition("/")[2])
