"""One change made to several dossiers: what became of each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from models.store.audit import COMMAND_LINE
from models.store.database import writing
from models.store.dossier_file import follow_up, get_dossier
from models.store.erasure import anonymise, delete_assessment
from models.store.many_dossiers import assign_many, note_many
from models.store.staff import Role, create_account
from models.store.timeline import list_entries
from tests.store.making import NOW, concluded


def test_what_was_erased_or_left_as_figures_is_told_as_gone(store: Path) -> None:
    erased, figures, there = (concluded()[0].assessment_id for _ in range(3))
    versions = {id_: get_dossier(id_).version for id_ in (erased, figures, there)}
    delete_assessment(erased, NOW)
    with writing():
        anonymise([figures], NOW)
    outcome = note_many(versions, "Vu au salon.", NOW.date(), NOW, COMMAND_LINE)
    assert outcome.gone == [erased, figures]
    assert [dossier.id for dossier in outcome.done] == [there]
    assert [entry.text for entry in list_entries(there)] == ["Vu au salon."]


def test_each_is_given_unless_it_is_so_already_or_was_changed_since(store: Path) -> None:
    camille = create_account("camille@aract.fr", "Camille", Role.CHARGEE, "cheval agrafe pile", NOW, COMMAND_LINE)
    given, already, stale = (concluded()[0].assessment_id for _ in range(3))
    call_back = date(2026, 4, 2)
    follow_up(given, get_dossier(given).version, None, call_back, NOW, COMMAND_LINE, shown="")
    follow_up(already, get_dossier(already).version, camille.id, None, NOW, COMMAND_LINE, shown="")
    versions = {id_: get_dossier(id_).version for id_ in (given, already, stale)}
    follow_up(stale, versions[stale], None, call_back, NOW, COMMAND_LINE, shown="")
    outcome = assign_many(versions, camille.id, NOW, COMMAND_LINE, lambda day: f"à rappeler le {day}")
    told = [[dossier.id for dossier in each] for each in (outcome.done, outcome.already, outcome.stale)]
    assert told == [[given], [already], [stale]]
    assert [get_dossier(id_).assigned_to for id_ in versions] == [camille.id, camille.id, None]
    assert get_dossier(given).call_back_on == call_back
    assert list_entries(given)[0].summary == "à rappeler le 2026-04-02"
