"""What the team entered or noted, put right: the facts with their columns, the notes with their former versions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from models.rules.question import Answer
from models.store.applications import Applicant, ApplicationKind, find_application
from models.store.audit import COMMAND_LINE, Actor, list_audit
from models.store.by_hand import Entered, enter_dossier
from models.store.dossier_file import StaleSave, add_note, change_applicant, get_dossier
from models.store.dossiers import count_dossiers
from models.store.fact_corrections import AnsweredByCompany, correct_facts, known_facts
from models.store.filters import Filters
from models.store.note_corrections import correct_note, find_note, withdraw_note
from models.store.personal_data import erase_dossier
from models.store.staff import Role, create_account
from models.store.tables import Assessment, Timeline
from models.store.timeline import EntryKind, list_entries, standing
from models.store.visits import find_visit, record_answer, renew_address_of
from models.store.visits.finding import read_answers
from tests.rows import change, count, only, rows
from tests.store.making import NOW, concluded, started

BY = COMMAND_LINE
LATER = NOW + timedelta(days=3)
FACTS: dict[str, Answer] = {"territoire": "42", "secteur": "commerce", "effectif": 12, "themes": ("qvct",)}
RIGHT: dict[str, Answer] = {"territoire": "42", "structure": "scop", "secteur": "industrie", "effectif": 120}


@pytest.fixture(autouse=True)
def _store(store: Path | str) -> None:
    """Each on a database of its own."""


@pytest.fixture
def dossier() -> int:
    applicant = Applicant(ApplicationKind.CALL_BACK, "Jérôme Faure")
    return enter_dossier(Entered(applicant, "nouveau", date(2026, 1, 15), FACTS), NOW, BY)


def correct(dossier_id: int, facts: dict[str, Answer], version: int | None = None) -> None:
    seen = get_dossier(dossier_id).version if version is None else version
    words = {"shown": "Secteur\u00a0: Commerce → Industrie", "fields": "Secteur"}
    correct_facts(dossier_id, seen, facts, "Erreur de saisie.", LATER, BY, **words)


def test_answers_and_columns_change_together_with_who_and_why_in_the_history(dossier: int) -> None:
    assert known_facts(dossier) == FACTS
    correct(dossier, RIGHT)
    assert known_facts(dossier) == RIGHT
    row = only(Assessment)
    assert (row.department, row.structure, row.sector, row.headcount, row.size, row.themes) == (
        *("42", "scop", "industrie", 120, "50-et-plus", None),
    )
    entry = list_entries(dossier)[0]
    assert (entry.kind, entry.text, entry.author, entry.at) == (EntryKind.FACTS, "Erreur de saisie.", BY.name, LATER)
    logged = list_audit(assessment_id=dossier)[0]
    assert (logged.action, logged.detail) == ("corriger les faits", "Secteur")
    correct(dossier, FACTS)
    assert known_facts(dossier) == FACTS
    assert only(Assessment).structure is None


def test_a_stale_correction_is_refused_and_writes_nothing(dossier: int) -> None:
    seen = get_dossier(dossier).version
    correct(dossier, RIGHT)
    with pytest.raises(StaleSave) as refused:
        correct(dossier, FACTS, seen)
    assert [each.text for each in refused.value.changes] == ["Erreur de saisie."]
    assert known_facts(dossier) == RIGHT


def test_another_part_of_the_file_never_makes_it_stale(dossier: int) -> None:
    seen = get_dossier(dossier).version
    add_note(dossier, EntryKind.CALL, "Appelé.", NOW.date(), NOW, BY)
    correct(dossier, RIGHT, seen)
    assert known_facts(dossier) == RIGHT


def test_of_two_who_change_the_person_at_once_the_second_is_told_of_the_first(dossier: int) -> None:
    seen, right = get_dossier(dossier).version, Applicant(ApplicationKind.CALL_BACK, "Jérôme Favre")
    change_applicant(dossier, seen, right, LATER, BY)
    with pytest.raises(StaleSave) as refused:
        change_applicant(dossier, seen, replace(right, name="Jérôme Fabre"), LATER, BY)
    assert [(each.summary, each.author) for each in refused.value.changes] == [
        ("Coordonnées et projet modifiés", BY.name)
    ]
    kept = find_application(dossier)
    assert kept is not None
    assert kept.applicant == right


def test_the_journal_tells_a_call_from_a_note(dossier: int) -> None:
    for kind, action in ((EntryKind.CALL, "noter un appel"), (EntryKind.NOTE, "écrire une note")):
        noted(dossier, kind)
        assert list_audit(assessment_id=dossier)[0].action == action


def test_what_a_company_answered_is_hers(dossier: int) -> None:
    for hers, _ in (started(), concluded()):
        with pytest.raises(AnsweredByCompany):
            correct(hers.assessment_id, RIGHT)
    correct(dossier, RIGHT)
    visit = find_visit(renew_address_of(dossier, LATER), LATER)
    assert visit is not None
    record_answer(visit, "secteur", "services", LATER)
    with pytest.raises(AnsweredByCompany):
        correct(dossier, FACTS)
    with pytest.raises(AnsweredByCompany):
        known_facts(dossier)
    assert read_answers(visit.revision_id)[0] == {**RIGHT, "secteur": "services"}


def test_nobody_s_facts() -> None:
    with pytest.raises(KeyError):
        known_facts(99)


def noted(dossier_id: int, kind: EntryKind = EntryKind.NOTE, text: str = "Veut arrêter.") -> int:
    add_note(dossier_id, kind, text, date(2026, 3, 1), NOW, BY, summary="Par Lou")
    return get_dossier(dossier_id).version


def test_a_correction_names_what_it_replaces_and_rewrites_nothing(dossier: int) -> None:
    entry = noted(dossier)
    before = rows(Timeline)
    correct_note(dossier, entry, entry, "Veut continuer.", date(2026, 3, 2), LATER, BY)
    again = get_dossier(dossier).version
    correct_note(dossier, again, entry, "Veut bien continuer.", date(2026, 3, 2), LATER, BY)
    kept = rows(Timeline)
    assert [vars(row)["__data__"] for row in kept[: len(before)]] == [vars(row)["__data__"] for row in before]
    assert [row.replaces_id for row in kept[-3:]] == [None, entry, again]
    note = find_note(dossier, again)
    assert [each.text for each in note.versions] == ["Veut arrêter.", "Veut continuer.", "Veut bien continuer."]
    assert (note.said.summary, note.said.happened_on, note.withdrawn) == ("Par Lou", date(2026, 3, 2), False)
    assert [each.text for each in standing(list_entries(dossier))].count("Veut bien continuer.") == 1
    assert "Veut arrêter." not in [each.text for each in standing(list_entries(dossier))]
    logged = list_audit(assessment_id=dossier)[0]
    assert (logged.action, logged.detail) == ("corriger une note", "")


def test_a_withdrawn_note_says_nothing_until_it_is_put_back(dossier: int) -> None:
    entry = noted(dossier)
    withdraw_note(dossier, entry, entry, LATER, BY)
    note = find_note(dossier, entry)
    assert (note.withdrawn, note.said.text) == (True, "Veut arrêter.")
    assert note.versions[-1].author == BY.name
    assert "Veut arrêter." not in [each.text for each in standing(list_entries(dossier))]
    seen = get_dossier(dossier).version
    withdraw_note(dossier, seen, entry, LATER, BY)
    assert get_dossier(dossier).version == seen
    correct_note(dossier, seen, entry, "Veut arrêter.", None, LATER, BY)
    assert not find_note(dossier, entry).withdrawn
    assert [each.action for each in list_audit(assessment_id=dossier)][:2] == ["rétablir une note", "retirer une note"]


def test_two_at_once_on_one_note(dossier: int) -> None:
    entry = noted(dossier)
    noted(dossier, text="Une autre note, qui ne gêne pas.")
    correct_note(dossier, entry, entry, "Hers.", None, LATER, BY)
    before = count(Timeline)
    with pytest.raises(StaleSave) as refused:
        correct_note(dossier, entry, entry, "Mine.", None, LATER, BY)
    assert [each.text for each in refused.value.changes] == ["Hers."]
    with pytest.raises(StaleSave):
        withdraw_note(dossier, entry, entry, LATER, BY)
    assert count(Timeline) == before


def test_only_notes_and_calls_of_that_dossier(dossier: int) -> None:
    entry = noted(dossier)
    other = enter_dossier(Entered(Applicant(ApplicationKind.CALL_BACK, "Lou"), "nouveau", NOW.date()), NOW, BY)
    by_hand = next(each.id for each in list_entries(dossier) if each.kind is EntryKind.BY_HAND)
    for dossier_id, entry_id in ((other, entry), (dossier, by_hand), (dossier, 99_999)):
        with pytest.raises(KeyError):
            withdraw_note(dossier_id, 0, entry_id, LATER, BY)


def test_a_call_withdrawn_answered_nobody(dossier: int) -> None:
    waiting = Filters(unanswered_by=date(2026, 2, 1))
    account = create_account("lou@aract.example", "Lou", Role.CHARGEE, "cheval agrafe pile correcte", NOW, BY)
    lou = Actor(account.id, account.email, account.name)
    assert count_dossiers(waiting) == 1
    entry = noted(dossier, EntryKind.CALL)
    change(Timeline, author_account=lou.id)
    assert count_dossiers(waiting) == 0
    correct_note(dossier, entry, entry, "Elle rappelle lundi.", None, LATER, lou)
    assert count_dossiers(waiting) == 0
    withdraw_note(dossier, get_dossier(dossier).version, entry, LATER, lou)
    assert count_dossiers(waiting) == 1


def test_erasing_takes_every_version(dossier: int) -> None:
    entry = noted(dossier)
    correct_note(dossier, entry, entry, "Autre chose.", None, LATER, BY)
    withdraw_note(dossier, get_dossier(dossier).version, entry, LATER, BY)
    erase_dossier(dossier, LATER, BY)
    assert count(Timeline) == 0
