"""SIGTERM: whoever was let in is answered, nothing that is stuck holds the end up, a load balancer is told."""

from __future__ import annotations

import re
import signal
import socket
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing

import pytest

from tests.bench.wire import FORM, Wire, local_path
from tests.server import Server

Dial = Callable[[Server], Wire]


def send(server: Server, opened: ExitStack, request: bytes) -> socket.socket:
    """Send this on a connection of its own."""
    connection = opened.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=60))
    connection.sendall(request)
    return connection


def answer_to(connection: socket.socket) -> int:
    """The status of what comes back; 0 where the connection is closed without an answer."""
    try:
        line = connection.recv(65536).split(b"\r\n")[0]
    except ConnectionResetError:
        return 0
    return int(line.split(b" ")[1]) if line else 0


def answer_of(address: str, value: str) -> bytes:
    """An answer to the first question, as bytes."""
    body = f"territoire={value}"
    head = f"POST {address}/questions/territoire HTTP/1.1\r\nHost: localhost\r\nContent-Type: {FORM}\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()


def terminate(server: Server) -> None:
    assert server.process
    server.process.send_signal(signal.SIGTERM)


def test_what_was_accepted_is_answered_even_what_waits_for_a_thread(server: Server, dial: Dial) -> None:
    wire = dial(server)
    visits = [local_path(wire.post("/diagnostics", {}).headers["location"]) for _ in range(4)]
    with ExitStack() as opened:
        lock = opened.enter_context(closing(sqlite3.connect(server.database, isolation_level=None)))
        lock.execute("BEGIN IMMEDIATE")
        writers = [send(server, opened, answer_of(visit, "07")) for visit in visits]
        readers = [send(server, opened, b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n") for _ in range(40)]
        slow = send(server, opened, answer_of(visits[0], "07")[:-4])
        terminate(server)
        slow.sendall(answer_of(visits[0], "07")[-4:])
        lock.execute("ROLLBACK")
        assert [answer_to(connection) for connection in (*writers, slow)] == [303] * 5
        assert [answer_to(connection) for connection in readers] == [200] * 40
    assert server.process
    assert server.process.wait(timeout=30) == 0
    assert "unanswered" not in server.log
    with pytest.raises(ConnectionRefusedError):
        dial(server).get("/")


def test_stuck_requests_do_not_hold_the_end_up(server: Server, dial: Dial) -> None:
    """A lock that another program never lets go: four threads wait, five seconds each, and others behind them."""
    wire = dial(server)
    visit = local_path(wire.post("/diagnostics", {}).headers["location"])
    with ExitStack() as opened, ThreadPoolExecutor(40) as pool:
        lock = opened.enter_context(closing(sqlite3.connect(server.database, isolation_level=None)))
        lock.execute("BEGIN IMMEDIATE")
        statuses = pool.map(answer_to, [send(server, opened, answer_of(visit, "07")) for _ in range(40)])
        unread = send(server, opened, b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" * 500)
        terminate(server)
        assert server.process
        assert server.process.wait(timeout=30) == 0
        answered = list(statuses)
        assert set(answered) == {503, 0}, "in words while there was time, and then not at all"
        assert unread.fileno() > 0
    told = re.search(r"ended with ([0-9]+) requests unanswered", server.log)
    assert told
    assert int(told[1]) >= answered.count(0)


def test_a_load_balancer_is_told_before_the_end(start_server: Callable[..., Server], dial: Dial) -> None:
    server = start_server(DRAIN_SECONDS="2")
    wire = dial(server)
    assert wire.get("/sante").status == 200
    terminate(server)
    while (told := wire.get("/sante")).status == 200:
        pass
    assert (told.status, b'"draining"' in told.body) == (503, True)
    assert dial(server).get("/").status == 200, "others are served meanwhile"
    assert server.process
    assert server.process.wait(timeout=30) == 0
