"""The program as it is started: `python app.py`, its words, its end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from models.service.people import CONTACT_FACTS
from models.service.settings import OPERATOR_FACTS
from tests.code_shape import PROJECT
from tests.server import Server

pytestmark = pytest.mark.slow  # the program starts at each


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    yield server
    if server.process and server.process.poll() is None:
        server.kill()


def start_and_fail(server: Server, **settings: str) -> subprocess.CompletedProcess[str]:
    """Start with settings that can't do; what it says before it stops."""
    return subprocess.run(
        [sys.executable, "app.py"],
        cwd=PROJECT,
        env={**server.environment, **settings},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"PORT": "huit mille"}, "PORT='huit mille' is not accepted: a whole number from 1 to 65535."),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL='mysql://x' is not accepted: sqlite:///"),
        ({"DATABASE_URL": "postgresql://u:secret@x"}, "DATABASE_URL='postgresql://…' is not accepted: sqlite:///"),
        (
            {"DATABASE_URL": "postgresql://x/a", "SECRET_KEY": ""},
            "SECRET_KEY='' is not accepted: it must be set with PostgreSQL",
        ),
        (
            {"WORKERS": "2"},
            "WORKERS='2' is not accepted: a whole number from 1 to 16; more than 1 only with PostgreSQL",
        ),
        ({"FRAME_ANCESTORS": "*"}, "FRAME_ANCESTORS='*' is not accepted: origins separated by spaces"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_line(server: Server, settings: dict[str, str], words: str) -> None:
    done = start_and_fail(server, **settings)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(words)
    assert done.stderr.count("\n") == 1


def test_a_port_that_is_taken_stops_the_start_with_one_line(server: Server) -> None:
    server.start()
    done = start_and_fail(server)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(f"PORT={server.port} can't be listened on: ")
    assert "Traceback" not in done.stderr


def test_the_start_warns_of_each_fact_that_is_missing(server: Server) -> None:
    server.start()
    assert [line.split()[0] for line in server.log.splitlines() if "is not set" in line] == [
        *OPERATOR_FACTS,
        *CONTACT_FACTS,
    ]


def test_it_serves_until_told_to_stop(server: Server) -> None:
    server.start()
    with urlopen(f"{server.url}/sante") as answer:  # noqa: S310 (our own address)
        assert answer.status == 200
    assert server.stop() == 0
    assert "Traceback" not in server.log


def test_what_people_answer_is_kept_for_the_owner_of_the_program_alone(server: Server) -> None:
    server.start()
    server.assessment({"territoire": "07"})
    kept = [path for path in server.folder.iterdir() if path.name.startswith(server.database.name)]
    assert len(kept) == 3  # the database, its log and its index
    assert [path.name for path in kept if path.stat().st_mode & 0o077] == []
