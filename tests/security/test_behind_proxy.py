"""The real program told by a proxy who asks: HTTPS, the cookie, the limits, the name it answers to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

import pytest

from models.service.settings import read_settings
from tests.server import Server
from views.web.proxies import readable_address

pytestmark = pytest.mark.slow  # the program starts at each

NAME = "diagnostic.exemple.fr"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path, {"TRUSTED_PROXIES": "1", "PUBLIC_URL": f"https://{NAME}"}).start()
    yield server
    server.kill()


def ask(
    server: Server, path: str, visitor: str = "203.0.113.9", *, fields: Mapping[str, str] | None = None, **headers: str
) -> tuple[HTTPResponse, str]:
    """One request as a proxy hands it on; the answer and its text."""
    told = {"Host": NAME, "X-Forwarded-For": visitor, "X-Forwarded-Proto": "https", "X-Forwarded-Host": NAME}
    sent = {**told, **{name.replace("_", "-"): value for name, value in headers.items()}}
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
        if fields is None:
            connection.request("GET", path, headers=sent)
        else:
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", path, urlencode(fields), {**sent, **form})
        answer = connection.getresponse()
        return answer, answer.read().decode()


class Guesser:
    """Somebody who types wrong passwords."""

    def __init__(self, server: Server, visitor: str) -> None:
        self.server = server
        answer, page = ask(server, "/pilotage/connexion", visitor)
        self.cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert found
        self.token = found[1]

    def guess(self, visitor: str) -> int:
        """One wrong password from there; the status."""
        fields = {"csrf_token": self.token, "email": "camille@aract.example", "password": "wrong"}
        headers = {"Cookie": self.cookie, "Referer": f"https://{NAME}/pilotage/connexion"}
        return ask(self.server, "/pilotage/connexion", visitor, fields=fields, **headers)[0].status


def test_https_is_known_by_its_headers_and_the_cookie_is_bound_to_the_host(server: Server) -> None:
    answer, _ = ask(server, "/pilotage/connexion")
    assert answer.getheader("Strict-Transport-Security") == "max-age=31536000; includeSubDomains"
    cookie = answer.getheader("Set-Cookie") or ""
    assert cookie.startswith("__Host-pilotage=")
    assert {"Secure", "HttpOnly", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert ask(server, "/", X_Forwarded_Proto="http")[0].getheader("Strict-Transport-Security") is None


def test_a_stranger_s_wrong_passwords_lock_nobody_else_out_and_inventing_addresses_helps_nobody(
    server: Server,
) -> None:
    guesser = Guesser(server, "203.0.113.66")
    assert [guesser.guess("203.0.113.66") for _ in range(5)] == [422] * 4 + [429]
    assert guesser.guess("198.51.100.7, 203.0.113.66") == 429, "what stands left of the proxy's word is the visitor's"
    assert guesser.guess('"198.51.100.7, 203.0.113.66') == 429, "nor does a quote swallow the proxy's word"
    assert Guesser(server, "203.0.113.9").guess("203.0.113.9") == 422
    neighbour = Guesser(server, "2001:db8:0:1::1")
    assert [neighbour.guess(f"2001:db8:0:1::{number:x}") for number in range(1, 6)] == [422] * 4 + [429]
    assert neighbour.guess("2001:db8:0:2::1") == 422


def test_letters_are_counted_for_each_visitor(server: Server) -> None:
    """Thirty assessments with a letter each are all one address may ask for in an hour."""
    statuses = []
    for _ in range(31):
        begun, _ = ask(server, "/diagnostics", "203.0.113.66", fields={})
        address = begun.getheader("Location") or ""
        statuses.append(ask(server, f"{address}/reprendre", "203.0.113.66", fields={"email": "v@exemple.fr"})[0].status)
    assert 429 not in statuses[:5]
    assert statuses[-1] == 429
    begun, _ = ask(server, "/diagnostics", "203.0.113.9", fields={})
    letter = {"email": "lea@exemple.fr"}
    assert ask(server, f"{begun.getheader('Location')}/reprendre", "203.0.113.9", fields=letter)[0].status == 303


def test_another_name_is_refused_in_words_and_gets_into_no_page(server: Server) -> None:
    for name in ("evil.example", f"{NAME}.evil.example", "203.0.113.9", "localhost", ""):
        answer, page = ask(server, "/", Host=name, X_Forwarded_Host=name)
        assert (answer.status, "evil" in page) == (400, False), name
        assert f"Le service se trouve à l’adresse https://{NAME}." in page
    assert ask(server, "/", Host=f"{NAME}:443", X_Forwarded_Host=f"{NAME}.")[0].status == 200
    assert ask(server, "/sante", Host="10.0.0.7", X_Forwarded_Host="10.0.0.7")[0].status == 200
    assert "faire son travail" not in server.command("probe"), "the machine's own tools ask by its own address"


def test_without_a_proxy_nobody_is_believed(tmp_path: Path) -> None:
    server = Server(tmp_path, {"PUBLIC_URL": f"https://{NAME}"}).start()
    try:
        for own in ("192.168.1.20:8000", "portable:8000", "portable.lan"):
            answer, _ = ask(server, "/", Host=own, X_Forwarded_Host="evil.example")
            assert (answer.status, answer.getheader("Strict-Transport-Security")) == (200, None), own
        assert ask(server, "/", Host="evil.example")[0].status == 400
    finally:
        server.kill()


def test_behind_a_proxy_the_public_address_must_be_told(tmp_path: Path) -> None:
    with pytest.raises(match=r"^PUBLIC_URL='' is not accepted: behind a proxy[^\n]*\.$"):
        read_settings({"TRUSTED_PROXIES": "1"}, tmp_path)
    assert read_settings({"TRUSTED_PROXIES": "2", "PUBLIC_URL": "https://a.fr"}, tmp_path).trusted_proxies == 2


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("203.0.113.9:4711", "203.0.113.9"),
        ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("_hidden", "unknown"),
        ('"203.0.113.9', "unknown"),
    ],
)
def test_the_ways_proxies_write_an_address(told: str, read: str) -> None:
    assert readable_address(told) == read
