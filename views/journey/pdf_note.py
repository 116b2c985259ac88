"""What the one-page note says, as plain data: what convinces the partners and the team, and what to prepare."""

from __future__ import annotations

from typing import Any

from models.french.formats import euros, in_sentence, long_date, plural, unbroken
from models.rules.question import Answer
from models.rules.result import Estimate
from views.forms.asked_question import answer_in_words
from views.journey.pdf_document import OPERATOR
from views.journey.prompts import prompts
from views.journey.reason_in_words import joined
from views.journey.result_page import ResultView

PROJECT = ("themes", "parties_prenantes", "nouveaute")
"""The answers that tell the project, in the order they read well."""


def describe_note(seen: ResultView, company: str) -> dict[str, Any]:
    """Everything the note's template reads, as JSON values. The result must have an offer."""
    result, wording = seen.result, seen.questionnaire.wording
    assert seen.offer is not None
    assert result.estimate is not None
    assert seen.reason is not None
    title = "Un projet pour mieux travailler"
    day = result.concluded_on
    return {
        "title": title,
        "company": company,
        "author": wording.title,
        "operator": OPERATOR,
        "description": f"{title}, référence {seen.reference}, {long_date(day)}",
        "day": {"year": day.year, "month": day.month, "day": day.day},
        "date": long_date(day),
        "reference": seen.reference,
        "footer": f"Réf. {seen.reference} · {long_date(day)} · ni devis, ni accord de financement",
        "facts": seen.facts,
        "project": _project(seen),
        "offer": {"title": seen.offer.title, "summary": seen.offer.summary, "contents": list(seen.offer.contents)},
        "reason": seen.reason.whole,
        "cost": _cost(result.estimate),
        "team": list(wording.team_asks),
        "valid": f"Cette estimation est valable jusqu’au {long_date(result.valid_until)}.",
        "calendar": list(wording.next_steps),
        "prepare": [unbroken(prompt.ask) for prompt in prompts(seen)],
        "caution": wording.caution,
    }


def _project(seen: ResultView) -> list[dict[str, str]]:
    rows = []
    for key in PROJECT:
        answer: Answer | None = seen.result.answers.get(key)
        if answer is not None:
            question = seen.questionnaire.question(key)
            words = answer_in_words(seen.questionnaire, question, answer, seen.result.size)
            rows.append({"label": question.short_label, "words": words})
    return rows


def _cost(estimate: Estimate) -> dict[str, Any]:
    whole = f"{plural(estimate.days, 'jour')} d’appui à {euros(estimate.day_cents)} HT"
    lines = [f"{whole}\u00a0: {euros(estimate.total_cents)} HT en tout."]
    if len(estimate.phases) > 1:
        legs = joined(
            f"{plural(leg.days, 'jour')} pour {euros(leg.company_cents)} HT ({in_sentence(leg.title)})"
            for leg in estimate.phases
        )
        lines.append(f"En deux temps\u00a0: {legs}.")
    if estimate.split:
        split = estimate.split
        other = "" if split.each_cents == split.last_cents else f", et {euros(split.last_cents)} HT pour l’une d’elles"
        lines.append(f"Partagé entre {split.companies} entreprises\u00a0: {euros(split.each_cents)} HT chacune{other}.")
    return {
        "company": f"{euros(estimate.company_cents)} HT",
        "region": f"{euros(estimate.region_cents)} HT",
        "lines": lines,
    }
