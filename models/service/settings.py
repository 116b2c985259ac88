"""The settings, read once at start from the environment. A wrong one stops the start with one line that says why."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from models.service.origins import read_origin, with_www_and_bare
from models.service.people import CONTACT_FACTS, Contact
from models.store.engine import is_server

PROJECT = Path(__file__).resolve().parent.parent.parent
CONTENT = Path("models") / "content" / "questionnaire.toml"
MISSING = "à compléter"
"""What pages show in place of a fact that only the operator knows and hasn't given."""

ACCESSIBILITY_STATUSES = ("non conforme", "partiellement conforme", "totalement conforme")
_MAXIMUM_PROXIES = 10
_MAXIMUM_PORT = 65535
_LONGEST_DRAIN = 60
_MOST_WORKERS = 16
_SHORTEST_KEY = 32
_LONGEST_FACT = 500
_PUBLIC_PATH = re.compile(r"(?:/[A-Za-z0-9][A-Za-z0-9._~-]*)*/?")
_HOST = re.compile(r"[A-Za-z0-9_.:%\[\]-]+")

_DATABASE_ACCEPTED = (
    "sqlite:/// and a path from the project, sqlite://// and an absolute path, or postgresql://user:password@host/name"
)
_WORKERS_ACCEPTED = (
    f"a whole number from 1 to {_MOST_WORKERS}; more than 1 only with PostgreSQL, since a file has one writer"
)
_PUBLIC_URL_ACCEPTED = (
    "an origin, with a path where the service has one: https://exemple.fr or https://exemple.fr/appui"
)
_ANCESTORS_ACCEPTED = "origins separated by spaces, such as https://www.exemple.fr or https://*.exemple.fr"
_PUBLIC_URL_WANTED = "behind a proxy (TRUSTED_PROXIES) it must be set"
_SMTP_ACCEPTED = (
    "smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465, user, password and port optional"
)
NOBODY: tuple[str, ...] = ()
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
class Operator:
    """Facts that only whoever runs the service knows; « à compléter » where unset."""

    publisher: str = MISSING
    publication_director: str = MISSING
    hosting: str = MISSING
    data_protection_contact: str = MISSING
    accessibility_status: str = MISSING
    accessibility_contact: str = MISSING


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the environment decides. Paths are absolute; `public_url` has no final slash, empty where unset.

    `database` is the path of an SQLite file, or a PostgreSQL server's address; `workers` is how many processes serve.
    """

    database: Path | str
    instance: Path = PROJECT / "instance"
    secret_key: str = field(default="", repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    content: Path = PROJECT / CONTENT
    frame_ancestors: tuple[str, ...] = ()
    trusted_proxies: int = 0
    public_url: str = ""
    drain_seconds: int = 0
    metrics_token: str = field(default="", repr=False)
    smtp: SmtpServer | None = None
    mail_to: tuple[str, ...] = ()
    mail_from: str = ""
    operator: Operator = Operator()
    contact: Contact = field(default_factory=Contact)

    @property
    def database_is_shared(self) -> bool:
        """Whether other processes may serve from the same database."""
        return is_server(self.database)

    @property
    def register(self) -> Path | None:
        """Where the erasures of a server's database are listed; None beside an SQLite file."""
        return self.instance / "effaces" if self.database_is_shared else None

    @property
    def warnings(self) -> tuple[str, ...]:
        """One line for each thing to complete before the public comes."""
        unset = [name for name, attribute in OPERATOR_FACTS.items() if getattr(self.operator, attribute) == MISSING]
        unnamed = [name for name, attribute in CONTACT_FACTS.items() if not getattr(self.contact, attribute)]
        return (
            *(f"{name} is not set: the legal pages show « {MISSING} » in its place." for name in unset),
            *(f"{name} is not set: visitors aren't told whom to ask at the Aract." for name in unnamed),
        )


OPERATOR_FACTS = {
    "PUBLISHER": "publisher",
    "PUBLICATION_DIRECTOR": "publication_director",
    "HOSTING": "hosting",
    "DATA_PROTECTION_CONTACT": "data_protection_contact",
    "ACCESSIBILITY_STATUS": "accessibility_status",
    "ACCESSIBILITY_CONTACT": "accessibility_contact",
}
"""Environment variable → attribute of `Operator`."""

NAMES = (
    "HOST",
    "PORT",
    "DATABASE_URL",
    "WORKERS",
    "CONTENT",
    "SECRET_KEY",
    "FRAME_ANCESTORS",
    "TRUSTED_PROXIES",
    "PUBLIC_URL",
    "DRAIN_SECONDS",
    "METRICS_TOKEN",
    "SMTP_URL",
    "MAIL_TO",
    "MAIL_FROM",
    *OPERATOR_FACTS,
    *CONTACT_FACTS,
)
"""Every environment variable the program reads."""


def read_settings(environment: Mapping[str, str], project: Path = PROJECT) -> Settings:
    """The settings of this environment; an empty variable counts as unset. `instance/` is created where absent.

    Raises SettingError at the first wrong value.
    """
    value = _Environment(environment)
    instance = project / "instance"
    proxies = value("TRUSTED_PROXIES", _read_proxies, 0, f"a whole number from 0 to {_MAXIMUM_PROXIES}")
    public_url = value("PUBLIC_URL", _read_public_url, "", _PUBLIC_URL_ACCEPTED)
    if proxies and not public_url:
        raise SettingError("PUBLIC_URL", "", f"{_PUBLIC_URL_WANTED}, such as https://exemple.fr")
    kept_in_file: Path | str = instance / "diagnostics.db"
    database = value("DATABASE_URL", _reader_of_database(project), kept_in_file, _DATABASE_ACCEPTED)
    mail_to = value("MAIL_TO", _read_addresses, NOBODY, "e-mail addresses, separated by spaces or commas")
    return Settings(
        instance=instance,
        host=value("HOST", _read_host, "127.0.0.1", "an IP address or a host name to listen on"),
        port=value("PORT", _read_port, 8000, f"a whole number from 1 to {_MAXIMUM_PORT}"),
        database=database,
        workers=value("WORKERS", _reader_of_workers(database), 1, _WORKERS_ACCEPTED),
        content=value("CONTENT", _reader_of_file(project), project / CONTENT, "the path of a file that can be read"),
        secret_key=value.secret("SECRET_KEY", _read_key, "", f"at least {_SHORTEST_KEY} characters, hard to guess")
        or _kept_secret_key(instance, database),
        frame_ancestors=value("FRAME_ANCESTORS", _read_ancestors, NOBODY, _ANCESTORS_ACCEPTED),
        trusted_proxies=proxies,
        public_url=public_url,
        drain_seconds=value("DRAIN_SECONDS", _read_drain, 0, f"a whole number of seconds from 0 to {_LONGEST_DRAIN}"),
        metrics_token=value.secret(
            "METRICS_TOKEN", _read_key, "", f"at least {_SHORTEST_KEY} characters, hard to guess"
        ),
        smtp=value.secret("SMTP_URL", _read_smtp, None, _SMTP_ACCEPTED),
        mail_to=mail_to,
        mail_from=value("MAIL_FROM", _read_address, mail_to[0] if mail_to else "", "one e-mail address"),
        operator=_read_operator(value),
        contact=_read_contact(value),
    )


def _read_operator(value: _Environment) -> Operator:
    accepted = f"one line of at most {_LONGEST_FACT} characters"
    facts = {attribute: value(name, _read_fact, MISSING, accepted) for name, attribute in OPERATOR_FACTS.items()}
    status = value("ACCESSIBILITY_STATUS", _read_status, MISSING, "one of: " + ", ".join(ACCESSIBILITY_STATUSES))
    return Operator(**{**facts, "accessibility_status": status})


def _read_contact(value: _Environment) -> Contact:
    accepted = f"one line of at most {_LONGEST_FACT} characters"
    facts = {attribute: value(name, _read_fact, "", accepted) for name, attribute in CONTACT_FACTS.items()}
    email = value("CONTACT_EMAIL", _read_address, "", "one e-mail address")
    number = value("CONTACT_PHONE", _read_number, "", "a telephone number, such as 04 72 00 00 00")
    return Contact(**{**facts, "email": email, "phone": number})


class _Environment:
    """Reads one variable at a time; what a reader refuses becomes the one line that the operator sees."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables

    def __call__(self, name: str, read: Callable[[str], T], default: T, accepted: str) -> T:
        text = self._variables.get(name, "").strip()
        try:
            return read(text) if text else default
        except SettingError:
            raise
        except (ValueError, OSError):
            raise SettingError(name, text, accepted) from None

    def secret(self, name: str, read: Callable[[str], T], default: T, accepted: str) -> T:
        """The same, for what holds a password: a wrong value isn't shown."""
        text = self._variables.get(name, "").strip()
        try:
            return read(text) if text else default
        except ValueError:
            raise SettingError(name, "…", accepted) from None


def _kept_secret_key(instance: Path, database: Path | str) -> str:
    if is_server(database):
        raise SettingError("SECRET_KEY", "", "it must be set with PostgreSQL, the same for every machine that serves")
    try:
        return keep_secret_key(instance)
    except OSError as error:
        raise SettingError("SECRET_KEY", "", f"it must be set, since {instance} can't keep one ({error})") from None


def keep_secret_key(instance: Path) -> str:
    """The key kept in `instance/secret_key`, made the first time, readable by its owner alone.

    Two programs that start at once agree: the key is written aside, then linked, and the first link wins.
    """
    instance.mkdir(parents=True, exist_ok=True)
    path = instance / "secret_key"
    if not path.exists():
        descriptor, draft = tempfile.mkstemp(dir=instance, prefix=".secret_key-")  # mkstemp's files are 0600
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        try:
            Path(path).hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            Path(draft).unlink()
    key = path.read_text(encoding="ascii").strip()
    if len(key) < _SHORTEST_KEY:
        raise SettingError(str(path), "…", f"at least {_SHORTEST_KEY} characters; delete the file to have it made anew")
    return key


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
        raise SettingError("DATABASE_URL", "postgresql://…", _DATABASE_ACCEPTED)  # it may hold a password


def _reader_of_workers(database: Path | str) -> Callable[[str], int]:
    return lambda text: _whole_number(text, 1, _MOST_WORKERS if is_server(database) else 1)


def _reader_of_file(project: Path) -> Callable[[str], Path]:
    def read(text: str) -> Path:
        path = project / text
        with path.open("rb"):
            return path

    return read


def _read_key(text: str) -> str:
    if len(text) < _SHORTEST_KEY:
        raise ValueError
    return text


def _read_ancestors(text: str) -> tuple[str, ...]:
    return with_www_and_bare(tuple(read_origin(origin, wildcard=True) for origin in text.split()))


def _read_smtp(text: str) -> SmtpServer:
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
