"""The accompaniment of a company: what is left of its grant, what may be recorded against it, what is due.

Everything is counted in half-days, whole numbers: a visit takes one or two of them, a day of the grant is two.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

HALVES = 2
"""Half-days in a day: of the grant, and the most that one day of visits takes."""

OPEN_STAGE, ENDED_STAGE = "accompagne", "termine"
"""The stage at which visits are recorded, and the one that ends it."""

READ_DAYS = 90
"""How many days after its end a consultant still reads the dossier of a company that she accompanied."""

CHECKED_GRANT, CHECKED_AFTER = 15, 5
"""A grant of so many days asks for a point d'étape after so many of them."""


class Participant(StrEnum):
    """Who took part in a visit, by role: no name is needed."""

    DIRECTION = "direction"
    MANAGERS = "encadrement"
    EMPLOYEES = "salaries"
    REPRESENTATIVES = "representants"
    OTHERS = "autres"


class Checkpoint(StrEnum):
    """What the point d'étape decided."""

    GO_ON = "continuer"
    STOP = "arreter"


class Refusal(StrEnum):
    """Why a visit can't be recorded, or corrected so."""

    CLOSED = "ferme"
    REVIEWED = "bilan-fait"
    NO_GRANT = "sans-jours"
    DAY_FULL = "jour-plein"
    GRANT = "jours-accordes"
    CHECKPOINT = "point-etape"
    STOPPED = "arret"


class Due(StrEnum):
    """What waits for the consultant, in the order it should be done."""

    GRANT = "jours-a-accorder"
    CHECKPOINT = "point-etape"
    REPORT = "visite-a-raconter"
    PLAN = "visite-a-prevoir"
    REVIEW = "bilan"


@dataclass(frozen=True, slots=True)
class Allowance:
    """How an accompaniment stands: its stage, the days granted, the half-days used, what the point d'étape decided, and
    whether the company answered its review."""

    stage: str | None
    days_granted: int | None
    used: int
    checkpoint: Checkpoint | None = None
    reviewed: bool = False

    @property
    def granted(self) -> int:
        """The half-days granted."""
        return (self.days_granted or 0) * HALVES

    @property
    def left(self) -> int:
        """The half-days of the grant that no visit took; never below none."""
        return max(0, self.granted - self.used)

    @property
    def is_open(self) -> bool:
        """Whether visits are recorded."""
        return self.stage == OPEN_STAGE

    @property
    def may_correct(self) -> bool:
        """Whether a visit told before is corrected, withdrawn or put back: until the company looked back on it."""
        return self.closed(corrects=True) is None

    def closed(self, *, corrects: bool) -> Refusal | None:
        """Why no visit is recorded, or corrected, any more; None while it is."""
        if not self.is_open:
            return Refusal.CLOSED
        return Refusal.REVIEWED if corrects and self.reviewed else None

    @property
    def limit(self) -> int:
        """How many half-days may be used in all, as things stand: a stop, or a point d'étape not made, holds them."""
        held = self.checkpoint is Checkpoint.STOP or (
            self.checkpoint is None and self.days_granted is not None and self.days_granted >= CHECKED_GRANT
        )
        return min(self.granted, CHECKED_AFTER * HALVES) if held else self.granted

    @property
    def available(self) -> int:
        """The half-days that may still be recorded, as things stand."""
        return max(0, self.limit - self.used) if self.is_open else 0

    @property
    def checkpoint_due(self) -> bool:
        """Whether the point d'étape is to be made before anything else is recorded."""
        return self.is_open and self.checkpoint is None and self.limit < self.granted and self.used >= self.limit

    @property
    def may_check(self) -> bool:
        """Whether the point d'étape may be recorded, or corrected once it was."""
        return self.is_open and (self.checkpoint is not None or self.checkpoint_due)

    def refusal(
        self, half_days: int, *, same_day: int = 0, replaced: int = 0, corrects: bool = False
    ) -> Refusal | None:
        """Why a visit of so many half-days can't be kept; None where it can.

        `same_day` are those that other visits took on its day, `replaced` those that it takes itself until now,
        `corrects` where it was told before. A visit corrected to no more than it was is never refused for the sum's
        sake.
        """
        if closed := self.closed(corrects=corrects):
            return closed
        if not self.granted:
            return Refusal.NO_GRANT
        if same_day + half_days > HALVES:
            return Refusal.DAY_FULL
        total = self.used - replaced + half_days
        if half_days <= replaced or total <= self.limit:
            return None
        if total > self.granted:
            return Refusal.GRANT
        return Refusal.STOPPED if self.checkpoint is Checkpoint.STOP else Refusal.CHECKPOINT

    def due(self, next_visit: date | None, visited: Collection[date], today: date) -> Iterator[Due]:
        """What waits for the consultant, where the next visit is planned that day and visits were made on those."""
        if not self.is_open:
            return
        if not self.granted:
            yield Due.GRANT
        elif self.checkpoint_due:
            yield Due.CHECKPOINT
        if next_visit and next_visit < today and max(visited, default=date.min) < next_visit:
            yield Due.REPORT
        elif self.available and (next_visit is None or next_visit < today):
            yield Due.PLAN
        if self.granted and not self.available and not self.checkpoint_due and not self.reviewed:
            yield Due.REVIEW


def covers(days: int | None, used: int) -> bool:
    """Whether a grant of so many days (None: it is withdrawn) leaves room for the half-days already used."""
    return (days or 0) * HALVES >= used


def may_read(stage: str | None, ended_on: date | None, today: date) -> bool:
    """Whether the consultant of a dossier reads it: while she accompanies it, then for READ_DAYS days."""
    if stage == ENDED_STAGE and ended_on is not None:
        return today <= read_until(ended_on)
    return stage == OPEN_STAGE


def read_until(ended_on: date) -> date:
    """The last day on which the consultant reads a dossier that ended on that day."""
    return ended_on + timedelta(days=READ_DAYS)
