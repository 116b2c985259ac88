"""The day's page: one's own calls, what is new, who waits for too long, which mail didn't leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from models.french.formats import paris_day
from models.service.settings import read_settings
from models.store.staff import find_account
from models.store.tables import Application, OutboxMessage
from tests.page_client import Page, PageClient
from tests.rows import change
from tests.views.staff.conftest import make_account, sign_in
from tests.views.staff.dossiers import applied_dossier

LIST = "/pilotage/dossiers"


def pile(page: Page, name: str) -> str:
    return str(page.one(f"section[aria-labelledby={name}]").text_content())


def counted(client: PageClient, name: str) -> tuple[int, str]:
    """A pile's number and the total of the list that it opens."""
    link = client.get("/pilotage").one(f"section[aria-labelledby={name}] .pile-count")
    total = client.get(str(link.get("href"))).one("#total").text_content()
    return int(link.text_content().split()[0]), total


def test_my_calls_of_today_are_mine(app: Flask, chargee: PageClient) -> None:
    make_account("nadia@aract.example", name="Nadia Ferrand")
    camille, nadia = (find_account(f"{name}@aract.example") for name in ("camille", "nadia"))
    assert camille is not None
    assert nadia is not None
    today = paris_day(datetime.now(UTC))
    for company, account in (("Mienne", camille), ("Sienne", nadia)):
        number = applied_dossier(app, {"entreprise": company})
        fields = {"suivi": str(account.id), "rappel": (today - timedelta(days=1)).isoformat()}
        chargee.submit(chargee.get(f"{LIST}/{number}"), "form#work", fields)
    home = chargee.get("/pilotage")
    assert "Mienne" in pile(home, "mes-appels")
    assert "Sienne" not in pile(home, "mes-appels")
    assert "Sienne" in pile(home, "rappels")
    assert counted(chargee, "mes-appels") == (1, "1\u00a0dossier")


def test_new_requests_are_those_since_my_former_visit(app: Flask) -> None:
    moment = datetime.now(UTC) - timedelta(days=30)
    app.extensions["clock"] = lambda: moment
    applied_dossier(app, {"entreprise": "Ancienne"})
    make_account("camille@aract.example")
    moment += timedelta(days=10)
    sign_in(app, "camille@aract.example")
    moment += timedelta(days=2)
    applied_dossier(app, {"entreprise": "Nouvelle"})
    moment += timedelta(days=2)
    home = sign_in(app, "camille@aract.example").get("/pilotage")
    assert "Nouvelle" in pile(home, "nouvelles")
    assert "Ancienne" not in pile(home, "nouvelles")
    assert "depuis ma dernière visite" in pile(home, "nouvelles")


class TestOverdue:
    @pytest.fixture
    def old(self, app: Flask) -> int:
        number = applied_dossier(app)
        change(Application, created_at=datetime.now(UTC) - timedelta(days=40))
        return number

    def test_who_waits_for_more_than_ten_working_days_is_told(self, app: Flask, chargee: PageClient, old: int) -> None:
        applied_dossier(app, {"entreprise": "Récente"})
        told = pile(chargee.get("/pilotage"), "retards")
        assert "L’Établi" in told
        assert "Récente" not in told
        assert counted(chargee, "retards") == (1, "1\u00a0dossier")

    @pytest.mark.parametrize("done", [{"note": "Appelée."}, {"etape": "contacte"}])
    def test_a_call_or_a_stage_answers(self, chargee: PageClient, old: int, done: dict[str, str]) -> None:
        chargee.submit(chargee.get(f"{LIST}/{old}"), "form#work", {**done, "genre": "appel"})
        assert "L’Établi" not in pile(chargee.get("/pilotage"), "retards")

    def test_a_note_or_a_colleague_s_name_doesn_t(self, chargee: PageClient, old: int) -> None:
        chargee.submit(chargee.get(f"{LIST}/{old}"), "form#work", {"genre": "note", "note": "À lire."})
        account = find_account("camille@aract.example")
        assert account is not None
        chargee.submit(chargee.get(f"{LIST}/{old}"), "form#work", {"suivi": str(account.id)})
        assert "L’Établi" in pile(chargee.get("/pilotage"), "retards")

    def test_what_was_entered_by_hand_came_on_its_own_day(self, chargee: PageClient) -> None:
        fields = {"nom": "Inès", "kind": "rappel", "etape": "nouveau", "recu_le": "2026-01-05"}
        chargee.submit(chargee.get(f"{LIST}/nouveau"), "main form", fields)
        assert "Inès" in pile(chargee.get("/pilotage"), "retards")


class TestMails:
    def test_without_a_server_to_send_them_all_that_wait_are_told(self, app: Flask, chargee: PageClient) -> None:
        applied_dossier(app)
        told = pile(chargee.get("/pilotage"), "mails")
        assert "aucun serveur d’envoi n’est réglé" in told
        assert "L’Établi" in told
        assert counted(chargee, "mails") == (1, "1\u00a0dossier")

    def test_with_one_those_that_failed(self, app: Flask, chargee: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
        smtp = read_settings({"SECRET_KEY": "k" * 40, "SMTP_URL": "smtp://mail.example:587", "MAIL_TO": "a@b.fr"}).smtp
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], smtp=smtp))
        applied_dossier(app)
        assert "L’Établi" not in pile(chargee.get("/pilotage"), "mails")
        change(OutboxMessage, next_attempt_at=None, given_up_at=datetime.now(UTC), last_error="boîte pleine")
        told = pile(chargee.get("/pilotage"), "mails")
        assert "Mails non partis" in told
        assert "L’Établi" in told
