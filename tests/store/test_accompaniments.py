"""Who accompanies a dossier, and for how long she reads it; what is kept of an accompaniment, and what is forgotten."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from models.rules.accompaniment import Allowance, Checkpoint
from models.store.accompaniments import (
    NotOpen,
    allowance_of,
    assign_consultant,
    consultants_of,
    find_accompaniment,
    list_companies,
    plan_next_visit,
    reads_dossier,
    record_checkpoint,
)
from models.store.applications import Applicant, ApplicationKind, submit_application
from models.store.audit import COMMAND_LINE, list_audit
from models.store.copying import copy_database
from models.store.database import close_database, open_database
from models.store.dossier_file import StaleSave, get_dossier
from models.store.erasure import anonymise, delete_assessment
from models.store.interventions import list_interventions
from models.store.personal_data import extract_dossier
from models.store.retention import purge
from models.store.staff import Role, change_account, list_colleagues, list_consultants
from models.store.tables import Accompaniment, Intervention
from models.store.timeline import EntryKind, list_entries
from tests.engines import FILE, empty
from tests.rows import count, everything
from tests.rules.sample import SAMPLE
from tests.store.accompanying import a_consultant, accompanied, check, confide, grant, move, visit
from tests.store.making import NOW, concluded

pytestmark = pytest.mark.usefixtures("store")
DAY, TODAY = timedelta(days=1), NOW.date()


def dossier(company: str = "Ateliers du Diois") -> int:
    found, _ = concluded()
    submit_application(found.assessment_id, Applicant(ApplicationKind.APPLICATION, "Zoé", company=company), [], NOW)
    return found.assessment_id


def readers(number: int, *accounts: int, today: date = TODAY) -> list[bool]:
    return [reads_dossier(account, number, today) for account in accounts]


def test_a_dossier_is_confided_at_its_stage_and_history_and_journal_tell_it() -> None:
    ines, number = a_consultant(), dossier()
    with pytest.raises(NotOpen):
        confide(number, ines)
    accompanied(number, 10, ines)
    assert (find_accompaniment(number).consultant_id, consultants_of([number])) == (ines.id, {number: "Inès Faure"})
    assert list_entries(number)[0].summary == "Inès Faure"
    assert list_audit(assessment_id=number)[0].action == "confier à une consultante"


def test_a_change_of_consultant_ends_the_former_s_access_at_once() -> None:
    ines, paul, number = a_consultant(), a_consultant("paul@conseil.example", "Paul Roy"), dossier()
    accompanied(number, 10, ines)
    assert readers(number, ines.id, paul.id) == [True, False]
    confide(number, paul)
    assert readers(number, ines.id, paul.id) == [False, True]
    assert list_companies(ines.id, TODAY) == []
    confide(number, None)
    assert readers(number, ines.id, paul.id) == [False, False]
    assert find_accompaniment(number).consultant_id is None
    told = [entry.summary for entry in list_entries(number) if entry.kind is EntryKind.CONSULTANT]
    assert told == ["personne", "Paul Roy", "Inès Faure"]


def test_she_reads_for_ninety_days_after_the_end_and_no_other_stage() -> None:
    ines, number = a_consultant(), dossier()
    accompanied(number, 10, ines)
    other = accompanied(dossier(), 5)
    assert readers(other, ines.id) == [False]
    move(number, "termine", on=TODAY)
    ends = TODAY + 90 * DAY
    assert [readers(number, ines.id, today=day) for day in (TODAY, ends, ends + DAY)] == [[True], [True], [False]]
    assert [len(list_companies(ines.id, day)) for day in (TODAY, ends, ends + DAY)] == [1, 1, 0]
    for stage in ("ecarte", "selectionne", "candidature"):
        move(number, stage)
        assert readers(number, ines.id) == [False], stage
    move(number, "accompagne")
    assert readers(number, ines.id) == [True], "confided still, once it goes on"


def test_her_companies_come_by_their_next_visit_those_that_ended_last() -> None:
    ines = a_consultant()
    numbers = {name: accompanied(dossier(name), 15, ines) for name in ("Loin", "Sans date", "Bientôt", "Fini")}
    for name, days in (("Loin", 9), ("Bientôt", 2)):
        version, day = get_dossier(numbers[name]).version, TODAY + days * DAY
        plan_next_visit(numbers[name], version, day, NOW, COMMAND_LINE, shown="prévue")
    visit(numbers["Loin"], TODAY, 1)
    move(numbers["Fini"], "termine")
    listed = list_companies(ines.id, TODAY)
    assert [each.name for each in listed] == ["Bientôt", "Loin", "Sans date", "Fini"]
    assert listed[1].allowance == allowance_of(numbers["Loin"]) == Allowance("accompagne", 15, 1)
    assert allowance_of(numbers["Fini"]) == Allowance("termine", 15, 0)
    assert (listed[0].next_visit_on, listed[3].ended_on) == (TODAY + 2 * DAY, TODAY)


def test_a_plan_is_told_once_and_a_stale_one_refused() -> None:
    number = accompanied(dossier())
    version = get_dossier(number).version
    for _ in range(2):
        plan_next_visit(number, get_dossier(number).version, TODAY + DAY, NOW, COMMAND_LINE, shown="le 3")
    assert [entry.summary for entry in list_entries(number)].count("le 3") == 1
    with pytest.raises(StaleSave):
        plan_next_visit(number, version, None, NOW, COMMAND_LINE, shown="aucune")
    move(number, "termine")
    with pytest.raises(NotOpen):
        plan_next_visit(number, get_dossier(number).version, None, NOW, COMMAND_LINE, shown="aucune")


def test_the_point_d_etape_has_its_time_and_a_stale_one_is_refused() -> None:
    number = accompanied(dossier(), 15)
    for place in range(4):
        visit(number, TODAY - place * DAY)
    with pytest.raises(NotOpen):
        check(number, Checkpoint.GO_ON)
    visit(number, TODAY - 9 * DAY)
    version = get_dossier(number).version
    check(number, Checkpoint.GO_ON)
    with pytest.raises(StaleSave):
        record_checkpoint(number, version, Checkpoint.STOP, TODAY, "Non", NOW, COMMAND_LINE, shown="arrêter")
    kept = find_accompaniment(number).checkpoint
    assert kept is not None
    assert (kept.decision, kept.reason) == (Checkpoint.GO_ON, "Pourquoi")
    assert allowance_of(number).limit == 30


def test_a_stale_assignment_is_refused() -> None:
    ines, number = a_consultant(), dossier()
    accompanied(number)
    version = get_dossier(number).version
    confide(number, ines)
    with pytest.raises(StaleSave):
        assign_consultant(number, version, None, NOW, COMMAND_LINE, shown="personne")


def test_a_consultant_is_no_colleague_whom_a_dossier_is_given_to_follow() -> None:
    ines = a_consultant()
    assert ([each.id for each in list_consultants()], list_colleagues()) == ([ines.id], [])
    change_account(ines, ines.name, Role.CHARGEE, NOW, COMMAND_LINE)
    assert ([each.id for each in list_colleagues()], list_consultants()) == ([ines.id], [])


def lived() -> int:
    """A dossier with all that an accompaniment keeps."""
    number = accompanied(dossier(), 15, a_consultant())
    for place in range(5):
        visit(number, TODAY - place * DAY)
    check(number, Checkpoint.GO_ON)
    plan_next_visit(number, get_dossier(number).version, TODAY + DAY, NOW, COMMAND_LINE, shown="le 3")
    return number


def test_visits_are_kept_as_long_as_public_aid_is_then_the_days_alone_remain() -> None:
    number = lived()
    move(number, "ecarte")
    late = NOW.replace(year=NOW.year + 10)
    assert purge(SAMPLE.retention, late).accompanied == 0
    assert len(list_interventions(number)) == 5
    assert purge(SAMPLE.retention, late + DAY).accompanied == 1
    assert (count(Intervention), count(Accompaniment)) == (0, 0)
    assert get_dossier(number).half_days_used == 10
    assert list_companies(1, TODAY) == []


def test_an_erased_dossier_leaves_nothing_of_its_accompaniment() -> None:
    number = lived()
    delete_assessment(number, NOW)
    assert (count(Intervention), count(Accompaniment)) == (0, 0)
    with pytest.raises(KeyError):
        get_dossier(number)


def test_a_dossier_reduced_to_figures_is_in_nobody_s_list_not_even_confided_again() -> None:
    ines, number = a_consultant(), dossier()
    accompanied(number, 10, ines)
    anonymise([number], NOW)
    assert list_companies(ines.id, TODAY) == []
    confide(number, ines)
    assert list_companies(ines.id, TODAY) == []


def test_visits_and_the_point_d_etape_are_in_what_is_handed_over() -> None:
    rows = extract_dossier(lived(), NOW, COMMAND_LINE)
    assert len(rows["intervention"]) == 5
    assert {row["half_days"] for row in rows["intervention"]} == {2}
    (row,) = rows["accompaniment"]
    assert (row["checkpoint"], row["next_visit_on"]) == ("continuer", str(TODAY + DAY))


@pytest.mark.postgresql
def test_all_of_it_is_carried_to_the_other_engine(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    number = lived()
    before = everything()
    elsewhere: Path | str = tmp_path / "other" / "diagnostics.db"
    if engine == FILE:
        elsewhere = str(request.getfixturevalue("postgres_database"))
        empty(elsewhere)
    assert copy_database(elsewhere, tmp_path / "effaces")["intervention"] == 5
    close_database()
    open_database(elsewhere, tmp_path / "effaces")
    assert everything() == before
    grant(number, 10)
    visit(number, TODAY + DAY)
    assert get_dossier(number).half_days_used == 12
