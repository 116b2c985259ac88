"""Which sites may show the questionnaire in a frame: FRAME_ANCESTORS, and those that the Aract added since."""

from __future__ import annotations

from time import monotonic

from models.service.origins import read_origin, with_www_and_bare
from models.store.database import StoreUnavailable
from models.store.settings import get_setting

ADDED = "sites"
"""The setting that holds the added sites, a line each."""

FRESH_SECONDS = 5.0
"""How old the list in memory may be: another process may have changed it."""


class FrameHosts:
    """The list in memory, read anew when it is too old; it stays what it was while the store doesn't answer."""

    def __init__(self, fixed: tuple[str, ...]) -> None:
        self._fixed = fixed
        self._known = fixed
        self._read_at = -FRESH_SECONDS

    def all(self) -> tuple[str, ...]:
        """Every site allowed, with and without `www.`, the setting's first."""
        if monotonic() - self._read_at >= FRESH_SECONDS:
            self.read()
        return self._known

    def read(self) -> None:
        """Look at what was added."""
        self._read_at = monotonic()
        try:
            added = tuple((get_setting(ADDED) or "").split())
        except StoreUnavailable:
            return
        self._known = tuple(dict.fromkeys((*self._fixed, *with_www_and_bare(added))))


def read_sites(typed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sites of a text, one a line, in canonical form; and the lines that aren't one."""
    sites: dict[str, None] = {}
    wrong = []
    for line in typed.split():
        try:
            sites[read_origin(line, wildcard=True)] = None
        except ValueError:
            wrong.append(line)
    return tuple(sites), tuple(wrong)
