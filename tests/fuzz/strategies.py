"""Requests: the program's own addresses, fields and headers, filled with what nobody would type."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from urllib.parse import quote, urlencode

from flask import Flask
from hypothesis import strategies as st
from werkzeug.routing import Rule

from tests.fuzz.world import PAYLOAD, Sent, field_names
from tests.journeys import ANSWERS
from tests.views.everywhere import EVENT

NASTY = (
    "", " ", "0", "-1", "1", "2", "3", "nsp", "9" * 30, "1e9", "NaN", "\x00", "\u202e\u200b", "\ud800", "😀" * 9,
    "é" * 300,
    f'"><script>{PAYLOAD} x=1>', f"'><img src={PAYLOAD} onerror=1>", f"{PAYLOAD}>", "{{7*7}}", "{% raw %}", "${7*7}",
    "=cmd|'/C calc'!A0", "@SUM(1)", "+1+1", "-2+3", "\t=1", "'; DROP TABLE answer; --", '" OR ""="', "%' OR 1=1 --",
    "../../../etc/passwd", "..%2f..%2fapp.py", "file:///etc/passwd", "https://ailleurs.example/", "//ailleurs.example",
    "javascript:alert(1)", "a\r\nX-Injected: 1", "%0d%0aX-Injected: 1", "aujourd’hui", "2026-02-31", "9999-12-31",
    "0001-01-01", "true", "on", "[]", "{}", "null", "1 200", "|", "|a|", "NULL", "a" * 5000, "٤٨", "1\u202f200",
    "lea@exemple.fr", "a@b", "06 12 34 56 78", "732 829 320 00074", "07000", "rappel", "candidature", "oui",
)  # fmt: skip
VALUES: Sequence[str] = (
    *NASTY,
    *{each for value in ANSWERS.values() for each in ([value] if isinstance(value, str) else value)},
)
METHODS = (
    "GET",
    "POST",
    "POST",
    "POST",
    "HEAD",
    "PUT",
    "DELETE",
    "PATCH",
    "OPTIONS",
    "TRACE",
    "get",
    "X-Y",
    "PROPFIND",
)
HEADERS = (
    "HX-Request", "HX-History-Restore-Request", "HX-Current-URL", "HX-Target", "HX-Trigger", "Accept-Encoding",
    "Accept", "Accept-Language", "Cookie", "Referer", "Origin", "If-None-Match", "If-Modified-Since", "Range", "Host",
    "User-Agent",
    "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Content-Encoding", "Transfer-Encoding", "Expect",
    "X-HTTP-Method-Override", "X-CSRFToken", "Content-Range", "Authorization", "Forwarded", "Sec-Fetch-Site",
)  # fmt: skip
HEADER_VALUES = (
    "true",
    "false",
    "",
    "1",
    "br",
    "gzip;q=0, br;q=9",
    "bytes=0-,",
    "null",
    "http://[",
    "a, b;=c",
    "*",
    "\xff",
    "::1",
)
BOUNDARY = "----limite"
KINDS = ("application/x-www-form-urlencoded", f"multipart/form-data; boundary={BOUNDARY}")
OTHER_KINDS = (
    "application/json",
    "text/xml",
    "multipart/form-data",
    "application/x-www-form-urlencoded; charset=\xff",
    "",
    "a/b;;=",
)
NAMES = field_names()

odd_texts = st.lists(st.text(max_size=12), min_size=12, max_size=12)
odd_headers = st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=20), min_size=4, max_size=4)
odd_bodies = st.lists(st.binary(max_size=60), min_size=3, max_size=3)


@dataclass(frozen=True, slots=True)
class Composer:
    """Makes requests to some addresses, mostly well addressed and mostly ill filled, out of what was drawn."""

    rules: Sequence[Rule]
    tokens: Sequence[str]
    csrf: str
    texts: Sequence[str]
    header_texts: Sequence[str]
    bodies: Sequence[bytes]
    chance: Random

    def request(self) -> Sent:
        """The next one."""
        chance, rule = self.chance, self.chance.choice(self.rules)
        path = self._path(rule)
        own = [each for each in rule.methods or () if each not in {"HEAD", "OPTIONS"}]
        method = chance.choice(own if chance.random() < 0.8 else METHODS)
        headers = {self.pick(HEADERS): self._header() for _ in range(chance.randrange(4))}
        if chance.random() < 0.5:
            headers["HX-Request"] = "true"
        if method == "GET":
            return Sent(method, path, urlencode(self._fields(), errors="replace"), headers)
        given = self._fields()
        if rule.endpoint.endswith(".answer") and chance.random() < 0.6:
            given.append((path.rsplit("/", 1)[1], self._text()))
        if self.csrf:
            given.append(("csrf_token", self.csrf))
        headers["Content-Type"] = kind = self.pick(KINDS if chance.random() < 0.9 else OTHER_KINDS)
        body = _body(given, kind) if chance.random() < 0.9 else chance.choice(self.bodies)
        return Sent(method, path, self.pick(("", "pour=rappel", "pour=candidature")), headers, body)

    def pick(self, among: Sequence[str]) -> str:
        """One of them."""
        return self.chance.choice(among)

    def _text(self) -> str:
        return self.pick(VALUES if self.chance.random() < 0.7 else self.texts)

    def _header(self) -> str:
        return self.pick(HEADER_VALUES if self.chance.random() < 0.7 else self.header_texts)

    def _fields(self) -> list[tuple[str, str]]:
        names = [
            self.pick(NAMES) if self.chance.random() < 0.9 else self._text() for _ in range(self.chance.randrange(6))
        ]
        return [(name, self._text()) for name in names]

    def _path(self, rule: Rule) -> str:
        known = {"token": self.tokens, "code": (EVENT,), "key": tuple(ANSWERS)}
        path = rule.rule
        for argument in sorted(rule.arguments):
            right = self.chance.random() < 0.85
            value = self.pick(known.get(argument, ("1", "2", "3"))) if right else self._text()
            path = re.sub(rf"<(?:\w+:)?{argument}>", value.replace("\\", r"\\"), path)
        return path


def composers(rules: Sequence[Rule], tokens: Sequence[str], csrf: str = "") -> st.SearchStrategy[Composer]:
    """Composers for these addresses. What they are made of is drawn; how it is put together is chance, by a drawn seed,
    since drawing each piece would cost more than answering the request.
    """
    seeds = st.integers(0, 2**64).map(Random)
    return st.builds(
        Composer, st.just(rules), st.just(tokens), st.just(csrf), odd_texts, odd_headers, odd_bodies, seeds
    )


def _body(given: list[tuple[str, str]], kind: str) -> bytes:
    if kind == KINDS[1]:
        parts = "".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{quote(name, errors="replace")}"\r\n\r\n{value}\r\n'
            for name, value in given
        )
        return f"{parts}--{BOUNDARY}--\r\n".encode("utf-8", "replace")
    return urlencode(given, errors="replace").encode()


def rules_of(app: Flask, *, staff: bool) -> list[Rule]:
    """The addresses of the back-office, or all the others."""
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/pilotage") == staff]
