"""The post office of this program, where it has one: opened when it serves, woken when a letter was written."""

from __future__ import annotations

from flask import Flask, current_app

from models.service.post_office import PostOffice, post_office
from models.service.settings import Settings


def open_post_office(app: Flask, settings: Settings) -> PostOffice | None:
    """Begin to send mail in this program, if SMTP_URL says where."""
    office = post_office(settings, app.extensions.get("clock"))
    if office is not None:
        app.extensions["post_office"] = office
        office.start()
    return office


def mail_leaves() -> bool:
    """Whether a letter can leave at all: without SMTP_URL it waits."""
    return current_app.config["SETTINGS"].smtp is not None


def wake_post_office(app: Flask) -> None:
    """A letter was written: send it soon, if this program sends mail; the visitor doesn't wait for it."""
    office: PostOffice | None = app.extensions.get("post_office")
    if office is not None:
        office.wake()
