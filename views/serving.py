"""Serving: waitress in one process, the mail and the purge in threads of their own, an orderly end on SIGTERM."""

from __future__ import annotations

import signal
import sys
from types import FrameType

from flask import Flask

from views.mail import open_post_office
from views.settings import Settings
from views.upkeep import Housekeeper

THREADS = 4
CONNECTIONS = 2000
IDLE_SECONDS = 30


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """On SIGTERM: no new request; waitress finishes those in flight."""
    raise SystemExit(0)


def serve(app: Flask, settings: Settings) -> int:
    """Serve until told to stop; the process's exit status (2 where the port can't be listened on)."""
    from waitress import create_server

    try:
        server = create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=THREADS,
            connection_limit=CONNECTIONS,
            asyncore_use_poll=True,
            channel_timeout=IDLE_SECONDS,
            # Well above Flask's own limit: waitress would refuse in English.
            max_request_body_size=8 * app.config["MAX_CONTENT_LENGTH"],
            ident=None,
        )
    except OSError as reason:
        print(f"PORT={settings.port} can't be listened on: {reason.strerror}. Choose another.", file=sys.stderr)  # noqa: T201
        return 2
    signal.signal(signal.SIGTERM, _leave)
    office, housekeeper = open_post_office(app, settings), Housekeeper(app)
    housekeeper.start()
    print(f"http://{settings.host}:{settings.port}/", flush=True)  # noqa: T201
    server.run()
    housekeeper.stop()
    if office is not None:
        office.stop()
    return 0
