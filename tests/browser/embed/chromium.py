"""Chromium's tabs and frames, by Playwright."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame, Page

from tests.browser.embed.panes import LIMIT, WAIT, Pane


@dataclass(slots=True)
class ChromiumPane:
    """A frame of Playwright's."""

    frame: Frame

    @property
    def address(self) -> str:
        return self.frame.url

    def read(self, expression: str) -> Any:
        return self.frame.evaluate(f"() => {expression}")

    def wait(self, expression: str) -> Any:
        while True:
            try:
                return self.frame.evaluate(WAIT % (LIMIT, expression))
            except PlaywrightError as error:
                if "context was destroyed" not in str(error):
                    beside = [frame.url for frame in self.frame.child_frames]
                    raise AssertionError(f"{expression}: {error.message} in {self.address}, around {beside}") from None
                self.frame.wait_for_load_state()

    def find(self, selector: str) -> None:
        self.frame.locator(selector).first.wait_for(state="attached", timeout=LIMIT)

    def attribute(self, selector: str, name: str) -> str | None:
        return self.frame.locator(selector).first.get_attribute(name)

    def click(self, selector: str) -> None:
        self.frame.locator(selector).first.click()

    def write(self, selector: str, text: str) -> None:
        self.frame.locator(selector).first.fill(text)


@dataclass(slots=True)
class ChromiumWindow:
    """A page of Playwright's; its console is watched by the `watch` fixture."""

    page: Page

    @property
    def top(self) -> Pane:
        return ChromiumPane(self.page.main_frame)

    def frame(self, number: int = 0) -> Pane:
        return ChromiumPane(self.page.main_frame.child_frames[number])

    def open(self, url: str) -> None:
        self.page.goto(url)

    def back(self) -> None:
        self.page.go_back()

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def download(self, act: Callable[[], None]) -> bytes:
        with self.page.expect_download() as coming:
            act()
        return Path(coming.value.path()).read_bytes()

    def print(self) -> bytes:
        return self.page.pdf()

    def tab(self, act: Callable[[], None]) -> Pane:
        with self.page.context.expect_page() as coming:
            act()
        coming.value.wait_for_load_state()
        return ChromiumPane(coming.value.main_frame)

    def faults(self) -> list[str]:
        return []
