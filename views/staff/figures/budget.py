"""What the scheme commits: advisory days, granted and in view, by stage, department and year, each opening its list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import Response

from models.french.formats import paris_day
from models.french.staff_words import STAGES as STAGE_WORDS
from models.french.staff_words import short_labels
from models.rules.questionnaire import Questionnaire
from models.store.figures import DEPARTMENT, STAGE, YEAR
from models.store.filters import STAGES, UNKNOWN, Filters
from views.staff.access import staff
from views.staff.dossiers.list_query import list_url
from views.staff.figures.commitments import GRANTED, IN_VIEW, Commitment, granted, in_view
from views.staff.layout import show_page
from views.web.doors import now
from views.web.library import running


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """What was granted to one stage, department or year; what recommended offers would ask for where nothing was."""

    title: str
    granted: Commitment
    in_view: Commitment | None


@dataclass(frozen=True, slots=True)
class BudgetTable:
    """The whole, told one way; the last line is the total."""

    title: str
    lines: Sequence[BudgetLine]


@staff.get("/budget")
def budget() -> Response:
    """The money, told by stage, by department and by year."""
    questionnaire, today = running().questionnaire, paris_day(now())
    tables = [
        _by_stage(questionnaire, today),
        _by_department(questionnaire, today),
        _by_year(),
    ]
    total = tables[0].lines[-1]
    return show_page("staff/budget.html", tables=tables, total=total, today=today)


def _by_stage(questionnaire: Questionnaire, today: date) -> BudgetTable:
    decided, expected = granted(STAGE), in_view(STAGE, questionnaire, today)
    lines = [
        BudgetLine(
            STAGE_WORDS[stage],
            _at(decided.get(stage), replace(GRANTED, stages=(stage,))),
            _at(expected.get(stage), replace(IN_VIEW, stages=(stage,))),
        )
        for stage in STAGES
    ]
    return BudgetTable("Par étape", _with_total(lines))


def _by_department(questionnaire: Questionnaire, today: date) -> BudgetTable:
    decided, expected = granted(DEPARTMENT), in_view(DEPARTMENT, questionnaire, today)
    labels = [*short_labels(questionnaire, "territoire").items(), (None, "Département inconnu")]
    lines = [
        BudgetLine(
            name,
            _at(decided.get(key), replace(GRANTED, departments=(key or UNKNOWN,))),
            _at(expected.get(key), replace(IN_VIEW, departments=(key or UNKNOWN,))),
        )
        for key, name in labels
    ]
    return BudgetTable("Par département", _with_total(lines))


def _by_year() -> BudgetTable:
    """By the year of the grant; what is in view has none yet."""
    lines = []
    for year, commitment in sorted(granted(YEAR).items(), key=lambda each: str(each[0])):
        first, last = (date(int(year), 1, 1), date(int(year), 12, 31)) if year else (None, None)
        url = list_url(replace(GRANTED, granted_since=first, granted_until=last)) if year else ""
        lines.append(BudgetLine(year or "Année inconnue", replace(commitment, url=url), None))
    total = Commitment(url=list_url(GRANTED))
    for line in lines:
        total = total.plus(line.granted)
    return BudgetTable("Par année de l’accord", [*lines, BudgetLine("Total", total, None)])


def _at(commitment: Commitment | None, filters: Filters) -> Commitment:
    return replace(commitment or Commitment(), url=list_url(filters))


def _with_total(lines: Sequence[BudgetLine]) -> list[BudgetLine]:
    decided, expected = Commitment(url=list_url(GRANTED)), Commitment(url=list_url(IN_VIEW))
    for line in lines:
        decided, expected = decided.plus(line.granted), expected.plus(line.in_view or Commitment())
    shown = [line for line in lines if line.granted.dossiers or (line.in_view and line.in_view.dossiers)]
    return [*shown, BudgetLine("Total", decided, expected)]
