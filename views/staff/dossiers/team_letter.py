"""Writing to a company: a text of the content, changed at will, read as it will leave, then sent."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import lru_cache, partial

from flask import Response, abort, current_app, flash, request

from models.contact.text import PROJECT_LIMIT
from models.content.loader import FIRST_CONTENT, load_file
from models.french.staff_words import LETTERS
from models.rules.questionnaire import LetterKey, LetterText
from models.store import audit
from models.store.applications import Applicant
from models.store.database import writing
from models.store.dossier_file import Dossier
from models.store.letter_caps import write_if_few
from models.store.outbox import is_written
from models.store.timeline import EntryKind, add_entry
from views.forms.typed_fields import HiddenField, ParagraphsField, ReadField
from views.journey.letters import team_letter
from views.staff.access import actor, me, staff
from views.staff.dossiers.file import dossier_here, file_url, reachable
from views.staff.layout import go, show_page
from views.staff.staff_form import StaffForm
from views.web.doors import now
from views.web.library import running
from views.web.mailing import mail_leaves, wake_post_office

LONGEST_SUBJECT = 150
BLANK = "…"
"""What a text of the content leaves to be filled in."""

TOO_MANY = "Assez de lettres sont parties aujourd’hui pour ce dossier ou vers cette adresse\u00a0: attendez demain."


class LetterForm(StaffForm):
    """A subject and a few paragraphs; `nom_du_mail` names the letter, so that two clicks send it once."""

    objet = ReadField("Objet", missing="Écrivez un objet.", longest=LONGEST_SUBJECT)
    texte = ParagraphsField("Texte", missing="Écrivez votre lettre.", rows="14", longest=PROJECT_LIMIT)
    nom_du_mail = HiddenField()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text, a blank line between two."""
        return tuple(each.strip() for each in self.texte.data.split("\n\n") if each.strip())

    @property
    def unfilled(self) -> bool:
        """Whether what the content left open still is."""
        return BLANK in self.objet.data or BLANK in self.texte.data


@staff.route("/dossiers/<id:dossier_id>/lettres/<letter_id>", methods=["GET", "POST"])
def letter(dossier_id: int, letter_id: str) -> Response:
    """A letter to change, then to read as it will leave; the last button sends it."""
    file = dossier_here(dossier_id)
    applicant = reachable(file)
    if letter_id not in LETTERS:
        abort(404)
    form = LetterForm(**filled_letter(LetterKey(letter_id), applicant, file), nom_du_mail=str(uuid.uuid4()))
    return compose(form, file, LETTERS[letter_id], back=file_url(file.id), then=file_url(file.id, "historique"))


def compose(
    form: LetterForm,
    file: Dossier,
    title: str,
    *,
    back: str,
    then: str,
    link: str = "",
    send: Callable[[], bool] | None = None,
) -> Response:
    """The letter in the form: to change, to read as it will leave, or sent; `back` leads out of it, `then` on.

    `link` are the words of the link that it will hold, where `send` puts one in; it says whether the letter leaves.
    """
    applicant, step = reachable(file), request.form.get("pas", "")
    show = partial(_show, form, file, title, back, link)
    if step == "corriger" or not form.validate_on_submit():
        return show()
    if step != "envoyer":
        return show(preview=True)
    if not (send or partial(write_to_company, form, file, applicant))():
        form.refuse("", TOO_MANY)
        return show(status=422, preview=True)
    wake_post_office(current_app)
    flash(
        f"La lettre part à {applicant.email}."
        if mail_leaves()
        else "La lettre attend qu’un serveur de mail soit réglé. L’historique du dossier la montre, à copier."
    )
    return go(then)


def write_to_company(
    form: LetterForm, file: Dossier, applicant: Applicant, *, link: tuple[str, str] | None = None
) -> bool:
    """Put a letter that was read in the outbox, perhaps with a link (its words, its address), and tell the history.

    Sent twice it is one; False, and nothing done, where too many were sent today.
    """
    with writing():
        if is_written(form.nom_du_mail.data):
            return True
        letter = team_letter(applicant.email, form.objet.data, form.paragraphs, me().email, link)
        if not write_if_few(letter, now(), file.id, uid=form.nom_du_mail.data):
            return False
        told = f"{form.objet.data}, à {applicant.email}"
        add_entry(file.id, EntryKind.LETTER, now(), actor(), summary=told, text=form.texte.data)
        audit.record(actor(), "écrire à l’entreprise", now(), subject=file.name, assessment_id=file.id)
    return True


class _TooMany(Exception):
    """No letter may leave today: nothing of what goes with it is kept."""


def write_with_address(
    form: LetterForm, file: Dossier, applicant: Applicant, words: str, make_address: Callable[[], str]
) -> bool:
    """The letter and the address that its link leads to, both or neither; sent twice it is one.

    False, and nothing done, where too many were sent today. Raises what `make_address` does.
    """

    def write_both() -> None:
        with writing():
            if is_written(form.nom_du_mail.data):
                return
            if not write_to_company(form, file, applicant, link=(words, make_address())):
                raise _TooMany

    try:
        write_both()
    except _TooMany:
        return False
    return True


def _text(key: LetterKey) -> LetterText:
    """The letter of the running content; of the first one, where that has none."""
    letters = (*running().questionnaire.letters, *_first_letters())
    return next(each for each in letters if each.id is key)


@lru_cache(maxsize=1)
def _first_letters() -> tuple[LetterText, ...]:
    return load_file(FIRST_CONTENT).letters


def filled_letter(key: LetterKey, applicant: Applicant, file: Dossier, **more: str) -> dict[str, str]:
    """A letter of the content with the dossier's own words and `more` in their places, as the form shows it first."""
    text = _text(key)
    known = {
        "nom": applicant.name,
        "entreprise": applicant.company or "votre entreprise",
        "reference": file.name,
        **more,
    }

    def fill(words: str) -> str:
        for name, value in known.items():
            words = words.replace(f"{{{name}}}", value)
        return words.replace("Bonjour ,", "Bonjour,")

    return {"objet": fill(text.title), "texte": "\n\n".join(fill(each) for each in text.paragraphs)}


def _show(
    form: LetterForm, file: Dossier, title: str, back: str, link: str, *, status: int = 200, preview: bool = False
) -> Response:
    return show_page(
        "staff/letter.html",
        status=status,
        unsaved=request.method == "POST",
        form=form,
        file=file,
        applicant=reachable(file),
        mine=me().email,
        title=title,
        preview=preview,
        leaves=mail_leaves(),
        back=back,
        link=link,
    )
