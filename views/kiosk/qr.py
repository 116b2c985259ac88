"""QR codes of addresses, as SVG: for the page (with a name that is read aloud) and for the PDF."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from markupsafe import Markup, escape

QUIET_ZONE = 4
"""Light modules around the code, as the standard asks: scanners need them on a dark page."""


@lru_cache(maxsize=256)
def _svg(address: str) -> str:
    return _drawn(address)


def _drawn(address: str, mask: int | None = None) -> str:
    import segno  # 60 ms that the start of the server doesn't have to wait for

    drawn = BytesIO()
    segno.make(address, error="m", micro=False, mask=mask).save(
        drawn, kind="svg", xmldecl=False, omitsize=True, border=QUIET_ZONE, dark="#000", light="#fff", nl=False
    )
    return drawn.getvalue().decode()


def qr_image(address: str) -> str:
    """The QR of an address as an SVG document."""
    return _svg(address)


def qr_of_many(address: str) -> str:
    """The same for one of hundreds, each used once: in a tenth of the time, by not looking for the best of eight masks
    (any of them is read), and kept nowhere."""
    return _drawn(address, mask=2)


def qr_svg(address: str, name: str) -> Markup:
    """The QR of an address to stand in a page; `name` says what it opens, for who can't see it."""
    opening = f'<svg role="img" aria-label="{escape(name)}" '
    return Markup(_svg(address).replace("<svg ", opening, 1))  # noqa: S704 — segno's own drawing; the name is escaped
