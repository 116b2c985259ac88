"""A comparison in French: the same words and figures on the result, the shared page, the PDF and a dossier's file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from models.french.formats import elapsed, long_date, plural
from models.rules.comparison import PROJECT, Comparison, Line, Mark, Move, Movement, Time
from models.rules.questionnaire import Questionnaire

MINUS = "\u2212"
MOVES = {
    Move.UP: "en hausse",
    Move.SAME: "au même point",
    Move.DOWN: "en baisse",
    Move.NOT_KNOWN: "non connu",
    Move.OTHER_SCALE: "pas comparable",
}
TOLD = {
    Move.UP: ("avance", "avancent"),
    Move.SAME: ("n’a pas bougé", "n’ont pas bougé"),
    Move.DOWN: ("recule", "reculent"),
    Move.NOT_KNOWN: ("ne se compare pas, faute de réponse", "ne se comparent pas, faute de réponse"),
    Move.OTHER_SCALE: ("n’est plus notée de la même façon", "ne sont plus notées de la même façon"),
}
"""What dimensions do, one and several."""


@dataclass(frozen=True, slots=True)
class TimeInWords:
    """One time: its day, how long before, and what the scheme would have brought."""

    day: str
    ago: str
    offer: str


@dataclass(frozen=True, slots=True)
class MarkInWords:
    """A score in words; `share` says where it stands on the newest's scale (0 to 1), None where it has no place."""

    words: str
    points: int
    share: Fraction | None
    floor: bool


@dataclass(frozen=True, slots=True)
class LineInWords:
    """A dimension or the project; `since_before` is empty where there was one other time only."""

    id: str
    title: str
    short: str
    maximum: int
    marks: tuple[MarkInWords, ...]
    move: Move
    since_first: str
    since_before: str


@dataclass(frozen=True, slots=True)
class TimesInWords:
    """The whole comparison; `summary` and `caution` may be read alone, `caution` is empty where all compares."""

    times: tuple[TimeInWords, ...]
    lines: tuple[LineInWords, ...]
    summary: str
    caution: str

    @property
    def offer_since_first(self) -> str:
        """What became of the offer since the first time."""
        return self._offer_since(0)

    @property
    def offer_since_before(self) -> str:
        """The same, since the time before."""
        return self._offer_since(-2)

    def _offer_since(self, place: int) -> str:
        return "la même" if self.times[place].offer == self.times[-1].offer else "une autre"

    @property
    def has_floor(self) -> bool:
        """Whether the first or the newest of some line is only known to be at least so much."""
        return any(
            mark.floor and mark.share is not None for line in self.lines for mark in line.marks[:: len(line.marks) - 1]
        )


def say_times(comparison: Comparison, questionnaire: Questionnaire, today: date | None) -> TimesInWords:
    """A comparison in the words of the newest result's content.

    Without `today` times are told from the newest one: what is printed stays true on whatever day it is read.
    """
    titles = {each.id: each.title for each in questionnaire.dimensions} | {PROJECT: "Avancement du projet"}
    short = {each.id: each.short_label for each in questionnaire.dimensions} | {PROJECT: "Projet"}
    lines = tuple(_line(line, titles[line.id], short[line.id]) for line in comparison.lines)
    return TimesInWords(
        times=tuple(_time(each, comparison.times[-1].on, today) for each in comparison.times),
        lines=lines,
        summary=_summary(comparison, lines),
        caution=_caution([titles[id_] for id_ in comparison.other_scale]),
    )


def _time(time: Time, newest: date, today: date | None) -> TimeInWords:
    if today is None:
        ago = "" if time.on == newest else f"{elapsed(time.on, newest)} avant"
    else:
        ago = "aujourd’hui" if time.on >= today else f"il y a {elapsed(time.on, today)}"
    return TimeInWords(long_date(time.on), ago, _offer(time))


def _offer(time: Time) -> str:
    return plural(time.days, "jour") if time.days else "aucune"


def _line(line: Line, title: str, short: str) -> LineInWords:
    newest = line.marks[-1]
    maximum = newest.maximum if newest else 0
    return LineInWords(
        id=line.id,
        title=title,
        short=short,
        maximum=maximum,
        marks=tuple(_mark(mark, maximum) for mark in line.marks),
        move=line.since_first.move,
        since_first=_moved(line.since_first),
        since_before=_moved(line.since_before) if len(line.marks) > 2 else "",
    )


def _mark(mark: Mark | None, maximum: int) -> MarkInWords:
    if mark is None:
        return MarkInWords("–", 0, None, floor=False)
    if mark.unknown:
        return MarkInWords("?", 0, None, floor=True)
    points = f"au moins {mark.points}" if mark.floor else str(mark.points)
    if mark.maximum != maximum:
        return MarkInWords(f"{points} sur {mark.maximum}", mark.points, None, mark.floor)
    return MarkInWords(points, mark.points, Fraction(mark.points, maximum), mark.floor)


def _moved(movement: Movement) -> str:
    if movement.points:
        return f"{'+' if movement.points > 0 else MINUS}{abs(movement.points)}"
    return MOVES[movement.move]


def _summary(comparison: Comparison, lines: Sequence[LineInWords]) -> str:
    first, newest = comparison.times[0], comparison.times[-1]
    found = Counter(line.move for line in lines if line.id != PROJECT)
    # The second part of the sentence doesn't say « dimension » again.
    parts = [
        f"{plural(count, 'dimension') if place == 0 else count} {TOLD[move][count > 1]}"
        for place, (move, count) in enumerate((move, found[move]) for move in Move if found[move])
    ]
    told = [f"Depuis le {long_date(first.on)}\u00a0: {_listed(parts)}.", _project(lines[-1]), _offers(first, newest)]
    return " ".join(filter(None, told))


def _listed(parts: Sequence[str]) -> str:
    *rest, last = parts
    return f"{', '.join(rest)} et {last}" if rest else last


def _project(line: LineInWords) -> str:
    first, newest = line.marks[0], line.marks[-1]
    if line.move in {Move.NOT_KNOWN, Move.OTHER_SCALE} or first.words == newest.words:
        return "Votre projet en est au même point." if line.move is Move.SAME else ""
    return f"Votre projet passe de {first.words} à {newest.words} points sur {line.maximum}."


def _offers(first: Time, newest: Time) -> str:
    if first.offer is newest.offer:
        return f"L’offre reste de {_offer(newest)}." if newest.days else ""
    if newest.days and first.days:
        return f"L’offre passe de {_offer(first)} à {_offer(newest)}."
    return f"Une offre de {_offer(newest)} s’ouvre." if newest.days else "Le dispositif ne propose plus d’appui."


def _caution(titles: Sequence[str]) -> str:
    if not titles:
        return ""
    return (
        f"Le questionnaire a changé entre-temps. Les points ne se comparent pas pour\u00a0: {', '.join(titles)}."
        " Ils sont montrés tels qu’ils étaient."
    )
