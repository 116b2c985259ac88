"""The set-up's own words: what `make` does where something is missing, on a machine made of stand-ins."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.code_shape import PROJECT

ENSURE = PROJECT / "tests" / "browser" / "ensure_chromium"
REAL_TOOLS = ("sh", "tail", "mktemp", "rm", "cat", "chmod", "echo", "make", "test", "touch")


@pytest.fixture
def machine(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a command on a machine that has the basic tools and only the given others, as shell scripts."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in REAL_TOOLS:
        real = shutil.which(name)
        assert real, name
        (programs / name).symlink_to(real)

    def run(*command: str, cwd: Path = PROJECT, **stand_ins: str) -> subprocess.CompletedProcess[str]:
        for name, script in {"id": "echo 0", **stand_ins}.items():
            path = programs / name.replace("_", "-")
            path.write_text(f"#!/bin/sh\n{script}\n")
            path.chmod(0o755)
        environment = {"PATH": str(programs), "BIN": str(programs), "TMPDIR": str(tmp_path)}
        return subprocess.run(
            command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )

    return run


INSTALL = 'test "$2" = update || { echo "#!/bin/sh" > "$BIN/chromium"; chmod +x "$BIN/chromium"; }'


def test_a_chromium_that_is_there_is_enough(machine: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = machine(str(ENSURE), chromium="true")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_debians_chromium_is_installed_where_none_is_found(
    machine: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    done = machine(str(ENSURE), apt_get=INSTALL)
    assert (done.returncode, done.stderr) == (0, "")
    assert "chromium" in done.stdout


def test_a_system_without_a_chromium_of_no_windows_gets_the_whole_one(
    machine: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    unknown = 'case "$*" in *headless*) echo "Unable to locate package" >&2; exit 100;; esac; '
    done = machine(str(ENSURE), apt_get=unknown + INSTALL)
    assert (done.returncode, done.stderr) == (0, "")


def test_it_is_installed_by_sudo_where_one_is_not_root(
    machine: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    done = machine(str(ENSURE), id="echo 1000", sudo='shift; "$@"', apt_get=INSTALL)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("stand_ins", "words"),
    [
        ({}, "this system has no apt-get"),
        ({"apt_get": "true", "id": "echo 1000"}, "it takes root, or sudo without a password"),
        ({"apt_get": "true", "id": "echo 1000", "sudo": "exit 1"}, "it takes root, or sudo without a password"),
        ({"apt_get": "echo no network >&2; exit 100"}, "apt-get could not install it"),
        ({"apt_get": "true"}, "brought none"),
    ],
)
def test_what_is_missing_is_said_plainly(
    machine: Callable[..., subprocess.CompletedProcess[str]], stand_ins: dict[str, str], words: str
) -> None:
    done = machine(str(ENSURE), **stand_ins)
    assert done.returncode == 1
    assert words in done.stderr
    assert "CHROMIUM=" in done.stderr


def test_a_python_that_is_too_old_is_said_plainly(
    machine: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    shutil.copy(PROJECT / "Makefile", tmp_path)
    shutil.copy(PROJECT / "requirements.txt", tmp_path)
    done = machine("make", "run", cwd=tmp_path, python3="exit 1")
    assert done.returncode != 0
    assert "Python 3.11 or newer is needed" in done.stderr


def test_a_python_without_venv_is_said_plainly(
    machine: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    shutil.copy(PROJECT / "Makefile", tmp_path)
    shutil.copy(PROJECT / "requirements.txt", tmp_path)
    done = machine("make", "run", cwd=tmp_path, python3='test "$1" != -m')
    assert done.returncode != 0
    assert "install python3-venv" in done.stderr
