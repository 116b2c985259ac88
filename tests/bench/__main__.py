"""`make bench`: every figure of the house's bars, measured in one run; as ratios, since machines are noisy.

`python -m tests.bench --assessments 1000000` grows the database to a million; `--steps` says how many steps the memory
is watched over. Each part can be run alone: `--only step crowd engines growth start memory weight`, and `--only day`.
"""

from __future__ import annotations

import argparse
import atexit
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.agreement import disagreements
from tests.bench import weight
from tests.bench.back_office import FIGURES, LISTS, Desk, fill
from tests.bench.crowd import VISITORS, steps_a_second
from tests.bench.day import a_day
from tests.bench.memory import forget_peak, peak, resident
from tests.bench.steps import Cost, compare_servers, compare_steps, floor_server
from tests.postgres import postgres
from tests.server import Server

VISITS = 40


def tell(what: str, figure: str, bar: str = "") -> None:
    """One row of the table."""
    print(f"{what:58} {figure:>34}   {bar}", flush=True)


def ratio(cost: Cost, of: Cost) -> str:
    """A cost as a multiple of another: what the visitor waits, and the processor's time."""
    return f"× {cost.waited_ms / of.waited_ms:.2f} waited, × {cost.processor_ms / of.processor_ms:.2f} processor"


def in_folder(name: str, **settings: str) -> Server:
    """A server on a new folder of the run's own."""
    folder = Path(tempfile.mkdtemp(prefix=f"bench-{name}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Server(folder, settings)


def step(options: argparse.Namespace) -> None:
    """One answer, beside the floor."""
    server = in_folder("step").start()
    with floor_server(server.folder) as floor:
        compare_steps(server, floor, VISITS // 4)
        cost, least = compare_steps(server, floor, VISITS)
        tell("one answer, beside the floor", ratio(cost, least), "× 1.6 at most")
        tell("  in milliseconds, on this machine", f"{cost.waited_ms:.2f} beside {least.waited_ms:.2f}")
    server.stop()


def crowd(options: argparse.Namespace) -> None:
    """Sixteen visitors at once."""
    server = in_folder("crowd").start()
    with floor_server(server.folder) as (floor, _):
        paces = [(steps_a_second(server.port, 2000), steps_a_second(floor, 2000, floor=True)) for _ in range(3)]
        pace, least = sorted(paces)[1]
        tell(f"{VISITORS} visitors at once, beside the floor", f"× {least / pace:.2f} ({pace:.0f} steps a second)")
    server.stop()


def engines(options: argparse.Namespace) -> None:
    """Sixteen visitors at once on PostgreSQL with two processes, beside SQLite with its one; the same durability."""
    file = in_folder("file").start()
    with postgres("") as database:
        server = in_folder("server", DATABASE_URL=database.url(), WORKERS="2").start()
        paces = [(steps_a_second(server.port, 2000), steps_a_second(file.port, 2000)) for _ in range(3)]
        pace, other = sorted(paces)[1]
        tell(
            "PostgreSQL with two processes, beside SQLite",
            f"× {pace / other:.2f} ({pace:.0f} steps a second)",
            "× 0.8 at least",
        )
        server.stop()
    file.stop()


def growth(options: argparse.Namespace) -> None:
    """A large database beside an empty one; the back-office on it."""
    small, large = in_folder("small"), in_folder("large")
    started = time.perf_counter()
    account = fill(large, options.assessments)
    size = large.database.stat().st_size / 1e6
    tell(
        f"{options.assessments:,} assessments are invented".replace(",", " "),
        f"{time.perf_counter() - started:.0f} s, {size:.0f} MB",
    )
    small.start()
    large.start()
    compare_servers(large, small, VISITS // 4)
    grown, empty = compare_servers(large, small, VISITS)
    tell("a step there, beside an empty database", ratio(grown, empty), "× 1.1 at most")
    back_office(large, account, options.assessments + VISITS // 4 + VISITS)
    started = time.perf_counter()
    large.command("purge")
    tell("  flask purge", f"{time.perf_counter() - started:.1f} s")
    small.stop()
    large.stop()


def back_office(server: Server, account: tuple[str, str], visits: int) -> None:
    """The list and the exports."""
    assert server.process
    desk, pid = Desk(server.port), server.process.pid
    desk.sign_in(*account)
    for path in (*LISTS, *FIGURES):
        tell(f"  {path}", f"{desk.milliseconds(path, 7):.0f} ms", "100 ms at most")
    compared, wrong = disagreements(desk.fetch, visits)
    tell("  figures against lists, sums and exports, that agree", f"{compared - len(wrong)} of {compared}", "all")
    for each in wrong:
        tell("", each)
    for path in ("/pilotage/export.csv", "/pilotage/export.xlsx"):
        forget_peak(pid)
        before, started = resident(pid), time.perf_counter()
        weighs = len(desk.fetch(path)) / 1e6
        took = time.perf_counter() - started
        tell(f"  {path}", f"{took:.1f} s, {weighs:.1f} MB, + {peak(pid) - before:.0f} MB of memory")
    desk.close()


def start(options: argparse.Namespace) -> None:
    """From nothing to the first answer, once the static files have been built."""
    server = in_folder("start").start()
    server.stop()
    took = []
    for _ in range(5):
        began = time.perf_counter()
        server.start()
        assert server.post("/diagnostics", {})[0] == 303
        took.append(time.perf_counter() - began)
        server.stop()
    tell("from the start to the first answer", f"{sorted(took)[2]:.2f} s", "1 s at most")


def memory(options: argparse.Namespace) -> None:
    """Memory while serving, and after many steps."""
    server = in_folder("memory").start()
    assert server.process
    steps_a_second(server.port, 2000)
    before = resident(server.process.pid)
    tell("memory while serving", f"{before:.0f} MB", "100 MB at most")
    steps_a_second(server.port, options.steps)
    after = resident(server.process.pid)
    tell(
        f"  after {options.steps:,} steps more".replace(",", " "),
        f"{after:.0f} MB (+ {after - before:.1f})",
        "no growth",
    )
    server.stop()


def day(options: argparse.Namespace) -> None:
    """A day's traffic in `--minutes`; not part of a whole run."""
    tell("twenty-four hours' traffic", f"in {options.minutes:g} minutes")
    for what, figure in a_day(Path(tempfile.mkdtemp(prefix="bench-day-")), options.minutes):
        tell(what, figure)


PARTS: dict[str, Callable[[argparse.Namespace], None]] = {
    "step": step,
    "crowd": crowd,
    "engines": engines,
    "growth": growth,
    "start": start,
    "memory": memory,
    "day": day,
    "weight": lambda _options: weight.main(),
}


def main() -> None:
    """Measure what was asked for, a row each."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--assessments", type=int, default=100_000)
    parser.add_argument("--steps", type=int, default=100_000)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=[part for part in PARTS if part != "day"])
    parser.add_argument("--minutes", type=float, default=60)
    options = parser.parse_args()
    for part in options.only:
        PARTS[part](options)


if __name__ == "__main__":
    main()
