"""A stand without network: its own laptop, then the main program, on which the QR shown at the stand opens."""

from __future__ import annotations

import re
import shutil
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.journeys import ANSWERS, DEEPENINGS
from tests.server import Server

pytestmark = pytest.mark.slow  # two programs, one after the other

PUBLIC = "https://diagnostic.exemple.fr"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[str], Server]]:
    """Starts a program on a machine of its own."""
    started: list[Server] = []

    def make(name: str) -> Server:
        (tmp_path / name).mkdir()
        server = Server(tmp_path / name, {"PUBLIC_URL": PUBLIC}).start()
        started.append(server)
        return server

    yield make
    for server in started:
        server.stop()


def ask(url: str, fields: dict[str, object] | None = None) -> tuple[str, str]:
    """The address where it led and the page."""
    data = urlencode(fields, doseq=True).encode() if fields is not None else None
    with urllib.request.urlopen(urllib.request.Request(url, data)) as answer:  # noqa: S310 — our own server
        return answer.url, answer.read().decode()


def visit(stand: Server) -> str:
    """A whole visit by plain posts; the path in its QR."""
    address, page = ask(f"{stand.url}/borne/salon/diagnostics", {})
    for key, value in ANSWERS.items():
        if key not in DEEPENINGS:
            assert address.endswith(key)
            address, page = ask(address, {key: value})
    found = re.search(rf'id="takeaway-url" value="{PUBLIC}([^"]+)"', page)
    assert found
    return found[1]


def alone(database: Path, name: str) -> Path:
    """The one file, carried without anything beside it."""
    return Path(shutil.copyfile(database, database.with_name(name)))


def path_year() -> str:
    """How this year's references begin."""
    return f"S{datetime.now(UTC).year % 100:02}"


def test_the_stands_results_join_the_main_database_once(start: Callable[[str], Server]) -> None:
    stand, main = start("stand"), start("main")
    stand.command("event", "create", "Salon", "--code", "salon", "--pin", "2468")
    path = visit(stand)
    with pytest.raises(urllib.error.HTTPError, match="404") as missing:
        ask(main.url + path)
    assert "stand sans connexion" in missing.value.read().decode()
    assert "sans son journal" in main.complaint("merge", str(alone(stand.database, "en-service.db")))
    stand.complaint("stand-file", str(stand.folder / "cle-absente" / "stand.db"))
    assert not (stand.folder / "cle-absente").exists(), "what is written there would stay behind"
    written = stand.command("stand-file", str(stand.folder / "a-rapporter.db"))
    stand.stop()
    copied = alone(stand.database, "arrete.db")
    compared = written.splitlines()[-1]
    assert compared == "Diagnostics du stand : 1. Références : S26-001".replace("S26", path_year())
    said = main.command("merge", str(copied))
    assert "Diagnostics ajoutés\u00a0: 1" in said.replace(" :", "\u00a0:")
    assert said.splitlines()[-1] == compared
    again = main.command("merge", str(stand.folder / "a-rapporter.db"))
    assert "déjà là\u00a0: 1" in again.replace(" :", "\u00a0:")
    address, page = ask(main.url + path)
    assert address.endswith("/resultat")
    assert 'id="company-share" value="2000.00"' in page
    with sqlite3.connect(main.database) as database:
        assert database.execute("SELECT count(*) FROM assessment").fetchone() == (1,)
    with pytest.raises(urllib.error.HTTPError, match="404"):
        ask(f"{main.url}/borne/inconnu")
