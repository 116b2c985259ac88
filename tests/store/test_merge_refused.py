"""Stand files that are refused whole, each with its reason, and nothing changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.store.database import close_database
from models.store.merge import merge_file
from models.store.tables import Assessment, Erased
from models.store.visits import (
    conclude_visit,
    record_answer,
)
from tests.rows import change, drop
from tests.store.coming_home import HOME, come_home, go_to, refusal
from tests.store.making import (
    ANSWERS,
    answered,
    at_kiosk,
    concluded,
    found,
    result_of,
    salon,
    sql,
    started,
)


class TestRefusals:
    def refused_file(self, tmp_path: Path, content: bytes) -> Path:
        path = tmp_path / "file.db"
        path.write_bytes(content)
        return path

    def test_a_missing_file(self, stand: Path, main: Path, tmp_path: Path) -> None:
        assert "introuvable" in refusal(tmp_path / "nowhere.db", main)

    @pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\x00" + b"\xff" * 5000])
    def test_a_file_that_is_no_database(self, stand: Path, main: Path, tmp_path: Path, content: bytes) -> None:
        assert "pas une base de ce programme" in refusal(self.refused_file(tmp_path, content), main)

    def test_another_programs_database(self, stand: Path, main: Path, tmp_path: Path) -> None:
        other = tmp_path / "other.db"
        sql(other, "CREATE TABLE assessment (id INTEGER)")
        assert "pas une base de ce programme" in refusal(other, main)

    @pytest.mark.file
    def test_the_main_database_itself(self, stand: Path, main: Path) -> None:
        assert "elle-même" in refusal(main, main)

    def test_a_newer_schema(self, stand: Path, main: Path) -> None:
        close_database()
        sql(stand, "INSERT INTO schema_migration (name, applied) VALUES ('9000_future', 0)")
        assert "9000" in refusal(stand, main)

    def test_a_damaged_file(self, stand: Path, main: Path) -> None:
        for _ in range(20):
            concluded()
        close_database()
        held = bytearray(stand.read_bytes())
        for page in range(len(held) // 8192, len(held) // 4096):
            held[page * 4096 + 8 : page * 4096 + 300] = b"\xff" * 292
        stand.write_bytes(held)
        assert refusal(stand, main)

    def test_rows_without_what_they_belong_to(self, stand: Path, main: Path) -> None:
        concluded()
        close_database()
        sql(stand, "DELETE FROM assessment")
        assert "sans attache" in refusal(stand, main)

    @pytest.mark.parametrize(
        "forgery",
        [
            "UPDATE revision SET result = '{}'",
            "UPDATE answer SET value = 'null'",
            "UPDATE answer SET value = 'not json'",
            "UPDATE assessment SET door = 'fenetre'",
            "UPDATE access SET purpose = 'everything'",
            "UPDATE reference_counter SET last = 9223372036854775807",
            "UPDATE assessment SET reference = 'S26-001', created_at = 9223372036854775807",
        ],
    )
    def test_what_cannot_be_read(self, stand: Path, main: Path, forgery: str) -> None:
        concluded()
        close_database()
        sql(stand, forgery)
        go_to(main)
        started()
        assert "contredit" in refusal(stand, main)

    def test_another_event_under_the_same_code(self, stand: Path, main: Path) -> None:
        at_kiosk(salon(name="Forum de Lyon"))
        go_to(main)
        salon(name="Forum de Grenoble")
        reason = refusal(stand, main)
        assert "« salon »" in reason
        assert "« Forum de Grenoble »" in reason
        assert "« Forum de Lyon »" in reason

    def test_a_visit_that_went_on_differently_in_both_places(self, stand: Path, main: Path) -> None:
        visit, token = answered()
        bystander, _ = started()
        come_home(stand, main)
        conclude_visit(found(token), token, result_of(ANSWERS), 1, HOME)
        go_to(stand)
        changed = record_answer(found(token), "effectif", 12, HOME)
        conclude_visit(changed, token, result_of({**ANSWERS, "effectif": 12}), 1, HOME)
        started()
        reason = refusal(stand, main)
        assert visit.reference in reason
        assert bystander.reference not in reason

    def test_every_reason_is_told_at_once(self, stand: Path, main: Path) -> None:
        at_kiosk(salon(name="Forum de Lyon"))
        tokens = [answered()[1] for _ in range(2)]
        go_to(main)
        salon(code="salon2", name="Forum de Lyon")
        merge_file(stand, HOME)
        for token in tokens:
            conclude_visit(found(token), token, result_of(ANSWERS), 1, HOME)
        go_to(stand)
        for token in tokens:
            record_answer(found(token), "effectif", 12, HOME)
        salon(code="salon2", name="Forum de Grenoble")
        assert len(refusal(stand, main).splitlines()) == 3

    def test_an_address_that_leads_elsewhere_here(self, stand: Path, main: Path) -> None:
        concluded()
        come_home(stand, main)
        drop(Erased)
        go_to(stand)
        change(Assessment, uid="forged")
        assert "mène ici à un autre" in refusal(stand, main)
