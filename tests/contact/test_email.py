"""E-mail addresses: checked by spelling, refused with what to write instead."""

import pytest

from models.contact.email import read_email
from models.contact.text import EntryError


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("marie.durand@menuiserie-durand.fr", "marie.durand@menuiserie-durand.fr"),
        ("  marie@exemple.fr ", "marie@exemple.fr"),
        ("Marie+aract@Exemple.FR", "Marie+aract@exemple.fr"),
        ("contact@société-exemple.fr", "contact@xn--socit-exemple-feb.fr"),
        ("o'neil@exemple.fr", "o'neil@exemple.fr"),
    ],
)
def test_accepted(typed: str, address: str) -> None:
    kept = read_email(typed)
    assert kept.isascii()
    if "xn--" in address:
        assert kept.startswith("contact@xn--")
    else:
        assert kept == address


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("rené@exemple.fr", "écrivez sans doute «\u00a0rene@exemple.fr\u00a0»"),
        ("marie.exemple.fr", "Il manque le signe @"),
        ("marie@exemple", "incomplet"),
        ("marie@exemple,fr", "virgule"),
        ("marie durand@exemple.fr", "espace"),
        ("claire@@exemple", "deux fois"),
        ("@exemple.fr", "précède le signe @"),
        ("Marie <marie@exemple.fr>", "une seule adresse"),
        ("a@b.fr; c@d.fr", "une seule adresse"),
        ("a..b@exemple.fr", "vérifiez-la"),
        ("a@[127.0.0.1]", "vérifiez-la"),
        ("marie@exemple.fr\r\nBcc: tous@exemple.fr", "une seule ligne"),
        ("marie@exemple.fr%0aBcc:x@y.fr\n\nz", "une seule ligne"),
        ("a" * 300 + "@exemple.fr", "254 au plus"),
    ],
)
def test_refused_in_words(typed: str, reason: str) -> None:
    with pytest.raises(EntryError) as refusal:
        read_email(typed)
    assert reason in str(refusal.value)
