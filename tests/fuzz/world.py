"""A program with people in it: a victim whose secrets must not come out, visits of one's own, a member of staff."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from flask import Flask

from models.store.database import database
from models.store.staff import Role
from models.store.tables import SignInFailure
from tests.code_shape import PROJECT
from tests.journeys import ANSWERS, fill, token_of
from tests.page_client import PageClient
from tests.rows import drop
from tests.views.everywhere import EVENT, open_event, tokens
from tests.views.staff.conftest import make_account, sign_in
from views.web.doors import EMBED, KIOSK, SITE

SECRET = "Zéphyrine Quintefeuille"
"""The victim's name: a visitor must never be shown it."""

PAYLOAD = "<xss"
"""Every payload that is typed holds it: written as such into a page, it would be an element."""

_NAMES = re.compile(r'name="([A-Za-z_-]+)"')
_READ = re.compile(r'(?:form|args|values|fields|posted\(\)|request\.\w+)\.get(?:list)?\("([A-Za-z_-]+)"')


def field_names() -> list[str]:
    """Every name of a field that a template writes or a view reads, and the keys of the questions."""
    found = set(ANSWERS)
    for folder, pattern in (("templates", _NAMES), ("views", _READ)):
        for path in (PROJECT / folder).rglob("*.*"):
            if path.suffix in {".html", ".py"}:
                found.update(pattern.findall(Path(path).read_text(encoding="utf-8")))
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Sent:
    """One request, as a server would hand it over."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Received:
    """What the application answered."""

    status: int
    headers: dict[str, str]
    body: bytes


def send(app: Flask, sent: Sent) -> Received:
    """One request straight into the application, as waitress would make it: texts stand for their bytes."""
    environ = {
        "REQUEST_METHOD": sent.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": sent.path.encode("utf-8", "surrogatepass").decode("latin-1"),
        "QUERY_STRING": sent.query.encode("utf-8", "surrogatepass").decode("latin-1"),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost",
        "CONTENT_LENGTH": str(len(sent.body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(sent.body),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in sent.headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    told: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], _error: object = None) -> object:
        told.append((status, headers))
        return lambda _data: None

    pieces = app.wsgi_app(environ, start_response)  # type: ignore[arg-type]
    try:
        body = b"".join(pieces)
    finally:
        close = getattr(pieces, "close", None)
        if close:
            close()
    status, headers = told[-1]
    return Received(int(status.split(" ")[0]), dict(headers), body)


class World:
    """Everyone the requests may meet."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        # Durability is proved elsewhere; here it would be most of the time.
        database.execute_sql("PRAGMA synchronous = off")
        self.visitor = PageClient(app)
        open_event(app)
        victim = fill(self.visitor, ANSWERS, finish=True)
        self.visitor.post(f"{victim}/contact", {"nom": SECRET, "email": "victime@exemple.fr", "pour": "rappel"})
        self.victim = token_of(victim)
        self.own: dict[str, dict[str, str]] = {}
        self.cookie = self.csrf = ""
        self._accounts = 0

    def refresh(self) -> None:
        """Give the visitor two sets of visits again, where the last requests have erased or closed some."""
        for stage in (False, True):
            known = self.own.get(str(stage), {})
            places = {SITE: "", EMBED: "/integre", KIOSK: f"/borne/{EVENT}"}
            alive = known and all(
                send(self.app, Sent("GET", f"{places[door]}/diagnostics/{token}")).status == 303
                for door, token in known.items()
                if door in places
            )
            if not alive:
                self.own[str(stage)] = tokens(self.visitor, concluded=stage)

    def sign_in(self) -> None:
        """Have a member of staff signed in, a new one where the last requests have locked the old one out."""
        if self.cookie and send(self.app, Sent("GET", "/pilotage/compte", headers=self.session)).status == 200:
            return
        drop(SignInFailure)  # the storms guess from one address, which has to wait by and by
        self._accounts += 1
        email = f"agathe{self._accounts}@aract.example"
        make_account(email, Role.ADMINISTRATRICE, "Agathe Blanc")
        client = sign_in(self.app, email)
        page = client.get("/pilotage/compte")
        self.csrf = str(page.all("input[name=csrf_token]")[0].get("value"))
        cookie = client.client.get_cookie("pilotage", path="/pilotage") or client.client.get_cookie("pilotage")
        assert cookie
        self.cookie = f"pilotage={cookie.value}"

    @property
    def session(self) -> dict[str, str]:
        """The headers of the member of staff."""
        return {"Cookie": self.cookie}

    def all_own(self) -> list[str]:
        """The visitor's own tokens."""
        return [token for stage in self.own.values() for token in stage.values()]
