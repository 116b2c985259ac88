"""The examples of deployment: accepted by the tools they are for, and, run for real, logging no personal address.

Each test is skipped, in plain words, on a machine that hasn't the tool.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.code_shape import PROJECT
from tests.server import free_port

DEPLOY = PROJECT / "deploy"
TOKEN = "Zq3xT0kEnThatNobodyMayRead"
ADDRESSES = (
    f"/diagnostics/{TOKEN}",
    f"/diagnostics/{TOKEN}/questions/effectif?retour={TOKEN}",
    f"/borne/{TOKEN}/diagnostics/{TOKEN}/resultat",
    f"/partage/{TOKEN}",
    f"/?{TOKEN}",
)


def tool(name: str) -> str:
    """The program of that name, or the test is skipped."""
    path = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if path is None:
        pytest.skip(f"{name} is not installed here: its example was not checked")
    return path


class _Backend(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Answer as the program does after a post: with a token in the headers."""
        self.send_response(303)
        self.send_header("Location", f"/diagnostics/{TOKEN}")
        self.send_header("HX-Push-Url", f"/diagnostics/{TOKEN}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Keep quiet."""


@pytest.fixture
def backend() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Backend)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def running(command: list[str], folder: Path, port: int) -> Iterator[None]:
    """A proxy, from when it accepts connections until the end of the block."""
    environment = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "output.log").open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, env=environment)
    try:
        for _ in range(200):
            assert process.poll() is None, (folder / "output.log").read_text()
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def visit(scheme: str, port: int, path: str) -> int:
    """Fetch without following, with a Referer that holds a token; the status."""
    connection: HTTPConnection
    if scheme == "https":
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        connection = HTTPSConnection("127.0.0.1", port, timeout=10, context=trusting)
    else:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
    with closing(connection):
        connection.request("GET", path, headers={"Referer": f"https://exemple.fr/diagnostics/{TOKEN}"})
        return connection.getresponse().status


def logged(folder: Path) -> str:
    """All that was written in the proxy's directory."""
    return "".join(path.read_text(errors="replace") for path in folder.rglob("*.log"))


def test_the_unit_is_accepted_by_systemd(tmp_path: Path) -> None:
    verify = tool("systemd-analyze")
    text = (DEPLOY / "appui-conseil.service").read_text()
    assert "ExecStart=/opt/appui-conseil/.venv/bin/python app.py" in text
    unit = tmp_path / "appui-conseil.service"
    unit.write_text(text.replace("/opt/appui-conseil/.venv/bin/python", "/bin/true"))
    done = subprocess.run([verify, "verify", str(unit)], capture_output=True, text=True, check=False)
    complaints = [line for line in done.stderr.splitlines() if "appui-conseil" in line and "man page" not in line]
    assert complaints == []


def test_caddy_accepts_its_example_and_logs_no_personal_address(tmp_path: Path, backend: int) -> None:
    caddy, port = tool("caddy"), free_port()
    formatted = subprocess.run([caddy, "fmt", str(DEPLOY / "Caddyfile")], capture_output=True, text=True, check=True)
    assert formatted.stdout == (DEPLOY / "Caddyfile").read_text()
    text = (DEPLOY / "Caddyfile").read_text()
    text = text.replace("diagnostic.exemple.fr {", f"http://127.0.0.1:{port} {{")
    text = text.replace("{\n", "{\n\tadmin off\n", 1).replace("/var/log/caddy/", f"{tmp_path}/")
    config = tmp_path / "Caddyfile"
    config.write_text(text.replace("127.0.0.1:8000", f"127.0.0.1:{backend}"))
    with running([caddy, "run", "--adapter", "caddyfile", "--config", str(config)], tmp_path, port):
        assert {visit("http", port, path) for path in ADDRESSES} == {303}
    config.write_text(config.read_text().replace(f"127.0.0.1:{backend}", f"127.0.0.1:{free_port()}"))
    with running([caddy, "run", "--adapter", "caddyfile", "--config", str(config)], tmp_path, port):
        assert {visit("http", port, path) for path in ADDRESSES} == {502}
    assert '"uri":"/diagnostics"' in logged(tmp_path)
    assert "connection refused" in logged(tmp_path)
    assert TOKEN not in logged(tmp_path)


def test_nginx_accepts_its_example_and_logs_no_personal_address(tmp_path: Path, backend: int) -> None:
    nginx, openssl, port = tool("nginx"), tool("openssl"), free_port()
    subject = ["-subj", "/CN=diagnostic.exemple.fr", "-keyout", "privkey.pem", "-out", "fullchain.pem"]
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    text = (DEPLOY / "nginx.conf").read_text()
    text = re.sub(r"listen \[::\].*\n", "", text).replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    text = text.replace("listen 443", f"listen 127.0.0.1:{port}").replace("/var/log/nginx/", f"{tmp_path}/")
    text = text.replace("/etc/ssl/diagnostic.exemple.fr/", f"{tmp_path}/")
    temporary = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = tmp_path / "nginx.conf"
    command = [nginx, "-p", str(tmp_path), "-e", f"{tmp_path}/start.log", "-c", str(config)]
    for target, expected in ((backend, 303), (free_port(), 502)):
        body = text.replace("127.0.0.1:8000", f"127.0.0.1:{target}")
        outside = f"daemon off;\nmaster_process off;\npid {tmp_path}/nginx.pid;\nevents {{}}\n"
        config.write_text(f"{outside}http {{\n{temporary}{body}\n}}\n")
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        with running(command, tmp_path, port):
            assert {visit("https", port, path) for path in ADDRESSES} == {expected}
    assert " GET /diagnostics 303 " in logged(tmp_path)
    assert " GET /diagnostics 502 " in logged(tmp_path)
    assert TOKEN not in logged(tmp_path)
