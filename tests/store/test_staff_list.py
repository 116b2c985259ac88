"""The list's queries: pages without a gap nor a double, counts that agree with their lists, no full table read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest

from models.store.applications import Applicant, ApplicationKind
from models.store.audit import COMMAND_LINE
from models.store.by_hand import Entered, enter_dossier
from models.store.database import database
from models.store.dossier_file import follow_up, get_dossier
from models.store.dossiers import Sort, count_by_stage, count_dossiers, dossier_ids, list_dossiers
from models.store.filters import NO_REQUEST, STAGES, UNFINISHED, UNKNOWN, Filters, active, condition, without
from models.store.tables import Assessment
from tests.store.making import NOW, answered, concluded, started


@pytest.fixture
def many(store: Path) -> int:
    """Dossiers of every kind, some born in the same millisecond."""
    for number in range(3):
        started(NOW - timedelta(days=number))
        answered(NOW)
        concluded(NOW - timedelta(days=number))
    for number, stage in enumerate(STAGES):
        entered = Entered(
            Applicant(ApplicationKind.CALL_BACK, f"Personne {number}"), stage, NOW.date() - timedelta(days=number)
        )
        dossier_id = enter_dossier(entered, NOW, COMMAND_LINE)
        if dossier_id % 2:
            day = NOW.date() + timedelta(days=number % 3)
            follow_up(dossier_id, get_dossier(dossier_id).version, None, day, NOW, COMMAND_LINE, shown="")
    return 9 + len(STAGES)


def pages(filters: Filters, sort: Sort) -> Iterator[list[int]]:
    after = None
    while True:
        page = list_dossiers(filters, sort, after, size=3)
        yield [row.id for row in page.rows]
        if page.next is None:
            return
        after = page.next


def test_pages_follow_on_without_a_gap_nor_a_double(many: int) -> None:
    for sort in Sort:
        found = [dossier_id for page in pages(Filters(), sort) for dossier_id in page]
        assert len(found) == len(set(found)) == many, sort
        assert found == list(dossier_ids(Filters(), sort)), sort


FILTERS = (
    Filters(),
    Filters(stages=(UNFINISHED,)),
    Filters(stages=(NO_REQUEST, "nouveau")),
    Filters(departments=("07",)),
    Filters(departments=(UNKNOWN,)),
    Filters(departments=("07", UNKNOWN)),
    Filters(themes=("qvct",)),
    Filters(text="personne"),
    Filters(unassigned=True, call_back_by=NOW.date()),
    Filters(since=NOW.date() - timedelta(days=1), until=NOW.date()),
    Filters(doors=("manuel",), stages=STAGES),
    Filters(mail_failed=True),
    Filters(granted=True),
)


def test_a_count_is_the_length_of_its_list(many: int) -> None:
    for filters, sort in product(FILTERS, Sort):
        listed = [dossier_id for page in pages(filters, sort) for dossier_id in page]
        assert count_dossiers(filters) == len(listed) == len(set(listed)), (filters, sort)


def test_the_counts_by_stage_are_those_of_the_lists_they_open(many: int) -> None:
    counts = count_by_stage(Filters())
    assert sum(counts.values()) == many
    for stage, count in counts.items():
        assert count_dossiers(Filters(stages=(stage,))) == count, stage


def test_a_period_is_made_of_days_in_paris(store: Path) -> None:
    # 23:30 UTC on the first of January is the second in Paris.
    started(NOW.replace(month=1, day=1, hour=23, minute=30))
    second = date(NOW.year, 1, 2)
    assert count_dossiers(Filters(since=second, until=second)) == 1
    assert count_dossiers(Filters(until=second - timedelta(days=1))) == 0


def test_removing_each_value_of_the_filters_leaves_the_others() -> None:
    filters = Filters(stages=("nouveau", "contacte"), text="x", unassigned=True, since=NOW.date())
    values = list(active(filters))
    assert len(values) == 5
    for name, value in values:
        assert list(active(without(filters, name, value))) == [each for each in values if each != (name, value)]


@pytest.mark.file
@pytest.mark.parametrize("filters", [each for each in FILTERS if not each.text and not each.mail_failed])
def test_counting_and_ordering_read_an_index_and_never_the_table(store: Path, filters: Filters) -> None:
    kept = Assessment.select(Assessment.id).where(condition(replace(filters, stages=())))
    asked = kept.order_by(Assessment.created_at.desc(), Assessment.id.desc()).limit(51)
    sql, values = asked.sql()
    plans = database.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
    told = " ".join(row[3] for row in plans)
    assert "INDEX" in told
    assert "TEMP B-TREE" not in told or "assessment_by_call_back" in told
