"""Telephone numbers: the usual French spellings are one number; a foreign one asks for its prefix."""

import pytest

from models.contact.phone import read_phone, show_phone
from models.contact.text import EntryError


@pytest.mark.parametrize(
    "typed",
    [
        "06 12 34 56 78",
        "0612345678",
        "06.12.34.56.78",
        "06-12-34-56-78",
        "06/12/34/56/78",
        "06\u202f12\u202f34\u202f56\u202f78",
        "06‑12‑34‑56‑78",
        "0033 6 12 34 56 78",
        "0033612345678",
        "00 33 (0)6 12 34 56 78",
        "+33 6 12 34 56 78",
        "+33 (0)6 12 34 56 78",
        "+33612345678",
        "33612345678",
        "612345678",
        "０６１２３４５６７８",
        " 06 12 34 56 78 ",
    ],
)
def test_spellings_of_one_french_number(typed: str) -> None:
    assert read_phone(typed) == "+33612345678"


@pytest.mark.parametrize(
    ("typed", "written", "shown"),
    [
        ("04 72 10 20 30", "+33472102030", "04\u00a072\u00a010\u00a020\u00a030"),
        ("04 72 10 20 30 poste 12", "+33472102030;ext=12", "04\u00a072\u00a010\u00a020\u00a030 poste\u00a012"),
        ("+41 22 730 11 11", "+41227301111", "+41\u00a022\u00a0730\u00a011\u00a011"),
        ("0041 22 730 11 11", "+41227301111", "+41\u00a022\u00a0730\u00a011\u00a011"),
        ("0692 12 34 56", "+262692123456", "+262\u00a0692\u00a012\u00a034\u00a056"),
    ],
)
def test_kept_and_shown(typed: str, written: str, shown: str) -> None:
    assert read_phone(typed) == written
    assert show_phone(written) == shown


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("022 730 11 1", "l’indicatif de son pays"),
        ("030 12345678", "l’indicatif de son pays"),
        ("06 12 34", "compte 6 chiffres"),
        ("00 12 34 56 78 90", "indicatif de pays par lequel il commence"),
        ("+33 6 12 34 56", "indicatif de pays par lequel il commence"),
        ("0000000000", "indicatif"),
        ("0899 70 00 00", "surtaxé"),
        ("06 12 34 56 78 ou 06 98 76 54 32", "écrivez-en un seul"),
        ("n’a pas", "ne contient que des chiffres"),
        ("", "en chiffres"),
        ("06 12 34 56 78\r\nBcc: a@b.fr", "ne contient que des chiffres"),
    ],
)
def test_refused_in_words(typed: str, reason: str) -> None:
    with pytest.raises(EntryError) as refusal:
        read_phone(typed)
    assert reason in str(refusal.value)


def test_ten_digits_that_no_french_number_begins_with() -> None:
    with pytest.raises(EntryError, match="Aucun numéro français ne commence par 0700"):
        read_phone("07 00 12 34 56")
