"""What a PDF says of several times, as plain data for `templates/pdf/times.typ`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from models.rules.comparison import Move
from views.journey.times_in_words import LineInWords, TimesInWords


def describe_times(said: TimesInWords) -> dict[str, Any]:
    """A comparison as JSON values, shares as numbers from 0 to 1 (for a drawing alone)."""
    return {
        "title": f"Ce qui a bougé depuis le {said.times[0].day}",
        "summary": said.summary,
        "caution": said.caution,
        "has_floor": said.has_floor,
        "alt": " ".join(f"{line.title}\u00a0: {_told(line)}." for line in said.lines),
        "times": [asdict(time) for time in said.times],
        "lines": [_line(line) for line in said.lines],
        "offer_since_first": said.offer_since_first,
        "offer_since_before": said.offer_since_before,
    }


def _told(line: LineInWords) -> str:
    return f"{', puis '.join(mark.words for mark in line.marks)} sur {line.maximum}"


def _line(line: LineInWords) -> dict[str, Any]:
    return {
        "title": line.title,
        "short": line.short,
        "maximum": line.maximum,
        "since_first": line.since_first,
        "since_before": line.since_before,
        "moved": line.move in {Move.UP, Move.DOWN},
        "fell": line.move is Move.DOWN,
        "marks": [
            {
                "words": mark.words,
                "points": mark.points,
                "share": None if mark.share is None else float(mark.share),
                "floor": mark.floor,
            }
            for mark in line.marks
        ],
    }
