"""The loader as a whole: what it gives, what it raises, and that nothing written in a file makes it fall."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.content.errors import ContentError, ContentErrors, describe_errors
from models.content.loader import FIRST_CONTENT, check_file, load, load_file
from models.content.typography import find_mistakes
from models.rules.question import Condition, Text
from models.rules.questionnaire import Level, OfferKey, Tariff, Verdict
from tests.content.sample import Document, as_toml, change, sample
from tests.reach import some_of

SOURCE = as_toml(sample()).encode()


def test_the_values_are_those_of_the_file() -> None:
    questionnaire = load(SOURCE, "essai.toml")
    assert questionnaire.sha256 == hashlib.sha256(SOURCE).hexdigest()
    assert questionnaire.question("nombre_entreprises").asked_if == Condition(
        "structure", one_of=frozenset({"groupe", "collectif"})
    )
    assert questionnaire.question("besoin").choices[1].label == Text("Petit", "Moyen", "Grand")
    assert questionnaire.question("besoin").title == Text.same("Quelle est votre réponse\u202f?")
    assert questionnaire.question("parties_prenantes").choice("aucune").exclusive
    assert questionnaire.tariffs == (
        Tariff(date(2017, 1, 1), date(2026, 12, 31), 100_000, Fraction(1, 5)),
        Tariff(date(2027, 1, 1), None, 110_000, Fraction(9, 40)),
    )
    assert questionnaire.requirements[OfferKey.PARCOURS].company_score == Fraction(1, 3)
    assert questionnaire.dimensions[0].meanings[Level.INNOVATION] == "Beaucoup."
    assert questionnaire.wording.verdicts[Verdict.NOT_ELIGIBLE] == "Non."
    assert questionnaire.retention.accompanied_years == 10


def test_spaces_around_a_text_do_not_count() -> None:
    document = sample()
    change("textes.titre", "\n  Diagnostic \n")(document)
    assert load(as_toml(document).encode(), "essai.toml").wording.title == "Diagnostic"


def test_a_file_is_checked_by_its_path(tmp_path: Path) -> None:
    good, bad = tmp_path / "bon.toml", tmp_path / "mauvais.toml"
    good.write_bytes(SOURCE)
    bad.write_bytes(SOURCE.replace(b'"20 %"', b'"2000 %"'))
    assert check_file(good) == []
    assert load_file(good).sha256 == load(SOURCE, "x").sha256
    (error,) = check_file(str(bad))
    assert (error.file, error.key) == ("mauvais.toml", "tarifs[1].part_entreprise")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (missing,) = check_file(tmp_path / "absent.toml")
    (folder,) = check_file(tmp_path)
    assert "n’existe pas" in missing.problem
    assert "ne s’ouvre pas" in folder.problem


def test_the_errors_are_told_as_text() -> None:
    one = ContentError("a.toml", "textes.titre", "le texte est vide", "au moins un mot")
    two = ContentError("a.toml", "tarifs[1].du", "il manque", "une date")
    assert describe_errors([]) == "Aucune erreur."
    assert describe_errors([one]).startswith("1 erreur dans a.toml")
    told = describe_errors([one, two])
    assert told.startswith("2 erreurs dans a.toml")
    for words in ("textes.titre", "le texte est vide", "au moins un mot", "tarifs[1].du"):
        assert words in told
    assert "tarifs[1].du" in str(two)
    assert str(ContentErrors([one, two])) == told


def places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place of the document, of each list only the last item (the others are alike)."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, own in value.items():
            yield from places(own, (*path, key))
    elif isinstance(value, list) and value:
        yield from places(value[-1], (*path, len(value) - 1))


PLACES = list(places(sample()))


def put(path: tuple[str | int, ...], value: object, document: Document) -> Document:
    holder: object = document
    for step in path[:-1]:
        holder = holder[step]  # type: ignore[index]
    holder[path[-1]] = value  # type: ignore[index]
    return document


@pytest.mark.parametrize("wrong", [3.5, [{}]], ids=str)
def test_a_wrong_value_anywhere_is_a_mistake_told_and_never_a_fall(wrong: object) -> None:
    for path in some_of(PLACES if wrong == 3.5 else PLACES[1:], 2):  # each place has one of the two
        with pytest.raises(ContentErrors) as raised:
            load(as_toml(put(path, wrong, sample())).encode(), "essai.toml")
        for error in raised.value.errors:
            assert error.key
            assert error.accepted


@given(st.data())
def test_wrong_values_in_several_places_are_told_and_never_a_fall(data: st.DataObject) -> None:
    wrong = st.sampled_from([True, "", "\u2028'", -1, 10**9, {"x": {"y": 1}}, [[]], ["x", 3], date(1, 1, 1)])
    document = sample()
    for path in data.draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=4)):
        try:
            document = put(path, data.draw(wrong), document)
        except (LookupError, TypeError):
            continue  # the place went with an earlier change
    with suppress(ContentErrors):  # anything else raised fails the test
        assert len(load(as_toml(document).encode(), "essai.toml").questions) == 26


def test_a_file_cut_anywhere_is_a_mistake_told_and_never_a_fall() -> None:
    for end in range(0, len(SOURCE) - 2, 301):
        with pytest.raises(ContentErrors):
            load(SOURCE[:end], "essai.toml")


def test_errors_are_written_in_french_typography() -> None:
    document = sample()
    for path, value in (
        ("questions.secteur.type", "nombre"),
        ("questions.besoin.titre", 3),
        ("tarifs[1].part_entreprise", "300 %"),
        ("questions.qvct_conditions.rang", "x"),
        ("couleur", "bleu"),
        ("questions.nombre_entreprises.si.parmi", ["colectif"]),
    ):
        change(path, value)(document)
    with pytest.raises(ContentErrors) as raised:
        load(as_toml(document).encode(), "essai.toml")
    for error in raised.value.errors:
        words = f"{error.problem} {error.accepted}".replace('"', "")
        assert not list(find_mistakes(words)), words


def test_the_first_content_is_the_file_of_the_repository() -> None:
    assert FIRST_CONTENT.name == "questionnaire.toml"
    assert FIRST_CONTENT.is_file()


def test_a_letter_says_of_a_visit_only_what_it_is_about() -> None:
    source = FIRST_CONTENT.read_text("utf-8")
    load(source.encode(), "ici.toml")
    for words in ("{jour}", "{compte-rendu}", "{inconnu}"):
        wrong = source.replace('titre = "Votre projet est retenu"', f'titre = "Votre projet {words}"')
        with pytest.raises(ContentErrors) as raised:
            load(wrong.encode(), "ici.toml")
        assert f"« {words} » ne remplace rien" in str(raised.value)
