"""A step against the floor: what answering a question costs beside the least that could be done for it.

Both are served as the program is, by the same server with the same settings; requests alternate, so that whatever
else the machine does weighs on both alike. Two costs are told: the time a visitor waits (medians) and the processor
time of the server (whole).
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.wire import Answer, Wire, local_path
from tests.journeys import ANSWERS
from tests.server import PROJECT, Server

STEPS = [key for key in ANSWERS if key != list(ANSWERS)[-1]]
"""The questions whose answer leads to another question."""

TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def floor_server(folder: Path) -> Iterator[tuple[int, int]]:
    """The floor, served; its port and process id."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.floor", str(folder)], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    port = int(process.stdout.readline().rsplit(":", 1)[1].strip("/\n"))
    try:
        yield port, process.pid
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def processor_seconds(pid: int) -> float:
    """The processor time a process has used, user and system (seconds, to the clock tick)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@dataclass(frozen=True, slots=True)
class Cost:
    """What so many requests cost: median wait and mean processor time (milliseconds)."""

    requests: int
    waited_ms: float
    processor_ms: float


def begin(wire: Wire) -> str:
    """Begin an assessment; its path."""
    return local_path(wire.post("/diagnostics", {}).headers["location"])


def answer(wire: Wire, visit: str, key: str) -> Answer:
    """Answer a question as htmx does; the next question is in the answer."""
    given = ANSWERS[key]
    return wire.post(f"{visit}/questions/{key}", {key: given if isinstance(given, str) else list(given)}, htmx=True)


def compare_steps(server: Server, floor: tuple[int, int], visits: int) -> tuple[Cost, Cost]:
    """So many whole journeys, each step followed by one request to the floor: what both cost."""
    assert server.process
    program, bare = Wire(server.port), Wire(floor[0])
    waits: tuple[list[float], list[float]] = ([], [])
    used = [0.0, 0.0]
    for visit in (begin(program) for _ in range(visits)):
        before = processor_seconds(server.process.pid), processor_seconds(floor[1])
        for key in STEPS:
            started = time.perf_counter()
            shown = answer(program, visit, key)
            waits[0].append(time.perf_counter() - started)
            assert shown.status == 200, (key, shown.status)
            assert b"data-question" in shown.body, key
            started = time.perf_counter()
            assert bare.post("/answer", {"value": "2"}).status == 200
            waits[1].append(time.perf_counter() - started)
        used[0] += processor_seconds(server.process.pid) - before[0]
        used[1] += processor_seconds(floor[1]) - before[1]
    program.close()
    bare.close()
    step, least = (
        Cost(len(each), 1000 * median(each), 1000 * seconds / len(each))
        for each, seconds in zip(waits, used, strict=True)
    )
    return step, least
