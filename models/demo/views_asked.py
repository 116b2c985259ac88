"""Companies of the demonstration that asked their teams too: most have been counted, two still wait for answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from random import Random

from models.french.formats import paris_day
from models.rules.ballots import put_in
from models.rules.collection import USUAL_CLOSING, Group, groups_offered, most_slips
from models.rules.path import walk
from models.rules.questionnaire import Questionnaire
from models.rules.result import Result
from models.rules.slip import slip_questionnaire
from models.store.collections import (
    begin_attempt,
    close_collection,
    find_attempt,
    find_slip,
    open_collection,
    printable_slips,
    record_on_slip,
    send_ballot,
)
from models.store.dossiers import dossier_ids
from models.store.filters import Filters
from models.store.visits import find_visit, newest_result, renew_address_of

STAGES = ("candidature", "selectionne", "accompagne")
COUNTED, OPEN = 4, 2
MOST_TEAM, MOST_REPRESENTATIVES = 9, 2
LONG_AGO = timedelta(days=20)


def ask_around(questionnaire: Questionnaire, now: datetime, chance: Random) -> None:
    """Have some companies ask for other views, and some of their people answer."""
    for place, (dossier_id, result) in enumerate(_companies()):
        if place == COUNTED + OPEN:
            return
        opened_at = now - (LONG_AGO if place < COUNTED else timedelta(days=5))
        _ask(questionnaire, dossier_id, result, opened_at, chance)
        if place < COUNTED:
            close_collection(dossier_id, questionnaire, now - timedelta(days=6))


def _companies() -> Iterator[tuple[int, Result]]:
    """Those that are large enough, and answered every question."""
    for dossier_id in dossier_ids(Filters(stages=STAGES)):
        kept = newest_result(dossier_id)
        if kept and not kept.result.short and groups_offered(_headcount(kept.result)):
            yield dossier_id, kept.result


def _headcount(result: Result) -> int:
    headcount = result.answers.get("effectif")
    return headcount if isinstance(headcount, int) else 0


def _ask(questionnaire: Questionnaire, dossier_id: int, result: Result, now: datetime, chance: Random) -> None:
    token = renew_address_of(dossier_id, now)
    visit = find_visit(token, now)
    assert visit is not None
    headcount, most = _headcount(result), {Group.EQUIPE: MOST_TEAM, Group.REPRESENTANTS: MOST_REPRESENTATIVES}
    slips = {group: min(most[group], most_slips(group, headcount)) for group in groups_offered(headcount)}
    open_collection(visit, token, result.size, paris_day(now) + timedelta(days=USUAL_CLOSING), slips, now)
    for tokens in printable_slips(visit, token).values():
        for each in tokens[: max(1, len(tokens) - 2)]:
            _answer(questionnaire, each, result, now, chance)


def _answer(questionnaire: Questionnaire, token: str, result: Result, now: datetime, chance: Random) -> None:
    slip = find_slip(token, now)
    assert slip is not None
    attempt = find_attempt(slip, begin_attempt(slip, now))
    assert attempt is not None
    asked = slip_questionnaire(questionnaire, slip.size)
    while (question := walk(asked, attempt.answers).next) is not None:
        said = str(result.answers.get(question.key, "1"))
        level = int(said) if said.isdecimal() else 1
        answer = chance.choice([*(str(min(3, max(0, level + step))) for step in (-2, -1, -1, 0, 0, 1)), "nsp"])
        attempt = record_on_slip(slip, attempt, question.key, answer, now)
    send_ballot(slip, attempt, partial(put_in, questionnaire, ballot=walk(asked, attempt.answers).answers), now)
