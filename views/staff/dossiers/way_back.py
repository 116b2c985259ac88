"""From a list to a dossier, back where one came from, and on to the next: `retour` carries the list and the place."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, quote

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from models.french.formats import number
from models.store.filters import Filters
from models.store.list_neighbours import Neighbours, find_neighbours
from models.store.list_order import Cursor, Sort
from views.staff.dossiers.list_query import (
    list_url,
    read_cursor,
    read_list,
    read_sort,
    write_cursor,
    write_query,
)

LONGEST_TRAIL = 4000
HOME, SAMPLE = "accueil", "echantillon"
"""Where one can come from other than the list: the day's page; the sample, with what is ticked there after a `?`."""


@dataclass(frozen=True, slots=True)
class WayBack:
    """The way back from a dossier, and the dossiers beside it where it was found; addresses are empty at the ends."""

    label: str
    url: str
    place: str = ""
    previous: str = ""
    next: str = ""


def trail_to(
    dossier_id: int,
    place: Cursor | None,
    filters: Filters,
    sort: Sort,
    after: Cursor | None = None,
    origin: str = "",
) -> str:
    """The address of a dossier found at a place of a list, with the way back there."""
    trail = write_query(filters, sort, after)
    trail += f"&ici={write_cursor(place)}" if place else ""
    trail += f"&depuis={quote(origin)}" if origin else ""
    return url_for("staff.dossier", dossier_id=dossier_id, retour=trail)


def way_back(dossier_id: int) -> WayBack:
    """The way back that the address tells."""
    told = request.args.get("retour", "")[:LONGEST_TRAIL]
    if not told:
        return WayBack("Retour à la liste", url_for("staff.dossiers"))
    query = MultiDict(parse_qsl(told, keep_blank_values=True))
    filters, sort, origin = read_list(query), read_sort(query), query.get("depuis", "")
    after, here = read_cursor(query, sort), read_cursor(query, sort, "ici")
    label, url = _origin(origin) or ("Retour à la liste", list_url(filters, sort, after))
    found = find_neighbours(dossier_id, filters, sort, here if here and here[1] == dossier_id else None)
    if found is None:
        return WayBack(label, url)
    previous, following = (
        trail_to(place[1], place, filters, sort, after, origin) if place else ""
        for place in (found.previous, found.next)
    )
    return WayBack(label, url, _in_words(found), previous, following)


def _origin(origin: str) -> tuple[str, str] | None:
    name, _, ticked = origin.partition("?")
    return {
        HOME: ("Retour à la page du jour", url_for("staff.home")),
        SAMPLE: ("Retour à l’échantillon", f"{url_for('staff.sample')}?{ticked}#candidatures"),
    }.get(name)


def _in_words(found: Neighbours) -> str:
    if found.listed:
        return f"{number(found.number)} sur {number(found.total)}"
    left = f"il en reste {number(found.total)}" if found.total else "il n’en reste aucun"
    return f"sorti de cette liste, {left}"
