"""What staff do beside a file's form: links, mails sent again. What is typed in the form meanwhile stays."""

from __future__ import annotations

from flask import Response, abort, current_app, flash

from models.store import audit
from models.store.database import writing
from models.store.dossier_links import link, unlink
from models.store.outbox import MailKind, list_mail, send_again
from views.staff.access import actor, staff
from views.staff.dossiers.dossier_forms import LinkForm
from views.staff.dossiers.file import back_to_file, dossier_here, show_file
from views.web.doors import now
from views.web.mailing import wake_post_office


@staff.post("/dossiers/<id:dossier_id>/mails/<id:message_id>")
def mail_again(dossier_id: int, message_id: int) -> Response:
    """Put a message that didn't leave in front of the queue, to the address that the person has today."""
    file = dossier_here(dossier_id)
    mail = next((mail for mail in list_mail(assessment_id=file.id) if mail.id == message_id), None)
    if mail is None:
        abort(404)
    hers = file.application.applicant.email if file.application and mail.kind is not MailKind.NOTICE else ""
    with writing():
        sent = send_again(message_id, now(), to=hers)
        if sent:
            audit.record(actor(), "renvoyer un mail", now(), subject=file.name, assessment_id=file.id)
    if sent:
        wake_post_office(current_app)
        flash(f"Le message repart, à {hers or mail.recipient}.")
    else:
        flash("Ce message ne peut plus partir\u00a0: son texte a été effacé. Envoyez plutôt une nouvelle adresse.")
    return back_to_file(file.id, "historique")


@staff.post("/dossiers/<id:dossier_id>/liens")
def link_add(dossier_id: int) -> Response:
    """Link another dossier, by its reference."""
    file = dossier_here(dossier_id)
    form = LinkForm(file)
    if not form.validate():
        return show_file(file, [form])
    link(file.id, form.other, now(), actor())
    flash("Les deux dossiers sont liés.")
    return back_to_file(file.id, "liens")


@staff.post("/dossiers/<id:dossier_id>/liens/<id:other_id>/retirer")
def link_remove(dossier_id: int, other_id: int) -> Response:
    """Undo a link."""
    file, other = dossier_here(dossier_id), dossier_here(other_id)
    unlink(file.id, other.id, now(), actor())
    flash("Le lien est retiré.")
    return back_to_file(file.id, "liens")
