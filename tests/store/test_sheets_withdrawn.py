"""Project sheets withdrawn, and what becomes of them when their dossier is erased or reduced to figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from models.store.audit import COMMAND_LINE
from models.store.database import close_database, open_database
from models.store.erasure import delete_assessment
from models.store.personal_data import erase_dossier, extract_dossier
from models.store.retention import purge
from models.store.sheets.agreeing import agree, find_offered, take_back
from models.store.sheets.parting import stays_published
from models.store.sheets.publishing import (
    NotAgreed,
    find_published,
    list_published,
    publish,
    published_of,
    withdraw,
)
from models.store.sheets.versions import (
    Standing,
    newest_version,
)
from models.store.sqlite.backup import back_up
from models.store.tables import PublishedSheet, SheetVersion
from models.store.tokens import token_hash
from tests.rows import count, everything, only
from tests.rules.sample import SAMPLE
from tests.store.making import NOW, bytes_on_disk
from tests.store.making_sheets import DAY, NAMED, TEXT, agreed, finished, published, told, write

pytestmark = pytest.mark.usefixtures("store")


class TestWithdrawing:
    def test_the_company_withdraws_at_once_with_every_agreement(self) -> None:
        dossier_id, token, slug = published()
        take_back(token, NOW + 5 * DAY)
        assert find_published(slug) is None
        assert list_published() == []
        assert only(PublishedSheet).text.count("horaires") == 0, "its text is gone from what was published"
        version = newest_version(dossier_id)
        assert version is not None
        assert (version.standing, version.agreement) == (Standing.TAKEN_BACK, "Nous acceptons.")
        with pytest.raises(NotAgreed):
            publish(dossier_id, 1, NOW, COMMAND_LINE)
        assert told(dossier_id)[-1] == "Fiche retirée du guide"
        before = everything()
        take_back(token, NOW + 6 * DAY)
        assert everything() == before
        agree(token, 1, "Zoé", "De nouveau oui.", outlives=True, now=NOW + 7 * DAY)
        assert publish(dossier_id, 1, NOW + 8 * DAY, COMMAND_LINE) == slug

    def test_an_agreement_is_taken_back_before_anything_is_published(self) -> None:
        dossier_id = finished()
        _, token = agreed(dossier_id)
        take_back(token, NOW + 3 * DAY)
        assert told(dossier_id)[-1] == "Accord repris"
        with pytest.raises(NotAgreed):
            publish(dossier_id, 1, NOW, COMMAND_LINE)

    def test_the_aract_withdraws_and_the_agreement_stays(self) -> None:
        dossier_id, _, slug = published()
        shown = published_of(dossier_id)
        assert shown is not None
        assert withdraw(shown.id, NOW + 5 * DAY, COMMAND_LINE) == dossier_id
        assert withdraw(shown.id, NOW + 6 * DAY, COMMAND_LINE) == dossier_id
        assert find_published(slug) is None
        assert told(dossier_id).count("Fiche retirée du guide") == 1
        assert publish(dossier_id, 1, NOW + 7 * DAY, COMMAND_LINE) == slug
        with pytest.raises(KeyError):
            withdraw(999, NOW, COMMAND_LINE)


class TestParting:
    """What becomes of a sheet when its dossier is erased, or reduced to figures."""

    @staticmethod
    def by_erasure(dossier_id: int) -> None:
        delete_assessment(dossier_id, NOW + 9 * DAY)

    @staticmethod
    def by_purge(dossier_id: int) -> None:
        assert purge(SAMPLE.retention, NOW.replace(year=2037)).accompanied == 1

    @pytest.mark.parametrize("way", ["by_erasure", "by_purge"])
    def test_one_without_the_name_stays_and_nothing_else_does(self, way: str) -> None:
        dossier_id, token, slug = published()
        getattr(self, way)(dossier_id)
        shown = find_published(slug)
        assert shown is not None
        assert (shown.text, shown.dossier_id, shown.published_by) == (TEXT, None, "")
        assert count(SheetVersion) == 0
        offered = find_offered(token)
        assert offered is not None, "the company's address still takes it back"
        assert offered.shown is None
        take_back(token, NOW + 10 * DAY)
        assert count(PublishedSheet) == 0
        assert find_offered(token) is None

    @pytest.mark.parametrize("way", ["by_erasure", "by_purge"])
    @pytest.mark.parametrize(("outlives", "left"), [(False, 0), (True, 1)])
    def test_one_with_the_name_goes_unless_the_agreement_said_otherwise(
        self, way: str, outlives: bool, left: int
    ) -> None:
        dossier_id, token, _ = published(NAMED, outlives=outlives)
        assert stays_published(dossier_id) is outlives
        getattr(self, way)(dossier_id)
        assert count(PublishedSheet) == left
        assert (find_offered(token) is not None) == outlives

    def test_who_erases_may_take_it_along(self) -> None:
        dossier_id, _, slug = published()
        erase_dossier(dossier_id, NOW, COMMAND_LINE, keep_sheet=False)
        assert find_published(slug) is None
        assert count(PublishedSheet) == 0

    def test_a_withdrawn_one_leaves_nothing(self) -> None:
        dossier_id, token, _ = published()
        take_back(token, NOW)
        assert stays_published(dossier_id) is None
        delete_assessment(dossier_id, NOW)
        assert count(PublishedSheet) == 0

    def test_the_aract_withdraws_one_whose_dossier_is_gone(self) -> None:
        dossier_id, _, _ = published()
        delete_assessment(dossier_id, NOW)
        assert withdraw(only(PublishedSheet).id, NOW, COMMAND_LINE) is None
        assert count(PublishedSheet) == 0

    def test_what_is_handed_over_holds_every_version_and_no_address(self) -> None:
        dossier_id, token, slug = published()
        write(dossier_id, NAMED)
        rows = extract_dossier(dossier_id, NOW, COMMAND_LINE)
        assert [row["agreement"] for row in rows["sheet_version"]] == ["Nous acceptons.", ""]
        assert [row["slug"] for row in rows["published_sheet"]] == [slug]
        assert token_hash(token) not in [value for row in rows["access"] for value in row.values()]

    @pytest.mark.file
    @pytest.mark.parametrize("gone", [False, True], ids=["its dossier there", "its dossier erased"])
    def test_a_backup_put_back_publishes_nothing_again(self, store: Path, tmp_path: Path, gone: bool) -> None:
        dossier_id, token, slug = published()
        if gone:
            delete_assessment(dossier_id, NOW)
        kept = published()[2].removesuffix("-2")
        back_up(tmp_path / "copies" / "before.db", NOW)
        take_back(token, NOW + 5 * DAY)
        close_database()
        for leftover in store.parent.glob(f"{store.name}-*"):
            leftover.unlink()
        store.write_bytes((tmp_path / "copies" / "before.db").read_bytes())
        open_database(store)
        assert find_published(slug) is not None
        purge(SAMPLE.retention, NOW + 6 * DAY)
        assert find_published(slug) is None
        assert [each.slug for each in list_published()] == [f"{kept}-2"]

    @pytest.mark.file
    def test_nothing_of_its_versions_is_left_in_the_file(self, store: Path) -> None:
        dossier_id, _, _ = published(replace(TEXT, need="Un besoin très personnel"), outlives=False)
        assert "Un besoin très personnel".encode() in bytes_on_disk(store)
        self.by_purge(dossier_id)
        assert "Un besoin très personnel".encode() not in bytes_on_disk(store)
