"""The list's queries: pages without a gap nor a double, counts that agree with their lists, no full table read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from models.rules.question import Answer
from models.store.applications import Applicant, ApplicationKind, submit_application
from models.store.audit import COMMAND_LINE
from models.store.by_hand import Entered, enter_dossier
from models.store.contents import find_content
from models.store.database import database
from models.store.dossier_export import select_dossiers, stream_dossiers
from models.store.dossier_file import add_note, follow_up, get_dossier, list_revisions
from models.store.dossiers import count_by_stage, count_dossiers, dossier_ids, list_dossiers
from models.store.filters import NO_REQUEST, STAGES, UNFINISHED, UNKNOWN, Filters, active, condition, without
from models.store.list_neighbours import find_neighbours
from models.store.list_order import Cursor, Sort, order_of
from models.store.outbox import Letter, MailKind, claim_posting, mark_failed, mark_sent, write_letter
from models.store.staff import Role, create_account
from models.store.tables import Assessment
from models.store.timeline import EntryKind
from tests.store.accompanying import move
from tests.store.making import NOW, answered, at_kiosk, concluded, salon, started

PASSWORD = "cheval agrafe pile correcte"


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


def test_each_order_goes_by_what_it_is_named_after(store: Path) -> None:
    known = {
        "a": ("Zinc", "42", 30, "non-eligible", "contacte", "Éva", 3),
        "b": ("Abricot", "69", 10, "eligible", "termine", "Ana", 1),
        "c": ("Menthe", "07", 20, "a-confirmer", "nouveau", "Fanny", 2),
    }
    ids = {}
    for name, (company, department, headcount, verdict, stage, colleague, day) in known.items():
        asked, on = Applicant(ApplicationKind.CALL_BACK, "", company=company), date(2026, 2, 4 - day)
        facts: dict[str, Answer] = {"territoire": department, "effectif": headcount}
        id_ = ids[name] = enter_dossier(Entered(asked, stage, on, facts), NOW, COMMAND_LINE)
        Assessment.update(verdict=verdict).where(Assessment.id == id_).execute()
        account = create_account(f"{name}@aract.example", colleague, Role.CHARGEE, PASSWORD, NOW, COMMAND_LINE)
        follow_up(id_, get_dossier(id_).version, account.id, date(2026, 4, day), NOW, COMMAND_LINE, shown="")
    ids["u"] = started(NOW)[0].assessment_id
    names = {id_: name for name, id_ in ids.items()}
    told = {sort.value: "".join(names[id_] for id_ in dossier_ids(Filters(), sort)) for sort in Sort}
    both_ways = {
        "entreprise": ("bcau", "acbu"),
        "departement": ("cabu", "bacu"),
        "effectif": ("acbu", "bcau"),
        "resultat": ("bcau", "acbu"),
        "etape": ("cabu", "ubac"),
        "suivi": ("bacu", "cabu"),
        "rappel": ("bcau", "acbu"),
    }
    assert (told.pop("recents"), told.pop("anciens")) == ("ubca", "acbu")
    assert {name: (told[name], told[f"{name}-inverse"]) for name in both_ways} == both_ways
    assert len(told) == 2 * len(both_ways)
    asked_nothing = concluded(NOW)[0].assessment_id
    assert list(dossier_ids(Filters(), Sort.STAGE))[3:] == [asked_nothing, ids["u"]]


def test_a_walk_from_neighbour_to_neighbour_is_the_list(many: int) -> None:
    for filters, sort in product((Filters(), Filters(contacted=True), Filters(unassigned=True)), Sort):
        listed = list(dossier_ids(filters, sort))
        walked: list[int] = []
        place: Cursor | None = list_dossiers(filters, sort, size=1).rows[0].place
        while place is not None:
            walked.append(place[1])
            found = find_neighbours(place[1], filters, sort, place)
            assert found is not None
            assert (found.number, found.total, found.listed) == (len(walked), len(listed), True)
            assert (found.previous[1] if found.previous else None) == (walked[-2] if len(walked) > 1 else None)
            place = found.next
        assert walked == listed, (filters, sort)


def test_a_dossier_that_left_its_list_is_followed_by_what_followed_it(many: int) -> None:
    due = Filters(call_back_by=NOW.date() + timedelta(days=5))
    first, second, *others = list_dossiers(due, Sort.CALL_BACK).rows
    later = NOW.date() + timedelta(days=30)
    follow_up(first.id, get_dossier(first.id).version, None, later, NOW, COMMAND_LINE, shown="")
    found = find_neighbours(first.id, due, Sort.CALL_BACK, first.place)
    assert found is not None
    assert (found.number, found.total, found.listed) == (1, 1 + len(others), False)
    assert found.previous is None
    assert found.next == second.place
    assert find_neighbours(first.id, due, Sort.CALL_BACK, None) is None
    assert find_neighbours(10**6, Filters(), Sort.CALL_BACK, None) is None


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
    Filters(contacted=True),
    Filters(chosen=(1, 3)),
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


def test_a_row_and_an_export_say_who_follows_it_and_where_it_was_begun(store: Path) -> None:
    visit, _ = at_kiosk(salon())
    colleague = create_account("camille@aract.example", "Camille Roux", Role.CHARGEE, PASSWORD, NOW, COMMAND_LINE)
    follow_up(visit.assessment_id, 0, colleague.id, None, NOW, COMMAND_LINE, shown="")
    (row,) = list_dossiers(Filters()).rows
    (exported,) = stream_dossiers(select_dossiers(Filters(), Sort.NEWEST))
    assert (row.event, row.assigned_to) == ("Salon", "Camille Roux")
    assert (exported.event, exported.assigned_to) == ("Salon", "Camille Roux")


def test_a_row_tells_the_themes_that_were_chosen(store: Path) -> None:
    concluded(), started(NOW - timedelta(days=1))
    assert [row.themes for row in list_dossiers(Filters()).rows] == [("qvct", "participation"), ()]


def test_an_export_has_each_stage_on_the_last_day_told_of_it_and_nothing_else_of_the_history(store: Path) -> None:
    visit, _ = concluded()
    number, days = visit.assessment_id, [NOW.date() + timedelta(days=place) for place in range(3)]
    move(number, "contacte", days[0])
    move(number, "candidature", days[1])
    move(number, "contacte", days[2], NOW - timedelta(days=1))  # a clock set back: what was told last counts
    add_note(number, EntryKind.CALL, "Elle rappellera", days[2], NOW, COMMAND_LINE, summary="Par Lou")
    (exported,) = stream_dossiers(select_dossiers(Filters()))
    assert exported.stage_days == {"contacte": days[2], "candidature": days[1]}


def test_an_export_says_who_asked_as_far_as_she_told(store: Path) -> None:
    visit, _ = concluded()
    asked = Applicant(ApplicationKind.APPLICATION, "Zoé", company="Ateliers du Diois", wants_news=True)
    submit_application(visit.assessment_id, asked, [], NOW)
    (exported,) = stream_dossiers(select_dossiers(Filters()))
    assert exported.applicant == {
        "kind": "candidature",
        "name": "Zoé",
        "company": "Ateliers du Diois",
        "wants_news": "1",
    }


def test_a_run_is_told_with_the_content_it_was_concluded_with(store: Path) -> None:
    visit, _ = concluded()
    (run,) = list_revisions(visit.assessment_id)
    assert run.content_id is not None
    assert run.content_version == find_content(run.content_id).version


def test_a_period_is_made_of_days_in_paris(store: Path) -> None:
    # 23:30 UTC on the first of January is the second in Paris.
    visit, _ = started(NOW.replace(month=1, day=1, hour=23, minute=30))
    midnight = datetime(NOW.year, 1, 1, 23, tzinfo=UTC)
    submit_application(visit.assessment_id, Applicant(ApplicationKind.CALL_BACK, "Zoé"), [], midnight)
    second = date(NOW.year, 1, 2)
    first = second - timedelta(days=1)
    assert count_dossiers(Filters(since=second, until=second)) == 1
    assert count_dossiers(Filters(until=first)) == 0
    assert count_dossiers(Filters(requested_since=second, requested_until=second)) == 1
    assert count_dossiers(Filters(requested_until=first)) == 0


def test_a_french_number_is_found_as_it_is_dialled(store: Path) -> None:
    visit, _ = started()
    asked = Applicant(ApplicationKind.CALL_BACK, "Zoé", phone="+33477102030;ext=12")
    submit_application(visit.assessment_id, asked, [], NOW)
    assert count_dossiers(Filters(text="04 77 10 20 30")) == 1
    assert count_dossiers(Filters(text="04 77 10 20 31")) == 0


def test_mail_that_waits_is_told_from_mail_that_failed(store: Path) -> None:
    visit, _ = started()
    write_letter(Letter(MailKind.LETTER, "zoe@exemple.fr", "Bonjour", "", ""), NOW, visit.assessment_id)
    assert [count_dossiers(each) for each in (Filters(mail_waiting=True), Filters(mail_failed=True))] == [1, 0]
    posting = claim_posting(NOW)
    assert posting is not None
    mark_failed(posting, "450 later", NOW)
    assert [count_dossiers(each) for each in (Filters(mail_waiting=True), Filters(mail_failed=True))] == [1, 1]
    mark_sent(posting, NOW)
    assert [count_dossiers(each) for each in (Filters(mail_waiting=True), Filters(mail_failed=True))] == [0, 0]


def test_removing_each_value_of_the_filters_leaves_the_others() -> None:
    filters = Filters(stages=("nouveau", "contacte"), text="x", unassigned=True, since=NOW.date())
    values = list(active(filters))
    assert len(values) == 5
    for name, value in values:
        assert list(active(without(filters, name, value))) == [each for each in values if each != (name, value)]


@pytest.mark.file
@pytest.mark.parametrize(
    "filters", [each for each in FILTERS if not each.text and not each.mail_failed and not each.chosen]
)
def test_counting_and_ordering_read_an_index_and_never_the_table(store: Path, filters: Filters) -> None:
    kept = Assessment.select(Assessment.id).where(condition(replace(filters, stages=())))
    asked = kept.order_by(Assessment.created_at.desc(), Assessment.id.desc()).limit(51)
    sql, values = asked.sql()
    plans = database.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
    told = " ".join(row[3] for row in plans)
    assert "INDEX" in told
    assert "TEMP B-TREE" not in told or "assessment_by_call_back" in told


@pytest.mark.file
@pytest.mark.parametrize("sort", list(Sort))
def test_requests_are_listed_in_any_order_without_a_look_at_the_other_visits(store: Path, sort: Sort) -> None:
    for filters in (
        Filters(contacted=True),
        Filters(stages=("candidature",)),
        Filters(stages=STAGES),
        Filters(stages=("nouveau", "contacte"), unassigned=True, departments=("69",)),
        Filters(call_back_by=NOW.date()),
        Filters(chosen=(1, 2)),
    ):
        order = order_of(sort, filters)
        for place in (None, (0, 1)):
            asked = Assessment.select(Assessment.id).where(condition(filters)).order_by(*order.by()).limit(51)
            asked = asked if place is None else asked.where(order.beyond(place))
            sql, values = asked.sql()
            told = [row[3] for row in database.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()]
            assert any(line.startswith("SEARCH t1 USING") for line in told), told
            assert not any(line.startswith("SCAN") for line in told), told
