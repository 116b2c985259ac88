from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from models.rules.result import Grant
from models.store.applications import Applicant, ApplicationKind, submit_application
from models.store.audit import COMMAND_LINE
from models.store.database import close_database
from models.store.dossier_file import add_note, change_stage, get_dossier, grant_days
from models.store.erasure import personal_links
from models.store.lifetimes import lifetime
from models.store.outbox import Letter, MailKind
from models.store.retention import PurgeCounts, purge
from models.store.tables import Access, AnswerRow, Application, Assessment, OutboxMessage, Revision
from models.store.timeline import EntryKind
from models.store.visits import (
    find_by_reference,
    find_visit,
    mark_opened,
    newest_result,
    open_revision,
    phone_token,
    record_answer,
)
from tests.rows import count, everything, only, values
from tests.rules.sample import SAMPLE
from tests.store.making import (
    ANSWERS,
    NOW,
    answered,
    at_kiosk,
    bytes_on_disk,
    concluded,
    found,
    result_of,
    salon,
    started,
)

pytestmark = pytest.mark.usefixtures("store")
DAY = timedelta(days=1)
NOTHING = PurgeCounts(0, 0, 0, 0, 0, 0, 0)
ZOE = Applicant(ApplicationKind.APPLICATION, "Zoé Valdoronne", email="zoe@exemple.fr", project="Un mot très personnel")


def purged(now: datetime) -> PurgeCounts:
    return purge(SAMPLE.retention, now)


def years(number: float) -> timedelta:
    return timedelta(days=365.25 * number)


def at_stage(assessment_id: int, stage: str) -> None:
    Assessment.update(application_stage=stage).where(Assessment.id == assessment_id).execute()


def remaining(assessment_id: int) -> str:
    try:
        return "figures" if get_dossier(assessment_id).anonymised else "whole"
    except KeyError:
        return "deleted"


def test_the_sample_keeps_what_the_scheme_says() -> None:
    kept = SAMPLE.retention
    assert (kept.unfinished_days, kept.finished_months, kept.application_months) == (30, 12, 36)
    assert (kept.accompanied_years, kept.phone_days, kept.revision_days) == (10, 14, 30)


def test_what_is_unfinished_lives_for_thirty_days_after_the_last_answer() -> None:
    visit, token = answered()
    record_answer(visit, "secteur", "btp", NOW + 10 * DAY)
    assert purged(NOW + 40 * DAY) == NOTHING
    assert find_visit(token, NOW + 40 * DAY)
    counts = purged(NOW + 40 * DAY + timedelta(milliseconds=1))
    assert counts == PurgeCounts(0, 1, 0, 0, 0, 0, 0)
    assert find_visit(token, NOW) is None
    assert remaining(visit.assessment_id) == "deleted"


def test_what_is_finished_becomes_figures_after_twelve_months() -> None:
    visit, token = concluded(host_origin="https://hote.example")
    year_later = NOW.replace(year=2027)
    assert purged(year_later) == NOTHING
    assert purged(year_later + timedelta(milliseconds=1)).finished == 1
    assert remaining(visit.assessment_id) == "figures"
    assert find_visit(token, NOW) is None
    assert newest_result(visit.assessment_id) is None
    assert find_by_reference(visit.reference) == []
    for table in (Access, Revision, AnswerRow):
        assert count(table) == 0
    kept = only(Assessment)
    assert (kept.department, kept.structure, kept.sector, kept.headcount) == ("07", "scic", "services", None)
    assert (kept.size, kept.themes, kept.verdict) == ("de-11-a-49", "|qvct|participation|", "eligible")
    assert (kept.stage_recommended, kept.company_level) == ("deploiement", "nouvelles-pratiques")
    assert kept.created_at == kept.concluded_at == NOW.replace(hour=0, minute=0, second=0, microsecond=0)
    assert kept.host_origin == ""
    assert kept.uid != visit.uid


def test_a_second_purge_right_after_finds_nothing() -> None:
    concluded()
    started()
    late = NOW + years(2)
    assert purged(late) == PurgeCounts(0, 1, 1, 0, 0, 0, 0)
    before = everything()
    assert purged(late) == NOTHING
    assert everything() == before


def test_a_purge_that_was_missed_for_years_is_made_up_for_at_once() -> None:
    for age in range(40):
        concluded(NOW + 10 * age * DAY)
        started(NOW + 10 * age * DAY)
    assert purged(NOW + years(20)) == PurgeCounts(0, 40, 40, 0, 0, 0, 0)


def test_between_the_batches_of_a_purge_somebody_else_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    late, left = NOW + 31 * DAY, list[int]()

    def another_visitor() -> None:
        left.append(count(Assessment))
        started(late)
        close_database()

    def somebody_comes() -> None:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(another_visitor).result()

    monkeypatch.setattr("models.store.retention.BATCH", 3)
    monkeypatch.setattr("models.store.retention.let_others_write", somebody_comes)
    for _ in range(7):
        started()
    assert purged(late).unfinished == 7
    assert left == [4, 2], "seven, less three, less three with one who came"
    assert count(Assessment) == 2


@pytest.mark.parametrize(
    ("stage", "months", "field"),
    [
        ("nouveau", 36, "applications"),
        ("contacte", 36, "applications"),
        ("candidature", 36, "applications"),
        ("selectionne", 36, "applications"),
        ("ecarte", 36, "applications"),
        ("accompagne", 120, "accompanied"),
        ("termine", 120, "accompanied"),
    ],
)
def test_applications_live_by_their_stage_from_the_last_contact(stage: str, months: int, field: str) -> None:
    visit, token = concluded()
    letter = Letter(MailKind.RECEIPT, "zoe@exemple.fr", "Votre demande", "Bonjour Zoé Valdoronne", "<p>Bonjour")
    submit_application(visit.assessment_id, ZOE, [letter], NOW + 30 * DAY)
    at_stage(visit.assessment_id, stage)
    last_day = (NOW + 30 * DAY).replace(year=2026 + months // 12)
    assert purged(last_day) == NOTHING
    assert find_visit(token, last_day)
    counts = purged(last_day + timedelta(milliseconds=1))
    assert getattr(counts, field) == 1
    assert remaining(visit.assessment_id) == "figures"
    assert only(Assessment).application_stage == stage
    for table in (Application, OutboxMessage, Access, Revision, AnswerRow):
        assert count(table) == 0, table


@pytest.mark.parametrize("then", ["selectionne", "ecarte", "withdrawn"])
def test_a_project_once_granted_stays_accountable_whatever_its_stage_becomes(then: str) -> None:
    visit, _ = concluded()
    number = visit.assessment_id
    submit_application(number, ZOE, [], NOW)
    opened = get_dossier(number).version
    grant_days(number, opened, Grant(5, NOW.date(), 1, 1, 4), NOW.date(), "", NOW, COMMAND_LINE, shown="5 jours")
    if then == "withdrawn":
        opened = get_dossier(number).version
        change_stage(number, opened, "ecarte", NOW.date(), "", NOW, COMMAND_LINE, shown="Écarté", withdrawn="Retiré")
        assert get_dossier(number).grant is None
    else:
        at_stage(number, then)
    assert lifetime(number, SAMPLE.retention).accountable
    last_day = NOW.replace(year=2036)
    assert purged(last_day) == NOTHING
    assert purged(last_day + timedelta(milliseconds=1)).accompanied == 1


@pytest.mark.parametrize(("stage", "months"), [("nouveau", 36), ("accompagne", 120)])
def test_a_call_begins_the_delay_of_an_application_anew_and_a_note_doesn_t(stage: str, months: int) -> None:
    visit, _ = concluded()
    submit_application(visit.assessment_id, ZOE, [], NOW)
    at_stage(visit.assessment_id, stage)
    called = NOW + 200 * DAY
    add_note(visit.assessment_id, EntryKind.CALL, "Elle rappellera", None, called, COMMAND_LINE)
    add_note(visit.assessment_id, EntryKind.NOTE, "Relire le projet", None, called + 10 * DAY, COMMAND_LINE)
    last_day = called.replace(year=2026 + months // 12)
    assert lifetime(visit.assessment_id, SAMPLE.retention).until == last_day
    assert purged(last_day) == NOTHING
    purged(last_day + timedelta(milliseconds=1))
    assert remaining(visit.assessment_id) == "figures"


def test_an_unfinished_visit_that_asked_to_be_called_is_an_application() -> None:
    visit, _ = started()
    submit_application(visit.assessment_id, ZOE, [], NOW)
    assert purged(NOW + years(2)) == NOTHING
    assert purged(NOW + years(4)).applications == 1


@pytest.mark.file
def test_nothing_typed_is_left_in_the_file_after_a_purge(store: Path) -> None:
    visit, _ = concluded(host_origin="https://hote.example")
    submit_application(visit.assessment_id, ZOE, [], NOW)
    typed = ["Valdoronne", "zoe@exemple.fr", "Un mot très personnel", "https://hote.example", visit.uid]
    assert all(word.encode() in bytes_on_disk(store) for word in typed)
    purged(NOW + years(4))
    held = bytes_on_disk(store)
    assert [word for word in typed if word.encode() in held] == [visit.uid]  # remembered as erased, nothing more


def test_every_table_that_belongs_to_an_assessment_is_emptied() -> None:
    names = {link.model._meta.table_name for link in personal_links()}
    assert {"access", "revision", "application", "outbox_message"} <= names
    assert not names & {"event", "content_version", "erased", "audit"}


def test_an_unfinished_revision_is_dropped_and_the_facts_are_the_results_again() -> None:
    visit, token = concluded()
    revised = open_revision(visit, NOW + DAY, short=False)
    revised = record_answer(revised, "territoire", "hors", NOW + 5 * DAY)
    assert only(Assessment).department == "hors"
    assert purged(NOW + 35 * DAY) == NOTHING
    assert purged(NOW + 35 * DAY + timedelta(milliseconds=1)) == PurgeCounts(0, 0, 0, 0, 0, 1, 0)
    assert values(Assessment, "department", "verdict") == [("07", "eligible")]
    again = found(token, NOW + 36 * DAY)
    assert (again.revision_number, again.concluded_at, again.answers) == (1, NOW, ANSWERS)
    kept = newest_result(visit.assessment_id)
    assert kept is not None
    assert kept.result == result_of(ANSWERS)


def test_a_revision_just_opened_on_old_answers_is_not_abandoned() -> None:
    visit, _ = concluded()
    open_revision(visit, NOW + 100 * DAY, short=False)
    assert purged(NOW + 101 * DAY) == NOTHING
    assert purged(NOW + 131 * DAY).revisions == 1


def test_phone_addresses_never_opened_are_dropped_and_the_others_stay() -> None:
    event = salon()
    unopened, unopened_token = at_kiosk(event)
    opened, opened_token = at_kiosk(event)
    mark_opened(found(phone_token(opened, opened_token)), NOW + DAY)
    assert purged(NOW + 14 * DAY) == NOTHING
    assert purged(NOW + 15 * DAY) == PurgeCounts(0, 0, 0, 0, 0, 0, 1)
    assert find_visit(phone_token(opened, opened_token), NOW + 15 * DAY)
    assert newest_result(unopened.assessment_id)
    assert find_visit(unopened_token, NOW)


def test_a_clock_set_back_purges_nothing() -> None:
    concluded()
    started()
    assert purged(NOW - years(30)) == NOTHING
