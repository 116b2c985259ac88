"""Reads the questions, their choices and the conditions of the content file."""

from __future__ import annotations

from models.content.contract import QUESTIONS
from models.content.errors import listed
from models.content.section import Section
from models.rules.question import UNKNOWN, Choice, Condition, Kind, Precision, Question, Rank, TeamWords
from models.rules.questionnaire import Part

_HIGHEST = 1_000_000
NO_CONDITION = Condition("")
"""Stands for a condition that could not be read; the mistake is noted, checks pass over it."""


def read_parts(root: Section) -> tuple[Part, ...]:
    """The parts of the questionnaire."""
    parts = []
    for section in root.tables("parties", "id"):
        parts.append(Part(section.slug(), section.line("titre"), section.line("introduction", longest=1000)))
        section.close()
    return tuple(parts)


def read_questions(root: Section) -> tuple[Question, ...]:
    """The questions, in the order they are asked."""
    return tuple(_read_question(section) for section in root.tables("questions", "cle"))


def _read_question(section: Section) -> Question:
    key = section.slug("cle")
    expected = QUESTIONS.get(key)
    kind = section.member("type", Kind) or (expected.kind if expected else Kind.CHOICE)
    number = kind is Kind.NUMBER
    question = Question(
        key=key,
        part=section.slug("partie"),
        kind=kind,
        title=section.required_text("titre", longest=300),
        why=section.required_text("pourquoi", longest=1000),
        short_label=section.line("court", longest=60),
        hint=section.text("indication", optional=True, longest=1000),
        precisions=_read_precisions(section),
        choices=() if number else _read_choices(section, kind, team=bool(expected and expected.dimension)),
        minimum=section.whole("minimum", 0, _HIGHEST) if number else None,
        maximum=section.whole("maximum", 0, _HIGHEST) if number else None,
        unit=section.line("unite", longest=40) if number else "",
        asked_if=read_condition(section.table("si")) if section.holds("si") else None,
        dimension=(section.slug("dimension") if section.holds("dimension") else "") or None,
        rank=section.member("rang", Rank, optional=True),
        work=section.text("travail", optional=True, longest=500),
        team=_read_team(section) if expected and expected.dimension else None,
    )
    section.close()
    return question


def _read_team(section: Section) -> TeamWords | None:
    """What the team reads on its slips; a content made before there were any has none (see `check_team`)."""
    if not any(section.holds(name) for name in ("titre_equipe", "pourquoi_equipe", "indication_equipe")):
        return None
    return TeamWords(
        title=section.required_text("titre_equipe", longest=300),
        why=section.required_text("pourquoi_equipe", longest=1000),
        hint=section.text("indication_equipe", optional=True, longest=1000),
    )


def _read_precisions(section: Section) -> tuple[Precision, ...]:
    precisions = []
    for own in section.tables("precisions", optional=True):
        condition = read_condition(own.table("si"))
        precisions.append(Precision(condition, own.required_text("precision", longest=1000)))
        own.close()
    return tuple(precisions)


def _read_choices(section: Section, kind: Kind, *, team: bool) -> tuple[Choice, ...]:
    choices: list[Choice] = []
    for own in section.tables("choix"):
        value = _read_value(own, kind)
        if value and any(choice.value == value for choice in choices):
            own.note("valeur", f"« {value} » existe déjà", "une valeur différente pour chaque choix")
        choices.append(
            Choice(
                value=value,
                label=own.required_text("libelle", longest=400),
                work=own.text("travail", optional=True, longest=500),
                exclusive=own.flag("exclusif") if kind is Kind.CHOICES else False,
                attained=own.text("acquis", optional=True, longest=200),
                team=own.text("libelle_equipe", optional=True, longest=400) if team else None,
            )
        )
        own.close()
    return tuple(choices)


def _read_value(section: Section, kind: Kind) -> str:
    accepted = "une valeur entre guillemets droits"
    value = section.raw("valeur", accepted)
    if value is None:
        return ""
    if not isinstance(value, str) or not value:
        section.note("valeur", f"« {value} » n’est pas une valeur entre guillemets"[:120], accepted)
        return ""
    if value == UNKNOWN and kind is Kind.SCORED:
        section.note("valeur", "« nsp » est ajouté tout seul aux questions à niveaux", "les niveaux 0, 1, 2 et 3")
        return ""
    return value


def read_conditions(section: Section, key: str, *, optional: bool = False) -> tuple[Condition, ...]:
    """A list of conditions that must all hold."""
    return tuple(read_condition(own) for own in section.tables(key, optional=optional))


def read_condition(section: Section) -> Condition:
    """One condition, or `NO_CONDITION` where it cannot be read."""
    if section.absent:
        return NO_CONDITION
    before = section.findings.count
    question = section.slug("question")
    one_of = frozenset(section.names("parmi")) if section.holds("parmi") else frozenset()
    at_least = section.whole("au-moins", 0, _HIGHEST, optional=True)
    at_most = section.whole("au-plus", 0, _HIGHEST, optional=True)
    bounded = section.holds("au-moins") or section.holds("au-plus")
    section.close()
    if section.findings.count > before:
        return NO_CONDITION
    if section.holds("parmi") == bounded:
        accepted = f"question, et soit {listed(['parmi'])}, soit {listed(['au-moins', 'au-plus'])} (ou les deux bornes)"
        section.findings.note(
            section.place, "la condition ne dit pas ce qui est attendu, ou le dit deux fois", accepted
        )
        return NO_CONDITION
    return Condition(question, one_of, at_least, at_most)
