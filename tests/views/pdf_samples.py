"""Results to print: every kind, in the repository's own words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from models.content.loader import load_file
from models.rules.conclusion import conclude
from models.rules.question import Answer, Kind
from models.rules.questionnaire import Questionnaire
from models.store.visits import KeptResult
from views.journey.result_page import ResultView, see_result
from views.web.library import FIRST_CONTENT

DAY = date(2026, 11, 23)
SHARE = "https://innovation.aract.exemple/partage/abcdefghijklmnopqrstuv"


@cache
def the_questionnaire() -> Questionnaire:
    """The content that the repository brings."""
    return load_file(Path(FIRST_CONTENT))


def some_answers(project: str, practices: str, **others: Answer) -> dict[str, Answer]:
    """An eligible firm of 24: one level for all of the project, one for all practices, and what else is given."""
    levels = {"avancement": project, "pratiques": practices}
    scored: dict[str, Answer] = {
        question.key: levels[question.part]
        for question in the_questionnaire().questions
        if question.kind is Kind.SCORED
    }
    company: dict[str, Answer] = {
        "territoire": "07",
        "structure": "scop",
        "effectif": 24,
        "secteur": "industrie",
        "ambition": "innover",
        "themes": ("qvct",),
        "nouveaute": "entreprise",
        "pratiques": "oui",
        "parties_prenantes": ("salaries",),
    }
    return {**company, **scored, **others}


def see_sample(
    answers: dict[str, Answer], *, short: bool = False, questionnaire: Questionnaire | None = None
) -> ResultView:
    """The result of these answers, as the PDF takes it."""
    questionnaire = questionnaire or the_questionnaire()
    result = conclude(questionnaire, answers, DAY, short=short)
    kept = KeptResult(result, 1, 1, datetime(2026, 11, 23, 9, tzinfo=UTC))
    return see_result(kept, questionnaire, "S26-014")


GROUP: dict[str, Answer] = {"structure": "groupe", "nombre_entreprises": 3}
DOUBTS: dict[str, Answer] = {
    "structure": "association",
    "secteur": "commerce",
    "ambition": "outils",
    "pratiques": "a-preciser",
    "parties_prenantes": ("aucune",),
}
NOES: dict[str, Answer] = {
    **DOUBTS,
    "territoire": "hors",
    "structure": "public",
    "nouveaute": "aucune",
    "pratiques": "non",
}
