"""Several processes on PostgreSQL: nothing acknowledged is lost, whatever is killed; each sees what was published."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from models.store.contents import publish_content, register_content
from models.store.database import close_database, open_database
from models.store.tokens import token_hash
from tests.bench.wire import Wire
from tests.faults.reading import ANSWERS_OF, heading
from tests.faults.test_kill import Crowd, _sorted
from tests.journeys import ANSWERS
from tests.postgres import Server as Postgres
from tests.postgres import postgres
from tests.server import Server
from views.web.library import FIRST_CONTENT

pytestmark = pytest.mark.postgresql
OLD, NEW = "Un projet pour mieux travailler ensemble", "Un projet pour bien travailler ensemble"
KILLS = 3
VISITORS = 4
ACKNOWLEDGED_BEFORE_A_KILL = 60
PROCESSES = 4


@pytest.fixture(scope="module")
def durable() -> Iterator[Postgres]:
    """A server that keeps its promises: what it committed outlives its own end."""
    with postgres("") as running:
        yield running


@pytest.fixture
def start(durable: Postgres, start_server: Callable[..., Server]) -> Callable[..., Server]:
    """Starts the program with several processes on one database."""

    def start_several() -> Server:
        return start_server(DATABASE_URL=durable.url(), WORKERS=str(PROCESSES))

    return start_several


def stored(durable: Postgres, tokens: set[str]) -> dict[tuple[str, str], str]:
    """What the server holds for these visits, by token and question."""
    with closing(psycopg.connect(durable.url())) as connection:
        return {
            (token, key): value
            for token in tokens
            for key, value in connection.execute(ANSWERS_OF.replace("?", "%s"), (token_hash(token),))
        }


def crowd_until(server: Server, act: Callable[[], object]) -> dict[tuple[str, str], str]:
    """Visitors answer until something is done to what serves them; what was acknowledged."""
    crowd = Crowd(server.port, ends_at=503)
    visitors = [threading.Thread(target=crowd.visit) for _ in range(VISITORS)]
    for visitor in visitors:
        visitor.start()
    for _ in range(ACKNOWLEDGED_BEFORE_A_KILL):
        assert crowd.enough.acquire(timeout=60), "the visitors get no answer any more"
    act()
    for visitor in visitors:
        visitor.join()
    return crowd.acknowledged


def lost(durable: Postgres, acknowledged: dict[tuple[str, str], str]) -> set[tuple[str, str]]:
    """Which answers were acknowledged and aren't there."""
    there = stored(durable, {token for token, _ in acknowledged})
    return {place for place, value in acknowledged.items() if _sorted(there.get(place)) != _sorted(value)}


def test_no_answer_is_lost_when_every_process_is_killed(durable: Postgres, start: Callable[..., Server]) -> None:
    acknowledged: dict[tuple[str, str], str] = {}
    for _ in range(KILLS):
        server = start()
        acknowledged |= crowd_until(server, server.kill)
    assert len(acknowledged) >= KILLS * ACKNOWLEDGED_BEFORE_A_KILL
    assert lost(durable, acknowledged) == set()


def test_a_process_that_dies_is_replaced_and_the_end_ends_them_all(start: Callable[..., Server]) -> None:
    server = start()
    assert server.process
    children = _children(server.process.pid)
    assert len(children) == PROCESSES
    os.kill(children[0], signal.SIGKILL)
    server.assessment(ANSWERS, finish=True)
    assert server.stop() == 0
    assert all(not Path(f"/proc/{child}").exists() for child in children)


def test_a_crash_of_the_database_is_told_in_french_and_nothing_acknowledged_is_lost(
    durable: Postgres, start: Callable[..., Server]
) -> None:
    server = start()
    acknowledged = crowd_until(server, lambda: _crash_while_asked(durable, server))
    assert lost(durable, acknowledged) == set()
    address = server.assessment(ANSWERS)
    assert address.startswith(server.url)


def _crash_while_asked(durable: Postgres, server: Server) -> None:
    durable.stop("immediate")
    try:
        with closing(Wire(server.port)) as wire:
            asked, read = wire.post("/diagnostics", {}), wire.get("/?evenement=foire")
    finally:
        durable.start()
    assert (asked.status, read.status) == (503, 503)
    assert heading(asked) == "Le service ne peut pas enregistrer pour l’instant"
    assert heading(read) == "Le service ne répond pas pour l’instant"


def test_what_one_process_publishes_every_one_serves_at_its_next_request(
    durable: Postgres, start: Callable[..., Server], tmp_path: Path
) -> None:
    server = start()
    wires = [Wire(server.port) for _ in range(12)]  # connections stay with the process that took them
    try:
        assert all(OLD in wire.get("/").body.decode() for wire in wires)
        open_database(durable.url(), tmp_path / "effaces")
        source = FIRST_CONTENT.read_text("utf-8").replace(OLD, NEW).replace('version = "', 'version = "test-', 1)
        publish_content(register_content(source.encode(), "test", datetime.now(UTC)).id, datetime.now(UTC), "Léa")
        close_database()
        assert all(NEW in wire.get("/").body.decode() for wire in wires)
    finally:
        for wire in wires:
            wire.close()


def _children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
