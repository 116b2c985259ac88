"""Every earlier schema can be brought up to date, with what it held."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from models.contact.phone import show_phone
from models.rules.questionnaire import Verdict
from models.store.database import close_database, database, open_database
from models.store.dossiers import count_dossiers
from models.store.events import find_event
from models.store.filters import Filters
from models.store.migrations.before import SCRIPTS
from models.store.sqlite.backup import check_file
from models.store.tables import Application
from models.store.visits import conclude_visit, newest_result, phone_token
from tests.store.making import ANSWERS, NOW, found, result_of

SCHEMAS = Path(__file__).parent / "schemas"
TOKENS = ("SchemaTokenKiosk000000", "SchemaTokenPerson00000")
"""The tokens of the two kept visits: one concluded at a kiosk, one with all its answers on the site."""

KEPT = sorted(SCHEMAS.glob("*.db"))
SHAPE = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"

pytestmark = pytest.mark.file


def test_a_file_of_every_schema_is_kept() -> None:
    """Those of before the schema was shared with PostgreSQL; the last of them holds a row in each of its tables."""
    assert [path.stem for path in KEPT] == [script.stem[:4] for script in SCRIPTS]


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.stem)
class TestUpgrade:
    def test_it_becomes_the_present_schema(self, kept: Path, store: Path, tmp_path: Path) -> None:
        present = database.execute_sql(SHAPE).fetchall()
        shutil.copy(kept, tmp_path / "old.db")
        open_database(tmp_path / "old.db")
        assert database.execute_sql(SHAPE).fetchall() == present
        close_database()

    def test_what_it_held_is_there_and_goes_on(self, kept: Path, store: Path, tmp_path: Path) -> None:
        shutil.copy(kept, tmp_path / "old.db")
        open_database(tmp_path / "old.db")
        at_the_kiosk, at_home = (found(token) for token in TOKENS)
        result = newest_result(at_the_kiosk.assessment_id)
        assert result is not None
        assert (result.result.answers["effectif"], result.result.eligibility.verdict) == (35, Verdict.ELIGIBLE)
        assert found(phone_token(at_the_kiosk, TOKENS[0])).assessment_id == at_the_kiosk.assessment_id
        event = find_event("salon")
        assert event is not None
        assert at_the_kiosk.event_id == event.id
        assert at_home.answers == ANSWERS
        assert conclude_visit(at_home, TOKENS[1], result_of(ANSWERS), 1, NOW) == result_of(ANSWERS)
        close_database()

    def test_no_row_is_lost(self, kept: Path, store: Path, tmp_path: Path) -> None:
        shutil.copy(kept, tmp_path / "old.db")
        before = {table: count for table, count in check_file(kept).rows.items() if table != "schema_version"}
        open_database(tmp_path / "old.db")
        close_database()
        assert check_file(tmp_path / "old.db").rows | before == check_file(tmp_path / "old.db").rows

    def test_the_kept_file_is_really_of_its_schema(self, kept: Path) -> None:
        with closing(sqlite3.connect(f"{kept.as_uri()}?mode=ro", uri=True)) as connection:
            assert connection.execute("SELECT max(number) FROM schema_version").fetchone() == (int(kept.stem),)


def test_a_request_of_before_is_found_by_its_telephone(store: Path, tmp_path: Path) -> None:
    shutil.copy(KEPT[-1], tmp_path / "old.db")
    open_database(tmp_path / "old.db")
    request = Application.get()
    assert count_dossiers(Filters(text=show_phone(request.phone))) == 1
    close_database()
