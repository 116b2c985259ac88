"""A stand without network comes home: what arrives, under which addresses and references."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from models.store.contents import list_contents, publish_content, register_content
from models.store.database import close_database
from models.store.dossier_file import get_dossier
from models.store.events import count_visits, find_event, list_events
from models.store.merge import MergeCounts
from models.store.passwords import hash_password
from models.store.retention import purge
from models.store.settings import close_scheme, scheme_is_open
from models.store.sqlite.backup import back_up
from models.store.tables import Assessment, Revision
from models.store.visits import (
    conclude_visit,
    delete_assessment,
    find_by_reference,
    find_shared,
    find_visit,
    newest_result,
    open_revision,
    phone_token,
    record_answer,
    renew_address,
    share_token,
)
from tests.rows import everything, only, values
from tests.rules.sample import SAMPLE
from tests.store.coming_home import DAY, HOME, bring, come_home, go_to
from tests.store.making import (
    ANSWERS,
    NOW,
    answered,
    at_kiosk,
    concluded,
    found,
    result_of,
    salon,
    started,
)

UNCHANGED: dict[str, Any] = {"events": 0, "added": 0, "updated": 0, "erased": 0}


class TestComingHome:
    def test_visits_events_answers_and_results_arrive_under_the_same_addresses(self, stand: Path, main: Path) -> None:
        hash_of_pin = hash_password("2468")
        event = salon(idle_seconds=60, place="Lyon", pin_hash=hash_of_pin)
        visit, token = at_kiosk(event)
        unfinished, _ = answered(door="borne", event_id=event.id, short=True)
        phone = phone_token(visit, token)
        counts = come_home(stand, main)
        assert counts == MergeCounts(events=1, added=2, updated=0, unchanged=0, erased=0)
        arrived = found(phone, HOME)
        assert (arrived.uid, arrived.answers, arrived.sequence) == (visit.uid, visit.answers, visit.sequence)
        assert (arrived.reference, arrived.created_at, arrived.short) == (visit.reference, NOW, True)
        kept = newest_result(arrived.assessment_id)
        assert kept is not None
        assert kept.result == result_of(ANSWERS, short=True)
        shared = find_shared(share_token(arrived, phone))
        assert shared is not None
        assert shared.kept == kept
        here = find_event("salon")
        assert here is not None
        assert (here.uid, here.idle_seconds, here.place, here.pin_hash) == (event.uid, 60, "Lyon", hash_of_pin)
        assert arrived.event_id == here.id
        assert (count_visits(here.id).begun, count_visits(here.id).concluded) == (2, 1)
        assert find_by_reference(unfinished.reference) != []

    def test_the_phones_fourteen_days_start_at_the_merge(self, stand: Path, main: Path) -> None:
        visit, token = at_kiosk(salon())
        phone = phone_token(visit, token)
        go_to(main)
        late = NOW + 40 * DAY
        bring(stand, late)
        assert found(phone, late).expires_at == late + 14 * DAY
        bring(stand, late + 5 * DAY)
        assert found(phone, late).expires_at == late + 14 * DAY

    def test_the_kiosks_own_address_stays_closed_here(self, stand: Path, main: Path) -> None:
        _, token = at_kiosk(salon())
        come_home(stand, main)
        assert found(token, NOW).access_closed

    def test_merging_again_changes_nothing(self, stand: Path, main: Path) -> None:
        at_kiosk(salon())
        started()
        come_home(stand, main)
        before = everything()
        assert bring(stand, HOME + DAY) == MergeCounts(**UNCHANGED, unchanged=2)
        assert everything() == before

    def test_the_stands_file_is_not_touched(self, stand: Path, main: Path) -> None:
        at_kiosk(salon())
        close_database()
        before = stand.read_bytes()
        come_home(stand, main)
        assert stand.read_bytes() == before

    def test_what_a_laptop_switched_off_left_in_its_journal_comes_too(
        self, stand: Path, main: Path, tmp_path: Path
    ) -> None:
        visit, token = concluded()
        dead = tmp_path / "dead" / "diagnostics.db"
        dead.parent.mkdir()
        for suffix in ("", "-wal"):  # as found after a power cut: the journal was never folded in
            shutil.copyfile(f"{stand}{suffix}", f"{dead}{suffix}")
        with closing(sqlite3.connect(f"file:{dead}?immutable=1", uri=True)) as without_journal:
            assert without_journal.execute("SELECT * FROM assessment").fetchall() == []
        go_to(main)
        assert bring(dead).added == 1
        assert found(token, HOME).uid == visit.uid

    def test_two_stands_come_home(self, stand: Path, main: Path, tmp_path: Path) -> None:
        first, first_token = concluded()
        other_stand = tmp_path / "other" / "diagnostics.db"
        go_to(other_stand)
        register_content(b"version = 1", "2026.1", NOW)
        second, second_token = concluded()
        assert (first.reference, second.reference) == ("S26-001", "S26-001")
        come_home(stand, main)
        bring(other_stand, HOME)
        assert found(first_token, HOME).uid == first.uid
        assert found(second_token, HOME).uid == second.uid
        assert bring(other_stand, HOME) == MergeCounts(**UNCHANGED, unchanged=1)

    def test_a_stand_merged_every_evening_brings_what_is_new(self, stand: Path, main: Path) -> None:
        event = salon()
        visit, token = answered(door="borne", event_id=event.id)
        first = come_home(stand, main)
        assert first.added == 1
        go_to(stand)
        again = record_answer(found(token), "effectif", 12, NOW)
        conclude_visit(again, token, result_of({**ANSWERS, "effectif": 12}), 1, NOW + timedelta(minutes=1))
        come_home(stand, main)
        (first_run,) = values(Revision, "id")
        bystander, _ = started()
        go_to(stand)
        revised = record_answer(open_revision(found(token), NOW, short=False), "effectif", 13, NOW)
        started()
        counts = come_home(stand, main)
        assert counts == MergeCounts(events=0, added=1, updated=1, unchanged=0, erased=0)
        arrived = found(phone_token(visit, token), HOME)
        assert arrived.answers == revised.answers
        assert arrived.revision_number == 2
        assert first_run in values(Revision, "id"), "what was here already is left alone"
        kept = newest_result(arrived.assessment_id)
        assert kept is not None
        assert kept.result.answers["effectif"] == 12
        facts = only(Assessment, Assessment.id == arrived.assessment_id)
        assert (facts.headcount, facts.verdict) == (13, "eligible")
        assert only(Assessment, Assessment.id == bystander.assessment_id).headcount is None
        assert bring(stand) == MergeCounts(**UNCHANGED, unchanged=2)

    def test_what_a_visitor_did_at_home_meanwhile_is_kept(self, stand: Path, main: Path) -> None:
        visit, token = at_kiosk(salon())
        phone = phone_token(visit, token)
        come_home(stand, main)
        at_home = open_revision(found(phone, HOME), HOME, short=False)
        at_home = record_answer(at_home, "management_feedback", "3", HOME)
        renewed = renew_address(at_home, HOME)
        before = everything()
        assert bring(stand, HOME + DAY).unchanged == 1
        assert everything() == before
        assert found(renewed, HOME).answers["management_feedback"] == "3"
        assert find_visit(phone, HOME) is None

    def test_what_was_erased_here_does_not_come_back(self, stand: Path, main: Path) -> None:
        visit, token = at_kiosk(salon())
        phone = phone_token(visit, token)
        come_home(stand, main)
        delete_assessment(found(phone, HOME).assessment_id, HOME)
        assert bring(stand) == MergeCounts(**{**UNCHANGED, "erased": 1}, unchanged=0)
        assert find_visit(phone, HOME) is None
        assert visit.uid

    def test_an_older_stand_is_understood(self, stand: Path, main: Path) -> None:
        """A file of an earlier schema is brought to this one, in a copy."""
        kept = Path(__file__).parent / "schemas" / "0001.db"
        before = kept.read_bytes()
        assert come_home(kept, main).added == 2
        assert kept.read_bytes() == before


class TestReferences:
    def test_a_reference_taken_here_is_renumbered_and_the_stands_one_still_found(self, stand: Path, main: Path) -> None:
        theirs, token = at_kiosk(salon())
        go_to(main)
        ours, _ = started()
        assert ours.reference == theirs.reference == "S26-001"
        bring(stand)
        arrived = found(phone_token(theirs, token), HOME)
        assert arrived.reference == "S26-002"
        assert find_by_reference("S26-001") == [ours.assessment_id, arrived.assessment_id]
        assert find_by_reference("S26-002") == [arrived.assessment_id]
        assert started()[0].reference == "S26-003"

    def test_a_renumbered_one_never_takes_another_number_of_the_stand(self, stand: Path, main: Path) -> None:
        theirs = [started()[0].reference for _ in range(3)]
        go_to(main)
        ours, _ = started()
        bring(stand)
        assert theirs == ["S26-001", "S26-002", "S26-003"]
        assert [len(find_by_reference(reference)) for reference in theirs] == [2, 1, 1]
        assert len(find_by_reference("S26-004")) == 1
        assert ours.reference == "S26-001"

    def test_figures_keep_neither_reference(self, stand: Path, main: Path) -> None:
        at_kiosk(salon())
        go_to(main)
        started()
        bring(stand)
        (arrived,) = find_by_reference("S26-002")
        assert get_dossier(arrived).stand_reference == "S26-001"
        purge(SAMPLE.retention, NOW + 800 * DAY)
        figures = get_dossier(arrived)
        assert (figures.anonymised, figures.reference, figures.stand_reference) == (True, "", "")
        assert find_by_reference("S26-001") == find_by_reference("S26-002") == []

    def test_figures_of_a_stand_that_was_never_brought_home_stay_there(self, stand: Path, main: Path) -> None:
        """They have no answers left to check them by."""
        concluded()
        purge(SAMPLE.retention, NOW + 800 * DAY)
        assert come_home(stand, main) == MergeCounts(**{**UNCHANGED, "erased": 1}, unchanged=0)
        assert values(Assessment, "uid") == []

    def test_a_reference_that_is_free_stays_and_is_used_up(self, stand: Path, main: Path) -> None:
        started()
        theirs, _ = started()
        assert come_home(stand, main).references == ("S26-001", "S26-002")
        assert theirs.reference == "S26-002"
        assert len(find_by_reference("S26-002")) == 1
        assert started()[0].reference == "S26-003"


class TestContents:
    def test_a_result_keeps_the_content_it_was_made_with_which_the_stand_never_publishes(
        self, stand: Path, main: Path
    ) -> None:
        changed = register_content(b"version = 2", "2026.2", NOW, base_id=1)
        publish_content(changed.id, NOW + DAY, "stand")
        visit, token = answered()
        conclude_visit(visit, token, result_of(ANSWERS), changed.id, NOW)
        go_to(main)
        register_content(b"other", "2025.9", NOW)
        same = register_content(b"version = 2", "2026.2", NOW)
        ours = register_content(b"version = 1", "2026.1", NOW)
        publish_content(ours.id, NOW, "here")
        before = list_contents()
        assert bring(stand).added == 1
        assert list_contents() == before
        kept = newest_result(found(token, HOME).assessment_id)
        assert kept is not None
        assert kept.content_id == same.id

    def test_the_stands_switch_is_its_own(self, stand: Path, main: Path) -> None:
        close_scheme()
        come_home(stand, main)
        assert scheme_is_open()


class TestEvents:
    def test_the_same_event_made_on_both_machines_is_one(self, stand: Path, main: Path) -> None:
        at_kiosk(salon())
        go_to(main)
        ours = salon(place="Lyon")
        assert bring(stand).events == 0
        assert list_events() == [ours]
        assert count_visits(ours.id).begun == 1

    @pytest.mark.file
    def test_a_laptop_set_up_from_a_backup_brings_only_what_is_new(
        self, stand: Path, main: Path, tmp_path: Path
    ) -> None:
        go_to(main)
        register_content(b"version = 1", "2026.1", NOW)
        event = salon()
        concluded()
        laptop = tmp_path / "laptop.db"
        back_up(laptop, NOW)
        go_to(laptop)
        at_kiosk(event)
        go_to(main)
        assert bring(laptop, HOME) == MergeCounts(**{**UNCHANGED, "added": 1}, unchanged=1)
