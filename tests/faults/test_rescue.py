"""The night's commands as a timer runs them, and a rescue rehearsed from the backup to the visitor, on both engines."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.journeys import ANSWERS
from tests.postgres import Server as Postgres
from tests.postgres import postgres
from tests.server import PROJECT, Server, free_port
from tests.service.smtp_servers import Mailbox, serving

OPERATOR = "astreinte@exemple.fr"
REGISTER = PROJECT / "instance" / "effaces"


def status_of(address: str) -> int:
    try:
        with urlopen(address) as answer:  # noqa: S310 — the test's own server
            return int(answer.status)
    except HTTPError as refused:
        refused.close()
        return refused.code


def erase(server: Server, address: str) -> None:
    assert server.post(f"{address.removeprefix(server.url)}/supprimer", {})[0] in {200, 303}


def test_a_file_is_put_back_from_the_folder_of_backups(start_server: Callable[..., Server], tmp_path: Path) -> None:
    server = start_server()
    kept, erased = (server.assessment(ANSWERS, finish=True) for _ in range(2))
    copies = tmp_path / "copies"
    copies.mkdir()
    old, other = copies / "diagnostics-2020-01-01T023000Z.db", copies / "diagnostics.txt"
    old.touch()
    os.utime(old, (0, 0))
    other.touch()
    said = server.command("backup", "--keep", "30", str(copies))
    assert "copie relue, 2\u00a0diagnostics." in said
    assert "Anciennes sauvegardes effacées : 1." in said
    (copy,) = copies.glob("diagnostics-*Z.db")
    assert other.exists()
    assert not old.exists()
    erase(server, erased)
    later = server.assessment(ANSWERS)
    assert "service" in server.complaint("restore", "--yes", str(copy)), "nothing is replaced under a running service"
    server.stop()
    assert "mise de côté : 1\u00a0diagnostic." in server.complaint("restore", str(copy))
    said = server.command("restore", "--yes", str(copy))
    assert "Base remise : 1\u00a0diagnostic," in said
    assert "Effacements refaits : 1." in said
    server.start()
    assert [status_of(each) for each in (kept, erased, later)] == [200, 404, 404]


@pytest.mark.postgresql
def test_a_server_s_database_is_put_back_as_deploy_says(start_server: Callable[..., Server], tmp_path: Path) -> None:
    with postgres("") as durable:
        server = start_server(DATABASE_URL=durable.url())
        kept, erased = (server.assessment(ANSWERS, finish=True) for _ in range(2))
        assert "pg_dump" in server.complaint("backup", str(tmp_path / "copy.db"))
        dump = tmp_path / "diagnostics.dump"
        dump.write_bytes(tool(durable, "pg_dump", "--format=custom", durable.url()))
        erase(server, erased)
        later = server.assessment(ANSWERS)
        register = tmp_path / "effaces"
        shutil.copyfile(REGISTER, register)
        server.stop()
        assert "pg_restore" in server.complaint("restore", str(dump))
        put_back = ("--clean", "--if-exists", "--single-transaction", "--dbname", durable.url())
        tool(durable, "pg_restore", *put_back, given=dump.read_bytes())
        assert "effacements refaits : 1." in server.command("purge", "--yes")
        server.start()
        assert [status_of(each) for each in (kept, erased, later)] == [200, 404, 404]
        server.stop()


def tool(durable: Postgres, name: str, *words: str, given: bytes = b"") -> bytes:
    """What one of PostgreSQL's own programs writes; they come with the server."""
    as_the_server = "nobody" if os.geteuid() == 0 else None
    done = subprocess.run(
        [durable.programs / name, *words], input=given, capture_output=True, user=as_the_server, cwd="/", check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def test_a_night_that_fails_is_told_by_mail_and_one_that_works_is_not(
    start_server: Callable[..., Server], tmp_path: Path
) -> None:
    mailbox, copies = Mailbox(), tmp_path / "copies"
    with serving(mailbox) as smtp:
        server = start_server(SMTP_URL=f"smtp://{smtp.host}:{smtp.port}", ALERT_TO=OPERATOR)
        server.command("backup", "--keep", "30", str(copies))
        server.command("purge")
        server.command("probe")
        assert mailbox.messages() == []
        (copy,) = copies.glob("*.db")
        server.complaint("backup", str(copy))
        (told,) = mailbox.messages()
        assert (told["To"], told["Subject"]) == (OPERATOR, "[appui-conseil] « flask backup » a échoué")
        assert "existe déjà" in told.get_content()
        server.stop()
        server.complaint("probe")
        (told,) = mailbox.messages()
        assert "ne fait pas son travail" in told.get_content()
        server.database.write_bytes(b"no database at all" * 1000)
        server.complaint("backup", "--keep", "30", str(copies))
        (told,) = mailbox.messages()
        assert "ne peut pas être lue" in told.get_content()


def test_an_alert_that_cannot_leave_is_said_where_the_command_was_typed(tmp_path: Path) -> None:
    nobody = f"smtp://127.0.0.1:{free_port()}"
    server = Server(tmp_path, {"SMTP_URL": nobody, "ALERT_TO": OPERATOR})
    said = server.complaint("probe")
    assert "L’alerte n’est pas partie : Le serveur est injoignable" in said
    assert "ne fait pas son travail" in said
