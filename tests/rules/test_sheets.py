"""What a project sheet shows of its own figures, which one is near, and whether its company could be guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.conclusion import conclude
from models.rules.guessing import FEWEST, Facts, Way, guess
from models.rules.nearness import Traits, nearest, nearness
from models.rules.result import Result
from models.rules.sheet import Progress, SheetText, mean_progress, progress_between
from tests.rules.sample import SAMPLE
from tests.store.making import ANSWERS

DAY = date(2026, 3, 2)


def result(day: date = DAY, *, short: bool = False, **changed: str) -> Result:
    return conclude(SAMPLE, {**ANSWERS, **changed}, day, short=short)


class TestProgress:
    def test_each_dimension_from_its_first_points_to_its_last(self) -> None:
        later = result(DAY + timedelta(days=300), management_autonomie="3", management_feedback="2")
        shown = progress_between(result(), later)
        assert shown[0] == Progress("management", 2, 5, 6)
        assert [each.dimension for each in shown] == ["management", "dialogue", "qvct", "gouvernance", "ecosysteme"]
        assert all(each.before == each.after == 2 for each in shown[1:])

    def test_a_correction_of_the_first_weeks_is_no_progress(self) -> None:
        assert progress_between(result(), result(DAY + timedelta(days=29), qvct_conditions="3")) == ()
        assert len(progress_between(result(), result(DAY + timedelta(days=30)))) == 5
        assert progress_between(result(), result()) == ()

    @pytest.mark.parametrize("unknown", ["first", "last"])
    def test_what_is_unknown_at_one_of_both_times_is_left_out(self, unknown: str) -> None:
        first = result(dialogue_instances="nsp" if unknown == "first" else "1")
        last = result(DAY + timedelta(days=200), dialogue_instances="nsp" if unknown == "last" else "1")
        shown = [each.dimension for each in progress_between(first, last)]
        assert shown == ["management", "qvct", "gouvernance", "ecosysteme"]

    def test_a_floor_is_no_figure_to_compare(self) -> None:
        assert progress_between(result(short=True), result(DAY + timedelta(days=200))) == ()


def test_a_sheet_names_its_company_or_doesn_t() -> None:
    assert SheetText(company="L’Établi").named
    assert not SheetText(title="Choisir ses horaires").named


INDUSTRY_24 = Traits(("participation", "qvct"), "de-11-a-49", "industrie")


class TestNearness:
    @pytest.mark.parametrize(
        ("others", "wanted"),
        [
            (
                {
                    "two themes": Traits(("qvct", "participation"), "", ""),
                    "the size": Traits(("qvct",), "de-11-a-49", "industrie"),
                },
                "two themes",
            ),
            (
                {
                    "the sector": Traits(("qvct",), "", "industrie"),
                    "the size": Traits(("qvct",), "de-11-a-49", "services"),
                },
                "the size",
            ),
            (
                {"nothing more": Traits(("qvct",), "", ""), "the sector": Traits(("qvct",), "50-et-plus", "industrie")},
                "the sector",
            ),
            ({"the newest": Traits(("qvct",), "", ""), "another": Traits(("qvct",), "", "")}, "the newest"),
            ({"another theme": Traits(("territoire",), "de-11-a-49", "industrie")}, None),
            ({}, None),
        ],
        ids=lambda value: str(value) if isinstance(value, str | None) else "",
    )
    def test_by_theme_then_size_then_sector(self, others: dict[str, Traits], wanted: str | None) -> None:
        found = nearest(INDUSTRY_24, others)
        assert (found and found[0]) == wanted

    def test_it_says_what_is_shared_in_one_s_own_order(self) -> None:
        shared = nearness(INDUSTRY_24, Traits(("qvct", "territoire", "participation"), "de-11-a-49", "services"))
        assert shared is not None
        assert (shared.themes, shared.size, shared.sector) == (("participation", "qvct"), True, False)

    def test_another_thing_is_not_the_same_thing(self) -> None:
        other = Traits(("autre",), "de-11-a-49", "autre")
        assert nearness(other, other) is None
        shared = nearness(Traits(("qvct",), "", "autre"), Traits(("qvct",), "", "autre"))
        assert shared is not None
        assert not shared.sector
        assert not shared.size, "unknown on both sides is no likeness"

    @given(
        st.dictionaries(
            st.integers(),
            st.builds(
                Traits,
                st.lists(st.sampled_from(["participation", "qvct", "autre", "territoire"]), unique=True).map(tuple),
                st.sampled_from(["", "de-11-a-49", "50-et-plus"]),
                st.sampled_from(["", "industrie", "services", "autre"]),
            ),
        )
    )
    def test_nobody_shares_more_than_the_nearest(self, others: dict[int, Traits]) -> None:
        found = nearest(INDUSTRY_24, others)
        ranks = [shared.rank for other in others.values() if (shared := nearness(INDUSTRY_24, other))]
        assert (found[1].rank if found else None) == max(ranks, default=None)


HERE = Facts("15", "industrie", "de-11-a-49")


def crowd(**counts: int) -> list[Facts]:
    """So many companies like HERE, and so many that differ by their sector, or by their department."""
    alike = [HERE] * counts.get("alike", 1)
    elsewhere = [replace(HERE, department="69")] * counts.get("other_department", 0)
    return [*alike, *[replace(HERE, sector="services")] * counts.get("other_sector", 0), *elsewhere]


class TestGuessing:
    def test_the_only_one_of_its_department_is_easily_guessed(self) -> None:
        found = guess(HERE, crowd())
        assert (found.easy, found.alike, found.ways) == (True, 1, ())

    def test_what_suffices_is_offered_the_least_telling_first(self) -> None:
        assert guess(HERE, crowd(other_sector=2)).ways == (Way(("sector",), 3), Way(("department", "sector"), 3))
        assert guess(HERE, crowd(other_department=4)).ways == (
            Way(("department",), 5),
            Way(("department", "sector"), 5),
        )

    def test_three_alike_are_enough(self) -> None:
        assert FEWEST == 3
        assert guess(HERE, crowd(alike=2)).easy
        found = guess(HERE, crowd(alike=3, other_sector=5))
        assert (found.easy, found.ways) == (False, ())

    def test_what_is_left_out_can_be_anything(self) -> None:
        assert guess(replace(HERE, sector=""), crowd(other_sector=2)).alike == 3
        assert guess(Facts("", "", ""), crowd(other_sector=2, other_department=1)).alike == 4

    @given(
        st.lists(
            st.builds(
                Facts,
                st.sampled_from(["15", "69"]),
                st.sampled_from(["industrie", "services"]),
                st.sampled_from(["", "a", "b"]),
            )
        )
    )
    def test_each_way_offered_suffices_and_leaves_out_only_what_was_shown(self, companies: list[Facts]) -> None:
        shown = Facts("15", "", "a")
        for way in guess(shown, companies).ways:
            assert way.fields == ("department",)
            assert sum(each.size == "a" for each in companies) == way.alike >= FEWEST


def test_means_are_exact_and_each_dimension_counts_those_who_know_it() -> None:
    first = (Progress("management", 2, 4, 6), Progress("qvct", 3, 3, 6))
    second = (Progress("management", 1, 2, 6),)
    management, qvct = mean_progress([first, second, ()])
    assert (management.before, management.after, management.companies) == (Fraction(3, 2), Fraction(3), 2)
    assert (qvct.before, qvct.after, qvct.companies) == (Fraction(3), Fraction(3), 1)
    assert mean_progress([()]) == ()


def test_points_of_two_scales_are_never_added() -> None:
    (mean,) = mean_progress([(Progress("qvct", 3, 4, 6),), (Progress("qvct", 5, 8, 9),)])
    assert (mean.before, mean.after, mean.maximum, mean.companies) == (Fraction(5), Fraction(8), 9, 1)
