"""Requests: the program's own addresses, fields and headers, filled with what nobody would type."""

from __future__ import annotations

import re
from collections.abc import Sequence
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

text = st.one_of(st.sampled_from(VALUES), st.sampled_from(VALUES), st.text(max_size=12))
header_text = st.one_of(
    st.sampled_from(HEADER_VALUES), st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=20)
)
headers = st.dictionaries(st.sampled_from(HEADERS), header_text, max_size=3)
fields = st.lists(st.tuples(st.one_of(st.sampled_from(NAMES), text), text), max_size=5)


@st.composite
def requests_to(draw: st.DrawFn, rules: Sequence[Rule], tokens: Sequence[str], csrf: str = "") -> Sent:
    """A request to one of these addresses, mostly well addressed and mostly ill filled."""
    rule = draw(st.sampled_from(rules))
    known = {"token": tokens, "code": (EVENT,), "key": tuple(ANSWERS)}
    path = rule.rule
    for argument in sorted(rule.arguments):
        right = known.get(argument, ("1", "2", "3"))
        value = draw(st.sampled_from(right)) if draw(st.integers(0, 5)) else draw(text)
        path = re.sub(rf"<(?:\w+:)?{argument}>", value.replace("\\", r"\\"), path)
    own = [each for each in rule.methods or () if each not in {"HEAD", "OPTIONS"}]
    method = draw(st.sampled_from(own)) if draw(st.integers(0, 4)) else draw(st.sampled_from(METHODS))
    given = draw(fields)
    if rule.endpoint.endswith(".answer") and draw(st.booleans()):
        given.append((path.rsplit("/", 1)[1], draw(text)))
    query = urlencode(draw(fields), errors="replace") if method == "GET" else draw(st.sampled_from(("", "pour=rappel")))
    sent = dict(draw(headers))
    if draw(st.booleans()):
        sent["HX-Request"] = "true"
    body = b""
    if method != "GET":
        if csrf:
            given.append(("csrf_token", csrf))
        sent["Content-Type"] = (
            draw(st.sampled_from(KINDS)) if draw(st.integers(0, 9)) else draw(st.sampled_from(OTHER_KINDS))
        )
        body = _body(given, sent["Content-Type"]) if draw(st.integers(0, 9)) else draw(st.binary(max_size=60))
    return Sent(method, path, query, sent, body)


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
