"""Static files: copied once under their content's hash, compressed beforehand, kept for ever by browsers."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import brotli
import pytest
from werkzeug.test import Client

from views.web.static_files import StaticFiles, build_static_files


@pytest.fixture
def source(tmp_path: Path) -> Path:
    files = {
        "css/public/20-page.css": "/* ours */\nmain {\n  color: red;\n}\n",
        "css/public/10-tokens.css": ":root { --ink: #1c2b2a; }\n",
        "css/staff/10-list.css": "table { width: 100%; }\n",
        "js/step.js": "export const step = 1;\n" * 20,
        "fonts/text.woff2": "not really a font",
        ".DS_Store": "left by a desktop",
    }
    for name, text in files.items():
        path = tmp_path / "static" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "static"


@pytest.fixture
def built(source: Path, tmp_path: Path) -> StaticFiles:
    return build_static_files(source, tmp_path / "build")


@pytest.fixture
def browser(built: StaticFiles) -> Client:
    def nothing(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("404 NOT FOUND", [("Content-Type", "text/plain")])
        return [b"the application was asked"]

    return Client(built.in_front_of(nothing))


def test_the_sheets_of_a_layer_become_one_in_the_order_of_their_names(built: StaticFiles) -> None:
    site = (built.folder / "css" / "site.css").read_text()
    assert site == ":root{--ink:#1c2b2a}main{color:red}"
    assert (built.folder / "css" / "staff.css").read_text() == "table{width:100%}"
    assert built.names == {"css/site.css", "css/staff.css", "js/step.js", "fonts/text.woff2"}


def test_files_are_served_for_ever_with_brotli_to_those_who_read_it(built: StaticFiles, browser: Client) -> None:
    with browser.get(built.asset("js/step.js"), buffered=True) as plain:
        plain.get_data()
    with browser.get(built.asset("js/step.js"), headers={"Accept-Encoding": "gzip, br"}, buffered=True) as small:
        small.get_data()
    assert plain.status_code == small.status_code == 200
    assert "immutable" in plain.headers["Cache-Control"]
    assert plain.headers["X-Content-Type-Options"] == "nosniff"
    assert plain.headers["Access-Control-Allow-Origin"] == "*"
    assert small.headers["Content-Encoding"] == "br"
    assert "Accept-Encoding" in small.headers["Vary"]
    assert brotli.decompress(small.data) == plain.data


def test_other_addresses_go_to_the_application(built: StaticFiles, browser: Client) -> None:
    for address in ["/", "/static/", "/static/0000000000000000/js/step.js", f"{built.prefix}../secret_key"]:
        assert browser.get(address).data == b"the application was asked"


def test_an_unknown_name_is_an_error_of_the_template(built: StaticFiles) -> None:
    with pytest.raises(KeyError, match=r"css/site\.css"):
        built.asset("css/sites.css")


def test_one_changed_byte_changes_every_address(built: StaticFiles, source: Path, tmp_path: Path) -> None:
    (source / "js" / "step.js").write_text("export const step = 2;\n")
    changed = build_static_files(source, tmp_path / "build")
    assert changed.prefix != built.prefix
    assert built.folder.is_dir()


def test_what_is_built_is_not_built_again(built: StaticFiles, source: Path, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in built.folder.rglob("*")}
    assert build_static_files(source, tmp_path / "build") == built
    assert {path: path.stat().st_mtime_ns for path in built.folder.rglob("*")} == before


def test_programs_that_start_together_make_one_directory(source: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: build_static_files(source, tmp_path / "together"), range(16)))
    assert len(made) == 1
    assert [path.name for path in (tmp_path / "together").iterdir()] == [made.pop().folder.name]


def test_a_build_that_fails_leaves_nothing_behind(source: Path, tmp_path: Path) -> None:
    (source / "css" / "public" / "30-broken.css").write_bytes(b"\xff")
    with pytest.raises(UnicodeDecodeError):
        build_static_files(source, tmp_path / "build")
    assert not (tmp_path / "build").exists()
