"""Reads the scheme's rules: dimensions, levels, criteria, offers, thresholds, tariffs, retention."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import cycle

from models.content.read_questions import read_conditions
from models.content.section import Section
from models.rules.collection import EXCHANGES
from models.rules.questionnaire import (
    Case,
    CompanyLevel,
    Criterion,
    Dimension,
    Level,
    Offer,
    OfferKey,
    Phase,
    Requirements,
    Retention,
    Tariff,
    Verdict,
)

_MOST_DAYS = 100
_LONGEST_KEPT = 3660


def read_dimensions(root: Section) -> tuple[Dimension, ...]:
    """The dimensions of the company's practices, each with the meaning of every level."""
    dimensions = []
    for section in root.tables("dimensions", "id"):
        meanings = section.table("significations")
        exchanges = section.table("echanges") if section.holds("echanges") else None
        dimensions.append(
            Dimension(
                id=section.slug(),
                title=section.line("titre"),
                short_label=section.line("court", longest=60),
                meanings={level: meanings.line(level.value, longest=1000) for level in Level},
                unknown=section.line("inconnu", longest=1000),
                summit=section.line("sommet", longest=1000),
                seen=exchanges.line("sujet", longest=60) if exchanges else "",
                exchanges={name: exchanges.line(name, longest=500) for name in EXCHANGES} if exchanges else {},
            )
        )
        for table in (meanings, exchanges):
            if table:
                table.close()
        section.close()
    return tuple(dimensions)


def read_levels(root: Section) -> tuple[CompanyLevel, ...]:
    """The company's levels; a level whose id cannot be read takes the place it stands at."""
    levels = []
    for section, standing in zip(root.tables("niveaux", "id"), cycle(Level)):
        levels.append(
            CompanyLevel(
                id=section.member("id", Level) or standing,
                from_score=_or_zero(section.fraction("a_partir_de")),
                title=section.line("titre"),
                meaning=section.line("signification", longest=1000),
                next_step=section.line("prochaine_etape", longest=1000),
            )
        )
        section.close()
    return tuple(levels)


def read_criteria(root: Section) -> tuple[Criterion, ...]:
    """The criteria of eligibility with their decision tables."""
    criteria = []
    for section in root.tables("criteres", "id"):
        criteria.append(
            Criterion(
                id=section.slug(),
                title=section.line("titre"),
                questions=section.names("questions"),
                cases=tuple(_read_case(own) for own in section.tables("cas")),
            )
        )
        section.close()
    return tuple(criteria)


def _read_case(section: Section) -> Case:
    verdict = section.member("verdict", Verdict)
    conditions = read_conditions(section, "si") if section.holds("si") else ()
    case = Case(
        verdict=verdict or Verdict.TO_CONFIRM,
        reason=section.line("raison", longest=1000),
        conditions=conditions,
        another_way=section.line("autre_voie", longest=1000, optional=verdict is not Verdict.NOT_ELIGIBLE),
    )
    section.close()
    return case


def read_offers(root: Section) -> tuple[Offer, ...]:
    """The offers, one for each stage."""
    offers = []
    for section in root.tables("offres", "id"):
        stage = section.member("id", OfferKey)
        offer = Offer(
            id=stage or OfferKey.EMERGENCE,
            days=section.whole("jours", 1, _MOST_DAYS) or 0,
            title=section.line("titre"),
            summary=section.line("resume", longest=1000),
            purpose=section.line("but", longest=1000),
            contents=section.lines("contenu"),
            phases=tuple(_read_phase(own) for own in section.tables("phases")),
        )
        if stage:
            offers.append(offer)
        section.close()
    return tuple(offers)


def _read_phase(section: Section) -> Phase:
    phase = Phase(section.whole("jours", 1, _MOST_DAYS) or 0, section.line("titre"))
    section.close()
    return phase


def read_requirements(root: Section) -> dict[OfferKey, Requirements]:
    """What the two riper offers ask for; the first one asks for nothing."""
    recommendation = root.table("recommandation")
    requirements = {}
    for stage in (OfferKey.DEPLOIEMENT, OfferKey.PARCOURS):
        section = recommendation.table(stage.value)
        minimums = section.table("minimums", optional=True)
        requirements[stage] = Requirements(
            minimums=_read_minimums(minimums),
            project_score=_or_zero(section.fraction("score_projet", optional=True)),
            company_score=_or_zero(section.fraction("score_entreprise", optional=True)),
        )
        section.close()
    recommendation.close()
    return requirements


def _read_minimums(section: Section) -> dict[str, int]:
    return {key: section.whole(key, 0, 3) or 0 for key in section.names_written()}


def read_tariffs(root: Section) -> tuple[Tariff, ...]:
    """The tariffs; one whose start cannot be read (the mistake is noted) starts at the beginning of time."""
    tariffs = []
    for section in root.tables("tarifs"):
        start = section.day("du")
        tariff = Tariff(
            valid_from=start or date.min,
            valid_to=section.day("au", optional=True),
            day_cents=section.cents("prix_du_jour") or 0,
            company_share=_or_zero(section.percent("part_entreprise")),
        )
        section.close()
        tariffs.append(tariff)
    return tuple(tariffs)


def read_retention(root: Section) -> Retention:
    """How long data is kept."""
    section = root.table("conservation")

    def kept(key: str) -> int:
        return section.whole(key, 1, _LONGEST_KEPT) or 1

    retention = Retention(
        unfinished_days=kept("inacheve_jours"),
        finished_months=kept("termine_mois"),
        application_months=kept("candidature_mois"),
        accompanied_years=kept("accompagne_annees"),
        phone_days=kept("telephone_jours"),
        revision_days=kept("revision_jours"),
    )
    section.close()
    return retention


def _or_zero(value: Fraction | None) -> Fraction:
    return Fraction(0) if value is None else value
