"""The reason in French: the same words on the page, the shared page and the PDF, never a lack that is met."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from flask import Flask
from pypdf import PdfReader

from models.rules.question import Answer
from tests.journeys import ANSWERS
from tests.page_client import PageClient
from tests.rules.sample import PROJECT
from tests.views.finished import finish_assessment
from tests.views.pdf_samples import see_sample, some_answers, the_questionnaire
from views.journey.reason_in_words import ReasonInWords


def _project(levels: str) -> dict[str, Answer]:
    return dict(zip(PROJECT, levels.split(), strict=True))


def _reason(levels: str, practices: str) -> ReasonInWords:
    found = see_sample(some_answers("0", practices, **_project(levels))).reason
    assert found is not None
    return found


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize(
    ("levels", "practices", "told"),
    [
        (
            "2 2 1 2 0 2",
            "2",
            "Votre projet est à 9 points sur 18. L’appui de 10 jours en demande 11, avec quelqu’un qui s’occupe du "
            "projet et quelques heures dégagées. Il manque : 2 points et quelques heures dégagées.",
        ),
        (
            "3 3 1 3 nsp 1",
            "0",
            "Votre projet est à 11 points sur 18. L’appui de 10 jours en demande 11, avec quelqu’un qui s’occupe du "
            "projet et quelques heures dégagées. Il manque quelques heures dégagées (à éclaircir).",
        ),
        (
            "1 1 2 0 1 0",
            "1",
            "Votre projet est à 5 points sur 18. L’appui de 15 jours demande, quel que soit ce total, un besoin dont "
            "vous avez parlé avec quelques personnes, une intention dite en une phrase, une personne qui répond du "
            "projet, du temps réservé à un référent et 10 points sur 30 pour vos pratiques (vous en avez 10). "
            "Il manque du temps réservé à un référent.",
        ),
        (
            "1 1 2 1 2 1",
            "1",
            "Votre projet est à 8 points sur 18. L’appui de 10 jours en demande 11, avec quelqu’un qui s’occupe du "
            "projet et quelques heures dégagées. Il manque 3 points. Tout ce que demande l’appui de 15 jours est là.",
        ),
        (
            "3 2 2 2 2 2",
            "0",
            "Votre projet est à 13 points sur 18. L’appui de 10 jours en demande 11, avec quelqu’un qui s’occupe du "
            "projet et quelques heures dégagées. Tout y est.",
        ),
    ],
)
def test_one_sentence_says_where_it_stands_and_what_is_missing(levels: str, practices: str, told: str) -> None:
    assert _plain(_reason(levels, practices).whole) == told


def test_at_the_stand_it_is_brief_and_says_what_is_missing_all_the_same() -> None:
    assert _plain(_reason("1 1 2 0 1 0", "1").brief) == (
        "Votre projet est à 5 points sur 18. Pour l’appui de 15 jours, il manque du temps réservé à un référent."
    )
    ripest = _reason("3 2 2 2 2 2", "0")
    assert ripest.brief == ripest.whole


def test_a_close_result_says_which_way_and_never_that_one_answer_alone_decides() -> None:
    up, down = _reason("2 2 2 2 2 0", "2"), _reason("3 3 1 3 1 0", "0")
    assert _plain(up.close) == (
        "Avec un point de plus, ce serait l’appui de 10 jours (2 000 € HT à votre charge). N’importe laquelle de vos "
        "réponses sur l’avancement du projet peut suffire."
    )
    assert _plain(down.close) == (
        "Avec un point de moins, ce serait l’appui de 5 jours (1 000 € HT à votre charge). Une de ces réponses peut "
        "suffire : compréhension du besoin, objectifs, portage, participation au projet ou moyens."
    )
    assert _reason("2 2 2 2 2 2", "2").close == ""


def test_from_15_to_10_days_is_less_to_prepare_so_less_to_pay() -> None:
    told = _reason("1 1 2 1 2 1", "2").riper
    assert [_plain(words) for words in told.values()] == [
        "Un projet plus mûr, c’est moins à préparer : 10 jours au lieu de 15. Donc moins à payer : 2 000 € HT à votre "
        "charge, au lieu de 3 000 € HT."
    ]


def test_a_result_kept_under_a_content_without_these_words_has_its_reason_all_the_same() -> None:
    """Contents of before named no floor: the question's short name and the level stand in."""
    questionnaire = the_questionnaire()
    bare = replace(
        questionnaire,
        questions=tuple(
            replace(question, choices=tuple(replace(choice, attained=None) for choice in question.choices))
            for question in questionnaire.questions
        ),
    )
    seen = see_sample(some_answers("0", "2", **_project("2 2 1 2 0 2")), questionnaire=bare)
    assert seen.reason is not None
    assert _plain(seen.reason.whole).endswith("Il manque : 2 points et « Moyens » au niveau 1 sur 3.")


@pytest.mark.parametrize("levels", ["2 2 1 2 0 2", "2 2 2 2 2 1", "1 1 2 1 2 1", "nsp 1 1 nsp nsp 0"])
def test_the_same_words_and_figures_on_the_page_the_shared_page_and_the_pdf(
    app: Flask, visitor: PageClient, levels: str
) -> None:
    answers = {**ANSWERS, **{key: str(value) for key, value in _project(levels).items()}, "qvct_conditions": "nsp"}
    home = f"/diagnostics/{finish_assessment(app, answers)}"
    page = visitor.get(f"{home}/resultat")
    shared = visitor.get(f"/partage/{page.data('share-url').split('/partage/')[1]}")
    paper = PdfReader(io.BytesIO(visitor.client.get(f"{home}/estimation.pdf").data))
    printed = _plain(" ".join(sheet.extract_text() for sheet in paper.pages))
    reason = _plain(page.one(".reason").text_content())
    assert reason == _plain(shared.one(".reason").text_content())
    assert reason in printed
    for close in page.tree.cssselect(".close-call"):
        assert _plain(close.text_content()) in printed
    told = [_plain(each.text_content()) for each in page.tree.cssselect(".practices p")]
    assert told == [_plain(each.text_content()) for each in shared.tree.cssselect(".practices p")]
    for words in told:
        for sentence in words.split("Un pas de plus. "):
            assert sentence.partition(" sur 6 ")[0].strip() in printed, sentence
    assert "À éclaircir" in told
    rows = [
        [_plain(cell.text_content()) for cell in row.cssselect("td")] for row in page.tree.cssselect(".ascent-table tr")
    ]
    assert rows[1][0] == ("?" if levels.startswith("nsp") else levels[0])
