"""The floor a step is measured against: the least a Flask view can do that stores one answer and shows a page.

`python -m tests.bench.floor FOLDER` serves it as the program is served, and prints its address.
"""

from __future__ import annotations

import logging
import sqlite3
import sys
import threading
from pathlib import Path

from flask import Flask, Response, request
from waitress import create_server

from tests.server import free_port
from views.web.security import fixed_headers
from views.web.serving import WAITRESS

PAGE = "<p>La même page, toujours.</p>\n".ljust(4000, ".")
"""4 kB of constant HTML."""


def create_floor(database: Path) -> Flask:
    """An application with one view: a form's field is parsed, a row committed, a constant page returned."""
    app = Flask("floor", static_folder=None)
    kept = threading.local()
    headers = fixed_headers(frames="'none'", ancestors="'none'")
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA journal_mode = wal")
        connection.execute("CREATE TABLE IF NOT EXISTS answer (id INTEGER PRIMARY KEY, value TEXT NOT NULL)")

    def connection_of_thread() -> sqlite3.Connection:
        if not hasattr(kept, "connection"):
            kept.connection = sqlite3.connect(database, isolation_level=None)
            kept.connection.execute("PRAGMA synchronous = full")
        return kept.connection  # type: ignore[no-any-return]

    @app.post("/answer")
    def _answer() -> Response:
        connection_of_thread().execute("INSERT INTO answer (value) VALUES (?)", (request.form["value"],))
        return Response(PAGE, headers=headers)

    return app


def main() -> None:
    """Serve until ended from outside."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    port = free_port()
    server = create_server(
        create_floor(Path(sys.argv[1]) / "floor.db"),
        host="127.0.0.1",
        port=port,
        max_request_body_size=2**23,
        **WAITRESS,
    )
    print(f"http://127.0.0.1:{port}/", flush=True)
    server.run()


if __name__ == "__main__":
    main()
