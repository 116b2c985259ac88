"""What a stand can have produced: a stand's file is a stranger's until each of its fields has been read so.

Answers by the questionnaire's own rules, results by concluding again; what is kept of a result is what was concluded
here, so that no word of the file's reaches a page. Everything raises Implausible, with the reason in French.
"""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from models.rules.conclusion import Incomplete, conclude
from models.rules.estimate import NoTariff
from models.rules.path import waiting_place, walk
from models.rules.question import Answer
from models.rules.questionnaire import Questionnaire
from models.rules.result import Result
from models.store.encoding import decode_answer, decode_result, encode_answer, encode_result
from models.store.events import CODE, LONGEST_CODE, LONGEST_IDLE, SHORTEST_IDLE
from models.store.histories import History, StoredRevision
from models.store.tokens import TOKEN_BYTES, Purpose
from models.store.visits.facts import answer_facts, result_facts
from models.store.visits.finding import Door

EARLIEST = datetime(2020, 1, 1, tzinfo=UTC)
"""No stand was held before: a date before it is a mistake."""

CLOCK_AHEAD = timedelta(days=2)
"""How far a laptop's clock may be ahead of this one."""

LONGEST_TEXT = 200
"""Characters of an event's name or place."""

MOST_REVISIONS, MOST_ADDRESSES = 50, 50
"""Of one visit: beyond, the file is not what it says."""

HIGHEST_NUMBER = 999_999
"""More visits a year than any stand sees."""

HASH_BYTES = 32
_REFERENCE = re.compile(r"S([0-9]{2})-([0-9]{3,6})")
_PIN_HASH = re.compile(r"\$argon2id\$[A-Za-z0-9$,=+/]{20,200}")
_VISITORS_DOORS = frozenset({Door.KIOSK, Door.SITE})


class Implausible(Exception):
    """No stand has produced this; the message says what, in French."""


def check_counter(counter: Mapping[str, Any], now: datetime) -> None:
    """Numbers given in a year."""
    year, last = counter["year"], counter["last"]
    if not (_whole(year) and EARLIEST.year <= year <= (now + CLOCK_AHEAD).year):
        raise Implausible("Le fichier compte des références d’une année impossible.")
    if not (_whole(last) and 0 <= last <= HIGHEST_NUMBER):
        raise Implausible(f"Le fichier compte trop de références en {year}.")


def check_event(event: Mapping[str, Any], now: datetime) -> None:
    """An event's fields, by the rules of the form that makes one."""
    code = event["code"]
    if not (isinstance(code, str) and len(code) <= LONGEST_CODE and CODE.fullmatch(code)):
        raise Implausible("Un événement du fichier a un code impossible.")
    first, last, pin = event["starts_on"], event["ends_on"], event["pin_hash"]
    idle = event["idle_seconds"]
    checks = {
        "identifiant": _is_uid(event["uid"]),
        "nom": _is_line(event["name"]) and event["name"].strip() != "",
        "lieu": _is_line(event["place"]),
        "dates": first is None or last is None or first <= last,
        "délai": _whole(idle) and SHORTEST_IDLE <= idle <= LONGEST_IDLE,
        "code d’animation": pin is None or (isinstance(pin, str) and _PIN_HASH.fullmatch(pin) is not None),
        "imprimante ou ouverture": isinstance(event["has_printer"], bool) and isinstance(event["is_open"], bool),
        "date de création": _is_past(event["created_at"], now),
    }
    _refuse(f"L’événement « {code} »", checks)


def label(assessment: Mapping[str, Any]) -> str:
    """How a visit of the file is named in a reason: by its reference where it is one."""
    known = isinstance(assessment["reference"], str) and _REFERENCE.fullmatch(assessment["reference"])
    return f"Le diagnostic {assessment['reference'] if known else 'no ' + str(int(assessment['id']))}"


def check_visit(assessment: Mapping[str, Any], now: datetime) -> None:
    """A visit's own fields: a visitor's door, a reference of its year, plausible dates, nothing of the staff's."""
    door, begun = assessment["door"], assessment["created_at"]
    asked = (assessment["application_stage"], assessment["last_contact_at"])
    checks = {
        "identifiant": _is_uid(assessment["uid"]),
        "référence": _is_reference(assessment["reference"], begun),
        "référence d’un autre stand": assessment["stand_reference"] is None
        or _is_reference(assessment["stand_reference"], begun),
        "porte": door in _VISITORS_DOORS and (door == Door.KIOSK) == (assessment["event"] is not None),
        "site d’accueil": assessment["host_origin"] == "",
        "dates": _is_past(begun, now) and begun <= assessment["updated_at"] and _is_past(assessment["updated_at"], now),
        "suite donnée": asked == (None, None),
    }
    _refuse(label(assessment), checks)


def check_addresses(
    assessment: Mapping[str, Any], addresses: Sequence[Mapping[str, Any]], history: History, now: datetime
) -> None:
    """A visit's addresses: one at the kiosk, what follows from it once there is a result, nothing else."""
    counts = Counter(Purpose(each["purpose"]) for each in addresses)
    concluded = any(revision.concluded_at is not None for revision in history.revisions)
    at_kiosk = assessment["door"] == Door.KIOSK
    checks = {
        "nombre d’adresses": len(addresses) <= MOST_ADDRESSES
        and counts[Purpose.KIOSK] == at_kiosk
        and (at_kiosk or counts[Purpose.PERSONAL] > 0)
        and counts[Purpose.PHONE] <= at_kiosk
        and not counts[Purpose.SHEET]
        and (concluded or not counts[Purpose.PHONE] + counts[Purpose.SHARE]),
        "empreinte d’une adresse": all(_is_address(each, now) for each in addresses),
    }
    _refuse(label(assessment), checks)


def checked_history(
    assessment: Mapping[str, Any], history: History, questionnaires: Mapping[int, Questionnaire], now: datetime
) -> History:
    """The history with each result concluded anew; `questionnaires` are those of the file's contents, by id there."""
    name = label(assessment)
    revisions = history.revisions
    checks = {
        "nombre de versions": 0 < len(revisions) <= MOST_REVISIONS,
        "suite des versions": [each.number for each in revisions] == list(range(1, len(revisions) + 1))
        and all(each.concluded_at is not None for each in revisions[:-1]),
        "dates d’une version": all(_are_dates_of(each, now) for each in revisions),
    }
    _refuse(name, checks)
    for revision in revisions:
        for key, given in revision.answers.items():
            if not _is_answer(key, given.value, questionnaires.values()) or not _whole(given.sequence):
                raise Implausible(f"{name} a une réponse que le questionnaire n’admet pas.")
    return History(tuple(_concluded_anew(name, each, questionnaires) for each in revisions))


def facts_of(history: History, questionnaire: Questionnaire | None) -> dict[str, Any]:
    """An assessment's columns that repeat its answers and newest result, from a history that was checked.

    `questionnaire` says where the newest revision waits.
    """
    newest, concluded = history.revisions[-1], [each for each in history.revisions if each.concluded_at is not None]
    answers = {key: decode_answer(given.value) for key, given in newest.answers.items()}
    facts: dict[str, Any] = answer_facts(answers)
    if concluded:
        latest = concluded[-1]
        assert latest.concluded_at is not None
        # A copy keeps place and moment; a revision begun again counts its places anew.
        copied = {(key, given.sequence, given.answered_at) for key, given in latest.answers.items()}
        since = {
            key: answers[key]
            for key, given in newest.answers.items()
            if (key, given.sequence, given.answered_at) not in copied
        }
        later = {column: value for column, value in answer_facts(since).items() if value is not None}
        facts = {**result_facts(decode_result(latest.result or ""), latest.concluded_at), **later}
    if questionnaire is not None:
        facts["waiting_at"] = waiting_place(questionnaire, walk(questionnaire, answers, short=newest.short))
    return facts


def _concluded_anew(name: str, revision: StoredRevision, questionnaires: Mapping[int, Questionnaire]) -> StoredRevision:
    if revision.concluded_at is None or revision.result is None:
        if revision.content_id is not None:
            raise Implausible(f"{name} nomme un contenu avant d’être terminé.")
        return revision
    questionnaire = questionnaires.get(revision.content_id or 0)
    if questionnaire is None:
        raise Implausible(f"{name} a un résultat sans contenu.")
    claimed = decode_result(revision.result)
    answers = {key: decode_answer(given.value) for key, given in revision.answers.items()}
    try:
        found = conclude(questionnaire, answers, claimed.concluded_on, short=revision.short)
    except (Incomplete, NoTariff) as reason:
        raise Implausible(f"{name} a un résultat que ses réponses ne permettent pas.") from reason
    apart = abs((claimed.concluded_on - revision.concluded_at.date()).days) > 1
    if apart or _outcome(found) != _outcome(claimed):
        raise Implausible(f"{name} a un résultat qui n’est pas celui de ses réponses.")
    return replace(revision, result=encode_result(found))


def _outcome(result: Result) -> tuple[Any, ...]:
    """What a result decides. Its sentences may differ with the program's version: those kept are this one's."""
    return (
        *(result.content_version, result.concluded_on, result.valid_until, result.short, result.size, result.answers),
        *(result.eligibility.verdict, result.maturity.level, result.maturity.company, result.maturity.project),
        *(result.recommendation and result.recommendation.stage, result.estimate, result.other_estimates),
    )


def _is_answer(key: object, value: object, questionnaires: Collection[Questionnaire]) -> bool:
    """Whether a content of the file asks this and takes that: a visit may have begun before a publication."""
    answer: Answer = decode_answer(str(value))
    asked = [each for questionnaire in questionnaires for each in questionnaire.questions if each.key == key]
    return encode_answer(answer) == value and any(question.accepts(answer) for question in asked)


def _are_dates_of(revision: StoredRevision, now: datetime) -> bool:
    end = revision.concluded_at or now + CLOCK_AHEAD
    given = [answer.answered_at for answer in revision.answers.values()]
    return _is_past(revision.opened_at, now) and _is_past(end, now) and all(EARLIEST <= each <= end for each in given)


def _is_address(access: Mapping[str, Any], now: datetime) -> bool:
    hashed, salt = access["token_hash"], access["salt"]
    moments = [access[name] for name in ("last_sign_of_life", "closed_at", "opened_at") if access[name] is not None]
    return (
        (isinstance(hashed, bytes) and len(hashed) == HASH_BYTES)
        and (isinstance(salt, bytes) and len(salt) == TOKEN_BYTES)
        and all(_is_past(moment, now) for moment in (access["created_at"], *moments))
        and (access["expires_at"] is None or EARLIEST <= access["expires_at"] <= now + timedelta(days=400))
    )


def _is_reference(reference: object, begun: datetime) -> bool:
    found = _REFERENCE.fullmatch(reference) if isinstance(reference, str) else None
    return found is not None and int(found[1]) == begun.year % 100 and int(found[2]) > 0


def _is_uid(text: object) -> bool:
    try:
        return isinstance(text, str) and str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _is_line(text: object) -> bool:
    return (
        isinstance(text, str)
        and len(text) <= LONGEST_TEXT
        and not any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for sign in text)
    )


def _is_past(moment: datetime, now: datetime) -> bool:
    return EARLIEST <= moment <= now + CLOCK_AHEAD


def _whole(number: object) -> bool:
    return type(number) is int


def _refuse(name: str, checks: Mapping[str, bool]) -> None:
    wrong = [what for what, holds in checks.items() if not holds]
    if wrong:
        raise Implausible(f"{name} n’est pas celui d’un stand\u00a0: {', '.join(wrong)}.")
