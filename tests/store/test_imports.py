"""A table imported whole and undone whole, until somebody worked on one of its dossiers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from models.rules.result import Grant
from models.store.applications import Applicant, ApplicationKind, submit_application
from models.store.audit import Actor, list_audit, record
from models.store.by_hand import Entered
from models.store.dossier_file import add_note, change_stage, follow_up, get_dossier, grant_days
from models.store.dossier_links import link
from models.store.erasure import delete_assessment
from models.store.imports import MOST_LISTED, AlreadyImported, CantUndo, import_dossiers, list_imports, undo_import
from models.store.proposals import save_proposal
from models.store.register import erased_on_request
from models.store.tables import AnswerRow, Application, Assessment, DossierLikeness, ImportedDossier, Revision, Timeline
from models.store.timeline import EntryKind
from models.store.visits import find_visit, record_answer
from models.store.visits.addresses import renew_address_of
from tests.rows import change, count
from tests.store.making import NOW, started

CAMILLE, AGATHE = Actor(None, "camille@aract.fr", "Camille"), Actor(None, "agathe@aract.fr", "Agathe")
LATER = NOW + timedelta(hours=1)
SOURCE = b"entreprise\nFonderie du Forez\n..."
GRANT = Grant(5, date(2025, 6, 2), 100_000, 100_000, 400_000)


def entered(company: str, **known: object) -> Entered:
    applicant = Applicant(ApplicationKind.APPLICATION, "", company=company, email="a@exemple.fr")
    return Entered(applicant, "candidature", date(2025, 3, 15), {"territoire": "42"}, **known)  # type: ignore[arg-type]


def imported() -> list[int]:
    known = [entered("Fonderie du Forez", grant=GRANT, shown=("Candidature", "5 jours")), entered("L’Établi")]
    return import_dossiers(SOURCE, known, NOW, CAMILLE)


def version(dossier_id: int) -> int:
    return get_dossier(dossier_id).version


def test_an_import_is_remembered_and_undone_whole(store: Path) -> None:
    kept = started()[0].assessment_id
    imported()
    (made,) = list_imports()
    assert (made.made_by, made.made_at, made.dossiers, made.left, made.work) == ("Camille", NOW, 2, 2, None)
    assert made.can_be_undone
    assert undo_import(made.id, LATER, AGATHE) == 2
    assert [row.id for row in Assessment.select()] == [kept]
    assert [count(table) for table in (Application, DossierLikeness, ImportedDossier, Timeline)] == [0, 0, 0, 0]
    (made,) = list_imports()
    assert (made.undone_by, made.undone_at, made.can_be_undone) == ("Agathe", LATER, False)
    told = list_audit()[0]
    assert (told.actor, told.action, told.detail) == ("agathe@aract.fr", "annuler un import", "2 dossiers")
    assert erased_on_request() == set(), "nobody asked to be forgotten"


def test_undone_twice_is_once_and_the_file_can_be_imported_again(store: Path) -> None:
    imported()
    with pytest.raises(AlreadyImported):
        imported()
    undo_import(list_imports()[0].id, LATER, CAMILLE)
    assert undo_import(list_imports()[0].id, LATER, CAMILLE) == 0
    assert len(imported()) == 2
    with pytest.raises(AlreadyImported):
        imported()
    assert [made.can_be_undone for made in list_imports()] == [True, False]
    with pytest.raises(KeyError):
        undo_import(99, LATER, CAMILLE)


def test_a_file_imported_before_imports_were_remembered_isn_t_imported_again(store: Path) -> None:
    digest = hashlib.sha256(SOURCE).hexdigest()[:16]
    record(CAMILLE, "importer", NOW, subject=digest, detail="2 dossiers")
    with pytest.raises(AlreadyImported):
        imported()


def _answer(dossier_id: int) -> None:
    visit = find_visit(renew_address_of(dossier_id, LATER), LATER)
    assert visit is not None
    record_answer(visit, "effectif", 12, LATER)


WORK: dict[str, tuple[Callable[[int], object], str]] = {
    "a note": (lambda id_: add_note(id_, EntryKind.NOTE, "Vu.", None, LATER, AGATHE), "Agathe"),
    "a stage": (
        lambda id_: change_stage(id_, version(id_), "selectionne", None, "", LATER, AGATHE, shown="Sélectionné"),
        "Agathe",
    ),
    "a follow-up": (lambda id_: follow_up(id_, version(id_), None, None, LATER, AGATHE, shown="Suivi"), "Agathe"),
    "a grant": (
        lambda id_: grant_days(id_, version(id_), GRANT, date(2026, 3, 1), "", LATER, AGATHE, shown="5 jours"),
        "Agathe",
    ),
    "a link": (lambda id_: link(id_, started()[0].assessment_id, LATER, AGATHE), "Agathe"),
    "a proposal": (lambda id_: save_proposal("Printemps", [id_], LATER, AGATHE), "Agathe"),
    "a request of the person": (
        lambda id_: submit_application(id_, Applicant(ApplicationKind.CALL_BACK, "Inès"), [], LATER),
        "la personne",
    ),
    "an answer of the person": (_answer, "la personne"),
}


@pytest.mark.parametrize("done", WORK)
def test_work_on_one_dossier_keeps_the_import(store: Path, done: str) -> None:
    _, worked_on = imported()
    work, by = WORK[done]
    work(worked_on)
    (made,) = list_imports()
    assert made.work is not None
    assert (made.work.by, made.work.dossier_id, made.work.at) == (by, worked_on, LATER)
    assert made.work.reference == get_dossier(worked_on).reference
    assert made.work.summary or done == "a note"
    with pytest.raises(CantUndo) as refused:
        undo_import(made.id, LATER, CAMILLE)
    assert refused.value.work == made.work
    assert made.left == 2


def test_an_import_that_lost_a_dossier_isn_t_undone(store: Path) -> None:
    erased, _ = imported()
    delete_assessment(erased, LATER)
    (made,) = list_imports()
    assert (made.left, made.work, made.can_be_undone) == (1, None, False)
    with pytest.raises(CantUndo):
        undo_import(made.id, LATER, CAMILLE)


def test_work_on_the_dossiers_of_one_import_holds_no_other_up(store: Path) -> None:
    imported()
    (other,) = import_dossiers(b"another", [entered("Autre")], NOW, CAMILLE)
    WORK["a note"][0](other)
    WORK["a proposal"][0](other)
    WORK["an answer of the person"][0](other)
    latest, first = list_imports()
    assert (latest.dossiers, latest.can_be_undone, first.dossiers, first.can_be_undone) == (1, False, 2, True)
    assert undo_import(first.id, LATER, CAMILLE) == 2
    assert [row.id for row in Assessment.select()] == [other]


@pytest.mark.parametrize("done", ["a note", "an answer of the person"])
def test_what_was_done_first_is_told_whichever_dossier_it_was_done_on(store: Path, done: str) -> None:
    one, other = imported()
    work, _ = WORK[done]
    work(other)
    work(one)
    if done == "an answer of the person":
        change(AnswerRow, answered_at=LATER + timedelta(hours=1))
        newest = Revision.select(Revision.id).where(Revision.assessment == other)
        AnswerRow.update(answered_at=LATER).where(AnswerRow.revision.in_(newest), AnswerRow.key == "effectif").execute()
    told = list_imports()[0].work
    assert told is not None
    assert told.dossier_id == other


def test_only_the_latest_imports_are_listed(store: Path) -> None:
    for number in range(MOST_LISTED + 1):
        import_dossiers(str(number).encode(), [entered("Fonderie")], NOW + timedelta(minutes=number), CAMILLE)
    listed = [made.made_at for made in list_imports()]
    assert listed == [NOW + timedelta(minutes=number) for number in range(MOST_LISTED, 0, -1)]
