"""Light on the wire: few bytes and few requests on the first visit (a step's are counted in `test_journey`)."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.bench.weight import weigh_first_visit
from tests.server import Server

KILOBYTE = 1000


def test_the_first_visit_is_light(page: Page, server: Server) -> None:
    weight = weigh_first_visit(page, server)
    assert weight.received <= 50 * KILOBYTE, str(weight)
    assert weight.requests <= 8, weight.addresses
