"""One way to drive two browsers: a window, and the documents in it, whichever site they come from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

LIMIT = 20_000
"""Milliseconds before what is waited for counts as missing."""

WAIT = """() => new Promise((found, missed) => {
  const until = Date.now() + %d;
  const look = () => {
    const value = (() => { try { return %s } catch { return null } })();
    if (value) found(value);
    else if (Date.now() > until) missed(new Error("never came"));
    else setTimeout(look, 10);
  };
  look();
})"""


class Pane(Protocol):
    """A document: the window's own or a frame's, and those that take its place when it navigates."""

    @property
    def address(self) -> str:
        """Where it is now."""

    def read(self, expression: str) -> Any:
        """The value of a JavaScript expression there, once its promise is kept."""

    def wait(self, expression: str) -> Any:
        """The first value of the expression that counts as true, across navigations; needs scripts in the document."""

    def find(self, selector: str) -> None:
        """Wait for an element, with scripts or without."""

    def attribute(self, selector: str, name: str) -> str | None:
        """An attribute of the first element that matches."""

    def click(self, selector: str) -> None:
        """Click on the first element that matches, with the pointer."""

    def write(self, selector: str, text: str) -> None:
        """Have that text in a field."""


class Window(Protocol):
    """A tab of a browser."""

    @property
    def top(self) -> Pane:
        """The document of the tab."""

    def frame(self, number: int = 0) -> Pane:
        """The document of one of its frames, by its place."""

    def open(self, url: str) -> None:
        """Go there, until everything is loaded, frames included."""

    def back(self) -> None:
        """Go back to the page before, by the browser's own button."""

    def resize(self, width: int, height: int) -> None:
        """Have a viewport of that many pixels."""

    def download(self, act: Callable[[], None]) -> bytes:
        """What is downloaded when one does that."""

    def print(self) -> bytes:
        """The page on paper, as a PDF."""

    def tab(self, act: Callable[[], None]) -> Pane:
        """The new tab that comes when one does that, loaded."""

    def faults(self) -> list[str]:
        """What the console complained of."""
