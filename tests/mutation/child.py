"""A process of its own for each fault, that can hang, break what it likes and be killed."""

from __future__ import annotations

import os
import resource
import select
import signal
import sys
import traceback
from collections.abc import Callable
from enum import StrEnum

PATIENCE = 30
"""A busy machine, or a lock that nobody gives back: so many times the seconds of the processor, by the clock."""


class Outcome(StrEnum):
    """What became of a fault."""

    KILLED = "killed"
    SURVIVED = "survived"
    TIMEOUT = "timeout"
    NOT_HERE = "not here"


CODES = {0: Outcome.SURVIVED, 1: Outcome.KILLED, 99: Outcome.NOT_HERE}


def in_child(work: Callable[[Callable[[str], None]], Outcome], seconds: float) -> tuple[Outcome, str]:
    """What `work` finds in a process of its own, and what it told (the test that failed)."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        _work_and_end(work, seconds, writer)
    os.close(writer)
    outcome = _await(child, seconds)
    told = b"".join(iter(lambda: os.read(reader, 4096), b"")).decode()
    os.close(reader)
    return outcome, told


def _work_and_end(work: Callable[[Callable[[str], None]], Outcome], seconds: float, writer: int) -> None:
    os.setpgid(0, 0)
    limit = int(seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
    if not os.environ.get("MUTATION_TALKS"):
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
    code = 1
    try:
        outcome = work(lambda test: _tell(writer, test))
        code = next(number for number, each in CODES.items() if each is outcome)
    except BaseException:  # noqa: BLE001  (a fault may raise what it likes)
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


def _tell(writer: int, test: str) -> None:
    os.write(writer, test.encode())


def _await(child: int, seconds: float) -> Outcome:
    handle = os.pidfd_open(child)
    try:
        ended, _, _ = select.select([handle], [], [], PATIENCE * (seconds + 1))
        _end_all(child)
        _, status = os.waitpid(child, 0)
    finally:
        os.close(handle)
    if not ended or os.WIFSIGNALED(status):
        return Outcome.TIMEOUT
    return CODES.get(os.WEXITSTATUS(status), Outcome.KILLED)


def _end_all(child: int) -> None:
    """The child, and the servers that its tests had started."""
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        return
