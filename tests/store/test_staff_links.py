"""Links between dossiers and shared views: said once on both sides, and nothing happens twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.store.audit import COMMAND_LINE, list_audit
from models.store.dossier_links import link, list_kin, one_company, unlink
from models.store.saved_views import NameTaken, delete_view, list_views, save_view
from models.store.timeline import list_entries
from tests.store.making import NOW, started


def test_a_link_is_told_on_both_sides_once_however_often_it_is_made(store: Path) -> None:
    one, other = (started()[0].assessment_id for _ in range(2))
    link(one, other, NOW, COMMAND_LINE)
    link(other, one, NOW, COMMAND_LINE)
    assert [kin.id for kin in list_kin(one)] == [other]
    assert [kin.id for kin in list_kin(other)] == [one]
    assert len(list_entries(one)) == len(list_entries(other)) == 1
    unlink(other, one, NOW, COMMAND_LINE)
    unlink(one, other, NOW, COMMAND_LINE)
    assert list_kin(one) == list_kin(other) == []
    assert len(list_entries(one)) == len(list_entries(other)) == 2
    assert [entry.action for entry in list_audit()] == ["séparer", "lier"]


def test_a_dossier_is_not_linked_to_itself_nor_to_nothing(store: Path) -> None:
    one = started()[0].assessment_id
    with pytest.raises(ValueError, match=str(one)):
        link(one, one, NOW, COMMAND_LINE)
    with pytest.raises(KeyError):
        link(one, 99, NOW, COMMAND_LINE)
    assert list_entries(one) == []


def test_all_that_is_linked_through_others_is_one_company(store: Path) -> None:
    one, two, three, four, alone = (started()[0].assessment_id for _ in range(5))
    for pair in ((four, three), (one, two), (two, three)):
        link(*pair, NOW, COMMAND_LINE)
    assert one_company([four, one, alone]) == {four: one, one: one, alone: alone}
    assert one_company([three, two]) == {three: one, two: one}
    unlink(two, three, NOW, COMMAND_LINE)
    assert one_company([one, two, three, four]) == {one: one, two: one, three: three, four: three}
    assert one_company([]) == {}


def test_a_view_s_name_is_its_own_and_deleting_it_twice_is_no_error(store: Path) -> None:
    save_view("À rappeler", "tri=rappel", NOW, COMMAND_LINE)
    with pytest.raises(NameTaken):
        save_view("À rappeler", "tri=anciens", NOW, COMMAND_LINE)
    (view,) = list_views()
    assert (view.name, view.query) == ("À rappeler", "tri=rappel")
    delete_view(view.id, NOW, COMMAND_LINE)
    delete_view(view.id, NOW, COMMAND_LINE)
    assert list_views() == []
