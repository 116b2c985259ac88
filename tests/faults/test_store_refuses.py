"""A full disk, a read-only file, a lock that lasts: said in words, what was typed kept, and a retry that works."""

from __future__ import annotations

import ctypes
import os
import resource
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import html

from tests.bench.wire import Answer, Wire, local_path
from tests.faults.reading import faults_of_file, heading, is_whole_page, stored_answers
from tests.journeys import ANSWERS, COMPANY
from tests.server import Server

Fault = Callable[[Server], AbstractContextManager[None]]

CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, PR_CAPBSET_DROP = 1, 2, 24


@contextmanager
def full_disk(server: Server) -> Iterator[None]:
    """No file of the process can grow any more (a limit that Linux lets be set from outside, and lifted)."""
    assert server.process
    before = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (4096, before[1]))
    yield
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def read_only(server: Server) -> Iterator[None]:
    """The files may be read and not written, from before the serving threads open them."""
    files = [path for path in server.folder.iterdir() if path.name.startswith(server.database.name)]
    assert len(files) == 3, files
    for path in files:
        path.chmod(0o444)
    yield
    for path in files:
        path.chmod(0o644)


@contextmanager
def locked(server: Server) -> Iterator[None]:
    """Another program holds the file's lock for longer than the program waits."""
    with closing(sqlite3.connect(server.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def obey_permissions() -> None:
    """In the child, before the program: even root then obeys a file's permissions."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None)
        for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
            libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)


def half_way(server: Server) -> str:
    """The address of a visit whose company is known but for the sector."""
    with Wire(server.port) as wire:
        address = local_path(wire.post("/diagnostics", {}).headers["location"])
        for key in ("territoire", "structure"):
            assert wire.post(f"{address}/questions/{key}", {key: str(COMPANY[key])}).status == 303
    return address


def post_both_ways(server: Server, path: str, fields: dict[str, str]) -> list[Answer]:
    """The same form sent plainly and by htmx, at once: where a lock is waited for, one wait is enough."""

    def post(*, htmx: bool) -> Answer:
        with Wire(server.port) as wire:
            return wire.post(path, fields, htmx=htmx)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda htmx: post(htmx=htmx), (False, True)))


@pytest.mark.parametrize("fault", [full_disk, read_only, locked])
def test_what_was_typed_is_kept_and_a_retry_works(
    fault: Fault, start_server: Callable[..., Server], dial: Callable[[Server], Wire]
) -> None:
    first = start_server()
    address = half_way(first)
    first.stop()
    server = start_server(before=obey_permissions)
    question = f"{address}/questions/effectif"
    wire = dial(server)
    with fault(server):
        assert wire.get(question).status == 200, "reading goes on"
        page, fragment = post_both_ways(server, question, {"effectif": "4 812"})
        for shown in (page, fragment):
            assert shown.status == 503
            assert shown.headers["retry-after"] == "30"
            assert shown.headers["x-request-id"]
            tree = html.document_fromstring(shown.body.decode())
            assert tree.xpath("string(//*[@id='field-effectif']/@value)") == "4 812"
            assert "réessayez dans une minute" in str(tree.xpath("string(//*[@id='error-effectif'])"))
        assert is_whole_page(page)
        assert not is_whole_page(fragment)
        assert "hx-push-url" not in fragment.headers
        page, fragment = post_both_ways(server, "/diagnostics", {})
        assert {page.status, fragment.status} == {503}
        assert (is_whole_page(page), is_whole_page(fragment)) == (True, False)
        assert heading(page) == heading(fragment) == "Le service ne peut pas enregistrer pour l’instant"
        assert page.headers["x-request-id"] in page.body.decode()
        assert wire.get("/sante").status == 503
        assert "effectif" not in kept_of(server, address), "nothing half-written"
    assert wire.post(question, {"effectif": "4 812"}).status == 303
    assert kept_of(server, address)["effectif"] == "4812"
    assert wire.get("/sante").status == 200
    assert faults_of_file(server.database) == []
    assert address.rsplit("/", 1)[1] not in server.log


def kept_of(server: Server, address: str) -> dict[str, str]:
    """The answers of a visit, as the file holds them."""
    token = address.rsplit("/", 1)[1]
    return {key: value for (_, key), value in stored_answers(server.database, {token}).items()}


def test_a_long_text_typed_in_the_contact_form_is_kept_too(server: Server, dial: Callable[[Server], Wire]) -> None:
    address = urlsplit(server.assessment(ANSWERS, finish=True)).path
    typed = {
        "nom": "Léa Roche",
        "email": "lea@exemple.fr",
        "entreprise": "Menuiserie Roche",
        "siret": "732 829 320 00074",
        "code_postal": "07000",
        "projet": "Un long récit, écrit avec soin. " * 20,
    }
    with full_disk(server):
        page, fragment = post_both_ways(server, f"{address}/contact", typed)
        for shown in (page, fragment):
            assert shown.status == 503
            assert "Un long récit, écrit avec soin." in shown.body.decode()
            assert "réessayez dans une minute" in shown.body.decode()
    assert dial(server).post(f"{address}/contact", typed).status == 303


def test_a_database_that_cannot_be_written_stops_the_start_in_words(
    tmp_path: Path, start_server: Callable[..., Server]
) -> None:
    start_server().stop()
    (tmp_path / "diagnostics.db").chmod(0o444)
    with pytest.raises(RuntimeError, match=r"(?s)stopped with 2.*DATABASE_URL"):
        start_server(before=obey_permissions)


def test_a_database_of_a_newer_program_is_refused_and_left_alone(
    tmp_path: Path, start_server: Callable[..., Server]
) -> None:
    start_server().stop()
    path = tmp_path / "diagnostics.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO schema_migration (name, applied) VALUES ('9999_later', 0)")
    before = path.read_bytes()
    with pytest.raises(RuntimeError, match=r"(?s)stopped with 2.*schéma 9999.*version plus récente"):
        start_server()
    assert path.read_bytes() == before
