"""The guide: what social innovation is, and the projects that were told with the companies, each with a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, render_template, request, url_for

from models.french.formats import plural
from models.french.sheet_words import SIZES_TOLD, SheetTold, fact_labels, tell_sheet
from models.rules.nearness import SAYS_NOTHING
from models.rules.questionnaire import Questionnaire, Story
from models.rules.sheet import SheetText
from models.store.sheets.publishing import find_published, list_published
from views.pages.information import pages
from views.web.doors import public_url
from views.web.library import running
from views.web.render import VARY, blocks, wants_fragment

FILTERS = {"theme": "Sujet", "secteur": "Secteur", "taille": "Taille"}
"""What narrows the projects, by its name in the address."""


@dataclass(frozen=True, slots=True)
class Project:
    """A published project as the list shows it."""

    slug: str
    told: SheetTold


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow the list: its choices with how many projects each has, and the one that is chosen."""

    name: str
    label: str
    choices: Mapping[str, str]
    chosen: str


@dataclass(frozen=True, slots=True)
class Projects:
    """The list as the address asks for it; `total` projects in all, `told_in_2017` those of the article on a theme."""

    filters: tuple[Filter, ...]
    found: tuple[Project, ...]
    total: int
    told_in_2017: tuple[Story, ...]

    @property
    def narrowed(self) -> bool:
        """Whether something was chosen."""
        return any(each.chosen for each in self.filters)

    @property
    def count(self) -> str:
        """How many there are, in words."""
        words = plural(len(self.found), "projet trouvé", "projets trouvés")
        return words if self.narrowed else plural(self.total, "projet publié", "projets publiés")


@pages.get("/guide")
def guide() -> Response:
    """What social innovation in a company is, how it goes, and the projects, narrowed by theme, sector and size."""
    if not wants_fragment():
        return revalidated(make_response(guide_page()))
    shown = projects_shown()
    response = Response(blocks("pages/guide.html", ("title", "projects"), projects=shown))
    asked: dict[str, Any] = {each.name: each.chosen or None for each in shown.filters}
    response.headers["HX-Push-Url"] = url_for("pages.guide", **asked)
    return revalidated(response)


def guide_page() -> str:
    """The whole guide, as of the content that runs or is previewed."""
    questionnaire, shown = running().questionnaire, projects_shown()
    return render_template("pages/guide.html", fragment=False, questionnaire=questionnaire, projects=shown)


@pages.get("/guide/projets/<slug>")
def project(slug: str) -> Response:
    """A published project: what was needed, done and changed, and before and after where both are known."""
    found = find_published(slug)
    if found is None:
        page = render_template("pages/no_project.html", fragment=False)
        return make_response(page, 404)
    told = tell_sheet(running().questionnaire, found.text)
    response = make_response(render_template("pages/project.html", told=told, slug=slug, fragment=False))
    return revalidated(response)


@pages.get("/sitemap.xml")
def sitemap() -> Response:
    """The public pages for search engines, each published project among them."""
    told = ("site.start", "pages.guide", "embed.how_to", "pages.accessibility", "pages.privacy", "pages.legal")
    addresses = [public_url(url_for(endpoint)) for endpoint in told]
    addresses += [public_url(url_for("pages.project", slug=each.slug)) for each in list_published()]
    response = make_response(render_template("pages/sitemap.xml", addresses=addresses))
    response.mimetype = "application/xml"
    return revalidated(response)


def revalidated(response: Response) -> Response:
    """A page that may be kept, and is asked about each time: what was withdrawn is gone at once."""
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = VARY
    response.add_etag()
    return response.make_conditional(request)  # type: ignore[return-value]


def projects_shown() -> Projects:
    """The published projects, as far as the address asks for them."""
    questionnaire = running().questionnaire
    published = list_published()
    values = [_values(each.text) for each in published]
    filters = tuple(_filter(questionnaire, name, values) for name in FILTERS)
    asked = [(each.name, each.chosen) for each in filters if each.chosen]
    found = [
        Project(each.slug, tell_sheet(questionnaire, each.text))
        for each, known in zip(published, values, strict=True)
        if all(value in known[name] for name, value in asked)
    ]
    theme = filters[0].chosen
    told = tuple(story for story in questionnaire.stories if theme in story.themes)
    return Projects(filters, tuple(found), len(published), told)


def _values(text: SheetText) -> dict[str, tuple[str, ...]]:
    """What a sheet has for each filter; nothing where it was left out."""
    return {"theme": text.themes, "secteur": (text.sector,), "taille": (text.size,)}


def _filter(questionnaire: Questionnaire, name: str, values: list[dict[str, tuple[str, ...]]]) -> Filter:
    """The choices that some project has, and the one asked for even where none has it (any more)."""
    key = {"theme": "themes", "secteur": "secteur"}.get(name)
    labels = fact_labels(questionnaire, key) if key else SIZES_TOLD
    counts = Counter(value for each in values for value in each[name])
    told = {value: words for value, words in labels.items() if value != SAYS_NOTHING or name != "theme"}
    asked = request.args.get(name, "")
    chosen = asked if asked in told else ""
    choices = {value: f"{words} ({counts[value]})" for value, words in told.items() if counts[value] or value == chosen}
    return Filter(name, FILTERS[name], choices, chosen)
