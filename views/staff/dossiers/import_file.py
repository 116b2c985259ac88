"""Import earlier dossiers from a table (CSV): read, shown with every error by line, then all kept or none."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, flash, request, url_for
from werkzeug.datastructures import MultiDict

from models.french.formats import paris_day, plural
from models.french.staff_words import STAGES
from models.store.applications import find_same_company
from models.store.by_hand import AlreadyImported, Entered, import_dossiers
from models.store.search_words import fold
from views.staff.access import actor, staff
from views.staff.dossiers.entry_form import EntryForm
from views.staff.layout import go, show_page
from views.staff.staff_form import UploadForm
from views.web.doors import now
from views.web.library import running

MOST_LINES = 500
LONGEST_HEADER = 4000
"""Characters of the longest first line."""

COLUMNS = {
    "entreprise": "Nom de l’entreprise",
    "siret": "SIRET (14 chiffres) ou SIREN (9)",
    "code_postal": "Code postal de l’entreprise",
    "nom": "Prénom et nom de la personne",
    "fonction": "Sa fonction",
    "email": "Son adresse e-mail",
    "telephone": "Son téléphone",
    "moment": "Comment et quand la joindre",
    "projet": "Le projet, en quelques phrases",
    "nature": "Candidature, ou demande de rappel",
    "recu_le": "Date de réception\u00a0: 15/03/2017, 03/2017 ou 2017",
    "etape": "Étape\u00a0: " + ", ".join(STAGES.values()).lower(),
    "jours_accordes": "Nombre de jours accordés",
    "territoire": "Département\u00a0: numéro ou nom",
    "structure": "Forme\u00a0: SCOP, société, association…",
    "secteur": "Industrie, services, commerce…",
    "effectif": "Nombre de salariés",
    "themes": "Sujets, séparés par une barre |",
}
"""The columns that are read, and what each holds. None is needed but one of `entreprise` and `nom`."""


class UnreadableFile(ValueError):
    """The file isn't a table that can be read; the message says why, in French."""


@dataclass(frozen=True, slots=True)
class ImportedLine:
    """One line of the file as it was understood: what will be kept, or its errors by column; `twin` warns."""

    number: int
    cells: Mapping[str, str]
    errors: Mapping[str, str]
    entered: Entered | None
    twin: str


@dataclass(frozen=True, slots=True)
class ImportedTable:
    """A file that was read: its lines, and the columns nobody knows."""

    lines: list[ImportedLine]
    unknown: list[str]

    @property
    def wrong(self) -> int:
        """How many lines have an error."""
        return sum(line.entered is None for line in self.lines)


@staff.get("/import/modele.csv")
def import_template() -> Response:
    """An empty table with every column."""
    response = Response("\ufeff" + ";".join(COLUMNS) + "\r\n", mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="modele-import.csv"'
    return response


@staff.route("/import", methods=["GET", "POST"])
def import_file() -> Response:
    """Read a file and show what would be kept; nothing is."""
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


def decode(source: bytes) -> str:
    """The file's text: UTF-8, else as older Excels write it. Raises UnreadableFile for a workbook or other bytes."""
    if source.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise UnreadableFile(
            "C’est un classeur Excel\u00a0: enregistrez-le au format CSV, puis choisissez ce fichier-là."
        )
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = source.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableFile("Ce fichier n’est pas un tableau CSV\u00a0: enregistrez votre tableau au format CSV.")


def read_table(text: str) -> ImportedTable:
    """The lines of a CSV text, each read and checked. Raises UnreadableFile."""
    first = text.partition("\n")[0]
    if len(first) > LONGEST_HEADER:
        raise UnreadableFile(
            "La première ligne de ce fichier est trop longue\u00a0: elle ne porte que les noms des colonnes."
        )
    delimiter = max(";,\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnreadableFile(
            "Un guillemet n’est pas refermé dans ce fichier\u00a0: corrigez-le, puis réessayez."
        ) from error
    headers = [fold(cell).strip().replace(" ", "_").replace("-", "_") for cell in rows[0]] if rows else []
    if not {"entreprise", "nom"} & set(headers):
        raise UnreadableFile(
            "La première ligne doit porter les noms des colonnes, dont «\u00a0entreprise\u00a0» ou «\u00a0nom\u00a0»."
        )
    filled = [(number, row) for number, row in enumerate(rows[1:], start=2) if any(cell.strip() for cell in row)]
    if len(filled) > MOST_LINES:
        raise UnreadableFile(
            f"Ce fichier compte {len(filled)} lignes\u00a0: importez-en {MOST_LINES} au plus à la fois."
        )
    lines = [_read_line(number, dict(zip(headers, row, strict=False))) for number, row in filled]
    return ImportedTable(lines, [header for header in headers if header and header not in COLUMNS])


def _read_line(number: int, row: dict[str, str]) -> ImportedLine:
    cells = {name: row.get(name, "").strip() for name in COLUMNS}
    posted: MultiDict[str, str] = MultiDict(cells)
    posted["kind"], posted["etape"] = cells["nature"] or "candidature", cells["etape"] or "nouveau"
    posted.setlist("themes", cells["themes"].split("|"))
    form = EntryForm(running().questionnaire, paris_day(now()), posted, meta={"csrf": False})
    if not form.validate():
        return ImportedLine(number, cells, form.mistakes, None, "")
    entered = form.entered()
    same = find_same_company(entered.applicant.company_number)
    return ImportedLine(number, cells, {}, entered, "Une entreprise de même SIREN a déjà un dossier." if same else "")


def _show(form: UploadForm, *, table: ImportedTable | None = None, text: str = "", status: int = 200) -> Response:
    return show_page(
        "staff/import.html",
        status=422 if table and table.wrong else status,
        form=form,
        table=table,
        text=text,
        columns=COLUMNS,
        most=MOST_LINES,
    )
