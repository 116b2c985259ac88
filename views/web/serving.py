"""Serving: waitress in one process, the mail and the purge in threads of their own, an orderly end on SIGTERM."""

from __future__ import annotations

import gc
import signal
import sys
from types import FrameType

from flask import Flask

from models.service.housekeeping import Housekeeper
from models.service.settings import Settings
from views.web.library import Library
from views.web.mailing import open_post_office
from views.web.throttle import STAFF_BODY

WAITRESS = {
    "threads": 4,
    "connection_limit": 2000,
    "asyncore_use_poll": True,
    "channel_timeout": 30,
    "ident": None,
}
"""How waitress serves: idle connections (closed after 30 seconds), slow headers and slow bodies block nobody."""


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
            # Well above Flask's own limit: waitress would refuse in English.
            max_request_body_size=8 * STAFF_BODY,
            # What proxies say is for `behind_proxies` to read: waitress would take it away first.
            clear_untrusted_proxy_headers=not settings.trusted_proxies,
            **WAITRESS,
        )
    except OSError as reason:
        print(f"PORT={settings.port} can't be listened on: {reason.strerror}. Choose another.", file=sys.stderr)  # noqa: T201
        return 2
    library: Library = app.extensions["library"]
    signal.signal(signal.SIGTERM, _leave)
    office, housekeeper = open_post_office(app, settings), Housekeeper(lambda: library.running.questionnaire.retention)
    housekeeper.start()
    gc.collect()
    gc.freeze()  # what was loaded at the start stays: no need to look through it again and again while serving
    print(f"http://{settings.host}:{settings.port}/", flush=True)  # noqa: T201
    server.run()
    housekeeper.stop()
    if office is not None:
        office.stop()
    return 0
