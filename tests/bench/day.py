"""Twenty-four hours' traffic in less: three doors, papers, requests, staff, the night's commands, cut connections.

`python -m tests.bench --only day --minutes 60`. What counts is what is left over: memory, open files, threads, faults.
"""

from __future__ import annotations

import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles

from tests.bench.back_office import FIGURES, LISTS, Desk, fill
from tests.bench.memory import resident
from tests.bench.wire import Answer, Wire, local_path
from tests.journeys import ANSWERS, DEEPENINGS
from tests.server import Server
from tests.service.smtp_servers import Mailbox, serving

VISITS = 2400
"""A hundred visits an hour, day and night: some thirty times what a region's scheme expects."""

QUARTERS = 4
ASSESSMENTS = 2000
"""What the database holds before the day."""


class Faults(Counter[str]):
    """Answers that should never be: by status and address without its token."""

    def look(self, answer: Answer, where: str) -> Answer:
        """Note the answer where it is a fault."""
        if answer.status >= 400:
            self[f"{answer.status} {where}"] += 1
        return answer


class Visitors:
    """Everybody who comes in a day, one after the other."""

    def __init__(self, port: int, doors: tuple[str, ...]) -> None:
        self.port, self.doors, self.faults, self.waits = port, doors, Faults(), list[float]()

    def visit(self, number: int) -> None:
        """One visit: most go to the end, one in ten leaves halfway, some take papers along or ask for a call."""
        door = self.doors[number % len(self.doors)]
        short = door.startswith("/borne/")
        keys = [key for key in ANSWERS if not (short and key in DEEPENINGS)]
        with Wire(self.port) as wire:
            place = local_path(wire.post(f"{door}/diagnostics", {}).headers["location"])
            for key in keys[: len(keys) // 2] if number % 10 == 3 else keys:
                value = ANSWERS[key]
                self._timed(wire, f"{place}/questions/{key}", {key: value if isinstance(value, str) else list(value)})
            if number % 10 == 3:
                return
            if not short:
                self.faults.look(wire.post(f"{place}/recapitulatif", {}), "conclusion")
            self.faults.look(wire.get(place), "result")
            if number % 4 == 0 and not short:
                self.faults.look(wire.get(f"{place}/estimation.pdf"), "pdf")
            if number % 6 == 0 and not short:
                asked = {"nom": f"Zoé Martin {number}", "email": f"zoe{number}@exemple.fr", "pour": "rappel"}
                self.faults.look(wire.post(f"{place}/contact", asked), "contact")

    def _timed(self, wire: Wire, path: str, fields: dict[str, str | list[str]]) -> None:
        started = time.perf_counter()
        answer = wire.post(path, fields, htmx=True)
        self.waits.append(time.perf_counter() - started)
        self.faults.look(answer, path.rpartition("/")[2])


def hang_up_halfway(port: int) -> None:
    """Somebody whose network goes in the middle of a form."""
    with closing(socket.create_connection(("127.0.0.1", port))) as cut:
        cut.sendall(b"POST /diagnostics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 400\r\n\r\nabc")


def held(pid: int) -> str:
    """What the process holds."""
    process = Path(f"/proc/{pid}")
    files = len(list((process / "fd").iterdir()))
    return f"{resident(pid):.0f} MB, {files} files, {len(list((process / 'task').iterdir()))} threads"


def ticks(number: int, seconds: float) -> Iterator[int]:
    """So many turns spread evenly over that time; a turn that comes late isn't waited for."""
    began = time.monotonic()
    for turn in range(number):
        time.sleep(max(0.0, began + turn * seconds / number - time.monotonic()))
        yield turn


def a_day(folder: Path, minutes: float) -> Iterator[tuple[str, str]]:
    """Serve that day; rows of what was found, as they are known."""
    mailbox = Mailbox()
    with serving(mailbox) as smtp:
        mail = {"SMTP_URL": f"smtp://{smtp.host}:{smtp.port}", "MAIL_TO": "aract@exemple.fr"}
        server = Server(folder, mail)
        account = fill(server, ASSESSMENTS)
        server.command("event", "create", "Salon", "--code", "salon-jour", "--pin", "246813")
        server.start()
        assert server.process
        pid, visitors = server.process.pid, Visitors(server.port, ("", "", "/integre", "/borne/salon-jour"))
        desk, pages = Desk(server.port), cycle(LISTS + FIGURES)
        desk.sign_in(*account)
        for turn in ticks(VISITS, 60 * minutes):
            if turn and turn % (VISITS // QUARTERS) == 0:
                yield f"  after {24 * turn // VISITS} hours", held(pid)
            visitors.visit(turn)
            if turn % 5 == 0:
                desk.fetch(next(pages))
            if turn % 25 == 0:
                hang_up_halfway(server.port)
            if turn % 100 == 50:
                server.command("probe")
                for path in ("/pilotage/export.csv", "/pilotage/export.xlsx"):
                    desk.fetch(path)
            if turn == VISITS // 2:
                server.command("backup", "--keep", "30", str(folder / "copies"))
                server.command("purge")
        yield "  after 24 hours", held(pid)
        desk.close()
        yield "  letters that arrived", str(len(mailbox.messages()))
        yield "  answers", f"{len(visitors.waits)}, {_waits(visitors.waits)}"
        yield "  faults", ", ".join(f"{what} × {count}" for what, count in visitors.faults.items()) or "none"
        yield "  exit status at SIGTERM", str(server.stop())


def _waits(waits: list[float]) -> str:
    hundredths = quantiles(waits, n=100)
    return f"{1000 * median(waits):.1f} ms in the middle, {1000 * hundredths[98]:.0f} ms for 99 in 100"
