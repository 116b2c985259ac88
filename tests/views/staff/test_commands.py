"""`flask staff create`: the first account is administratrice, the others chargées unless said otherwise."""

from __future__ import annotations

import sqlite3

import pytest
from flask import Flask

from models.service.settings import Settings
from models.store.database import database
from models.store.passwords import verify_password
from models.store.staff import Role, find_account

GOOD = "cheval agrafe pile correcte"


def create(app: Flask, *words: str, typed: str = f"{GOOD}\n") -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["staff", "create", *words], input=typed)
    return done.exit_code, done.output


@pytest.mark.file
@pytest.mark.parametrize("words", [["scheme", "close"], ["staff", "create", "a@aract.example", "--password-stdin"]])
def test_a_database_that_another_program_holds_is_told_in_words(
    app: Flask, words: list[str], settings: Settings
) -> None:
    database.execute_sql("PRAGMA busy_timeout = 10")
    other = sqlite3.connect(settings.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    done = app.test_cli_runner().invoke(args=words, input=f"{GOOD}\n")
    other.close()
    assert done.exit_code == 1
    assert "La base est occupée par un autre programme" in done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)


@pytest.mark.file
def test_a_full_disk_is_told_in_words(app: Flask) -> None:
    database.execute_sql(f"PRAGMA max_page_count = {database.pragma('page_count')}")
    runner = app.test_cli_runner()
    told = (runner.invoke(args=["event", "create", "Salon" * 15, "--code", f"s-{n}"]) for n in range(300))
    done = next(each for each in told if each.exit_code)
    assert done.exit_code == 1
    assert "Le disque est plein" in done.output


def test_the_first_is_administratrice_and_the_next_chargee(app: Flask) -> None:
    for email in ("agathe@aract.example", "camille@aract.example"):
        status, said = create(app, email, "--password-stdin")
        assert status == 0, said
        assert email in said
        assert GOOD not in said
    first, second = find_account("agathe@aract.example"), find_account("camille@aract.example")
    assert first is not None
    assert second is not None
    assert (first.role, second.role) == (Role.ADMINISTRATRICE, Role.CHARGEE)
    assert verify_password(first.password_hash, GOOD)
    assert not first.must_change_password


def test_a_role_and_a_name_can_be_said_and_the_password_asked_for_twice(app: Flask) -> None:
    status, said = create(
        app, "lou@aract.example", "--role", "chargee", "--name", "Lou Petit", typed=f"{GOOD}\n{GOOD}\n"
    )
    assert status == 0, said
    account = find_account("lou@aract.example")
    assert account is not None
    assert (account.role, account.name) == (Role.CHARGEE, "Lou Petit")


@pytest.mark.parametrize(
    ("words", "typed", "told"),
    [
        (("pas-une-adresse", "--password-stdin"), f"{GOOD}\n", "@"),
        (("lou@aract.example", "--password-stdin"), "court\n", "caractères"),
        (("lou@aract.example", "--password-stdin"), "", "0 caractère"),
        (("camille@aract.example", "--password-stdin"), f"{GOOD}\n", "déjà un compte"),
        (("lou@aract.example", "--role", "patronne"), f"{GOOD}\n", "patronne"),
    ],
)
def test_what_is_wrong_is_said_and_no_account_is_made(
    app: Flask, words: tuple[str, ...], typed: str, told: str
) -> None:
    create(app, "camille@aract.example", "--password-stdin")
    status, said = create(app, *words, typed=typed)
    assert status != 0
    assert told in said
    assert find_account("lou@aract.example") is None
