"""The members of staff of the back-office's own tests."""

from __future__ import annotations

from tests.views.staff.conftest import administratrice, chargee

__all__ = ["administratrice", "chargee"]
