"""SECURITY.md on one page: each threat with a proof (that the proofs exist is checked with the other documents)."""

from __future__ import annotations

from tests.code_shape import PROJECT

TEXT = (PROJECT / "SECURITY.md").read_text(encoding="utf-8")


def test_every_threat_has_a_proof() -> None:
    rows = [line for line in TEXT.splitlines() if line.startswith("| ") and not line.startswith(("| who | ", "| ---"))]
    assert len(rows) >= 10
    assert [row.split("|")[1] for row in rows if "`tests/" not in row.split("|")[4]] == []


def test_it_stays_one_page() -> None:
    assert len(TEXT.split()) < 1100
