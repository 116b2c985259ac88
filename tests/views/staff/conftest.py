"""Members of staff for the tests: each a visitor who signed in, every page of whom is checked."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from app import open_store
from models.demo.show import show
from models.service.settings import Settings
from models.store.audit import COMMAND_LINE
from models.store.copying import copy_database
from models.store.database import close_database, open_database
from models.store.staff import Account, Role, create_account, find_account
from models.store.staff_sessions import open_session
from tests.clock import Clock
from tests.page_client import PageClient
from tests.store.accompanying import accompanied
from tests.views.staff.dossiers import applied_dossier
from views.web.library import running

PASSWORD = "cheval agrafe pile correcte"
CONSULTANTE = "ines@conseil.example"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def make_account(email: str, role: Role = Role.CHARGEE, name: str = "Camille Roux") -> Account:
    return create_account(email, name, role, PASSWORD, NOW, COMMAND_LINE)


def sign_in(app: Flask, email: str, password: str = PASSWORD, **environ: object) -> PageClient:
    client = PageClient(app, **environ)
    client.submit(client.get("/pilotage/connexion"), "form#login", {"email": email, "password": password})
    return client


def at_her_desk(app: Flask, account: Account) -> PageClient:
    """Somebody whose session is open already: signing in shows her home, a third of what a test costs."""
    client, now = PageClient(app), datetime.now(UTC)
    with app.app_context():
        token = open_session(account, now, "")
    with client.client.session_transaction("/pilotage") as session:
        session["token"], session["seen"] = token, int(now.timestamp())
    return client


@pytest.fixture
def clock(app: Flask) -> Clock:
    """The clock that the application goes by."""
    clock = Clock()
    app.extensions["clock"] = clock
    return clock


@pytest.fixture
def chargee(app: Flask) -> PageClient:
    """A chargée de mission, signed in."""
    return at_her_desk(app, make_account("camille@aract.example"))


@pytest.fixture
def consultante(app: Flask) -> PageClient:
    """A consultante, signed in; nobody confided anything to her yet."""
    return at_her_desk(app, make_account(CONSULTANTE, Role.CONSULTANTE, "Inès Faure"))


@pytest.fixture
def administratrice(app: Flask) -> PageClient:
    """An administratrice, signed in."""
    return at_her_desk(app, make_account("agathe@aract.example", Role.ADMINISTRATRICE, "Agathe Blanc"))


@pytest.fixture
def hers(app: Flask, consultante: PageClient) -> int:
    """A dossier that the consultante accompanies, with ten days."""
    return accompanied(applied_dossier(app), 10, find_account(CONSULTANTE), datetime.now(UTC))


@pytest.fixture(scope="session")
def region_file(wired: Flask, empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that holds the demonstration's region, small: filled once, then copied."""
    file = tmp_path_factory.mktemp("region") / "diagnostics.db"
    shutil.copy(empty_file, file)
    open_store(wired, replace(wired.config["SETTINGS"], database=file))
    with wired.test_request_context():
        show(running().questionnaire, running().content_id, 80, datetime.now(UTC))
    close_database()
    return file


@pytest.fixture
def region(region_file: Path, settings: Settings, request: pytest.FixtureRequest) -> Flask:
    """The application with the demonstration's region, small."""
    if isinstance(settings.database, Path):
        shutil.copy(region_file, settings.database)
    else:
        assert settings.register, "a server's database has one"
        open_database(region_file)
        copy_database(settings.database, settings.register)
        close_database()
    app: Flask = request.getfixturevalue("app")
    return app
