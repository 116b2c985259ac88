"""Firefox's tabs and frames, by WebDriver BiDi."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.browser.embed.bidi import BidiError, Firefox
from tests.browser.embed.panes import LIMIT, WAIT, Pane


@dataclass(slots=True)
class FirefoxPane:
    """A browsing context of Firefox. Expressions run in a realm beside the page's, which needs no scripts there."""

    firefox: Firefox
    context: str
    place: int | None = None
    within: str = ""

    @property
    def address(self) -> str:
        tree = self.firefox.call("browsingContext.getTree", root=self.context)
        return str(tree["contexts"][0]["url"])

    def read(self, expression: str) -> Any:
        return self._run(f"() => {expression}")

    def _run(self, function: str) -> Any:
        beside = {} if self.place is None else {"sandbox": "tests"}
        answer = self.firefox.call(
            "script.callFunction",
            functionDeclaration=f"async () => JSON.stringify(await ({function})() ?? null)",
            target={"context": self.context, **beside},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise AssertionError(f"{function}: {answer['exceptionDetails']['text']} in {self.address}")
        return json.loads(answer["result"]["value"])

    def wait(self, expression: str) -> Any:
        while True:
            try:
                return self._run(WAIT % (LIMIT, expression))
            except BidiError as error:  # the document it ran in is gone; the next one is asked
                if error.args[0] not in {"unknown error", "no such frame", "no such realm"}:
                    raise

    def find(self, selector: str) -> None:
        self.wait(f"!!document.querySelector({json.dumps(selector)})")

    def attribute(self, selector: str, name: str) -> str | None:
        found: str | None = self.read(
            f"document.querySelector({json.dumps(selector)}).getAttribute({json.dumps(name)})"
        )
        return found

    def click(self, selector: str) -> None:
        self.wait("document.readyState === 'complete'")  # or what is aimed at would move while it comes into shape
        self._bring_into_view(selector)
        nodes = self.firefox.call(
            "browsingContext.locateNodes", context=self.context, locator={"type": "css", "value": selector}
        )["nodes"]
        element = {"type": "element", "element": {"sharedId": nodes[0]["sharedId"]}}
        steps = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": element},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        mouse = {"type": "pointer", "id": "mouse", "actions": steps}
        self.firefox.call("input.performActions", context=self.context, actions=[mouse])

    def _bring_into_view(self, selector: str) -> None:
        """As a person would scroll: within the frame, then the page around it; not at all where it can be seen."""
        box = self.read(
            f"(() => {{ const found = document.querySelector({json.dumps(selector)});"
            "found.scrollIntoView({block: 'nearest', behavior: 'instant'});"
            "const {top, bottom} = found.getBoundingClientRect(); return [top, bottom]; })()"
        )
        if self.place is not None:
            FirefoxPane(self.firefox, self.within).read(
                f"(() => {{ const {{top}} = document.querySelectorAll('iframe')[{self.place}].getBoundingClientRect();"
                f"const [above, below] = [top + {box[0]}, top + {box[1]} - innerHeight];"
                "if (above < 0 || below > 0) scrollBy({top: (above + below) / 2, behavior: 'instant'}); })()"
            )

    def write(self, selector: str, text: str) -> None:
        self.click(selector)
        keys = [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")]
        self.read(f"document.querySelector({json.dumps(selector)}).select()")
        keyboard = {"type": "key", "id": "keyboard", "actions": keys}
        self.firefox.call("input.performActions", context=self.context, actions=[keyboard])


@dataclass(slots=True)
class FirefoxWindow:
    """A tab of Firefox."""

    firefox: Firefox
    context: str

    @property
    def top(self) -> Pane:
        return FirefoxPane(self.firefox, self.context)

    def frame(self, number: int = 0) -> Pane:
        tree = self.firefox.call("browsingContext.getTree", root=self.context)
        child = tree["contexts"][0]["children"][number]["context"]
        return FirefoxPane(self.firefox, child, number, self.context)

    def open(self, url: str) -> None:
        # Not by `browsingContext.navigate`, which takes a frame that was refused for a failure of the whole page.
        self.firefox.forget("browsingContext.load")
        self.top.read(f"void location.assign({json.dumps(url)})")
        while self.firefox.next_event("browsingContext.load")["context"] != self.context:
            pass

    def back(self) -> None:
        self.firefox.call("browsingContext.traverseHistory", context=self.context, delta=-1)

    def resize(self, width: int, height: int) -> None:
        size = {"width": width, "height": height}
        self.firefox.call("browsingContext.setViewport", context=self.context, viewport=size)

    def download(self, act: Callable[[], None]) -> bytes:
        act()
        ended = self.firefox.next_event("browsingContext.downloadEnd")
        assert ended["status"] == "complete", ended
        return Path(ended["filepath"]).read_bytes()

    def print(self) -> bytes:
        return base64.b64decode(self.firefox.call("browsingContext.print", context=self.context)["data"])

    def tab(self, act: Callable[[], None]) -> Pane:
        self.firefox.forget("browsingContext.contextCreated")
        act()
        created = self.firefox.next_event("browsingContext.contextCreated")["context"]
        pane = FirefoxPane(self.firefox, created)
        pane.wait("location.protocol.startsWith('http') && document.readyState === 'complete'")
        return pane

    def faults(self) -> list[str]:
        said = [event["params"] for event in self.firefox.events if event["method"] == "log.entryAdded"]
        return [str(entry["text"]) for entry in said if entry["level"] == "error"]
