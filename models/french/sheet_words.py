"""Project sheets in words: their facts as readers say them, why one is near, and the sentence a company agrees to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.french.formats import in_sentence
from models.french.staff_words import short_labels
from models.rules.guessing import Guess
from models.rules.nearness import SAYS_NOTHING, Nearness
from models.rules.questionnaire import Questionnaire
from models.rules.sheet import SheetText

SIZES_TOLD = {
    "moins-de-11": "Moins de 11\u00a0salariés",
    "de-11-a-49": "De 11 à 49\u00a0salariés",
    "50-et-plus": "50\u00a0salariés et plus",
}
LEFT_OUT_TOLD = {"department": "le département", "sector": "le secteur"}


@dataclass(frozen=True, slots=True)
class ProgressTold:
    """A dimension in the picture: its title, its points before and after out of a maximum, and both in words."""

    title: str
    before: int
    after: int
    maximum: int

    @property
    def words(self) -> str:
        """« De 2 à 4 sur 6 »."""
        if self.before == self.after:
            return f"Toujours {self.after} sur {self.maximum}"
        return f"De {self.before} à {self.after} sur {self.maximum}"


@dataclass(frozen=True, slots=True)
class SheetTold:
    """A sheet as it is read: its text, facts and themes in words, and the picture of before and after."""

    text: SheetText
    facts: tuple[str, ...]
    themes: tuple[str, ...]
    progress: tuple[ProgressTold, ...]

    @property
    def sections(self) -> tuple[tuple[str, str, str], ...]:
        """Its parts, in order: an id, a title, the words."""
        text = self.text
        return (
            ("besoin", "Le besoin", text.need),
            ("travail", "Ce qui a été fait", text.done),
            ("changement", "Ce qui a changé", text.changed),
        )

    @property
    def beginning(self) -> str:
        """The first paragraph of the need, for a card."""
        return self.text.need.partition("\n")[0]


def tell_sheet(questionnaire: Questionnaire, text: SheetText) -> SheetTold:
    """A sheet in words; what the content doesn't know any more is left out."""
    labels = {key: fact_labels(questionnaire, key) for key in ("secteur", "territoire", "themes")}
    themes = [each for each in text.themes if each in labels["themes"] and each != SAYS_NOTHING]
    titles = {each.id: each.title for each in questionnaire.dimensions}
    facts = (
        labels["secteur"].get(text.sector, ""),
        SIZES_TOLD.get(text.size, ""),
        labels["territoire"].get(text.department, ""),
    )
    return SheetTold(
        text=text,
        facts=tuple(filter(None, facts)),
        themes=tuple(labels["themes"][each] for each in themes),
        progress=tuple(
            ProgressTold(titles[each.dimension], each.before, each.after, each.maximum)
            for each in text.progress
            if each.dimension in titles
        ),
    )


def fact_labels(questionnaire: Questionnaire, key: str) -> Mapping[str, str]:
    """The labels of a question's choices; departments by their names alone."""
    labels = short_labels(questionnaire, key)
    return {value: words.removeprefix(f"{value} ") for value, words in labels.items()}


def nearness_in_words(questionnaire: Questionnaire, near: Nearness, told: SheetTold) -> str:
    """« Comme vous : mieux vivre au travail, de 11 à 49 salariés, industrie »."""
    themes = fact_labels(questionnaire, "themes")
    shared = [themes[each] for each in near.themes if each in themes]
    if near.size:
        shared.append(SIZES_TOLD[told.text.size])
    if near.sector:
        shared.append(fact_labels(questionnaire, "secteur")[told.text.sector])
    return f"Comme vous\u00a0: {', '.join(map(in_sentence, shared))}."


def agreement_words(text: SheetText, number: int, *, outlives: bool) -> str:
    """The sentences a company agrees to: what is published, where, for how long."""
    name = f"avec le nom «\u00a0{text.company}\u00a0»" if text.named else "sans le nom de l’entreprise"
    after = "restera dans le guide" if outlives else "sera retirée du guide"
    return (
        f"J’accepte que l’Aract Auvergne-Rhône-Alpes publie la version {number} de cette fiche, {name}, dans le guide "
        "public de ce service et auprès des entreprises dont le projet ressemble au nôtre. Nous pouvons la retirer à "
        "tout moment, sans donner de raison. Un autre texte demanderait un nouvel accord. Quand notre dossier sera "
        f"effacé, la fiche {after}, telle quelle."
    )


def guess_in_words(guess: Guess) -> str:
    """Why a company might be guessed: « Une seule entreprise … »."""
    if guess.alike <= 1:
        return "Aucune autre entreprise connue n’a ce secteur, cette taille et ce département réunis."
    return f"Elles ne sont que {guess.alike} à avoir ce secteur, cette taille et ce département réunis."
