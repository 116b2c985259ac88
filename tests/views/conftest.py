"""A visit that is finished, and somebody of the team, for the tests of the pages about both."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.page_client import PageClient
from tests.views.finished import finish_assessment
from tests.views.staff.conftest import make_account, sign_in


@pytest.fixture
def token(app: Flask) -> str:
    return finish_assessment(app)


@pytest.fixture
def staff(app: Flask) -> PageClient:
    make_account("camille@aract.example")
    return sign_in(app, "camille@aract.example")
