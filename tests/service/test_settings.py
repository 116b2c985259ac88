"""Every setting: its default, what it accepts, and the one line that refuses the rest."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from models.service.kept_key import keep_secret_key
from models.service.setting_kinds import SettingError
from models.service.settings import MISSING, NAMES, OPERATOR_FACTS, read_settings

KEY = "k" * 32
WHOM_TO_ASK = {
    "CONTACT_NAME": "Claire Exemple",
    "CONTACT_PHONE": "04 72 00 00 00",
    "CONTACT_EMAIL": "claire@exemple.fr",
    "CONTACT_HOURS": "du lundi au jeudi",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "content.toml").write_text("")
    return tmp_path


def test_an_empty_environment_gives_the_defaults_of_the_contract(project: Path) -> None:
    settings = read_settings({}, project)
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.database == project / "instance" / "diagnostics.db"
    assert settings.content == project / "models" / "content" / "questionnaire.toml"
    assert settings.frame_ancestors == ()
    assert settings.trusted_proxies == 0
    assert settings.public_url == ""
    assert settings.smtp is None
    assert settings.mail_to == ()
    assert settings.mail_from == ""
    assert settings.operator.publisher == MISSING


def test_an_empty_value_counts_as_unset(project: Path) -> None:
    assert read_settings(dict.fromkeys(NAMES, " "), project) == read_settings({}, project)


@pytest.mark.parametrize(
    ("name", "value", "attribute", "expected"),
    [
        ("HOST", "0.0.0.0", "host", "0.0.0.0"),  # noqa: S104 (a value that is read, nothing listens)
        ("HOST", "[::1]", "host", "::1"),
        ("HOST", "localhost", "host", "localhost"),
        ("PORT", "1", "port", 1),
        ("PORT", "65535", "port", 65535),
        ("PUBLIC_URL", "https://Diagnostic.Exemple.fr/", "public_url", "https://diagnostic.exemple.fr"),
        ("PUBLIC_URL", "https://exemple.fr/appui/", "public_url", "https://exemple.fr/appui"),
        ("PUBLIC_URL", "http://10.0.0.4:8000", "public_url", "http://10.0.0.4:8000"),
        ("PUBLIC_URL", "https://métiers.fr", "public_url", "https://xn--mtiers-bva.fr"),
        ("FRAME_ANCESTORS", "https://aract.fr", "frame_ancestors", ("https://aract.fr", "https://www.aract.fr")),
        (
            "FRAME_ANCESTORS",
            "https://www.aract.fr:443",
            "frame_ancestors",
            ("https://www.aract.fr", "https://aract.fr"),
        ),
        ("FRAME_ANCESTORS", "https://*.aract.fr", "frame_ancestors", ("https://*.aract.fr",)),
        ("FRAME_ANCESTORS", "http://localhost:9000", "frame_ancestors", ("http://localhost:9000",)),
        (
            "FRAME_ANCESTORS",
            "https://a.fr  https://b.fr:8443",
            "frame_ancestors",
            ("https://a.fr", "https://www.a.fr", "https://b.fr:8443", "https://www.b.fr:8443"),
        ),
        ("MAIL_TO", "a@exemple.fr, b@exemple.fr", "mail_to", ("a@exemple.fr", "b@exemple.fr")),
        ("MAIL_FROM", "c@exemple.fr", "mail_from", "c@exemple.fr"),
        ("SECRET_KEY", KEY, "secret_key", KEY),
    ],
)
def test_what_is_accepted(project: Path, name: str, value: str, attribute: str, expected: object) -> None:
    assert getattr(read_settings({name: value}, project), attribute) == expected


def test_a_database_path_is_relative_to_the_project_or_absolute_with_four_slashes(project: Path) -> None:
    assert read_settings({"DATABASE_URL": "sqlite:///data/a.db"}, project).database == project / "data" / "a.db"
    assert read_settings({"DATABASE_URL": "sqlite:////var/lib/a.db"}, project).database == Path("/var/lib/a.db")
    assert read_settings({"DATABASE_URL": "sqlite:///un%20deux.db"}, project).database == project / "un deux.db"


def test_the_content_file_is_found_from_the_project(project: Path) -> None:
    assert read_settings({"CONTENT": "content.toml"}, project).content == project / "content.toml"
    assert read_settings({"CONTENT": str(project / "content.toml")}, project).content == project / "content.toml"


@pytest.mark.parametrize(
    ("url", "host", "port", "tls", "user", "password"),
    [
        ("smtp://mail.exemple.fr", "mail.exemple.fr", 587, False, "", ""),
        ("smtps://mail.exemple.fr", "mail.exemple.fr", 465, True, "", ""),
        ("smtp://a%40b.fr:p%40ss@mail.exemple.fr:2525", "mail.exemple.fr", 2525, False, "a@b.fr", "p@ss"),
    ],
)
def test_smtp_url(project: Path, url: str, host: str, port: int, tls: bool, user: str, password: str) -> None:
    smtp = read_settings({"SMTP_URL": url}, project).smtp
    assert smtp is not None
    assert (smtp.host, smtp.port, smtp.tls, smtp.user, smtp.password) == (host, port, tls, user, password)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOST", "http://localhost"),
        ("HOST", "a b"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "huit mille"),
        ("PORT", "8000.0"),
        ("PORT", "-1"),
        ("PORT", "٨٠"),
        ("WORKERS", "2"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "sqlite:///a.db?mode=ro"),
        ("DATABASE_URL", "sqlite:///folder/"),
        ("CONTENT", "absent.toml"),
        ("CONTENT", "."),
        ("FRAME_ANCESTORS", "*"),
        ("FRAME_ANCESTORS", "aract.fr"),
        ("FRAME_ANCESTORS", "https://aract.fr/page"),
        ("FRAME_ANCESTORS", "https://*.fr"),
        ("FRAME_ANCESTORS", "https://a.*.fr"),
        ("FRAME_ANCESTORS", "https://aract.fr; script-src *"),
        ("FRAME_ANCESTORS", "https://aract.fr, https://autre.fr"),
        ("FRAME_ANCESTORS", "'self'"),
        ("FRAME_ANCESTORS", "https://user@aract.fr"),
        ("FRAME_ANCESTORS", "https://aract.fr:99999"),
        ("TRUSTED_PROXIES", "11"),
        ("TRUSTED_PROXIES", "oui"),
        ("PUBLIC_URL", "diagnostic.exemple.fr"),
        ("PUBLIC_URL", "https://exemple.fr/appui?page=1"),
        ("PUBLIC_URL", "https://exemple.fr/../appui"),
        ("PUBLIC_URL", "https://*.exemple.fr"),
        ("PUBLIC_URL", "javascript:alert(1)"),
        ("MAIL_TO", "personne"),
        ("MAIL_TO", "a@exemple.fr b"),
        ("MAIL_FROM", "a@exemple.fr b@exemple.fr"),
        ("ACCESSIBILITY_STATUS", "parfaite"),
        ("PUBLISHER", "x" * 501),
        ("CONTACT_PHONE", "demandez Claire"),
        ("CONTACT_EMAIL", "claire@@exemple"),
        ("PUBLISHER", "deux\nlignes"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_accepted_on_one_line(project: Path, name: str, value: str) -> None:
    with pytest.raises(SettingError) as refusal:
        read_settings({name: value}, project)
    line = str(refusal.value)
    assert line.startswith(f"{name}={value!r} is not accepted: ")
    assert "\n" not in line
    assert len(line) > len(f"{name}={value!r} is not accepted: .")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "motdepasse"),
        ("SMTP_URL", "imap://moi:motdepasse@exemple.fr"),
        ("SMTP_URL", "smtp://moi:motdepasse@exemple.fr:port"),
        ("SMTP_URL", "smtp://moi:motdepasse@exemple.fr/chemin"),
    ],
)
def test_a_wrong_secret_is_refused_without_being_shown(project: Path, name: str, value: str) -> None:
    with pytest.raises(SettingError) as refusal:
        read_settings({name: value}, project)
    assert str(refusal.value).startswith(f"{name}='…' is not accepted: ")
    assert "motdepasse" not in str(refusal.value)


def test_no_password_shows_when_settings_are_printed(project: Path) -> None:
    settings = read_settings({"SECRET_KEY": KEY, "SMTP_URL": "smtp://moi:motdepasse@exemple.fr"}, project)
    assert KEY not in repr(settings)
    assert "motdepasse" not in repr(settings)


def test_each_fact_about_the_operator_is_warned_about_until_it_is_set(project: Path) -> None:
    warned = [line.split()[0] for line in read_settings({}, project).warnings]
    assert warned == [*OPERATOR_FACTS, "CONTACT_NAME", "CONTACT_PHONE", "CONTACT_EMAIL", "CONTACT_HOURS"]
    known = dict.fromkeys(OPERATOR_FACTS, "Aract") | {"ACCESSIBILITY_STATUS": "partiellement conforme"}
    settings = read_settings({**known, **WHOM_TO_ASK}, project)
    assert settings.warnings == ()
    assert settings.contact.line == "Claire Exemple, 04 72 00 00 00, claire@exemple.fr, du lundi au jeudi"
    assert settings.contact.dialled == "0472000000"
    assert settings.operator.hosting == "Aract"
    assert settings.operator.accessibility_status == "partiellement conforme"


def test_mail_comes_from_the_first_recipient_unless_said_otherwise(project: Path) -> None:
    assert read_settings({"MAIL_TO": "a@exemple.fr b@exemple.fr"}, project).mail_from == "a@exemple.fr"


def test_the_secret_key_is_made_once_for_its_owner_alone(project: Path) -> None:
    first = read_settings({}, project).secret_key
    assert len(first) >= 32
    assert read_settings({}, project).secret_key == first
    kept = project / "instance" / "secret_key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert list(kept.parent.iterdir()) == [kept]


def test_programs_that_start_together_agree_on_the_secret_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: keep_secret_key(tmp_path / "instance"), range(32)))
    assert len(keys) == 1


def test_a_kept_key_that_was_cut_short_is_refused(project: Path) -> None:
    (project / "instance").mkdir()
    (project / "instance" / "secret_key").write_text("court")
    with pytest.raises(SettingError, match="delete the file"):
        read_settings({}, project)


def test_a_directory_that_cannot_keep_the_key_is_said(project: Path) -> None:
    (project / "instance").write_text("a file where the directory should be")
    with pytest.raises(SettingError, match=r"^SECRET_KEY='' is not accepted: it must be set"):
        read_settings({}, project)
