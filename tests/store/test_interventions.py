"""Visits never pass the grant, whoever records them at once; every version of one stays in the history."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta
from threading import Barrier

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from models.rules.accompaniment import Checkpoint, Refusal
from models.rules.review import ReviewKey
from models.store.audit import COMMAND_LINE, list_audit
from models.store.database import close_database
from models.store.dossier_file import DaysUsed, StaleSave, change_stage, get_dossier
from models.store.interventions import (
    VisitRefused,
    correct_intervention,
    find_by_uid,
    find_intervention,
    list_interventions,
    withdraw_intervention,
)
from models.store.reviews import answer_review
from models.store.tables import Assessment, Intervention
from models.store.timeline import EntryKind, list_entries, standing, versions
from tests.rows import only, rows
from tests.store.accompanying import SHOWN, accompanied, check, grant, move, told, visit
from tests.store.making import NOW, concluded

pytestmark = pytest.mark.usefixtures("store")
DAY, FIRST = timedelta(days=1), NOW.date()


@pytest.fixture
def number() -> int:
    """A dossier accompanied with ten days."""
    return accompanied(concluded()[0].assessment_id)


def fill(number: int, half_days: int, since: date = FIRST) -> None:
    """So many half-days of visits, whole days first."""
    for place in range(half_days // 2):
        visit(number, since + place * DAY)
    if half_days % 2:
        visit(number, since + half_days // 2 * DAY, 1)


def refused(act: Callable[[], object]) -> Refusal:
    with pytest.raises(VisitRefused) as raised:
        act()
    return raised.value.reason


def correct(number: int, half_days: int, day: date = FIRST, version: int | None = None) -> None:
    (found, *_) = [each for each in list_interventions(number) if each.told.day == day]
    known = get_dossier(number).version if version is None else version
    correct_intervention(number, known, found.id, told(day, half_days, "Autrement"), NOW, COMMAND_LINE, shown=SHOWN)


def test_a_visit_is_told_counted_and_in_the_history_and_the_journal(number: int) -> None:
    other = accompanied(concluded()[0].assessment_id)
    visit(number, FIRST + DAY, 1)
    visit(number, FIRST, 2)
    assert [each.told.half_days for each in list_interventions(number)] == [1, 2], "the latest first"
    assert (get_dossier(number).half_days_used, get_dossier(other).half_days_used) == (3, 0)
    assert [entry.happened_on for entry in list_entries(number) if entry.kind is EntryKind.VISIT] == [
        FIRST,
        FIRST + DAY,
    ]
    assert [line.action for line in list_audit(assessment_id=number)][:2] == ["raconter une visite"] * 2
    assert only(Assessment, Assessment.id == number).last_contact_at == NOW


def test_the_same_visit_sent_twice_is_one(number: int) -> None:
    visit(number, FIRST, uid="une")
    visit(number, FIRST, uid="une")
    assert get_dossier(number).half_days_used == 2
    kept = find_by_uid(number, "une")
    assert kept is not None
    assert find_by_uid(number + 1, "une") is None, "a name says nothing of another dossier"


def test_the_sum_never_passes_the_grant_and_the_refusal_says_what_is_left(number: int) -> None:
    fill(number, 19)
    with pytest.raises(VisitRefused) as raised:
        visit(number, FIRST + 20 * DAY, 2)
    assert (raised.value.reason, raised.value.allowance.left) == (Refusal.GRANT, 1)
    visit(number, FIRST + 20 * DAY, 1)
    assert get_dossier(number).half_days_used == 20


def test_a_day_has_two_halves_over_all_visits(number: int) -> None:
    visit(number, FIRST, 1, uid="matin")
    visit(number, FIRST, 1, uid="soir")
    assert refused(lambda: visit(number, FIRST, 1, uid="nuit")) is Refusal.DAY_FULL


def test_fifteen_days_wait_after_five_for_the_point_d_etape() -> None:
    number = accompanied(concluded()[0].assessment_id, 15)
    fill(number, 10)
    assert refused(lambda: visit(number, FIRST + 30 * DAY, 1)) is Refusal.CHECKPOINT
    check(number, Checkpoint.GO_ON)
    visit(number, FIRST + 30 * DAY, 1)
    assert get_dossier(number).half_days_used == 11


def test_a_stop_means_no_visit_beyond_until_it_is_corrected() -> None:
    number = accompanied(concluded()[0].assessment_id, 15)
    fill(number, 10)
    check(number, Checkpoint.STOP)
    assert refused(lambda: visit(number, FIRST + 30 * DAY, 1)) is Refusal.STOPPED
    check(number, Checkpoint.GO_ON)
    visit(number, FIRST + 30 * DAY, 1)
    (chain,) = [chain for chain in versions(list_entries(number)) if chain[0].kind is EntryKind.CHECKPOINT]
    assert [entry.summary for entry in chain] == ["arreter", "continuer"]


@pytest.mark.parametrize("stage", ["selectionne", "termine", "ecarte"])
def test_nothing_is_recorded_corrected_or_withdrawn_at_another_stage(number: int, stage: str) -> None:
    visit(number, FIRST)
    (kept,) = list_interventions(number)
    move(number, stage)
    version = get_dossier(number).version
    acts: tuple[Callable[[], object], ...] = (
        lambda: visit(number, FIRST + DAY),
        lambda: correct(number, 1),
        lambda: withdraw_intervention(number, version, kept.id, NOW, COMMAND_LINE),
    )
    assert [refused(act) for act in acts] == [Refusal.CLOSED] * 3
    assert get_dossier(number).half_days_used == 2


def test_what_the_company_looked_back_on_stays_as_it_was_told_and_a_late_visit_is_told(number: int) -> None:
    visit(number, FIRST, uid="une")
    visit(number, FIRST + DAY, uid="deux")
    kept, gone = list_interventions(number)
    withdraw_intervention(number, get_dossier(number).version, gone.id, NOW, COMMAND_LINE)
    answer_review(number, 0, {ReviewKey.QUOTE: "On se parle."}, NOW, shown="…")
    version = get_dossier(number).version
    acts: tuple[Callable[[], object], ...] = (
        lambda: correct(number, 1, kept.told.day),
        lambda: withdraw_intervention(number, version, kept.id, NOW, COMMAND_LINE),
        lambda: correct_intervention(number, version, gone.id, gone.told, NOW, COMMAND_LINE, shown=SHOWN),
    )
    assert [refused(act) for act in acts] == [Refusal.REVIEWED] * 3
    visit(number, FIRST + 2 * DAY, 1)
    assert get_dossier(number).half_days_used == 3


def test_a_visit_corrected_withdrawn_and_put_back_keeps_every_version(number: int) -> None:
    visit(number, FIRST, 2)
    (kept,) = list_interventions(number)
    correct(number, 1)
    assert get_dossier(number).half_days_used == 1
    withdraw_intervention(number, get_dossier(number).version, kept.id, NOW, COMMAND_LINE)
    assert get_dossier(number).half_days_used == 0
    assert not list_interventions(number)
    withdraw_intervention(number, get_dossier(number).version, kept.id, NOW, COMMAND_LINE)
    assert not [entry for entry in standing(list_entries(number)) if entry.kind is EntryKind.VISIT]
    again = told(FIRST, 2, "Rétablie")
    correct_intervention(number, get_dossier(number).version, kept.id, again, NOW, COMMAND_LINE, shown=SHOWN)
    assert find_intervention(number, kept.id).told == again
    (chain,) = [chain for chain in versions(list_entries(number)) if chain[0].kind is EntryKind.VISIT]
    assert [entry.kind for entry in chain] == ["visite", "visite", "retrait", "visite"]
    done = [line.action for line in list_audit(assessment_id=number)][:4]
    assert done == ["rétablir une visite", "retirer une visite", "corriger une visite", "raconter une visite"]


def test_a_stale_correction_is_refused_with_what_changed(number: int) -> None:
    visit(number, FIRST)
    version = get_dossier(number).version
    correct(number, 1)
    with pytest.raises(StaleSave) as raised:
        correct(number, 2, version=version)
    assert [change.kind for change in raised.value.changes] == [EntryKind.VISIT]
    visit(number, FIRST + DAY)
    correct(number, 2, version=raised.value.changes[-1].id)
    assert get_dossier(number).half_days_used == 4, "another visit, recorded meanwhile, is no change of this one"


def test_a_visit_is_found_under_its_own_dossier_alone(number: int) -> None:
    visit(number, FIRST)
    other = accompanied(concluded()[0].assessment_id)
    with pytest.raises(KeyError):
        find_intervention(other, list_interventions(number)[0].id)


def test_days_can_t_fall_under_those_used(number: int) -> None:
    fill(number, 11)
    for days in (5, None):
        with pytest.raises(DaysUsed) as raised:
            grant(number, days)
        assert raised.value.half_days == 11
    grant(number, 15)
    with pytest.raises(DaysUsed):
        change_stage(
            *(number, get_dossier(number).version, "ecarte", FIRST, "Abandon", NOW, COMMAND_LINE),
            shown="Écarté",
            withdrawn="retirés",
        )
    kept = get_dossier(number)
    assert (kept.stage, kept.grant and kept.grant.days) == ("accompagne", 15), "all of it or nothing"


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do these things at once, each on a connection of its own; what came of each."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            start.wait()
            act()
        except (VisitRefused, DaysUsed) as refusal:
            return type(refusal).__name__
        finally:
            close_database()
        return "kept"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_visits_saved_at_once_never_pass_the_grant(number: int) -> None:
    fill(number, 18)
    acts = [lambda day=day: visit(number, FIRST + (20 + day) * DAY, 2) for day in range(4)]
    assert at_once(*acts) == ["VisitRefused"] * 3 + ["kept"]
    assert get_dossier(number).half_days_used == 20


def test_two_halves_of_a_day_saved_at_once_stay_two(number: int) -> None:
    acts = [lambda name=name: visit(number, FIRST, 1, uid=name) for name in "abc"]
    assert at_once(*acts) == ["VisitRefused", "kept", "kept"]


def test_a_visit_and_a_smaller_grant_at_once_leave_enough_granted(number: int) -> None:
    fill(number, 10)
    done = at_once(lambda: visit(number, FIRST + 20 * DAY, 1), lambda: grant(number, 5))
    assert done in (["DaysUsed", "kept"], ["VisitRefused", "kept"])
    kept = get_dossier(number)
    assert kept.grant is not None
    assert kept.half_days_used <= 2 * kept.grant.days


class Life(RuleBasedStateMachine):
    """An accompaniment as it may go: recorded, corrected, withdrawn, granted anew, checked, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.number = accompanied(concluded()[0].assessment_id, 15)

    @rule(day=st.integers(0, 9), half_days=st.integers(1, 2), uid=st.integers(0, 999))
    def record(self, day: int, half_days: int, uid: int) -> None:
        self._try(lambda: visit(self.number, FIRST + day * DAY, half_days, uid=str(uid)))

    @rule(place=st.integers(0, 30), day=st.integers(0, 9), half_days=st.integers(1, 2))
    def correct(self, place: int, day: int, half_days: int) -> None:
        if found := rows(Intervention, Intervention.assessment == self.number):
            one, version = found[place % len(found)], get_dossier(self.number).version
            said = told(FIRST + day * DAY, half_days)
            self._try(lambda: correct_intervention(self.number, version, one.id, said, NOW, COMMAND_LINE, shown=SHOWN))

    @rule(place=st.integers(0, 30))
    def withdraw(self, place: int) -> None:
        if found := list_interventions(self.number):
            version = get_dossier(self.number).version
            withdraw_intervention(self.number, version, found[place % len(found)].id, NOW, COMMAND_LINE)

    @rule(days=st.sampled_from((5, 10, 15, None)))
    def decide(self, days: int | None) -> None:
        self._try(lambda: grant(self.number, days))

    @invariant()
    def what_was_used_is_covered_and_repeated_on_the_assessment(self) -> None:
        visits, kept = list_interventions(self.number), get_dossier(self.number)
        assert kept.half_days_used == sum(each.told.half_days for each in visits)
        assert kept.half_days_used <= 2 * (kept.grant.days if kept.grant else 0)
        by_day = {each.told.day for each in visits}
        assert all(sum(each.told.half_days for each in visits if each.told.day == day) <= 2 for day in by_day)

    @staticmethod
    def _try(act: Callable[[], object]) -> None:
        with suppress(VisitRefused, DaysUsed):
            act()


def test_whatever_happens_in_whatever_order_the_sum_holds() -> None:
    asked = settings(max_examples=6, stateful_step_count=20, suppress_health_check=[HealthCheck.too_slow])
    run_state_machine_as_test(Life, settings=asked)
