"""Behind nginx and behind Caddy: who visits is known, slow networks hurt nobody, and what proxies say is in French."""

from __future__ import annotations

import re
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.journeys import ANSWERS
from tests.proxies.conftest import DEPLOY, FORM, NAME, Proxy, running, tool
from tests.server import Server, free_port

SLOW = 1100
HTTPS_ONLY = "max-age=31536000; includeSubDomains"


@pytest.fixture
def many_files() -> Iterator[None]:
    """This process may open as many files as the machine lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def begin(proxy: Proxy, visitor: str = "127.0.0.9") -> str:
    """The path of a new assessment."""
    answer = proxy.ask("/diagnostics", {}, visitor)
    assert answer.status == 303
    return answer.headers["Location"].removeprefix(f"https://{NAME}")


def test_https_is_known_by_its_headers_and_the_cookie_is_bound_to_the_host(proxy: Proxy) -> None:
    page = proxy.ask("/pilotage/connexion")
    assert page.status == 200
    assert page.headers["Strict-Transport-Security"] == HTTPS_ONLY
    cookie = page.headers["Set-Cookie"]
    assert cookie.startswith("__Host-pilotage=")
    assert {"Secure", "HttpOnly", "Path=/"} <= {part.strip() for part in cookie.split(";")}


def test_a_stranger_s_wrong_passwords_lock_nobody_else_out_and_a_spoofed_address_changes_nothing(proxy: Proxy) -> None:
    page = proxy.ask("/pilotage/connexion")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert token
    fields = {"csrf_token": token[1], "email": "camille@aract.example", "password": "wrong"}
    own = {"Cookie": page.headers["Set-Cookie"].partition(";")[0], "Referer": f"https://{NAME}/pilotage/connexion"}

    def guess(visitor: str, **spoofed: str) -> int:
        headers = own | {name.replace("_", "-"): value for name, value in spoofed.items()}
        return proxy.ask("/pilotage/connexion", fields, visitor, headers).status

    assert [guess("127.0.0.66") for _ in range(5)] == [422] * 4 + [429]
    assert guess("127.0.0.66", X_Forwarded_For="198.51.100.7") == 429
    assert guess("127.0.0.66", X_Forwarded_For='"198.51.100.7', Forwarded="for=198.51.100.8") == 429
    assert guess("127.0.0.66", X_Real_IP="198.51.100.9", X_Forwarded_Proto="http", X_Forwarded_Host=NAME) == 429
    assert guess("127.0.0.10") == 422


def test_letters_are_counted_for_each_visitor(proxy: Proxy) -> None:
    statuses = [
        proxy.ask(f"{begin(proxy, '127.0.0.67')}/reprendre", {"email": "v@exemple.fr"}, "127.0.0.67").status
        for _ in range(31)
    ]
    assert (statuses[0], statuses[-1]) == (303, 429)
    assert proxy.ask(f"{begin(proxy)}/reprendre", {"email": "lea@exemple.fr"}).status == 303


def test_another_name_gets_no_page_of_ours(proxy: Proxy) -> None:
    for spoofed in ({"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}):
        shown = proxy.ask("/", headers=spoofed)
        assert "evil.example" not in shown.text
        assert shown.status in ({200, 400, 421} if "Host" in spoofed else {200})
        assert "question" not in shown.text or "Host" not in spoofed or shown.status != 200


def test_slow_bodies_wait_in_the_proxy_and_hurt_nobody(proxy: Proxy, server: Server, many_files: None) -> None:
    address = begin(proxy)
    body = b"territoire=07"
    head = f"POST {address}/questions/territoire HTTP/1.1\r\nHost: {NAME}\r\nContent-Type: {FORM}\r\n"
    slow = head.encode() + f"Content-Length: {len(body)}\r\n\r\n".encode() + body[:-5]
    assert server.process
    with ExitStack() as opened:
        bodies = [opened.enter_context(proxy.connect("127.0.0.68")) for _ in range(SLOW)]
        for connection in bodies:
            connection.sendall(slow)
        visit = begin(proxy)
        for key, value in ANSWERS.items():
            if isinstance(value, str):
                assert proxy.ask(f"{visit}/questions/{key}", {key: value}).status in {303, 422}, key
        assert proxy.ask("/sante").status == 200
        assert len(list(Path(f"/proc/{server.process.pid}/fd").iterdir())) < 100, "none has reached the program"
        bodies[0].sendall(body[-5:])
        assert bodies[0].recv(4096).startswith(b"HTTP/1.1 303 "), "and the slowest is answered too"


def test_a_body_too_large_for_the_program_is_refused_in_its_words_and_beyond_in_the_proxy_s(proxy: Proxy) -> None:
    address = begin(proxy)
    for size in (1_500_000, 3_000_000):
        shown = proxy.ask(f"{address}/questions/territoire", {"territoire": "x" * size})
        assert 400 <= shown.status < 500, size
        assert '<html lang="fr"' in shown.text, size


def test_when_the_program_is_down_the_page_is_in_french_and_logs_hold_no_address(
    kind: str, proxy: Proxy, folder_with_certificate: Callable[[], Path]
) -> None:
    visit = begin(proxy)
    key = visit.rpartition("/")[2]
    addresses = (visit, f"{visit}/questions/territoire?retour={key}", f"/partage/{key}", f"/?{key}", f"/borne/{key}")
    told = {"Referer": f"https://{NAME}{visit}", "Accept": "text/html"}
    for address in addresses:
        assert proxy.ask(address, headers=told).status < 500
    assert key not in proxy.logged
    with running(Proxy(kind, folder_with_certificate(), free_port())) as alone:
        for address in addresses:
            down = alone.ask(address, headers=told)
            assert down.status == 502
            assert '<html lang="fr">' in down.text
            assert "<h1>Le service est arrêté pour l’instant</h1>" in down.text
            assert down.headers["Retry-After"] == "30"
            assert down.headers["Cache-Control"] == "no-store"
            assert down.headers["Content-Type"].startswith("text/html")
        posted = alone.ask(f"{visit}/questions/territoire", {"territoire": "07"}, headers=told)
        assert (posted.status, "Le service est arrêté" in posted.text) == (502, True)
    assert "/diagnostics" in alone.logged
    assert key not in alone.logged


def test_the_caddyfile_is_as_caddy_would_write_it() -> None:
    shipped = DEPLOY / "Caddyfile"
    formatted = subprocess.run([tool("caddy"), "fmt", str(shipped)], capture_output=True, text=True, check=True)
    assert formatted.stdout == shipped.read_text()
