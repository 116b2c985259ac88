from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from models.store.events import Event
from models.store.tables import Revision
from models.store.tokens import Purpose
from models.store.visits import (
    SharedResult,
    Visit,
    VisitGone,
    close_kiosk_visit,
    conclude_visit,
    delete_assessment,
    find_shared,
    find_visit,
    mark_opened,
    newest_result,
    open_revision,
    phone_token,
    record_answer,
    renew_address,
    renew_address_of,
    revoke_share,
    share_token,
    sign_of_life,
)
from tests.rows import change, everything
from tests.store.making import ANSWERS, NOW, answered, at_kiosk, concluded, found, result_of, salon, started

pytestmark = pytest.mark.usefixtures("store")
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@pytest.fixture
def event(store: Path) -> Event:
    return salon(idle_seconds=90)


def shared(token: str) -> SharedResult:
    result = find_shared(token)
    assert result is not None
    return result


class TestSharing:
    def test_a_concluded_visit_has_a_read_only_address(self) -> None:
        visit, token = concluded()
        result = shared(share_token(visit, token))
        assert result.kept == newest_result(visit.assessment_id)
        assert result.reference == visit.reference

    def test_before_the_conclusion_it_leads_nowhere(self) -> None:
        visit, token = answered()
        assert find_shared(share_token(visit, token)) is None

    def test_it_changes_nothing_and_a_personal_address_shares_nothing(self) -> None:
        visit, token = concluded()
        assert find_visit(share_token(visit, token), NOW) is None
        assert find_shared(token) is None

    def test_it_shows_the_last_result_while_a_revision_is_open_and_the_new_one_after(self) -> None:
        visit, token = concluded()
        address = share_token(visit, token)
        revised = record_answer(open_revision(visit, NOW, short=False), "territoire", "hors", NOW)
        assert shared(address).kept.result == result_of(ANSWERS)
        second = result_of({**ANSWERS, "territoire": "hors"})
        conclude_visit(revised, token, second, 1, NOW)
        assert share_token(found(token), token) == address
        assert shared(address).kept.result == second

    def test_revoked_it_is_dead_and_a_new_one_lives(self) -> None:
        visit, token = concluded()
        old = share_token(visit, token)
        visit = revoke_share(visit, token, NOW)
        assert visit == found(token)
        assert find_shared(old) is None
        assert shared(share_token(visit, token)).assessment_id == visit.assessment_id

    def test_revoking_before_the_result_makes_the_future_one_another(self) -> None:
        visit, token = answered()
        old = share_token(visit, token)
        visit = revoke_share(visit, token, NOW)
        conclude_visit(visit, token, result_of(ANSWERS), 1, NOW)
        assert find_shared(old) is None
        assert find_shared(share_token(visit, token))

    def test_a_kiosk_shares_nothing(self, event: Event) -> None:
        visit, token = at_kiosk(event)
        assert find_shared(share_token(visit, token)) is None
        with pytest.raises(ValueError, match="read-only"):
            revoke_share(visit, token, NOW)

    def test_only_the_holder_revokes(self) -> None:
        visit, token = concluded()
        with pytest.raises(ValueError, match="read-only"):
            revoke_share(visit, "another", NOW)
        delete_assessment(visit.assessment_id, NOW)
        with pytest.raises(VisitGone):
            revoke_share(visit, token, NOW)


class TestRenewing:
    def test_the_old_address_is_dead_the_new_one_leads_to_the_same(self) -> None:
        visit, token = concluded()
        renewed = renew_address(visit, NOW)
        assert find_visit(token, NOW) is None
        assert found(renewed).assessment_id == visit.assessment_id
        assert found(renewed).answers == visit.answers

    def test_read_only_addresses_given_away_live_on_and_the_new_one_has_its_own(self) -> None:
        visit, token = concluded()
        given = share_token(visit, token)
        renewed = renew_address(visit, NOW)
        again = found(renewed)
        assert find_shared(given)
        assert find_shared(share_token(again, renewed))
        revoke_share(again, renewed, NOW)
        assert find_shared(given) is None

    def test_before_the_result_there_is_nothing_to_share(self) -> None:
        visit, _ = started()
        renewed = renew_address(visit, NOW)
        assert find_shared(share_token(found(renewed), renewed)) is None

    def test_a_kiosk_that_concludes_again_does_not_bring_the_renewed_phone_address_back(self, event: Event) -> None:
        visit, token = at_kiosk(event)
        phone = phone_token(visit, token)
        renewed = renew_address(found(phone), NOW)
        assert not found(token).access_closed
        revised = open_revision(found(token), NOW, short=True)
        conclude_visit(revised, token, result_of(ANSWERS, short=True), 1, NOW)
        assert find_visit(phone, NOW) is None
        assert found(renewed).purpose is Purpose.PERSONAL

    def test_an_erased_visit_gets_no_address(self) -> None:
        visit, _ = concluded()
        delete_assessment(visit.assessment_id, NOW)
        with pytest.raises(VisitGone):
            renew_address_of(visit.assessment_id, NOW)


class TestPhone:
    def test_it_is_another_address_of_the_same_assessment(self, event: Event) -> None:
        visit, token = at_kiosk(event)
        phone = found(phone_token(visit, token))
        assert (phone.assessment_id, phone.purpose, phone.event_id) == (visit.assessment_id, Purpose.PHONE, event.id)
        assert phone.expires_at == NOW + 14 * DAY
        assert find_shared(share_token(phone, phone_token(visit, token)))

    def test_before_the_result_it_leads_nowhere(self, event: Event) -> None:
        visit, token = started(door="borne", event_id=event.id)
        assert find_visit(phone_token(visit, token), NOW) is None

    def test_never_opened_it_stops_working_and_the_result_stays(self, event: Event) -> None:
        visit, token = at_kiosk(event)
        phone = phone_token(visit, token)
        assert find_visit(phone, NOW + 14 * DAY)
        assert find_visit(phone, NOW + 14 * DAY + timedelta(milliseconds=1)) is None
        assert newest_result(visit.assessment_id)

    @pytest.mark.parametrize("use", ["open", "answer"])
    def test_opened_or_used_once_it_goes_on(self, event: Event, use: str) -> None:
        visit, token = at_kiosk(event)
        phone, other = phone_token(visit, token), phone_token(*at_kiosk(event))
        if use == "open":
            mark_opened(found(phone), NOW + DAY)
        else:
            open_revision(found(phone), NOW + DAY, short=False)
        later = found(phone, NOW + 300 * DAY)
        assert (later.phone_opened, later.expires_at) == (True, None)
        assert not found(other).phone_opened

    def test_reading_it_writes_nothing(self, event: Event) -> None:
        visit, token = at_kiosk(event)
        before = everything()
        find_visit(phone_token(visit, token), NOW + DAY)
        find_visit(token, NOW + DAY)
        assert everything() == before

    def test_the_days_it_waits_are_the_contents(self, event: Event) -> None:
        visit, token = answered(door="borne", event_id=event.id)
        conclude_visit(visit, token, result_of(ANSWERS), 1, NOW, phone_days=3)
        assert found(phone_token(visit, token)).expires_at == NOW + 3 * DAY

    def test_a_second_result_at_the_kiosk_keeps_the_phone_address(self, event: Event) -> None:
        visit, token = at_kiosk(event)
        phone = phone_token(visit, token)
        share = share_token(found(phone), phone)
        revised = open_revision(visit, NOW + DAY, short=True)
        conclude_visit(revised, token, result_of(ANSWERS, short=True), 1, NOW + DAY)
        assert share_token(found(phone), phone) == share
        assert found(phone).revision_number == 2


class TestKiosk:
    def patience(self, visit: Visit, token: str) -> int:
        """After how many seconds the visit is over by itself."""
        seconds = 0
        while not found(token, NOW + (seconds + 1) * SECOND).access_closed:
            seconds += 1
        return seconds

    @pytest.mark.parametrize(("idle", "patience"), [(90, 110), (30, 50), (300, 320)])
    def test_an_idle_visit_ends_by_itself(self, idle: int, patience: int) -> None:
        event = salon(code="autre", idle_seconds=idle)
        visit, token = started(door="borne", event_id=event.id)
        assert self.patience(visit, token) == patience

    @pytest.mark.parametrize(("idle", "patience"), [(90, 200), (300, 320)])
    def test_on_the_result_it_waits_longer(self, idle: int, patience: int) -> None:
        visit, token = at_kiosk(salon(code="autre", idle_seconds=idle))
        assert self.patience(visit, token) == patience

    def test_a_sign_of_life_or_an_answer_keeps_it(self, event: Event) -> None:
        visit, token = started(door="borne", event_id=event.id)
        sign_of_life(visit, NOW + 100 * SECOND)
        assert not found(token, NOW + 210 * SECOND).access_closed
        record_answer(visit, "secteur", "btp", NOW + 200 * SECOND)
        assert not found(token, NOW + 310 * SECOND).access_closed
        assert found(token, NOW + 311 * SECOND).access_closed

    def test_reset_is_for_good_and_touches_the_kiosk_alone(self, event: Event) -> None:
        visit, token = at_kiosk(event)
        phone = phone_token(visit, token)
        close_kiosk_visit(visit, NOW)
        before = everything()
        close_kiosk_visit(visit, NOW + SECOND)
        sign_of_life(visit, NOW + SECOND)
        assert everything() == before
        assert found(token).access_closed
        assert not found(phone).access_closed
        assert find_shared(share_token(found(phone), phone))

    def test_reset_of_a_personal_address_does_nothing(self) -> None:
        visit, token = started()
        close_kiosk_visit(visit, NOW)
        sign_of_life(visit, NOW)
        assert found(token) == visit

    def test_two_kiosks_of_one_event_are_apart(self, event: Event) -> None:
        first, first_token = started(door="borne", event_id=event.id)
        _, second_token = started(door="borne", event_id=event.id)
        close_kiosk_visit(first, NOW)
        assert found(first_token).access_closed
        assert not found(second_token).access_closed

    def test_a_clock_set_back_ends_no_visit(self, event: Event) -> None:
        _, token = started(door="borne", event_id=event.id)
        assert not found(token, NOW - DAY).access_closed

    def test_erased_it_is_unknown_and_not_closed(self, event: Event) -> None:
        visit, token = at_kiosk(event)
        close_kiosk_visit(visit, NOW)
        delete_assessment(visit.assessment_id, NOW)
        assert find_visit(token, NOW) is None


def test_a_read_only_address_without_result_shows_nothing() -> None:
    visit, token = concluded()
    change(Revision, result=None, concluded_at=None)
    assert find_shared(share_token(visit, token)) is None
