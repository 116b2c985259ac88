"""The file of one assessment: what was answered, found and decided, and what happened since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from flask import Response, abort, request, url_for

from models.french.staff_words import DOORS, LEVELS, OFFERS, STAGES, VERDICTS
from models.rules.path import walk
from models.store.dossier_file import Dossier, RevisionLine, get_dossier, list_revisions
from models.store.dossier_links import list_kin
from models.store.outbox import MailKind, MailRecord, list_mail
from models.store.timeline import Entry, EntryKind, list_entries
from models.store.visits import KeptResult, newest_result
from models.store.visits.finding import read_answers
from views.forms.asked_question import AnsweredPart, answered_parts
from views.journey.result_page import ResultView, view_result
from views.staff.access import staff
from views.staff.dossiers.dossier_forms import DossierForm, forms_of
from views.staff.layout import show_page
from views.web.library import library, running

MAILS = {
    MailKind.ADDRESS: "Adresse personnelle, à la personne",
    MailKind.RECEIPT: "Accusé de réception, à la personne",
    MailKind.NOTICE: "Nouvelle demande, à l’équipe",
}
KINDS = {
    EntryKind.STAGE: "Étape",
    EntryKind.NOTE: "Note",
    EntryKind.CALL: "Appel",
    EntryKind.GRANT: "Jours accordés",
    EntryKind.FOLLOW_UP: "Suivi",
    EntryKind.DETAILS: "Coordonnées",
    EntryKind.ADDRESS: "Adresse",
    EntryKind.LINK: "Lien",
    EntryKind.BY_HAND: "Saisie",
}


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One line of the timeline; `mail` where it is a message."""

    at: datetime
    label: str
    summary: str
    text: str = ""
    author: str = ""
    happened_on: date | None = None
    mail: MailRecord | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """A revision's answers in the words of the content it was, or is being, answered with."""

    revision: RevisionLine
    content_version: str
    parts: tuple[AnsweredPart, ...]


@staff.get("/dossiers/<id:dossier_id>")
def dossier(dossier_id: int) -> Response:
    """The whole file."""
    return show_file(dossier_here(dossier_id))


@staff.get("/dossiers/<id:dossier_id>/revisions/<id:number>")
def revision(dossier_id: int, number: int) -> Response:
    """One run through the questions, as it was answered."""
    file = dossier_here(dossier_id)
    found = [line for line in list_revisions(file.id) if line.number == number]
    if not found:
        abort(404)
    return show_page("staff/revision.html", file=file, answers=answers_of(found[0]))


def dossier_here(dossier_id: int) -> Dossier:
    """The dossier of an address, or 404."""
    try:
        return get_dossier(dossier_id)
    except KeyError:
        abort(404)


def file_url(dossier_id: int, anchor: str | None = None) -> str:
    """The file's address, with the way back to the list kept."""
    return url_for("staff.dossier", dossier_id=dossier_id, retour=request.args.get("retour"), _anchor=anchor)


def show_file(file: Dossier, refused: DossierForm | None = None) -> Response:
    """The file's page, with the form that was refused where one was."""
    kept = newest_result(file.id)
    revisions = list_revisions(file.id)
    return show_page(
        "staff/dossier.html",
        form=refused,
        forms=forms_of(file, refused),
        file=file,
        seen=see(kept, file),
        answers=answers_of(revisions[0]) if revisions else None,
        revisions=revisions,
        events=list(_timeline(file, revisions)),
        kin=list_kin(file.id),
        stages=STAGES,
        verdicts=VERDICTS,
        offers=OFFERS,
        levels=LEVELS,
        doors=DOORS,
        retour=request.args.get("retour", ""),
    )


def see(kept: KeptResult | None, file: Dossier) -> ResultView | None:
    """The result as frozen, in the words of its content; None before the first conclusion."""
    return None if kept is None else view_result(kept, file.name)


def answers_of(revision: RevisionLine) -> Answers:
    """A revision's answers on the path: in the content it was concluded with, else in the one that runs."""
    edition = running() if revision.content_id is None else library().of(revision.content_id)
    given, *_ = read_answers(revision.id)
    path = walk(edition.questionnaire, given, short=revision.short)
    return Answers(revision, edition.questionnaire.version, answered_parts(edition.questionnaire, path))


def _timeline(file: Dossier, revisions: list[RevisionLine]) -> Iterator[TimelineItem]:
    events = [
        *map(_entry, list_entries(file.id)),
        *map(_mail, list_mail(assessment_id=file.id)),
        *_milestones(file, revisions),
    ]
    yield from sorted(events, key=lambda event: event.at, reverse=True)


def _entry(entry: Entry) -> TimelineItem:
    return TimelineItem(entry.at, KINDS[entry.kind], entry.summary, entry.text, entry.author, entry.happened_on)


def _mail(mail: MailRecord) -> TimelineItem:
    return TimelineItem(mail.created_at, "Mail", MAILS[mail.kind], mail=mail)


def _milestones(file: Dossier, revisions: list[RevisionLine]) -> Iterator[TimelineItem]:
    origin = DOORS[file.door] + (f", {file.event}" if file.event else "")
    yield TimelineItem(file.created_at, "Début", f"Dossier ouvert ({origin})")
    for line in revisions:
        if line.number > 1:
            yield TimelineItem(line.opened_at, "Révision", f"Révision {line.number} commencée")
        if line.concluded_at:
            words = "Questionnaire terminé" if line.number == 1 else f"Révision {line.number} terminée"
            yield TimelineItem(line.concluded_at, "Résultat", f"{words} (contenu {line.content_version})")
    if file.application:
        kind = {"rappel": "Demande de rappel", "candidature": "Candidature"}[file.application.applicant.kind]
        yield TimelineItem(file.application.created_at, "Demande", f"{kind} reçue")
