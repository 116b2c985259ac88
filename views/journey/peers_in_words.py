"""« Et les autres ? » in French: where the companies that answered stand beside this one. Of today, never frozen."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flask import Flask

from models.french.formats import in_sentence, long_date, number
from models.rules.peers import EVERY, TENTHS, Group, peer_of, scale_of
from models.rules.question import Size
from models.rules.questionnaire import Questionnaire
from models.rules.result import DimensionScore, Maturity
from models.store.peers import PeersOfGroup, find_peers
from views.journey.result_page import ResultView

CAUTION = "Ce sont des entreprises qui ont répondu ici, pas une moyenne du secteur."
SIZES = {
    Size.UNDER_11: "de moins de 11 salariés",
    Size.FROM_11_TO_49: "de 11 à 49 salariés",
    Size.FROM_50: "de 50 salariés et plus",
}
UNKNOWN, TOO_FEW = "?", "–"
PLACES = {1: "au-dessus", 0: "au milieu", -1: "au-dessous"}
"""Where one stands beside the median."""


@dataclass(frozen=True, slots=True)
class LevelShare:
    """How many companies in ten are at a level, in words too; `own` where this company is."""

    title: str
    tenths: int
    words: str
    own: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """A dimension: one's own points and the others' median, in words and (0 to 1) on its scale; None: not known."""

    title: str
    short: str
    maximum: int
    own: str
    own_share: Fraction | None
    median: str
    median_share: Fraction | None
    place: str


@dataclass(frozen=True, slots=True)
class PeersInWords:
    """Everything that the section says."""

    companies: str
    counted_on: str
    levels: tuple[LevelShare, ...]
    dimensions: tuple[Beside, ...]
    caution: str


def add_peers(app: Flask) -> None:
    """What a result's template asks of the others."""
    app.jinja_env.globals["peers_of"] = peers_of


def peers_of(seen: ResultView) -> PeersInWords | None:
    """The others like this company; None where too few are known, on a short path's result, and in a preview."""
    result = seen.result
    scale, sector = scale_of(seen.questionnaire), result.answers.get("secteur")
    peer = peer_of(result.maturity, result.size, sector, scale, short=result.short)
    found = find_peers(seen.assessment_id, peer, scale) if peer and seen.assessment_id else None
    return say_peers(found, seen.questionnaire, result.maturity) if found else None


def say_peers(found: PeersOfGroup, questionnaire: Questionnaire, own: Maturity) -> PeersInWords:
    """The figures of a group in words, beside a company's own."""
    peers = found.peers
    scores = {each.dimension: each for each in own.dimensions}
    return PeersInWords(
        companies=_companies(found.group, peers.companies, questionnaire),
        counted_on=long_date(found.counted_at),
        levels=tuple(
            LevelShare(level.title, peers.tenths[level.id], _in_ten(peers.tenths[level.id]), level.id is own.level)
            for level in questionnaire.levels
        ),
        dimensions=tuple(
            _beside(each.title, each.short_label, scores[each.id], peers.medians[each.id])
            for each in questionnaire.dimensions
        ),
        caution=CAUTION,
    )


def _companies(group: Group, companies: int, questionnaire: Questionnaire) -> str:
    """« 37 entreprises de 11 à 49 salariés, industrie »."""
    size, sector = group
    words = f"{number(companies)}\u00a0entreprises"
    if size != EVERY:
        words += f" {SIZES[Size(size)]}"
    if sector != EVERY:
        label = questionnaire.question("secteur").choice(sector).label
        words += f", {in_sentence(label.at(Size(size)))}"
    return words


def _in_ten(tenths: int) -> str:
    if tenths == 0:
        return f"moins d’une sur\u00a0{TENTHS}"
    return "toutes ou presque" if tenths == TENTHS else f"{tenths}\u00a0sur\u00a0{TENTHS}"


def _beside(title: str, short: str, own: DimensionScore, median: Fraction | None) -> Beside:
    maximum, points = own.score.maximum, own.score.points
    own_words = UNKNOWN if own.unknown else f"au moins {points}" if own.floor else str(points)
    known = median is not None and not own.unknown and not own.floor
    return Beside(
        title=title,
        short=short,
        maximum=maximum,
        own=own_words,
        own_share=None if own.unknown else Fraction(points, maximum),
        median=TOO_FEW if median is None else _half(median),
        median_share=None if median is None else median / maximum,
        place=PLACES[(points > median) - (points < median)] if known and median is not None else "",
    )


def _half(points: Fraction) -> str:
    """« 3 », « 3,5 »."""
    whole, rest = divmod(points, 1)
    return f"{whole},5" if rest else str(whole)
