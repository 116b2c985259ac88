"""What a monitor reads: in the OpenMetrics form, for whoever shows the token and nobody else, without any name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from models.service.housekeeping import purge_now
from tests.journeys import COMPANY, fill, token_of
from tests.page_client import PageClient

TOKEN = "un jeton pour les essais, sans autre usage"


def read(app: Flask) -> tuple[str, dict[tuple[str, tuple[tuple[str, str], ...]], float]]:
    """The text, and each sample by its name and labels."""
    answer = app.test_client().get("/mesures", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/openmetrics-text")
    assert answer.headers["Cache-Control"] == "no-store"
    text = answer.get_data(as_text=True)
    assert text.endswith("# EOF\n")
    samples = [
        sample
        for family in text_string_to_metric_families(text)  # type: ignore[no-untyped-call]
        for sample in family.samples
    ]
    return text, {(each.name, tuple(sorted(each.labels.items()))): each.value for each in samples}


def test_it_is_off_unless_a_token_is_set(visitor: PageClient) -> None:
    visitor.get("/mesures", status=404, headers={"Authorization": "Bearer "})


def test_whoever_shows_another_token_is_refused(app_with: Callable[..., Flask]) -> None:
    client = app_with(metrics_token=TOKEN).test_client()
    for shown in ({}, {"Authorization": "Bearer"}, {"Authorization": f"Bearer {TOKEN}x"}, {"Authorization": "é" * 9}):
        refused = client.get("/mesures", headers=shown)
        assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert "appui" not in refused.get_data(as_text=True)


def test_requests_answers_mail_purge_backup_and_size_are_told(app_with: Callable[..., Flask]) -> None:
    app = app_with(metrics_token=TOKEN)
    _, earlier = read(app)
    visitor = PageClient(app)
    address = fill(visitor, COMPANY)
    visitor.get("/nulle-part", status=404)
    visitor.post(f"{address}/reprendre", {"email": "lea@exemple.fr"})
    text, before = read(app)
    counted = {sample: value - earlier.get(sample, 0) for sample, value in before.items()}
    assert counted["appui_requests_total", (("endpoint", "site.begin"), ("status", "303"))] == 1
    assert counted["appui_requests_total", (("endpoint", "none"), ("status", "404"))] == 1
    assert counted["appui_request_seconds_count", (("endpoint", "site.begin"),)] == 1
    assert counted["appui_answers_total", ()] == len(COMPANY)
    assert before["appui_mails_waiting", ()] == 1
    assert before["appui_last_purge_timestamp_seconds", ()] == 0
    assert before["appui_last_backup_timestamp_seconds", ()] == 0
    assert before["appui_database_bytes", ()] > 10_000
    assert before["appui_store_up", ()] == 1
    assert before["process_open_fds", ()] > 0
    purge_now(app.extensions["library"].running.questionnaire.retention, datetime.now(UTC))
    assert read(app)[1]["appui_last_purge_timestamp_seconds", ()] > 1_700_000_000
    for private in (token_of(address), "lea@exemple.fr", "/diagnostics"):
        assert private not in text
