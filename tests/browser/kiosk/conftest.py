"""A stand: the program with an event, in this process so that its clock is ours, and a tablet with a touch screen."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, ViewportSize
from waitress import create_server

from app import open_store
from models.rules.question import Answer
from models.service.settings import Settings
from models.store.database import close_database
from models.store.events import Event, create_event
from models.store.passwords import hash_password
from models.store.visits import Visit, find_visit, record_answer, start_assessment
from tests.clock import Clock
from views.web.serving import WAITRESS

PORTRAIT: ViewportSize = {"width": 800, "height": 1280}
LANDSCAPE: ViewportSize = {"width": 1280, "height": 800}
PIN = "2468"
NAME = "Rencontres régionales des dirigeants de petites entreprises à Clermont"
"""An event's name of 70 characters: they are as long as that."""


@dataclass(slots=True)
class Stand:
    """The running program, its clock and its event."""

    url: str
    clock: Clock
    event: Event

    @property
    def start(self) -> str:
        """The address of the tablet's start page."""
        return f"{self.url}/borne/{self.event.code}"

    def visit(self, token: str) -> Visit:
        """What is on record of a visit."""
        found = find_visit(token, self.clock())
        assert found is not None
        return found

    def answer(self, token: str, answers: dict[str, Answer]) -> None:
        """Put answers on record, as if the visitor had given them."""
        visit = self.visit(token)
        for key, value in answers.items():
            visit = record_answer(visit, key, value, self.clock())

    def begin(self, answers: dict[str, Answer]) -> str:
        """A kiosk's visit with these answers given; its address."""
        visit, token = start_assessment(door="borne", now=self.clock(), event_id=self.event.id, short=True)
        for key, value in answers.items():
            visit = record_answer(visit, key, value, self.clock())
        return f"{self.start}/diagnostics/{token}"


@pytest.fixture
def stand(wired: Flask, settings: Settings) -> Iterator[Stand]:
    """The program at an event, on a database of this test's own."""
    clock = Clock()
    wired.config["SETTINGS"] = settings
    open_store(wired, settings, clock)
    with _served(wired) as url:
        event = create_event(NAME, "salon", clock(), place="Lyon", pin_hash=hash_password(PIN), has_printer=True)
        yield Stand(url, clock, event)
    close_database()


@contextmanager
def _served(app: Flask) -> Iterator[str]:
    """The application behind the server it has in real life, in a thread; its address."""
    server = create_server(app, host="127.0.0.1", port=0, **WAITRESS)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"

    def hang_up() -> None:
        for each in list(server._map.values()):
            each.handle_close()  # and with it the file it was sending

    # From within its own loop, which ends once nothing is open any more.
    server.trigger.pull_trigger(hang_up)
    thread.join()
    server.task_dispatcher.shutdown()


@pytest.fixture(params=[PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def size(request: pytest.FixtureRequest) -> ViewportSize:
    """The tablet, held one way and the other."""
    held: ViewportSize = request.param
    return held


@pytest.fixture
def new_tablet(new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """A page on a tablet: touch, no mouse."""

    def make(size: ViewportSize | None = None, **options: Any) -> Page:
        return new_context(viewport=size or PORTRAIT, has_touch=True, **options).new_page()

    return make


@pytest.fixture
def tablet(new_tablet: Callable[..., Page]) -> Page:
    """A tablet held upright."""
    return new_tablet()
