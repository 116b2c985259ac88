"""The list's address: filters written in the query, read back, and said in words."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict

from models.french.formats import long_date, plural
from models.french.staff_words import AMBITIONS, DOORS, LEVELS, OFFERS, SIZES, STAGES, VERDICTS, short_labels
from models.rules.questionnaire import Questionnaire
from models.store.events import list_events
from models.store.filters import NO_REQUEST, UNFINISHED, UNKNOWN, Filters, active, without
from models.store.list_order import Cursor, Kind, Sort, kind_of
from models.store.staff import list_accounts
from views.web.library import running

STATES = {**STAGES, NO_REQUEST: "Sans demande", UNFINISHED: "Inachevé"}
SORTS = {
    Sort.NEWEST: "Les plus récents",
    Sort.OLDEST: "Les plus anciens",
    Sort.COMPANY: "Entreprise, de A à Z",
    Sort.COMPANY_BACKWARDS: "Entreprise, de Z à A",
    Sort.DEPARTMENT: "Département",
    Sort.DEPARTMENT_BACKWARDS: "Département, à rebours",
    Sort.LARGEST: "Les plus gros effectifs",
    Sort.SMALLEST: "Les plus petits effectifs",
    Sort.VERDICT: "Éligibles d’abord",
    Sort.VERDICT_BACKWARDS: "Non éligibles d’abord",
    Sort.STAGE: "Étape, depuis la première",
    Sort.STAGE_BACKWARDS: "Étape, depuis la dernière",
    Sort.COLLEAGUE: "Suivi par, de A à Z",
    Sort.COLLEAGUE_BACKWARDS: "Suivi par, de Z à A",
    Sort.CALL_BACK: "À rappeler d’abord",
    Sort.CALL_BACK_BACKWARDS: "À rappeler le plus tard",
}
EVERYTHING = ("voir", "tout")
"""What the list's address says where nothing narrows it: without a word, it opens on the requests."""

LONGEST_TEXT = 100
_LARGEST_ID = 2**53

Labels = Callable[[Questionnaire], Mapping[Any, str]]


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """A filter that is chosen among values: its name in the address, the field it fills, its label, its values."""

    param: str
    attribute: str
    label: str
    labels: Labels

    @property
    def whole(self) -> bool:
        """Whether its values are numbers (ids, places in the questionnaire) rather than keys."""
        return self.attribute in {"events", "assigned_to", "reached", "left_at", "chosen"}


def _fixed(labels: Mapping[str, str]) -> Labels:
    return lambda _: labels


def _places(questionnaire: Questionnaire) -> Mapping[int, str]:
    labels = {place: question.short_label for place, question in enumerate(questionnaire.questions, start=1)}
    return {**labels, len(labels) + 1: "Récapitulatif"}


def _of_question(key: str) -> Labels:
    return lambda questionnaire: short_labels(questionnaire, key)


CHOICES = (
    FilterChoice("etape", "stages", "Étape", _fixed(STATES)),
    FilterChoice("verdict", "verdicts", "Verdict", _fixed(VERDICTS)),
    FilterChoice("offre", "offers", "Offre", _fixed(OFFERS)),
    FilterChoice("departement", "departments", "Département", _of_question("territoire")),
    FilterChoice("secteur", "sectors", "Secteur", _of_question("secteur")),
    FilterChoice("structure", "structures", "Forme", _of_question("structure")),
    FilterChoice("taille", "sizes", "Taille", _fixed(SIZES)),
    FilterChoice("theme", "themes", "Sujet", _of_question("themes")),
    FilterChoice("niveau", "levels", "Niveau", _fixed(LEVELS)),
    FilterChoice("ambition", "ambitions", "Ambition", _fixed(AMBITIONS)),
    FilterChoice("porte", "doors", "Porte", _fixed(DOORS)),
    FilterChoice("evenement", "events", "Événement", lambda _: {event.id: event.name for event in list_events()}),
    FilterChoice("arrive", "reached", "Arrivé à", _places),
    FilterChoice("arret", "left_at", "Arrêté à", _places),
    FilterChoice("dossier", "chosen", "Dossier", lambda _: {}),
    FilterChoice("suivi", "assigned_to", "Suivi par", lambda _: {one.id: one.name for one in list_accounts()}),
)
DAYS = {
    "du": "since",
    "au": "until",
    "rappel": "call_back_by",
    "demande-du": "requested_since",
    "demande-au": "requested_until",
    "accorde-du": "granted_since",
    "accorde-au": "granted_until",
    "attend-du": "unanswered_by",
}
DAY_WORDS = {
    "since": "Depuis le",
    "until": "Jusqu’au",
    "call_back_by": "À rappeler d’ici au",
    "requested_since": "Demande depuis le",
    "requested_until": "Demande jusqu’au",
    "granted_since": "Jours accordés depuis le",
    "granted_until": "Jours accordés jusqu’au",
    "unanswered_by": "Demande sans réponse, reçue au plus tard le",
}
FLAGS = {
    "sans-suivi": "unassigned",
    "mail": "mail_failed",
    "mail-attend": "mail_waiting",
    "accorde": "granted",
    "a-accorder": "ungranted",
    "fini": "finished",
    "demande": "contacted",
    "regards": "collected",
    "essai": "rehearsals",
}
FLAG_WORDS = {
    "unassigned": "Sans suivi",
    "mail_failed": "Mail non parti",
    "mail_waiting": "Mail en attente",
    "granted": "Jours accordés",
    "ungranted": "Aucun jour accordé",
    "finished": "Questionnaire terminé",
    "contacted": "Demande reçue",
    "collected": "Regards de l’équipe demandés",
    "rehearsals": "Essai avant l’ouverture d’un événement",
}


def read_filters(query: MultiDict[str, str]) -> Filters:
    """The filters in an address; values that mean nothing are left out, so that an old address still opens."""
    found: dict[str, Any] = {}
    for choice in CHOICES:
        values = dict.fromkeys(query.getlist(choice.param))
        if choice.whole:
            found[choice.attribute] = tuple(number for each in values if (number := _whole(each)) is not None)
        else:
            known = choice.labels(running().questionnaire)
            found[choice.attribute] = tuple(each for each in values if each in known or each == UNKNOWN)
    for param, attribute in DAYS.items():
        found[attribute] = read_day(query.get(param, ""))
    for param, attribute in FLAGS.items():
        found[attribute] = query.get(param) == "oui"
    found["text"] = "".join(sign for sign in query.get("q", "")[:LONGEST_TEXT] if sign.isprintable()).strip()
    return Filters(**found)


def read_list(query: MultiDict[str, str]) -> Filters:
    """The filters of the list itself: where its address says nothing, it opens on the requests."""
    filters = read_filters(query)
    if set(filters.stages) - set(STAGES):
        return replace(filters, contacted=False)
    said = any(active(filters)) or query.get(EVERYTHING[0]) == EVERYTHING[1]
    return filters if said else replace(filters, contacted=True)


def read_sort(query: MultiDict[str, str]) -> Sort:
    """The order in an address; newest first by default."""
    try:
        return Sort(query.get("tri", Sort.NEWEST))
    except ValueError:
        return Sort.NEWEST


def read_cursor(query: MultiDict[str, str], sort: Sort, param: str = "apres") -> Cursor | None:
    """A place in the list, by default where the page asked for begins; None where the address doesn't say."""
    written, _, last = query.get(param, "").rpartition("~")
    identifier = _whole(last)
    if identifier is None:
        return None
    value = _READ_PLACE[kind_of(sort)](written)
    return (value, identifier) if value is not None or not written else None


def write_cursor(place: Cursor) -> str:
    """The same, to be read back."""
    return f"{'' if place[0] is None else place[0]}~{place[1]}"


def read_day(text: str) -> date | None:
    """A day as a date field sends it, or None."""
    try:
        return date.fromisoformat(text) if len(text) == len("2026-01-31") else None
    except ValueError:
        return None


def _whole(text: str) -> int | None:
    value = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(_LARGEST_ID)) else None
    return value if value is not None and value <= _LARGEST_ID else None


_READ_PLACE: dict[Kind, Callable[[str], int | str | None]] = {
    Kind.NUMBER: lambda text: -1 if text == "-1" else _whole(text),
    Kind.DAY: lambda text: text if text and read_day(text) else None,
    Kind.KEY: lambda text: text if text.isascii() and text.isalnum() and len(text) < 10 else None,
    Kind.NAME: lambda _: None,
}


def write_query(filters: Filters, sort: Sort = Sort.NEWEST, after: Cursor | None = None) -> str:
    """The address's query for these filters, always in the same order."""
    pairs: list[tuple[str, object]] = []
    for choice in CHOICES:
        pairs += ((choice.param, value) for value in getattr(filters, choice.attribute))
    pairs += ((param, value.isoformat()) for param, name in DAYS.items() if (value := getattr(filters, name)))
    pairs += ((param, "oui") for param, name in FLAGS.items() if getattr(filters, name))
    pairs += [("q", filters.text)] if filters.text else []
    pairs = pairs or [EVERYTHING]
    pairs += [("tri", sort)] if sort is not Sort.NEWEST else []
    pairs += [("apres", write_cursor(after))] if after else []
    return urlencode(pairs, quote_via=quote, safe="~")


def list_url(filters: Filters, sort: Sort = Sort.NEWEST, after: Cursor | None = None) -> str:
    """The address of the list narrowed so: what a number elsewhere links to."""
    return f"{url_for('staff.dossiers')}?{write_query(filters, sort, after)}"


@dataclass(frozen=True, slots=True)
class Chip:
    """One active filter in words, and the address without it."""

    label: str
    words: str
    url: str


def chips(filters: Filters, sort: Sort, said: Container[str] = ()) -> list[Chip]:
    """Every active filter but those already said, each with the way to remove it."""
    return [
        Chip(*_in_words(name, value), list_url(_less(filters, name, value), sort))
        for name, value in _told(filters)
        if name not in said
    ]


def _told(filters: Filters) -> Iterator[tuple[str, object]]:
    """The active filters; chosen dossiers are one."""
    yield from ((name, value) for name, value in active(filters) if name != "chosen")
    if filters.chosen:
        yield "chosen", filters.chosen


def _less(filters: Filters, name: str, value: object) -> Filters:
    """Without that value; a list of requests remains one."""
    rest = replace(filters, chosen=()) if name == "chosen" else without(filters, name, value)
    return replace(rest, contacted=True) if filters.requests_only and not rest.requests_only else rest


def filters_in_words(filters: Filters) -> str:
    """« Verdict : Éligible ; Secteur : Industrie » — for exports and saved views; « tous les dossiers » without any."""
    said = [
        f"{label}\u00a0: {words}" if words else label for label, words in (_in_words(*each) for each in _told(filters))
    ]
    return "\u202f; ".join(said) or "tous les dossiers"


def _in_words(name: str, value: Any) -> tuple[str, str]:
    if name in FLAG_WORDS:
        return FLAG_WORDS[name], ""
    if name == "chosen":
        return plural(len(value), "dossier choisi", "dossiers choisis"), ""
    if isinstance(value, date):
        return DAY_WORDS[name], long_date(value)
    if name == "text":
        return "Recherche", str(value)
    choice = _choice_of(name)
    words = "non renseigné" if value == UNKNOWN else choice.labels(running().questionnaire).get(value, str(value))
    return choice.label, words


@cache
def _choice_of(attribute: str) -> FilterChoice:
    return next(choice for choice in CHOICES if choice.attribute == attribute)


assert {each.name for each in fields(Filters)} == (
    {choice.attribute for choice in CHOICES} | set(DAYS.values()) | set(FLAGS.values()) | {"text"}
), "a filter without a name in the address would be lost on the way"
