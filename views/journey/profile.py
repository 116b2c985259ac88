"""The company's practices as they are told: the same figures and words on the page, the shared page and the PDF."""

from __future__ import annotations

from dataclasses import dataclass

from models.french.formats import in_sentence
from models.rules.questionnaire import Level, Questionnaire
from models.rules.result import DimensionScore, Result


@dataclass(frozen=True, slots=True)
class Practice:
    """One dimension: `mark` tells its points in words; where it is `unknown` there is no level and no next step."""

    title: str
    short: str
    mark: str
    points: int
    maximum: int
    unknown: bool
    floor: bool
    level: str
    meaning: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Profile:
    """The company's level with what it means, and the five dimensions; where none is known, that alone."""

    level: Level
    title: str
    meaning: str
    ambition: str
    next_step: str
    practices: tuple[Practice, ...]


def say_profile(questionnaire: Questionnaire, result: Result) -> Profile:
    """The practices of a result, in the words of its content."""
    practices = tuple(_practice(questionnaire, score) for score in result.maturity.dimensions)
    reached = result.maturity.level
    if all(practice.unknown for practice in practices):
        return Profile(reached, "Votre profil reste à éclaircir", _nothing_known(questionnaire), "", "", practices)
    level = next(level for level in questionnaire.levels if level.id is reached)
    title = f"Au moins\u00a0: {in_sentence(level.title)}" if result.maturity.floor else level.title
    return Profile(reached, title, level.meaning, _ambition(questionnaire, result), level.next_step, practices)


def _nothing_known(questionnaire: Questionnaire) -> str:
    return (
        f"Vous avez répondu «\u00a0{questionnaire.wording.unknown_label}\u00a0» aux questions sur vos pratiques\u00a0: "
        "il n’y a rien à en conclure. Regardez-en une ou deux avec l’équipe, puis complétez vos réponses quand vous "
        "voudrez."
    )


def _ambition(questionnaire: Questionnaire, result: Result) -> str:
    wording, gap = questionnaire.wording, result.ambition_gap
    if gap == 0:
        return wording.ambition_equal
    return wording.ambition_above if gap > 0 else wording.ambition_below


def _practice(questionnaire: Questionnaire, score: DimensionScore) -> Practice:
    dimension = next(each for each in questionnaire.dimensions if each.id == score.dimension)
    level = next(each.title for each in questionnaire.levels if each.id is score.level)
    points = f"{score.score.points} sur {score.score.maximum}"
    return Practice(
        title=dimension.title,
        short=dimension.short_label,
        mark="À éclaircir" if score.unknown else f"Au moins {points}" if score.floor else points,
        points=score.score.points,
        maximum=score.score.maximum,
        unknown=score.unknown,
        floor=score.floor,
        level="Pas encore connu" if score.unknown else level,
        meaning=score.meaning,
        next_step="" if score.unknown else as_sentence(score.next_step),
    )


def as_sentence(words: str) -> str:
    """Words with their full stop, whether the content wrote it or not."""
    return words if words.endswith((".", "…", "!", "?")) else f"{words}."
