"""The log tells what happened, when and how long it took, in UTC; never an address, a name or what was typed."""

from __future__ import annotations

import io
import logging
import re
import sys
from pathlib import Path

import pytest
from flask import Flask

from models.store.database import StoreUnavailable
from tests.bench.wire import Wire, local_path
from tests.journeys import ANSWERS, COMPANY, fill, token_of
from tests.page_client import PageClient
from tests.server import Server
from tests.views.everywhere import EVENT, open_event
from views.web.logs import LogLines, write_log_lines

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z level=(info|warning|error) from=[a-z._]+ \S.*")
TYPED = ("Zéphyrine", "zephyrine@exemple.fr", "06 12 34 56 78", "Un secret de fabrique")


@pytest.mark.slow
def test_the_running_program_logs_each_request_and_nothing_personal(tmp_path: Path) -> None:
    server = Server(tmp_path).start()
    with Wire(server.port) as wire:
        address = local_path(wire.post("/diagnostics", {}).headers["location"])
        wire.post(f"{address}/questions/effectif", {"effectif": TYPED[3]})
        for key, value in ANSWERS.items():
            wire.post(f"{address}/questions/{key}", {key: value if isinstance(value, str) else list(value)})
        wire.post(f"{address}/recapitulatif", {})
        fields = {"nom": TYPED[0], "email": TYPED[1], "telephone": TYPED[2], "projet": TYPED[3], "pour": "rappel"}
        assert wire.post(f"{address}/contact", fields).status == 303
        wire.get(f"{address}/estimation.pdf?jeton={address}")
        wire.get(f"/partage/{address.rsplit('/', 1)[1]}")
        wire.send(b"GET /diagnostics/UnJetonDevineParHasard HTTP/1.1\r\nHost: localhost\r\n\r\n")
        wire.send(f"{'G' * 30} {address} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    assert server.stop() == 0
    log = server.log
    assert "endpoint=site.answer status=303 ms=" in log
    assert "method=other" in log
    told = [line for line in log.splitlines() if " from=request " in line]
    assert len(told) > len(ANSWERS)
    assert [line for line in told if not LINE.fullmatch(line)] == []
    for secret in (*TYPED, address.rsplit("/", 1)[1], "UnJetonDevineParHasard", "127.0.0.1"):
        assert secret not in log.replace("http://127.0.0.1", ""), secret


def test_an_unforeseen_error_is_told_by_its_place_and_its_id(
    app: Flask, visitor: PageClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    address = fill(visitor, COMPANY)

    def fail(*_arguments: object, **_options: object) -> None:
        raise ValueError(f"{TYPED[3]} at {address}")

    monkeypatch.setattr("views.journey.question_screen.ask", fail)
    identifiers = []
    with caplog.at_level(logging.INFO):
        for htmx in (False, True):
            shown = visitor.get(f"{address}/questions/effectif", status=500, htmx=htmx)
            identifiers.append(shown.response.headers["X-Request-ID"])
            assert identifiers[-1] in shown.text
            assert "ValueError" not in shown.markup
    lines = [LogLines().format(record) for record in caplog.records]
    errors = [line for line in lines if "unforeseen" in line]
    assert len(errors) == 2
    assert f"id={identifiers[-1]} unforeseen error=ValueError at=" in errors[-1]
    assert "screen.py:" in errors[-1]
    assert not [line for line in lines if TYPED[3] in line or token_of(address) in line]


@pytest.mark.parametrize(
    "address",
    ["/partage/abc?x\n2026", "/regards/abc/abcd/questions/abc", "/regards?bulletin=abc", "/diagnostics/abc/x"],
)
def test_a_line_stays_one_line_and_keeps_no_token_that_a_library_names(address: str) -> None:
    record = logging.LogRecord("waitress", logging.ERROR, "", 1, "Exception while serving %s", (address,), None)
    line = LogLines().format(record)
    assert "\n" not in line
    assert "abc" not in line
    assert LINE.fullmatch(line)


def test_while_the_store_is_unavailable_page_and_fragment_carry_an_id(
    app: Flask, visitor: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_event(app)

    def refuse(*_arguments: object) -> None:
        raise StoreUnavailable("disk I/O error")

    monkeypatch.setattr("views.web.doors.find_visit", refuse)
    for prefix in ("", "/integre", f"/borne/{EVENT}"):
        for htmx in (False, True):
            shown = visitor.get(f"{prefix}/diagnostics/{'a' * 22}", status=503, htmx=htmx)
            assert shown.response.headers["X-Request-ID"] in shown.text
            assert "disk" not in shown.markup


def test_each_line_is_written_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    for place, name in ((root, "level"), *((logging, each) for each in ("logThreads", "logProcesses", "_srcfile"))):
        monkeypatch.setattr(place, name, getattr(place, name))  # to be set back afterwards
    write_log_lines()
    for number in (1, 2, 3):
        logging.getLogger("request").info("line %d", number)
        assert written.getvalue().endswith(f"line {number}\n")
