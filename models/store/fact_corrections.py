"""The facts of a dossier that the team entered or imported, put right: with who and why in its history.

What a company answered is hers: once she gave a single answer, whoever opened the dossier, nobody corrects her.
"""

from __future__ import annotations

from datetime import datetime

from models.rules.question import Answers
from models.store import audit
from models.store.audit import Actor
from models.store.dossier_file import FACTS, changing
from models.store.encoding import encode_answer
from models.store.tables import AnswerRow, Assessment, Revision
from models.store.timeline import EntryKind, add_entry
from models.store.visits.facts import answer_facts
from models.store.visits.finding import Door, read_answers

CORRECTED = ("territoire", "structure", "secteur", "effectif", "themes")
"""The facts that the team enters, by their questions."""


class AnsweredByCompany(Exception):
    """The answers were given by the company herself."""


def known_facts(dossier_id: int) -> Answers:
    """The facts that the team entered, by question; raises AnsweredByCompany where they aren't the team's."""
    given, *_ = read_answers(_entered(dossier_id).id)
    return {key: given[key] for key in CORRECTED if key in given}


def correct_facts(
    dossier_id: int, version: int, facts: Answers, reason: str, now: datetime, by: Actor, *, shown: str, fields: str
) -> None:
    """Put these in the place of the facts, those left out being unknown; `shown` says what changed from what to what.

    The journal names the `fields` alone. Raises StaleSave, AnsweredByCompany, KeyError.
    """
    with changing(dossier_id, version, FACTS) as dossier:
        revision = _entered(dossier_id)
        AnswerRow.delete().where(AnswerRow.revision == revision).execute()
        for place, key in enumerate((key for key in CORRECTED if key in facts), 1):
            told = {"key": key, "value": encode_answer(facts[key]), "sequence": place}
            # As of the day it was entered, like the others: a later answer is the company's.
            AnswerRow.insert(revision=revision.id, answered_at=revision.opened_at, **told).execute()
        kept = {key: facts[key] for key in CORRECTED if key in facts}
        Assessment.update(**answer_facts(kept)).where(Assessment.id == dossier_id).execute()
        add_entry(dossier_id, EntryKind.FACTS, now, by, summary=shown, text=reason)
        audit.record(by, "corriger les faits", now, subject=dossier.name, detail=fields, assessment_id=dossier_id)


def _entered(dossier_id: int) -> Revision:
    """The only revision of a dossier that nobody but the team answered; raises AnsweredByCompany, KeyError."""
    door = Assessment.select(Assessment.door).where(Assessment.id == dossier_id).scalar()
    if door is None:
        raise KeyError(dossier_id)
    if door != Door.MANUAL:
        raise AnsweredByCompany(dossier_id)
    revisions = list(Revision.select().where(Revision.assessment == dossier_id).limit(2))
    if len(revisions) != 1 or revisions[0].concluded_at is not None:
        raise AnsweredByCompany(dossier_id)
    hers = AnswerRow.answered_at != revisions[0].opened_at
    if AnswerRow.select().where(AnswerRow.revision == revisions[0], hers).exists():
        raise AnsweredByCompany(dossier_id)
    found: Revision = revisions[0]
    return found
