"""What was erased on request is remembered: a restored backup brings it back to nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.store.database import StoreUnavailable, close_database, open_database
from models.store.erasure import reapply_erasures
from models.store.register import register_path
from models.store.retention import PurgeCounts
from models.store.sqlite.backup import back_up
from models.store.visits import (
    delete_assessment,
    find_visit,
)
from tests.store.making import (
    NOW,
    concluded,
    found,
)
from tests.store.test_retention import DAY, purged

pytestmark = pytest.mark.usefixtures("store")


@pytest.mark.file
def test_what_was_erased_on_request_stays_erased_after_a_restore(store: Path, tmp_path: Path) -> None:
    visit, token = concluded()
    other, other_token = concluded()
    back_up(tmp_path / "copies" / "before.db", NOW)
    delete_assessment(visit.assessment_id, NOW)
    close_database()
    for leftover in store.parent.glob(f"{store.name}-*"):
        leftover.unlink()
    store.write_bytes((tmp_path / "copies" / "before.db").read_bytes())
    open_database(store)
    assert find_visit(token, NOW)
    assert purged(NOW + DAY) == PurgeCounts(1, 0, 0, 0, 0, 0, 0)
    assert find_visit(token, NOW) is None
    assert found(other_token).assessment_id == other.assessment_id
    assert reapply_erasures(NOW) == 0


def test_the_list_of_erasures_is_for_its_owner_alone() -> None:
    register_path().touch(mode=0o644)
    for _ in range(2):
        delete_assessment(concluded()[0].assessment_id, NOW)
        assert register_path().stat().st_mode & 0o777 == 0o600


def test_where_an_erasure_cannot_be_remembered_it_is_not_done_and_says_so() -> None:
    visit, token = concluded()
    register_path().mkdir()
    with pytest.raises(StoreUnavailable):
        delete_assessment(visit.assessment_id, NOW)
    assert find_visit(token, NOW)
