from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

import pytest

from models.store.contents import (
    find_content,
    list_contents,
    publish_content,
    published_content,
    published_id,
    register_content,
)
from models.store.events import (
    CodeTaken,
    EventCounts,
    count_visits,
    create_event,
    find_event,
    get_event,
    list_events,
    save_event,
)
from models.store.health import probe
from models.store.settings import close_scheme, get_setting, open_scheme, scheme_is_open, set_setting
from models.store.tables import Probe
from models.store.visits import mark_opened, phone_token
from tests.rows import everything, only
from tests.store.making import NOW, at_kiosk, found, salon, started

pytestmark = pytest.mark.usefixtures("store")
LATER = NOW + timedelta(hours=1)


def test_the_scheme_is_open_until_it_is_closed() -> None:
    assert scheme_is_open()
    close_scheme()
    assert not scheme_is_open()
    open_scheme()
    assert scheme_is_open()


def test_a_setting_is_kept_by_name() -> None:
    assert get_setting("a") is None
    set_setting("a", "1")
    set_setting("a", "é")
    assert get_setting("a") == "é"


def test_content_is_known_by_its_bytes() -> None:
    first = register_content(b"a = 1", "1", NOW)
    assert first == find_content(first.id)
    assert first.sha256 == sha256(b"a = 1").hexdigest()
    assert (first.source, first.published_at, first.base_id) == (b"a = 1", None, None)
    assert register_content(b"a = 1", "another name", LATER) == first
    second = register_content(b"a = 2", "1", LATER, base_id=first.id)
    assert second.base_id == first.id
    assert [content.id for content in list_contents()] == [second.id, first.id, 1]


def test_the_newest_published_content_runs_and_a_former_one_can_be_taken_back() -> None:
    first, second = register_content(b"1", "1", NOW), register_content(b"2", "2", NOW)
    assert (published_content(), published_id()) == (None, None)
    for content in (first, second, first):
        # All at the same moment, and then by a clock set back: the order of publishing decides.
        assert publish_content(content.id, NOW, "lea@exemple.fr").published_by == "lea@exemple.fr"
        assert published_content() == find_content(content.id)
        assert published_id() == content.id
    publish_content(second.id, NOW - timedelta(days=1), "lea@exemple.fr")
    assert published_content() == find_content(second.id)


def test_an_unknown_content_is_a_mistake() -> None:
    before = everything()
    with pytest.raises(KeyError):
        publish_content(99, NOW, "lea@exemple.fr")
    with pytest.raises(KeyError):
        find_content(99)
    assert everything() == before


def test_an_event_is_found_as_it_was_made() -> None:
    event = create_event(
        "Salon de l’ESS",
        "ess-2026",
        NOW,
        place="Lyon",
        starts_on=date(2026, 5, 4),
        ends_on=date(2026, 5, 5),
        idle_seconds=60,
        pin_hash="hash",
        has_printer=True,
    )
    assert find_event("ess-2026") == event == get_event(event.id)
    assert (event.is_open, event.has_printer, event.ends_on) == (True, True, date(2026, 5, 5))
    assert (find_event("ESS-2026"), get_event(99)) == (None, None)


def test_an_event_is_changed_and_closed() -> None:
    event = salon()
    changed = replace(event, name="Forum", code="forum", is_open=False, starts_on=date(2026, 5, 4), idle_seconds=45)
    save_event(changed, NOW)
    assert find_event("forum") == changed
    assert find_event("salon") is None
    assert list_events() == [changed]


def test_a_code_is_given_once() -> None:
    salon()
    other = salon(code="autre")
    before = everything()
    with pytest.raises(CodeTaken):
        salon()
    with pytest.raises(CodeTaken):
        save_event(replace(other, code="salon"), NOW)
    with pytest.raises(KeyError):
        save_event(replace(other, id=99, code="libre"), NOW)
    assert everything() == before


def test_an_event_counts_its_own_visits() -> None:
    event, other = salon(), salon(code="autre")
    assert count_visits(event.id) == EventCounts(0, 0, 0)
    started(door="borne", event_id=event.id)
    visit, token = at_kiosk(event, LATER)
    at_kiosk(other)
    assert count_visits(event.id) == EventCounts(2, 1, 0)
    mark_opened(found(phone_token(visit, token)), LATER)
    assert count_visits(event.id) == EventCounts(2, 1, 1)
    assert count_visits(event.id, since=NOW.date()) == EventCounts(2, 1, 1)
    assert count_visits(event.id, since=NOW.date() + timedelta(days=1)) == EventCounts(0, 0, 0)


def test_the_health_check_writes_at_most_once_a_second() -> None:
    def checked_at() -> object:
        return only(Probe).checked_at

    assert probe(NOW) == {"last_backup": None}
    assert checked_at() == NOW
    probe(NOW + timedelta(milliseconds=999))
    assert checked_at() == NOW
    probe(NOW + timedelta(seconds=1))
    assert checked_at() == NOW + timedelta(seconds=1)
    probe(NOW - timedelta(days=1))  # a clock set back
    assert checked_at() == NOW - timedelta(days=1)
