"""One change made to several dossiers: what became of each."""

from __future__ import annotations

from pathlib import Path

from models.store.audit import COMMAND_LINE
from models.store.database import writing
from models.store.dossier_file import get_dossier
from models.store.erasure import anonymise, delete_assessment
from models.store.many_dossiers import note_many
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
