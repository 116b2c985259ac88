"""What each kind of setting accepts: how its text is read, and the words for whoever got it wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar
from urllib.parse import unquote, urlsplit

from models.service.origins import read_origin, with_www_and_bare
from models.store.engine import is_server

ACCESSIBILITY_STATUSES = ("non conforme", "partiellement conforme", "totalement conforme")
SHORTEST_KEY = 32
_MAXIMUM_PROXIES = 10
_MAXIMUM_PORT = 65535
_LONGEST_DRAIN = 60
_MOST_WORKERS = 16
_LONGEST_FACT = 500
_PUBLIC_PATH = re.compile(r"(?:/[A-Za-z0-9][A-Za-z0-9._~-]*)*/?")
_HOST = re.compile(r"[A-Za-z0-9_.:%\[\]-]+")
_DATABASE = (
    "sqlite:/// and a path from the project, sqlite://// and an absolute path, or postgresql://user:password@host/name"
)
T = TypeVar("T")


class SettingError(ValueError):
    """A setting with a wrong value; its text is one line: the variable, the value, and what is accepted."""

    def __init__(self, name: str, value: str, accepted: str) -> None:
        super().__init__(f"{name}={value!r} is not accepted: {accepted}.")


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mail is handed over. `tls` means from the first byte; otherwise STARTTLS, required before a password."""

    host: str
    port: int
    tls: bool
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """One kind of value: how its text is read, and what is said to be accepted."""

    read: Callable[[str], T]
    accepted: str


def _whole_number(text: str, lowest: int, highest: int) -> int:
    if not (text.isascii() and text.isdigit()) or not lowest <= int(text) <= highest:
        raise ValueError(text)
    return int(text)


def _read_port(text: str) -> int:
    return _whole_number(text, 1, _MAXIMUM_PORT)


def _read_public_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.query or parts.fragment or not _PUBLIC_PATH.fullmatch(parts.path):
        raise ValueError("more than an origin and a path")
    return read_origin(f"{parts.scheme}://{parts.netloc}") + parts.path.rstrip("/")


def _read_proxies(text: str) -> int:
    return _whole_number(text, 0, _MAXIMUM_PROXIES)


def _read_drain(text: str) -> int:
    return _whole_number(text, 0, _LONGEST_DRAIN)


def _read_host(text: str) -> str:
    if not _HOST.fullmatch(text):
        raise ValueError(text)
    return text.strip("[]")


def _reader_of_database(project: Path) -> Callable[[str], Path | str]:
    def read(text: str) -> Path | str:
        if is_server(text):
            _read_server(text)
            return text
        path = unquote(text.removeprefix("sqlite:///"))
        if not text.startswith("sqlite:///") or path in {"", ":memory:"} or "?" in text or path.endswith("/"):
            raise ValueError(text)
        return project / path

    return read


def _read_server(text: str) -> None:
    parts = urlsplit(text)
    if not parts.path.strip("/") or not (parts.hostname or "host=" in parts.query):
        raise SettingError("DATABASE_URL", "postgresql://…", _DATABASE)  # it may hold a password


def _reader_of_file(project: Path) -> Callable[[str], Path]:
    def read(text: str) -> Path:
        path = project / text
        with path.open("rb"):
            return path

    return read


def _read_key(text: str) -> str:
    if len(text) < SHORTEST_KEY:
        raise ValueError
    return text


def _read_ancestors(text: str) -> tuple[str, ...]:
    return with_www_and_bare(tuple(read_origin(origin, wildcard=True) for origin in text.split()))


def _read_smtp(text: str) -> SmtpServer | None:
    parts = urlsplit(text)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.path not in {"", "/"} or parts.query:
        raise ValueError
    tls = parts.scheme == "smtps"
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return SmtpServer(parts.hostname, parts.port or (465 if tls else 587), tls, user, password)


def _read_address(text: str) -> str:
    from email_validator import validate_email  # slow to import, and most runs have no mail

    return validate_email(text, check_deliverability=False, allow_smtputf8=False).normalized


def _read_addresses(text: str) -> tuple[str, ...]:
    return tuple(_read_address(address) for address in text.replace(",", " ").split())


def _read_number(text: str) -> str:
    from models.contact.phone import read_phone  # slow to import, and most runs have no contact

    read_phone(text)
    return text


def _read_fact(text: str) -> str:
    if len(text) > _LONGEST_FACT or not text.isprintable():
        raise ValueError(text)
    return text


def _read_status(text: str) -> str:
    if text not in ACCESSIBILITY_STATUSES:
        raise ValueError(text)
    return text


PORT = Kind(_read_port, f"a whole number from 1 to {_MAXIMUM_PORT}")
HOST = Kind(_read_host, "an IP address or a host name to listen on")
PROXIES = Kind(_read_proxies, f"a whole number from 0 to {_MAXIMUM_PROXIES}")
PUBLIC_URL = Kind(
    _read_public_url, "an origin, with a path where the service has one: https://exemple.fr or https://exemple.fr/appui"
)
DRAIN = Kind(_read_drain, f"a whole number of seconds from 0 to {_LONGEST_DRAIN}")
KEY = Kind(_read_key, f"at least {SHORTEST_KEY} characters, hard to guess")
ANCESTORS = Kind(_read_ancestors, "origins separated by spaces, such as https://www.exemple.fr or https://*.exemple.fr")
SMTP = Kind(
    _read_smtp,
    "smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465, user, password and port optional",
)
ADDRESS = Kind(_read_address, "one e-mail address")
ADDRESSES = Kind(_read_addresses, "e-mail addresses, separated by spaces or commas")
PHONE = Kind(_read_number, "a telephone number, such as 04 72 00 00 00")
FACT = Kind(_read_fact, f"one line of at most {_LONGEST_FACT} characters")
STATUS = Kind(_read_status, "one of: " + ", ".join(ACCESSIBILITY_STATUSES))


def database(project: Path) -> Kind[Path | str]:
    """A file, from the project where its path is relative, or a server."""
    return Kind(_reader_of_database(project), _DATABASE)


def workers(database: Path | str) -> Kind[int]:
    """How many processes may serve from that database."""
    most = _MOST_WORKERS if is_server(database) else 1
    told = f"a whole number from 1 to {_MOST_WORKERS}; more than 1 only with PostgreSQL, since a file has one writer"
    return Kind(lambda text: _whole_number(text, 1, most), told)


def readable_file(project: Path) -> Kind[Path]:
    """A file that is there, from the project where its path is relative."""
    return Kind(_reader_of_file(project), "the path of a file that can be read")
