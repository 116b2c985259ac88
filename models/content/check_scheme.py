"""Checks the scheme's rules: decision tables, levels, offers, thresholds, tariffs, contradictions, stories."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from models.content.check_conditions import QuestionsByKey, check_conditions
from models.content.check_criteria import check_criteria
from models.content.check_questions import by_key, check_names
from models.content.errors import Findings, nearest
from models.content.possible import can_hold
from models.rules.questionnaire import Level, OfferKey, Questionnaire, Tariff


def check_scheme(questionnaire: Questionnaire, findings: Findings) -> None:
    """Note every mistake in what is not a question."""
    questions = by_key(questionnaire)
    check_criteria(questionnaire.criteria, questions, findings)
    _check_levels(questionnaire, findings)
    _check_offers(questionnaire, findings)
    _check_minimums(questionnaire, questions, findings)
    _check_tariffs(questionnaire.tariffs, findings)
    _check_contradictions(questionnaire, questions, findings)
    _check_stories(questionnaire, questions, findings)


def _check_levels(questionnaire: Questionnaire, findings: Findings) -> None:
    levels = questionnaire.levels
    check_names("niveaux", [level.id for level in levels], Level, findings)
    if findings.has("niveaux"):
        return
    if [level.id for level in levels] != list(Level):
        findings.note("niveaux", "les niveaux ne sont pas dans l’ordre", ", ".join(Level))
    elif levels[0].from_score != 0:
        findings.note(f"niveaux.{levels[0].id}.a_partir_de", "le premier niveau ne commence pas à 0", '"0"')
    for lower, higher in pairwise(levels):
        if higher.from_score <= lower.from_score:
            problem = f"il ne commence pas plus haut que « {lower.id} » ({lower.from_score})"
            findings.note(f"niveaux.{higher.id}.a_partir_de", problem, f"plus de {lower.from_score}")


def _check_offers(questionnaire: Questionnaire, findings: Findings) -> None:
    check_names("offres", [offer.id for offer in questionnaire.offers], OfferKey, findings)
    for offer in questionnaire.offers:
        place = f"offres.{offer.id}"
        days = sum(phase.days for phase in offer.phases)
        if days != offer.days and not findings.has(f"{place}.phases") and not findings.has(f"{place}.jours"):
            problem = f"les phases font {days} jours, l’offre {offer.days}"
            findings.note(f"{place}.phases", problem, f"des phases qui font {offer.days} jours en tout")


def _check_minimums(questionnaire: Questionnaire, questions: QuestionsByKey, findings: Findings) -> None:
    scored = [key for key, question in questions.items() if question.scored]
    for stage, requirements in questionnaire.requirements.items():
        for key in requirements.minimums:
            place = f"recommandation.{stage}.minimums.{key}"
            if key not in questions:
                findings.note(place, f"la question « {key} » n’existe pas", nearest(key, scored))
            elif key not in scored:
                findings.note(place, f"« {key} » n’est pas une question à niveaux", nearest(key, scored))


def _check_tariffs(tariffs: tuple[Tariff, ...], findings: Findings) -> None:
    dated = [
        (f"tarifs[{number}]", tariff)
        for number, tariff in enumerate(tariffs, start=1)
        if not findings.has(f"tarifs[{number}].du") and not findings.has(f"tarifs[{number}].au")
    ]
    for place, tariff in dated:
        if tariff.valid_to and tariff.valid_to < tariff.valid_from:
            problem = f"il finit ({tariff.valid_to}) avant de commencer ({tariff.valid_from})"
            findings.note(f"{place}.au", problem, "une date de fin après la date de début")
            return
    dated.sort(key=lambda placed: placed[1].valid_from)
    for (earlier, before), (later, after) in pairwise(dated):
        if before.valid_to is None or before.valid_to >= after.valid_from:
            problem = f"il recouvre {earlier}, qui vaut jusqu’au {before.valid_to or 'bout (pas de date de fin)'}"
            accepted = f"au = {after.valid_from - timedelta(days=1)} pour {earlier}, ou un début plus tardif ici"
            findings.note(f"{later}.du", problem, accepted)
        elif before.valid_to + timedelta(days=1) != after.valid_from:
            problem = f"aucun tarif entre le {before.valid_to} et le {after.valid_from}"
            findings.note(f"{later}.du", problem, f"{before.valid_to + timedelta(days=1)}, le lendemain de {earlier}")


def _check_contradictions(questionnaire: Questionnaire, questions: QuestionsByKey, findings: Findings) -> None:
    for contradiction in questionnaire.contradictions:
        place = f"contradictions.{contradiction.id}.si"
        sound = check_conditions(place, contradiction.conditions, questions, findings)
        if sound and not _question_mistakes(findings) and not can_hold(contradiction.conditions, questions):
            findings.note(place, "aucune suite de réponses ne remplit ces conditions", "des conditions compatibles")


def _question_mistakes(findings: Findings) -> bool:
    return findings.has("questions")


def _check_stories(questionnaire: Questionnaire, questions: QuestionsByKey, findings: Findings) -> None:
    asked = questions.get("themes")
    themes = [choice.value for choice in asked.choices] if asked else []
    for story in questionnaire.stories:
        for theme in story.themes:
            if themes and theme not in themes:
                place = f"histoires.{story.id}.themes"
                findings.note(place, f"le thème « {theme} » n’existe pas", nearest(theme, themes))
