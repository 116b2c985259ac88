"""Slow and idle connections, the end of the process with a request in flight, a mail server that isn't there."""

from __future__ import annotations

import resource
import signal
import socket
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from random import Random
from typing import Final

import pytest

from tests.bench.wire import FORM, Wire, local_path
from tests.faults.reading import stored_answers
from tests.journeys import ANSWERS
from tests.server import Server, free_port

Dial = Callable[[Server], Wire]

IDLE: Final = 1100
SLOW: Final = 40
MOST_LOOKS: Final = 300
"""Where the kernel doesn't tell what threads wait for, so many pages served are proof enough of the one before."""


def connected(server: Server, sent: bytes) -> socket.socket:
    """A connection on which only this was sent."""
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=60)
    connection.sendall(sent)
    return connection


def request_to(path: str, body: str) -> bytes:
    """A form as bytes."""
    return (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {FORM}\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


@pytest.fixture
def many_files() -> Iterator[None]:
    """This process may open as many files as the machine lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def few_files() -> None:
    """In the child, before the program: what most systems let a process open unless it asks for more."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))


def test_slow_headers_slow_bodies_and_idle_connections_block_nobody(
    many_files: None, start_server: Callable[..., Server], dial: Dial
) -> None:
    server = start_server(before=few_files)
    wire = dial(server)
    address = local_path(wire.post("/diagnostics", {}).headers["location"])
    slow = request_to(f"{address}/questions/territoire", "territoire=07")
    with ExitStack() as opened:
        for _ in range(IDLE):
            opened.enter_context(connected(server, b""))
        for _ in range(SLOW):
            opened.enter_context(connected(server, b"POST /diagnostics HTTP/1.1\r\nHost: loc"))
        bodies = [opened.enter_context(connected(server, slow[:-5])) for _ in range(SLOW)]
        visit = local_path(wire.post("/diagnostics", {}).headers["location"])
        for key, value in ANSWERS.items():
            given = value if isinstance(value, str) else list(value)
            assert wire.post(f"{visit}/questions/{key}", {key: given}, htmx=True).status == 200
        assert wire.get("/").status == 200
        bodies[0].sendall(slow[-5:])  # and the slowest are answered too
        assert bodies[0].recv(4096).startswith(b"HTTP/1.1 303 ")


def test_on_sigterm_the_request_in_flight_is_finished(server: Server, dial: Dial) -> None:
    wire, other = dial(server), dial(server)
    address = local_path(wire.post("/diagnostics", {}).headers["location"])
    with closing(sqlite3.connect(server.database, isolation_level=None)) as lock, ThreadPoolExecutor(1) as pool:
        lock.execute("BEGIN IMMEDIATE")
        answered = pool.submit(wire.post, f"{address}/questions/territoire", {"territoire": "07"})
        for _ in range(MOST_LOOKS):
            assert other.get("/").status == 200
            if waits_for_the_lock(server):
                break
        assert server.process
        server.process.send_signal(signal.SIGTERM)
        lock.execute("ROLLBACK")
        assert answered.result(timeout=60).status == 303
    assert server.process.wait(timeout=60) == 0
    token = address.rsplit("/", 1)[1]
    assert stored_answers(server.database, {token}) == {(token, "territoire"): '"07"'}


def waits_for_the_lock(server: Server) -> bool:
    """Whether a thread of the server sleeps as SQLite does while it waits for a lock."""
    assert server.process
    threads = Path(f"/proc/{server.process.pid}/task").iterdir()
    return any("nanosleep" in (thread / "wchan").read_text() for thread in threads)


def test_with_the_mail_server_dead_the_request_is_kept(start_server: Callable[..., Server], dial: Dial) -> None:
    server = start_server(SMTP_URL=f"smtp://127.0.0.1:{free_port()}", MAIL_TO="conseil@exemple.fr")
    wire = dial(server)
    address = local_path(wire.post("/diagnostics", {}).headers["location"])
    asked = wire.post(f"{address}/contact", {"nom": "Léa Roche", "email": "lea@exemple.fr"})
    assert asked.status == 303
    assert b'id="reference"' in wire.get(local_path(asked.headers["location"])).body
    assert "conseil@exemple.fr" in server.command("mail", "list")


def test_any_bytes_are_refused_and_the_next_visitor_is_served(server: Server, dial: Dial) -> None:
    chance = Random(7)  # noqa: S311  (the same bytes each time)
    lines = [
        b"GET / HTTP/1.1",
        b"POST /diagnostics HTTP/1.1",
        b"GET http://[ HTTP/1.1",
        b"\x00\xff / HTTP/9.9",
        b"GET /\r",
    ]
    fields = [
        b"Host: localhost",
        b"Content-Length: -1",
        b"Content-Length: 9" * 40,
        b"Transfer-Encoding: chunked",
        b": :",
    ]
    for _ in range(300):
        sent = [
            chance.choice(lines),
            *chance.choices(fields, k=chance.randrange(4)),
            chance.randbytes(chance.randrange(60)),
        ]
        with connected(server, b"\r\n".join(sent) + b"\r\n\r\n" + chance.randbytes(20)) as connection:
            connection.shutdown(socket.SHUT_WR)
            answered = connection.recv(65536)
            # Nothing at all where waitress can't read the address (`http://[`): it closes the connection.
            assert not answered or answered.startswith((b"HTTP/1.1 2", b"HTTP/1.1 3", b"HTTP/1.1 4", b"HTTP/1.0 4")), (
                sent
            )
    assert dial(server).get("/").status == 200
    assert "Traceback" not in server.log
