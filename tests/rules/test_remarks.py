"""What else is said of a result: ambition beside practices, the nearest story, what to clear up, contradictions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.rules.explanation import ambition_gap, find_contradictions, nearest_story, points_to_clear_up
from models.rules.question import Answer
from models.rules.questionnaire import Level
from tests.rules.sample import PROJECT, SAMPLE


def _project(levels: str) -> dict[str, Answer]:
    return dict(zip(PROJECT, levels.split(), strict=True))


@pytest.mark.parametrize(
    ("ambition", "level", "gap"),
    [
        ("outils", Level.OUTILLAGE, 0),
        ("outils", Level.INNOVATION, -2),
        ("methodes", Level.OUTILLAGE, 1),
        ("methodes", Level.NOUVELLES_PRATIQUES, 0),
        ("innover", Level.OUTILLAGE, 2),
        ("innover", Level.INNOVATION, 0),
        (None, Level.INNOVATION, 0),
    ],
)
def test_ambition_beside_the_practices(ambition: str | None, level: Level, gap: int) -> None:
    assert ambition_gap({} if ambition is None else {"ambition": ambition}, level) == gap


@pytest.mark.parametrize(
    ("themes", "story"),
    [
        (("qvct",), "temps"),
        (("achats-responsables",), "achats"),
        (("fidelisation", "partage-valeur", "qvct"), "parts"),
        (("fidelisation", "qvct"), "temps"),
        (("autre",), "temps"),
        ((), "temps"),
    ],
)
def test_the_story_nearest_to_the_themes(themes: tuple[str, ...], story: str) -> None:
    assert nearest_story(SAMPLE, {"themes": themes} if themes else {}) == story


def test_no_story_where_the_content_has_none() -> None:
    assert nearest_story(replace(SAMPLE, stories=()), {"themes": ("qvct",)}) == ""


def test_points_to_clear_up_are_the_unknown_ones_in_order() -> None:
    answers = _project("nsp 1 2 nsp 2 0") | {"dialogue_instances": "nsp", "qvct_conditions": "0"}
    assert points_to_clear_up(SAMPLE, answers) == ("besoin", "participation", "dialogue_instances")


def test_contradictions_between_answers() -> None:
    (contradiction,) = find_contradictions(SAMPLE, _project("0 nsp 0 0 0 2"))
    assert contradiction.id == "calendrier-sans-objectif"
    assert find_contradictions(SAMPLE, _project("0 1 0 0 0 2")) == ()
    assert find_contradictions(SAMPLE, {}) == ()
