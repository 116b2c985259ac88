"""Members of staff for the tests: each a visitor who signed in, every page of whom is checked."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from models.store.audit import COMMAND_LINE
from models.store.staff import Account, Role, create_account
from tests.page_client import PageClient

PASSWORD = "cheval agrafe pile correcte"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def make_account(email: str, role: Role = Role.CHARGEE, name: str = "Camille Roux") -> Account:
    return create_account(email, name, role, PASSWORD, NOW, COMMAND_LINE)


def sign_in(app: Flask, email: str, password: str = PASSWORD, **environ: object) -> PageClient:
    client = PageClient(app, **environ)
    client.submit(client.get("/pilotage/connexion"), "form#login", {"email": email, "password": password})
    return client


@pytest.fixture
def chargee(app: Flask) -> PageClient:
    """A chargée de mission, signed in."""
    make_account("camille@aract.example")
    return sign_in(app, "camille@aract.example")


@pytest.fixture
def administratrice(app: Flask) -> PageClient:
    """An administratrice, signed in."""
    make_account("agathe@aract.example", Role.ADMINISTRATRICE, "Agathe Blanc")
    return sign_in(app, "agathe@aract.example")
