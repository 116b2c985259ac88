"""The file of one assessment: what was answered, found and decided, and what happened since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import Response, abort, request, url_for

from models.french.staff_words import DOORS, LETTERS, LEVELS, OFFERS, STAGES, VERDICTS, facts_in_words
from models.rules.estimate import GRANT_STAGES
from models.rules.path import walk
from models.store.accompaniments import allowance_of, find_accompaniment
from models.store.applications import Applicant, Application
from models.store.collections import counted_collections
from models.store.dossier_file import Dossier, RevisionLine, get_dossier, list_revisions
from models.store.dossier_links import list_kin
from models.store.dossiers import count_dossiers
from models.store.fact_corrections import AnsweredByCompany, known_facts
from models.store.filters import Filters
from models.store.interventions import list_interventions
from models.store.note_corrections import CORRECTED, Note
from models.store.outbox import MailKind, MailRecord, list_mail
from models.store.reviews import find_review
from models.store.timeline import Entry, EntryKind, list_entries, versions
from models.store.visits import KeptResult, newest_result
from models.store.visits.finding import read_answers
from views.forms.asked_question import AnsweredPart, answered_parts
from views.journey.other_views import TO_OTHERS
from views.journey.result_page import ResultView, view_result
from views.staff.access import consultantes_too, me, staff
from views.staff.dossiers.dossier_forms import DossierForm
from views.staff.dossiers.file_forms import WORK, Refused, forms_of, typed_beside
from views.staff.dossiers.way_back import way_back
from views.staff.layout import go, show_page
from views.web.library import library, running

MAILS = {
    MailKind.ADDRESS: "Adresse personnelle, à la personne",
    MailKind.RECEIPT: "Accusé de réception, à la personne",
    MailKind.NOTICE: "Nouvelle demande, à l’équipe",
    MailKind.LETTER: "Lettre, à la personne",
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
    EntryKind.LETTER: "Lettre",
    EntryKind.REQUEST: "Demande",
    EntryKind.FACTS: "Faits corrigés",
    EntryKind.WITHDRAWN: "Retrait",
    EntryKind.SHEET: "Fiche projet",
    EntryKind.REVIEW: "Bilan",
    EntryKind.REVIEW_WORDS: "Bilan de la consultante",
    EntryKind.CONSULTANT: "Accompagnement",
    EntryKind.VISIT: "Visite",
    EntryKind.NEXT_VISIT: "Prochaine visite",
    EntryKind.CHECKPOINT: "Point d’étape",
}


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One line of the timeline; `mail` where it is a message, `note` where it can be corrected."""

    at: datetime
    label: str
    summary: str
    text: str = ""
    author: str = ""
    happened_on: date | None = None
    mail: MailRecord | None = None
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """A revision's answers in the words of the content it was, or is being, answered with."""

    revision: RevisionLine
    content_version: str
    parts: tuple[AnsweredPart, ...]


@staff.get("/dossiers/<id:dossier_id>")
@consultantes_too
def dossier(dossier_id: int) -> Response:
    """The whole file; a consultant is led to what she may see of it."""
    if me().is_consultante:
        return go(url_for("staff.company", dossier_id=dossier_id))
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


def reachable(file: Dossier) -> Applicant:
    """Whom of a dossier can be written to; 409 where nobody left an address."""
    if file.anonymised or not file.application or not file.application.applicant.email:
        abort(409)
    return file.application.applicant


def back_to_file(dossier_id: int, anchor: str | None = None) -> Response:
    """The file again, once something beside its form is done; with what is typed in that form, where something is."""
    file = dossier_here(dossier_id)
    return show_file(file) if typed_beside(file) else go(file_url(dossier_id, anchor))


def show_file(file: Dossier, refused: Sequence[DossierForm] = (), *, status: int = 200) -> Response:
    """The file's page, with the forms that were refused where some were, and all that was typed."""
    kept = newest_result(file.id)
    revisions = list_revisions(file.id)
    return show_page(
        "staff/dossier.html",
        status=status,
        unsaved=request.method == "POST",
        form=Refused(refused) if refused else None,
        work=[form.name for form in WORK],
        forms=forms_of(file, refused),
        file=file,
        seen=see(kept, file),
        answers=answers_of(_told(revisions)) if revisions else None,
        facts=_entered_facts(file),
        revisions=revisions,
        events=list(timeline_of(file, revisions)),
        kinds=KINDS,
        kin=list_kin(file.id),
        accompanied=find_accompaniment(file.id),
        review=find_review(file.id),
        allowance=allowance_of(file.id),
        visits=list_interventions(file.id),
        can_grant=file.stage in GRANT_STAGES,
        rehearsal=file.event_id is not None and count_dossiers(Filters(chosen=(file.id,), rehearsals=True)) > 0,
        stage_since=_stage_since(file),
        stages=STAGES,
        verdicts=VERDICTS,
        offers=OFFERS,
        levels=LEVELS,
        doors=DOORS,
        letters=LETTERS,
        way=way_back(file.id),
    )


def see(kept: KeptResult | None, file: Dossier) -> ResultView | None:
    """The result as frozen, in the words of its content; None before the first conclusion."""
    return None if kept is None else view_result(kept, file.name, counted_collections(file.id), TO_OTHERS)


def answers_of(revision: RevisionLine) -> Answers:
    """A revision's answers on the path: in the content it was concluded with, else in the one that runs."""
    edition = running() if revision.content_id is None else library().of(revision.content_id)
    given, *_ = read_answers(revision.id)
    path = walk(edition.questionnaire, given, short=revision.short)
    return Answers(revision, edition.questionnaire.version, answered_parts(edition.questionnaire, path))


def _told(revisions: Sequence[RevisionLine]) -> RevisionLine:
    """The run whose answers go with the result; before any, the only one."""
    return next((line for line in revisions if line.concluded_at), revisions[0])


def _entered_facts(file: Dossier) -> dict[str, str]:
    """The facts that the team entered, in words; none where the company answered."""
    try:
        return facts_in_words(running().questionnaire, known_facts(file.id))
    except AnsweredByCompany:
        return {}


def _stage_since(file: Dossier) -> date | None:
    """Since which day the application stands where it does, where the history says."""
    return next((entry.happened_on for entry in list_entries(file.id) if entry.kind is EntryKind.STAGE), None)


def timeline_of(file: Dossier, revisions: list[RevisionLine]) -> Iterator[TimelineItem]:
    """Everything that happened to a dossier, newest first."""
    entries = list_entries(file.id)
    events = [
        *map(_entry, versions(entries)),
        *map(_mail, list_mail(assessment_id=file.id)),
        *_milestones(file, revisions),
    ]
    if file.application and not any(entry.kind is EntryKind.REQUEST for entry in entries):
        events.append(_request(file.application))
    yield from sorted(events, key=lambda event: event.at, reverse=True)


def _entry(told: Sequence[Entry]) -> TimelineItem:
    """An entry where it stood when it was written, in the words of what replaced it since."""
    first, note = told[0], Note(tuple(told)) if told[0].kind in CORRECTED else None
    said = note.said if note else first
    text = "" if note and note.withdrawn else said.text
    return TimelineItem(first.at, KINDS[first.kind], said.summary, text, first.author, said.happened_on, note=note)


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


def _request(application: Application) -> TimelineItem:
    """A request of before the history told of them."""
    kind = {"rappel": "Demande de rappel", "candidature": "Candidature"}[application.applicant.kind]
    return TimelineItem(application.created_at, "Demande", f"{kind} reçue")
