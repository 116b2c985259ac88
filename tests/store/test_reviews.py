"""The review: asked for by an address more, answered and completed version by version, gone with its dossier."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.rules.review import ReviewKey
from models.store.audit import COMMAND_LINE, list_audit
from models.store.database import writing
from models.store.dossier_file import StaleSave
from models.store.erasure import delete_assessment
from models.store.personal_data import extract_dossier
from models.store.reviews import (
    KeptReview,
    NoReviewYet,
    StaleReview,
    add_words,
    answer_review,
    answered_among,
    ask_review,
    find_review,
    may_review,
)
from models.store.tables import Review
from models.store.timeline import EntryKind, list_entries
from models.store.tokens import Purpose
from models.store.visits import find_visit
from tests.rows import count
from tests.store.accompanying import accompanied, move
from tests.store.making import NOW, concluded

pytestmark = pytest.mark.usefixtures("store")
ANSWERS = {ReviewKey.CHANGED: "Une réunion le lundi.", ReviewKey.QUOTE: "On se parle."}
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def number(store: object) -> int:
    """A dossier that is accompanied."""
    found, _ = concluded()
    return accompanied(found.assessment_id)


def answer(number: int, version: int = 0, **answers: str) -> KeptReview:
    told = {ReviewKey(key): words for key, words in answers.items()} or ANSWERS
    return answer_review(number, version, told, LATER, shown="\n".join(told.values()))


def told(number: int) -> list[tuple[str, str]]:
    return [
        (each.summary, each.text)
        for each in list_entries(number)
        if each.kind in {EntryKind.REVIEW, EntryKind.REVIEW_WORDS}
    ]


def test_before_an_accompaniment_there_is_nothing_to_look_back_on() -> None:
    found, _ = concluded()
    number = found.assessment_id
    assert not may_review(number)
    with pytest.raises(NoReviewYet):
        answer(number)
    with pytest.raises(NoReviewYet):
        ask_review(number, NOW, COMMAND_LINE)
    with pytest.raises(NoReviewYet):
        add_words(number, 0, "Rien", NOW, COMMAND_LINE)
    assert count(Review) == 0


def test_to_be_asked_brings_an_address_more_and_takes_none_away() -> None:
    found, first = concluded()
    number = accompanied(found.assessment_id)
    token = ask_review(number, NOW, COMMAND_LINE)
    assert token != first
    for each in (first, token):
        visit = find_visit(each, LATER)
        assert visit is not None
        assert (visit.assessment_id, visit.purpose) == (number, Purpose.PERSONAL)
    assert find_review(number).asked_at == NOW
    assert list_audit()[0].action == "demander un bilan"


def test_every_version_of_both_parts_stays_in_the_history(number: int) -> None:
    kept = answer(number)
    assert (kept.answers, kept.answered_at, kept.answers_version) == (ANSWERS, LATER, 1)
    again = answer(number, 1, changement="Deux réunions.")
    assert again.answers == {ReviewKey.CHANGED: "Deux réunions."}
    words = add_words(number, 0, "L’équipe a pris la main.", LATER, COMMAND_LINE)
    assert (words.words, words.words_by) == ("L’équipe a pris la main.", "Ligne de commande")
    assert words.answers == again.answers, "each part is saved without the other"
    assert told(number) == [
        ("", "L’équipe a pris la main."),
        ("Bilan changé par l’entreprise", "Deux réunions."),
        ("Bilan de l’entreprise", "Une réunion le lundi.\nOn se parle."),
    ]


def test_the_same_again_changes_nothing_and_another_version_is_refused(number: int) -> None:
    answer(number)
    assert answer(number, 0).answers_version == 1, "a double click"
    with pytest.raises(StaleReview) as stale:
        answer(number, 0, changement="Autre chose.")
    assert stale.value.current.answers == ANSWERS
    add_words(number, 0, "Bien.", LATER, COMMAND_LINE)
    with pytest.raises(StaleSave):
        add_words(number, 0, "Mieux.", LATER, COMMAND_LINE)
    assert add_words(number, 0, "Bien.", LATER, COMMAND_LINE).words == "Bien."
    assert len(told(number)) == 2


def test_it_is_answered_after_the_end_too_and_known_among_dossiers(number: int) -> None:
    move(number, "termine")
    assert answered_among([number]) == set()
    answer(number)
    assert answered_among([number, number + 1]) == {number}


def test_it_is_handed_over_with_its_dossier_and_goes_with_it(number: int) -> None:
    answer(number)
    assert "On se parle." in extract_dossier(number, LATER, COMMAND_LINE)["review"][0]["answers"]
    delete_assessment(number, LATER)
    assert count(Review) == 0


def test_nothing_is_asked_where_the_letter_does_not_leave(number: int) -> None:
    def ask_and_fail() -> None:
        with writing():
            ask_review(number, NOW, COMMAND_LINE)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        ask_and_fail()
    assert find_review(number).asked_at is None
