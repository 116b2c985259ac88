"""Light on the wire: few bytes and few requests, on the first visit and at each step."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.bench.weight import weigh_first_visit, weigh_steps
from tests.browser.conftest import VISITOR
from tests.server import Server

KILOBYTE = 1000


@pytest.fixture
def unwatched(browser: Browser) -> Iterator[Page]:
    """A window that keeps what it may keep: watching requests turns the browser's cache off."""
    with browser.new_context(**VISITOR) as context:
        yield context.new_page()


def test_the_first_visit_is_light(unwatched: Page, server: Server) -> None:
    weight = weigh_first_visit(unwatched, server)
    assert weight.received <= 50 * KILOBYTE, str(weight)
    assert weight.requests <= 8, weight.addresses


def test_a_step_is_one_request_of_at_most_three_kilobytes(unwatched: Page, server: Server) -> None:
    steps = weigh_steps(unwatched, server)
    assert {key: step.addresses for key, step in steps.items() if step.requests != 1} == {}
    assert {key: step.received for key, step in steps.items() if step.received > 3 * KILOBYTE} == {}
