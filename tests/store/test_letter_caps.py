"""Nobody is pestered by mail through us, however it is tried: an assessment and an address have a share a day."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from models.store.database import close_database
from models.store.letter_caps import write_if_few
from models.store.outbox import Letter, MailKind, list_mail
from models.store.tables import Mailed
from models.store.visits import Door, start_assessment
from tests.rows import only
from tests.store.making import NOW


def letter(recipient: str = "marie@exemple.fr", kind: MailKind = MailKind.ADDRESS) -> Letter:
    return Letter(kind, recipient, "Votre adresse", "Bonjour", "<p>Bonjour</p>")


def assessment() -> int:
    return start_assessment(door=Door.SITE, now=NOW)[0].assessment_id


@pytest.mark.parametrize(
    ("kind", "most"),
    [(MailKind.ADDRESS, 5), (MailKind.RECEIPT, 5), (MailKind.LETTER, 10), (MailKind.NOTICE, 20)],
)
def test_an_assessment_writes_so_many_of_a_kind_in_a_day_to_whomever(store: Path, kind: MailKind, most: int) -> None:
    mine = assessment()
    sent = [write_if_few(letter(f"n{number}@exemple.fr", kind), NOW, mine) for number in range(most + 2)]
    assert sent == [True] * most + [False] * 2
    assert write_if_few(letter(kind=kind), NOW, assessment())
    assert write_if_few(letter(kind=kind), NOW + timedelta(days=1, seconds=1), mine)


def test_kinds_are_counted_each_on_its_own(store: Path) -> None:
    mine = assessment()
    for number in range(6):
        write_if_few(letter(f"n{number}@exemple.fr"), NOW, mine)
    assert write_if_few(letter("zoe@exemple.fr", MailKind.LETTER), NOW, mine)


def test_an_address_is_written_ten_times_in_a_day_for_whatever_assessments(store: Path) -> None:
    spellings = ("marie@exemple.fr", "Marie@Exemple.fr", "marie+un@exemple.fr", "MARIE+deux@exemple.fr")
    sent = [write_if_few(letter(spellings[number % 4]), NOW, assessment()) for number in range(12)]
    assert sent == [True] * 10 + [False] * 2
    assert write_if_few(letter("zoe@exemple.fr"), NOW, assessment())
    assert write_if_few(letter("marie@exemple.fr", MailKind.NOTICE), NOW, assessment()), "the team's own are no plague"
    assert write_if_few(letter(), NOW + timedelta(days=1, seconds=1), assessment())


def test_many_at_once_get_no_more_than_their_share(store: Path) -> None:
    mine = assessment()

    def ask(number: int) -> bool:
        try:
            return write_if_few(letter(f"n{number}@exemple.fr"), NOW, mine)
        finally:
            close_database()

    with ThreadPoolExecutor(8) as crowd:
        assert sum(crowd.map(ask, range(16))) == 5
    assert len(list_mail()) == 5


def test_a_clock_that_was_ahead_leaves_nobody_without_letters(store: Path) -> None:
    for _ in range(12):
        write_if_few(letter(), NOW + timedelta(days=400), assessment())
    assert write_if_few(letter(), NOW, assessment())


def test_no_address_is_kept(store: Path) -> None:
    write_if_few(letter(), NOW, assessment())
    assert b"marie" not in bytes(only(Mailed).key)
