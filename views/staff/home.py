"""The day's page: whom to call back, what nobody has taken on, which mail failed."""

from __future__ import annotations

from flask import Response

from views.staff.access import staff
from views.staff.pages import show_page


@staff.get("", strict_slashes=False)
def home() -> Response:
    """The day at a glance."""
    return show_page("staff/home.html")
