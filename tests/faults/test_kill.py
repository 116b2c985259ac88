"""`kill -9` under load, again and again: every answer that was acknowledged is found again, in a file that is whole."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bench.wire import Wire, local_path
from tests.faults.reading import faults_of_file, stored_answers
from tests.journeys import ANSWERS
from tests.reach import LONG
from tests.server import Server

KILLS = 200 if LONG else 8
"""Each falls on four answers under way: a few keep watch here, and two hundred in `make long`."""
VISITORS = 4
ACKNOWLEDGED_BEFORE_A_KILL = 60


@dataclass
class Crowd:
    """Visitors who answer without a pause until the server is gone, and note what it acknowledged.

    `ends_at` is a status at which they leave as well.
    """

    port: int
    ends_at: int = 0
    acknowledged: dict[tuple[str, str], str] = field(default_factory=dict)
    enough: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def visit(self) -> None:
        """One visitor: assessment after assessment, until the connection breaks."""
        wire = Wire(self.port)
        try:
            while True:
                begun = wire.post("/diagnostics", {})
                if begun.status == self.ends_at:
                    return
                address = local_path(begun.headers["location"])
                for key, value in ANSWERS.items():
                    given = value if isinstance(value, str) else list(value)
                    shown = wire.post(f"{address}/questions/{key}", {key: given}, htmx=True)
                    if shown.status == self.ends_at:
                        return
                    assert shown.status == 200, (key, shown.status)
                    self.acknowledged[address.rsplit("/", 1)[1], key] = _as_stored(key)
                    self.enough.release()
        except OSError:
            return  # the kill
        finally:
            wire.close()


def _as_stored(key: str) -> str:
    value = ANSWERS[key]
    return str(value) if key == "effectif" else json.dumps(value)


def _sorted(stored: str | None) -> object:
    value = None if stored is None else json.loads(stored)
    return sorted(value) if isinstance(value, list) else value


def test_no_acknowledged_answer_is_lost(start_server: Callable[..., Server]) -> None:
    acknowledged: dict[tuple[str, str], str] = {}
    for _ in range(KILLS):
        server = start_server()
        crowd = Crowd(server.port)
        visitors = [threading.Thread(target=crowd.visit) for _ in range(VISITORS)]
        for visitor in visitors:
            visitor.start()
        for _ in range(ACKNOWLEDGED_BEFORE_A_KILL):
            assert crowd.enough.acquire(timeout=60), "the visitors get no answer any more"
        server.kill()
        for visitor in visitors:
            visitor.join()
        acknowledged |= crowd.acknowledged
    server = start_server()  # it recovers alone
    stored = stored_answers(server.database, {token for token, _ in acknowledged})
    assert len(acknowledged) >= KILLS * ACKNOWLEDGED_BEFORE_A_KILL
    lost = {place for place, value in acknowledged.items() if _sorted(stored.get(place)) != _sorted(value)}
    assert lost == set()
    assert faults_of_file(server.database) == []
