"""The report to the Région: a page, a PDF and a workbook of the same figures, with the Aract's own comment."""

from __future__ import annotations

import io

from flask import Response, abort, flash, request, url_for

from models.contact.text import read_paragraphs
from models.french.formats import paris_day
from models.store.report_comments import StaleComment, keep_comment
from views.forms.typed_fields import HiddenField, ParagraphsField
from views.staff.access import actor, staff
from views.staff.dossiers.exports import XLSX
from views.staff.figures.report import WHOLE, Period, Report, make_report
from views.staff.figures.report_book import write_book
from views.staff.figures.report_pdf import make_report_pdf
from views.staff.figures.report_words import gain_in_words, in_tenths, sentences
from views.staff.layout import go, show_page
from views.staff.staff_form import StaffForm
from views.web.doors import now
from views.web.library import running
from views.web.typesetting import download

LONGEST_COMMENT = 4000
FIRST_YEAR, LAST_YEAR = 2017, 2100


class CommentForm(StaffForm):
    """What the Aract says itself of a period."""

    commentaire = ParagraphsField(
        "Le commentaire de l’Aract",
        read_paragraphs,
        longest=LONGEST_COMMENT,
        hint="Ce que les chiffres ne disent pas\u00a0: ce qui a marché, ce qui a manqué, ce que vous proposez.",
        rows="8",
    )
    version = HiddenField()


@staff.get("/rapport")
def report() -> Response:
    """The report of a year, or of the whole, with a place for the Aract's own words."""
    found = _asked()
    return _show(found, CommentForm(commentaire=found.comment.text, version=str(found.comment.version)))


@staff.post("/rapport")
def report_comment() -> Response:
    """Keep the Aract's comment on the period; a save that is stale shows both and keeps what was typed."""
    found, form = _asked(), CommentForm()
    if not form.validate():
        return _show(found, form)
    version = form.version.data
    try:
        keep_comment(
            found.period.key, int(version) if version.isdecimal() else 0, form.commentaire.data, now(), actor()
        )
    except StaleComment as stale:
        form.version.raw_data = [str(stale.current.version)]
        return _show(found, form, status=409, changed_meanwhile=True)
    flash("Le commentaire est enregistré." if form.commentaire.data else "Le commentaire est retiré.")
    return go(url_for("staff.report", annee=found.period.key, _anchor="commentaire-lu"))


@staff.get("/rapport.pdf")
def report_pdf() -> Response:
    """The report as a document to send: PDF/UA, with its charts and the comment."""
    found = _asked()
    return download(make_report_pdf(found, paris_day(now())), f"rapport-{found.period.key}.pdf")


@staff.get("/rapport.xlsx")
def report_xlsx() -> Response:
    """The report as a workbook: a sheet a table, numbers as numbers."""
    found, file = _asked(), io.BytesIO()
    write_book(file, found, paris_day(now()))
    response = Response(file.getvalue(), mimetype=XLSX)
    response.headers.set("Content-Disposition", "attachment", filename=f"rapport-{found.period.key}.xlsx")
    return response


def _asked() -> Report:
    """The report of the address's period: `annee=2026`, or the whole. 404 for what is no year."""
    key = request.args.get("annee", WHOLE)
    if key != WHOLE and not (key.isascii() and key.isdecimal() and FIRST_YEAR <= int(key[:5]) <= LAST_YEAR):
        abort(404)
    return make_report(Period(None if key == WHOLE else int(key)), running().questionnaire)


def _show(found: Report, form: CommentForm, *, status: int = 200, changed_meanwhile: bool = False) -> Response:
    periods = [Period(), *map(Period, found.years)]
    return show_page(
        "staff/report.html",
        status=status,
        form=form,
        report=found,
        sentences=sentences(found),
        in_tenths=in_tenths,
        gain_in_words=gain_in_words,
        changed_meanwhile=changed_meanwhile,
        periods=[(each.label, url_for("staff.report", annee=each.key), each == found.period) for each in periods],
        today=paris_day(now()),
    )
