"""Static files: copied once into one directory named after their content's hash, then served without change.

The hash is in the directory and not in each name, so that imports between modules and `url()` in a style sheet keep
working. The style sheets of a layer, and the scripts of every page, are written as several files and sent as one.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import brotli
from whitenoise import WhiteNoise

if TYPE_CHECKING:
    from wsgiref.headers import Headers
    from wsgiref.types import WSGIApplication

_RECIPE = b"2"
"""Raised when the copying itself changes, so that directories made by an older program aren't taken for ours."""

_BUNDLES = {"css/public/": "css/site.css", "css/staff/": "css/staff.css", "js/journey/": "js/journey.js"}
"""Folder of style sheets or scripts → the one file they become, in the order of their names: one request each on a
first visit. `url()` is relative to the latter; the scripts of a folder share one module, hence each name once."""

_COMPRESSED = frozenset({".css", ".js", ".svg", ".json", ".txt", ".ico", ".webmanifest"})
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_LEADING_BLANKS = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)
_AROUND_SIGNS = re.compile(r"\s*([{};,])\s*")
_LINE_COMMENT = re.compile(r"^[ \t]*//[^\n]*\n|(?<=[;{])[ \t]+// [^\n]*$", re.MULTILINE)
"""A comment that has its line, or ends one: no string of ours looks so."""


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """The directory that was made, and the address it is served under (`/static/<hash>/`)."""

    folder: Path
    prefix: str
    names: frozenset[str]

    def asset(self, name: str) -> str:
        """The address of a static file, such as `css/site.css`; raises KeyError where there is none of that name."""
        if name not in self.names:
            raise KeyError(f"no static file {name!r}; there are: {', '.join(sorted(self.names))}")
        return self.prefix + name

    def in_front_of(self, application: WSGIApplication) -> WSGIApplication:
        """The application, with these files answered before it is asked."""
        in_front: WSGIApplication = WhiteNoise(
            application,
            root=self.folder,
            prefix=self.prefix,
            max_age=WhiteNoise.FOREVER,
            immutable_file_test=lambda _path, _url: True,
            add_headers_function=_add_security_headers,
        )
        return in_front


def build_static_files(source: Path, builds: Path) -> StaticFiles:
    """The files of `source`, ready to serve from a directory of `builds`, made if it isn't there yet.

    Safe when several programs start at once: each builds aside, and the first to put its directory in place wins.
    """
    contents = dict(_bundled(_sources(source)))
    digest = hashlib.sha256(_RECIPE)
    for name, data in sorted(contents.items()):
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    version = digest.hexdigest()[:16]
    folder = builds / version
    if not folder.is_dir():
        _build(contents, folder)
    return StaticFiles(folder, f"/static/{version}/", frozenset(contents))


def _sources(source: Path) -> Iterable[tuple[str, bytes]]:
    for path in sorted(source.rglob("*")):
        name = path.relative_to(source).as_posix()
        if path.is_file() and not any(part.startswith(".") for part in name.split("/")):
            yield name, path.read_bytes()


def _bundled(files: Iterable[tuple[str, bytes]]) -> Iterable[tuple[str, bytes]]:
    bundles: dict[str, list[str]] = {}
    for name, data in files:
        bundle = next((target for folder, target in _BUNDLES.items() if name.startswith(folder)), None)
        if bundle is None:
            yield name, data
        elif Path(name).suffix == Path(bundle).suffix:
            text = data.decode("utf-8")
            bundles.setdefault(bundle, []).append(_sheet(text) if name.endswith(".css") else _script(text))
    for name, pieces in bundles.items():
        yield name, "".join(pieces).encode()


def _sheet(written: str) -> str:
    """A style sheet without what browsers don't read."""
    return _AROUND_SIGNS.sub(r"\1", _COMMENT.sub("", written)).replace(";}", "}").replace(": ", ":")


def _script(written: str) -> str:
    """A script without its comments and indentation."""
    return _LEADING_BLANKS.sub("", _LINE_COMMENT.sub("", written))


def _build(contents: dict[str, bytes], folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".building-", dir=folder.parent))
    try:
        for name, data in contents.items():
            _write(draft / name, data)
            if Path(name).suffix in _COMPRESSED:
                smaller = brotli.compress(data, quality=11)
                if len(smaller) < len(data):
                    _write(draft / f"{name}.br", smaller)
        draft.chmod(0o755)
        _put_in_place(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _write(path: Path, data: bytes) -> None:
    # Synced, because a directory that is there is taken as whole ever after: a power cut must not leave it incomplete.
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _put_in_place(draft: Path, folder: Path) -> None:
    try:
        draft.rename(folder)
    except OSError:
        if not folder.is_dir():  # anything but another program having been quicker
            raise


def _add_security_headers(headers: Headers, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    headers["Referrer-Policy"] = "no-referrer"
