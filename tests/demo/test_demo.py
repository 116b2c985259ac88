"""`flask demo`: a region that shows everything, made once, and never among real visits."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict
from datetime import UTC, date, datetime
from random import Random

import pytest
from flask import Flask

from models.content.loader import load
from models.demo.fill import Stand, invent_visits
from models.french.formats import paris_day
from models.service.housekeeping import count_is_due
from models.store.accompaniments import allowance_of, list_companies
from models.store.audit import PAGE, list_audit
from models.store.bulk import count_visits
from models.store.dossiers import count_by_stage, count_dossiers
from models.store.events import find_event
from models.store.filters import NO_REQUEST, STAGES, UNFINISHED, Filters
from models.store.proposals import list_proposals
from models.store.retention import purge
from models.store.reviews import answered_among
from models.store.staff import Role, find_account
from models.store.tables import Accompaniment, Application, Assessment, PeerCount, Revision, SheetVersion, Timeline
from models.store.visits import Door, start_assessment
from tests.page_client import PageClient
from tests.rows import rows, values
from tests.views.staff.conftest import NOW, make_account
from views.web.library import FIRST_CONTENT

pytestmark = pytest.mark.slow  # hundreds of visits at each


def demo(app: Flask, status: int = 0) -> str:
    done = app.test_cli_runner().invoke(args=["demo", "--assessments", "200"])
    assert done.exit_code == status, (done.output, done.exception)
    return done.output


def password(told: str) -> str:
    return told.rpartition("mot de passe : ")[2].strip()


def test_it_shows_everything_in_order_with_nothing_overdue_and_is_made_once(app: Flask) -> None:
    first = demo(app)
    everything_is_there_to_show()
    a_dossier_takes_its_time_from_stage_to_stage()
    its_journal_is_in_order()
    nothing_is_overdue()
    second = demo(app)
    assert count_visits() == 200
    only_the_last_password_opens(app, password(first), password(second))
    assert re.search(r"http://\S+/borne/salon-demo", second)


def everything_is_there_to_show() -> None:
    stages = count_by_stage(Filters())
    assert all(stages[stage] for stage in (*STAGES, NO_REQUEST, UNFINISHED)), stages
    today = paris_day(datetime.now(UTC))
    assert count_dossiers(Filters(call_back_by=today))
    assert count_dossiers(Filters(mail_failed=True)) == 2
    assert count_dossiers(Filters(unassigned=True, contacted=True))
    assert count_dossiers(Filters(granted=True))
    sirens = Counter(siren for (siren,) in values(Application, "siren") if siren)
    assert sorted(sirens.values())[-2:] == [1, 2], "one company asked twice"
    assert count_dossiers(Filters(rehearsals=True))
    assert all(count_dossiers(Filters(doors=(door,))) for door in ("site", "borne", "integre"))
    event = find_event("salon-demo")
    assert event is not None
    assert event.is_open
    assert {kind for (kind,) in values(Timeline, "kind")} >= {"etape", "note", "appel", "jours", "suivi"}
    assert {number for (number,) in values(Revision, "number")} == {1, 2}, "some took stock again"
    (proposal,) = list_proposals()
    assert proposal.still_open == 4
    checkpoints = {decision for (decision,) in values(Accompaniment, "checkpoint")}
    assert checkpoints == {None, "continuer", "arreter"}
    assert all(consultant for (consultant,) in values(Accompaniment, "consultant_id"))
    helped = [each for each in rows(Assessment) if each.application_stage in {"accompagne", "termine"}]
    assert [each.half_days_used for each in helped if each.application_stage == "termine"] == [
        2 * each.days_granted for each in helped if each.application_stage == "termine"
    ]
    under_way = [each for each in helped if each.application_stage == "accompagne"]
    assert {15, 10, 5} == {each.days_granted for each in under_way}
    assert any(allowance_of(each.id).checkpoint_due for each in under_way)
    told = {assessment for (assessment,) in values(SheetVersion, "assessment_id")}
    assert told
    assert answered_among(told) == told, "a sheet is written from what its company answered"
    consultant = find_account("ines.faure@conseil.example")
    assert consultant is not None
    assert list_companies(consultant.id, today)


def nothing_is_overdue() -> None:
    counts = purge(load(FIRST_CONTENT.read_bytes(), FIRST_CONTENT.name).retention, datetime.now(UTC))
    assert set(asdict(counts).values()) == {0}
    assert rows(PeerCount)
    assert not count_is_due(datetime.now(UTC)), "whoever starts it would wait while its companies are counted"


def a_dossier_takes_its_time_from_stage_to_stage() -> None:
    moments: dict[int, list[datetime]] = {}
    for entry in rows(Timeline, Timeline.kind == "etape"):
        if entry.author_id is not None:  # a visitor who asks is at that stage at once
            moments.setdefault(entry.assessment_id, []).append(entry.at)
    assert len(moments) > 30
    assert not [dossier for dossier, told in moments.items() if len(set(told)) < len(told)]


def its_journal_is_in_order() -> None:
    moments = [entry.at for entry in list_audit()]
    assert len(moments) == PAGE
    assert moments == sorted(moments, reverse=True)


def only_the_last_password_opens(app: Flask, first: str, second: str) -> None:
    assert first != second
    client = PageClient(app)
    page = client.get("/pilotage/connexion")
    fields = {"email": "demo@aract.example", "password": first}
    client.submit(page, "form#login", fields, status=422)
    landed = client.submit(page, "form#login", {**fields, "password": second})
    assert landed.path == "/pilotage"


@pytest.mark.parametrize("hour", [0, 9, 15, 23])
def test_visits_at_a_stand_fall_on_its_days_and_in_the_past(hour: int) -> None:
    questionnaire = load(FIRST_CONTENT.read_bytes(), FIRST_CONTENT.name)
    now = datetime(2027, 3, 4, hour, 7, tzinfo=UTC)
    stands = Stand(1, date(2026, 8, 26)), Stand(2, date(2027, 3, 3))
    visits = list(invent_visits(questionnaire, 1, 120, now, Random(3), stands))  # noqa: S311 — the same visits each time
    days = {(visit.event_id, paris_day(visit.started_at)) for visit in visits if visit.door is Door.KIOSK}
    around = {(2, date(2027, 3, day)) for day in (3, 4)}  # the day before, where the day has hardly begun
    rehearsed = {(1, date(2026, 8, 25)), (2, date(2027, 3, 2))}
    assert days <= {(1, date(2026, 8, 26)), (1, date(2026, 8, 27))} | around | rehearsed
    assert days & rehearsed
    assert {event for event, _ in days} == {1, 2}
    assert [visit.started_at for visit in visits] == sorted(visit.started_at for visit in visits)
    assert all(visit.started_at < now for visit in visits)


def test_real_visits_and_accounts_are_never_mixed_with_invented_ones(app: Flask) -> None:
    start_assessment(door="site", now=NOW)
    assert "vrais diagnostics" in demo(app, 1)
    assert find_account("demo@aract.example") is None
    assert count_visits() == 1


def test_nor_in_a_database_with_accounts_alone(app: Flask) -> None:
    make_account("agathe@aract.example", Role.ADMINISTRATRICE)
    assert "vrais comptes" in demo(app, 1)
    assert count_visits() == 0
