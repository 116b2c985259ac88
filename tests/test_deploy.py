"""The examples of deployment that need no proxy; those are tried in tests/proxies."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.code_shape import PROJECT
from views.web.ending import GRACE_SECONDS
from views.web.serving import WAITRESS

UNIT = (PROJECT / "deploy" / "appui-conseil.service").read_text(encoding="utf-8")


def test_the_unit_is_accepted_by_systemd(tmp_path: Path) -> None:
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("systemd-analyze is not installed here: the unit was not checked")
    assert "ExecStart=/opt/appui-conseil/.venv/bin/python app.py" in UNIT
    unit = tmp_path / "appui-conseil.service"
    unit.write_text(UNIT.replace("/opt/appui-conseil/.venv/bin/python", "/bin/true"))
    done = subprocess.run([verify, "verify", str(unit)], capture_output=True, text=True, check=False)
    complaints = [line for line in done.stderr.splitlines() if "appui-conseil" in line and "man page" not in line]
    assert complaints == []


def test_the_unit_lets_every_connection_have_its_file() -> None:
    files = re.search(r"^LimitNOFILE=([0-9]+)$", UNIT, re.MULTILINE)
    assert files
    assert int(files[1]) >= 2 * int(str(WAITRESS["connection_limit"]))


def test_the_process_ends_before_it_is_killed() -> None:
    patience = re.search(r"^TimeoutStopSec=([0-9]+)$", UNIT, re.MULTILINE)
    assert patience
    assert int(patience[1]) > GRACE_SECONDS
    assert GRACE_SECONDS < 10, "what docker and podman give a container"


def test_the_container_holds_what_runs_and_nothing_more() -> None:
    text = (PROJECT / "deploy" / "Containerfile").read_text(encoding="utf-8")
    copied = {name for line in re.findall(r"^COPY ([^-].*) \S+$", text, re.MULTILINE) for name in line.split()}
    assert copied == {
        "requirements.txt",
        "requirements-postgresql.txt",
        "app.py",
        "LICENSE",
        "models",
        "views",
        "templates",
        "static",
    }
    assert all((PROJECT / name).exists() for name in copied)
    last_user = re.findall(r"^USER (.+)$", text, re.MULTILINE)[-1]
    assert last_user == "10001:10001"
    assert "/sante" in text.partition("HEALTHCHECK")[2]


def test_a_platform_is_told_to_listen_where_its_router_asks() -> None:
    assert (PROJECT / "Procfile").read_text(encoding="utf-8") == "web: HOST=0.0.0.0 python app.py\n"
