"""Requests and applications: one an assessment, however often they are sent, with the letters that announce them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models.store.applications import (
    Applicant,
    ApplicationKind,
    find_application,
    submit_application,
)
from models.store.dossier_file import get_dossier
from models.store.outbox import Letter, MailKind, list_mail
from models.store.tables import Application, Assessment
from models.store.timeline import EntryKind, list_entries
from models.store.visits import Visit, VisitGone, delete_assessment, start_assessment
from tests.rows import change, count

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
CALL = Applicant(ApplicationKind.CALL_BACK, "Marie Durand", phone="+33612345678", moment="le matin")
APPLICATION = Applicant(
    ApplicationKind.APPLICATION,
    "Marie Durand",
    "Gérante",
    "marie@exemple.fr",
    "+33612345678",
    "Menuiserie Durand",
    "73282932000074",
    "07000",
    "Mieux répartir le temps de travail.",
    "le matin",
    wants_news=True,
)
LETTERS = [
    Letter(MailKind.RECEIPT, "marie@exemple.fr", "Reçu", "…", "…"),
    Letter(MailKind.NOTICE, "aract@exemple.fr", "Nouveau", "…", "…"),
]


@pytest.fixture(autouse=True)
def _store(store: Path | str) -> None:
    """Each on a database of its own."""


@pytest.fixture
def visit() -> Visit:
    return start_assessment(door="site", now=NOW)[0]


def _stage(visit: Visit) -> str:
    return str(get_dossier(visit.assessment_id).stage)


def test_kept_whole_with_its_letters(visit: Visit) -> None:
    assert submit_application(visit.assessment_id, APPLICATION, LETTERS, NOW) is True
    kept = find_application(visit.assessment_id)
    assert kept is not None
    assert kept.applicant == APPLICATION
    assert kept.created_at == NOW
    assert {record.kind for record in list_mail(assessment_id=visit.assessment_id)} == {
        MailKind.RECEIPT,
        MailKind.NOTICE,
    }
    assert _stage(visit) == "candidature"


def test_a_double_submission_is_one_application_and_one_pair_of_letters(visit: Visit) -> None:
    submit_application(visit.assessment_id, APPLICATION, LETTERS, NOW)
    assert submit_application(visit.assessment_id, APPLICATION, LETTERS, NOW + timedelta(seconds=1)) is False
    assert len(list_mail()) == 2
    assert count(Application) == 1


def test_a_call_back_then_an_application_then_a_call_back(visit: Visit) -> None:
    submit_application(visit.assessment_id, CALL, LETTERS, NOW)
    assert _stage(visit) == "nouveau"
    later = NOW + timedelta(days=1)
    assert submit_application(visit.assessment_id, APPLICATION, LETTERS, later) is True
    assert _stage(visit) == "candidature"
    asked_again = replace(CALL, moment="mardi", wants_news=True)
    assert submit_application(visit.assessment_id, asked_again, LETTERS, later) is True
    kept = find_application(visit.assessment_id)
    assert kept is not None
    assert kept.applicant == replace(APPLICATION, moment="mardi")
    assert (kept.created_at, kept.updated_at) == (NOW, later)
    assert len(list_mail()) == 6
    told = [entry.summary for entry in list_entries(visit.assessment_id) if entry.kind is EntryKind.REQUEST]
    assert told == ["Demande complétée", "Candidature reçue", "Demande de rappel reçue"]


def test_what_the_aract_decided_stays(visit: Visit) -> None:
    submit_application(visit.assessment_id, CALL, [], NOW)
    change(Assessment, application_stage="selectionne")
    submit_application(visit.assessment_id, APPLICATION, [], NOW)
    assert _stage(visit) == "selectionne"


def test_an_assessment_that_is_gone(visit: Visit) -> None:
    delete_assessment(visit.assessment_id, NOW)
    with pytest.raises(VisitGone):
        submit_application(visit.assessment_id, CALL, LETTERS, NOW)
    assert list_mail() == []


def test_erasing_the_assessment_erases_request_and_letters(visit: Visit) -> None:
    submit_application(visit.assessment_id, APPLICATION, LETTERS, NOW)
    delete_assessment(visit.assessment_id, NOW)
    assert find_application(visit.assessment_id) is None
    assert list_mail() == []
