"""The back-office's menu: one line a section, in the order of a day's work."""

from __future__ import annotations

from typing import NamedTuple

from flask import current_app, g, request, url_for

from views.staff.access import role_of


class MenuSection(NamedTuple):
    """A line of the menu: the page it opens, its label and the pages (endpoint prefixes) it stays lit on."""

    endpoint: str
    label: str
    lit_on: tuple[str, ...]


SECTIONS = (
    MenuSection("staff.home", "Aujourd’hui", ("staff.home",)),
    MenuSection(
        "staff.dossiers",
        "Dossiers",
        (
            "staff.dossier",
            "staff.company",
            "staff.visit",
            "staff.checkpoint",
            "staff.interview",
            "staff.by_hand",
            "staff.import",
            "staff.selection",
            "staff.view",
        ),
    ),
    MenuSection("staff.sample", "Échantillon", ("staff.sample", "staff.proposal")),
    MenuSection("staff.sheets", "Fiches", ("staff.sheet",)),
    MenuSection("staff.usage", "Usage", ("staff.usage",)),
    MenuSection("staff.budget", "Budget", ("staff.budget",)),
    MenuSection("staff.report", "Rapport", ("staff.report",)),
    MenuSection("staff.events", "Événements", ("staff.event",)),
    MenuSection("staff.content", "Contenu", ("staff.content",)),
    MenuSection("staff.accounts", "Comptes", ("staff.account",)),
    MenuSection("staff.sites", "Sites", ("staff.sites",)),
    MenuSection("staff.journal", "Journal", ("staff.journal",)),
    MenuSection("staff.retention", "Conservation", ("staff.retention",)),
)
"""A new section needs a view with that endpoint and a line here; it shows once the view exists and is allowed."""

HERS = (
    MenuSection(
        "staff.home",
        "Mes entreprises",
        ("staff.home", "staff.company", "staff.visit", "staff.checkpoint", "staff.interview"),
    ),
    MenuSection("staff.own_account", "Mon compte", ("staff.own_account", "staff.second_factor")),
)
"""A consultante's."""


class Link(NamedTuple):
    """What the template shows of a section."""

    url: str
    label: str
    current: bool


def menu() -> list[Link]:
    """The sections that this account may open."""
    account = g.get("account")
    if account is None:
        return []
    return [
        Link(url_for(section.endpoint), section.label, _lit(section))
        for section in (HERS if account.is_consultante else SECTIONS)
        if _allowed(section.endpoint)
    ]


def _lit(section: MenuSection) -> bool:
    here = request.endpoint or ""
    return here == section.endpoint or here.startswith(section.lit_on)


def _allowed(endpoint: str) -> bool:
    view = current_app.view_functions.get(endpoint)
    if view is None:
        return False
    return bool(g.account.may(role_of(view)))
