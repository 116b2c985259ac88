"""The real program, as its own process on a free port, for tests that drive it from outside."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

PROJECT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A port that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class Server:
    """`python app.py` with a database of its own in `folder`; `start`, then `stop` or `kill`."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Where it answers, without a final slash."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> Path:
        """Its SQLite file."""
        return self.folder / "diagnostics.db"

    @property
    def log(self) -> str:
        """What it has written so far, on both streams."""
        path = self.folder / "server.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    @property
    def environment(self) -> dict[str, str]:
        """The environment it runs in: the machine's, its own settings over it."""
        own = {
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "SECRET_KEY": "a key for the tests, of no other use",
            "PYTHONUTF8": "1",
        }
        return {**os.environ, **own, **self.settings}

    def start(self, before: Callable[[], None] | None = None) -> Server:
        """Start it (after `before`, run in the new process) and wait until it says its address.

        Raises RuntimeError with its words where it stops instead.
        """
        with (self.folder / "server.log").open("a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [sys.executable, "app.py"],
                cwd=PROJECT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,  # so that a kill reaches the processes it forked
                preexec_fn=before,  # noqa: PLW1509  (it sets a limit of the child and nothing else)
            )
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line.startswith("http://"):
            self.process.wait()
            self.process.stdout.close()
            raise RuntimeError(f"the server stopped with {self.process.returncode}: {line}{self.log}")
        return self

    def stop(self) -> int:
        """Ask it to finish, and wait; its exit status."""
        return self._end(signal.SIGTERM)

    def kill(self) -> int:
        """End it as a power cut would; its exit status."""
        return self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> int:
        assert self.process
        if how is signal.SIGKILL and self.process.poll() is None:
            os.killpg(self.process.pid, how)
        else:
            self.process.send_signal(how)
        status = self.process.wait(timeout=30)
        if self.process.stdout:
            self.process.stdout.close()
        return status

    def post(self, path: str, fields: Mapping[str, str | Sequence[str]]) -> tuple[int, str]:
        """Post a form as a browser without scripts would; the status and where it leads."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        with closing(connection):
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", path, urlencode(fields, doseq=True), form)
            answer = connection.getresponse()
            answer.read()
            return answer.status, answer.headers.get("Location", "")

    def assessment(self, answers: Mapping[str, str | Sequence[str]], door: str = "", *, finish: bool = False) -> str:
        """Begin an assessment, give it these answers in their order, perhaps conclude it; its address."""
        status, address = self.post(f"{door}/diagnostics", {})
        assert status == 303, status
        for key, value in answers.items():
            status, _ = self.post(f"{address}/questions/{key}", {key: value})
            assert status == 303, f"{key}: {status}"
        if finish:
            status, _ = self.post(f"{address}/recapitulatif", {})
            assert status == 303, status
        return self.url + address

    def command(self, *words: str) -> str:
        """Run `flask --app app …` on the same database, which has to succeed; what it prints."""
        done = self._run(words)
        assert done.returncode == 0, f"flask {words}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout

    def complaint(self, *words: str) -> str:
        """The same, which has to fail; what it complains of."""
        done = self._run(words)
        assert done.returncode, f"flask {words} did not fail: {done.stdout}"
        return done.stderr

    def _run(self, words: Sequence[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *words],
            cwd=PROJECT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
