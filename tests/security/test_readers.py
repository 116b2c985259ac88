"""Nobody can stop the service by what he types: each reader takes 64 KiB of anything at a bounded price a letter."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest
from flask import Flask

from models.contact.email import read_email
from models.contact.phone import read_phone
from models.contact.siret import read_company_number
from models.contact.text import EntryError, read_line, read_moment, read_name, read_paragraphs, read_postal_code
from models.content.errors import ContentErrors
from models.content.loader import load
from models.content.typography import find_mistakes, set_right
from models.french.formats import unbroken
from models.service.origins import is_among, read_origin
from models.store.passwords import check_new_password, verify_password
from models.store.search_words import fold
from tests.security.hostile import KIBIBYTES_64, cost, hostile, too_dear
from views.forms.event_fields import read_code, read_pin
from views.forms.question_form import whole_number
from views.staff.dossiers.entry_form import read_any_day
from views.staff.dossiers.import_table import UnreadableFile, decode, read_table
from views.staff.dossiers.list_query import read_day

pytestmark = pytest.mark.file
"""What reading costs is no engine's affair: on one of them is enough."""

Reader = Callable[[str], object]

BOUNDED: dict[str, tuple[Reader, str]] = {
    "name": (read_name, "Zoé Martin"),
    "line": (read_line, "Gérante"),
    "moment": (read_moment, "Le mardi matin"),
    "project": (read_paragraphs, "Nous voulons changer nos réunions."),
    "telephone": (read_phone, "04 72 10 20 30 poste 12"),
    "e-mail": (read_email, "zoe.martin@exemple.fr"),
    "SIRET": (read_company_number, "732 829 320 00074"),
    "postal code": (read_postal_code, "69 003"),
    "event code": (read_code, "salon-2026"),
    "PIN": (read_pin, "2468"),
    "number": (whole_number, "1 200"),
    "origin": (read_origin, "https://www.exemple.fr"),
    "origin among others": (lambda text: is_among(text, ("https://*.exemple.fr",)), "https://www.exemple.fr"),
    "origin's host": (lambda text: read_origin(f"https://{text}"), "www.exemple.fr"),
    "new password": (lambda text: check_new_password(text, "zoe@exemple.fr"), "cheval agrafe pile correcte"),
    "day": (read_day, "2026-11-23"),
    "any day": (read_any_day, "23/11/2026"),
}
"""Readers that look at no more than a length: a reader, and a short value it takes."""

BY_LETTER: dict[str, tuple[Reader, str]] = {
    "typography put right": (set_right, "Un « devis » ? 20 % de l'aide : contact@aract.fr"),
    "mistakes of typography": (lambda text: list(find_mistakes(text)), "Un « devis » ? 20 % : contact@aract.fr"),
    "search": (fold, "Atelier Bernard"),
    "heading": (unbroken, "Pouvez-vous dire en 5 jours ?"),
    "bytes of a table": (lambda text: decode(text.encode()), "nom;projet"),
}
"""Readers of long texts: what they may take grows as the text does."""

CONTENT = {
    "text": 'version = "{}"',
    "bare": "{}",
    "value": "version = {}",
    "key": "{} = 1",
    "section": "[{}]",
    "typeset value": "version = “{}",
    "line": "[textes]\nprudence = '{}'",
}
"""Where a content file may hold it."""


def _read(reader: Reader, text: str) -> Callable[[], object]:
    def read() -> object:
        with suppress(ValueError, UnreadableFile, ContentErrors, EntryError):
            return reader(text)
        return None

    return read


@pytest.mark.parametrize("name", BOUNDED)
def test_a_field_of_64_kib_costs_no_more_than_a_short_one(name: str) -> None:
    reader, short = BOUNDED[name]
    bar = 0.005 + 20 * cost(_read(reader, short))
    assert not too_dear(partial(_read, reader), bar), f"{name}: more than {bar:.3f} s of processor"


@pytest.mark.parametrize("name", BY_LETTER)
def test_a_long_text_costs_by_the_letter(name: str) -> None:
    reader, short = BY_LETTER[name]
    bar = 0.1 + 20 * KIBIBYTES_64 / len(short) * cost(_read(reader, short))
    assert not too_dear(partial(_read, reader), bar), f"{name}: more than {bar:.3f} s of processor"


@pytest.mark.parametrize("place", CONTENT)
def test_a_content_file_costs_by_the_letter(place: str) -> None:
    def judge(text: str) -> Callable[[], object]:
        return _read(lambda typed: load(CONTENT[place].format(typed).encode(), "essai.toml"), text)

    bar = 0.1 + 5 * cost(judge("\n".join(f"[nom{number}]" for number in range(64 * 1024 // 8))))
    assert not too_dear(judge, bar), f"{place}: more than {bar:.3f} s of processor"


def test_a_table_costs_by_the_letter(app: Flask) -> None:
    def judge(text: str) -> Callable[[], object]:
        return _read(lambda typed: [read_table(f"nom;projet\n{typed};{typed}"), read_table(f"nom;{typed}\n")], text)

    with app.app_context():
        assert not too_dear(judge, 0.5 + 200 * cost(judge("Zoé")))


def test_a_password_of_64_kib_is_judged_as_a_short_one() -> None:
    bar = 0.02 + 3 * cost(lambda: verify_password(None, "court"))
    assert cost(lambda: verify_password(None, hostile("e\u0301"))) < bar
