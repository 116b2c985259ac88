"""The report in sentences, for people who weren't there."""

from __future__ import annotations

from fractions import Fraction

from models.french.accompaniment_words import bare_days, days_in_words
from models.french.formats import euros, plural
from models.rules.accompaniment import HALVES
from views.staff.figures.report import Report

SCHEME = (
    "L’appui-conseil à l’innovation sociale aide de petites entreprises de la région à mieux travailler ensemble. "
    "Un consultant vient 5, 10 ou 15 jours. L’entreprise paie 20\u202f% de ces jours, la Région le reste. "
    "L’Aract choisit les projets après un entretien, pour un ensemble d’entreprises variées."
)
"""What the scheme is; facts of its founding article."""


def sentences(report: Report) -> list[str]:
    """What the figures say, one idea a sentence."""
    total, when = report.total, f"En {report.period.year}" if report.period.year else "Depuis le début"
    begun = report.visits.started.whole if report.visits.started else 0
    if not total.requests.number and not total.granted.dossiers and not begun:
        return [f"{when}, personne n’a encore commencé le questionnaire ni fait de demande."]
    told = [_visits(report, when)] if begun else []
    told.append(_requests(report))
    told += _granted(report)
    return told


def _visits(report: Report, when: str) -> str:
    started, finished = report.visits.started, report.visits.finished
    assert started is not None
    assert finished is not None
    begun = plural(started.whole, "questionnaire a été commencé", "questionnaires ont été commencés")
    ended = plural(finished.number, "terminé")
    return f"{when}, {begun}, {ended}."


def _requests(report: Report) -> str:
    total = report.total
    if not total.requests.number:
        return "Aucune entreprise n’a fait de demande."
    asked = plural(total.requests.number, "entreprise a demandé", "entreprises ont demandé")
    kept = plural(total.retained.number, "est retenue", "sont retenues")
    retained = f"\u202f; {kept} à ce jour" if total.retained.number else ""
    return f"{asked} un appui ou un rappel{retained}."


def _granted(report: Report) -> list[str]:
    granted = report.total.granted
    if not granted.dossiers:
        return ["Aucun jour n’a encore été accordé." if not report.period.year else "Aucun jour n’a été accordé."]
    days = plural(granted.days, "jour d’appui a été accordé", "jours d’appui ont été accordés")
    shares = f"{euros(granted.region_cents)} pour la Région et {euros(granted.company_cents)} pour les entreprises"
    told = [f"{days} à {plural(granted.dossiers, 'projet')}, soit {shares}, hors taxes."]
    if granted.half_days_used:
        agreed = "utilisé" if granted.half_days_used < 2 * HALVES else "utilisés"
        left = bare_days(granted.half_days_left)
        told.append(f"{days_in_words(granted.half_days_used)} de visites {agreed}\u00a0: il en reste {left}.")
    if granted.unpriced:
        without = plural(granted.unpriced, "projet n’a", "projets n’ont")
        told.append(f"{without} pas de montant, faute de tarif ce jour-là.")
    return told


def in_tenths(mean: Fraction) -> str:
    """A mean to the tenth, half up: « 3,4 »."""
    tenths = (20 * mean.numerator + mean.denominator) // (2 * mean.denominator)
    return f"{tenths // 10},{tenths % 10}"


def gain_in_words(before: Fraction, after: Fraction) -> str:
    """What was gained or lost between two means: « + 0,8 », « − 0,2 », « = »."""
    if before == after:
        return "="
    return f"{'+' if after > before else '−'}\u00a0{in_tenths(abs(after - before))}"
