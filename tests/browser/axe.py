"""What axe-core finds on a page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """
rules => 'axe' in window && axe.run({runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})
"""
"""False where axe isn't in the page yet. One document looked at again costs a fifth of the first time."""


@cache
def _source() -> str:
    return AXE.read_text(encoding="utf-8")


def violations_of(page: Page) -> list[str]:
    """What it reproaches the page with, each with the elements it is about."""
    page.wait_for_load_state()  # its style sheet included
    found = page.evaluate(RUN, RULES)
    if not found:
        page.evaluate(_source())  # in the page by the debugger, which the page's policy doesn't concern
        found = page.evaluate(RUN, RULES)
    return [
        f"{violation['id']}: {violation['help']}\n    "
        + "\n    ".join(f"{node['html'][:200]} — {node['failureSummary']}" for node in violation["nodes"])
        for violation in found["violations"]
    ]
