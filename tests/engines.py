"""The engines that tests run on: a file each on SQLite; on PostgreSQL a database for each worker, emptied each time."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg import Connection

from models.store import tables
from models.store.engine import PostgresServer, SqliteFile, choose_engine
from models.store.migrations import apply_migrations
from tests.postgres import Server, postgres

FILE, SERVER = "sqlite", "postgresql"
BOTH = (FILE, pytest.param(SERVER, marks=pytest.mark.postgresql))
TEMPLATE = "diagnostics"


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A PostgreSQL server, with a database that holds the schema and nothing else."""
    with postgres() as running:
        running.run(f"CREATE DATABASE {TEMPLATE}")
        template = choose_engine(running.url(TEMPLATE), tmp_path_factory.mktemp("register") / "effaces")
        with closing(template):
            apply_migrations(template)
        yield running


@pytest.fixture(scope="session")
def postgres_database(postgres_server: Server) -> str:
    """The address of a database that this worker's tests use one after the other."""
    postgres_server.run(f"CREATE DATABASE tests TEMPLATE {TEMPLATE}")
    return postgres_server.url("tests")


@pytest.fixture(params=BOTH)
def engine(request: pytest.FixtureRequest) -> str:
    """The engine a test runs on; all those that ask for a database run on both."""
    return str(request.param)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that holds the schema and nothing else: to copy it takes a tenth of making it."""
    file = tmp_path_factory.mktemp("template") / "diagnostics.db"
    template = SqliteFile(file)
    with closing(template):
        apply_migrations(template)
    return file


@pytest.fixture
def database_address(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Path | str:
    """Where this test's own empty database is."""
    if engine == FILE:
        file = tmp_path / "main" / "diagnostics.db"
        file.parent.mkdir()
        shutil.copy(request.getfixturevalue("empty_file"), file)
        file.chmod(0o600)
        return file
    url: str = request.getfixturevalue("postgres_database")
    delete_all(request.getfixturevalue("broom"))
    return url


@pytest.fixture(scope="session")
def broom(postgres_database: str) -> Iterator[Connection]:
    """The connection that empties the database: a new one takes ten times as long, for what it must learn first."""
    with closing(psycopg.connect(postgres_database, autocommit=True)) as connection:
        yield connection


def empty(url: str) -> None:
    """Delete every row, and count from one again."""
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        delete_all(connection)


def delete_all(connection: Connection) -> None:
    """Delete every row, and count from one again: all in one message to the server."""
    deleted = "".join(f"DELETE FROM {table._meta.table_name};" for table in reversed(tables.ALL))
    connection.execute(
        f"{deleted} SELECT setval(seqrelid, 1, false) FROM pg_sequence; "
        "INSERT INTO probe (id, checked_at) VALUES (1, 0)"
    )


@pytest.fixture(scope="session")
def idle_connections() -> Iterator[dict[str, list[Connection]]]:
    """Connections that no test uses now, by the address of their database."""
    idle: dict[str, list[Connection]] = {}
    yield idle
    for connections in idle.values():
        for connection in connections:
            connection.close()


@pytest.fixture
def kept_connections(
    engine: str, idle_connections: dict[str, list[Connection]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a test closes on the server serves the next one: what a new connection must learn is half of its queries."""
    if engine == FILE:
        return
    connect: Callable[[PostgresServer], Connection] = PostgresServer._connect

    def take(server: PostgresServer) -> Connection:
        idle = idle_connections.setdefault(server.database, [])
        while idle:
            if not (connection := idle.pop()).closed:
                return connection
        return connect(server)

    def put_back(server: PostgresServer, connection: Connection) -> None:
        if not connection.closed:
            connection.rollback()
            idle_connections.setdefault(server.database, []).append(connection)

    monkeypatch.setattr(PostgresServer, "_connect", take)
    monkeypatch.setattr(PostgresServer, "_close", put_back)


def without_those_of_a_file(items: list[pytest.Item]) -> list[pytest.Item]:
    """The tests but those that were to run on a server and look at an SQLite file, at screens, or at chance."""

    def superfluous(item: pytest.Item) -> bool:
        once = any(item.get_closest_marker(mark) for mark in ("file", "browser", "fuzz"))
        return once and item.get_closest_marker("postgresql") is not None

    return [item for item in items if not superfluous(item)]
