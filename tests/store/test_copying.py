"""From one engine to the other, whole."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from models.store.applications import Applicant, ApplicationKind, submit_application
from models.store.audit import COMMAND_LINE
from models.store.contents import publish_content, register_content
from models.store.copying import CopyRefused, copy_database
from models.store.database import close_database, open_database, writing
from models.store.dossier_file import add_note
from models.store.engine import choose_engine
from models.store.migrations import apply_migrations
from models.store.outbox import Letter, MailKind
from models.store.saved_views import list_views, save_view
from models.store.settings import set_setting
from models.store.staff import Role, create_account
from models.store.timeline import EntryKind
from models.store.visits import find_visit
from tests.engines import FILE, empty
from tests.rows import everything
from tests.store.collections.making import SLIPS, asking
from tests.store.making import ANSWERS, NOW, concluded, found, salon, sql, started


@pytest.fixture
def elsewhere(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Path | str:
    """An empty database of the other engine."""
    if engine != FILE:
        return tmp_path / "other" / "diagnostics.db"
    url: str = request.getfixturevalue("postgres_database")
    empty(url)
    return url


def filled() -> str:
    """Something in many tables; the token of a concluded visit."""
    salon()
    visit, token = concluded()
    letter = Letter(MailKind.RECEIPT, "zoe@exemple.fr", "Objet", "Bonjour", "<p>Bonjour</p>")
    submit_application(visit.assessment_id, Applicant(ApplicationKind.APPLICATION, "Zoé"), [letter], NOW)
    create_account("lea@exemple.fr", "Léa", Role.ADMINISTRATRICE, "un long mot de passe", NOW, COMMAND_LINE)
    collected, *_ = asking()
    assert collected.assessment_id != visit.assessment_id
    add_note(visit.assessment_id, EntryKind.NOTE, "À rappeler", NOW.date(), NOW, COMMAND_LINE)
    return token


@pytest.mark.postgresql
def test_everything_is_carried_over_and_life_goes_on_there(
    store: Path | str, elsewhere: Path | str, tmp_path: Path
) -> None:
    token = filled()
    with writing():
        for number in range(2, 203):  # more than a statement carries
            register_content(str(number).encode(), f"2026.{number}", NOW, base_id=number - 1)
        publish_content(1, NOW, "Léa")  # on a server, what was written last is read last, behind what refers to it
    before = everything()
    rows = copy_database(elsewhere, tmp_path / "effaces")
    assert rows["answer"] == 2 * len(ANSWERS)
    assert (rows["collection"], rows["slip"]) == (1, sum(SLIPS.values()))
    assert rows["application"] == rows["outbox_message"] == rows["staff_account"] == 1
    close_database()
    open_database(elsewhere, tmp_path / "effaces")
    assert everything() == before
    assert found(token).answers == ANSWERS
    following, _ = started()
    assert following.assessment_id == 3, "after the two that were carried over"
    save_view("À rappeler", "tri=rappel", NOW, COMMAND_LINE)
    assert [view.id for view in list_views()] == [1], "the first of all"
    close_database()


@pytest.mark.postgresql
def test_a_database_that_holds_something_is_refused_and_left_alone(
    store: Path | str, elsewhere: Path | str, tmp_path: Path
) -> None:
    token = filled()
    copy_database(elsewhere, tmp_path / "effaces")
    with pytest.raises(CopyRefused, match="déjà des données"):
        copy_database(elsewhere, tmp_path / "effaces")
    assert find_visit(token, NOW)


def test_a_copy_that_reads_otherwise_is_refused_and_nothing_of_it_kept(store: Path | str, tmp_path: Path) -> None:
    set_setting("a", "1")
    other, register = tmp_path / "other" / "diagnostics.db", tmp_path / "effaces"
    with closing(choose_engine(other, register)) as target:
        apply_migrations(target)
    sql(other, "CREATE TRIGGER worse AFTER INSERT ON setting BEGIN UPDATE setting SET value = 'b'; END")
    with pytest.raises(CopyRefused, match="diffère dans setting\u00a0:"):
        copy_database(other, register)
    assert sql(other, "SELECT (SELECT count(*) FROM setting), (SELECT count(*) FROM content_version)") == [(0, 0)]
    sql(other, "DROP TRIGGER worse")
    assert copy_database(other, register)["setting"] == 1
    with pytest.raises(CopyRefused, match="déjà des données"):
        copy_database(other, register)
