"""The kinds of field that a form is made of: what was typed is read in one step, and what is wrong is said in French.

`data` is what was read (a day, a number, a key…), `typed` what stands in the field, as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from wtforms import BooleanField, Form, ValidationError, widgets
from wtforms.fields.choices import Choice, SelectFieldBase
from wtforms.validators import StopValidation

from models.contact.email import read_email
from models.contact.phone import read_phone, show_phone
from models.contact.siret import CompanyNumber, read_company_number
from models.contact.text import (
    EMAIL_LIMIT,
    NAME_LIMIT,
    NUMBER_LIMIT,
    PHONE_LIMIT,
    POSTAL_CODE_LIMIT,
    PROJECT_LIMIT,
    read_line,
    read_paragraphs,
    read_postal_code,
    refuse_longer,
)
from models.french.formats import long_date
from models.french.staff_words import printable
from models.store.passwords import LONGEST as LONGEST_PASSWORD
from models.store.search_words import fold
from views.forms.question_form import LONGEST_NUMBER, BoundedField, whole_number

_FRENCH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
NUMERIC = {"inputmode": "numeric"}
ROWS = {"rows": "4"}
ONE_TIME = {"autocomplete": "one-time-code"}

HTML = {"autocomplete", "inputmode", "rows"}

Options = Mapping[Any, str]


class ReadField(BoundedField):
    """A text read by a function that raises ValueError with the reason in words.

    Where nothing was typed, `data` is `nothing`, or `missing` is said where something must be. `optional` fields say so
    in their label. A text longer than `longest` is refused before it is read. `autocomplete`, `inputmode` and `rows`
    are those of HTML.
    """

    reader: Any = staticmethod(read_line)
    show: Any = staticmethod(str)
    nothing: Any = ""
    longest = NAME_LIMIT
    attributes: Mapping[str, str] = {}

    def __init__(
        self,
        label: str = "",
        reader: Callable[[str], Any] | None = None,
        *,
        missing: str = "",
        optional: bool | None = None,
        hint: str = "",
        **options: Any,
    ) -> None:
        own: dict[str, str] = {name: options.pop(name) for name in HTML & options.keys()}
        longest = options.pop("longest", self.longest)
        super().__init__(label, longest, description=hint, render_kw={**self.attributes, **own}, **options)
        self.reader = reader or self.reader
        self.missing = missing
        self.optional = not missing if optional is None else optional

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        self.data = self.nothing
        if self.typed.strip():
            refuse_longer(self.typed, self.longest)
            self.data = self.reader(valuelist[0])

    def pre_validate(self, form: Form) -> None:
        """Stop at what couldn't be read, and where nothing was typed, say what is missing."""
        if self.process_errors:
            raise StopValidation
        if self.missing and not self.typed.strip():
            raise StopValidation(self.missing)

    @property
    def typed(self) -> str:
        """What stands in the field: what was typed, else what is known, as people write it."""
        if self.raw_data is not None:
            return printable(self.raw_data[0]) if self.raw_data else ""
        return "" if self.data in (None, "") else self.show(self.data)

    def _value(self) -> str:
        return self.typed

    @property
    def in_words(self) -> str:
        """What was read, as it is told."""
        return "" if self.data in (None, "") else self.show(self.data)


class ParagraphsField(ReadField):
    """A few paragraphs."""

    reader = staticmethod(read_paragraphs)
    longest = PROJECT_LIMIT
    widget = widgets.TextArea()
    attributes = ROWS


class CheckField(BooleanField):
    """A box to tick."""

    @property
    def in_words(self) -> str:
        """« oui » or « non »."""
        return "oui" if self.data else "non"


class EmailField(ReadField):
    """An e-mail address."""

    reader = staticmethod(read_email)
    longest = EMAIL_LIMIT
    widget = widgets.EmailInput()


class PhoneField(ReadField):
    """A telephone number, as `models.contact.phone` writes it."""

    reader, show = staticmethod(read_phone), staticmethod(show_phone)
    longest = PHONE_LIMIT
    widget = widgets.TelInput()


class CompanyNumberField(ReadField):
    """A SIRET or SIREN, as its digits."""

    longest = NUMBER_LIMIT
    attributes = NUMERIC

    @staticmethod
    def reader(typed: str) -> str:
        """Its digits; raises EntryError."""
        return read_company_number(typed).digits

    @staticmethod
    def show(digits: str) -> str:
        """As it is read aloud."""
        return CompanyNumber(digits).spaced


class PostalCodeField(ReadField):
    """A French postal code."""

    reader = staticmethod(read_postal_code)
    longest = POSTAL_CODE_LIMIT
    attributes = NUMERIC


class SecretField(ReadField):
    """A password or a code, as it was typed; never shown again."""

    reader = staticmethod(str)
    longest = LONGEST_PASSWORD
    widget = widgets.PasswordInput()


class CodeField(ReadField):
    """A code of the moment, as it was typed."""

    reader = staticmethod(str)
    attributes = ONE_TIME


class HiddenField(ReadField):
    """What the page itself sends along."""

    reader: Any = staticmethod(str)
    longest = 4000
    widget = widgets.HiddenInput()


def read_day(typed: str) -> date:
    """A day as a date field sends it (2026-03-01) or as people write it (01/03/2026); raises ValueError in words."""
    found = _FRENCH_DAY.fullmatch(typed.strip())
    written = f"{found[3]}-{found[2]:>02}-{found[1]:>02}" if found else typed.strip()
    try:
        return date.fromisoformat(written)
    except ValueError as reason:
        raise ValueError("Écrivez une date comme 2026-11-23.") from reason


class DayField(ReadField):
    """A day; None where none was typed."""

    reader, show = staticmethod(read_day), staticmethod(date.isoformat)
    nothing = None
    longest = LONGEST_NUMBER
    widget = widgets.DateInput()

    @property
    def in_words(self) -> str:
        """« 3 mars 2027 »."""
        return long_date(self.data) if self.data else ""


class NumberField(ReadField):
    """A whole number between two bounds, and what is said of any other; None where nothing was typed."""

    reader = staticmethod(whole_number)
    nothing = None
    longest = LONGEST_NUMBER
    attributes = NUMERIC

    def __init__(self, label: str, lowest: int, highest: int, told: str, **options: Any) -> None:
        super().__init__(label, **options)
        self.lowest, self.highest, self.told = lowest, highest, told

    def pre_validate(self, form: Form) -> None:
        """Whatever isn't such a number is told in the same words."""
        if self.process_errors or (self.data is not None and not self.lowest <= self.data <= self.highest):
            self.errors = [self.told]
            raise StopValidation
        super().pre_validate(form)


class ChoiceField(ReadField, SelectFieldBase):
    """One of some keys, each with its words; `options` may depend on the form. `empty` are the words of no choice.

    `data` is the key itself, whatever its type; None where nothing was chosen.
    """

    widget = widgets.Select()
    nothing = None

    def __init__(
        self, label: str, options: Options | Callable[[Any], Options], *, empty: str = "", **others: Any
    ) -> None:
        super().__init__(label, **others)
        self._options, self.empty = options, empty

    @property
    def options(self) -> Options:
        """The keys and their words."""
        return self._options(self._form) if callable(self._options) else self._options

    def reader(self, typed: str) -> Any:
        """The key that was chosen, or meant by its words: accents and capitals aside, as in an imported table."""
        options, wanted = self.options, fold(typed[:NAME_LIMIT].strip())
        for key, words in options.items():
            if typed == str(key) or wanted in {fold(str(key)), fold(words), fold(words).removeprefix(f"{key} ")}:
                return key
        known = ", ".join(options.values())
        raise ValidationError(f"«\u00a0{typed[:40]}\u00a0» n’est pas un choix connu. Choix possibles\u00a0: {known}.")

    def iter_choices(self) -> Iterator[Choice]:
        """The choices, the present one marked."""
        typed = self.typed
        if self.empty:
            yield Choice("", self.empty, not typed, {})
        for key, words in self.options.items():
            yield Choice(str(key), words, str(key) == typed, {})

    @property
    def in_words(self) -> str:
        """The words of the key."""
        return self.empty if self.data is None else self.options[self.data]


class ChoicesField(ChoiceField):
    """Several of some keys; `data` holds them in the options' order."""

    nothing: Any = ()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read each of them."""
        chosen = {self.reader(typed) for typed in dict.fromkeys(valuelist) if typed.strip()}
        self.data = tuple(key for key in self.options if key in chosen)

    def iter_choices(self) -> Iterator[Choice]:
        """The choices, those present marked."""
        chosen = self.data if self.raw_data is None else self.raw_data
        for key, words in self.options.items():
            yield Choice(str(key), words, str(key) in map(str, chosen or ()), {})

    @property
    def in_words(self) -> str:
        """The words of all."""
        return ", ".join(self.options[key] for key in self.data)
