"""`flask demo`: a region that shows everything, made once, and never among real visits."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime

from flask import Flask

from models.french.formats import paris_day
from models.store.bulk import count_visits
from models.store.dossiers import count_by_stage, count_dossiers
from models.store.events import find_event
from models.store.filters import NO_REQUEST, STAGES, UNFINISHED, Filters
from models.store.staff import Role, find_account
from models.store.tables import Application, Timeline
from models.store.visits import start_assessment
from tests.page_client import PageClient
from tests.rows import values
from tests.views.staff.conftest import NOW, make_account


def demo(app: Flask, status: int = 0) -> str:
    done = app.test_cli_runner().invoke(args=["demo", "--assessments", "200"])
    assert done.exit_code == status, (done.output, done.exception)
    return done.output


def password(told: str) -> str:
    return told.rpartition("mot de passe : ")[2].strip()


def test_it_shows_everything_there_is_to_show(app: Flask) -> None:
    demo(app)
    stages = count_by_stage(Filters())
    assert all(stages[stage] for stage in (*STAGES, NO_REQUEST, UNFINISHED)), stages
    today = paris_day(datetime.now(UTC))
    assert count_dossiers(Filters(call_back_by=today))
    assert count_dossiers(Filters(mail_failed=True)) == 2
    assert count_dossiers(Filters(unassigned=True, contacted=True))
    assert count_dossiers(Filters(granted=True))
    sirens = Counter(siren for (siren,) in values(Application, "siren") if siren)
    assert sorted(sirens.values())[-2:] == [1, 2], "one company asked twice"
    assert all(count_dossiers(Filters(doors=(door,))) for door in ("site", "borne", "integre"))
    event = find_event("salon-demo")
    assert event is not None
    assert event.is_open
    assert {kind for (kind,) in values(Timeline, "kind")} >= {"etape", "note", "appel", "jours", "suivi"}


def test_a_second_time_it_adds_nothing_and_gives_another_password(app: Flask) -> None:
    first, second = demo(app), demo(app)
    assert count_visits() == 200
    assert password(first) != password(second)
    client = PageClient(app)
    page = client.get("/pilotage/connexion")
    fields = {"email": "demo@aract.example", "password": password(first)}
    client.submit(page, "form#login", fields, status=422)
    landed = client.submit(page, "form#login", {**fields, "password": password(second)})
    assert landed.path == "/pilotage"
    assert re.search(r"http://\S+/borne/salon-demo", second)


def test_real_visits_and_accounts_are_never_mixed_with_invented_ones(app: Flask) -> None:
    start_assessment(door="site", now=NOW)
    assert "vrais diagnostics" in demo(app, 1)
    assert find_account("demo@aract.example") is None
    assert count_visits() == 1


def test_nor_in_a_database_with_accounts_alone(app: Flask) -> None:
    make_account("agathe@aract.example", Role.ADMINISTRATRICE)
    assert "vrais comptes" in demo(app, 1)
    assert count_visits() == 0
