"""French spaces: put right in a template's text, and nowhere else; « de » before a vowel."""

from __future__ import annotations

import pytest

from models.french.formats import of
from views.web.french_spaces import with_french_spaces


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Où en êtes-vous ?", "Où en êtes-vous\u202f?"),
        ("Bravo ! Déjà ; bon", "Bravo\u202f! Déjà\u202f; bon"),
        ("Bravo\u00a0! ", "Bravo\u202f! "),
        ("Le total : {{ total }} €", "Le total\u00a0: {{ total }} €"),
        ("« Je ne sais pas » est une réponse", "«\u00a0Je ne sais pas\u00a0» est une réponse"),
        ("5 jours coûtent 1 000 € et 20 %", "5 jours coûtent 1\u202f000\u202f€ et 20\u202f%"),
        ("<p>Combien ?</p>", "<p>Combien\u202f?</p>"),
        ("<b>Accessibilité</b> : {{ status }}", "<b>Accessibilité</b>\u00a0: {{ status }}"),
        ('<p class="a : b" title="{{ "x ? y" }}">Non</p>', '<p class="a : b" title="{{ "x ? y" }}">Non</p>'),
        ('<a href="{{ url }}"{% if a > b %} data-x="1 ; 2"{% endif %}>Ici</a>', None),
        ("{% if a ; b : c %}", None),
        ("{{ 'Au moins : ' }}", None),
        ("{# Why ? #}", None),
        ("<code>a ? b : c ; d</code>", None),
        ("https://exemple.fr/?a=b", None),
        ("10:30, 2 000x", None),
    ],
)
def test_only_the_text_is_put_right(typed: str, shown: str | None) -> None:
    assert with_french_spaces(typed) == (typed if shown is None else shown)


def test_putting_right_twice_changes_nothing() -> None:
    once = with_french_spaces("« Où ? » : 1 000 € !")
    assert with_french_spaces(once) == once


@pytest.mark.parametrize(
    ("name", "told"),
    [("Agathe", "d’Agathe"), ("Élodie", "d’Élodie"), ("Hugo", "d’Hugo"), ("Camille", "de Camille"), ("", "de ")],
)
def test_de_elides_before_a_name_that_begins_with_a_vowel(name: str, told: str) -> None:
    assert of(name) == told
