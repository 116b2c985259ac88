"""By what two dossiers may be one company's: kept in step with each request, folded, so that looking is quick.

It only points out: nothing is linked by it, and a person may well ask twice for good reasons.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from enum import StrEnum

from models.store.search_words import fold, squeeze
from models.store.tables import Application, DossierLikeness

MOST_ALIKE = 50
"""How many dossiers like one are looked at, the newest first."""

_LEGAL_FORMS = frozenset({"sa", "sas", "sasu", "sarl", "eurl", "scop", "scic", "snc"})
"""What one writes before or after a company's name, or doesn't."""


class Likeness(StrEnum):
    """What two dossiers can share."""

    SIREN = "siren"
    EMAIL = "email"
    PHONE = "telephone"
    COMPANY = "entreprise"


Marks = Mapping[Likeness, str]
"""What a request is recognised by; what wasn't given is left out."""


def marks_of(*, company_number: str, email: str, phone: str, company: str) -> Marks:
    """The marks of a request: a telephone's extension, a name's accents, signs and legal form aside."""
    marks = {
        Likeness.SIREN: company_number[:9],
        Likeness.EMAIL: fold(email).strip(),
        Likeness.PHONE: phone.partition(";")[0],
        Likeness.COMPANY: _company_mark(company),
    }
    return {kind: value for kind, value in marks.items() if value}


def _company_mark(company: str) -> str:
    words = [squeeze(word) for word in fold(company).replace(".", "").split()]
    return "".join(word for word in words if word not in _LEGAL_FORMS) or "".join(words)


def keep_marks(application: Application) -> None:
    """Note, in the caller's transaction, by what a request is recognised."""
    dossier_id = application.assessment_id
    marks = marks_of(
        company_number=application.company_number,
        email=application.email,
        phone=application.phone,
        company=application.company,
    )
    DossierLikeness.delete().where(DossierLikeness.assessment == dossier_id).execute()
    if marks:
        rows = [{"kind": kind, "value": value, "assessment": dossier_id} for kind, value in marks.items()]
        DossierLikeness.insert_many(rows).execute()


def marks_on_record(dossier_id: int) -> Marks:
    """The marks of a dossier's request; none where it has none."""
    rows = DossierLikeness.select().where(DossierLikeness.assessment == dossier_id)
    return {Likeness(row.kind): row.value for row in rows}


def find_alike(marks: Marks, but: Collection[int] = ()) -> dict[int, tuple[Likeness, ...]]:
    """The dossiers that share some of these marks, each with those it shares; without `but`.

    Those that share most come first, then by the surest mark, then the newest. Each mark is looked for by itself, so
    that a name as common as Durand hides no dossier of the same SIREN.
    """
    alike: dict[int, list[Likeness]] = defaultdict(list)
    for kind in filter(marks.__contains__, Likeness):
        shared = (DossierLikeness.kind == kind) & (DossierLikeness.value == marks[kind])
        rows = DossierLikeness.select().where(shared, DossierLikeness.assessment.not_in(list(but)))
        for row in rows.order_by(DossierLikeness.assessment.desc()).limit(MOST_ALIKE):
            alike[row.assessment_id].append(kind)
    surest = list(Likeness).index
    nearest = sorted(alike, key=lambda id_: (-len(alike[id_]), surest(alike[id_][0]), -id_))[:MOST_ALIKE]
    return {id_: tuple(alike[id_]) for id_ in nearest}
