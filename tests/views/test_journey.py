"""The journey as its contract tells it: one question a screen, any order, a hard no said at once, results that stay."""

from __future__ import annotations

import pytest

from tests.journeys import ANSWERS, COMPANY, DEEPENINGS, OPENINGS, PROGRESS, PROJECT, before, begin, fill, walk_journey
from tests.page_client import PageClient

MOST = {**ANSWERS, "effectif": "24"}


def test_from_the_start_page_to_a_result_with_its_estimate(visitor: PageClient) -> None:
    walk = walk_journey(visitor)
    assert walk.keys == list(ANSWERS)
    assert walk.page.path.endswith("/resultat")
    assert {name: walk.page.data(name) for name in ("eligibility", "company-level", "offer-days")} == {
        "eligibility": "eligible",
        "company-level": "innovation",
        "offer-days": "10",
    }
    shares = [walk.page.data(name) for name in ("total-cost", "region-share", "company-share")]
    assert shares == ["10000.00", "8000.00", "2000.00"]


def test_each_screen_asks_one_question_and_says_so_in_its_title(visitor: PageClient) -> None:
    walk = walk_journey(visitor)
    assert all(len(page.all("form[data-question]")) == 1 for page in walk.asked)
    assert all(page.heading in page.title for page in walk.asked)
    assert len({page.title for page in walk.asked}) == len(walk.asked)


def test_an_opening_question_answered_by_zero_or_unknown_opens_no_other(visitor: PageClient) -> None:
    shallow = {**ANSWERS, OPENINGS[0]: "0", OPENINGS[1]: "nsp"}
    assert set(ANSWERS) - set(walk_journey(visitor, shallow).keys) == set(DEEPENINGS[:2])


def test_a_group_is_asked_how_many_companies_share_and_sees_its_share(visitor: PageClient) -> None:
    group = {**ANSWERS, "structure": "groupe", "nombre_entreprises": "3"}
    walk = walk_journey(visitor, group)
    assert walk.keys[2] == "nombre_entreprises"
    split = visitor.get(f"/diagnostics/{walk.token}/repartition?entreprises=7")
    assert split.path == walk.page.path
    assert "285,71\u202f€" in split.text
    assert "285,74\u202f€" in split.text


@pytest.mark.parametrize("key", ["territoire", "themes", "besoin", "ecosysteme_cooperation"])
def test_any_question_of_the_path_may_be_answered_again_in_any_order(visitor: PageClient, key: str) -> None:
    address = fill(visitor)
    page = visitor.get(f"{address}/questions/{key}")
    assert page.question == key
    assert visitor.answer(page, ANSWERS[key]).path == f"{address}/recapitulatif"


def test_a_change_asks_first_what_it_newly_requires(visitor: PageClient) -> None:
    address = fill(visitor)
    page = visitor.answer(visitor.get(f"{address}/questions/structure"), "collectif")
    assert page.question == "nombre_entreprises"
    assert visitor.answer(page, "8").path == f"{address}/recapitulatif"


@pytest.mark.parametrize("htmx", [False, True])
def test_the_summary_shows_which_answer_was_just_changed(visitor: PageClient, htmx: bool) -> None:
    address = fill(visitor)
    assert visitor.get(f"{address}/recapitulatif").all(".just-changed") == []
    page = visitor.answer(visitor.get(f"{address}/questions/secteur"), "services", htmx=htmx)
    [row] = page.tree.xpath("//dl/div[.//*[contains(@class, 'just-changed')]]")
    assert row.cssselect("dt")[0].text_content().strip() == page.all("dl dt")[3].text_content().strip()
    assert "Services" in row.text_content()
    visitor.post(f"{address}/recapitulatif", {})
    assert visitor.get(f"{address}/recapitulatif").all(".just-changed") == []


def test_what_was_left_behind_counts_for_nothing_and_comes_back(visitor: PageClient) -> None:
    address = fill(visitor)
    visitor.post(f"{address}/questions/{OPENINGS[0]}", {OPENINGS[0]: "0"})
    assert visitor.get(f"{address}/questions/{DEEPENINGS[0]}").path == f"{address}/recapitulatif"
    page = visitor.post(f"{address}/questions/{OPENINGS[0]}", {OPENINGS[0]: "2"})
    assert page.path == f"{address}/recapitulatif"


def test_the_address_leads_to_where_one_is(visitor: PageClient) -> None:
    assert visitor.get(fill(visitor, before("secteur"))).question == "secteur"
    assert visitor.get(fill(visitor)).path.endswith("/recapitulatif")
    assert visitor.get(fill(visitor, finish=True)).path.endswith("/resultat")


@pytest.mark.parametrize("page", ["recapitulatif", "resultat"])
def test_what_is_not_due_yet_leads_to_the_next_question(visitor: PageClient, page: str) -> None:
    address = fill(visitor, before("ambition"))
    assert visitor.get(f"{address}/{page}").question == "ambition"


def test_finishing_too_early_leads_to_the_next_question(visitor: PageClient) -> None:
    address = fill(visitor, before("ambition"))
    assert visitor.post(f"{address}/recapitulatif", {}).question == "ambition"


@pytest.mark.parametrize(
    ("key", "value", "answers", "other"),
    [
        ("territoire", "hors", {}, None),
        ("structure", "public", before("structure"), None),
        ("effectif", "300", before("effectif"), "structure"),
        ("pratiques", "non", {**before("pratiques"), "nouveaute": "aucune"}, "nouveaute"),
    ],
)
def test_a_hard_no_is_said_on_the_screen_where_it_arises(
    visitor: PageClient, key: str, value: str, answers: dict[str, str], other: str | None
) -> None:
    address = fill(visitor, answers)
    page = visitor.answer(visitor.get(f"{address}/questions/{key}"), value)
    assert page.path == f"{address}/questions/{key}"
    (reason,) = (each.text_content() for each in page.all(".hard-no strong"))
    assert page.text.count(reason) == 1
    assert [each.get("href") for each in page.all(".hard-no a")] == ([f"{address}/questions/{other}"] if other else [])
    assert page.one(".other-ways a").get("href") == "https://www.anact.fr/"
    assert page.one("form[data-question] button[type=submit]").text_content() == "Corriger"
    onwards = visitor.get(str(page.one("#go-on").get("href")))
    assert onwards.question
    assert onwards.question != key
    assert onwards.all("#go-on") == []
    corrected = visitor.answer(visitor.get(page.path), ANSWERS[key])
    assert corrected.all("#go-on") == []


def test_what_another_size_rewords_is_set_apart_in_old_words_and_new(visitor: PageClient) -> None:
    address = fill(visitor, {**ANSWERS, "effectif": "24"})
    summary = visitor.answer(visitor.get(f"{address}/questions/effectif"), "70")
    told = [each.text_content() for each in summary.all("#reworded h3")]
    assert len(told) == 8
    assert "Que contiennent vos accords d’entreprise\u202f?" in told
    accord = summary.all("#reworded li")[told.index("Que contiennent vos accords d’entreprise\u202f?")]
    assert [each.text_content() for each in accord.cssselect("dd")] == [
        "Nous avons au moins un accord d’entreprise, que rien ne nous imposait.",
        "Des sujets que rien n’imposait, avec un bilan partagé et une date pour les revoir.",
    ]
    assert visitor.submit(summary, "form#finish").path == f"{address}/resultat"


def test_where_not_eligible_there_is_a_profile_and_neither_offer_nor_estimate(visitor: PageClient) -> None:
    page = walk_journey(visitor, {**ANSWERS, "territoire": "hors"}).page
    assert page.data("eligibility") == "non-eligible"
    assert page.data("company-level") == "innovation"
    assert [
        name for name in ("offer-days", "total-cost", "region-share", "company-share") if page.all(f"#{name}")
    ] == []
    assert "Estimation provisoire" not in page.text


def test_the_panel_says_eligibility_as_it_is_known_and_the_estimate_once_part_three_is_done(
    visitor: PageClient,
) -> None:
    address = fill(visitor, {**COMPANY, **PROJECT})
    early = visitor.get(address).one("#panel")
    assert "provisoire" not in early.text_content()
    visitor.post(f"{address}/questions/besoin", {"besoin": "2"}, status=303, follow=False)
    for key, value in PROGRESS.items():
        visitor.post(f"{address}/questions/{key}", {key: value}, status=303, follow=False)
    late = visitor.get(address).one("#panel").text_content()
    assert "provisoire" in late
    assert "2\u202f000\u202f€" in late


def test_a_finished_assessment_refuses_an_answer_and_offers_a_revision(visitor: PageClient) -> None:
    address = fill(visitor, finish=True)
    refused = visitor.post(f"{address}/questions/effectif", {"effectif": "90"}, status=409)
    assert refused.one("form#revise") is not None
    assert visitor.get(f"{address}/resultat").data("company-share") == "2000.00"
    assert visitor.post(f"{address}/recapitulatif", {}).path == f"{address}/resultat"
    assert visitor.get(f"{address}/recapitulatif").heading


def test_a_revision_keeps_the_last_result_until_it_is_concluded(visitor: PageClient) -> None:
    address = fill(visitor, finish=True)
    page = visitor.submit(visitor.get(f"{address}/questions/portage"), "form#revise")
    assert page.question == "portage"
    page = visitor.answer(page, "0")
    assert page.path == f"{address}/recapitulatif"
    assert visitor.get(f"{address}/resultat").data("offer-days") == "10"
    assert visitor.submit(visitor.get(f"{address}/recapitulatif"), "form#finish").data("offer-days") == "5"


def test_the_same_answer_posted_twice_changes_nothing(visitor: PageClient) -> None:
    page = begin(visitor)
    first, second = visitor.answer(page, "07"), visitor.answer(page, "07")
    assert first.path == second.path
    assert first.question == second.question == "structure"


def test_personal_addresses_are_absolute_where_they_are_given(visitor: PageClient) -> None:
    address = fill(visitor)
    assert visitor.get(f"{address}/recapitulatif").data("resume-url") == f"http://localhost{address}"
    result = visitor.submit(visitor.get(f"{address}/recapitulatif"), "form#finish")
    assert result.data("resume-url") == f"http://localhost{address}"
    shared = visitor.get(result.data("share-url").removeprefix("http://localhost"))
    assert shared.data("company-share") == "2000.00"
    assert shared.all("form") == []


def test_all_about_the_scheme_is_said(visitor: PageClient) -> None:
    for path in ("/guide", "/accessibilite", "/donnees-personnelles", "/mentions-legales"):
        assert visitor.get(path).heading
