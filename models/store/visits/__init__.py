"""Visits: one assessment each, known by a secret address, answered, concluded, revised, shared and erased."""

from models.store.erasure import delete_assessment
from models.store.visits.addresses import (
    KIOSK_COUNTDOWN_SECONDS,
    KIOSK_RESULT_SECONDS,
    SharedResult,
    close_kiosk_visit,
    close_kiosk_visits,
    find_shared,
    mark_opened,
    phone_token,
    renew_address,
    renew_address_of,
    revoke_share,
    share_token,
    sign_of_life,
)
from models.store.visits.answering import AlreadyConcluded, VisitGone, record_answer
from models.store.visits.concluding import (
    PHONE_DAYS,
    AnswersChanged,
    KeptResult,
    begin_again,
    conclude_visit,
    newest_result,
    open_revision,
    open_since,
)
from models.store.visits.finding import Door, Visit, find_by_reference, find_visit
from models.store.visits.starting import start_assessment

__all__ = [
    "KIOSK_COUNTDOWN_SECONDS",
    "KIOSK_RESULT_SECONDS",
    "PHONE_DAYS",
    "AlreadyConcluded",
    "AnswersChanged",
    "Door",
    "KeptResult",
    "SharedResult",
    "Visit",
    "VisitGone",
    "begin_again",
    "close_kiosk_visit",
    "close_kiosk_visits",
    "conclude_visit",
    "delete_assessment",
    "find_by_reference",
    "find_shared",
    "find_visit",
    "mark_opened",
    "newest_result",
    "open_revision",
    "open_since",
    "phone_token",
    "record_answer",
    "renew_address",
    "renew_address_of",
    "revoke_share",
    "share_token",
    "sign_of_life",
    "start_assessment",
]
