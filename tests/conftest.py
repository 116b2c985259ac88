"""What every test may ask for: settings on a fresh directory, the application, a visitor who checks every page."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import settings as hypothesis_settings

from app import create_app, open_store
from models.content import carry_over, editing, team_words
from models.content.loader import load
from models.content.writer import rewrite
from models.service.settings import Settings, read_settings
from models.store import passwords
from models.store.database import close_database
from tests.engines import (
    broom,
    database_address,
    empty_file,
    engine,
    idle_connections,
    kept_connections,
    postgres_database,
    postgres_server,
    without_those_of_a_file,
)
from tests.page_client import PageClient
from tests.reach import LONG
from views.staff.content import candidate, preview, texts, versions
from views.web import library

__all__ = [
    "broom",
    "database_address",
    "empty_file",
    "engine",
    "idle_connections",
    "kept_connections",
    "postgres_database",
    "postgres_server",
]

HERE = Path(__file__).parent
MEASURED = {"rules", "content", "contact", "store", "service", "demo"}
SECRET_KEY = "a key for the tests, of no other use"

# The same examples on every machine: a test that fails here fails for everybody. `make long` looks further.
hypothesis_settings.register_profile("suite", max_examples=25, deadline=None, derandomize=True, database=None)
hypothesis_settings.register_profile("long", max_examples=1000, deadline=None, database=None, print_blob=True)
hypothesis_settings.load_profile("long" if LONG else "suite")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """In a worker, pytest-cov starts once as it loads and again with the session, and everything is traced twice."""
    plugin = session.config.pluginmanager.getplugin("_cov")
    if hasattr(session.config, "workerinput") and plugin is not None and plugin.cov_controller is not None:
        plugin.cov_controller.cov.stop()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Coverage of `models/` is measured by its own tests, and doubles their time: those of pages go without.

    `make mutate` asks which test runs what, of all of them: it names its contexts.
    """
    items[:] = without_those_of_a_file(items)
    if config.getoption("cov_context", None):
        return
    for item in items:
        if item.path.relative_to(HERE).parts[0] not in MEASURED:
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(scope="session", autouse=True)
def _no_setting_from_outside() -> None:
    """The machine's own settings decide nothing here."""
    from models.service.settings import NAMES

    for name in NAMES:
        os.environ.pop(name, None)


@pytest.fixture(scope="session", autouse=True)
def _a_content_is_read_once() -> Iterator[None]:
    """Each test opens a database of its own, with the same content: the same bytes give the same questionnaire.

    And the same changes to them the same bytes: to write them, comments kept, takes a quarter of a second.
    """
    written: dict[tuple[bytes, str], bytes] = {}

    def rewrite_once(source: bytes, values: Mapping[str, Any]) -> bytes:
        change = source, repr(values)
        if change not in written:
            written[change] = rewrite(source, values)
        return written[change]

    with pytest.MonkeyPatch.context() as patch:
        load_once = lru_cache(maxsize=64)(load)
        for reader in (library, candidate, preview, texts, versions):
            patch.setattr(reader, "load", load_once)
        for module in (carry_over, editing, team_words):
            patch.setattr(module, "rewrite", rewrite_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def costly_hasher() -> Iterator[PasswordHasher]:
    """What hashes passwords in the program; in a test's own process another does, that takes no 22 ms a password."""
    with pytest.MonkeyPatch.context() as patch:
        costly, cheap = passwords._HASHER, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(passwords, "_HASHER", cheap)
        patch.setattr(passwords, "_NOBODY", cheap.hash("nobody has this password"))
        yield costly


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One instance directory for the session, so that the static files are built once."""
    return tmp_path_factory.mktemp("instance")


@pytest.fixture
def settings(instance: Path, database_address: Path | str) -> Settings:
    """Settings with a database of this test's own."""
    plain = read_settings({"SECRET_KEY": SECRET_KEY})
    return replace(plain, instance=instance, database=database_address)


def _seen_as_visitors_see_it(app: Flask) -> Flask:
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False  # the page for an error, in place of the error
    return app


@pytest.fixture(scope="session")
def wire(instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Flask]:
    """Wires the application with some settings changed, once for all the tests that change the same ones.

    Addresses and templates take a third of a second each time.
    """
    plain = replace(read_settings({"SECRET_KEY": SECRET_KEY}), instance=instance)

    @cache
    def wire_once(**changes: object) -> Flask:
        changes["database"] = tmp_path_factory.mktemp("wired") / "diagnostics.db"
        app = create_app(replace(plain, **changes))  # type: ignore[arg-type]
        close_database()
        return _seen_as_visitors_see_it(app)

    return wire_once


@pytest.fixture(scope="session")
def wired(wire: Callable[..., Flask]) -> Flask:
    """The application wired without any change."""
    return wire()


@pytest.fixture
def app_with(wire: Callable[..., Flask], settings: Settings, kept_connections: None) -> Iterator[Callable[..., Flask]]:
    """The application with some settings changed, and another clock, on this test's own database; one at a time."""

    def opened(clock: Callable[[], datetime] | None = None, **changes: object) -> Flask:
        app, changed = wire(**changes), replace(settings, **changes)  # type: ignore[arg-type]
        app.config["SETTINGS"] = changed
        open_store(app, changed, clock)
        return app

    yield opened
    close_database()


@pytest.fixture
def app(wired: Flask, app_with: Callable[..., Flask]) -> Flask:
    """The application, as `make run` would serve it, on this test's own database."""
    return app_with()


@pytest.fixture
def visitor(app: Flask) -> PageClient:
    """Somebody with a browser without scripts, whose every page is checked."""
    return PageClient(app)
