"""The settings, read once at start from the environment. A wrong one stops the start with one line that says why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from models.service import setting_kinds as kinds
from models.service.kept_key import kept_secret_key
from models.service.people import CONTACT_FACTS, Contact
from models.service.setting_kinds import Kind, SettingError, SmtpServer
from models.store.engine import is_server

PROJECT = Path(__file__).resolve().parent.parent.parent
CONTENT = Path("models") / "content" / "questionnaire.toml"
MISSING = "à compléter"
"""What pages show in place of a fact that only the operator knows and hasn't given."""

_PUBLIC_URL_WANTED = "behind a proxy (TRUSTED_PROXIES) it must be set, such as https://exemple.fr"
NOBODY: tuple[str, ...] = ()
T = TypeVar("T")


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
    alert_to: tuple[str, ...] = ()
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
    "ALERT_TO",
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
    proxies = value("TRUSTED_PROXIES", kinds.PROXIES, 0)
    public_url = value("PUBLIC_URL", kinds.PUBLIC_URL, "")
    if proxies and not public_url:
        raise SettingError("PUBLIC_URL", "", _PUBLIC_URL_WANTED)
    kept_in_file: Path | str = instance / "diagnostics.db"
    database = value("DATABASE_URL", kinds.database(project), kept_in_file)
    mail_to = value("MAIL_TO", kinds.ADDRESSES, NOBODY)
    return Settings(
        instance=instance,
        host=value("HOST", kinds.HOST, "127.0.0.1"),
        port=value("PORT", kinds.PORT, 8000),
        database=database,
        workers=value("WORKERS", kinds.workers(database), 1),
        content=value("CONTENT", kinds.readable_file(project), project / CONTENT),
        secret_key=value.secret("SECRET_KEY", kinds.KEY, "") or kept_secret_key(instance, database),
        frame_ancestors=value("FRAME_ANCESTORS", kinds.ANCESTORS, NOBODY),
        trusted_proxies=proxies,
        public_url=public_url,
        drain_seconds=value("DRAIN_SECONDS", kinds.DRAIN, 0),
        metrics_token=value.secret("METRICS_TOKEN", kinds.KEY, ""),
        smtp=value.secret("SMTP_URL", kinds.SMTP, None),
        mail_to=mail_to,
        mail_from=value("MAIL_FROM", kinds.ADDRESS, mail_to[0] if mail_to else ""),
        alert_to=value("ALERT_TO", kinds.ADDRESSES, NOBODY),
        operator=_read_operator(value),
        contact=_read_contact(value),
    )


def _read_operator(value: _Environment) -> Operator:
    facts = {attribute: value(name, kinds.FACT, MISSING) for name, attribute in OPERATOR_FACTS.items()}
    status = value("ACCESSIBILITY_STATUS", kinds.STATUS, MISSING)
    return Operator(**{**facts, "accessibility_status": status})


def _read_contact(value: _Environment) -> Contact:
    facts = {attribute: value(name, kinds.FACT, "") for name, attribute in CONTACT_FACTS.items()}
    email = value("CONTACT_EMAIL", kinds.ADDRESS, "")
    number = value("CONTACT_PHONE", kinds.PHONE, "")
    return Contact(**{**facts, "email": email, "phone": number})


class _Environment:
    """Reads one variable at a time; what its kind refuses becomes the one line that the operator sees."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables

    def __call__(self, name: str, kind: Kind[T], default: T) -> T:
        text = self._variables.get(name, "").strip()
        return self._read(name, text, kind, default, text)

    def secret(self, name: str, kind: Kind[T], default: T) -> T:
        """The same, for what holds a password: a wrong value isn't shown."""
        return self._read(name, self._variables.get(name, "").strip(), kind, default, "…")

    def _read(self, name: str, text: str, kind: Kind[T], default: T, shown: str) -> T:
        try:
            return kind.read(text) if text else default
        except SettingError:
            raise
        except (ValueError, OSError):
            raise SettingError(name, shown, kind.accepted) from None
