"""Other views as they are told: the same marks and words on the result, the shared page, the PDF and the staff's pages.

Of a group below its threshold there is only its count: nothing else of it is in what this module reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from models.french.formats import days_between, long_date, number, plural
from models.rules.collection import (
    LESS,
    MORE,
    TEAM_THRESHOLD,
    CountedCollection,
    CountedGroup,
    DimensionView,
    Group,
    ToDiscuss,
    ViewGap,
    exchange_key,
    to_half_point,
)
from models.rules.questionnaire import Dimension, Questionnaire
from models.store.collections import KeptCollection

DIRECTION = "direction"
GROUPS = {Group.REPRESENTANTS: "Représentants", Group.EQUIPE: "Équipe"}
_WHO = {Group.REPRESENTANTS: "les représentants", Group.EQUIPE: "l’équipe"}
_ANSWERS_OF = {Group.REPRESENTANTS: ("d’un représentant", "de représentants"), Group.EQUIPE: ("de l’équipe",) * 2}
NOT_KNOWN = "à éclaircir"
TOO_FEW_KNOW = "trop peu d’avis"


@dataclass(frozen=True, slots=True)
class Called:
    """How the direction is called: « Vous » to itself, « La direction » to others."""

    name: str
    than: str


TO_ITSELF = Called("Vous", "que vous")
TO_OTHERS = Called("La direction", "que la direction")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where one view stands on a dimension's scale of 12 half points; `half_points` is None where it has no place.

    `former` and `former_half_points` tell the same of the first collection.
    """

    who: str
    name: str
    value: str
    half_points: int | None
    unknown: str = ""
    former: str = ""
    former_half_points: int | None = None


@dataclass(frozen=True, slots=True)
class GapInWords:
    """A gap worth talking over, of all the groups that see it the same way: what they see, by how much, what to ask.

    `who` begins the sentence that says who speaks first: « L’équipe parle ».
    """

    sentence: str
    amounts: str
    questions: tuple[str, ...]
    who: str

    @property
    def whole(self) -> str:
        """The sentence with its amounts, where no drawing shows them."""
        return f"{self.sentence.removesuffix('.')}\u00a0: {self.amounts}."


@dataclass(frozen=True, slots=True)
class DimensionRow:
    """A dimension with its marks, the direction's first; `gaps` where views differ by much, the widest first."""

    title: str
    short: str
    marks: tuple[Mark, ...]
    gaps: tuple[GapInWords, ...]


@dataclass(frozen=True, slots=True)
class OtherViews:
    """Everything said of the newest collection: who answered, what is not shown and why, the dimensions, gaps first."""

    days: str
    answers: str
    hidden: tuple[str, ...]
    rows: tuple[DimensionRow, ...]
    aligned: bool
    since: str
    names: tuple[tuple[str, str], ...]

    @property
    def collected(self) -> str:
        """Who answered, and when; the groups that are not shown apart."""
        return f"{self.answers}, {self.days}." if self.answers else f"Recueil {self.days}."

    @property
    def headlines(self) -> tuple[DimensionRow, ...]:
        """The two dimensions to begin with; fewer where fewer differ."""
        return tuple(row for row in self.rows[:2] if row.gaps)

    @property
    def others(self) -> tuple[DimensionRow, ...]:
        """The other dimensions, those where views differ first."""
        return self.rows[len(self.headlines) :]


def say_views(
    questionnaire: Questionnaire, collections: Sequence[KeptCollection], called: Called = TO_ITSELF
) -> OtherViews | None:
    """The newest of these collections in words, beside the first one where that is another; None where there is none.

    `collections` are those of one assessment that were counted, the first one first.
    """
    if not collections:
        return None
    newest, first = collections[-1], collections[0] if len(collections) > 1 else None
    counted, former = newest.counted, first.counted if first else None
    by_id = {dimension.id: dimension for dimension in questionnaire.dimensions}
    gaps = {each.dimension: each for each in counted.to_discuss}
    order = [*gaps, *(key for key in by_id if key not in gaps)] if counted.shown else []
    rows = tuple(
        DimensionRow(
            title=by_id[key].title,
            short=by_id[key].short_label,
            marks=tuple(_marks(counted, former, key, called)),
            gaps=tuple(_gaps(by_id[key], counted, gaps[key], called)) if key in gaps else (),
        )
        for key in order
    )
    return OtherViews(
        days=days_between(newest.opened_on, newest.closed_on),
        answers=_capital(" et ".join(_answers(group) for group in counted.shown)),
        hidden=tuple(_why_hidden(group) for group in counted.groups if not group.shown),
        rows=rows,
        aligned=counted.aligned,
        since=_since(counted, first) if first else "",
        names=((DIRECTION, called.name), *((group.group.value, GROUPS[group.group]) for group in counted.shown)),
    )


def in_points(points: Fraction) -> str:
    """Points to the half, as people write them: « 3 », « 3,5 »."""
    return f"{number(int(points))},5" if points.denominator == 2 else number(int(points))


def _marks(
    counted: CountedCollection, former: CountedCollection | None, dimension: str, called: Called
) -> Iterator[Mark]:
    own, earlier = counted.direction.get(dimension), former.direction.get(dimension) if former else None
    yield Mark(
        DIRECTION,
        called.name,
        NOT_KNOWN if own is None else number(own),
        None if own is None else 2 * own,
        former="" if earlier is None else number(earlier),
        former_half_points=None if earlier is None else 2 * earlier,
    )
    before = {group.group: group.of(dimension) for group in former.groups} if former else {}
    for group in counted.shown:
        view = group.of(dimension)
        if view:
            yield _mark(group.group, view, before.get(group.group))


def _mark(group: Group, view: DimensionView, before: DimensionView | None) -> Mark:
    value, earlier = _shown(view), _shown(before) if before else None
    return Mark(
        group.value,
        GROUPS[group],
        TOO_FEW_KNOW if value is None else in_points(value),
        None if value is None else int(2 * value),
        unknown=_unknown(view.unknown),
        former="" if earlier is None else in_points(earlier),
        former_half_points=None if earlier is None else int(2 * earlier),
    )


def _shown(view: DimensionView) -> Fraction | None:
    return None if view.mean is None else to_half_point(view.mean)


def _unknown(count: int) -> str:
    return f"{number(count)} {'ne sait' if count == 1 else 'ne savent'} pas" if count else ""


def _gaps(
    dimension: Dimension, counted: CountedCollection, discussed: ToDiscuss, called: Called
) -> Iterator[GapInWords]:
    """The widest gap's way of differing first, then the other one where a group sees it."""
    upwards = discussed.gaps[0].gap > 0
    for more in (upwards, not upwards):
        gaps = [each for each in discussed.gaps if (each.gap > 0) is more]
        if gaps:
            yield _gap(dimension, counted, gaps, called)


def _gap(dimension: Dimension, counted: CountedCollection, gaps: Sequence[ViewGap], called: Called) -> GapInWords:
    who = " et ".join(_WHO[each.group] for each in gaps)
    sees = "voit" if [each.group for each in gaps] == [Group.EQUIPE] else "voient"
    own = counted.direction[dimension.id]
    values = [in_points(to_half_point(own + each.gap)) for each in gaps]
    return GapInWords(
        f"{_capital(who)} {sees} {MORE if gaps[0].gap > 0 else LESS} {dimension.seen} {called.than}.",
        f"{' et '.join(values)} contre {number(own)}, sur 6",
        tuple(dimension.exchanges[exchange_key(each.group, each.gap)] for each in gaps),
        f"{_capital(who)} {'parle' if sees == 'voit' else 'parlent'}",
    )


def _answers(group: CountedGroup) -> str:
    words = plural(group.answers, "réponse") if group.answers else "aucune réponse"
    one, many = _ANSWERS_OF[group.group]
    return f"{words} {one if group.answers == 1 else many}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _why_hidden(group: CountedGroup) -> str:
    words = _answers(group)
    told = _capital(words)
    if group.group is not Group.EQUIPE:
        return f"{told}."
    why = "avec moins, on pourrait reconnaître quelqu’un"
    return f"{told}. Il en faut {TEAM_THRESHOLD} pour en montrer plus\u00a0: {why}."


def _since(counted: CountedCollection, first: KeptCollection) -> str:
    """How many gaps are narrower or wider than they were the first time."""
    narrower = wider = 0
    for group in counted.shown:
        before = next((each for each in first.counted.groups if each.group is group.group), None)
        for view in group.views:
            former = before.of(view.dimension) if before else None
            if former is None or former.gap is None or view.gap is None:
                continue
            narrower += abs(view.gap) < abs(former.gap)
            wider += abs(view.gap) > abs(former.gap)
    when = f"Depuis le premier recueil, fini le {long_date(first.closed_on)}"
    if not narrower and not wider:
        return f"{when}, aucun écart n’a bougé."
    told = [
        plural(count, f"écart plus {word}", f"écarts plus {word}s")
        for count, word in ((narrower, "petit"), (wider, "grand"))
        if count
    ]
    return f"{when}\u00a0: {', '.join(told)}."
