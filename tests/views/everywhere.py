"""Every address of the program, filled with things that exist: for tests that walk all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Flask
from werkzeug.routing import Rule

from models.french.formats import paris_day
from models.store.collections import printable_slips
from models.store.visits import find_visit
from tests.journeys import ANSWERS, DEEPENINGS, OPENINGS, before, fill, token_of
from tests.page_client import PageClient
from views.web.doors import EMBED, KIOSK, PREFIXES, SITE

EVENT = "salon-26"
SHORT = {key: value for key, value in ANSWERS.items() if key not in DEEPENINGS}


@dataclass(frozen=True, slots=True)
class Place:
    """One address with a method it takes."""

    rule: Rule
    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule}"


def open_event(app: Flask) -> None:
    """An event whose kiosk stands under EVENT."""
    done = app.test_cli_runner().invoke(args=["event", "create", "Salon", "--code", EVENT, "--pin", "2468"])
    assert done.exit_code == 0, done.output


def tokens(visitor: PageClient, *, concluded: bool) -> dict[str, str]:
    """The token of an assessment behind each door, half answered or concluded."""
    doors = {SITE: "", EMBED: PREFIXES[EMBED], KIOSK: f"/borne/{EVENT}"}
    found = {}
    for name, prefix in doors.items():
        answers = SHORT if name == KIOSK else ANSWERS
        # At the kiosk the last answer concludes by itself.
        given = answers if concluded else before("secteur", answers)
        found[name] = token_of(fill(visitor, given, door=prefix, finish=concluded and name != KIOSK))
    if concluded:
        found |= _slip_in_hand(visitor, found[SITE])
    return found


def _slip_in_hand(visitor: PageClient, token: str) -> dict[str, str]:
    """A slip of a collection opened on that assessment, which somebody has begun to answer."""
    address, last_day = f"/diagnostics/{token}", paris_day(datetime.now(UTC)) + timedelta(days=14)
    visitor.post(f"{address}/regards", {"fin": last_day.isoformat(), "equipe": "5"})
    with visitor.client.application.app_context():
        visit = find_visit(token, datetime.now(UTC))
        assert visit is not None
        (slip, *_), *_ = printable_slips(visit, token).values()
    begun = visitor.post(f"/regards/{slip}", {})
    return {"slips": slip, "attempt": begun.path.split("/")[3]}


def places(app: Flask, tokens_by_door: dict[str, str]) -> Iterator[Place]:
    """Every address and method of the program, those of each door with a token of that door."""
    for rule in app.url_map.iter_rules():
        door = rule.endpoint.split(".")[0]
        kiosk = rule.rule.startswith("/borne/")
        token = tokens_by_door[KIOSK if kiosk else door if door in tokens_by_door else SITE]
        key = OPENINGS[0] if door == "slips" else "effectif"
        filled = rule.rule.replace("<token>", token).replace("<code>", EVENT).replace("<key>", key)
        filled = filled.replace("<attempt>", tokens_by_door.get("attempt", "1"))
        for argument in rule.arguments:
            for pattern in (f"<int:{argument}>", f"<path:{argument}>", f"<{argument}>"):
                filled = filled.replace(pattern, "1")
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Place(rule, method, filled)
