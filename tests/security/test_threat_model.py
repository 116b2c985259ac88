"""SECURITY.md: each promise with its proof (that the proofs exist is checked with the other documents)."""

from __future__ import annotations

import re

from tests.code_shape import PROJECT

TEXT = (PROJECT / "SECURITY.md").read_text(encoding="utf-8")


def test_every_promise_has_a_proof() -> None:
    promises = re.findall(r"^\* .*$", TEXT, re.MULTILINE)
    assert len(promises) >= 35
    assert [promise for promise in promises if "`tests/" not in promise] == []


def test_every_threat_has_a_promise() -> None:
    threats = TEXT.partition("\n### ")[2].partition("\n## ")[0].split("\n### ")
    assert len(threats) >= 10
    assert [threat.splitlines()[0] for threat in threats if "\n* " not in threat] == []


def test_it_stays_four_pages() -> None:
    """Three for the threats and one for what remains of them, which is told at length because nobody else would."""
    assert len(re.sub(r"`[^`]+`", "", TEXT).split()) < 1900
