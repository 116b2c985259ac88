"""Stand files that are refused whole, each with its reason, and nothing changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.store.applications import Applicant, ApplicationKind, submit_application
from models.store.contents import register_content
from models.store.database import close_database
from models.store.events import list_events
from models.store.tables import Assessment, Erased, Revision
from models.store.tokens import token_hash
from models.store.visits import (
    conclude_visit,
    open_revision,
    record_answer,
)
from tests.rows import change, drop, values
from tests.store.coming_home import HOME, bring, come_home, go_to, refusal
from tests.store.making import (
    ANSWERS,
    NOW,
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
            "UPDATE access SET purpose = 'everything'",
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
        conclude_visit(found(token), token, result_of(ANSWERS, now=HOME), 1, HOME)
        go_to(stand)
        changed = record_answer(found(token), "effectif", 12, HOME)
        conclude_visit(changed, token, result_of({**ANSWERS, "effectif": 12}, now=HOME), 1, HOME)
        started()
        reason = refusal(stand, main)
        assert visit.reference in reason
        assert bystander.reference not in reason

    def test_every_reason_is_told_at_once(self, stand: Path, main: Path) -> None:
        at_kiosk(salon(name="Forum de Lyon"))
        tokens = [answered()[1] for _ in range(2)]
        go_to(main)
        salon(code="salon2", name="Forum de Lyon")
        bring(stand)
        for token in tokens:
            conclude_visit(found(token), token, result_of(ANSWERS, now=HOME), 1, HOME)
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
        change(Assessment, uid="3d141eeb-a3db-47db-a612-48c8c1431fa5")
        assert "mène ici à un autre" in refusal(stand, main)


class TestWhatNoStandMakes:
    """A tampered file: each kind of thing that no stand can have produced, refused in words."""

    def tampered(self, stand: Path, *forgeries: str) -> None:
        at_kiosk(salon())
        started()
        close_database()
        for forgery in forgeries:
            sql(stand, forgery)

    @pytest.mark.parametrize(
        ("forgery", "word"),
        [
            ("UPDATE assessment SET uid = 'x' WHERE id = 1", "identifiant"),
            ("UPDATE assessment SET reference = '<b>' WHERE id = 1", "référence"),
            ("UPDATE assessment SET reference = 'S25-001' WHERE id = 1", "référence"),
            ("UPDATE assessment SET reference = 'S26-000' WHERE id = 1", "référence"),
            ("UPDATE assessment SET stand_reference = 'x' WHERE id = 1", "référence d’un autre stand"),
            ("UPDATE assessment SET door = 'fenetre' WHERE id = 1", "porte"),
            ("UPDATE assessment SET door = 'manuel' WHERE id = 2", "porte"),
            ("UPDATE assessment SET door = 'site' WHERE id = 1", "porte"),
            ("UPDATE assessment SET host_origin = 'https://exemple.org' WHERE id = 2", "site d’accueil"),
            ("UPDATE assessment SET created_at = 4102444800000, reference = 'S00-001' WHERE id = 1", "dates"),
            ("UPDATE assessment SET updated_at = 1 WHERE id = 1", "dates"),
            ("UPDATE assessment SET application_stage = 'candidature' WHERE id = 1", "suite donnée"),
            ("UPDATE access SET purpose = 'personal'", "nombre d’adresses"),
            ("UPDATE access SET assessment_id = 2 WHERE purpose = 'share'", "nombre d’adresses"),
            ("UPDATE access SET salt = x'00'", "empreinte d’une adresse"),
            ("UPDATE access SET expires_at = 253402300799000 WHERE purpose = 'phone'", "empreinte d’une adresse"),
            ("UPDATE revision SET number = 2", "suite des versions"),
            ("UPDATE revision SET opened_at = 1", "dates d’une version"),
            ("UPDATE answer SET answered_at = 4102444800000", "dates d’une version"),
            ("UPDATE answer SET value = '36.0' WHERE key = 'effectif'", "contredit"),
            ("UPDATE answer SET value = '-1' WHERE key = 'effectif'", "n’admet pas"),
            ("UPDATE answer SET value = '\"=1+1\"' WHERE key = 'secteur'", "n’admet pas"),
            ("UPDATE answer SET key = 'mot_de_passe' WHERE key = 'secteur'", "n’admet pas"),
            ("DELETE FROM answer WHERE key = 'secteur'", "ne permettent pas"),
            ("UPDATE answer SET value = '12' WHERE key = 'effectif'", "n’est pas celui de ses réponses"),
            ("UPDATE revision SET result = replace(result, '\"eligible\"', '\"a-confirmer\"')", "de ses réponses"),
            ("UPDATE revision SET result = replace(result, '2026-03-02', '2026-03-22')", "de ses réponses"),
            ("UPDATE event SET code = '../x'", "code impossible"),
            ("UPDATE event SET name = 'a' || char(10) || 'b'", "nom"),
            ("UPDATE event SET name = replace(hex(zeroblob(200)), '0', 'a')", "nom"),
            ("UPDATE event SET pin_hash = '1234'", "code d’animation"),
            ("UPDATE event SET idle_seconds = 0", "délai"),
            ("UPDATE reference_counter SET last = 9000000", "trop de références"),
            ("UPDATE reference_counter SET year = 9999", "année"),
            ("CREATE TRIGGER t AFTER INSERT ON assessment BEGIN SELECT 1; END", "pas une base de ce programme"),
        ],
    )
    def test_a_tampered_field(self, stand: Path, main: Path, forgery: str, word: str) -> None:
        self.tampered(stand, forgery)
        assert word in refusal(stand, main)

    def test_a_letter(self, stand: Path, main: Path) -> None:
        self.tampered(
            stand,
            "INSERT INTO outbox_message (uid, kind, recipient, subject, plain, html, created_at, attempts,"
            " next_attempt_at) VALUES ('u', 'recu', 'a@exemple.fr', 'x', 'x', 'x', 0, 0, 0)",
        )
        assert "messages à envoyer" in refusal(stand, main)

    def test_a_request(self, stand: Path, main: Path) -> None:
        visit, _ = concluded()
        submit_application(visit.assessment_id, Applicant(ApplicationKind.CALL_BACK, "Zoé"), [], NOW)
        assert "demandes de contact" in refusal(stand, main)

    def test_an_account(self, stand: Path, main: Path) -> None:
        self.tampered(
            stand,
            "INSERT INTO staff_account (email, name, role, password_hash, must_change_password, created_at,"
            " totp_last_step) VALUES ('x@exemple.fr', 'x', 'administratrice', 'x', 0, 0, 0),"
            " ('y@exemple.fr', 'y', 'chargee', 'y', 0, 0, 0)",
        )
        assert refusal(stand, main).count("compte du pilotage") == 1, "said once, however many"

    def test_a_content_unknown_here(self, stand: Path, main: Path) -> None:
        visit, token = answered()
        unknown = register_content(b"version = 3", "2026.3", NOW)
        conclude_visit(visit, token, result_of(ANSWERS), unknown.id, NOW)
        assert "publiez-le d’abord ici" in refusal(stand, main)

    @pytest.mark.parametrize("purpose", ["personal", "share"])
    def test_an_address_planted_on_a_visit_that_is_here(self, stand: Path, main: Path, purpose: str) -> None:
        visit, token = concluded()
        come_home(stand, main)
        go_to(stand)
        open_revision(found(token), HOME, short=False)
        close_database()
        planted = token_hash("planted").hex()
        sql(
            stand,
            "INSERT INTO access (token_hash, assessment_id, purpose, salt, created_at)"
            f" SELECT x'{planted}', assessment_id, '{purpose}', salt, created_at FROM access LIMIT 1",
        )
        assert f"{visit.reference} a une adresse qu’il n’avait pas ici" in refusal(stand, main)

    def test_facts_and_words_of_the_file_are_not_taken(self, stand: Path, main: Path) -> None:
        """What repeats the answers is computed anew, and so are a result's sentences."""
        self.tampered(
            stand,
            "UPDATE assessment SET sector = 'x', verdict = 'non-eligible', headcount = 9, waiting_at = 99, themes = ''",
            """UPDATE revision SET result = json_set(result, '$.eligibility.findings[0].reason', 'Virez 500')""",
        )
        go_to(main)
        bring(stand)
        arrived = values(Assessment, "sector", "verdict", "headcount", "themes")
        assert ("services", "eligible", 35, "|qvct|participation|") in arrived
        assert "Virez" not in repr(values(Revision, "result"))


class TestLostJournal:
    def test_an_event_without_a_visit(self, stand: Path, main: Path) -> None:
        salon()
        assert "« -wal »" in refusal(stand, main)


class TestTheSameEventUnderAnotherName:
    def test_it_is_said_how_and_then_done(self, stand: Path, main: Path) -> None:
        at_kiosk(salon(name="Forum de Lyon"))
        go_to(main)
        ours = salon(name="Forum de Lyo")
        assert "--same-event salon" in refusal(stand, main)
        done = bring(stand, same_event="salon")
        assert (done.added, done.references) == (1, ("S26-001",))
        assert list_events() == [ours]
