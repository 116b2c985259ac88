"""Light on the wire: few bytes and few requests, on the first visit and at each step."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.bench.weight import weigh_first_visit, weigh_steps
from tests.server import Server

KILOBYTE = 1000


def test_the_first_visit_is_light(page: Page, server: Server) -> None:
    weight = weigh_first_visit(page, server)
    assert weight.received <= 50 * KILOBYTE, str(weight)
    assert weight.requests <= 8, weight.addresses


def test_a_step_is_one_request_of_at_most_three_kilobytes(page: Page, server: Server) -> None:
    steps = weigh_steps(page, server)
    assert {key: step.addresses for key, step in steps.items() if step.requests != 1} == {}
    assert {key: step.received for key, step in steps.items() if step.received > 3 * KILOBYTE} == {}
