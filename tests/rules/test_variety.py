"""What is missing from a cohort, in words, and what one more company would add to it."""

from __future__ import annotations

from models.rules.variety import (
    VARIETY,
    Axis,
    Company,
    already_there,
    count_values,
    find_firsts,
    find_gaps,
    what_it_would_add,
)

EVERYTHING = {axis: tuple(values) for axis, values in VARIETY.items()}


def company(**facts: str) -> Company:
    return Company({Axis(name): (value,) for name, value in facts.items()})


def gaps_without(axis: Axis, *absent: str) -> list[str]:
    kept = tuple(value for value in EVERYTHING[axis] if value not in absent)
    return [gap.words for gap in find_gaps(count_values([Company({**EVERYTHING, axis: kept})]))]


def test_a_varied_cohort_lacks_nothing() -> None:
    assert find_gaps(count_values([Company(EVERYTHING)])) == ()


def test_what_is_missing_is_said_in_the_words_of_the_aract() -> None:
    assert gaps_without(Axis.STRUCTURE, "scic") == ["aucune SCIC"]
    assert gaps_without(Axis.THEME, "achats-responsables") == ["aucun projet d’achats responsables"]
    assert gaps_without(Axis.DEPARTMENT, "15", "03") == ["rien dans l’Allier ni le Cantal"]
    assert gaps_without(Axis.DEPARTMENT, "15") == ["rien dans le Cantal"]
    assert gaps_without(Axis.STRUCTURE, "scop", "scic", "groupe") == ["aucune SCOP, aucune SCIC et aucun groupe"]
    assert gaps_without(Axis.LEVEL, "innovation") == ["aucune entreprise au niveau Innovation"]


def test_an_empty_cohort_lacks_something_on_every_axis() -> None:
    assert [gap.axis for gap in find_gaps(count_values([]))] == list(VARIETY)


def test_nobody_looks_for_what_no_sample_needs() -> None:
    counted = count_values([Company(EVERYTHING)])
    stranger = Company({Axis.STRUCTURE: ("public",), Axis.DEPARTMENT: ("hors",), Axis.THEME: ("autre",)})
    assert what_it_would_add(stranger, counted) == ()
    assert already_there(stranger, counted) == ()


def test_the_first_and_the_second_of_a_kind_are_told_firsts_first() -> None:
    cohort = count_values([company(structure="scop", sector="industrie")])
    added = what_it_would_add(company(sector="industrie", structure="scic", department="42"), cohort)
    assert [each.words for each in added] == [
        "la première entreprise de la Loire",
        "la première SCIC",
        "la deuxième entreprise de l’industrie",
    ]
    assert [each.already for each in added] == [0, 0, 1]


def test_what_is_there_already_is_counted() -> None:
    cohort = count_values([company(structure="scop")] * 4 + [company(structure="societe", sector="services")] * 2)
    assert already_there(company(structure="scop", sector="services"), cohort) == (
        "4 SCOP",
        "2 entreprises des services",
    )
    assert what_it_would_add(company(structure="scop", sector="services"), cohort) == ()


def test_one_alone_is_not_counted_as_already_there() -> None:
    cohort = count_values([company(structure="scop", sector="services"), company(sector="services")])
    assert already_there(company(structure="scop", sector="services"), cohort) == ("2 entreprises des services",)


def test_firsts_are_what_some_would_be_and_nobody_was() -> None:
    before = count_values([company(structure="scop", department="42")])
    after = count_values([company(structure="scop"), company(structure="scic", department="42", sector="autre")])
    assert find_firsts(before, after) == ("la première SCIC",)
    assert find_firsts(after, before) == ()


def test_a_project_of_several_themes_counts_in_each() -> None:
    counts = count_values([Company({Axis.THEME: ("qvct", "management")}), Company({Axis.THEME: ("qvct",)})])
    assert counts[Axis.THEME] == {"qvct": 2, "management": 1}
