"""The list of dossiers: narrowed, ordered, counted; its state is its address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, flash, request, url_for
from werkzeug.datastructures import MultiDict

from models.french.formats import paris_day
from models.french.staff_words import DOORS, LEVELS, OFFERS, STAGES, VERDICTS, short_labels
from models.store.collections import newest_collections
from models.store.dossier_file import Dossier
from models.store.dossiers import Page, count_by_stage, list_dossiers
from models.store.filters import Filters
from models.store.list_order import Sort
from models.store.saved_views import NameTaken, delete_view, list_views, save_view
from views.forms.typed_fields import ReadField
from views.staff.access import actor, staff
from views.staff.dossiers.left_out import left_out
from views.staff.dossiers.list_query import (
    CHOICES,
    EVERYTHING,
    FLAGS,
    SORTS,
    STATES,
    FilterChoice,
    chips,
    filters_in_words,
    list_url,
    read_cursor,
    read_list,
    read_sort,
    write_query,
)
from views.staff.dossiers.list_views import every_stage, stage_links, tabs, view_of
from views.staff.dossiers.selection import SelectionForm, change_ticked
from views.staff.dossiers.way_back import trail_to
from views.staff.layout import go, show_page
from views.staff.staff_form import StaffForm
from views.web.doors import now
from views.web.library import running
from views.web.render import wants_fragment

IN_SIGHT = ("etape", "suivi", "departement", "secteur")
"""The filters that always show; the others stand behind one button."""

APART = ("arrive", "arret", "dossier")
"""Filters that the form doesn't show: a figure elsewhere or a selection chose them."""

FLAGS_SHOWN = ("sans-suivi", "mail", "accorde", "a-accorder", "fini", "regards")
HEADS = (
    ("Dossier", Sort.NEWEST, Sort.OLDEST),
    ("Entreprise", Sort.COMPANY, Sort.COMPANY_BACKWARDS),
    ("Département", Sort.DEPARTMENT, Sort.DEPARTMENT_BACKWARDS),
    ("Effectif", Sort.LARGEST, Sort.SMALLEST),
    ("Résultat", Sort.VERDICT, Sort.VERDICT_BACKWARDS),
    ("Étape", Sort.STAGE, Sort.STAGE_BACKWARDS),
    ("Suivi par", Sort.COLLEAGUE, Sort.COLLEAGUE_BACKWARDS),
    ("À rappeler", Sort.CALL_BACK, Sort.CALL_BACK_BACKWARDS),
)
"""The table's heads, each with the order it asks for, and the one that a second click asks for."""

DESCENDING = (Sort.NEWEST, Sort.LARGEST)


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head: the list in its order, and the way it is sorted by it now (empty: it isn't)."""

    label: str
    url: str
    sorted: str


class ViewForm(StaffForm):
    """The name under which filters are shared."""

    name = ReadField("Nom de la vue", longest=40, missing="Donnez un nom à cette vue, puis enregistrez-la.")


@staff.get("/dossiers")
def dossiers() -> Response:
    """The list, which opens on requests (`voir=tout`: on every visit); a fragment of it for htmx, with its address."""
    return _show()


@staff.post("/dossiers/selection")
def selection() -> Response:
    """Do what is asked to every dossier that is ticked; those that a colleague changed meanwhile are told by name."""
    form = SelectionForm()
    if not form.check():
        return _show(selection=form)
    filters, sort = read_list(request.args), read_sort(request.args)
    if form.exports:
        return go(f"{url_for('staff.exports')}?{write_query(Filters(chosen=tuple(form.versions)), sort)}")
    stale = change_ticked(form)
    if stale:
        return _show(selection=form, stale=stale)
    return go(list_url(filters, sort, read_cursor(request.args, sort)))


def _show(
    form: ViewForm | None = None, selection: SelectionForm | None = None, stale: Sequence[Dossier] = ()
) -> Response:
    filters, sort, today = read_list(request.args), read_sort(request.args), paris_day(now())
    counts, choices = count_by_stage(every_stage(filters)), _choices()
    after, view = read_cursor(request.args, sort), view_of(filters, today)
    page = list_dossiers(filters, sort, after)
    ticked = {each.id for each in stale} if stale else set(selection.versions) if selection else set()
    if stale:
        selection = SelectionForm(MultiDict({"confier": request.form["confier"]}))
    response = show_page(
        "staff/dossiers.html",
        blocks=["listing"],
        status=409 if stale else 422 if selection and selection.errors else 200,
        form=form or ViewForm(None),
        selection=selection or SelectionForm(None),
        stale=stale,
        ticked=ticked,
        filters=filters,
        sort=sort,
        sorts=SORTS,
        in_sight=[each for param in IN_SIGHT for each in choices if each[0].param == param],
        behind=[each for each in choices if each[0].param not in (*IN_SIGHT, *APART)],
        apart=_apart(filters),
        tabs=tabs(filters, today, counts),
        stages=stage_links(filters, sort, counts),
        heads=[_head(filters, sort, *head) for head in HEADS],
        total=_total(filters, counts),
        rehearsals=left_out(filters),
        chips=chips(filters, sort, view.says),
        without_chips=list_url(view.filters, sort),
        page=page,
        collected=newest_collections(row.id for row in page.rows),
        views=list_views(),
        query=write_query(filters, sort),
        whole_query=write_query(filters, sort, after),
        first_page=after is None,
        beginning_url=list_url(filters, sort),
        words=_words(),
        printed_words=filters_in_words(filters),
        next_url=_next_url,
        link=lambda row: trail_to(row.id, row.place, filters, sort, after),
    )
    if wants_fragment():
        response.headers["HX-Push-Url"] = list_url(filters, sort, after)
    return response


def _choices() -> list[tuple[FilterChoice, Mapping[Any, str]]]:
    return [(choice, choice.labels(running().questionnaire)) for choice in CHOICES]


def _total(filters: Filters, counts: dict[str, int]) -> int:
    kept = set(filters.stages or counts)
    return sum(counts[stage] for stage in (kept & set(STAGES) if filters.contacted else kept))


def _head(filters: Filters, sort: Sort, label: str, first: Sort, second: Sort) -> Head:
    url = list_url(filters, second if sort is first else first)
    if sort not in {first, second}:
        return Head(label, url, "")
    descending = (sort is first) is (first in DESCENDING)
    return Head(label, url, "descending" if descending else "ascending")


def _apart(filters: Filters) -> list[tuple[str, object]]:
    """What the form must carry along without showing it, as names and values."""
    pairs = [
        (choice.param, value)
        for choice in CHOICES
        if choice.param in APART
        for value in getattr(filters, choice.attribute)
    ]
    flags = [(param, "oui") for param, name in FLAGS.items() if param not in FLAGS_SHOWN and getattr(filters, name)]
    return pairs + (flags if filters.requests_only else [*flags, EVERYTHING])


def _next_url(filters: Filters, sort: Sort, page: Page) -> str:
    return list_url(filters, sort, page.next)


@staff.post("/vues")
def view_save() -> Response:
    """Share the present filters under a name."""
    filters, sort = read_list(request.args), read_sort(request.args)
    form = ViewForm()
    if not form.validate():
        return _show(form)
    name = form.name.data
    try:
        save_view(name, write_query(filters, sort), now(), actor())
    except NameTaken:
        form.refuse("name", "Une vue porte déjà ce nom\u00a0: choisissez-en un autre.")
        return _show(form)
    flash(f"La vue «\u00a0{name}\u00a0» est enregistrée pour toute l’équipe\u00a0: {filters_in_words(filters)}.")
    return go(list_url(filters, sort))


@staff.post("/vues/<id:view_id>/supprimer")
def view_delete(view_id: int) -> Response:
    """Take a shared view away."""
    delete_view(view_id, now(), actor())
    flash("La vue est supprimée.")
    return go(url_for("staff.dossiers"))


def _words() -> dict[str, object]:
    """What the keys of a line are called."""
    questionnaire = running().questionnaire
    return {
        "departments": short_labels(questionnaire, "territoire"),
        "structures": short_labels(questionnaire, "structure"),
        "sectors": short_labels(questionnaire, "secteur"),
        "themes": short_labels(questionnaire, "themes"),
        "verdicts": VERDICTS,
        "offers": OFFERS,
        "levels": LEVELS,
        "doors": DOORS,
        "states": STATES,
    }
