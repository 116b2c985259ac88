"""What the team reads on its slips, and what to talk over: changed, checked and previewed like every other text."""

from __future__ import annotations

from models.store.candidates import list_candidates
from tests.page_client import PageClient
from tests.views.staff.test_content import CONTENT, candidate_page, edited


def test_a_wording_on_the_slips_is_changed_and_previewed_as_the_team_reads_it(administratrice: PageClient) -> None:
    words = "La direction et l’équipe se parlent au fil des journées."
    edited(
        administratrice,
        "question-dialogue_instances",
        **{"questions.dialogue_instances.choix[1].libelle_equipe.moins-de-11": words},
    )
    page = candidate_page(administratrice)
    link = next(each for each in page.all(".previews a") if "sur les bulletins" in each.text_content())
    assert "Échanges sur le travail" in link.text_content()
    small = administratrice.get(f"{link.get('href')}?taille=moins-de-11")
    assert words in small.text
    assert "Comment la direction parle‑t‑elle du travail" in small.heading
    assert "BROUILLON" in small.text
    large = administratrice.get(f"{link.get('href')}?taille=50-et-plus")
    assert words not in large.text
    assert "Élus, salariés et direction préparent des changements ensemble" in large.text


def test_what_the_team_never_reads_has_no_such_preview(administratrice: PageClient) -> None:
    edited(administratrice)
    number = list_candidates()[0].id
    administratrice.get(f"{CONTENT}/preparations/{number}/apercu/bulletin-effectif", status=404)


def test_a_question_to_talk_over_is_changed_and_stands_on_the_previewed_result(administratrice: PageClient) -> None:
    words = "Qu’est-ce qui aiderait à se parler\u202f?"
    edited(administratrice, "resultat", **{"dimensions.dialogue.echanges.equipe_moins": words})
    page = candidate_page(administratrice)
    assert "Dimension «\u00a0Dialogue\u00a0», quand les regards diffèrent" in page.text
    number = list_candidates()[0].id
    previews = [
        administratrice.get(f"{CONTENT}/preparations/{number}/apercu/resultat?offre={offer}").markup
        for offer in ("emergence", "deploiement")
    ]
    assert [words in markup for markup in previews] == [False, True]


def test_a_wording_that_says_je_is_refused_beside_its_field(administratrice: PageClient) -> None:
    administratrice.submit(administratrice.get(CONTENT), "form#edit-texts")
    number = list_candidates()[0].id
    page = administratrice.get(f"{CONTENT}/preparations/{number}/textes/question-qvct_conditions")
    name = "questions.qvct_conditions.choix[1].libelle_equipe.de-11-a-49"
    page = administratrice.submit(page, "form#texts", {name: "Je suis les règles."}, status=422)
    (link,) = page.all("#error-summary a")
    assert (link.get("href"), link.text_content()) == (f"#{name}", "C’est la direction qui parle.")
