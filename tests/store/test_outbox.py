"""The outbox: kept with what it announces, tried with growing delays, forgotten once sent, given up in the open."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models.store.database import writing
from models.store.outbox import (
    DELAYS,
    LEASE,
    PATIENCE,
    Letter,
    MailKind,
    MailState,
    claim_posting,
    count_letters,
    count_mail,
    list_mail,
    mark_failed,
    mark_sent,
    next_turn,
    send_again,
    write_letter,
)
from models.store.tables import OutboxMessage
from models.store.visits import start_assessment
from tests.rows import values

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LETTER = Letter(MailKind.RECEIPT, "marie@exemple.fr", "Votre demande", "Bonjour", "<p>Bonjour</p>")


@pytest.fixture(autouse=True)
def _store(store: Path | str) -> None:
    """Each on a database of its own."""


def test_a_letter_is_kept_with_what_it_announces_or_not_at_all() -> None:
    def fail_after_writing() -> None:
        with writing():
            write_letter(LETTER, NOW)
            raise RuntimeError("the rest of the transaction failed")

    with pytest.raises(RuntimeError):
        fail_after_writing()
    assert list_mail() == []


def test_oldest_first_and_each_to_one_sender() -> None:
    write_letter(LETTER, NOW)
    write_letter(Letter(MailKind.NOTICE, "aract@exemple.fr", "Deux", "2", "2", "marie@exemple.fr"), NOW)
    first, second = claim_posting(NOW), claim_posting(NOW)
    assert first is not None
    assert second is not None
    assert first.letter == LETTER
    assert second.letter.reply_to == "marie@exemple.fr"
    assert first.uid != second.uid
    assert claim_posting(NOW) is None


def test_the_one_whose_turn_came_first_goes_first_whichever_was_written_first() -> None:
    write_letter(LETTER, NOW)
    failed = claim_posting(NOW)
    assert failed is not None
    mark_failed(failed, "450 later", NOW)
    write_letter(replace(LETTER, subject="La seconde"), NOW + timedelta(seconds=30))
    told = [posting.letter.subject for _ in range(2) if (posting := claim_posting(NOW + timedelta(minutes=2)))]
    assert told == ["La seconde", "Votre demande"]
    assert [record.subject for record in list_mail(limit=1)] == ["La seconde"]


def test_a_sender_that_died_leaves_the_letter_to_the_next_under_the_same_name() -> None:
    write_letter(LETTER, NOW)
    first = claim_posting(NOW)
    again = claim_posting(NOW + LEASE)
    assert first is not None
    assert again is not None
    assert (again.uid, again.created_at, again.attempts) == (first.uid, first.created_at, 2)


def test_once_sent_nothing_says_to_whom_or_what() -> None:
    write_letter(LETTER, NOW)
    posting = claim_posting(NOW)
    assert posting is not None
    mark_sent(posting, NOW)
    kept = values(OutboxMessage, "recipient", "reply_to", "subject", "plain", "html", "next_attempt_at")
    assert kept == [(None,) * 6]
    assert [record.state for record in list_mail()] == [MailState.SENT]
    assert list_mail(unsent_only=True) == []
    assert next_turn() is None
    assert send_again(posting.id, NOW) is False


def test_delays_grow_and_the_last_error_stays() -> None:
    write_letter(LETTER, NOW)
    moment, waited = NOW, []
    for attempt in range(1, len(DELAYS) + 2):
        posting = claim_posting(moment)
        assert posting is not None
        assert posting.attempts == attempt
        mark_failed(posting, f"refusal {attempt}", moment)
        due = next_turn()
        assert due is not None
        waited.append(due - moment)
        assert claim_posting(due - timedelta(milliseconds=1)) is None
        moment = due
    assert waited == [*DELAYS, DELAYS[-1]]
    assert waited == sorted(waited)
    assert list_mail()[0].last_error == f"refusal {len(DELAYS) + 1}"


def _fail_until_given_up() -> datetime:
    moment = NOW
    while (posting := claim_posting(moment)) is not None:
        mark_failed(posting, "450 later", moment)
        moment = next_turn() or moment
    return moment


def test_given_up_after_days_visibly_and_sent_again_by_hand() -> None:
    write_letter(LETTER, NOW)
    last = _fail_until_given_up()
    assert PATIENCE - DELAYS[-1] < last - NOW <= PATIENCE
    record = list_mail(unsent_only=True)[0]
    assert (record.state, record.recipient, record.last_error) == (MailState.GIVEN_UP, "marie@exemple.fr", "450 later")
    assert count_mail() == {MailState.WAITING: 0, MailState.SENT: 0, MailState.GIVEN_UP: 1}
    assert send_again(record.id, last) is True
    posting = claim_posting(last)
    assert posting is not None
    mark_sent(posting, last)
    assert count_mail()[MailState.SENT] == 1


def test_a_personal_address_is_forgotten_even_when_given_up() -> None:
    write_letter(Letter(MailKind.ADDRESS, "marie@exemple.fr", "Adresse", "secret", "secret"), NOW)
    last = _fail_until_given_up()
    assert values(OutboxMessage, "recipient", "plain", "html") == [(None, None, None)]
    assert list_mail()[0].state is MailState.GIVEN_UP
    assert send_again(list_mail()[0].id, last) is False


def test_a_failure_reported_late_does_not_undo_a_success() -> None:
    write_letter(LETTER, NOW)
    posting = claim_posting(NOW)
    assert posting is not None
    mark_sent(posting, NOW)
    mark_failed(posting, "late", NOW)
    assert list_mail()[0].state is MailState.SENT


def test_letters_of_an_assessment_are_counted_since_a_moment() -> None:
    visit, _ = start_assessment(door="site", now=NOW)
    write_letter(LETTER, NOW - timedelta(hours=1), visit.assessment_id)
    write_letter(LETTER, NOW, visit.assessment_id)
    write_letter(LETTER, NOW)
    assert count_letters(visit.assessment_id, MailKind.RECEIPT, NOW) == 1
    assert count_letters(visit.assessment_id, MailKind.RECEIPT, NOW - timedelta(hours=1)) == 2
    assert count_letters(visit.assessment_id, MailKind.ADDRESS, NOW - timedelta(hours=1)) == 0


def test_a_clock_that_was_ahead_keeps_no_letter_waiting() -> None:
    write_letter(LETTER, NOW + timedelta(days=400))
    posting = claim_posting(NOW)
    assert posting is not None
    assert claim_posting(NOW) is None, "it is one sender's now"


def test_a_clock_that_jumps_ahead_gives_nothing_up() -> None:
    write_letter(LETTER, NOW)
    ahead = NOW + timedelta(days=400)
    posting = claim_posting(ahead)
    assert posting is not None
    mark_failed(posting, "450 later", ahead)
    assert list_mail()[0].state is MailState.WAITING
    assert claim_posting(NOW + timedelta(minutes=1)) is not None


def test_it_is_given_up_after_all_the_delays_and_the_days_and_not_before() -> None:
    write_letter(LETTER, NOW)
    posting = claim_posting(NOW)
    assert posting is not None
    in_time = NOW + PATIENCE - DELAYS[-1]
    too_late = in_time + timedelta(milliseconds=1)
    for attempts, moment, state in (
        (len(DELAYS), too_late, MailState.WAITING),
        (len(DELAYS) + 1, in_time, MailState.WAITING),
        (len(DELAYS) + 1, too_late, MailState.GIVEN_UP),
    ):
        mark_failed(replace(posting, attempts=attempts), "450 later", moment)
        assert list_mail()[0].state is state


def test_only_what_the_team_wrote_is_shown_and_only_until_it_is_sent() -> None:
    write_letter(LETTER, NOW)
    write_letter(replace(LETTER, kind=MailKind.LETTER, plain="Bonjour Marie"), NOW)
    assert [record.text for record in list_mail()] == ["Bonjour Marie", ""]
    while (posting := claim_posting(NOW)) is not None:
        mark_sent(posting, NOW)
    assert [record.text for record in list_mail()] == ["", ""]
