"""A clock that tests move by hand, in the place of the one that the program goes by."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass
class Clock:
    """It begins at a whole second of today unless told otherwise, and stands still until it is moved."""

    moment: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **time: float) -> None:
        """Let time pass (`seconds=20`, `days=14`)."""
        self.moment += timedelta(**time)
