"""What a sheet is written with: its words, its facts, and whether the company is named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import ValidationError

from models.contact.text import read_line
from models.french.sheet_words import SIZES_TOLD, fact_labels
from models.rules.question import Kind
from models.rules.sheet import SheetText
from models.store.dossier_file import Dossier
from models.store.sheets.knowing import known_of, known_progress
from models.store.sheets.versions import SHEET, newest_version
from views.forms.typed_fields import CheckField, ChoiceField, ChoicesField, ParagraphsField, ReadField
from views.staff.dossiers.dossier_forms import DossierForm
from views.web.library import running

LONGEST_TITLE, LONGEST_QUOTE = 120, 300
UNSAID = "Ne pas le dire"
FIELDS = {"department": "territoire", "sector": "secteur"}
"""The fields that can be left out, by what they are of a sheet."""


def _labels(key: str) -> Mapping[str, str]:
    question = running().questionnaire.question(key)
    labels = fact_labels(running().questionnaire, key)
    unsaid = {"hors"} if question.kind is Kind.CHOICE else set()
    return {value: words for value, words in labels.items() if value not in unsaid}


def _long_line(limit: int) -> Any:
    return lambda typed: read_line(typed, limit)


class SheetForm(DossierForm):
    """The newest version, or what the dossier knows before there is one."""

    part = SHEET
    titre = ReadField(
        "Titre",
        _long_line(LONGEST_TITLE),
        missing="Donnez un titre à la fiche.",
        longest=LONGEST_TITLE,
        hint="Un verbe et son objet, sans nom propre\u00a0: «\u00a0Décider des horaires avec l’équipe\u00a0».",
    )
    besoin = ParagraphsField("Le besoin", rows="5", optional=False, hint="Repris de la demande\u00a0: réécrivez-le.")
    fait = ParagraphsField("Ce qui a été fait", rows="6", optional=False)
    change = ParagraphsField("Ce qui a changé", rows="5", optional=False)
    citation = ReadField(
        "Une phrase à citer", _long_line(LONGEST_QUOTE), longest=LONGEST_QUOTE, hint="Sans guillemets."
    )
    sujets = ChoicesField("Sujets", lambda _: _labels("themes"), optional=False)
    secteur = ChoiceField("Secteur", lambda _: _labels("secteur"), empty=UNSAID, optional=False)
    taille = ChoiceField("Taille", SIZES_TOLD, empty=UNSAID, optional=False)
    territoire = ChoiceField("Département", lambda _: _labels("territoire"), empty=UNSAID, optional=False)
    nommee = CheckField("Nommer l’entreprise dans la fiche")
    entreprise = ReadField("Son nom, comme il sera publié")
    chiffres = CheckField("Montrer l’avant et l’après, d’après ses deux résultats")

    @classmethod
    def recorded(cls, file: Dossier) -> dict[str, Any]:
        """What the newest version says; before any, what is known. Its company's name stays at hand, named or not."""
        newest, known = newest_version(file.id), known_of(file.id)
        text = newest.text if newest else known
        return {
            "titre": text.title,
            "besoin": text.need,
            "fait": text.done,
            "change": text.changed,
            "citation": text.quote,
            "sujets": text.themes,
            "secteur": text.sector or None,
            "taille": text.size or None,
            "territoire": text.department or None,
            "nommee": bool(newest and text.named),
            "entreprise": text.company or known.company,
            "chiffres": bool(text.progress),
        }

    def validate_entreprise(self, field: ReadField) -> None:
        """A company that is to be named has a name."""
        if self.nommee.data and not field.typed.strip():
            raise ValidationError("Écrivez le nom de l’entreprise, ou ne la nommez pas.")

    @property
    def text(self) -> SheetText:
        """What was read, once valid."""
        return SheetText(
            title=self.titre.data,
            need=self.besoin.data,
            done=self.fait.data,
            changed=self.change.data,
            quote=self.citation.data,
            company=self.entreprise.data if self.nommee.data else "",
            department=self.territoire.data or "",
            sector=self.secteur.data or "",
            size=self.taille.data or "",
            themes=tuple(self.sujets.data or ()),
            progress=known_progress(self.file.id) if self.chiffres.data else (),
        )


def missing_parts(text: SheetText) -> list[str]:
    """What a sheet must tell before its company is asked, and doesn't yet."""
    parts = {"le besoin": text.need, "ce qui a été fait": text.done, "ce qui a changé": text.changed}
    return [name for name, words in (parts | {"un sujet": text.themes}).items() if not words]
