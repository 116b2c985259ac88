"""The real program behind real proxies, with the shipped configurations, over HTTPS with a certificate made here."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.code_shape import PROJECT
from tests.server import Server, free_port

DEPLOY = PROJECT / "deploy"
NAME = "diagnostic.exemple.fr"
FORM = "application/x-www-form-urlencoded"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder: `make test-proxies` runs them alone, after installing what they need."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.proxies)
            item.add_marker(pytest.mark.xdist_group("proxies"))


def tool(name: str) -> str:
    """The program of that name, or the test is skipped."""
    path = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if path is None:
        pytest.skip(f"{name} is not installed here: its example was not tried (make test-proxies installs it)")
    return path


@dataclass(slots=True)
class Answer:
    """What a visitor gets."""

    status: int
    headers: Message
    text: str


@dataclass(slots=True)
class Proxy:
    """A proxy that runs, in front of the program on `backend`."""

    kind: str
    folder: Path
    backend: int
    port: int = field(default_factory=free_port)
    plain_port: int = field(default_factory=free_port)

    def connect(self, visitor: str = "127.0.0.9") -> ssl.SSLSocket:
        """A connection over TLS from that address, the certificate checked."""
        trusting = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=60, source_address=(visitor, 0))
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # as browsers do
        return trusting.wrap_socket(plain, server_hostname=NAME)

    def ask(
        self,
        path: str,
        fields: Mapping[str, str] | None = None,
        visitor: str = "127.0.0.9",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Fetch a page, or post a form; nothing is followed."""
        with closing(HTTPConnection(NAME, 443, timeout=60)) as connection:
            connection.sock = self.connect(visitor)
            if fields is None:
                connection.request("GET", path, headers=dict(headers or {}))
            else:
                connection.request("POST", path, urlencode(fields), {"Content-Type": FORM, **(headers or {})})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read().decode())

    @property
    def logged(self) -> str:
        """All that it wrote in its directory."""
        return "".join(path.read_text(errors="replace") for path in self.folder.rglob("*.log"))

    def command(self) -> list[str]:
        """What starts it, its configuration written: the shipped file, but for addresses and places."""
        return self._nginx() if self.kind == "nginx" else self._caddy()

    def _caddy(self) -> list[str]:
        text = (DEPLOY / "Caddyfile").read_text()
        certificate = f"tls {self.folder}/fullchain.pem {self.folder}/privkey.pem"
        for shipped, here in (
            (f"{NAME} {{\n", f"https://{NAME}:{self.port} {{\n\tbind 127.0.0.1\n\t{certificate}\n"),
            ("127.0.0.1:8000", f"127.0.0.1:{self.backend}"),
            ("/var/log/caddy/", f"{self.folder}/"),
            ("/opt/appui-conseil/", f"{PROJECT}/"),
        ):
            assert shipped in text, shipped
            text = text.replace(shipped, here)
        text = text.replace("{\n", "{\n\tadmin off\n\tauto_https disable_redirects\n", 1)
        (self.folder / "Caddyfile").write_text(text)
        return [tool("caddy"), "run", "--adapter", "caddyfile", "--config", f"{self.folder}/Caddyfile"]

    def _nginx(self) -> list[str]:
        text = re.sub(r"listen \[::\].*\n", "", (DEPLOY / "nginx.conf").read_text())
        for shipped, here in (
            ("listen 80;", f"listen 127.0.0.1:{self.plain_port};"),
            ("listen 443", f"listen 127.0.0.1:{self.port}"),
            ("127.0.0.1:8000", f"127.0.0.1:{self.backend}"),
            ("/var/log/nginx/", f"{self.folder}/"),
            (f"/etc/ssl/{NAME}/", f"{self.folder}/"),
            ("/opt/appui-conseil/", f"{PROJECT}/"),
        ):
            assert shipped in text, shipped
            text = text.replace(shipped, here)
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        places = "".join(f"{kind}_temp_path {self.folder}/{kind};\n" for kind in kinds)
        advised = re.findall(r"^# {5}(worker_rlimit_nofile .*;|events .*})$", text, re.MULTILINE)
        assert len(advised) == 2, "the file says how many connections nginx should take"
        outside = "\n".join(["daemon off;", "master_process off;", f"pid {self.folder}/nginx.pid;", *advised])
        (self.folder / "nginx.conf").write_text(f"{outside}\nhttp {{\n{places}{text}\n}}\n")
        command = [tool("nginx"), "-p", str(self.folder), "-e", f"{self.folder}/start.log"]
        return [*command, "-c", f"{self.folder}/nginx.conf"]


@contextmanager
def running(proxy: Proxy) -> Iterator[Proxy]:
    """The proxy, from when it accepts connections until the end of the block."""
    folder, command = str(proxy.folder), proxy.command()
    environment = {**os.environ, "HOME": folder, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder}
    with (proxy.folder / "output.log").open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, env=environment)
    try:
        for _ in range(400):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", proxy.port)) == 0:
                    break
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.05)
                raise AssertionError(proxy.logged)  # it has ended
        yield proxy
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="package")
def folder_with_certificate(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes directories, each with a certificate and its key."""

    def make() -> Path:
        folder = tmp_path_factory.mktemp("proxy")
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "privkey.pem"]
        name = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}", "-out", "fullchain.pem"]
        subprocess.run([tool("openssl"), "req", "-x509", *key, *name], cwd=folder, capture_output=True, check=True)
        return folder

    return make


@pytest.fixture(scope="package", params=["nginx", "caddy"])
def kind(request: pytest.FixtureRequest) -> str:
    """Which proxy."""
    return str(request.param)


@pytest.fixture(scope="package")
def server(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The program, with the settings that the README asks for behind a proxy."""
    tool(kind)
    settings = {"TRUSTED_PROXIES": "1", "PUBLIC_URL": f"https://{NAME}"}
    server = Server(tmp_path_factory.mktemp("program"), settings).start()
    yield server
    server.kill()


@pytest.fixture(scope="package")
def proxy(kind: str, server: Server, folder_with_certificate: Callable[[], Path]) -> Iterator[Proxy]:
    """The proxy in front of it."""
    with running(Proxy(kind, folder_with_certificate(), server.port)) as proxy:
        yield proxy
