"""Project sheets in the store: written, agreed, published, withdrawn, and what becomes of them with their dossier."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.rules.guessing import Facts
from models.store.audit import COMMAND_LINE, list_audit
from models.store.bulk import add_later_result
from models.store.dossier_file import StaleSave, add_note, get_dossier
from models.store.dossier_links import link
from models.store.erasure import delete_assessment
from models.store.sheets.agreeing import agree, ask_change, find_offered, take_back
from models.store.sheets.knowing import facts_of_who_asked, known_of, names_in
from models.store.sheets.overview import list_sheets
from models.store.sheets.publishing import (
    NotAgreed,
    find_published,
    list_published,
    publish,
)
from models.store.sheets.versions import (
    NotFinished,
    OtherVersion,
    Standing,
    list_versions,
    newest_version,
    save_version,
)
from models.store.tables import Assessment, SheetVersion
from models.store.timeline import EntryKind, list_entries
from models.store.visits import find_visit
from tests.rows import count, everything
from tests.store.making import ANSWERS, NOW, concluded, result_of
from tests.store.making_sheets import DAY, NAMED, TEXT, ZOE, agreed, ask, finished, published, told, write

pytestmark = pytest.mark.usefixtures("store")


class TestWriting:
    def test_each_save_that_changes_something_is_a_version_and_none_is_rewritten(self) -> None:
        dossier_id = finished()
        assert [write(dossier_id), write(dossier_id, NAMED), write(dossier_id, NAMED)] == [1, 2, 2]
        assert [each.text for each in list_versions(dossier_id)] == [NAMED, TEXT]
        assert told(dossier_id) == ["Version 1 écrite", "Version 2 écrite"]
        assert [each.action for each in list_audit(assessment_id=dossier_id)][:2] == ["écrire une fiche"] * 2

    def test_a_save_over_a_colleague_s_is_refused_with_what_changed(self) -> None:
        dossier_id = finished()
        opened = get_dossier(dossier_id).version
        add_note(dossier_id, EntryKind.NOTE, "Sans rapport", None, NOW, COMMAND_LINE)
        save_version(dossier_id, opened, TEXT, NOW, COMMAND_LINE)
        with pytest.raises(StaleSave) as stale:
            save_version(dossier_id, opened, NAMED, NOW, COMMAND_LINE)
        assert [each.summary for each in stale.value.changes] == ["Version 1 écrite"]
        assert count(SheetVersion) == 1

    @pytest.mark.parametrize("stage", ["candidature", "accompagne", "ecarte"])
    def test_only_a_finished_project_is_told(self, stage: str) -> None:
        dossier_id = finished(stage=stage)
        with pytest.raises(NotFinished):
            write(dossier_id)

    def test_it_begins_with_what_is_known(self) -> None:
        known = known_of(finished())
        assert (known.need, known.company) == (ZOE.project, ZOE.company)
        assert (known.department, known.sector, known.size) == ("07", "services", "de-11-a-49")
        assert (known.themes, known.progress, known.title) == (("qvct", "participation"), (), "")
        with pytest.raises(KeyError):
            known_of(999)

    def test_before_and_after_come_with_a_second_result(self) -> None:
        dossier_id, later = finished(), NOW + 200 * DAY
        answers = {**ANSWERS, "qvct_conditions": "3"}
        add_later_result(dossier_id, result_of(answers, now=later), 1, later)
        shown = {each.dimension: (each.before, each.after) for each in known_of(dossier_id).progress}
        assert shown["qvct"] == (2, 4)
        assert shown["management"] == (2, 2)

    @pytest.mark.parametrize(
        ("title", "found"),
        [
            ("L’ETABLI du Vivarais choisit ses horaires", (ZOE.company,)),
            ("Zoe Valdoronne raconte", (ZOE.name,)),
            ("Choisir ses horaires", ()),
        ],
    )
    def test_names_that_stand_in_the_words_are_found(self, title: str, found: tuple[str, ...]) -> None:
        assert names_in(replace(TEXT, title=title), finished()) == found


class TestAgreeing:
    def test_the_company_reads_the_version_it_was_asked_about_at_an_address_of_its_own(self) -> None:
        dossier_id = finished()
        write(dossier_id)
        assert [each.standing for each in list_versions(dossier_id)] == [Standing.WRITTEN]
        token = ask(dossier_id)
        offered = find_offered(token)
        assert [each.standing for each in list_versions(dossier_id)] == [Standing.ASKED]
        assert offered is not None
        assert offered.shown is not None
        assert (offered.dossier_id, offered.shown.text, offered.can_withdraw) == (dossier_id, TEXT, False)
        assert find_visit(token, NOW) is None, "it opens nothing else"
        assert find_offered("inconnue") is None
        again = ask(dossier_id)
        assert find_offered(token) is None
        assert find_offered(again) is not None

    def test_an_agreement_is_kept_with_its_version_day_and_words(self) -> None:
        dossier_id = finished()
        _, token = agreed(dossier_id)
        version = newest_version(dossier_id)
        assert version is not None
        assert (version.agreed_at, version.agreed_by, version.agreement) == (
            NOW + 2 * DAY,
            "Zoé Valdoronne",
            "Nous acceptons.",
        )
        before = everything()
        agree(token, 1, "Quelqu’un d’autre", "Encore.", outlives=False, now=NOW + 9 * DAY)
        assert everything() == before, "a double click changes nothing"
        assert told(dossier_id)[-1] == "Accord donné pour la version 1, par Zoé Valdoronne"

    def test_a_changed_text_needs_a_new_agreement(self) -> None:
        dossier_id = finished()
        _, token = agreed(dossier_id)
        write(dossier_id, NAMED)
        offered = find_offered(token)
        assert offered is not None
        assert offered.being_rewritten
        for number in (1, 2):
            with pytest.raises(OtherVersion):
                agree(token, number, "Zoé", "Oui.", outlives=True, now=NOW)
        with pytest.raises(NotAgreed):
            publish(dossier_id, 2, NOW, COMMAND_LINE)
        with pytest.raises(OtherVersion):
            publish(dossier_id, 1, NOW, COMMAND_LINE)
        with pytest.raises(OtherVersion):
            ask(dossier_id, 1)

    def test_a_change_asked_for_is_kept_in_its_words_and_an_agreement_falls(self) -> None:
        dossier_id = finished()
        _, token = agreed(dossier_id)
        ask_change(token, 1, "Retirez le chiffre.", NOW + 4 * DAY)
        ask_change(token, 1, "Retirez le chiffre.", NOW + 5 * DAY)
        version = newest_version(dossier_id)
        assert version is not None
        assert (version.standing, version.change_asked) == (Standing.CHANGE_ASKED, "Retirez le chiffre.")
        assert (version.agreed_at, version.agreement) == (NOW + 2 * DAY, "Nous acceptons."), "what it agreed to is kept"
        assert told(dossier_id)[-1] == "Changement demandé à la version 1"
        assert list_entries(dossier_id)[0].text == "Retirez le chiffre."
        with pytest.raises(NotAgreed):
            publish(dossier_id, 1, NOW, COMMAND_LINE)

    def test_unknown_addresses_do_nothing(self) -> None:
        with pytest.raises(KeyError):
            agree("x", 1, "Zoé", "Oui.", outlives=True, now=NOW)
        with pytest.raises(KeyError):
            ask_change("x", 1, "Non.", NOW)
        with pytest.raises(KeyError):
            take_back("x", NOW)


class TestPublishing:
    def test_the_guide_shows_the_version_agreed_to_and_goes_on_until_another_is(self) -> None:
        dossier_id, token, slug = published()
        assert slug == "choisir-ses-horaires-ensemble"
        write(dossier_id, replace(TEXT, title="Un autre titre"))
        shown = find_published(slug)
        assert shown is not None
        assert (shown.text, shown.number, shown.dossier_id) == (TEXT, 1, dossier_id)
        second = ask(dossier_id, 2)
        agree(second, 2, "Zoé", "Oui.", outlives=True, now=NOW)
        assert publish(dossier_id, 2, NOW + 6 * DAY, COMMAND_LINE) == slug, "the address stays"
        assert [each.text.title for each in list_published()] == ["Un autre titre"]
        assert find_offered(token) is None

    def test_two_of_the_same_title_have_their_own_addresses(self) -> None:
        slugs = [published()[2] for _ in range(3)]
        assert slugs == [f"choisir-ses-horaires-ensemble{end}" for end in ("", "-2", "-3")]

    @pytest.mark.parametrize(
        ("title", "slug"), [("Œuvrer à l’été !", "oeuvrer-a-l-ete"), ("???", "projet"), ("a" * 90, "a" * 60)]
    )
    def test_an_address_is_the_title_in_plain_letters(self, title: str, slug: str) -> None:
        assert published(replace(TEXT, title=title))[2] == slug

    def test_a_sheet_that_no_longer_names_its_company_gets_another_address(self) -> None:
        dossier_id, _, slug = published(replace(NAMED, title="L’Établi choisit ses horaires"))
        number, _ = agreed(dossier_id)
        assert publish(dossier_id, number, NOW, COMMAND_LINE) == "choisir-ses-horaires-ensemble"
        assert find_published(slug) is None

    def test_nothing_is_published_of_a_project_that_goes_on_again(self) -> None:
        dossier_id = finished()
        agreed(dossier_id)
        Assessment.update(application_stage="accompagne").where(Assessment.id == dossier_id).execute()
        with pytest.raises(NotFinished):
            publish(dossier_id, 1, NOW, COMMAND_LINE)

    def test_all_sheets_at_a_glance(self) -> None:
        waiting, never_asked = finished(), finished(replace(ZOE, company=""))
        shown, _, _ = published()
        kept, _, slug = published()
        write(never_asked)
        write(waiting, NAMED)
        agreed(waiting)
        delete_assessment(kept, NOW)
        lines, without_dossier = list_sheets()
        assert [(line.dossier_id, line.newest.number, line.to_publish) for line in lines] == [
            (waiting, 2, True),
            (never_asked, 1, False),
            (shown, 1, False),
        ]
        assert [line.company for line in lines] == [ZOE.company, "", ZOE.company]
        assert lines[0].reference == get_dossier(waiting).reference
        assert [each.slug for each in without_dossier] == [slug]


class TestWhoAsked:
    def test_linked_dossiers_and_one_siren_are_one_company(self) -> None:
        alone = replace(ZOE, company_number="")
        first, _, _, _, twin = (finished(each) for each in (alone, alone, ZOE, ZOE, ZOE))
        assert len(facts_of_who_asked()) == 3
        link(first, twin, NOW, COMMAND_LINE)
        concluded()
        assert facts_of_who_asked() == [Facts("07", "services", "de-11-a-49")] * 2
