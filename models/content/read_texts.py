"""Reads what belongs to no question: the scheme's texts, contradictions, stories, questions, guide, letters."""

from __future__ import annotations

import re

from models.content.errors import listed
from models.content.read_questions import read_conditions
from models.content.section import Section
from models.rules.questionnaire import Contradiction, Faq, GuideSection, LetterKey, LetterText, Story, Verdict, Wording
from models.rules.review import ReviewKey, ReviewQuestion

_LONGEST_PARAGRAPH = 1500
LETTER_NAMES = ("nom", "entreprise", "reference")
"""What a letter may say of the dossier it is about."""

VISIT_NAMES = ("jour", "compte-rendu")
"""What the report of a visit may say of it as well."""

_STANDS_FOR = re.compile(r"\{([^{}]*)\}")


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


def read_letters(root: Section) -> tuple[LetterText, ...]:
    """The letters to a company; a content made before there were any has none."""
    if not root.holds("lettres"):
        return ()
    letters: list[LetterText] = []
    for section in root.tables("lettres", "id"):
        key = section.member("id", LetterKey)
        names = LETTER_NAMES + (VISIT_NAMES if key is LetterKey.VISIT_REPORT else ())
        known = listed(f"{{{name}}}" for name in names)
        title, paragraphs = section.line("titre"), section.lines("paragraphes", longest=_LONGEST_PARAGRAPH)
        for place, words in (("titre", title), *(("paragraphes", each) for each in paragraphs)):
            for name in sorted(set(_STANDS_FOR.findall(words)) - set(names)):
                section.note(place, f"« {{{name[:60]}}} » ne remplace rien", known)
        letters += [LetterText(key, title, paragraphs)] if key else []
        section.close()
    return tuple(letters)


def read_review(root: Section) -> tuple[ReviewQuestion, ...]:
    """The questions of the review, each once; a content made before there were any has none."""
    if not root.holds("bilan"):
        return ()
    asked: list[ReviewQuestion] = []
    for section in root.tables("bilan", "id"):
        key = section.member("id", ReviewKey)
        title, hint = section.line("titre"), section.line("indication", longest=500)
        asked += [ReviewQuestion(key, title, hint)] if key else []
        section.close()
    if missing := [key for key in ReviewKey if key not in {each.key for each in asked}]:
        root.note("bilan", f"il manque {listed(missing)}", f"une question pour chacun de ces ids : {listed(ReviewKey)}")
    return tuple(asked)
