"""Where a request stands, in plain words, from the back-office's own stages: received, talked over, decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.french.formats import long_date
from models.rules.questionnaire import Wording
from models.store.applications import Application, ApplicationKind
from models.store.dossier_file import get_dossier
from models.store.timeline import Entry, EntryKind, list_entries, standing
from views.journey.letters import next_steps

TALKED = frozenset({"contacte", "selectionne", "accompagne", "termine"})
"""The stages that a talk with the Aract comes before: it decides after an interview."""

DECISIONS = {
    "selectionne": "Votre projet est retenu. L’Aract prépare la suite avec vous.",
    "accompagne": "Votre projet est retenu, et l’accompagnement est en cours.",
    "termine": "Votre projet a été retenu, et l’accompagnement est terminé.",
    "ecarte": "Votre projet n’est pas retenu. Demandez à l’Aract ce qui a manqué, et quels autres appuis existent.",
}


@dataclass(frozen=True, slots=True)
class RequestStep:
    """One step of a request: what it is, whether it is behind, and what there is to say of it."""

    title: str
    words: str = ""
    done: bool = True


def request_steps(application: Application, wording: Wording) -> tuple[RequestStep, ...]:
    """The steps of a request on record, those behind with their day where it is known."""
    applied = application.applicant.kind is ApplicationKind.APPLICATION
    entries = standing(list_entries(application.assessment_id))
    stage = get_dossier(application.assessment_id).stage or ""
    coming = next_steps(application.applicant.kind, wording)
    talk, decision = _last(entries, EntryKind.CALL), DECISIONS.get(stage, "")
    if stage == "contacte":
        talk = talk or _last(entries, EntryKind.STAGE)
    talked = talk is not None or stage in TALKED
    received = f"{'Candidature' if applied else 'Demande de rappel'} reçue le {long_date(application.created_at)}"
    return (
        RequestStep(received),
        RequestStep(_talk(talk)) if talked else RequestStep("Un échange avec l’Aract", coming[0], done=False),
        RequestStep(_decided(entries), decision)
        if decision
        else RequestStep("La décision de l’Aract" if applied else "À vous de décider", coming[-1], done=False),
    )


def _talk(day: date | None) -> str:
    return f"Un échange a eu lieu le {long_date(day)}" if day else "Un échange a eu lieu"


def _decided(entries: list[Entry]) -> str:
    day = _last(entries, EntryKind.STAGE)
    return f"L’Aract a décidé le {long_date(day)}" if day else "L’Aract a décidé"


def _last(entries: list[Entry], kind: EntryKind) -> date | None:
    """The day told by the latest entry of that kind."""
    return next((entry.happened_on for entry in entries if entry.kind is kind and entry.happened_on), None)
