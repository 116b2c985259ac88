"""A table of earlier dossiers, CSV or XLSX: read into lines, each with what would be kept, its errors and its twins."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from models.french.formats import paris_day
from models.french.staff_words import STAGES
from models.store.by_hand import Entered
from models.store.dossier_links import Kin, applicant_marks, list_alike
from models.store.likeness import Likeness
from models.store.search_words import fold
from views.staff.dossiers.entry_form import EntryForm
from views.staff.dossiers.workbook_rows import TooLarge, UnreadableWorkbook, read_rows
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
    "etape_le": "Date de cette étape",
    "jours_accordes": "Jours accordés\u00a0: 5, 10 ou 15, à partir de la candidature",
    "accorde_le": "Date de l’accord, ou vide si c’est celle de réception",
    "territoire": "Département\u00a0: numéro ou nom",
    "structure": "Forme\u00a0: SCOP, société, association…",
    "secteur": "Industrie, services, commerce…",
    "effectif": "Nombre de salariés",
    "themes": "Sujets, séparés par une barre |",
}
"""The columns that are read, and what each holds. None is needed but one of `entreprise` and `nom`."""


IN_SIGHT = ("entreprise", "nom", "etape", "recu_le", "jours_accordes")
"""The columns that have one of their own in what is shown first."""

ZEROS = {"code_postal": 5, "territoire": 2}


class UnreadableFile(ValueError):
    """The file isn't a table that can be read; the message says why, in French."""


@dataclass(frozen=True, slots=True)
class ImportedLine:
    """One line of the file as it was understood: its errors by column, or what will be kept, in words.

    `cells` are the columns as they were written, `kept` as they will be kept, and `rest` those of `kept` that have no
    column of their own on the page, each with its label; `alike` are the dossiers that may be the
    same company's, and `same_lines` the lines above that may be, by what they share.
    """

    number: int
    cells: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)
    entered: Entered | None = None
    kept: Mapping[str, str] = field(default_factory=dict)
    rest: tuple[tuple[str, str], ...] = ()
    alike: tuple[Kin, ...] = ()
    same_lines: Mapping[int, tuple[Likeness, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportedTable:
    """A file that was read: its lines, and the columns nobody knows."""

    lines: list[ImportedLine]
    unknown: list[str]

    @property
    def wrong(self) -> int:
        """How many lines have an error."""
        return sum(line.entered is None for line in self.lines)

    @property
    def doubtful(self) -> int:
        """How many lines may be a company's that has a dossier, or a line above."""
        return sum(bool(line.alike or line.same_lines) for line in self.lines)


def decode(source: bytes) -> str:
    """The file as the text of a CSV table. Raises UnreadableFile in words."""
    if source.startswith(b"PK"):
        return _workbook_text(source)
    if source.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(
            "C’est un classeur d’un ancien Excel (.xls), ou protégé par un mot de passe\u00a0: "
            "enregistrez-le au format .xlsx sans mot de passe, ou CSV, puis choisissez ce fichier-là."
        )
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = source.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableFile("Ce fichier n’est pas un tableau\u00a0: enregistrez le vôtre au format .xlsx ou CSV.")


def _workbook_text(source: bytes) -> str:
    """A workbook's first sheet, as it would be saved: what is shown and what is kept are then read the same way."""
    try:
        rows = read_rows(io.BytesIO(source))
    except TooLarge as error:
        raise UnreadableFile(
            f"Ce classeur est trop grand\u00a0: gardez une seule feuille, de {MOST_LINES} lignes au plus, "
            "sans contenu loin du tableau."
        ) from error
    except UnreadableWorkbook as error:
        raise UnreadableFile(
            "Ce fichier n’est pas un classeur Excel lisible (.xlsx)\u00a0: ouvrez-le dans votre tableur, "
            "enregistrez-le de nouveau, puis réessayez."
        ) from error
    if not rows:
        raise UnreadableFile("La première feuille de ce classeur est vide\u00a0: mettez-y le tableau, puis réessayez.")
    written = io.StringIO()
    csv.writer(written, delimiter="\t", lineterminator="\n").writerows(rows)
    return written.getvalue()


def read_table(text: str) -> ImportedTable:
    """The lines of a CSV text, each read and checked. Raises UnreadableFile."""
    first = text.partition("\n")[0]
    if len(first) > LONGEST_HEADER:
        raise UnreadableFile(
            "La première ligne de ce fichier est trop longue\u00a0: elle ne porte que les noms des colonnes."
        )
    delimiter = max("\t;,", key=first.count)
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
    return ImportedTable(_compare(lines), [header for header in headers if header and header not in COLUMNS])


def _read_line(number: int, row: dict[str, str]) -> ImportedLine:
    cells = {name: _with_zeros(name, row.get(name, "").strip()) for name in COLUMNS}
    posted: MultiDict[str, str] = MultiDict(cells)
    posted["kind"], posted["etape"] = cells["nature"] or "candidature", cells["etape"] or "nouveau"
    posted.setlist("themes", cells["themes"].split("|"))
    form = EntryForm(running().questionnaire, paris_day(now()), posted, meta={"csrf": False})
    if not form.validate():
        return ImportedLine(number, cells, form.mistakes)
    fields = {name: form["kind" if name == "nature" else name] for name in COLUMNS}
    kept = {name: each.in_words for name, each in fields.items() if cells[name] or name in {"etape", "recu_le"}}
    rest = tuple((fields[name].label.text, words) for name, words in kept.items() if name not in IN_SIGHT)
    return ImportedLine(number, cells, entered=form.entered(), kept=kept, rest=rest)


def _with_zeros(name: str, cell: str) -> str:
    """The zeros in front, which spreadsheets take off numbers: « 1000 » is the postal code 01000, « 7 » the Ardèche."""
    return cell.zfill(ZEROS[name]) if name in ZEROS and cell.isascii() and cell.isdigit() else cell


def _compare(lines: list[ImportedLine]) -> list[ImportedLine]:
    """The lines, each with the dossiers and the lines above that may be the same company's."""
    first: dict[tuple[Likeness, str], int] = {}
    compared = []
    for line in lines:
        if line.entered is None:
            compared.append(line)
            continue
        above: dict[int, tuple[Likeness, ...]] = {}
        for mark in applicant_marks(line.entered.applicant).items():
            number = first.setdefault(mark, line.number)
            if number != line.number:
                above[number] = (*above.get(number, ()), mark[0])
        alike = tuple(list_alike(line.entered.applicant))
        compared.append(replace(line, alike=alike, same_lines=above))
    return compared
