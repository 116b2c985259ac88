"""`flask event create` and `flask merge`, typed as an administrator would."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from models.store.events import find_event, list_events
from models.store.passwords import verify_password
from tests.journeys import walk_journey
from tests.page_client import PageClient


def run(app: Flask, *words: str) -> Result:
    """The command's output and exit status."""
    return app.test_cli_runner().invoke(args=words)


def test_an_event_is_made_open_and_says_its_address(app: Flask, visitor: PageClient) -> None:
    made = run(
        app,
        *("event", "create", "Salon des entreprises", "--code", "salon-26", "--place", "Lyon"),
        *("--from", "2026-11-23", "--to", "2026-11-24", "--idle", "60", "--pin", "2468", "--printer"),
    )
    assert made.exit_code == 0, made.output
    assert "/borne/salon-26" in made.output
    event = find_event("salon-26")
    assert event is not None
    assert (event.place, event.idle_seconds, event.has_printer, event.is_open) == ("Lyon", 60, True, True)
    assert (str(event.starts_on), str(event.ends_on)) == ("2026-11-23", "2026-11-24")
    assert event.pin_hash is not None
    assert "2468" not in event.pin_hash
    assert verify_password(event.pin_hash, "2468")
    assert visitor.get("/borne/salon-26").one("form#start") is not None


def test_what_is_left_out_is_said_or_has_a_default(app: Flask) -> None:
    made = run(app, "event", "create", "Salon", "--code", "salon")
    assert "Sans --pin" in made.output
    event = find_event("salon")
    assert event is not None
    assert (event.idle_seconds, event.pin_hash, event.starts_on) == (90, None, None)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--code", "Salon 26"], "minuscules"),
        (["--code", "salon/26"], "minuscules"),
        (["--code", "s" * 41], "gardez-en 40"),
        (["--code", "salon", "--pin", "12"], "4 à 12 chiffres"),
        (["--code", "salon", "--pin", "abcd"], "4 à 12 chiffres"),
        (["--code", "salon", "--from", "demain"], "n’est pas un jour"),
        (["--code", "salon", "--from", "2026-11-24", "--to", "2026-11-23"], "avant le premier"),
        (["--code", "salon", "--idle", "5"], "20"),
        ([], "--code"),
    ],
)
def test_a_mistake_makes_no_event_and_says_what_is_accepted(app: Flask, words: list[str], said: str) -> None:
    refused = run(app, "event", "create", "Salon", *words)
    assert refused.exit_code != 0
    assert said in refused.output
    assert list_events() == []


def test_a_code_is_given_once(app: Flask) -> None:
    run(app, "event", "create", "Salon", "--code", "salon")
    refused = run(app, "event", "create", "Autre salon", "--code", "salon")
    assert refused.exit_code == 1
    assert "déjà le code" in refused.output


def test_a_file_that_isnt_ours_is_refused_whole(app: Flask, tmp_path: Path) -> None:
    foreign = tmp_path / "photos.db"
    foreign.write_bytes(b"SQLite format 3\0" + b"\0" * 4096)
    for path in (foreign, tmp_path / "absent.db"):
        refused = run(app, "merge", str(path))
        assert refused.exit_code == 1
        assert "Fichier refusé, rien n’a changé" in refused.output


@pytest.mark.file
def test_the_database_itself_is_refused(app: Flask, visitor: PageClient) -> None:
    run(app, "event", "create", "Salon", "--code", "salon")
    walk_journey(visitor, door="/borne/salon")
    refused = run(app, "merge", str(app.config["SETTINGS"].database))
    assert refused.exit_code == 1
    assert "base principale elle-même" in refused.output
