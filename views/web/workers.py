"""Several processes that serve one port together; only with PostgreSQL, since an SQLite file has one writer.

They are forked from one that has opened everything, so that a wrong setting is said once, and they share nothing then
but the port and the database. What a process counts by itself (the throttles of an address) is so many times wider.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from types import FrameType

_log = logging.getLogger("diagnostic.serving")


def listen(host: str, port: int) -> socket.socket:
    """The port, listened on, for several to accept from. Raises OSError."""
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    return socket.create_server((host, port), family=family, backlog=1024)


def serve_by_several(workers: int, work: Callable[[], int], ready: Callable[[], object]) -> int:
    """Run `work` in that many processes until the end is asked for; one that dies is replaced. The exit status.

    `ready` is called once they all run.
    """
    running: set[int] = set()
    asked: list[int] = []

    def end(_signal: int, _frame: FrameType | None) -> None:
        asked.append(_signal)
        for process in tuple(running):
            os.kill(process, signal.SIGTERM)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    while len(running) < workers and not asked:
        running.add(_start(work))
    ready()
    while running:
        ended, status = os.wait()
        running.discard(ended)
        if not asked:
            _log.warning("process %d ended with status %d: another takes its place", ended, status)
            running.add(_start(work))
    return 0


def _start(work: Callable[[], int]) -> int:
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        status = work()
    finally:
        sys.stdout.flush()
        os._exit(status)
