"""Sixteen visitors at once: how many steps a second the server takes, beside how many the floor takes."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from threading import Thread

from tests.bench.steps import STEPS, answer, begin
from tests.bench.wire import Wire

VISITORS = 16
PROCESSES = 2
"""The visitors are spread over these, so that they don't wait for one another's Python."""


def _walk(port: int, steps: int) -> None:
    with Wire(port) as wire:
        done = 0
        while done < steps:
            visit = begin(wire)
            for key in STEPS[: steps - done]:
                assert answer(wire, visit, key).status == 200, key
                done += 1


def _knock(port: int, steps: int) -> None:
    with Wire(port) as wire:
        for _ in range(steps):
            assert wire.post("/answer", {"value": "2"}).status == 200


def _visitors(visit: Callable[[int, int], None], port: int, steps: int) -> None:
    threads = [Thread(target=visit, args=(port, steps)) for _ in range(VISITORS // PROCESSES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def steps_a_second(port: int, steps: int, *, floor: bool = False) -> float:
    """The pace of sixteen visitors who make so many steps in all, as fast as they are answered."""
    arguments = (_knock if floor else _walk, port, steps // VISITORS)
    crowd = [multiprocessing.get_context("fork").Process(target=_visitors, args=arguments) for _ in range(PROCESSES)]
    started = time.perf_counter()
    for process in crowd:
        process.start()
    for process in crowd:
        process.join()
        assert process.exitcode == 0
    return VISITORS * (steps // VISITORS) / (time.perf_counter() - started)
