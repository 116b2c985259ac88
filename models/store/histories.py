"""The revisions of one assessment, compared between two databases: the same, one further on, or gone apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from models.store.encoding import decode_answer, decode_result
from models.store.engine import Engine
from models.store.tables import AnswerRow, Revision


class GivenAnswer(NamedTuple):
    """One answer as stored: JSON text, its place in the order of answering, when, the size its words were read at."""

    value: str
    sequence: int
    answered_at: datetime
    read_at: str | None = None


@dataclass(frozen=True, slots=True)
class StoredRevision:
    """One revision as stored; identifiers are those of its own database."""

    number: int
    short: bool
    opened_at: datetime
    concluded_at: datetime | None
    content_id: int | None
    result: str | None
    answers: dict[str, GivenAnswer]

    def extends(self, other: StoredRevision) -> bool:
        """Whether this is the other one, or the other one gone on with: a concluded one doesn't change any more."""
        if other.concluded_at is not None:
            # Not the result's text: it follows from the answers, in the words of the program that concluded.
            return (self.concluded_at, self.answers) == (other.concluded_at, other.answers)
        return all(
            key in self.answers and (self.answers[key] == given or self.answers[key].sequence > given.sequence)
            for key, given in other.answers.items()
        )


@dataclass(frozen=True, slots=True)
class History:
    """All revisions of an assessment, in order."""

    revisions: tuple[StoredRevision, ...]

    def extends(self, other: History) -> bool:
        """Whether this history holds all that the other one does, and perhaps goes on."""
        return len(self.revisions) >= len(other.revisions) and all(
            mine.number == theirs.number and mine.extends(theirs)
            for mine, theirs in zip(self.revisions, other.revisions, strict=False)
        )


def read_history(assessment_id: int, engine: Engine) -> History:
    """The history of an assessment of a database. Raises msgspec.ValidationError where it can't be read."""
    revisions = Revision.select().where(Revision.assessment == assessment_id).order_by(Revision.number)
    history = History(tuple(_stored(row, engine) for row in revisions.bind(engine)))
    for revision in history.revisions:
        if revision.result is not None:
            decode_result(revision.result)
        for given in revision.answers.values():
            decode_answer(given.value)
    return history


def _stored(row: Revision, engine: Engine) -> StoredRevision:
    answers = AnswerRow.select().where(AnswerRow.revision == row.id).bind(engine)
    return StoredRevision(
        number=row.number,
        short=row.short,
        opened_at=row.opened_at,
        concluded_at=row.concluded_at,
        content_id=row.content_id,
        result=row.result,
        answers={each.key: GivenAnswer(each.value, each.sequence, each.answered_at, each.read_at) for each in answers},
    )


def bring_revisions(assessment_id: int, theirs: History, ours: History, contents: Mapping[int, int]) -> None:
    """Write, in the caller's transaction, the revisions that ours lacks or holds unfinished.

    `contents` gives this database's identifiers for the file's contents.
    """
    known = {revision.number: revision for revision in ours.revisions}
    for revision in theirs.revisions:
        mine = known.get(revision.number)
        if mine is not None and mine.extends(revision):
            continue
        here = (Revision.assessment == assessment_id) & (Revision.number == revision.number)
        Revision.delete().where(here).execute()
        row = Revision.create(
            assessment=assessment_id,
            number=revision.number,
            short=revision.short,
            opened_at=revision.opened_at,
            concluded_at=revision.concluded_at,
            content=None if revision.content_id is None else contents[revision.content_id],
            result=revision.result,
        )
        for key, given in revision.answers.items():
            AnswerRow.create(revision=row, key=key, **given._asdict())
