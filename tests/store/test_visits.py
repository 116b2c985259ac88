from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models.rules.question import Size
from models.store.tables import Assessment, Revision
from models.store.tokens import Purpose
from models.store.visits import (
    AlreadyConcluded,
    AnswersChanged,
    Door,
    VisitGone,
    conclude_visit,
    delete_assessment,
    find_by_reference,
    find_visit,
    newest_result,
    open_revision,
    phone_token,
    record_answer,
)
from tests.rows import count, everything, only
from tests.store.making import ANSWERS, NOW, answered, at_kiosk, concluded, found, result_of, salon, started

LATER = NOW + timedelta(hours=1)


def facts(assessment_id: int) -> tuple[object, ...]:
    row = only(Assessment, Assessment.id == assessment_id)
    known = (row.department, row.structure, row.sector, row.headcount, row.size, row.themes, row.ambition)
    return (*known, row.verdict, row.stage_recommended, row.company_level, row.concluded_at)


@pytest.mark.usefixtures("store")
class TestBeginning:
    def test_what_is_begun_is_what_is_found(self) -> None:
        visit, token = started(host_origin="https://exemple.fr", door="integre", short=True)
        assert find_visit(token, NOW) == visit
        assert (visit.door, visit.purpose, visit.host_origin) == (Door.EMBED, Purpose.PERSONAL, "https://exemple.fr")
        assert (visit.revision_number, visit.short, visit.concluded, visit.has_result) == (1, True, False, False)
        assert visit.created_at == NOW

    def test_references_run_on_by_year_and_are_never_given_twice(self) -> None:
        in_2027 = datetime(2027, 1, 1, tzinfo=UTC)
        references = [started()[0].reference, started()[0].reference, started(in_2027)[0].reference]
        assert references == ["S26-001", "S26-002", "S27-001"]
        last, _ = started()
        delete_assessment(last.assessment_id, NOW)
        assert started()[0].reference == "S26-004"

    def test_a_reference_is_found_however_it_is_typed(self) -> None:
        visit, _ = started()
        assert find_by_reference(" s26-001 ") == [visit.assessment_id]
        assert find_by_reference("S26-002") == []

    def test_an_unknown_door_is_a_mistake_that_leaves_nothing(self) -> None:
        before = everything()
        with pytest.raises(ValueError, match="fenêtre"):
            started(door="fenêtre")
        assert everything() == before

    @pytest.mark.parametrize("token", ["", "x", "A" * 22, "é" * 22, "\ud800", "a\x00b", "' OR 1=1 --", "A" * 100_000])
    def test_a_forged_token_finds_nothing(self, token: str) -> None:
        started()
        assert find_visit(token, NOW) is None


@pytest.mark.usefixtures("store")
class TestAnswering:
    def test_answers_of_every_kind_come_back_as_they_were(self) -> None:
        visit, token = answered()
        assert found(token).answers == ANSWERS
        assert found(token) == visit

    def test_an_answer_given_again_is_the_latest(self) -> None:
        visit, token = started()
        answered()  # of somebody else, whose answers don't count here
        for key, value in (("effectif", 12), ("secteur", "btp"), ("effectif", 12)):
            visit = record_answer(visit, key, value, NOW)
        assert visit.sequence == {"effectif": 3, "secteur": 2}
        assert found(token).sequence == visit.sequence

    def test_the_facts_follow_the_answers(self) -> None:
        visit, _ = answered()
        assert facts(visit.assessment_id) == (
            "07", "scic", "services", 35, "de-11-a-49", "|qvct|participation|", "innover", None, None, None, None,
        )  # fmt: skip
        record_answer(visit, "effectif", 50, LATER)
        assert facts(visit.assessment_id)[3:5] == (50, "50-et-plus")
        assert Assessment.get_by_id(visit.assessment_id).updated_at == LATER

    def test_another_tab_sees_and_keeps_what_the_first_one_did(self) -> None:
        first, token = started()
        second = found(token)
        record_answer(first, "secteur", "btp", NOW)
        record_answer(second, "effectif", 12, NOW)
        assert found(token).answers == {"secteur": "btp", "effectif": 12}
        assert sorted(found(token).sequence.values()) == [1, 2]

    def test_a_concluded_visit_takes_no_answer(self) -> None:
        visit, token = concluded()
        before = everything()
        with pytest.raises(AlreadyConcluded):
            record_answer(visit, "secteur", "btp", LATER)
        assert everything() == before
        assert found(token).answers == ANSWERS

    def test_an_erased_visit_takes_no_answer(self) -> None:
        visit, _ = answered()
        delete_assessment(visit.assessment_id, NOW)
        with pytest.raises(VisitGone):
            record_answer(visit, "secteur", "btp", NOW)


@pytest.mark.usefixtures("store")
class TestConcluding:
    def test_the_result_is_kept_as_it_was_computed(self) -> None:
        visit, _ = concluded()
        kept = newest_result(visit.assessment_id)
        assert kept is not None
        assert kept.result == result_of(ANSWERS)
        assert (kept.content_id, kept.revision_number, kept.concluded_at) == (1, 1, NOW)
        assert facts(visit.assessment_id)[7:] == ("eligible", "deploiement", "nouvelles-pratiques", NOW)

    def test_a_second_conclusion_gives_the_first_result(self) -> None:
        visit, token = answered()
        result = result_of(ANSWERS)
        assert conclude_visit(visit, token, result, 1, NOW) == result
        before = everything()
        other = result_of({**ANSWERS, "territoire": "hors"})
        assert conclude_visit(visit, token, other, 1, LATER) == result
        assert conclude_visit(found(token), token, other, 1, LATER) == result
        assert everything() == before

    def test_an_answer_changed_in_another_tab_meanwhile_makes_the_result_be_computed_anew(self) -> None:
        visit, token = answered()
        result = result_of(ANSWERS)
        record_answer(found(token), "secteur", "btp", NOW)
        with pytest.raises(AnswersChanged):
            conclude_visit(visit, token, result, 1, NOW)
        assert newest_result(visit.assessment_id) is None

    def test_a_token_that_is_not_the_visits_is_a_mistake(self) -> None:
        visit, _ = answered()
        before = everything()
        with pytest.raises(ValueError, match="token"):
            conclude_visit(visit, "another", result_of(ANSWERS), 1, NOW)
        assert everything() == before

    def test_no_result_before_the_first_conclusion(self) -> None:
        assert newest_result(answered()[0].assessment_id) is None

    def test_an_erased_visit_is_not_concluded(self) -> None:
        visit, token = answered()
        delete_assessment(visit.assessment_id, NOW)
        with pytest.raises(VisitGone):
            conclude_visit(visit, token, result_of(ANSWERS), 1, NOW)


@pytest.mark.usefixtures("store")
class TestWordsRead:
    def test_each_answer_remembers_the_size_whose_words_were_read_last(self) -> None:
        visit, token = started()
        visit = record_answer(visit, "besoin", "1", NOW, read_at=Size.UNDER_11)
        visit = record_answer(visit, "objectifs", "1", NOW)
        assert found(token) == visit
        assert visit.read_at == {"besoin": Size.UNDER_11}
        again = record_answer(visit, "besoin", "1", LATER, read_at=Size.FROM_50)
        assert found(token, LATER).read_at == again.read_at == {"besoin": Size.FROM_50}

    def test_a_revision_was_read_at_the_size_it_was_concluded_with(self) -> None:
        visit, _ = concluded()
        assert visit.read_at == {}
        revised = open_revision(visit, LATER, short=False)
        assert revised.read_at == dict.fromkeys(ANSWERS, result_of(ANSWERS).size)


@pytest.mark.usefixtures("store")
class TestRevising:
    def test_a_revision_is_a_copy_to_change_while_the_result_stays(self) -> None:
        open_revision(concluded()[0], NOW, short=False)  # of somebody else, already changing her answers
        visit, token = concluded()
        revised = open_revision(visit, LATER, short=False)
        assert revised == found(token, LATER)
        assert (revised.revision_number, revised.concluded, revised.has_result) == (2, False, True)
        assert (revised.answers, revised.sequence) == (visit.answers, visit.sequence)
        record_answer(revised, "territoire", "hors", LATER)
        kept = newest_result(visit.assessment_id)
        assert kept is not None
        assert kept.result == result_of(ANSWERS)

    def test_opening_twice_opens_one(self) -> None:
        visit, token = concluded()
        first = record_answer(open_revision(visit, LATER, short=False), "secteur", "btp", LATER)
        assert open_revision(visit, LATER, short=False) == first
        assert open_revision(first, LATER, short=False) == first
        assert count(Revision) == 2
        assert found(token) == first

    def test_a_short_one_is_made_long_at_home_and_never_short_again(self) -> None:
        visit, token = at_kiosk(salon())
        phone = found(phone_token(visit, token))
        assert open_revision(visit, LATER, short=True).short
        assert not open_revision(phone, LATER, short=False).short
        assert not open_revision(visit, LATER, short=True).short

    def test_the_newest_concluded_result_counts(self) -> None:
        visit, token = concluded()
        revised = record_answer(open_revision(visit, LATER, short=False), "territoire", "hors", LATER)
        second = result_of({**ANSWERS, "territoire": "hors"})
        conclude_visit(revised, token, second, 1, LATER)
        kept = newest_result(visit.assessment_id)
        assert kept is not None
        assert (kept.result, kept.revision_number, kept.concluded_at) == (second, 2, LATER)
        assert facts(visit.assessment_id)[7:9] == ("non-eligible", None)

    def test_a_visit_without_result_goes_on_as_it_is(self) -> None:
        visit, _ = answered()
        assert open_revision(visit, LATER, short=False).revision_id == visit.revision_id

    def test_an_erased_visit_has_no_revision(self) -> None:
        visit, _ = concluded()
        delete_assessment(visit.assessment_id, NOW)
        with pytest.raises(VisitGone):
            open_revision(visit, NOW, short=False)


def test_erasing_one_visit_leaves_no_trace_of_it_and_all_of_the_others(store: Path) -> None:
    started()
    before = everything()
    visit, token = concluded(host_origin="https://secret.example")
    open_revision(visit, NOW, short=False)
    assert delete_assessment(visit.assessment_id, NOW)
    after = everything()
    for kept in (before, after):
        kept.pop("erased")
        kept.pop("reference_counter")
    assert after == before
    assert find_visit(token, NOW) is None
    assert not delete_assessment(visit.assessment_id, NOW)
