"""Reads what belongs to no question: the scheme's texts, contradictions, stories, frequent questions and the guide."""

from __future__ import annotations

from models.content.read_questions import read_conditions
from models.content.section import Section
from models.rules.questionnaire import Contradiction, Faq, GuideSection, Story, Verdict, Wording

_LONGEST_PARAGRAPH = 1500


def read_wording(root: Section) -> Wording:
    """The sections [textes] and [estimation]."""
    texts, estimate = root.table("textes"), root.table("estimation")
    verdicts = texts.table("verdicts")

    def words(key: str) -> str:
        return texts.line(key, longest=_LONGEST_PARAGRAPH)

    wording = Wording(
        title=texts.line("titre"),
        promise=words("promesse"),
        caution=words("prudence"),
        unknown_label=texts.line("je_ne_sais_pas", longest=60),
        closed=words("ferme"),
        ambition_above=words("ambition_au_dessus"),
        ambition_equal=words("ambition_egale"),
        ambition_below=words("ambition_en_dessous"),
        estimate_title=estimate.line("titre"),
        estimate_mentions=estimate.lines("mentions"),
        estimate_validity_days=estimate.whole("validite_jours", 1, 3660) or 1,
        verdicts={verdict: verdicts.line(verdict.value) for verdict in Verdict},
        not_eligible_ways=texts.lines("autres_voies"),
        next_steps=texts.lines("suites"),
        after_call_back=texts.lines("apres_rappel"),
        after_application=texts.lines("apres_candidature"),
        team_asks=texts.lines("demande_equipe") if texts.holds("demande_equipe") else (),
    )
    for section in (verdicts, texts, estimate):
        section.close()
    return wording


def read_contradictions(root: Section) -> tuple[Contradiction, ...]:
    """Pairs of answers to ask about at the first interview."""
    contradictions = []
    for section in root.tables("contradictions", "id"):
        contradictions.append(
            Contradiction(
                id=section.slug(),
                conditions=read_conditions(section, "si"),
                finding=section.line("constat", longest=1000),
                ask=section.line("question", longest=1000),
            )
        )
        section.close()
    return tuple(contradictions)


def read_stories(root: Section) -> tuple[Story, ...]:
    """The kinds of project already helped."""
    stories = []
    for section in root.tables("histoires", "id"):
        stories.append(
            Story(
                id=section.slug(),
                title=section.line("titre"),
                themes=section.names("themes"),
                text=section.line("texte", longest=3000),
                source=section.line("source", longest=500),
            )
        )
        section.close()
    return tuple(stories)


def read_faq(root: Section) -> tuple[Faq, ...]:
    """The questions people ask."""
    faq = []
    for section in root.tables("questions_frequentes"):
        answer = section.line("reponse", longest=_LONGEST_PARAGRAPH)
        faq.append(Faq(section.line("question"), answer, section.flag("offre")))
        section.close()
    return tuple(faq)


def read_guide(root: Section) -> tuple[GuideSection, ...]:
    """The guide's sections."""
    guide = []
    for section in root.tables("guide", "id"):
        guide.append(GuideSection(section.slug(), section.line("titre"), section.lines("paragraphes")))
        section.close()
    return tuple(guide)
