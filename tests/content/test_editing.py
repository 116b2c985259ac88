"""A content written again, its texts on pages, and what an edit changes: nothing else, in good typography."""

from __future__ import annotations

import re
from datetime import date

import pytest

from models.content.contract import QUESTIONS
from models.content.editing import TextPage, change_texts, errors_by_field, text_pages, under_version
from models.content.errors import ContentErrors
from models.content.loader import FIRST_CONTENT, load
from models.content.typography import set_right
from models.content.writer import read_values, rewrite

SOURCE = FIRST_CONTENT.read_bytes()
VALUES = read_values(SOURCE)
PAGES = {page.id: page for page in text_pages(VALUES)}


def fields(page: TextPage) -> dict[str, str]:
    return {each.name: each.words for group in page.groups for each in group.fields}


def one_line(source: bytes, before: str, after: str) -> bytes:
    """The file with one line written otherwise, as a person would by hand."""
    assert source.count(before.encode()) == 1
    return source.replace(before.encode(), after.encode())


COMMENTED = """# Above all.
version = "1"  # the version
long = '''
On
lines'''
[textes]  # the section
suites = [  # the list
  "Un.",  # the first
  "Deux.",  # the second
  # before the third
  "Trois.",
]  # after the list

# Before the questions
[[questions]]  # a question
cle = "a"  # its key
si = {question = "b", parmi = ["x",  "y"]}
  # Before the choices
  [[questions.choix]]
  valeur = "0"
  libelle.moins-de-11 = "Peu"  # few
  libelle.50-et-plus = "Beaucoup"
  # Between the choices
  [[questions.choix]]
  valeur = "1"
  libelle = "Assez"
# Before the second question
[[questions]]
cle = "b"
# At the end
"""


class TestWriter:
    @pytest.mark.parametrize("source", [SOURCE, COMMENTED.encode(), COMMENTED.replace("\n", "\r\n").encode()])
    def test_another_version_s_name_leaves_every_other_byte(self, source: bytes) -> None:
        version = str(read_values(source)["version"])
        by_hand = one_line(source, f'version = "{version}"', 'version = "autre"')
        assert rewrite(source, {**read_values(source), "version": "autre"}) == by_hand

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ('"1"  # the version', '"2"  # the version'),
            ('  "Deux.",  # the second', '  "Second.",  # the second'),
            ('  "Deux.",  # the second\n', ""),
            ('  "Trois.",\n', '  "Trois.",\n  "Quatre.",\n'),
            ('libelle.moins-de-11 = "Peu"  # few', 'libelle.moins-de-11 = "Guère"  # few'),
            ('["x",  "y"]', '["x"]'),
            ('  libelle = "Assez"\n', '  libelle = "Assez"\n  travail = "Plus"\n'),
            ("'''\nOn\nlines'''", '"Court"'),
            ('cle = "b"\n', 'cle = "b"\nindication = "Comptez."\n'),
        ],
    )
    def test_what_differs_is_written_as_a_person_would(self, before: str, after: str) -> None:
        by_hand = one_line(COMMENTED.encode(), before, after)
        assert rewrite(COMMENTED.encode(), read_values(by_hand)).decode() == by_hand.decode()

    def test_tables_that_change_places_take_their_comments_along(self) -> None:
        values = read_values(COMMENTED.encode())
        values["questions"][0]["choix"].reverse()
        values["questions"].insert(1, {"cle": "c", "choix": [{"valeur": "0"}]})
        source = rewrite(COMMENTED.encode(), values)
        assert read_values(source) == values
        assert sorted(re.findall("#.*", source.decode())) == sorted(re.findall("#.*", COMMENTED))

    @pytest.mark.parametrize("words", ['"', "\\", "a\nb", "\t", "\x01", "« é »", "’", "\u202f!", "𝄞", "\x7f"])
    def test_any_text_survives(self, words: str) -> None:
        values = {"titre": words, "liste": [words], "si": {"parmi": [words]}, "sections": [{"texte": words}]}
        assert read_values(rewrite(b"", values)) == values
        assert read_values(rewrite(COMMENTED.encode(), values)) == values

    def test_numbers_dates_and_flags_survive(self) -> None:
        values = {"du": date(2017, 1, 1), "jours": 5, "exclusif": True, "vide": [], "x": {"y": [{"z": {"un": 1}}]}}
        assert read_values(rewrite(b"du = 2016-01-01\njours = 4\nexclusif = false", values)) == values

    def test_what_toml_has_no_words_for_is_refused(self) -> None:
        with pytest.raises(ValueError, match="NoneType"):
            rewrite(b"", {"rien": None})


class TestPages:
    def test_every_question_has_its_page(self) -> None:
        assert [page.removeprefix("question-") for page in PAGES if page.startswith("question-")] == list(QUESTIONS)

    def test_every_text_of_the_file_is_on_a_page_once(self) -> None:
        names = [name for page in PAGES.values() for name in fields(page)]
        assert len(names) == len(set(names))
        shown = "\n".join(words for page in PAGES.values() for words in fields(page).values())
        questionnaire = load(SOURCE, "premier")
        for text in (
            questionnaire.wording.promise,
            questionnaire.offers[1].purpose,
            questionnaire.question("dialogue_accords").choices[2].label.from_50,
            questionnaire.criteria[0].cases[0].another_way,
            questionnaire.guide[0].paragraphs[0],
            questionnaire.faq[0].answer,
            questionnaire.contradictions[0].ask,
            questionnaire.levels[2].next_step,
        ):
            assert text in shown

    @pytest.mark.slow
    def test_fields_are_placed_as_the_loader_places_its_mistakes(self) -> None:
        """Each text emptied in turn: the mistake is told beside its own field."""
        for page in (PAGES["question-effectif"], PAGES["offres"]):
            for each in (field for field in page.groups[0].fields if not field.place.optional):
                with pytest.raises(ContentErrors) as refused:
                    load(change_texts(SOURCE, page, {each.name: ""}), "essai")
                assert list(errors_by_field(page, refused.value.errors)) == [each.name]


class TestChanges:
    def test_saving_what_is_shown_changes_nothing(self) -> None:
        for page in PAGES.values():
            assert change_texts(SOURCE, page, fields(page)) == SOURCE

    def test_one_text_changes_and_its_typography_is_set_right(self) -> None:
        page = PAGES["question-effectif"]
        source = change_texts(SOURCE, page, {"questions.effectif.titre": '  C\'est  "combien" ?\r\n'})
        right = "C’est «\u00a0combien\u00a0»\u202f?"
        asked = "Combien de salariés compte votre entreprise\u202f?"
        assert source == one_line(SOURCE, f'titre = "{asked}"', f'titre = "{right}"')
        assert load(source, "essai").question("effectif").title.under_11 == right

    def test_another_version_s_name_changes_nothing_else(self) -> None:
        assert under_version(SOURCE, "2026.3") == one_line(SOURCE, 'version = "2026.2"', 'version = "2026.3"')

    def test_an_optional_text_may_be_emptied_or_given(self) -> None:
        page = PAGES["question-effectif"]
        without = change_texts(SOURCE, page, {"questions.effectif.indication": " "})
        assert load(without, "essai").question("effectif").hint is None
        again = {page.id: page for page in text_pages(read_values(without))}["question-effectif"]
        given = change_texts(without, again, {"questions.effectif.indication": "Comptez-les."})
        hint = load(given, "essai").question("effectif").hint
        assert hint is not None
        assert hint.from_50 == "Comptez-les."

    def test_a_list_is_a_line_each(self) -> None:
        source = change_texts(SOURCE, PAGES["accueil"], {"textes.suites": "Un.\n\n  Deux !\r\n"})
        assert load(source, "essai").wording.next_steps == ("Un.", set_right("Deux !"))

    def test_a_field_of_another_page_is_left_alone(self) -> None:
        source = change_texts(SOURCE, PAGES["accueil"], {"questions.effectif.titre": "Non"})
        assert source == SOURCE
