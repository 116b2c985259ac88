"""A content whose tariff has run out: visitors are told, and nobody meets a traceback."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from app import create_app
from models.service.settings import PROJECT, Settings

LONG_BEFORE_THE_FIRST_TARIFF = datetime(2016, 6, 1, tzinfo=UTC)


def test_the_start_page_says_no_price_where_no_tariff_is_valid(tmp_path: Path) -> None:
    settings = Settings(database=tmp_path / "diagnostics.db", instance=PROJECT / "instance", secret_key="k" * 40)
    app = create_app(settings, clock=lambda: LONG_BEFORE_THE_FIRST_TARIFF)
    page = app.test_client().get("/")
    assert page.status_code == 200
    assert "HT à votre charge" not in page.text
    assert 'id="start"' in page.text
