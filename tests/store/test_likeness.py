"""Dossiers that may be one company's: found by SIREN, e-mail, telephone and folded name, and told why."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from models.store.applications import Applicant, ApplicationKind, submit_application
from models.store.audit import COMMAND_LINE
from models.store.dossier_links import link, list_alike, list_kin, list_of_person
from models.store.likeness import MOST_ALIKE, Likeness, find_alike, marks_of
from models.store.tables import DossierLikeness
from models.store.visits import delete_assessment
from tests.rows import count, drop, values
from tests.store.making import NOW, started

ASKED = Applicant(
    ApplicationKind.APPLICATION,
    "Jérôme Faure",
    email="jerome@forez.fr",
    phone="+33477102030",
    company="Fonderie du Forez",
    company_number="55210055400013",
)
STRANGER = Applicant(ApplicationKind.APPLICATION, "Inès", email="ines@ailleurs.fr", company="Ailleurs")


def dossier(asked: Applicant) -> int:
    visit, _ = started()
    submit_application(visit.assessment_id, asked, [], NOW)
    return visit.assessment_id


@pytest.mark.parametrize(
    ("typed", "shares"),
    [
        ({"company_number": "552100554"}, (Likeness.SIREN,)),
        ({"email": "Jerome@Forez.FR"}, (Likeness.EMAIL,)),
        ({"phone": "+33477102030;ext=12"}, (Likeness.PHONE,)),
        ({"company": "FONDERIE-DU-FOREZ"}, (Likeness.COMPANY,)),
        ({"company": "S.A.R.L. Fonderie du Forêz"}, (Likeness.COMPANY,)),
        ({"company": "SA"}, None),
        ({"email": "jerome@forez.fr", "company": "fonderie du forez"}, (Likeness.EMAIL, Likeness.COMPANY)),
    ],
)
def test_each_mark_points_to_the_other_dossier(
    store: Path, typed: dict[str, str], shares: tuple[Likeness, ...] | None
) -> None:
    one = dossier(ASKED)
    dossier(STRANGER)
    found = list_alike(replace(Applicant(ApplicationKind.CALL_BACK, "Quelqu’un"), **typed))  # type: ignore[arg-type]
    assert [(each.id, each.shares) for each in found] == ([(one, shares)] if shares else [])
    assert list_alike(replace(ASKED, **typed), but=[one]) == []  # type: ignore[arg-type]


def test_the_other_dossiers_of_a_person_are_those_with_her_email_or_her_telephone(store: Path) -> None:
    mine, by_email, by_phone, _, nameless = (
        dossier(ASKED),
        dossier(replace(STRANGER, email="Jerome@Forez.FR")),
        dossier(replace(STRANGER, email="", phone=ASKED.phone)),
        dossier(STRANGER),
        dossier(replace(ASKED, email="", phone="")),
    )
    assert [each.id for each in list_of_person(mine)] == [by_email, by_phone]
    assert list_of_person(nameless) == []


def test_a_file_shows_those_that_share_most_first_and_those_linked_before_all(store: Path) -> None:
    mine, whole, by_name, linked = (
        dossier(each) for each in (ASKED, ASKED, replace(STRANGER, company=ASKED.company), STRANGER)
    )
    link(mine, linked, NOW, COMMAND_LINE)
    assert [(kin.id, kin.linked, len(kin.shares)) for kin in list_kin(mine)] == [
        (linked, True, 0),
        (whole, False, 4),
        (by_name, False, 1),
    ]


def test_a_common_name_hides_no_dossier_of_the_same_siren(store: Path) -> None:
    old = dossier(ASKED)
    for _ in range(MOST_ALIKE + 1):
        dossier(replace(STRANGER, company=ASKED.company))
    found = list_alike(replace(ASKED, email="", phone=""))
    assert (found[0].id, len(found)) == (old, MOST_ALIKE)
    assert found[0].shares == (Likeness.SIREN,), "of a name so common only the newest are looked at"


def test_what_is_corrected_or_erased_is_no_longer_like(store: Path) -> None:
    one, other = dossier(ASKED), dossier(ASKED)
    submit_application(other, replace(STRANGER, phone="+33612345678", company_number="732829320"), [], NOW)
    assert list_kin(one) == []
    delete_assessment(one, NOW)
    assert set(values(DossierLikeness, "assessment_id")) == {(other,)}


def test_a_visit_without_a_request_is_like_nobody(store: Path) -> None:
    dossier(ASKED)
    visit, _ = started()
    assert list_kin(visit.assessment_id) == []
    assert find_alike(marks_of(company_number="", email="", phone="", company="")) == {}


def test_requests_of_before_are_marked_as_those_of_today(store: Path) -> None:
    for asked in (ASKED, STRANGER, replace(ASKED, company="S.A.S. L’Œuvre", phone="+33477102030;ext=3")):
        dossier(asked)
    today = sorted(values(DossierLikeness, "kind", "value", "assessment_id"))
    step = import_module("models.store.migrations.0010_imports")
    drop(DossierLikeness)
    with DossierLikeness._meta.database.obj.bind_ctx([step.Application]):
        marks = [mark for row in step.Application.select() for mark in step._marks(row)]
    assert sorted((each["kind"], each["value"], each["assessment"]) for each in marks) == today
    assert count(DossierLikeness) == 0
