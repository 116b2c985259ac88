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
from collections.abc import Callable, Iterator
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


def answer(wire: Wire, visit: str, key: str, headcount: int = 24) -> Answer:
    """Answer a question as htmx does; the next question is in the answer."""
    given = str(headcount) if key == "effectif" else ANSWERS[key]
    return wire.post(f"{visit}/questions/{key}", {key: given if isinstance(given, str) else list(given)}, htmx=True)


class Meter:
    """Adds up what the requests to one server cost."""

    def __init__(self, pid: int) -> None:
        self.pid, self.waits = pid, list[float]()
        self.before = processor_seconds(pid)

    def time(self, ask: Callable[[], Answer]) -> Answer:
        """Ask, and note how long it took."""
        started = time.perf_counter()
        answered = ask()
        self.waits.append(time.perf_counter() - started)
        return answered

    @property
    def cost(self) -> Cost:
        """What a request has cost since the meter was made."""
        used = processor_seconds(self.pid) - self.before
        return Cost(len(self.waits), 1000 * median(self.waits), 1000 * used / len(self.waits))


def take_step(wire: Wire, meter: Meter, visit: str, key: str, headcount: int) -> None:
    """One step, measured and checked; the headcount differs from visit to visit, as it does in life."""
    shown = meter.time(lambda: answer(wire, visit, key, headcount))
    assert shown.status == 200, (key, shown.status)
    assert b"data-question" in shown.body, key


def compare_steps(server: Server, floor: tuple[int, int], visits: int) -> tuple[Cost, Cost]:
    """So many whole journeys, each step followed by one request to the floor: what both cost."""
    assert server.process
    with Wire(server.port) as program, Wire(floor[0]) as bare:
        begun = [begin(program) for _ in range(visits)]
        ours, least = Meter(server.process.pid), Meter(floor[1])
        for number, visit in enumerate(begun):
            for key in STEPS:
                take_step(program, ours, visit, key, 11 + number)
                assert least.time(lambda: bare.post("/answer", {"value": "2"})).status == 200
    return ours.cost, least.cost


def compare_servers(one: Server, other: Server, visits: int) -> tuple[Cost, Cost]:
    """So many whole journeys on both servers, step by step in turn: what a step costs on each."""
    assert one.process
    assert other.process
    with Wire(one.port) as first, Wire(other.port) as second:
        begun = [(begin(first), begin(second)) for _ in range(visits)]
        meters = Meter(one.process.pid), Meter(other.process.pid)
        for number, (here, there) in enumerate(begun):
            for key in STEPS:
                take_step(first, meters[0], here, key, 11 + number)
                take_step(second, meters[1], there, key, 11 + number)
    return meters[0].cost, meters[1].cost
