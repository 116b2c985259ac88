"""What the fault tests share: every one of them is marked, and the servers they start are ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.bench.wire import Wire
from tests.server import Server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder: `make check` leaves them out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.fault)


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts the program with a database of this test's own; a second one finds what the first has left."""
    started: list[Server] = []

    def start(*, before: Callable[[], None] | None = None, **settings: str) -> Server:
        started.append(Server(tmp_path, settings).start(before))
        return started[-1]

    yield start
    for server in started:
        server.kill()  # nothing to a process that has ended already, but its pipe is closed


@pytest.fixture
def server(start_server: Callable[..., Server]) -> Server:
    """The running program."""
    return start_server()


@pytest.fixture
def dial() -> Iterator[Callable[[Server], Wire]]:
    """Opens a connection to a server, kept until the test is over."""
    with ExitStack() as opened:
        yield lambda server: opened.enter_context(Wire(server.port))
