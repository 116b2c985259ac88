"""The log: one line an event, in UTC, `name=value`; never an address, a token, a name or what somebody typed.

A request is told by its endpoint, which is a name of the program's own. Error pages show the request's id, so that
what a visitor tells can be found again.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
import traceback
from collections.abc import Callable, Iterable
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from flask import Flask, request

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

_TOKEN = re.compile(r"(/(?:diagnostics|partage|fiches|borne)/)[^/\s?\"']+|(?<=/regards[/?])[^\s\"']+")
REQUEST_ID = "appui.request_id"
_METHODS: Final = {"GET", "HEAD", "POST", "OPTIONS"}
_log = logging.getLogger("request")


class LogLines(logging.Formatter):
    """Writes a record on one line. Libraries name addresses in theirs: the tokens are taken out."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; where something went wrong, followed by the places it came through."""
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        words = record.getMessage().replace("\r", "\\r").replace("\n", "\\n")
        if "/" in words:  # the requests' own lines, one a step, have none
            words = _TOKEN.sub(r"\1…", words)
        line = f"{moment}.{int(record.msecs):03}Z level={record.levelname.lower()} from={record.name} {words}"
        return f"{line} {_places(record.exc_info[1])}" if record.exc_info and record.exc_info[1] else line


def _places(error: BaseException) -> str:
    """Kind and places of an error; not its message, which may quote what somebody typed."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(frames))
    cause = error.__cause__ or error.__context__
    return f"error={type(error).__qualname__} at={places}" + (f" because {_places(cause)}" if cause else "")


def write_log_lines() -> None:
    """Send the program's log to the standard error, each line at once."""
    handler = logging.StreamHandler()
    handler.setFormatter(LogLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # What no line says needn't be found out at each (the logging documentation's own advice).
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging._srcfile = None  # noqa: SLF001
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a warning for each request that waits: thousands


def request_id() -> str:
    """The id of the request being answered, as the log and the error pages tell it."""
    return str(request.environ.get(REQUEST_ID, "none"))


def log_requests(app: Flask, note: Callable[[str, str, int, float], None] | None = None) -> None:
    """Give every request an id, and a line once it is answered. Around Flask, where that costs a step least.

    `note` is told of each too: its endpoint, method, status and seconds.
    """
    application, process, numbers = app.wsgi_app, secrets.token_hex(3), count(1)

    def logged(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        begun, environ[REQUEST_ID] = time.perf_counter(), f"{process}-{next(numbers):x}"

        def start(line: str, headers: list[tuple[str, str]], *error: Any) -> Callable[[bytes], object]:
            status, asked = int(line[:3]), environ.get("werkzeug.request")
            endpoint, seconds = (asked and asked.endpoint) or "none", time.perf_counter() - begun
            method = environ["REQUEST_METHOD"] if environ["REQUEST_METHOD"] in _METHODS else "other"
            if note:
                note(endpoint, method, status, seconds)
            _log.log(
                logging.ERROR if status >= 500 else logging.INFO,
                "id=%s method=%s endpoint=%s status=%d ms=%.1f",
                environ[REQUEST_ID],
                method,
                endpoint,
                status,
                seconds * 1000,
            )
            if status >= 500:
                headers = [*headers, ("X-Request-ID", environ[REQUEST_ID])]
            return start_response(line, headers, *error)

        return application(environ, start)

    app.wsgi_app = logged  # type: ignore[method-assign]
