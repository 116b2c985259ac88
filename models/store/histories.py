"""The revisions of one assessment, compared between two databases: the same, one further on, or gone apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from models.store.database import Row, all_rows, run
from models.store.encoding import decode_answer, decode_result
from models.store.stand_file import StandFile

REVISIONS = (
    "SELECT id, number, short, opened_at, concluded_at, content_id, result FROM revision"
    " WHERE assessment_id = ? ORDER BY number"
)
ANSWERS = "SELECT key, value, sequence, answered_at FROM answer WHERE revision_id = ?"


class GivenAnswer(NamedTuple):
    """One answer as stored: JSON text, its place in the order of answering, milliseconds."""

    value: str
    sequence: int
    answered_at: int


@dataclass(frozen=True, slots=True)
class StoredRevision:
    """One revision as stored; identifiers are those of its own database."""

    number: int
    short: int
    opened_at: int
    concluded_at: int | None
    content_id: int | None
    result: str | None
    answers: dict[str, GivenAnswer]

    def extends(self, other: StoredRevision) -> bool:
        """Whether this is the other one, or the other one gone on with: a concluded one doesn't change any more."""
        if other.concluded_at is not None:
            return (self.concluded_at, self.result, self.answers) == (other.concluded_at, other.result, other.answers)
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


def main_history(assessment_id: int) -> History:
    """The history of an assessment of the main database."""
    revisions = all_rows(REVISIONS, (assessment_id,))
    return History(tuple(_stored(row, all_rows(ANSWERS, (row[0],))) for row in revisions))


def stand_history(stand: StandFile, assessment_id: int) -> History:
    """The history of an assessment of a stand's file. Raises msgspec.ValidationError where it can't be read."""
    revisions = [tuple(row) for row in stand.execute_sql(REVISIONS, (assessment_id,))]
    history = History(tuple(_stored(row, stand.execute_sql(ANSWERS, (row[0],))) for row in revisions))
    for revision in history.revisions:
        if revision.result is not None:
            decode_result(revision.result)
        for given in revision.answers.values():
            decode_answer(given.value)
    return history


def _stored(row: Row, answers: Iterable[Row]) -> StoredRevision:
    _, number, short, opened_at, concluded_at, content_id, result = row
    given = {key: GivenAnswer(value, sequence, answered_at) for key, value, sequence, answered_at in answers}
    return StoredRevision(number, short, opened_at, concluded_at, content_id, result, given)


def bring_revisions(assessment_id: int, theirs: History, ours: History, contents: Mapping[int, int]) -> None:
    """Write, in the caller's transaction, the revisions that ours lacks or holds unfinished.

    `contents` gives this database's identifiers for the file's contents.
    """
    known = {revision.number: revision for revision in ours.revisions}
    for revision in theirs.revisions:
        mine = known.get(revision.number)
        if mine is not None and mine.extends(revision):
            continue
        run("DELETE FROM revision WHERE assessment_id = ? AND number = ?", (assessment_id, revision.number))
        revision_id = all_rows(
            "INSERT INTO revision (assessment_id, number, short, opened_at, concluded_at, content_id, result)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (
                assessment_id,
                revision.number,
                revision.short,
                revision.opened_at,
                revision.concluded_at,
                None if revision.content_id is None else contents[revision.content_id],
                revision.result,
            ),
        )[0][0]
        for key, given in revision.answers.items():
            run("INSERT INTO answer VALUES (?, ?, ?, ?, ?)", (revision_id, key, *given))
