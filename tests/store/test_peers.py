"""Where the others stand: who counts, in which group, without oneself, and figures that hold still."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from models.rules.peers import EVERY, Peer, peer_of, scale_of
from models.rules.question import Answer, Size
from models.rules.questionnaire import Level
from models.store.bulk import PastVisit, add_past_visits
from models.store.database import writing
from models.store.erasure import anonymise, delete_assessment
from models.store.peers import PeersOfGroup, count_peers, find_peers
from models.store.tables import Assessment, PeerCount, Revision
from models.store.visits import Door, begin_again, conclude_visit, find_visit, record_answer, start_assessment
from tests.rows import count, rows
from tests.rules.sample import PRACTICE_KEYS, SAMPLE
from tests.store.making import ANSWERS, NOW, concluded, result_of

SCALE = scale_of(SAMPLE)
YESTERDAY = NOW - timedelta(days=1)
SMALL: dict[str, Answer] = {"effectif": 5}


LOW: dict[str, Answer] = dict.fromkeys(PRACTICE_KEYS, "0")
HIGH: dict[str, Answer] = dict.fromkeys(PRACTICE_KEYS, "3")


def answered(
    number: int,
    changed: Mapping[str, Answer] | None = None,
    *,
    when: datetime = YESTERDAY,
    short: bool = False,
    door: Door = Door.SITE,
) -> list[int]:
    """So many companies with the same answers; their ids."""
    answers = {**ANSWERS, **(changed or {})}
    result = result_of(answers, short=short, now=when)
    return add_past_visits([PastVisit(door, when, answers, short, None, result, 1)] * number)


def peer(changed: Mapping[str, Answer] | None = None) -> Peer:
    """A company with these answers, as it counts."""
    result = result_of({**ANSWERS, **(changed or {})})
    found = peer_of(result.maturity, result.size, result.answers["secteur"], SCALE, short=False)
    assert found is not None
    return found


def told(assessment_id: int = 10**6, changed: Mapping[str, Answer] | None = None) -> PeersOfGroup | None:
    """What a company of these answers is told; a stranger's unless its id is given."""
    return find_peers(assessment_id, peer(changed), SCALE)


def test_nothing_counted_nothing_told(store: Path | str) -> None:
    answered(30)
    assert told() is None
    assert count_peers(SCALE, NOW) == 30
    found = told()
    assert found is not None
    assert (found.peers.companies, found.counted_at) == (30, NOW - timedelta(minutes=5))


def test_size_and_sector_else_size_else_all_else_nothing(store: Path | str) -> None:
    answered(19)
    answered(5, {"secteur": "industrie"})
    answered(3, {"secteur": "btp", **SMALL})
    count_peers(SCALE, NOW)
    found = told()
    assert found is not None
    assert (found.group, found.peers.companies) == ((Size.FROM_11_TO_49, EVERY), 24)
    everybody = told(changed=SMALL)
    assert everybody is not None
    assert (everybody.group, everybody.peers.companies) == ((EVERY, EVERY), 27)
    answered(6, when=NOW)
    count_peers(SCALE, NOW + timedelta(days=1))
    narrow = told()
    assert narrow is not None
    assert (narrow.group, narrow.peers.companies) == ((Size.FROM_11_TO_49, "services"), 25)


def test_below_twenty_in_all_nothing_is_told_nor_kept(store: Path | str) -> None:
    answered(19)
    assert count_peers(SCALE, NOW) == 19
    assert told() is None
    assert count(PeerCount) == 0


def test_shares_and_medians_are_those_of_the_group(store: Path | str) -> None:
    answered(12, LOW)
    answered(12, HIGH)
    count_peers(SCALE, NOW)
    found = told()
    assert found is not None
    assert found.peers.tenths == {Level.OUTILLAGE: 5, Level.NOUVELLES_PRATIQUES: 0, Level.INNOVATION: 5}
    assert found.peers.medians["management"] == 3


def test_one_s_own_answers_are_left_out(store: Path | str) -> None:
    own, *_ = answered(20)
    count_peers(SCALE, NOW)
    found = told()
    assert found is not None
    assert found.peers.companies == 20
    assert told(own) is None, "only nineteen others"
    answered(1, when=NOW - timedelta(minutes=1))
    assert told(own) is None, "whoever came after the count isn't in it"


def test_who_moved_on_since_the_count_is_left_out_as_it_was_counted(store: Path | str) -> None:
    visit, token = concluded(YESTERDAY)
    answered(24)
    count_peers(SCALE, NOW)
    low = {**ANSWERS, "effectif": 60, **HIGH}
    again = begin_again(visit, NOW)
    for key, value in low.items():
        again = record_answer(again, key, value, NOW)
    conclude_visit(again, token, result_of(low), 1, NOW)
    found = find_peers(visit.assessment_id, peer(), SCALE)
    assert found is not None
    assert found.peers.companies == 24
    assert found.peers.tenths[peer().level] == 10


def test_short_paths_entries_by_hand_unfinished_and_anonymised_do_not_count(store: Path | str) -> None:
    answered(20)
    answered(3, short=True)
    answered(3, door=Door.MANUAL)
    start_assessment(door="site", now=YESTERDAY)
    gone = answered(3)
    with writing():
        anonymise(gone, NOW)
    answered(2, when=NOW - timedelta(minutes=2))  # too young to be sure that it is all there
    assert count_peers(SCALE, NOW) == 20


def test_the_newest_result_of_each_counts_alone(store: Path | str) -> None:
    _, token = concluded(YESTERDAY - timedelta(days=100))
    answered(19)
    visit = find_visit(token, YESTERDAY)
    assert visit is not None
    again = begin_again(visit, YESTERDAY)
    raised = {**ANSWERS, **HIGH}
    for key, value in raised.items():
        again = record_answer(again, key, value, YESTERDAY)
    conclude_visit(again, token, result_of(raised, now=YESTERDAY), 1, YESTERDAY)
    assert count_peers(SCALE, NOW) == 20
    found = told()
    assert found is not None
    assert sum(found.peers.tenths.values()) == 10


@pytest.mark.parametrize(("newcomers", "counted"), [(4, 30), (5, 35)])
def test_figures_stay_until_five_companies_have_come_or_gone(store: Path | str, newcomers: int, counted: int) -> None:
    answered(30)
    count_peers(SCALE, NOW)
    answered(newcomers, HIGH, when=NOW)
    count_peers(SCALE, NOW + timedelta(days=1))
    found = told()
    assert found is not None
    assert found.peers.companies == counted


def test_erased_companies_leave_the_figures_five_at_a_time(store: Path | str) -> None:
    ids = answered(24)
    count_peers(SCALE, NOW)
    _erase(ids[:4])
    count_peers(SCALE, NOW + timedelta(days=1))
    assert told() is not None
    _erase(ids[4:5])
    count_peers(SCALE, NOW + timedelta(days=2))
    assert told() is None, "nineteen are left"
    assert count(PeerCount) == 0


def _erase(ids: Iterable[int]) -> None:
    for each in ids:
        delete_assessment(each, NOW)


def test_what_comes_home_after_the_count_was_not_in_it(store: Path | str) -> None:
    """A stand's visit is older than its arrival."""
    answered(25)
    count_peers(SCALE, NOW)
    arrived, *_ = answered(5, when=YESTERDAY - timedelta(days=3))
    found = told(arrived)
    assert found is not None
    assert found.peers.companies == 25
    count_peers(SCALE, NOW + timedelta(days=1))
    later = told(arrived)
    assert later is not None
    assert later.peers.companies == 29


def test_a_result_that_can_t_be_read_stops_no_other(store: Path | str) -> None:
    answered(21)
    Revision.update(result="{}").where(Revision.id == rows(Revision)[0].id).execute()
    assert count_peers(SCALE, NOW) == 20


def test_another_scale_begins_anew(store: Path | str) -> None:
    answered(30)
    count_peers(SCALE, NOW)
    wider = {**SCALE, "management": 9}
    assert find_peers(10**6, peer(), wider) is None
    assert count_peers(wider, NOW) == 0
    assert count(PeerCount) == 0


def test_an_empty_database_is_counted_without_fuss(store: Path | str) -> None:
    assert count_peers(SCALE, NOW) == 0
    assert count(Assessment) == 0
