"""Serving: waitress in each process, the mail and the purge in threads of their own, an orderly end on SIGTERM."""

from __future__ import annotations

import gc
import logging
import resource
import socket
import sys
from collections.abc import Callable

from flask import Flask
from waitress import create_server

from models.service.housekeeping import Housekeeper
from models.service.post_office import FAREWELL_SECONDS
from models.service.settings import Settings
from models.store.database import StoreUnavailable, close_database
from models.store.sqlite.journal import make_whole, note_serving
from views.web.ending import GRACE_SECONDS, Channels, Ending, leave, run_until_asked
from views.web.library import Library
from views.web.mailing import open_post_office
from views.web.throttle import STAFF_BODY
from views.web.workers import listen, serve_by_several

WAITRESS = {
    "threads": 4,
    "connection_limit": 2000,
    "asyncore_use_poll": True,
    "channel_timeout": 30,
    "ident": None,
}
"""How waitress serves: idle connections (closed after 30 seconds), slow headers and slow bodies block nobody."""


log = logging.getLogger("diagnostic.upkeep")

MOST_FILES = 8192
"""What a process may open: a connection is a file, and the default of most systems is 1024."""


def _allow_many_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(MOST_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def serve(app: Flask, settings: Settings) -> int:
    """Serve until told to stop; the process's exit status (2 where the port can't be listened on)."""
    try:
        listening = listen(settings.host, settings.port)
    except OSError as reason:
        print(f"PORT={settings.port} can't be listened on: {reason.strerror}. Choose another.", file=sys.stderr)  # noqa: T201
        return 2

    def tell_address() -> None:
        print(f"http://{settings.host}:{settings.port}/", flush=True)  # noqa: T201

    if settings.workers == 1:
        tell_address()
        return serve_alone(app, settings, listening)
    close_database()  # each process has connections of its own
    return serve_by_several(settings.workers, lambda: serve_alone(app, settings, listening), tell_address)


def serve_alone(app: Flask, settings: Settings, listening: socket.socket) -> int:
    """Serve in this process, from a port that is listened on; the exit status."""
    _allow_many_files()
    channels: Channels = {}
    create_server(
        app,
        channels,
        sockets=[listening],
        # Well above Flask's own limit: waitress would refuse in English.
        max_request_body_size=8 * STAFF_BODY,
        # What proxies say is for `behind_proxies` to read: waitress would take it away first.
        clear_untrusted_proxy_headers=not settings.trusted_proxies,
        **WAITRESS,
    )
    library: Library = app.extensions["library"]
    ending = Ending()
    app.extensions["ending"] = ending
    ending.listen()
    office, housekeeper = open_post_office(app, settings), Housekeeper(lambda: library.running.questionnaire)
    housekeeper.start()
    _tell_file(note_serving)
    gc.collect()
    gc.freeze()  # what was loaded at the start stays: no need to look through it again and again while serving
    unanswered = run_until_asked(channels, ending, settings.drain_seconds)
    longest = settings.drain_seconds + GRACE_SECONDS
    housekeeper.stop(ending.left(longest))
    if office is not None:
        office.stop(min(ending.left(longest), FAREWELL_SECONDS))
    _tell_file(make_whole)
    if unanswered:
        leave(0)
    return 0


def _tell_file(act: Callable[[], None]) -> None:
    """What is only a help to whoever copies the file stops nothing where it can't be written."""
    try:
        act()
    except StoreUnavailable as reason:
        log.warning("the file doesn't say whether it is whole: %s", reason)
