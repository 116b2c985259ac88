"""Earlier dossiers from a table, CSV or XLSX: shown line by line, kept whole, undone whole; bad files told in words."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time

import pytest
from flask import Flask
from openpyxl import Workbook

from models.store.audit import list_audit
from models.store.dossier_file import get_dossier
from models.store.tables import Assessment
from tests.page_client import Page, PageClient
from tests.rows import count, values
from tests.views.staff.dossiers import applied_dossier, newest_id
from tests.views.staff.workbooks import parts, workbook

IMPORT = "/pilotage/import"


def send(client: PageClient, text: str | bytes, status: int = 200) -> Page:
    source = text if isinstance(text, bytes) else text.encode()
    token = client.get(IMPORT).one("main form input[name=csrf_token]").get("value")
    return client.post(
        IMPORT,
        {"csrf_token": token, "fichier": (io.BytesIO(source), "anciens.csv")},  # type: ignore[dict-item]
        status=status,
        content_type="multipart/form-data",
    )


def confirm(client: PageClient, page: Page, status: int = 200) -> Page:
    text = str(page.one("textarea").text_content())
    return client.submit(page, "form[action$='/confirmer']", {"texte": text}, status=status)


@pytest.mark.parametrize(
    ("day", "stage", "told"),
    [
        ("2025-03-15", "contacte", "de la candidature à la fin de l’accompagnement"),
        ("2025-03-15", "ecarte", "de la candidature à la fin de l’accompagnement"),
        ("2016-03-15", "accompagne", "pas de tarif pour le 15\u00a0mars 2016"),
    ],
)
def test_days_are_granted_as_when_a_dossier_is_entered(chargee: PageClient, day: str, stage: str, told: str) -> None:
    table = f"entreprise;recu_le;etape;jours_accordes\nA;{day};{stage};10\n"
    assert told in send(chargee, table, status=422).one("tbody").text_content()


def test_a_table_is_shown_first_then_kept_whole(app: Flask, chargee: PageClient) -> None:
    applied_dossier(app)
    table = (
        "Entreprise;SIRET;Reçu le;Étape;Jours accordés;Territoire;Structure;Secteur;Effectif;Themes;Couleur\r\n"
        "Fonderie du Forez;552 100 554;2017;Terminé;15;Loire;SCOP;Industrie;48;qvct|Revoir les horaires;bleu\r\n"
        ";;;;;;;;;;\r\n"
        "L’Établi;732829320;03/2018;accompagne;5;07;societe;services;7;;rouge\r\n"
    )
    page = send(chargee, table)
    assert count(Assessment) == 1
    assert "2\u00a0dossiers à importer" in page.text
    assert "couleur" in page.markup
    assert "Même SIREN" in page.one("tbody").text_content()
    landed = chargee.submit(page, "form[action$='/confirmer']", {"texte": str(page.one("textarea").text_content())})
    assert landed.path == "/pilotage/dossiers"
    assert count(Assessment) == 3
    kept = values(Assessment, "reference", "application_stage", "days_granted", "department", "themes")
    assert kept[1] == ("S17-001", "termine", 15, "42", "|temps-de-travail|qvct|")
    assert kept[2][:4] == ("S18-001", "accompagne", 5, "07")
    frozen = values(Assessment, "granted_on", "granted_day_cents", "granted_company_cents", "granted_region_cents")
    assert frozen[1:] == [
        (date(2017, 1, 1), 100_000, 300_000, 1_200_000),
        (date(2018, 3, 1), 100_000, 100_000, 400_000),
    ]
    again = chargee.submit(
        page, "form[action$='/confirmer']", {"texte": str(page.one("textarea").text_content())}, status=409
    )
    assert "déjà été importé" in again.text
    assert count(Assessment) == 3


def test_every_error_is_told_by_line_and_nothing_is_kept(chargee: PageClient) -> None:
    table = "entreprise;nom;siret;territoire;recu_le\nA;;123;75;hier\nB;;;07;2017\n;;552100554;;\n"
    page = send(chargee, table, status=422)
    rows = page.all("tbody tr")
    assert [bool(row.get("class")) for row in rows] == [True, False, True]
    first = rows[0].text_content()
    assert all(column in first for column in ("siret", "territoire", "recu_le"))
    assert not page.all("form[action$='/confirmer']")
    token = page.one("main form input[name=csrf_token]").get("value")
    chargee.post(f"{IMPORT}/confirmer", {"csrf_token": token, "texte": table}, status=422)
    assert count(Assessment) == 0


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (b"", "Choisissez un fichier"),
        (b"\x00\x81\x8d", "pas un tableau"),
        (b"bonjour", "première ligne"),
        (b'entreprise;nom\n"A;B\n', "guillemet"),
        ("entreprise\n" + "A\n" * 501, "501"),
    ],
)
def test_a_file_that_can_t_be_read_is_refused_in_words(chargee: PageClient, source: str | bytes, told: str) -> None:
    assert told in send(chargee, source, status=422).text


def test_a_table_as_an_older_excel_writes_it_is_read(chargee: PageClient) -> None:
    page = send(chargee, "entreprise,étape\nDécolletage du Diois,Sélectionné\n".encode("cp1252"))
    assert "Décolletage du Diois" in page.markup


def test_the_empty_table_to_fill_in_is_one_that_can_be_read(chargee: PageClient) -> None:
    source = chargee.client.get(f"{IMPORT}/modele.csv").data
    page = send(chargee, source, status=200)
    assert "aucune ligne" in page.text


NINE = datetime.combine(date(2018, 6, 1), time(9))
HEADERS = ("Entreprise", "SIRET", "Code postal", "Téléphone", "Reçu le", "Étape", "Jours accordés", "Territoire")


def test_a_workbook_is_read_as_it_is_shown_and_kept(app: Flask, chargee: PageClient) -> None:
    source = workbook(
        [
            HEADERS,
            ("Fonderie du Forez", 552100554, 42000, "04 77 10 20 30", date(2017, 3, 15), "Terminé", 15, "Loire"),
            (),
            ("Savonnerie de l’Ain", "732 829 320", 1000, 474202020, NINE, "accompagne", 5.0, 1),
        ]
    )
    page = send(chargee, source)
    first, second = page.all("tbody tr")
    cells = [cell.text_content() for cell in first.cssselect("th, td")]
    assert cells[:6] == ["2", "Fonderie du Forez", "", "Terminé", "15\u00a0mars 2017", "15\u00a0jours"]
    assert "552 100 554" in cells[7].replace("\u00a0", " ").replace("\u202f", " ")
    assert "42 Loire" in cells[7]
    assert second.cssselect("th")[0].text_content() == "4"
    assert "01000" in second.text_content()
    assert "04\u00a074\u00a020\u00a020\u00a020" in second.text_content()
    assert count(Assessment) == 0
    confirm(chargee, page)
    kept = values(Assessment, "reference", "application_stage", "days_granted", "department")
    assert kept == [("S17-001", "termine", 15, "42"), ("S18-001", "accompagne", 5, "01")]
    assert "déjà été importé" in confirm(chargee, page, status=409).text


def test_the_first_sheet_in_sight_is_read_whatever_stands_before(chargee: PageClient) -> None:
    def hide_a_sheet(book: Workbook) -> None:
        book.create_sheet("Listes", 0).sheet_state = "hidden"
        book.create_sheet("Notes").append(["autre chose"])

    page = send(chargee, workbook([("nom", "effectif"), ("Inès", 48)], hide_a_sheet))
    assert "48" in page.one("tbody").text_content()


def test_days_counted_from_1904_and_rich_texts_are_read(chargee: PageClient) -> None:
    page = send(
        chargee,
        parts(
            '<worksheet xmlns="a"><sheetData><row><c t="s"><v>0</v></c>'
            '<c t="inlineStr"><is><t>recu_le</t></is></c></row>'
            '<row><c t="str"><f>A</f><v>L’Établi</v></c><c s="1"><v>41346.5</v></c></row></sheetData></worksheet>',
            book='<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet r:id="x"/></sheets></workbook>',
            shared="<sst><si><r><t>entre</t></r><r><t>prise</t></r><rPh><t>lu</t></rPh></si></sst>",
            styles='<styleSheet><numFmts><numFmt numFmtId="164" formatCode="d mmm yy"/></numFmts>'
            '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
        ),
    )
    assert "L’Établi" in page.one("tbody").text_content()
    assert "14\u00a0mars 2017" in page.one("tbody").text_content()


def _sheet(rows: str) -> str:
    return (
        f'<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>nom</t></is></c></row>{rows}</sheetData></worksheet>'
    )


LONG = "<sst><si><t>" + "A" * 100_000 + "</t></si></sst>"
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (b"PK\x03\x04", "pas un classeur Excel lisible"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ancien Excel (.xls)"),
        (workbook([]), "feuille de ce classeur est vide"),
        (parts("<worksheet>"), "pas un classeur Excel lisible"),
        (parts("<worksheet/>", relations="<Relationships/>"), "pas un classeur Excel lisible"),
        (parts("<worksheet/>", book="<workbook/>"), "pas un classeur Excel lisible"),
        (parts('<?xml version="1.0" encoding="quoi"?><a/>'), "pas un classeur Excel lisible"),
        (parts(_sheet('<row r="2"><c t="s"><v>7</v></c></row>')), "pas un classeur Excel lisible"),
        (parts(_sheet('<row r="2"><c><v>1e999999999</v></c></row>')), "pas un classeur Excel lisible"),
        (parts(_sheet(""), compression=zipfile.ZIP_LZMA), "pas un classeur Excel lisible"),
        (parts(ENTITIES + "<worksheet>&b;</worksheet>"), "pas un classeur Excel lisible"),
        (parts(_sheet("<!--" + "A" * 100_000_000 + "-->")), "trop grand"),
        (parts(_sheet("<row/>" * 400_000)), "trop grand"),
        (parts(_sheet("<row>" * 40)), "trop grand"),
        (parts(_sheet('<row r="2">' + '<c t="s"><v>0</v></c>' * 20_000 + "</row>"), shared=LONG), "trop grand"),
        (parts(_sheet('<row r="1048576"><c><v>1</v></c></row>')), "trop grand"),
        (parts(_sheet('<row r="2"><c r="XFD2"><v>1</v></c></row>')), "trop grand"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value[:12],
)
def test_a_workbook_that_can_t_be_read_is_refused_in_words(chargee: PageClient, source: bytes, told: str) -> None:
    assert len(source) < 1024 * 1024, "small enough to be sent"
    assert told in send(chargee, source, status=422).one("#fichier-error").text_content()


def test_likely_duplicates_are_pointed_out_line_by_line(app: Flask, chargee: PageClient) -> None:
    known = applied_dossier(app)
    page = send(
        chargee,
        "entreprise;nom;telephone\nSCOP Letabli & cie;;\nAilleurs;Zoé;06 12 34 56 78\nAILLEURS;;\nNeuve;;\n",
    )
    told = [row.cssselect("td")[-2].text_content() for row in page.all("tbody tr")]
    assert ["Même nom d’entreprise" in words for words in told] == [True, False, True, False]
    assert "Même téléphone" in told[1]
    assert {link.get("href") for link in page.all("tbody a")} == {f"/pilotage/dossiers/{known}"}
    assert "Ligne 3" in told[2]
    assert "3\u00a0lignes ressemblent" in page.text


def _imported(chargee: PageClient) -> Page:
    confirm(chargee, send(chargee, "entreprise;etape\nFonderie du Forez;candidature\nL’Établi;nouveau\n"))
    return chargee.get(IMPORT)


def test_an_import_is_listed_and_undone_in_one_confirmed_click(chargee: PageClient) -> None:
    page = _imported(chargee)
    told = page.one("#imports").text_content()
    assert "Importé le" in told
    assert "2\u00a0dossiers" in told
    page = chargee.submit(page, "#imports form")
    assert "2\u00a0dossiers retirés" in page.text
    assert "annulé le" in page.one("#imports").text_content()
    assert not page.all("#imports form")
    assert count(Assessment) == 0
    assert list_audit()[0].action == "annuler un import"


def test_an_import_somebody_worked_on_stays_and_says_who_and_where(chargee: PageClient) -> None:
    page = _imported(chargee)
    worked_on = get_dossier(newest_id())
    file = chargee.get(f"/pilotage/dossiers/{worked_on.id}")
    token = file.one("form#work input[name=csrf_token]").get("value")
    details = chargee.get(f"/pilotage/dossiers/{worked_on.id}/coordonnees")
    chargee.submit(details, "main form", {"entreprise": "L’Établi", "nom": "Inès", "kind": "rappel"})
    refused = chargee.submit(page, "#imports form", status=409)
    assert worked_on.reference in refused.one("#error-summary").text_content()
    assert "Coordonnées" in refused.one("#error-summary").text_content()
    assert worked_on.reference in refused.one("#imports").text_content()
    assert not refused.all("#imports form")
    assert count(Assessment) == 2
    chargee.post(f"{IMPORT}/99/annuler", {"csrf_token": token}, status=404)
