"""The purge, asked for at once: by an administratrice alone, told in counts, in the log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask

from models.service.housekeeping import LAST_PURGE
from models.store.audit import list_audit
from models.store.settings import set_setting
from models.store.tables import Assessment
from tests.page_client import PageClient
from tests.rows import only
from tests.views.finished import finish_assessment
from tests.views.staff.conftest import NOW


def test_an_administratrice_purges_and_it_is_told(app: Flask, administratrice: PageClient) -> None:
    finish_assessment(app, now=NOW - timedelta(days=500))
    page = administratrice.get("/pilotage/conservation")
    assert "30\u00a0jours" in page.text
    told = administratrice.submit(page, "main form")
    assert "1\u00a0résultats sans contact" in told.one("#status").text_content()
    assert only(Assessment).anonymised_at
    assert list_audit()[0].action == "purger"
    again = administratrice.submit(told, "main form")
    assert "rien à oublier" in again.one("#status").text_content()


def test_the_page_says_where_the_purge_waits_for_somebody_s_word(app: Flask, administratrice: PageClient) -> None:
    assert not administratrice.get("/pilotage/conservation").all(".problem")
    set_setting(LAST_PURGE, (datetime.now(UTC) - timedelta(days=20)).isoformat())
    assert "20 jours après la dernière purge" in administratrice.get("/pilotage/conservation").one(".problem").text


def test_a_chargee_doesn_t(chargee: PageClient) -> None:
    refused = chargee.get("/pilotage/conservation", status=403)
    assert refused.heading == "Cette page ne vous est pas ouverte"
    assert "Votre compte ne permet pas cette action" in refused.text
