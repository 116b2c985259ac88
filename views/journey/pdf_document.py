"""What the PDF says of a result, as plain data: every text is a value, never a piece of the template."""

from __future__ import annotations

from typing import Any

from models.french.formats import euros, in_sentence, long_date
from models.rules.questionnaire import Verdict
from models.rules.result import DimensionScore, Estimate, Lever
from views.journey.result_page import ResultView
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
        "headline": seen.offer.title if seen.offer else _level_title(seen),
        "verdict": wording.verdicts[result.eligibility.verdict],
        "summary": seen.offer.summary if seen.offer else "",
        "estimate": _estimate(seen, result.estimate) if result.estimate else None,
        "criteria": _criteria(seen),
        "contents": list(seen.offer.contents) if seen.offer else [],
        "close": _close(seen),
        "levers": _levers(seen) if eligible else [],
        "purpose": seen.offer.purpose if seen.offer and not result.levers else "",
        "company": _company(seen),
        "dimensions": [_dimension(seen, score) for score in result.maturity.dimensions],
        "unclear": list(seen.to_clear_up),
        "next_title": "La suite" if eligible else "D’autres voies",
        "next": list(wording.next_steps if eligible else wording.not_eligible_ways),
        "caution": wording.caution,
        "share": _share(share_url) if share_url else None,
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
            _row(f"dont\u00a0: {phase.title}", _days(phase.days), phase.company_cents) for phase in estimate.phases
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


def _close(seen: ResultView) -> str:
    if not seen.close_question:
        return ""
    return f"Résultat serré\u00a0: votre réponse à «\u00a0{seen.close_question}\u00a0» peut faire changer l’offre."


def _levers(seen: ResultView) -> list[dict[str, Any]]:
    """The levers by what they achieve, the first few of each: the page tells them all."""
    works: dict[str, list[str]] = {}
    for lever in seen.result.levers:
        first, *rest = [change.work.rstrip(".") for change in lever.changes]
        works.setdefault(_aim(seen, lever), []).append(" et ".join([first, *map(in_sentence, rest)]))
    return [{"aim": _introduced(aim, len(found)), "works": found[:MOST_LEVERS]} for aim, found in works.items()]


def _introduced(aim: str, ways: int) -> str:
    return f"{aim}, {'une de ces pistes suffit' if ways > 1 else 'il suffirait de ceci'}\u00a0:"


def _aim(seen: ResultView, lever: Lever) -> str:
    if lever.stage is not None:
        return f"Pour relever de l’offre «\u00a0{seen.questionnaire.offer(lever.stage).title}\u00a0»"
    titles = {each.id: each.title for each in seen.questionnaire.criteria}
    return f"Pour remplir le critère «\u00a0{titles[lever.criterion or '']}\u00a0»"


def _level_title(seen: ResultView) -> str:
    maturity = seen.result.maturity
    title = next(level.title for level in seen.questionnaire.levels if level.id is maturity.level)
    return f"Au moins\u00a0: {in_sentence(title)}" if maturity.floor else title


def _company(seen: ResultView) -> dict[str, str]:
    wording, gap = seen.questionnaire.wording, seen.result.ambition_gap
    level = next(each for each in seen.questionnaire.levels if each.id is seen.result.maturity.level)
    dimensions = [_dimension(seen, score) for score in seen.result.maturity.dimensions]
    told = SEMICOLON.join(f"{each['title']}\u00a0: {each['mark']}" for each in dimensions)
    return {
        "level": _level_title(seen),
        "meaning": level.meaning,
        "ambition": wording.ambition_above
        if gap > 0
        else wording.ambition_below
        if gap < 0
        else wording.ambition_equal,
        "alt": f"Radar des cinq dimensions de vos pratiques. {told}.",
    }


def _dimension(seen: ResultView, score: DimensionScore) -> dict[str, Any]:
    dimension = next(each for each in seen.questionnaire.dimensions if each.id == score.dimension)
    level = next(each.title for each in seen.questionnaire.levels if each.id is score.level)
    mark = f"{score.score.points} sur {score.score.maximum}"
    if score.unknown:
        mark, level = "inconnu", "à éclaircir"
    elif score.floor:
        mark = f"au moins {mark}"
    return {
        "title": dimension.title,
        "short": dimension.short_label,
        "points": score.score.points,
        "maximum": score.score.maximum,
        "unknown": score.unknown,
        "mark": mark,
        "level": level,
        "step": score.next_step,
    }


def _share(address: str) -> dict[str, str]:
    return {
        "svg": qr_image(address),
        "address": address,
        "shown": address.partition("://")[2],
        "alt": "Code QR de l’adresse qui montre ce résultat, en lecture seule",
    }
