"""The real content file against the domain document: keys, tables, thresholds, money. Its tables are written afresh."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from models.content.loader import FIRST_CONTENT, load_file
from models.content.typography import find_mistakes
from models.rules.question import Choice, Condition, Kind, Rank, Size, Text
from models.rules.questionnaire import Level, OfferKey, Questionnaire, Requirements, Tariff

DEPARTMENTS = ["01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74"]
STRUCTURES = [
    "societe",
    "scop",
    "scic",
    "entreprise-individuelle",
    "groupe",
    "collectif",
    "association",
    "public",
    "autre",
]
THEMES = [
    "management",
    "dialogue-social",
    "temps-de-travail",
    "qvct",
    "fidelisation",
    "participation",
    "partage-valeur",
    "achats-responsables",
    "territoire",
    "autre",
]
STAKEHOLDERS = ["salaries", "managers", "representants", "clients", "fournisseurs", "territoire", "aucune"]
ORDER = [
    "territoire",
    "structure",
    "nombre_entreprises",
    "effectif",
    "secteur",
    "ambition",
    "themes",
    "nouveaute",
    "pratiques",
    "parties_prenantes",
    "besoin",
    "objectifs",
    "portage",
    "participation",
    "moyens",
    "calendrier",
    "management_autonomie",
    "management_feedback",
    "dialogue_instances",
    "dialogue_accords",
    "qvct_conditions",
    "qvct_fidelisation",
    "gouvernance_decisions",
    "gouvernance_partage",
    "ecosysteme_achats",
    "ecosysteme_cooperation",
]


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    return load_file(FIRST_CONTENT)


def test_every_key_is_asked_in_the_order_of_the_domain_document(questionnaire: Questionnaire) -> None:
    assert [question.key for question in questionnaire.questions] == ORDER
    parts = [question.part for question in questionnaire.questions]
    expected = ["entreprise"] * 5 + ["projet"] * 5 + ["avancement"] * 6 + ["pratiques"] * 10
    assert parts == expected


@pytest.mark.parametrize(
    ("key", "kind", "values"),
    [
        ("territoire", Kind.CHOICE, [*DEPARTMENTS, "hors"]),
        ("structure", Kind.CHOICE, STRUCTURES),
        ("secteur", Kind.CHOICE, ["industrie", "services", "commerce", "btp", "agriculture", "autre"]),
        ("ambition", Kind.CHOICE, ["outils", "methodes", "innover"]),
        ("themes", Kind.CHOICES, THEMES),
        ("nouveaute", Kind.CHOICE, ["aucune", "entreprise", "territoire"]),
        ("pratiques", Kind.CHOICE, ["non", "a-preciser", "oui"]),
        ("parties_prenantes", Kind.CHOICES, STAKEHOLDERS),
        *((key, Kind.SCORED, ["0", "1", "2", "3"]) for key in ORDER[10:]),
    ],
)
def test_the_values_are_those_of_the_domain_document(
    questionnaire: Questionnaire, key: str, kind: Kind, values: list[str]
) -> None:
    question = questionnaire.question(key)
    assert question.kind is kind
    assert sorted(choice.value for choice in question.choices) == sorted(values)
    if kind is Kind.SCORED:
        assert [choice.value for choice in question.choices] == values


def test_whole_numbers_have_the_bounds_of_the_domain_document(questionnaire: Questionnaire) -> None:
    companies, headcount = questionnaire.question("nombre_entreprises"), questionnaire.question("effectif")
    assert (companies.kind, companies.minimum, companies.maximum) == (Kind.NUMBER, 2, 50)
    assert (headcount.kind, headcount.minimum, headcount.maximum) == (Kind.NUMBER, 0, 100_000)


def test_only_these_questions_depend_on_an_answer(questionnaire: Questionnaire) -> None:
    asked_if = {question.key: question.asked_if for question in questionnaire.questions if question.asked_if}
    ladders = [ORDER[start : start + 2] for start in range(16, 26, 2)]
    expected = {deepening: Condition(opening, at_least=1) for opening, deepening in ladders}
    expected["nombre_entreprises"] = Condition("structure", one_of=frozenset({"groupe", "collectif"}))
    assert asked_if == expected
    for opening, deepening in ladders:
        first, second = questionnaire.question(opening), questionnaire.question(deepening)
        assert first.dimension == second.dimension == opening.partition("_")[0]
        assert (first.rank, second.rank) == (Rank.OPENING, Rank.DEEPENING)


def test_only_aucune_excludes_the_others(questionnaire: Questionnaire) -> None:
    alone = [
        (question.key, choice.value)
        for question in questionnaire.questions
        for choice in question.choices
        if choice.exclusive
    ]
    assert alone == [("parties_prenantes", "aucune")]


@pytest.mark.parametrize("size", Size)
def test_every_question_reads_at_every_size_of_company(questionnaire: Questionnaire, size: Size) -> None:
    for question in questionnaire.questions:
        texts: list[Text | None] = [question.title, question.why]
        texts += [choice.label for choice in question.choices]
        texts += [text for text in (question.hint, question.work) if text]
        texts += [choice.work for choice in question.choices if choice.work]
        for text in texts:
            assert text
            assert text.at(size).strip(), question.key
            assert not list(find_mistakes(text.at(size)))
        labels = [choice.label.at(size) for choice in question.choices]
        assert len(set(labels)) == len(labels), f"{question.key} offers the same words twice"


def test_no_staff_representatives_are_expected_of_a_company_under_11(questionnaire: Questionnaire) -> None:
    levels = questionnaire.question("dialogue_instances").choices
    assert questionnaire.question("dialogue_instances").title.varies or any(level.label.varies for level in levels)
    assert not any("CSE" in level.label.at(Size.UNDER_11) for level in levels if level.value != "0")


def test_every_level_to_reach_says_how_in_words_of_work(questionnaire: Questionnaire) -> None:
    def work(key: str, choice: Choice) -> Text | None:
        return choice.work or questionnaire.question(key).work

    for key in ORDER[10:]:
        assert all(choice.work for choice in questionnaire.question(key).choices[1:])
    for key, values in (
        ("nouveaute", ["entreprise", "territoire"]),
        ("pratiques", ["oui"]),
        ("parties_prenantes", STAKEHOLDERS[:-1]),
    ):
        assert all(work(key, questionnaire.question(key).choice(value)) for value in values)


def test_the_company_levels_start_at_thirds(questionnaire: Questionnaire) -> None:
    assert [(level.id, level.from_score) for level in questionnaire.levels] == [
        (Level.OUTILLAGE, Fraction(0)),
        (Level.NOUVELLES_PRATIQUES, Fraction(1, 3)),
        (Level.INNOVATION, Fraction(2, 3)),
    ]


def test_the_offers_ask_for_what_the_domain_document_says(questionnaire: Questionnaire) -> None:
    assert questionnaire.requirements == {
        OfferKey.DEPLOIEMENT: Requirements({"portage": 1, "moyens": 1}, project_score=Fraction(3, 5)),
        OfferKey.PARCOURS: Requirements(
            {"portage": 2, "moyens": 2, "besoin": 1, "objectifs": 1}, company_score=Fraction(1, 3)
        ),
    }


def test_the_offers_are_5_days_then_10_or_both(questionnaire: Questionnaire) -> None:
    phases = {offer.id: [phase.days for phase in offer.phases] for offer in questionnaire.offers}
    assert phases == {OfferKey.EMERGENCE: [5], OfferKey.PARCOURS: [5, 10], OfferKey.DEPLOIEMENT: [10]}


def test_a_day_costs_1000_euros_of_which_the_company_pays_a_fifth(questionnaire: Questionnaire) -> None:
    assert questionnaire.tariffs == (Tariff(date(2017, 1, 1), None, 100_000, Fraction(1, 5)),)


def test_data_is_kept_as_long_as_promised(questionnaire: Questionnaire) -> None:
    kept = questionnaire.retention
    assert (kept.unfinished_days, kept.finished_months, kept.application_months) == (30, 12, 36)
    assert (kept.accompanied_years, kept.phone_days, kept.revision_days) == (10, 14, 30)


def test_the_estimate_says_what_it_is_not(questionnaire: Questionnaire) -> None:
    mentions = " ".join(questionnaire.wording.estimate_mentions)
    assert questionnaire.wording.estimate_title == "Estimation indicative"
    for words in ("devis", "accord de financement", "HT", "TVA", "de minimis", "Région"):
        assert words in mentions


def test_there_are_at_least_eight_contradictions_and_no_lone_answer_is_one(questionnaire: Questionnaire) -> None:
    assert len(questionnaire.contradictions) >= 8
    for contradiction in questionnaire.contradictions:
        assert len(contradiction.conditions) >= 2
        assert contradiction.ask.endswith("?")


def test_the_three_projects_already_helped_are_told_and_every_theme_has_one_near(questionnaire: Questionnaire) -> None:
    assert len(questionnaire.stories) == 3
    near = {theme for story in questionnaire.stories for theme in story.themes}
    assert {"temps-de-travail", "partage-valeur", "achats-responsables"} <= near


def test_whatever_an_offer_asks_of_an_answer_has_words(questionnaire: Questionnaire) -> None:
    """A floor may be set on any level of the project's six answers: the reason names what it asks for."""
    for question in questionnaire.of_part("avancement"):
        for choice in question.choices[1:]:
            assert choice.attained is not None, (question.key, choice.value)
            assert not choice.attained.at(Size.FROM_50).endswith(".")
