"""A whole questionnaire, every key of the scheme in dummy words: the rules are proved without the content file."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from models.rules.question import Choice, Condition, Kind, Question, Rank, Text
from models.rules.questionnaire import (
    Case,
    CompanyLevel,
    Contradiction,
    Criterion,
    Dimension,
    Faq,
    GuideSection,
    Level,
    Offer,
    OfferKey,
    Part,
    Phase,
    Questionnaire,
    Requirements,
    Retention,
    Story,
    Tariff,
    Verdict,
    Wording,
)

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
SECTORS = ["industrie", "services", "commerce", "btp", "agriculture", "autre"]
AMBITIONS = ["outils", "methodes", "innover"]
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
NOVELTIES = ["aucune", "entreprise", "territoire"]
PRACTICES = ["non", "a-preciser", "oui"]
STAKEHOLDERS = ["salaries", "managers", "representants", "clients", "fournisseurs", "territoire", "aucune"]
LEVELS = ["0", "1", "2", "3"]

PROJECT = ["besoin", "objectifs", "portage", "participation", "moyens", "calendrier"]
LADDERS = {
    "management": ("management_autonomie", "management_feedback"),
    "dialogue": ("dialogue_instances", "dialogue_accords"),
    "qvct": ("qvct_conditions", "qvct_fidelisation"),
    "gouvernance": ("gouvernance_decisions", "gouvernance_partage"),
    "ecosysteme": ("ecosysteme_achats", "ecosysteme_cooperation"),
}
OPENINGS = [opening for opening, _ in LADDERS.values()]
PRACTICE_KEYS = [key for ladder in LADDERS.values() for key in ladder]


def _text(words: str) -> Text:
    """Three variants, so that a test can tell which size was used."""
    return Text(f"{words}, petite", f"{words}, moyenne", f"{words}, grande")


def _question(
    key: str,
    part: str,
    kind: Kind,
    values: list[str] | None = None,
    *,
    range_: tuple[int, int] | None = None,
    asked_if: Condition | None = None,
    dimension: str | None = None,
    rank: Rank | None = None,
) -> Question:
    scored = kind is Kind.SCORED
    return Question(
        key=key,
        part=part,
        kind=kind,
        title=Text.same(f"{key} ?"),
        why=Text.same("Parce que."),
        short_label=key,
        choices=tuple(
            Choice(
                value,
                Text.same(value),
                work=_text(f"Travail {key} {value}") if scored and value != "0" else None,
                exclusive=kind is Kind.CHOICES and value == "aucune",
            )
            for value in values or []
        ),
        minimum=range_[0] if range_ else None,
        maximum=range_[1] if range_ else None,
        asked_if=asked_if,
        dimension=dimension,
        rank=rank,
        work=_text(f"Travail {key}") if key in ("nouveaute", "pratiques", "parties_prenantes") else None,
    )


def _questions() -> tuple[Question, ...]:
    shared = Condition("structure", one_of=frozenset({"groupe", "collectif"}))
    questions = [
        _question("territoire", "entreprise", Kind.CHOICE, [*DEPARTMENTS, "hors"]),
        _question("structure", "entreprise", Kind.CHOICE, STRUCTURES),
        _question("nombre_entreprises", "entreprise", Kind.NUMBER, range_=(2, 50), asked_if=shared),
        _question("effectif", "entreprise", Kind.NUMBER, range_=(0, 100000)),
        _question("secteur", "entreprise", Kind.CHOICE, SECTORS),
        _question("ambition", "projet", Kind.CHOICE, AMBITIONS),
        _question("themes", "projet", Kind.CHOICES, THEMES),
        _question("nouveaute", "projet", Kind.CHOICE, NOVELTIES),
        _question("pratiques", "projet", Kind.CHOICE, PRACTICES),
        _question("parties_prenantes", "projet", Kind.CHOICES, STAKEHOLDERS),
    ]
    questions += [_question(key, "avancement", Kind.SCORED, LEVELS) for key in PROJECT]
    for dimension, (opening, deepening) in LADDERS.items():
        opened = Condition(opening, at_least=1)
        questions.append(_question(opening, "pratiques", Kind.SCORED, LEVELS, dimension=dimension, rank=Rank.OPENING))
        questions.append(
            _question(
                deepening,
                "pratiques",
                Kind.SCORED,
                LEVELS,
                dimension=dimension,
                rank=Rank.DEEPENING,
                asked_if=opened,
            )
        )
    return tuple(questions)


def _when(question: str, *values: str) -> Condition:
    return Condition(question, one_of=frozenset(values))


def _criterion(id_: str, questions: str, *cases: tuple[Verdict, tuple[Condition, ...]]) -> Criterion:
    return Criterion(
        id_,
        f"Critère {id_}",
        tuple(questions.split()),
        tuple(
            Case(
                verdict,
                f"{id_} : {verdict.value} ({number})",
                conditions,
                another_way=f"Autre voie {id_}" if verdict is Verdict.NOT_ELIGIBLE else "",
            )
            for number, (verdict, conditions) in enumerate(cases)
        ),
    )


def _criteria() -> tuple[Criterion, ...]:
    yes, doubt, no = Verdict.ELIGIBLE, Verdict.TO_CONFIRM, Verdict.NOT_ELIGIBLE
    new = _when("nouveaute", "entreprise", "territoire")
    return (
        _criterion("territoire", "territoire", (no, (_when("territoire", "hors"),)), (yes, ())),
        _criterion(
            "effectif",
            "structure effectif",
            (doubt, (Condition("effectif", at_most=0),)),
            (yes, (Condition("effectif", at_least=1, at_most=299),)),
            (doubt, (_when("structure", "groupe"),)),
            (no, ()),
        ),
        _criterion(
            "structure",
            "structure",
            (no, (_when("structure", "public"),)),
            (doubt, (_when("structure", "association", "autre"),)),
            (yes, ()),
        ),
        _criterion("secteur", "secteur", (yes, (_when("secteur", "industrie", "services"),)), (doubt, ())),
        _criterion("ambition", "ambition", (doubt, (_when("ambition", "outils"),)), (yes, ())),
        _criterion(
            "nouveaute-pratiques",
            "nouveaute pratiques",
            (yes, (new, _when("pratiques", "oui"))),
            (no, (_when("nouveaute", "aucune"), _when("pratiques", "non"))),
            (doubt, ()),
        ),
        _criterion(
            "parties-prenantes", "parties_prenantes", (doubt, (_when("parties_prenantes", "aucune"),)), (yes, ())
        ),
    )


def _offers() -> tuple[Offer, ...]:
    ripen, roll_out = Phase(5, "Mûrir"), Phase(10, "Déployer")
    return tuple(
        Offer(stage, sum(phase.days for phase in phases), stage.value, "Résumé", "But", ("Contenu",), phases)
        for stage, phases in (
            (OfferKey.EMERGENCE, (ripen,)),
            (OfferKey.PARCOURS, (ripen, roll_out)),
            (OfferKey.DEPLOIEMENT, (roll_out,)),
        )
    )


def _wording() -> Wording:
    return Wording(
        title="Titre",
        promise="Promesse",
        caution="Prudence",
        unknown_label="Je ne sais pas",
        closed="Fermé",
        ambition_above="Au-dessus",
        ambition_equal="Égale",
        ambition_below="En dessous",
        estimate_title="Estimation indicative",
        estimate_mentions=("Mention",),
        estimate_validity_days=90,
        verdicts={verdict: verdict.value for verdict in Verdict},
        not_eligible_ways=("Autre voie",),
        next_steps=("Suite",),
        after_call_back=("Appel",),
        after_application=("Réponse",),
    )


def build_questionnaire() -> Questionnaire:
    """The scheme of the domain document, in dummy words; nothing of it is read from the content file."""
    return Questionnaire(
        version="essai",
        sha256="0" * 64,
        parts=tuple(Part(id_, id_, "") for id_ in ("entreprise", "projet", "avancement", "pratiques")),
        questions=_questions(),
        dimensions=tuple(
            Dimension(
                id_,
                id_,
                id_,
                {level: f"{id_} {level.value}" for level in Level},
                f"{id_} inconnu",
                f"{id_} sommet",
            )
            for id_ in LADDERS
        ),
        levels=tuple(
            CompanyLevel(level, Fraction(number, 3), level.value, "Sens", "Suite") for number, level in enumerate(Level)
        ),
        criteria=_criteria(),
        offers=_offers(),
        requirements={
            OfferKey.DEPLOIEMENT: Requirements({"portage": 1, "moyens": 1}, project_score=Fraction(3, 5)),
            OfferKey.PARCOURS: Requirements(
                {"portage": 2, "moyens": 2, "besoin": 1, "objectifs": 1}, company_score=Fraction(1, 3)
            ),
        },
        tariffs=(Tariff(date(2017, 1, 1), None, 100_000, Fraction(1, 5)),),
        retention=Retention(30, 12, 36, 10, 14, 30),
        contradictions=(
            Contradiction(
                "calendrier-sans-objectif",
                (Condition("calendrier", at_least=2), Condition("objectifs", at_most=0)),
                "Un calendrier sans objectif",
                "Que visez-vous ?",
            ),
        ),
        stories=(
            Story("temps", "Temps", ("temps-de-travail", "qvct", "participation"), "Texte", "Article de 2017"),
            Story("parts", "Parts", ("partage-valeur", "fidelisation"), "Texte", "Article de 2017"),
            Story("achats", "Achats", ("achats-responsables", "territoire"), "Texte", "Article de 2017"),
        ),
        faq=(Faq("Question ?", "Réponse."),),
        guide=(GuideSection("guide", "Guide", ("Paragraphe.",)),),
        wording=_wording(),
    )


SAMPLE = build_questionnaire()
