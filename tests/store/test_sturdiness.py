"""Writes that fail half-way, and many writers at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import peewee
import pytest

from models.store.applications import Applicant, ApplicationKind, submit_application
from models.store.database import close_database, database
from models.store.events import create_event, save_event
from models.store.retention import purge
from models.store.tables import Access, Assessment, Revision
from models.store.visits import (
    AlreadyConcluded,
    AnswersChanged,
    conclude_visit,
    delete_assessment,
    find_visit,
    open_revision,
    record_answer,
    renew_address,
    revoke_share,
    start_assessment,
)
from tests.rows import count, everything, values
from tests.rules.sample import SAMPLE
from tests.store.making import ANSWERS, NOW, answered, at_kiosk, concluded, found, result_of, salon, started


class Saboteur:
    """Makes the database refuse the n-th statement that writes, by sending it one that it can't take."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.remaining = -1
        for name in ("rows", "execute_sql"):
            monkeypatch.setattr(database.obj, name, self._counting(getattr(database.obj, name)))

    def _counting(self, ask: Callable[..., object]) -> Callable[..., object]:
        def counting(sql: str, values: Sequence[object] = ()) -> object:
            if self.remaining >= 0 and sql.startswith(("INSERT", "UPDATE", "DELETE")):
                self.remaining -= 1
                if self.remaining < 0:
                    return ask("INSERT INTO probe (id, checked_at) VALUES (2, 0)")  # its constraint says no
            return ask(sql, values)

        return counting

    def stops(self, act: Callable[[], object], number: int) -> bool:
        """Let the n-th write (from 1) fail; whether there was one."""
        self.remaining = number - 1
        try:
            act()
        except peewee.IntegrityError:
            return True
        finally:
            self.remaining = -1
        return False


def prepare_record() -> Callable[[], object]:
    visit, _ = answered()
    return lambda: record_answer(visit, "effectif", 12, NOW)


def prepare_kiosk_answer() -> Callable[[], object]:
    visit, _ = started(door="borne", event_id=salon().id)
    return lambda: record_answer(visit, "effectif", 12, NOW)


def prepare_start() -> Callable[[], object]:
    return lambda: start_assessment(door="site", now=NOW)


def prepare_conclusion() -> Callable[[], object]:
    visit, token = answered(door="borne", event_id=salon().id)
    return lambda: conclude_visit(visit, token, result_of(ANSWERS), 1, NOW)


def prepare_revision() -> Callable[[], object]:
    visit, _ = concluded()
    return lambda: open_revision(visit, NOW, short=False)


def prepare_renewal() -> Callable[[], object]:
    visit, _ = at_kiosk(salon())
    return lambda: renew_address(visit, NOW)


def prepare_revocation() -> Callable[[], object]:
    visit, token = concluded()
    return lambda: revoke_share(visit, token, NOW)


def prepare_deletion() -> Callable[[], object]:
    visit, _ = concluded()
    return lambda: delete_assessment(visit.assessment_id, NOW)


def prepare_purge() -> Callable[[], object]:
    concluded()
    return lambda: purge(SAMPLE.retention, datetime(2028, 1, 1, tzinfo=NOW.tzinfo))


def prepare_application() -> Callable[[], object]:
    visit, _ = concluded()
    applicant = Applicant(ApplicationKind.APPLICATION, "Léa", company="Scop")
    return lambda: submit_application(visit.assessment_id, applicant, (), NOW)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("prepare", "at_least"),
    [
        (prepare_record, 2),
        (prepare_kiosk_answer, 3),
        (prepare_start, 4),
        (prepare_conclusion, 6),
        (prepare_revision, 3),
        (prepare_renewal, 3),
        (prepare_revocation, 3),
        (prepare_deletion, 2),
        (prepare_purge, 4),
        (prepare_application, 2),
    ],
    ids=lambda value: value.__name__.removeprefix("prepare_") if callable(value) else "",
)
def test_whichever_write_fails_only_the_old_state_is_seen_then_the_new_one(
    prepare: Callable[[], Callable[[], object]], at_least: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = prepare()
    saboteur = Saboteur(monkeypatch)
    old = everything()
    failures = 0
    while saboteur.stops(act, failures + 1):
        failures += 1
        if prepare is prepare_purge and everything() != old:
            done = everything()  # the write that failed was a later transaction's: what went before is whole
            act()
            assert everything() == done
            break
        assert everything() == old, f"write {failures}"
    assert everything() != old
    assert failures >= at_least


def hammer(count: int, act: Callable[[int], None]) -> None:
    """Run it in that many threads at once, each on its own connection; their exceptions come out."""
    barrier = threading.Barrier(count)

    def one(number: int) -> None:
        barrier.wait(timeout=30)
        try:
            act(number)
        finally:
            close_database()

    with ThreadPoolExecutor(count) as pool:
        list(pool.map(one, range(count)))


@pytest.mark.usefixtures("store")
class TestManyAtOnce:
    def test_tabs_answering_one_visit_lose_nothing(self) -> None:
        _, token = started()
        keys = list(ANSWERS)

        def answer(tab: int) -> None:
            for turn in range(60):
                visit = find_visit(token, NOW)
                assert visit is not None
                record_answer(visit, keys[(tab * 5 + turn) % len(keys)], f"{tab}-{turn}", NOW)

        hammer(6, answer)
        visit = found(token)
        assert set(visit.answers) == set(keys)
        assert max(visit.sequence.values()) == 6 * 60
        assert len(set(visit.sequence.values())) == len(keys)

    def test_visits_begun_together_have_each_their_reference(self) -> None:
        def begin(_: int) -> None:
            for _turn in range(25):
                started()

        hammer(6, begin)
        references = sorted(reference for (reference,) in values(Assessment, "reference"))
        assert references == [f"S26-{number:03}" for number in range(1, 151)]

    def test_a_double_click_on_finish_concludes_once(self) -> None:
        visit, token = answered()
        results = []

        def finish(number: int) -> None:
            result = result_of({**ANSWERS, "effectif": 100 + number})
            results.append(conclude_visit(visit, token, result, 1, NOW))

        hammer(6, finish)
        assert len(results) == 6
        assert all(result == results[0] for result in results)
        assert count(Access) == 2

    def test_answering_while_concluding_never_leaves_a_result_of_other_answers(self) -> None:
        visit, token = answered()
        outcomes: list[str] = []

        def act(number: int) -> None:
            try:
                if number % 2:
                    conclude_visit(visit, token, result_of(ANSWERS), 1, NOW)
                    outcomes.append("concluded")
                else:
                    record_answer(visit, "effectif", 100 + number, NOW)
                    outcomes.append("answered")
            except (AlreadyConcluded, AnswersChanged) as refusal:
                outcomes.append(type(refusal).__name__)

        hammer(6, act)
        after = found(token)
        if "concluded" in outcomes:
            assert after.answers == ANSWERS
            assert outcomes.count("AlreadyConcluded") == 3
        else:
            assert outcomes.count("AnswersChanged") == 3
            assert not after.has_result

    def test_a_revision_opened_in_every_tab_is_one(self) -> None:
        visit, _ = concluded()

        def revise(_: int) -> None:
            open_revision(visit, NOW, short=False)

        hammer(6, revise)
        assert values(Revision, "number") == [(1,), (2,)]


def test_an_event_may_change_its_name_while_visits_go_on(store: Path) -> None:
    event = create_event("Salon", "salon", NOW)
    visit, token = started(door="borne", event_id=event.id)
    save_event(event, NOW)
    record_answer(visit, "effectif", 1, NOW)
    assert found(token).answers == {"effectif": 1}
