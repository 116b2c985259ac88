"""Import earlier dossiers from a table: shown with every error by line, then all kept or none; undone as a whole."""

from __future__ import annotations

from flask import Response, abort, flash, request, url_for

from models.french.formats import long_date, plural
from models.french.staff_words import STAGES
from models.store.imports import AlreadyImported, CantUndo, import_dossiers, list_imports, undo_import
from views.staff.access import actor, staff
from views.staff.dossiers.import_table import (
    COLUMNS,
    IN_SIGHT,
    MOST_LINES,
    ImportedTable,
    UnreadableFile,
    decode,
    read_table,
)
from views.staff.layout import go, show_page
from views.staff.staff_form import UploadForm
from views.web.doors import now


@staff.get("/import/modele.csv")
def import_template() -> Response:
    """An empty table with every column."""
    response = Response("\ufeff" + ";".join(COLUMNS) + "\r\n", mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="modele-import.csv"'
    return response


@staff.route("/import", methods=["GET", "POST"])
def import_file() -> Response:
    """Read a file and show what would be kept, line by line; nothing is. Below, the imports made before."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _show(form)
    try:
        text = decode(form.fichier.data.read())
        return _show(form, table=read_table(text), text=text)
    except UnreadableFile as reason:
        form.refuse("fichier", str(reason))
        return _show(form)


@staff.post("/import/confirmer")
def import_confirm() -> Response:
    """Keep every line of the file that was shown, or nothing where one of them is wrong."""
    text = request.form.get("texte", "").lstrip("\r\n")
    form = UploadForm(None)
    try:
        table = read_table(text)
        if table.wrong or not table.lines:
            return _show(form, table=table, text=text, status=422)
        entered = [line.entered for line in table.lines if line.entered is not None]
        ids = import_dossiers(text.replace("\r\n", "\n").encode(), entered, now(), actor())
    except UnreadableFile as reason:
        form.refuse("fichier", str(reason))
        return _show(form)
    except AlreadyImported:
        form.refuse("", "Ce fichier a déjà été importé\u00a0: ses dossiers sont dans la liste.")
        return _show(form, status=409)
    flash(f"{plural(len(ids), 'dossier importé', 'dossiers importés')}.")
    return go(url_for("staff.dossiers", porte="manuel"))


@staff.post("/import/<id:import_id>/annuler")
def import_undo(import_id: int) -> Response:
    """Take away all the dossiers of an import, where nobody has worked on one of them."""
    try:
        undone = undo_import(import_id, now(), actor())
    except KeyError:
        abort(404)
    except CantUndo as refusal:
        form = UploadForm(None)
        form.refuse("", _why_not(refusal))
        return _show(form, status=409)
    if undone:
        flash(f"L’import est annulé\u00a0: {plural(undone, 'dossier retiré', 'dossiers retirés')}.")
    return go(url_for("staff.import_file"))


def _why_not(refusal: CantUndo) -> str:
    work = refusal.work
    if work is None:
        return "Cet import ne s’annule plus\u00a0: certains de ses dossiers ont été effacés depuis."
    told = f" ({work.summary})" if work.summary else ""
    return (
        f"Cet import ne s’annule plus\u00a0: le dossier {work.reference} a changé le {long_date(work.at)}, "
        f"par {work.by}{told}."
    )


def _show(form: UploadForm, *, table: ImportedTable | None = None, text: str = "", status: int = 200) -> Response:
    return show_page(
        "staff/import.html",
        status=422 if table and table.wrong else status,
        form=form,
        table=table,
        text=text,
        columns=COLUMNS,
        in_sight=IN_SIGHT,
        most=MOST_LINES,
        imports=list_imports(),
        stages=STAGES,
    )
