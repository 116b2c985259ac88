"""SECURITY.md names its proofs: each of them exists, and each threat has one."""

from __future__ import annotations

import re
from pathlib import Path

from tests.code_shape import PROJECT

TEXT = (PROJECT / "SECURITY.md").read_text(encoding="utf-8")
CITED = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", TEXT)


def test_every_proof_that_is_named_exists() -> None:
    assert len(CITED) > 20
    missing = [
        f"{path}::{name}"
        for path, name in CITED
        if not (PROJECT / path).is_file() or (name and f"def {name}(" not in Path(PROJECT / path).read_text("utf-8"))
    ]
    assert missing == []


def test_every_threat_has_a_proof() -> None:
    rows = [line for line in TEXT.splitlines() if line.startswith("| ") and not line.startswith(("| who | ", "| ---"))]
    assert len(rows) >= 10
    assert [row.split("|")[1] for row in rows if "`tests/" not in row.split("|")[4]] == []


def test_it_stays_one_page() -> None:
    assert len(TEXT.split()) < 1100
