"""The two questionnaires on which the rules are proved: the sample, and the real content file."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.content.loader import load_file
from models.rules.questionnaire import Questionnaire
from tests.rules.sample import SAMPLE

CONTENT = Path(__file__).parents[2] / "models" / "content" / "questionnaire.toml"


@pytest.fixture(scope="session")
def content() -> Questionnaire:
    """The questionnaire that visitors are asked."""
    return load_file(CONTENT)


@pytest.fixture(scope="session", params=["sample", "content"])
def questionnaire(request: pytest.FixtureRequest) -> Questionnaire:
    """Each of the two in turn."""
    if request.param == "sample":
        return SAMPLE
    loaded: Questionnaire = request.getfixturevalue("content")
    return loaded
