"""Opening, slips that can be printed again, more of them, and a personal address that changes meanwhile."""

from __future__ import annotations

import re

import pytest

from models.rules.collection import Group
from models.rules.question import Size
from models.store.collections import (
    AskedGroup,
    CollectionOpen,
    NoCollection,
    SlipsRefused,
    SlipState,
    add_slips,
    erase_collection,
    find_open,
    find_slip,
    open_collection,
    printable_slips,
    renew_slips,
)
from models.store.erasure import reapply_erasures
from models.store.tables import Attempt, Box, Collection, Slip
from models.store.tokens import slip_hash, slip_token
from models.store.visits import renew_address
from tests.rows import count, drop
from tests.store.collections.making import CLOSES_ON, SLIPS, asking, ballot, filled, held, sent, slips_of
from tests.store.making import NOW, concluded, found

pytestmark = pytest.mark.usefixtures("store")
MOST = {Group.EQUIPE: 35, Group.REPRESENTANTS: 30}


def test_it_is_open_with_its_slips_and_nobody_has_answered() -> None:
    visit, _, slips = asking()
    collection = find_open(visit)
    assert collection is not None
    assert (collection.closes_on, collection.size, collection.printable) == (CLOSES_ON, Size.FROM_11_TO_49, True)
    assert collection.groups == (AskedGroup(Group.REPRESENTANTS, 2, 0), AskedGroup(Group.EQUIPE, 12, 0))
    assert {group: len(tokens) for group, tokens in slips.items()} == SLIPS
    assert len({token for tokens in slips.values() for token in tokens}) == 14
    assert {held(token).group for token in slips[Group.EQUIPE]} == {Group.EQUIPE}


def test_one_at_a_time() -> None:
    visit, token, _ = asking()
    with pytest.raises(CollectionOpen):
        open_collection(visit, token, Size.UNDER_11, CLOSES_ON, SLIPS, NOW)
    assert count(Collection) == 1


def test_a_group_without_slips_is_not_asked() -> None:
    visit, _, slips = asking({Group.EQUIPE: 5, Group.REPRESENTANTS: 0})
    assert list(slips) == [Group.EQUIPE]
    assert [group.group for group in find_open(visit).groups] == [Group.EQUIPE]  # type: ignore[union-attr]


def test_slips_are_printed_again_the_same_whichever_were_used() -> None:
    visit, token, slips = asking()
    sent(slips[Group.EQUIPE][3], ballot())
    assert slips_of(visit, token) == slips


def test_more_slips_come_after_those_there_are_and_never_too_many() -> None:
    visit, token, slips = asking()
    add_slips(visit, token, {Group.EQUIPE: 3, Group.REPRESENTANTS: 0}, MOST)
    now = slips_of(visit, token)
    assert now[Group.EQUIPE][:12] == slips[Group.EQUIPE]
    assert [len(tokens) for tokens in now.values()] == [2, 15]
    assert all(find_slip(each, NOW) for tokens in now.values() for each in tokens)
    with pytest.raises(SlipsRefused):
        add_slips(visit, token, {Group.REPRESENTANTS: 1, Group.EQUIPE: 21}, MOST)
    assert slips_of(visit, token) == now, "all of them or none"


def test_a_group_can_be_asked_later() -> None:
    visit, token, _ = asking({Group.EQUIPE: 5})
    add_slips(visit, token, {Group.REPRESENTANTS: 2}, MOST)
    assert [len(tokens) for tokens in slips_of(visit, token).values()] == [2, 5]


def test_after_a_new_address_what_was_handed_out_works_and_new_slips_take_the_place_of_the_unused() -> None:
    visit, _, slips = asking()
    sent(slips[Group.EQUIPE][0], ballot())
    filled(slips[Group.EQUIPE][1], {"qvct_conditions": "2"})
    after = renew_address(visit, NOW)
    later = found(after)
    assert find_open(later).printable is False  # type: ignore[union-attr]
    with pytest.raises(ValueError, match="another address"):
        printable_slips(later, after)
    assert held(slips[Group.EQUIPE][1]).state is SlipState.OPEN
    renew_slips(later, after)
    renew_slips(later, after)
    now = slips_of(later, after)
    assert [len(tokens) for tokens in now.values()] == [2, 11]
    assert {held(each).state for tokens in now.values() for each in tokens} == {SlipState.OPEN}
    assert held(slips[Group.EQUIPE][0]).state is SlipState.USED
    assert find_slip(slips[Group.EQUIPE][1], NOW) is None
    assert count(Attempt) == 0
    assert (find_open(later).given, find_open(later).sent) == (14, 1)  # type: ignore[union-attr]
    add_slips(later, after, {Group.EQUIPE: 1}, MOST)
    assert [len(tokens) for tokens in slips_of(later, after).values()] == [2, 12]


def test_a_slip_s_address_is_short_to_type_and_forgives_what_people_misread() -> None:
    token = slip_token("A" * 22, b"\x01" * 16, "equipe", 1)
    assert token == slip_token("A" * 22, b"\x01" * 16, "equipe", 1)
    assert re.fullmatch(r"([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}", token)
    assert slip_hash(token) == slip_hash(token.upper()) == slip_hash(token.replace("-", " "))
    assert slip_hash("0011-2345") == slip_hash("OoIl 2345")
    assert slip_hash("a") != slip_hash("b")
    others = {slip_token("A" * 22, b"\x01" * 16, group, number) for group in Group for number in range(50)}
    assert len(others) == 100


def test_it_is_erased_with_all_that_hangs_on_it_and_stays_so_after_a_restore() -> None:
    visit, _, slips = asking()
    sent(slips[Group.EQUIPE][0], ballot())
    filled(slips[Group.EQUIPE][1], {"qvct_conditions": "2"})
    restored = (Collection, Box, Slip, Attempt)
    before = {table: list(table.select().tuples()) for table in restored}
    assert all(before.values())
    collection = find_open(visit)
    assert collection is not None
    assert erase_collection(visit.assessment_id, collection.uid)
    assert [count(table) for table in restored] == [0, 0, 0, 0]
    assert find_slip(slips[Group.EQUIPE][0], NOW) is None
    assert not erase_collection(visit.assessment_id, collection.uid), "a second time"
    for table in restored:
        table.insert_many(before[table], fields=table._meta.sorted_fields).execute()
    others, _, _ = asking()
    kept = find_open(others)
    reapply_erasures(NOW)
    assert find_open(visit) is None
    assert find_open(others) == kept
    assert kept is not None
    assert [count(table) for table in restored] == [1, 2, 14, 0], "another company's stays"


def test_nobody_erases_another_company_s() -> None:
    visit, _, _ = asking()
    other, _ = concluded()
    collection = find_open(visit)
    assert collection is not None
    assert not erase_collection(other.assessment_id, collection.uid)
    assert find_open(visit) == collection


def test_nothing_is_added_to_what_is_over() -> None:
    visit, token, _ = asking()
    drop(Collection)
    with pytest.raises(NoCollection):
        add_slips(visit, token, {Group.EQUIPE: 1}, MOST)
    with pytest.raises(NoCollection):
        renew_slips(visit, token)
    with pytest.raises(NoCollection):
        printable_slips(visit, token)
