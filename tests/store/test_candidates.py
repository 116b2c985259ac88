"""Contents being prepared: changed by one at a time, published if nothing moved meanwhile, taken back in one go."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from models.store.audit import Actor, list_audit
from models.store.candidates import (
    BaseMoved,
    StaleCandidate,
    VersionTaken,
    change_candidate,
    create_candidate,
    discard_candidate,
    get_candidate,
    list_candidates,
    move_candidate,
    publish_candidate,
    restore_content,
    version_names,
)
from models.store.contents import find_content, list_contents, publish_content, published_content, register_content
from models.store.past_answers import latest_answers
from models.store.settings import scheme_is_open, switch_scheme
from models.store.visits import open_revision, record_answer
from tests.store.making import ANSWERS, NOW, answered, concluded

AGATHE = Actor(7, "agathe@aract.example", "Agathe Blanc")


def begun(version: str = "2026.2", source: bytes = b"deux", base_id: int = 1) -> int:
    return create_candidate(base_id, version, source, "", NOW, AGATHE).id


def test_a_candidate_is_no_version(store: Path) -> None:
    candidate = get_candidate(begun())
    assert (candidate.version, candidate.source, candidate.made_by) == ("2026.2", b"deux", "Agathe Blanc")
    assert [version.version for version in list_contents()] == ["2026.1"]
    assert version_names() == {"2026.1", "2026.2"}


def test_publishing_makes_a_version_for_good_and_forgets_the_candidate(store: Path) -> None:
    published = publish_candidate(get_candidate(begun()), 1, NOW, AGATHE)
    assert published_content() == published
    assert (published.source, published.base_id, published.published_by) == (b"deux", 1, "Agathe Blanc")
    assert list_candidates() == []
    assert [entry.action for entry in list_audit()] == ["publier un contenu", "préparer un contenu"]


def test_a_colleague_s_change_is_never_overwritten(store: Path) -> None:
    opened = get_candidate(begun())
    change_candidate(opened, b"trois", NOW, AGATHE, detail="Accueil")
    with pytest.raises(StaleCandidate) as stale:
        change_candidate(opened, b"quatre", NOW, AGATHE, detail="Accueil")
    assert stale.value.current.source == b"trois"
    with pytest.raises(StaleCandidate):
        publish_candidate(opened, 1, NOW, AGATHE)
    assert published_content() is None


def test_each_is_changed_moved_and_thrown_away_alone_and_the_journal_tells_it(store: Path) -> None:
    first, second, third = (get_candidate(begun(f"2026.{number}", b"%d" % number)) for number in (2, 3, 4))
    later = NOW + timedelta(hours=1)
    changed = change_candidate(first, b"deux", later, AGATHE, detail="Accueil")
    assert list_candidates() == [changed, third, second], "the latest changed first"
    told = list_audit()[0]
    assert (told.action, told.subject, told.detail) == ("modifier un contenu en préparation", "2026.2", "Accueil")
    other = register_content(b"autre", "2026.9", NOW)
    with pytest.raises(StaleCandidate):
        move_candidate(first, other.id, b"trois", later, AGATHE)
    assert get_candidate(first.id) == changed
    discard_candidate(second, later, AGATHE)
    assert list_candidates() == [changed, third]
    told = list_audit()[0]
    assert (told.action, told.subject) == ("jeter un contenu en préparation", "2026.3")


def test_a_candidate_whose_base_has_moved_is_refused(store: Path) -> None:
    late = get_candidate(begun("2026.3", b"trois"))
    published = publish_candidate(get_candidate(begun()), 1, NOW, AGATHE)
    for running_id in (1, published.id):
        with pytest.raises(BaseMoved):
            publish_candidate(late, running_id, NOW, AGATHE)
    assert published_content() == published
    moved = move_candidate(late, published.id, b"deux et trois", NOW, AGATHE)
    assert publish_candidate(moved, published.id, NOW, AGATHE).base_id == published.id


def test_a_version_s_name_belongs_to_one_content(store: Path) -> None:
    with pytest.raises(VersionTaken):
        publish_candidate(get_candidate(begun("2026.1")), 1, NOW, AGATHE)


def test_a_publication_is_taken_back_by_publishing_the_former_one(store: Path) -> None:
    published = publish_candidate(get_candidate(begun()), 1, NOW, AGATHE)
    restore_content(1, NOW, AGATHE)
    running = published_content()
    assert running is not None
    assert running.id == 1
    assert find_content(published.id).source == b"deux"
    assert list_audit()[0].action == "remettre un contenu en service"
    with pytest.raises(KeyError):
        restore_content(99, NOW, AGATHE)


def test_a_discarded_candidate_is_gone(store: Path) -> None:
    candidate = get_candidate(begun())
    discard_candidate(candidate, NOW, AGATHE)
    with pytest.raises(KeyError):
        get_candidate(candidate.id)
    with pytest.raises(KeyError):
        change_candidate(candidate, b"trois", NOW, AGATHE, detail="")


def test_publishing_the_bytes_of_a_former_version_publishes_that_version(store: Path) -> None:
    kept = register_content(b"deux", "2026.2", NOW)
    publish_content(1, NOW, "Agathe")
    assert publish_candidate(get_candidate(begun()), 1, NOW, AGATHE).id == kept.id


def test_past_answers_are_those_of_each_visit_s_newest_result(store: Path) -> None:
    first, _ = concluded()
    second, _ = concluded()
    answered()
    revised = record_answer(open_revision(first, NOW, short=False), "secteur", "btp", NOW)
    assert revised.answers != ANSWERS
    assert [(past.id, past.answers) for past in latest_answers(10)] == [
        (second.assessment_id, ANSWERS),
        (first.assessment_id, ANSWERS),
    ]
    assert [past.id for past in latest_answers(1)] == [second.assessment_id]


def test_the_switch_is_logged_once(store: Path) -> None:
    assert switch_scheme(NOW, AGATHE, opened=False)
    assert not switch_scheme(NOW, AGATHE, opened=False)
    assert not scheme_is_open()
    assert switch_scheme(NOW, AGATHE, opened=True)
    assert [entry.action for entry in list_audit()] == ["ouvrir les candidatures", "fermer les candidatures"]
