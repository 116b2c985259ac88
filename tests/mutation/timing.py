"""A pytest plugin: what each test takes, in seconds of this process, so that slow machines and busy ones agree."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mutation.places import TIMES

_seconds: dict[str, float] = {}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    begun = time.process_time()
    try:
        return (yield)
    finally:
        _seconds[item.nodeid] = round(time.process_time() - begun, 4)


def pytest_sessionfinish() -> None:
    Path(TIMES).write_text(json.dumps(_seconds), encoding="utf-8")
