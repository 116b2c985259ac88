"""Every pair of colours that the pages put together is readable, in light and in dark (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parent.parent.parent / "static" / "css" / "public" / "10-tokens.css"
TEXT, SHAPE = 4.5, 3.0

PAIRS = [
    ("ink", "paper", TEXT),
    ("ink", "card", TEXT),
    ("ink", "sunk", TEXT),
    ("ink", "tint", TEXT),
    ("ink", "apricot-tint", TEXT),
    ("ink", "brick-tint", TEXT),
    ("soft", "paper", TEXT),
    ("soft", "card", TEXT),
    ("soft", "sunk", TEXT),
    ("spruce", "paper", TEXT),
    ("spruce", "card", TEXT),
    ("spruce", "sunk", TEXT),
    ("spruce-strong", "card", TEXT),
    ("on-spruce", "spruce", TEXT),
    ("on-spruce", "spruce-strong", TEXT),
    ("on-tint", "tint", TEXT),
    ("spruce", "tint", TEXT),
    ("on-deep", "deep", TEXT),
    ("on-deep-soft", "deep", TEXT),
    ("apricot", "deep", TEXT),
    ("on-apricot", "apricot", TEXT),
    ("on-apricot-tint", "apricot-tint", TEXT),
    ("brick", "card", TEXT),
    ("brick", "paper", TEXT),
    ("brick", "brick-tint", TEXT),
    ("edge", "paper", SHAPE),
    ("edge", "card", SHAPE),
    ("edge", "sunk", SHAPE),
    ("ring", "paper", SHAPE),
    ("ring", "card", SHAPE),
    ("deep-line", "deep", SHAPE),
]


def _colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block))


def _schemes() -> dict[str, dict[str, str]]:
    light, rest = TOKENS.read_text(encoding="utf-8").split("@media screen and (prefers-color-scheme: dark)", 1)
    dark = rest.split("@media print", 1)[0]
    return {"light": _colours(light), "dark": _colours(light) | _colours(dark)}


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert _contrast("#000", "#ffffff") == pytest.approx(21)
    assert _contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_pair_is_readable(scheme: str, front: str, ground: str, least: float) -> None:
    colours = _schemes()[scheme]
    assert _contrast(colours[front], colours[ground]) >= least
