"""The end of the process: no new visitor, an answer to each who was let in, and never longer than the grace."""

from __future__ import annotations

import logging
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer

GRACE_SECONDS = 8
"""From the signal to the end of the process, whatever is stuck; a container is given 10 seconds, the unit 15."""

HALF_SENT_SECONDS = 1
"""How long a request that hasn't come whole is waited for once the end was asked for."""

MOST_WAITING = 2048
"""Connections that the system may have made and that weren't let in yet: twice what waitress asks it for."""

LOOK_SECONDS = 0.1
Channels = dict[int, Any]
"""All that waitress listens on and talks to, by the number of its file."""

_log = logging.getLogger("diagnostic.serving")


@dataclass(slots=True)
class Ending:
    """Whether, and since when, the process was asked to end; `listen` hears it from the system."""

    since: float | None = None
    wake: Callable[[], object] = field(default=lambda: None)

    def listen(self) -> None:
        """End on SIGTERM, and on Ctrl+C (a second one ends at once)."""
        signal.signal(signal.SIGTERM, self._asked)
        signal.signal(signal.SIGINT, self._asked)

    def _asked(self, _signal: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if self.since is None:
            self.since = time.monotonic()
            self.wake()

    def left(self, seconds: float) -> float:
        """How much is left of so many seconds since it was asked for; never negative."""
        return max(0.0, seconds - (time.monotonic() - (self.since or time.monotonic())))


def run_until_asked(channels: Channels, ending: Ending, drain_seconds: int) -> int:
    """Serve until the end is asked for, and so many seconds longer; then answer those who were let in.

    How many couldn't be. waitress by itself would cancel the requests that wait for a thread.
    """
    listeners = [each for each in channels.values() if isinstance(each, BaseWSGIServer)]
    ending.wake = listeners[0].pull_trigger
    while ending.since is None or ending.left(drain_seconds):
        _serve_once(channels, 1)
    for listener in listeners:
        _let_in_who_waits(listener)
        wasyncore.dispatcher.close(listener)  # its own `close` would also close what threads wake this loop by
    while (
        busy := _close_idle(channels, half_sent_too=ending.left(drain_seconds + HALF_SENT_SECONDS) > 0)
    ) and ending.left(drain_seconds + GRACE_SECONDS):
        _serve_once(channels, LOOK_SECONDS)
    if busy:
        _log.warning("ended with %d requests unanswered", busy)
    else:
        listeners[0].task_dispatcher.shutdown(timeout=LOOK_SECONDS)  # its threads close their connections to the store
    return busy


def leave(status: int) -> None:
    """End the process now: a thread that is stuck isn't waited for."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _serve_once(channels: Channels, seconds: float) -> None:
    wasyncore.loop(timeout=seconds, use_poll=True, map=channels, count=1)


def _let_in_who_waits(listener: BaseWSGIServer) -> None:
    """Who was connected by the system but not yet let in, is."""
    for _ in range(MOST_WAITING):
        if not _is_heard(listener):
            return
        listener.handle_accept()


def _close_idle(channels: Channels, *, half_sent_too: bool) -> int:
    """Close the connections on which nothing is asked any more; how many there are of the others."""
    busy = 0
    for channel in [each for each in channels.values() if isinstance(each, HTTPChannel)]:
        half_sent = channel.request is not None or channel.last_activity == channel.creation_time
        if channel.requests or channel.total_outbufs_len or _is_heard(channel) or (half_sent and half_sent_too):
            busy += 1
        else:
            channel.handle_close()
    return busy


def _is_heard(dispatcher: wasyncore.dispatcher) -> bool:
    """Whether something waits to be read there (or to be let in)."""
    # Not `select`, which knows no file above 1024.
    poll = select.poll()
    poll.register(dispatcher.socket, select.POLLIN)
    return bool(poll.poll(0))
