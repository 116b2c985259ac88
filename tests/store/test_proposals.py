"""Proposals: shared, never over a colleague's change; what is decided or erased leaves them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from models.rules.variety import OPEN_STAGES
from models.store.applications import Applicant, ApplicationKind, submit_application
from models.store.audit import COMMAND_LINE, Actor, list_audit
from models.store.copying import copy_database
from models.store.database import writing
from models.store.dossier_file import change_stage, get_dossier
from models.store.erasure import anonymise, personal_links
from models.store.personal_data import erase_dossier, extract_dossier
from models.store.proposals import (
    NameTaken,
    NothingOpen,
    StaleProposal,
    change_proposal,
    delete_proposal,
    get_proposal,
    list_proposals,
    save_proposal,
)
from models.store.sample import open_requests
from models.store.tables import Proposal, ProposalDossier
from tests.rows import count
from tests.store.making import NOW, concluded

LEA = Actor(None, "lea@aract.example", "Léa Roche")
LATER = NOW + timedelta(days=2)


def request(company: str) -> int:
    """The dossier of somebody who applied for that company."""
    visit, _ = concluded()
    applicant = Applicant(ApplicationKind.APPLICATION, "Zoé Martin", company=company)
    submit_application(visit.assessment_id, applicant, [], NOW)
    return visit.assessment_id


def decide(dossier_id: int, stage: str) -> None:
    change_stage(dossier_id, get_dossier(dossier_id).version, stage, NOW.date(), "", NOW, COMMAND_LINE, shown=stage)


@pytest.fixture
def three(store: Path | str) -> tuple[int, int, int]:
    """Three open requests."""
    return request("Étable & fils"), request("atelier du Pilat"), request("Zinc")


class TestKeeping:
    def test_it_is_shared_with_its_author_and_its_day(self, three: tuple[int, int, int]) -> None:
        one, other, _ = three
        kept = save_proposal("Comité de mars", (other, one), NOW, LEA)
        assert kept.ids == (one, other)
        assert (kept.version, kept.was_changed, kept.decided, kept.erased) == (1, False, (), 0)
        (line,) = list_proposals()
        assert (line.name, line.created_by, line.created_at, line.still_open) == ("Comité de mars", "Léa Roche", NOW, 2)
        assert not line.was_changed
        (entry,) = list_audit()[:1]
        assert (entry.action, entry.subject, entry.detail, entry.assessment_id) == (
            *("enregistrer une proposition", "Comité de mars", "2 demandes"),
            None,
        )

    def test_a_name_is_its_own(self, three: tuple[int, int, int]) -> None:
        save_proposal("Comité", three, NOW, LEA)
        other = save_proposal("Autre", three, NOW, LEA)
        with pytest.raises(NameTaken):
            save_proposal("Comité", three, NOW, LEA)
        with pytest.raises(NameTaken):
            change_proposal(other.id, other.version, "Comité", three[:1], NOW, LEA)
        assert get_proposal(other.id) == other
        assert [line.name for line in list_proposals()] == ["Autre", "Comité"]

    def test_the_latest_changed_comes_first(self, three: tuple[int, int, int]) -> None:
        kept = save_proposal("Comité", three, NOW, LEA)
        save_proposal("Autre", three, NOW, LEA)
        change_proposal(kept.id, 1, "Comité", three[:1], LATER, LEA)
        assert [(line.name, line.still_open) for line in list_proposals()] == [("Comité", 1), ("Autre", 3)]

    def test_only_open_requests_are_kept(self, three: tuple[int, int, int]) -> None:
        one, other, _ = three
        decide(one, "selectionne")
        unasked = concluded()[0].assessment_id
        assert save_proposal("Comité", (one, other, unasked, 999), NOW, LEA).ids == (other,)
        with pytest.raises(NothingOpen):
            save_proposal("Vide", (one, unasked, 999), NOW, LEA)
        assert [line.name for line in list_proposals()] == ["Comité"]

    def test_it_is_changed_and_says_by_whom(self, three: tuple[int, int, int]) -> None:
        kept = save_proposal("Comité de mars", three[:2], NOW, LEA)
        changed = change_proposal(kept.id, 1, "Comité d’avril", three[1:], LATER, COMMAND_LINE)
        assert (changed.name, changed.ids, changed.version) == ("Comité d’avril", three[1:], 2)
        assert (changed.created_by, changed.changed_by, changed.changed_at) == ("Léa Roche", "Ligne de commande", LATER)
        assert list_audit()[0].detail == "auparavant «\u00a0Comité de mars\u00a0», 2 demandes"
        assert list_proposals()[0].was_changed

    def test_a_stale_save_changes_nothing(self, three: tuple[int, int, int]) -> None:
        kept = save_proposal("Comité", three, NOW, LEA)
        current = change_proposal(kept.id, 1, "Comité", three[:1], LATER, COMMAND_LINE)
        with pytest.raises(StaleProposal) as stale:
            change_proposal(kept.id, 1, "À moi", three, LATER, LEA)
        assert stale.value.current == current
        with pytest.raises(StaleProposal):
            delete_proposal(kept.id, 1, LATER, LEA)
        assert get_proposal(kept.id) == current

    def test_it_is_deleted_once(self, three: tuple[int, int, int]) -> None:
        kept = save_proposal("Comité", three, NOW, LEA)
        delete_proposal(kept.id, 1, LATER, LEA)
        delete_proposal(kept.id, 1, LATER, LEA)
        with pytest.raises(KeyError):
            get_proposal(kept.id)
        with pytest.raises(KeyError):
            change_proposal(kept.id, 1, "Comité", three, LATER, LEA)
        assert [entry.action for entry in list_audit()[:2]] == [
            "supprimer une proposition",
            "enregistrer une proposition",
        ]
        assert count(ProposalDossier) == 0


class TestLeaving:
    @pytest.mark.parametrize("stage", ["selectionne", "ecarte"])
    def test_what_is_decided_is_told_apart_and_comes_back_if_it_was_a_mistake(
        self, three: tuple[int, int, int], stage: str
    ) -> None:
        kept = save_proposal("Comité", three, NOW, LEA)
        decide(three[0], stage)
        left = get_proposal(kept.id)
        assert (left.ids, [each.stage for each in left.decided], left.erased) == (three[1:], [stage], 0)
        assert list_proposals()[0].still_open == 2
        decide(three[0], "candidature")
        assert get_proposal(kept.id).ids == three

    def test_a_save_leaves_the_decided_out_for_good(self, three: tuple[int, int, int]) -> None:
        kept = save_proposal("Comité", three, NOW, LEA)
        decide(three[0], "ecarte")
        changed = change_proposal(kept.id, 1, "Comité", three, LATER, LEA)
        assert (changed.ids, changed.decided, changed.erased) == (three[1:], (), 0)

    def test_what_is_erased_is_only_counted(self, three: tuple[int, int, int]) -> None:
        kept = save_proposal("Comité", three, NOW, LEA)
        erase_dossier(three[0], NOW, LEA)
        left = get_proposal(kept.id)
        assert (left.ids, left.decided, left.erased) == (three[1:], (), 1)
        with writing():
            anonymise([three[1]], NOW)
        left = get_proposal(kept.id)
        assert (left.ids, left.decided, left.erased) == (three[2:], (), 2)
        assert count(ProposalDossier) == 1
        assert count(Proposal) == 1

    def test_it_hangs_on_the_dossier_like_all_that_is_hers(self, three: tuple[int, int, int]) -> None:
        kept = save_proposal("Comité", three, NOW, LEA)
        assert ProposalDossier.assessment in personal_links()
        extracted = extract_dossier(three[0], NOW, LEA)
        assert extracted["proposal_dossier"] == [{"proposal_id": kept.id, "assessment_id": three[0]}]


def test_open_requests_come_by_date_or_by_name_and_no_more_than_asked(three: tuple[int, int, int]) -> None:
    decide(three[2], "selectionne")
    by_date = open_requests("", by_name=False, most=10)
    assert [each.id for each in by_date] == list(three[:2])
    assert all(each.stage in OPEN_STAGES for each in by_date)
    assert [each.name for each in open_requests("", by_name=True, most=10)] == ["atelier du Pilat", "Étable & fils"]
    assert [each.name for each in open_requests("", by_name=True, most=1)] == ["atelier du Pilat"]
    assert [each.name for each in open_requests("etable", by_name=False, most=10)] == ["Étable & fils"]


@pytest.mark.file
def test_it_is_carried_into_another_database(three: tuple[int, int, int], tmp_path: Path) -> None:
    save_proposal("Comité", three, NOW, LEA)
    rows = copy_database(tmp_path / "other" / "diagnostics.db", tmp_path / "effaces")
    assert (rows["proposal"], rows["proposal_dossier"]) == (1, 3)
