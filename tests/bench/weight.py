"""What goes over the wire, as a browser counts it: the first visit, and a step from question to question.

`python -m tests.bench.weight` prints both.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.browser import driving
from tests.browser.conftest import chromium_options
from tests.journeys import ANSWERS
from tests.server import Server


@dataclass
class Weight:  # no slots: Playwright leaves marks on what it calls back
    """Requests that reached the server, and the bytes received for them, headers included."""

    addresses: list[str] = field(default_factory=list)
    received: int = 0

    @property
    def requests(self) -> int:
        """How many requests were made."""
        return len(self.addresses)

    @contextmanager
    def counting(self, page: Page) -> Iterator[None]:
        """Count what the page receives, to the last byte of what the block brings about."""
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.responseReceived", self._received)
        session.on("Network.loadingFinished", self._finished)
        yield
        page.wait_for_load_state("networkidle")
        session.detach()

    def _received(self, event: dict[str, Any]) -> None:
        response = event["response"]
        if response["url"].startswith("http") and not response.get("fromDiskCache"):
            self.addresses.append(response["url"])

    def _finished(self, event: dict[str, Any]) -> None:
        self.received += int(event["encodedDataLength"])

    def __str__(self) -> str:
        return f"{self.requests} request{'s' * (self.requests > 1)}, {self.received} bytes"


def weigh_first_visit(page: Page, server: Server) -> Weight:
    """The start page with everything it needs, nothing kept from before."""
    weight = Weight()
    with weight.counting(page):
        page.goto(server.url, wait_until="networkidle")
    return weight


def weigh_steps(page: Page) -> dict[str, Weight]:
    """Each step by htmx from the first question, which is on the screen, to the last; by what was answered."""
    steps: dict[str, Weight] = {}
    for key in list(ANSWERS)[:-1]:
        weight = Weight()
        with weight.counting(page):
            driving.answer(page, ANSWERS[key])
        steps[key] = weight
    return steps


def main() -> None:
    """Measure once, on the real program and a Chromium of its own."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        server = Server(Path(folder)).start()
        browser = driver.chromium.launch(**chromium_options())
        print("first visit:", weigh_first_visit(browser.new_page(), server))
        page = browser.new_page()
        driving.begin(page, server.url)
        steps = weigh_steps(page)
        heaviest = max(steps, key=lambda key: steps[key].received)
        mean = sum(step.received for step in steps.values()) // len(steps)
        print(f"a step: {max(step.requests for step in steps.values())} request, {mean} bytes on average")
        print(f"the heaviest step, from {heaviest}:", steps[heaviest])
        browser.close()
        server.stop()


if __name__ == "__main__":
    main()
