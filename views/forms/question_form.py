"""Question → WTForms class, built once for each content version, and the words of every mistake.

The browser's own checks are off (`novalidate`): what is said here is what people read.
"""

from __future__ import annotations

import re
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, Form, StringField, ValidationError
from wtforms.validators import StopValidation

from models.contact.text import EntryError, refuse_longer
from models.french.formats import number
from models.rules.question import UNKNOWN, Answer, Kind, Question

THOUSANDS = " \u00a0\u202f\u2009"
"""The spaces French typing puts between groups of three digits: plain, no-break, narrow no-break, thin."""

_GROUPED = re.compile(rf"[0-9]{{1,3}}(?:[{THOUSANDS}][0-9]{{3}})+|[0-9]+")
_DECIMAL = re.compile(rf"[0-9][0-9{THOUSANDS}]*[.,][0-9]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
LONGEST_NUMBER = 40
"""Characters of the longest number read, its spaces and its unit included."""


class MistypedNumber(ValueError):
    """What was typed isn't a whole number; its text says so in French."""


def whole_number(typed: str) -> int:
    """A whole number as people type it (« 48 », « 1 200 »); raises MistypedNumber with the reason in words."""
    typed = typed.strip(THOUSANDS + "\t\r\n")
    if len(typed) > LONGEST_NUMBER:
        raise MistypedNumber("Ce nombre est trop long\u00a0: écrivez-le en quelques chiffres, par exemple 12.")
    if not typed:
        raise MistypedNumber("Écrivez un nombre en chiffres, par exemple 12.")
    if _GROUPED.fullmatch(typed):
        return int(re.sub(rf"[{THOUSANDS}]", "", typed))
    if _DECIMAL.fullmatch(typed):
        raise MistypedNumber("Écrivez un nombre entier, sans virgule\u00a0: par exemple 12 ou 13.")
    if typed.startswith(("-", "\u2212")):
        raise MistypedNumber("Écrivez un nombre sans signe devant\u00a0: par exemple 12.")
    raise MistypedNumber("Écrivez le nombre en chiffres seulement, par exemple 12.")


def _number_of(question: Question, typed: str) -> int:
    """The same, with or without the unit that stands beside the field (« 12 salariés », « 1 salarié »)."""
    words = typed.strip()
    for unit in filter(None, (question.unit, question.unit.removesuffix("s"))):
        words = words.removesuffix(unit)
    return whole_number(words)


class BoundedField(StringField):
    """A text of at most `longest` characters: nothing else is asked of a longer one."""

    def __init__(self, label: str, longest: int, **options: Any) -> None:
        super().__init__(label, **options)
        self.longest = longest

    @property
    def typed(self) -> str:
        """What was typed, as it was typed."""
        return str(self.data or "")

    def pre_validate(self, form: Form) -> None:
        """Stop at a text that is too long."""
        try:
            refuse_longer(self.typed, self.longest)
        except EntryError as refusal:
            raise StopValidation(str(refusal)) from refusal


class ChosenField(Field):
    """The values that were chosen. The question's template draws the cards: the field needn't know the choices."""

    data: list[str] | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """All of them, as they were sent."""
        self.data = valuelist


def _exactly_one(question: Question) -> Any:
    allowed = {choice.value for choice in question.choices} | ({UNKNOWN} if question.scored else set())

    def check(form: Form, field: ChosenField) -> None:
        if not field.data:
            raise ValidationError("Choisissez une réponse pour continuer.")
        if len(field.data) > 1:
            raise ValidationError("Choisissez une seule réponse, celle qui vous ressemble le plus.")
        if field.data[0] not in allowed:
            raise ValidationError("Cette réponse ne fait pas partie des choix. Choisissez-en une dans la liste.")

    return check


def _at_least_one(question: Question) -> Any:
    alone = {choice.value: choice.label.under_11 for choice in question.choices if choice.exclusive}
    allowed = {choice.value for choice in question.choices}

    def check(form: Form, field: ChosenField) -> None:
        chosen = set(field.data or ())
        if not chosen:
            raise ValidationError("Choisissez au moins une réponse pour continuer.")
        if not chosen <= allowed:
            raise ValidationError("Une des réponses ne fait pas partie des choix. Choisissez dans la liste.")
        if len(chosen) > 1 and chosen & alone.keys():
            label = alone[min(chosen & alone.keys())].rstrip(".")
            raise ValidationError(f"«\u00a0{label}\u00a0» ne va pas avec d’autres réponses. Gardez l’un ou l’autre.")

    return check


def _in_range(question: Question) -> Any:
    low, high = question.minimum or 0, question.maximum

    def check(form: Form, field: BoundedField) -> None:
        try:
            value = _number_of(question, (field.raw_data or [""])[0])
        except MistypedNumber as mistake:
            raise ValidationError(str(mistake)) from mistake
        if value < low or (high is not None and value > high):
            bounds = f"entre {number(low)} et {number(high)}" if high is not None else f"d’au moins {number(low)}"
            raise ValidationError(f"Écrivez un nombre {bounds}.")

    return check


class QuestionForm(Form):
    """A form with the one field of a question, named by its key."""

    question: Question

    @property
    def error(self) -> str:
        """The first mistake in words, or nothing."""
        messages = self[self.question.key].errors
        return str(messages[0]) if messages else ""

    @property
    def answer(self) -> Answer:
        """The answer, once valid: a value, a whole number, or values in the content's order."""
        field = self[self.question.key]
        if self.question.kind is Kind.NUMBER:
            return _number_of(self.question, field.raw_data[0])
        if self.question.kind is Kind.CHOICES:
            chosen = set(field.data)
            return tuple(choice.value for choice in self.question.choices if choice.value in chosen)
        return str(field.data[0])

    @property
    def typed(self) -> list[str]:
        """What was sent for the field, as it was sent but for control characters, which no page may hold."""
        return [_CONTROLS.sub("", value) for value in self[self.question.key].raw_data or ()]


def build_form(question: Question) -> type[QuestionForm]:
    """The form class of one question; build it once and keep it."""
    return type(f"{question.key}_form", (QuestionForm,), {"question": question, question.key: _field(question)})


def _field(question: Question) -> Any:
    if question.kind is Kind.NUMBER:
        return BoundedField(question.short_label, LONGEST_NUMBER, validators=[_in_range(question)])
    check = _at_least_one if question.kind is Kind.CHOICES else _exactly_one
    return ChosenField(question.short_label, validators=[check(question)])


def read_answer(form_class: type[QuestionForm], posted: MultiDict[str, str]) -> QuestionForm:
    """The form filled with what was posted and checked: look at `errors`, then at `answer` or `error`."""
    form = form_class(posted)
    form.validate()
    return form
