"""SIRET and SIREN: accepted in any spacing, refused with the rule that failed."""

import pytest

from models.contact.siret import read_company_number
from models.contact.text import EntryError


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("73282932000074", "73282932000074"),
        ("732 829 320 00074", "73282932000074"),
        ("732\u202f829\u00a0320.00074", "73282932000074"),
        ("７３２８２９３２０", "732829320"),
        ("732 829 320", "732829320"),
        # La Poste: its head office follows Luhn's formula, its other sites a multiple of 5.
        ("356 000 000 00048", "35600000000048"),
        ("35600000049837", "35600000049837"),
        ("356000000", "356000000"),
    ],
)
def test_accepted(typed: str, digits: str) -> None:
    assert read_company_number(typed).digits == digits


def test_siren_and_spelling_for_people() -> None:
    number = read_company_number("73282932000074")
    assert number.siren == "732829320"
    assert number.spaced == "732\u00a0829\u00a0320\u00a000074"
    assert read_company_number("732829320").spaced == "732\u00a0829\u00a0320"


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("7328293200007", "compte 13 chiffres"),
        ("7", "compte 1 chiffre\u00a0:"),
        ("", "compte 0 chiffre"),
        ("73282932000075", "les 5 derniers ne passent pas"),
        ("73282932100074", "Les 9 premiers chiffres (le SIREN) ne passent pas"),
        ("732829321", "Les 9 chiffres de ce SIREN ne passent pas"),
        ("00000000000000", "Les 9 premiers chiffres (le SIREN) ne passent pas"),
        ("7328293200007O", "retirez «\u00a0O\u00a0»"),
        ("FR 44 732829320", "numéro de TVA"),
        ("35600000049838", "multiple de 5"),
        ("73282932000074\r\nBcc: x", "retirez «\u00a0B\u00a0»"),
        ("٧٣٢٨٢٩٣٢٠", "ne contient que des chiffres"),
    ],
)
def test_refused_with_the_rule_that_failed(typed: str, rule: str) -> None:
    with pytest.raises(EntryError) as refusal:
        read_company_number(typed)
    assert rule in str(refusal.value)


def test_every_single_wrong_digit_is_found() -> None:
    right = "73282932000074"
    for place, digit in enumerate(right):
        for other in set("0123456789") - {digit}:
            with pytest.raises(EntryError):
                read_company_number(right[:place] + other + right[place + 1 :])
