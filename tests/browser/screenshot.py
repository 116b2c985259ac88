"""Makes the README's picture anew: `python -m tests.browser.screenshot`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import chromium_options
from tests.code_shape import PROJECT
from tests.journeys import ANSWERS
from tests.server import Server

PATH = PROJECT / "docs" / "screenshot.png"


def main() -> None:
    """A result, as a laptop shows its top."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        server = Server(Path(folder)).start()
        browser = driver.chromium.launch(**chromium_options())
        page = browser.new_page(viewport={"width": 1280, "height": 960}, reduced_motion="reduce")
        page.goto(server.assessment(ANSWERS, finish=True) + "/resultat", wait_until="networkidle")
        page.screenshot(path=PATH)
        browser.close()
        server.stop()


if __name__ == "__main__":
    main()
