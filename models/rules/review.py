"""The review of an accompaniment: five questions to the company, whose words are the content's."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ReviewKey(StrEnum):
    """What the company is asked once the consultant's days are over."""

    CHANGED = "changement"
    FOR_WHOM = "personnes"
    HELD_BACK = "freins"
    GOES_ON = "suite"
    QUOTE = "phrase"


@dataclass(frozen=True, slots=True)
class ReviewQuestion:
    """A question of the review, and what helps to answer it."""

    key: ReviewKey
    title: str
    hint: str
