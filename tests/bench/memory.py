"""The memory of a process, as Linux counts it (megabytes)."""

from __future__ import annotations

import re
from pathlib import Path


def resident(pid: int) -> float:
    """What it holds in memory now."""
    return _status(pid, "VmRSS")


def peak(pid: int) -> float:
    """The most it has held since it started, or since `forget_peak`."""
    return _status(pid, "VmHWM")


def forget_peak(pid: int) -> None:
    """Count the peak from now on."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def _status(pid: int, name: str) -> float:
    found = re.search(rf"{name}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found, name
    return int(found[1]) / 1000
