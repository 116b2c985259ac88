"""A stock Firefox, driven over WebDriver BiDi, which it speaks by itself (Playwright doesn't drive a stock Firefox)."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from websockets.sync.client import ClientConnection, connect

FIREFOXES = ("firefox-esr", "firefox")
PATIENCE = 30
"""Seconds before an answer of the browser counts as lost."""

PREFERENCES: dict[str, str | int | bool] = {
    "remote.prefs.recommended": True,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.disabledForTesting": True,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "pdfjs.disabled": True,
    "browser.download.folderList": 2,
    "browser.download.always_ask_before_handling_new_types": False,
    "browser.download.alwaysOpenPanel": False,
    "layout.css.devPixelsPerPx": "1.0",
    "intl.accept_languages": "fr",
}
"""A fresh profile that asks nothing, fetches nothing and keeps downloads. The cookie policy is what it ships with."""


class BidiError(Exception):
    """The browser answered a command by an error; its code is the first argument."""


def find_firefox() -> str | None:
    """The Firefox that is installed, if any."""
    return next(filter(None, map(shutil.which, FIREFOXES)), None)


@contextmanager
def launch_firefox(program: str, folder: Path) -> Iterator[Firefox]:
    """A running Firefox with a profile of its own in `folder`, which gets its downloads too."""
    profile, downloads = folder / "profile", folder / "downloads"
    profile.mkdir()
    downloads.mkdir()
    wanted = {**PREFERENCES, "browser.download.dir": str(downloads)}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in wanted.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    words = [program, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(words, stdin=quiet, stdout=quiet, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        # Read on to the end, or Firefox would wait for somebody to.
        reader = threading.Thread(target=deque, args=(process.stderr, 0), daemon=True)
        try:
            address = f"{_address(process.stderr)}/session"
            reader.start()
            with connect(address, max_size=None, open_timeout=PATIENCE) as socket:
                firefox = Firefox(socket)
                firefox.call("session.new", capabilities={})
                firefox.call("session.subscribe", events=["browsingContext", "log.entryAdded"])
                yield firefox
        finally:
            process.terminate()
            if reader.ident:
                reader.join()


def _address(stderr: IO[str]) -> str:
    told = []
    for line in stderr:
        told.append(line)
        if "WebDriver BiDi listening on " in line:
            return line.split("listening on ")[1].strip()
    raise RuntimeError(f"Firefox stopped: {''.join(told)}")


@dataclass(slots=True)
class Firefox:
    """A session with a running Firefox."""

    socket: ClientConnection
    events: deque[dict[str, Any]] = field(default_factory=deque)
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and wait for its answer; what happens meanwhile is kept in `events`."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = self._receive()
            if message.get("id") != number:
                continue
            if message["type"] == "error":
                raise BidiError(message["error"], message["message"])
            return dict(message["result"])

    def next_event(self, method: str) -> dict[str, Any]:
        """What that event said: the oldest not yet looked at, else the next one to come."""
        while True:
            for event in self.events:
                if event["method"] == method:
                    self.events.remove(event)
                    return dict(event["params"])
            self._receive()

    def forget(self, method: str) -> None:
        """Of those events, only what happens from now on."""
        self.events = deque(event for event in self.events if event["method"] != method)

    def _receive(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(self.socket.recv(timeout=PATIENCE))
        if message["type"] == "event":
            self.events.append(message)
        return message
