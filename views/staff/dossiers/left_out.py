"""The rehearsals that figures and lists leave out: told apart, with the list of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from models.store.filters import Filters
from models.store.periods import visits_begun
from views.staff.dossiers.list_query import list_url


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many rehearsals the same filters would have kept, and their list; beside it, those erased since."""

    number: int
    url: str
    erased: int = 0


def left_out(filters: Filters) -> LeftOut:
    """The rehearsals among what the filters keep; none among requests, nor among rehearsals themselves."""
    if filters.rehearsals or filters.requests_only or filters.chosen:
        return LeftOut(0, "")
    apart = replace(filters, rehearsals=True)
    visits = visits_begun(apart)
    return LeftOut(visits.started, list_url(apart), visits.erased)
