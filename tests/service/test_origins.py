"""Which host pages may frame the questionnaire."""

from __future__ import annotations

import pytest

from models.service.origins import is_among, with_www_and_bare

ALLOWED = with_www_and_bare(("https://aract.fr", "https://*.region.fr", "http://localhost:9000"))


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("https://aract.fr", True),
        ("https://www.aract.fr", True),
        ("https://ARACT.fr:443", True),
        ("https://aract.fr.evil.com", False),
        ("https://evil-aract.fr", False),
        ("http://aract.fr", False),
        ("https://aract.fr:8443", False),
        ("https://www.region.fr", True),
        ("https://a.b.region.fr", True),
        ("https://region.fr", False),
        ("https://faux-region.fr", False),
        ("http://a.region.fr", False),
        ("http://localhost:9000", True),
        ("http://localhost", False),
        ("null", False),
        ("", False),
        ("https://*.region.fr", False),
        ("https://aract.fr/page", False),
        ("https://[", False),
    ],
)
def test_an_origin_is_allowed_exactly_when_it_is_listed(origin: str, expected: bool) -> None:
    assert is_among(origin, ALLOWED) is expected


@pytest.mark.parametrize("origin", ["http://localhost:9000", "http://127.0.0.1:9000", "http://[::1]:9000"])
def test_what_has_no_www_gets_none(origin: str) -> None:
    assert with_www_and_bare((origin,)) == (origin,)
