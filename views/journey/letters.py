"""What the letters say, in French: the personal address, the receipt for a request, the notice to the Aract."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, render_template, url_for
from markupsafe import Markup, escape

from models.contact.phone import show_phone
from models.contact.siret import CompanyNumber
from models.french.formats import euros
from models.rules.questionnaire import Wording
from models.rules.result import Result
from models.service.post_office import SENDER_NAME
from models.store.applications import Applicant, ApplicationKind
from models.store.outbox import Letter, MailKind
from views.web.doors import SITE, public_url

SENT = {
    ApplicationKind.CALL_BACK: "Votre demande de rappel est enregistrée",
    ApplicationKind.APPLICATION: "Votre candidature est enregistrée",
}


@dataclass(frozen=True, slots=True)
class Words:
    """A letter's words, the same for its two forms."""

    title: str
    paragraphs: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    link: tuple[str, str] | None = None
    closing: tuple[str, ...] = ()


def address_letter(recipient: str, token: str, until: str) -> Letter:
    """The personal address of a visit, for its visitor; `until` says until when it works."""
    words = Words(
        "Votre adresse personnelle",
        ("Bonjour,", "Voici l’adresse de votre autodiagnostic. Elle vous ramène là où vous en étiez."),
        link=("Reprendre", personal_url(token)),
        closing=(
            until,
            "Gardez cette adresse pour vous\u00a0: qui la connaît peut lire et changer vos réponses.",
            "Vous n’avez rien demandé\u202f? Oubliez ce message\u00a0: "
            "votre adresse e-mail est effacée de notre service dès l’envoi.",
            *_whom_to_ask(),
        ),
    )
    return _letter(MailKind.ADDRESS, recipient, "Votre autodiagnostic\u00a0: l’adresse pour reprendre", words)


def next_steps(kind: ApplicationKind, wording: Wording) -> tuple[str, ...]:
    """What happens after a request, and when."""
    return wording.after_application if kind is ApplicationKind.APPLICATION else wording.after_call_back


def receipt(applicant: Applicant, reference: str, wording: Wording) -> Letter:
    """To the visitor: what was received, and what happens next. Nothing typed is in it: whoever gives another
    person's address can't have us write to her in his words."""
    words = Words(
        SENT[applicant.kind],
        ("Bonjour,", f"Votre référence est {reference}. Voici la suite\u00a0:"),
        tuple((str(number), step) for number, step in enumerate(next_steps(applicant.kind, wording), 1)),
        closing=(
            "Cette demande ne vous engage à rien. L’Aract décide après un entretien.",
            f"Pour nous écrire à ce sujet, répondez à ce message en gardant la référence {reference}.",
            *_whom_to_ask(),
        ),
    )
    subject = f"{SENT[applicant.kind]} ({reference})"
    reply_to = current_app.config["SETTINGS"].mail_to
    return _letter(MailKind.RECEIPT, applicant.email, subject, words, reply_to[0] if reply_to else "")


def notices(applicant: Applicant, reference: str, assessment_id: int, result: Result | None) -> list[Letter]:
    """To each address of MAIL_TO: who asks, for what, and where the file is."""
    kind = "Candidature" if applicant.kind is ApplicationKind.APPLICATION else "Demande de rappel"
    words = Words(
        f"{kind} {reference}",
        facts=(*_contact_facts(applicant), *_result_facts(result)),
        link=("Le dossier", public_url(url_for("staff.dossier", dossier_id=assessment_id))),
    )
    subject = f"{kind} {reference}\u00a0: {applicant.company or applicant.name}"
    recipients = current_app.config["SETTINGS"].mail_to
    return [_letter(MailKind.NOTICE, each, subject, words, applicant.email) for each in recipients]


def team_letter(
    recipient: str, title: str, paragraphs: tuple[str, ...], reply_to: str, link: tuple[str, str] | None = None
) -> Letter:
    """What somebody of the team writes to a company, in her own words; answers go to her."""
    words = Words(title, paragraphs, link=link, closing=_whom_to_ask())
    return _letter(MailKind.LETTER, recipient, title, words, reply_to)


def review_notices(reference: str, assessment_id: int) -> list[Letter]:
    """To each address of MAIL_TO: a company answered its review, and where that is."""
    told = f"Une entreprise a fait son bilan ({reference})"
    words = Words(told, link=("Le dossier", public_url(url_for("staff.dossier", dossier_id=assessment_id))))
    recipients = current_app.config["SETTINGS"].mail_to
    return [_letter(MailKind.NOTICE, each, told, words) for each in recipients]


def review_url(token: str) -> str:
    """Where a company looks back on its accompaniment: at the site's own door."""
    return public_url(url_for(f"{SITE}.review", token=token))


def sheet_notices(told: str, reference: str, assessment_id: int, words: str = "") -> list[Letter]:
    """To each address of MAIL_TO: what a company did with its project sheet, and where it is."""
    link = ("La fiche", public_url(url_for("staff.sheet", dossier_id=assessment_id)))
    said = Words(f"{told} ({reference})", facts=(("Ce qu’elle écrit", words),) if words else (), link=link)
    recipients = current_app.config["SETTINGS"].mail_to
    return [_letter(MailKind.NOTICE, each, f"{told} ({reference})", said) for each in recipients]


def personal_url(token: str) -> str:
    """The personal address to take away: at the site's own door, whichever was come in by."""
    return public_url(url_for(f"{SITE}.resume", token=token))


def _whom_to_ask() -> tuple[str, ...]:
    """Who answers questions at the Aract, in a line; nothing where the operator hasn't said."""
    contact = current_app.config["CONTACT"]
    return (f"Une question\u202f? {contact.line}",) if contact.reachable else ()


def _contact_facts(applicant: Applicant) -> tuple[tuple[str, str], ...]:
    facts = (
        ("Nom", applicant.name),
        ("Fonction", applicant.role),
        ("E-mail", applicant.email),
        ("Téléphone", show_phone(applicant.phone) if applicant.phone else ""),
        ("Moment ou moyen préféré", applicant.moment),
        ("Entreprise", applicant.company),
        ("SIRET ou SIREN", CompanyNumber(applicant.company_number).spaced if applicant.company_number else ""),
        ("Code postal", applicant.postal_code),
        ("Projet", applicant.project),
        ("Autres programmes de l’Aract", "veut bien en être informé" if applicant.wants_news else ""),
    )
    return tuple((label, value) for label, value in facts if value)


def _result_facts(result: Result | None) -> tuple[tuple[str, str], ...]:
    if result is None:
        return (("Résultat", "questionnaire en cours"),)
    if result.estimate is None:
        return (("Résultat", "hors du dispositif, profil seul"),)
    estimate = result.estimate
    return (("Résultat", f"{estimate.days} jours, {euros(estimate.company_cents)} HT pour l’entreprise"),)


def _letter(kind: MailKind, recipient: str, subject: str, words: Words, reply_to: str = "") -> Letter:
    plain = render_template("mail/letter.txt", words=words, sender_name=SENDER_NAME)
    html = render_template("mail/letter.html", words=words, sender_name=SENDER_NAME)
    return Letter(kind, recipient, subject, plain.strip() + "\n", html, reply_to)


def breaks(text: str) -> Markup:
    """Text with its line ends shown, and nothing else of it read as HTML."""
    return Markup("<br>").join(escape(line) for line in text.split("\n"))
