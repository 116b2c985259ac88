"""The sites that may show the questionnaire, kept by the administratrice."""

from __future__ import annotations

from flask import Flask

from models.store.audit import list_audit
from tests.page_client import Page, PageClient

SITES = "/pilotage/sites"


def keep(administratrice: PageClient, sites: str, status: int = 200) -> Page:
    """Write that list and save it."""
    return administratrice.submit(administratrice.get(SITES), "main form", {"sites": sites}, status=status)


def test_an_added_site_may_frame_at_once_and_no_more_once_removed(app: Flask, administratrice: PageClient) -> None:
    visitor = app.test_client()

    def policy() -> str:
        return visitor.get("/integre").headers["Content-Security-Policy"]

    assert policy().endswith("frame-ancestors 'self'")
    page = keep(administratrice, "https://www.Medef-Drome.fr\nhttps://*.cpme.fr/")
    assert page.one("#sites").text_content().strip() == "https://www.medef-drome.fr\nhttps://*.cpme.fr"
    assert policy().endswith("'self' https://www.medef-drome.fr https://medef-drome.fr https://*.cpme.fr")
    assert "https://medef-drome.fr" in PageClient(app).get("/integration").markup
    assert (list_audit()[0].action, list_audit()[0].detail) == (
        "changer les sites autorisés",
        "https://www.medef-drome.fr, https://*.cpme.fr",
    )
    keep(administratrice, "")
    assert policy().endswith("frame-ancestors 'self'")


def test_what_is_no_site_is_said_and_nothing_kept(app: Flask, administratrice: PageClient) -> None:
    page = keep(administratrice, "https://exemple.fr\nexemple.org https://exemple.fr/page", status=422)
    assert "exemple.org, https://exemple.fr/page" in page.one("#sites-error").text_content()
    assert "exemple.org" in page.one("#sites").text_content()
    assert "exemple" not in app.test_client().get("/integre").headers["Content-Security-Policy"]
