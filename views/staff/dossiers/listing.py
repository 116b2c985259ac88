"""The list of dossiers: narrowed, ordered, counted; its state is its address."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Response, flash, request, url_for

from models.french.staff_words import DOORS, LEVELS, OFFERS, VERDICTS, short_labels
from models.store.dossiers import Page, Sort, count_by_stage, list_dossiers
from models.store.filters import Filters
from models.store.saved_views import NameTaken, delete_view, list_views, save_view
from views.forms.typed_fields import ReadField
from views.staff.access import actor, staff
from views.staff.dossiers.list_query import (
    CHOICES,
    FLAGS,
    SORTS,
    STATES,
    chips,
    filters_in_words,
    list_url,
    read_cursor,
    read_filters,
    read_sort,
    write_query,
)
from views.staff.layout import go, show_page
from views.staff.staff_form import StaffForm
from views.web.doors import now
from views.web.library import running
from views.web.render import wants_fragment

APART = ("etape", "arrive", "arret")
"""Filters that the form doesn't show: the tabs choose them, or a figure elsewhere that opens the list."""

FLAGS_SHOWN = ("sans-suivi", "mail", "accorde")


@dataclass(frozen=True, slots=True)
class Tab:
    """One stage with its count, under all the other filters."""

    label: str
    count: int
    url: str
    current: bool


class ViewForm(StaffForm):
    """The name under which filters are shared."""

    name = ReadField("Nom de la vue", longest=40, missing="Donnez un nom à cette vue, puis enregistrez-la.")


@staff.get("/dossiers")
def dossiers() -> Response:
    """The list; a fragment of it for htmx, with its address."""
    return _show(ViewForm(None))


def _show(form: ViewForm) -> Response:
    filters, sort = read_filters(request.args), read_sort(request.args)
    counts = count_by_stage(replace(filters, stages=()))
    total = sum(counts[stage] for stage in filters.stages or counts)
    after = read_cursor(request.args)
    response = show_page(
        "staff/dossiers.html",
        blocks=["listing"],
        form=form,
        filters=filters,
        sort=sort,
        sorts=SORTS,
        choices=[(choice, choice.labels(running().questionnaire)) for choice in CHOICES if choice.param not in APART],
        apart=_apart(filters),
        tabs=_tabs(filters, sort, counts),
        total=total,
        chips=chips(filters, sort),
        page=list_dossiers(filters, sort, after),
        views=list_views(),
        query=write_query(filters, sort),
        whole_query=write_query(filters, sort, after),
        first_page=after is None,
        beginning_url=list_url(filters, sort),
        words=_words(),
        next_url=_next_url,
    )
    if wants_fragment():
        response.headers["HX-Push-Url"] = list_url(filters, sort, after)
    return response


def _apart(filters: Filters) -> list[tuple[str, object]]:
    """What the form must carry along without showing it, as names and values."""
    pairs = [
        (choice.param, value)
        for choice in CHOICES
        if choice.param in APART
        for value in getattr(filters, choice.attribute)
    ]
    return pairs + [
        (param, "oui") for param, name in FLAGS.items() if param not in FLAGS_SHOWN and getattr(filters, name)
    ]


def _next_url(filters: Filters, sort: Sort, page: Page) -> str:
    return list_url(filters, sort, page.next)


@staff.post("/vues")
def view_save() -> Response:
    """Share the present filters under a name."""
    filters, sort = read_filters(request.args), read_sort(request.args)
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


def _tabs(filters: Filters, sort: Sort, counts: dict[str, int]) -> list[Tab]:
    everything = Tab("Tous", sum(counts.values()), list_url(replace(filters, stages=()), sort), not filters.stages)
    return [
        everything,
        *(
            Tab(label, counts[key], list_url(replace(filters, stages=(key,)), sort), filters.stages == (key,))
            for key, label in STATES.items()
        ),
    ]


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
