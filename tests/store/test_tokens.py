from __future__ import annotations

import re
from pathlib import Path

import pytest

from models.store.events import get_event
from models.store.tokens import Purpose, derived_token, new_salt, new_token, token_hash
from models.store.visits import phone_token, share_token
from tests.store.making import at_kiosk, bytes_on_disk, found, salon


def test_a_token_has_128_bits_and_fits_an_address() -> None:
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", token) for token in tokens)


def test_a_derived_token_follows_from_token_salt_and_purpose_alone() -> None:
    token, salt = new_token(), new_salt()
    phone = derived_token(token, salt, Purpose.PHONE)
    assert phone == derived_token(token, salt, "phone")
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", phone)
    others = {
        derived_token(token, salt, Purpose.SHARE),
        derived_token(token, new_salt(), Purpose.PHONE),
        derived_token(new_token(), salt, Purpose.PHONE),
        token,
    }
    assert phone not in others
    assert len(others) == 4


def test_a_derived_token_is_known_for_ever() -> None:
    """A change of the derivation would break every address given out."""
    assert derived_token("A" * 22, b"\x01" * 16, Purpose.SHARE) == "Ml7EE9TxhFIpil47OImuVg"


def test_any_text_has_a_hash() -> None:
    assert len({token_hash(text) for text in ("", "é", "\ud800", "\x00", "a" * 10_000)}) == 5
    assert all(len(token_hash(text)) == 32 for text in ("", "\ud800"))


@pytest.mark.file
def test_only_hashes_are_on_the_disk(store: Path) -> None:
    event = salon()
    visit, token = at_kiosk(event)
    phone = phone_token(visit, token)
    share = share_token(found(phone), phone)
    held = bytes_on_disk(store)
    assert token_hash(token) in held
    assert token_hash(phone) in held
    assert token_hash(share) in held
    for secret in (token, phone, share):
        assert secret.encode() not in held
    assert get_event(event.id) == event
