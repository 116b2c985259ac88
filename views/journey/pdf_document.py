"""What the PDF says of a result, as plain data: every text is a value, never a piece of the template."""

from __future__ import annotations

from typing import Any

from models.french.formats import euros, in_sentence, long_date, plural
from models.rules.questionnaire import Verdict
from models.rules.result import Estimate, Lever
from views.journey.pdf_times import describe_times
from views.journey.pdf_views import describe_views, views_in_a_line
from views.journey.profile import Practice
from views.journey.reason_in_words import ReasonInWords
from views.journey.result_page import ResultView
from views.journey.times_in_words import say_times
from views.kiosk.qr import qr_image

MOST_LEVERS = 3
"""Of each aim, on paper."""

SEMICOLON = "\u202f; "
OPERATOR = "Aract Auvergne-Rhône-Alpes"
PROFILE_TITLE = "Votre profil d’innovation sociale"


def describe(seen: ResultView, share_url: str | None) -> dict[str, Any]:
    """Everything the template reads, as JSON values."""
    result, wording = seen.result, seen.questionnaire.wording
    title = wording.estimate_title if result.estimate else PROFILE_TITLE
    day = result.concluded_on
    eligible = result.estimate is not None
    return {
        "title": title,
        "author": wording.title,
        "operator": OPERATOR,
        "description": f"{title}, référence {seen.reference}, {long_date(day)}",
        "day": {"year": day.year, "month": day.month, "day": day.day},
        "date": long_date(day),
        "reference": seen.reference,
        "footer": _footer(seen),
        "facts": seen.facts,
        "headline": seen.offer.title if seen.offer else seen.profile.title,
        "verdict": wording.verdicts[result.eligibility.verdict],
        "summary": seen.offer.summary if seen.offer else "",
        "estimate": _estimate(seen, result.estimate) if result.estimate else None,
        "criteria": _criteria(seen),
        "contents": list(seen.offer.contents) if seen.offer else [],
        "reason": _reason(seen, seen.reason) if seen.reason else None,
        "levers": _levers(seen) if eligible else [],
        "purpose": seen.offer.purpose if seen.offer and not result.levers else "",
        "company": _company(seen),
        "dimensions": [_dimension(practice) for practice in seen.profile.practices],
        "unclear": list(seen.to_clear_up),
        "views": describe_views(seen.views) if seen.views and seen.views.rows else None,
        "views_line": views_in_a_line(seen.views),
        "next_title": "La suite" if eligible else "D’autres voies",
        "next": list(wording.next_steps if eligible else wording.not_eligible_ways),
        "caution": wording.caution,
        "share": _share(share_url) if share_url else None,
        "times": describe_times(say_times(seen.comparison, seen.questionnaire, None)) if seen.comparison else None,
    }


def _footer(seen: ResultView) -> str:
    result = seen.result
    parts = [f"Réf. {seen.reference}", long_date(result.concluded_on), f"version {result.content_version}"]
    if result.estimate:
        parts += [f"valable jusqu’au {long_date(result.valid_until)}", "ni devis, ni accord de financement"]
    return " · ".join(parts)


def _estimate(seen: ResultView, estimate: Estimate) -> dict[str, Any]:
    share = _percent(estimate.company_cents, estimate.total_cents)
    rows = [
        _row("Appui-conseil", f"{_days(estimate.days)} × {euros(estimate.day_cents)}", estimate.total_cents),
        _row("Part de la Région Auvergne-Rhône-Alpes", f"{100 - share}\u202f%", estimate.region_cents),
        _row("À votre charge", f"{share}\u202f%", estimate.company_cents, strong=True),
    ]
    if len(estimate.phases) > 1:
        rows += [
            _row(f"dont\u00a0: {in_sentence(phase.title)}", _days(phase.days), phase.company_cents)
            for phase in estimate.phases
        ]
    return {
        "company": f"{euros(estimate.company_cents)} HT",
        "region": f"{euros(estimate.region_cents)} HT",
        "rows": rows,
        "notes": _notes(seen, estimate),
        "dated": f"Établie le {long_date(seen.result.concluded_on)} sous la référence {seen.reference}, "
        f"avec la version {seen.result.content_version} du questionnaire. "
        f"Valable jusqu’au {long_date(seen.result.valid_until)}.",
        "mentions": list(seen.questionnaire.wording.estimate_mentions),
    }


def _row(label: str, detail: str, cents: int, *, strong: bool = False) -> dict[str, Any]:
    return {"label": label, "detail": detail, "amount": euros(cents), "strong": strong}


def _notes(seen: ResultView, estimate: Estimate) -> list[str]:
    notes = []
    split = estimate.split
    if split:
        alike = f"{euros(split.each_cents)} HT chacune"
        other = "" if split.each_cents == split.last_cents else f", {euros(split.last_cents)} HT pour l’une d’elles"
        notes.append(f"À parts égales entre {split.companies} entreprises\u00a0: {alike}{other}.")
    others = [
        f"{_days(each.days)}, {euros(each.company_cents)} HT à votre charge"
        for each in sorted(seen.result.other_estimates, key=lambda each: each.days)
    ]
    if others:
        notes.append(f"Les autres offres\u00a0: {SEMICOLON.join(others)}.")
    return notes


def _days(days: int) -> str:
    return f"{days}\u00a0jours" if days > 1 else f"{days}\u00a0jour"


def _percent(part: int, whole: int) -> int:
    return (200 * part + whole) // (2 * whole)


def _criteria(seen: ResultView) -> dict[str, Any]:
    words = {Verdict.TO_CONFIRM: "à confirmer", Verdict.NOT_ELIGIBLE: "non rempli"}
    eligibility = seen.result.eligibility
    return {
        "met": ", ".join(in_sentence(each.title) for each in eligibility.with_verdict(Verdict.ELIGIBLE)),
        "others": [
            {
                "title": each.title,
                "word": words[each.verdict],
                "no": each.verdict is Verdict.NOT_ELIGIBLE,
                "reason": each.reason,
                "way": each.another_way,
            }
            for verdict in (Verdict.NOT_ELIGIBLE, Verdict.TO_CONFIRM)
            for each in eligibility.with_verdict(verdict)
        ],
    }


def _reason(seen: ResultView, reason: ReasonInWords) -> dict[str, Any]:
    days = seen.result.estimate.days if seen.result.estimate else 0
    return {
        "title": f"Pourquoi {days}\u00a0jours",
        "sentences": list(reason.sentences),
        "close": f"{reason.close} Parlez-en avec l’Aract." if reason.close else "",
        "alt": reason.drawn,
        "legend": {
            "asked": f"Ce que demande {reason.asked_by}.",
            "decides": "Une réponse qui décide.",
            "unknown": "À éclaircir, compté comme 0.",
        },
        "points": reason.project.points,
        "maximum": reason.project.maximum,
        "least": reason.least,
        "asked": f"{reason.least} demandés",
        "reached": f"{plural(reason.project.points, 'point')} sur {reason.project.maximum}",
        "steps": [
            {
                "number": step.number,
                "label": step.label,
                "level": step.level,
                "unknown": step.unknown,
                "least": step.least,
                "decides": step.decides,
            }
            for step in reason.steps
        ],
    }


def _levers(seen: ResultView) -> list[dict[str, Any]]:
    """The levers by what they achieve, the first few of each: the page tells them all."""
    aims: dict[str, list[Lever]] = {}
    for lever in seen.result.levers:
        aims.setdefault(_aim(seen, lever), []).append(lever)
    return [
        {"aim": f"{aim} {seen.suffices(found)}", "works": [_work(lever) for lever in found[:MOST_LEVERS]]}
        for aim, found in aims.items()
    ]


def _work(lever: Lever) -> str:
    first, *rest = [change.work.rstrip(".") for change in lever.changes]
    return f"{SEMICOLON}et ".join([first, *map(in_sentence, rest)])


def _aim(seen: ResultView, lever: Lever) -> str:
    if lever.stage is not None and seen.reason is not None:
        days = plural(seen.questionnaire.offer(lever.stage).days, "jour")
        return f"Vers l’appui de {days}. {seen.reason.riper[lever.stage]}"
    titles = {each.id: each.title for each in seen.questionnaire.criteria}
    return f"Pour lever un point à confirmer, «\u00a0{in_sentence(titles[lever.criterion or ''])}\u00a0»."


def _company(seen: ResultView) -> dict[str, str]:
    profile = seen.profile
    return {
        "level": profile.title,
        "meaning": profile.meaning,
        "ambition": profile.ambition,
        "next": profile.next_step,
    }


def _dimension(practice: Practice) -> dict[str, Any]:
    return {
        "title": practice.title,
        "points": practice.points,
        "maximum": practice.maximum,
        "unknown": practice.unknown,
        "open": practice.floor,
        "mark": practice.mark,
        "level": practice.level,
        "meaning": practice.meaning,
        "step": practice.next_step,
    }


def _share(address: str) -> dict[str, str]:
    return {
        "svg": qr_image(address),
        "address": address,
        "shown": address.partition("://")[2],
        "alt": "Code QR de l’adresse qui montre ce résultat, en lecture seule",
    }
