"""The back-office on a large database: how long a page of the list takes, and an export, and the memory it wants."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from statistics import median
from urllib.parse import urlencode

from tests.server import Server

LISTS = (
    "/pilotage/dossiers",
    "/pilotage/dossiers?voir=tout",
    "/pilotage/dossiers?q=menuiserie",
    "/pilotage/dossiers?departement=69&verdict=eligible",
    "/pilotage/dossiers?voir=tout&tri=entreprise",
)
FIGURES = (
    *("/pilotage", "/pilotage/echantillon", "/pilotage/usage", "/pilotage/usage?du=2017-01-01", "/pilotage/budget"),
    *("/pilotage/rapport", "/pilotage/evenements"),
)
ACCOUNT = re.compile(r"(\S+@\S+)\s+mot de passe : (\S.*\S|\S)\s*$", re.MULTILINE)


@dataclass(slots=True)
class Desk:
    """A member of staff at work, over one kept connection."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    _connection: HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        """Open the connection."""
        self._connection = HTTPConnection("127.0.0.1", self.port, timeout=600)

    def sign_in(self, email: str, password: str) -> None:
        """Sign in; raises AssertionError where the password is refused."""
        page = self.fetch("/pilotage/connexion").decode()
        found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
        assert found, "the sign-in form has no token"
        fields = urlencode({"email": email, "password": password, "csrf_token": found[1]})
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self._cookie()}
        self._connection.request("POST", "/pilotage/connexion", fields, kind)
        answer = self._connection.getresponse()
        answer.read()
        assert answer.status == 303, answer.status
        self._keep(answer.headers.get_all("Set-Cookie", []))

    def fetch(self, path: str) -> bytes:
        """A page or a file, whole."""
        self._connection.request("GET", path, headers={"Cookie": self._cookie()})
        answer = self._connection.getresponse()
        body = answer.read()
        assert answer.status == 200, (path, answer.status)
        self._keep(answer.headers.get_all("Set-Cookie", []))
        return body

    def milliseconds(self, path: str, times: int) -> float:
        """The median time to fetch it."""
        took = []
        for _ in range(times):
            started = time.perf_counter()
            self.fetch(path)
            took.append(1000 * (time.perf_counter() - started))
        return median(took)

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _keep(self, told: list[str]) -> None:
        for cookie in told:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value

    def close(self) -> None:
        """Leave."""
        self._connection.close()


def fill(server: Server, assessments: int) -> tuple[str, str]:
    """Fill the server's database with an invented region, before it is started; a staff account to enter with."""
    told = ACCOUNT.search(server.command("demo", "--assessments", str(assessments)))
    assert told, "the demonstration tells no account"
    return told[1], told[2]
