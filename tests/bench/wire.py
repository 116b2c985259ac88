"""A client that costs little: one kept connection, requests as bytes, answers read to their end."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlencode, urlsplit

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, header lines (names in lower case), body."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Wire:
    """A connection to a server on this machine, opened at the first request and kept."""

    port: int
    _socket: socket.socket | None = field(default=None, init=False)

    def post(self, path: str, fields: Mapping[str, str | list[str]], *, htmx: bool = False) -> Answer:
        """Send a form and read the answer; uncompressed, since none is asked for."""
        body = urlencode(fields, doseq=True)
        marks = "HX-Request: true\r\n" if htmx else ""
        return self.send(
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{marks}Content-Type: {FORM}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )

    def get(self, path: str) -> Answer:
        """Fetch a page."""
        return self.send(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())

    def send(self, request: bytes) -> Answer:
        """Send these bytes and read one answer, by its Content-Length."""
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._read()
        head, _, body = data.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        missing = int(headers.get("content-length", "0")) - len(body)
        while missing > 0:
            piece = self._read()
            body += piece
            missing -= len(piece)
        return Answer(int(status.split(" ")[1]), headers, body)

    def _read(self) -> bytes:
        assert self._socket
        piece = self._socket.recv(65536)
        if not piece:
            raise ConnectionResetError("the server closed the connection")
        return piece

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def local_path(location: str) -> str:
    """The path of an address."""
    return urlsplit(location).path
