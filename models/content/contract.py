"""The contract's keys: the part, the type and the values of every question, as scripts and past answers know them.

Wording, bounds and thresholds are the content's; these names never change (domain document, "The questionnaire: keys").
"""

from __future__ import annotations

from dataclasses import dataclass

from models.rules.question import Condition, Kind, Rank

SCORED_VALUES = ("0", "1", "2", "3")
PARTS = ("entreprise", "projet", "avancement", "pratiques")
DIMENSIONS = ("management", "dialogue", "qvct", "gouvernance", "ecosysteme")
CRITERIA = (
    "territoire",
    "effectif",
    "structure",
    "secteur",
    "ambition",
    "nouveaute-pratiques",
    "parties-prenantes",
)


@dataclass(frozen=True, slots=True)
class ExpectedValue:
    """What the contract says of one question. `levers` are the values that one may be advised to work towards."""

    part: str
    kind: Kind
    values: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    asked_if: Condition | None = None
    dimension: str | None = None
    rank: Rank | None = None
    exclusive: str | None = None
    levers: tuple[str, ...] = ()


def _choice(part: str, values: str, levers: str = "") -> ExpectedValue:
    return ExpectedValue(part, Kind.CHOICE, tuple(values.split()), levers=tuple(levers.split()))


def _scored(part: str, dimension: str | None = None, rank: Rank | None = None, after: str = "") -> ExpectedValue:
    opened = Condition(after, at_least=1) if after else None
    return ExpectedValue(
        part, Kind.SCORED, SCORED_VALUES, asked_if=opened, dimension=dimension, rank=rank, levers=SCORED_VALUES[1:]
    )


def _ladder(dimension: str, opening: str, deepening: str) -> dict[str, ExpectedValue]:
    return {
        opening: _scored("pratiques", dimension, Rank.OPENING),
        deepening: _scored("pratiques", dimension, Rank.DEEPENING, after=opening),
    }


QUESTIONS: dict[str, ExpectedValue] = {
    "territoire": _choice("entreprise", "01 03 07 15 26 38 42 43 63 69 73 74 hors"),
    "structure": _choice(
        "entreprise", "societe scop scic entreprise-individuelle groupe collectif association public autre"
    ),
    "nombre_entreprises": ExpectedValue(
        "entreprise",
        Kind.NUMBER,
        minimum=2,
        maximum=50,
        asked_if=Condition("structure", one_of=frozenset({"groupe", "collectif"})),
    ),
    "effectif": ExpectedValue("entreprise", Kind.NUMBER, minimum=0, maximum=100_000),
    "secteur": _choice("entreprise", "industrie services commerce btp agriculture autre"),
    "ambition": _choice("projet", "outils methodes innover"),
    "themes": ExpectedValue(
        "projet",
        Kind.CHOICES,
        (
            "management",
            "dialogue-social",
            "temps-de-travail",
            "qvct",
            "fidelisation",
            "participation",
            "partage-valeur",
            "achats-responsables",
            "territoire",
            "autre",
        ),
    ),
    "nouveaute": _choice("projet", "aucune entreprise territoire", levers="entreprise territoire"),
    "pratiques": _choice("projet", "non a-preciser oui", levers="oui"),
    "parties_prenantes": ExpectedValue(
        "projet",
        Kind.CHOICES,
        ("salaries", "managers", "representants", "clients", "fournisseurs", "territoire", "aucune"),
        exclusive="aucune",
        levers=("salaries", "managers", "representants", "clients", "fournisseurs", "territoire"),
    ),
    "besoin": _scored("avancement"),
    "objectifs": _scored("avancement"),
    "portage": _scored("avancement"),
    "participation": _scored("avancement"),
    "moyens": _scored("avancement"),
    "calendrier": _scored("avancement"),
    **_ladder("management", "management_autonomie", "management_feedback"),
    **_ladder("dialogue", "dialogue_instances", "dialogue_accords"),
    **_ladder("qvct", "qvct_conditions", "qvct_fidelisation"),
    **_ladder("gouvernance", "gouvernance_decisions", "gouvernance_partage"),
    **_ladder("ecosysteme", "ecosysteme_achats", "ecosysteme_cooperation"),
}
