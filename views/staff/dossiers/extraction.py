"""Everything kept about a person, to hand over: a document to read, and the same as data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from flask import Response, current_app, make_response, render_template, request

from models.french.formats import in_sentence, number, paris_day
from models.french.staff_words import LEVELS, OFFERS, STAGES, VERDICTS
from models.rules.collection import MOST_POINTS, CountedCollection, Group, as_shown, from_json, to_half_point, to_json
from models.store.accompaniments import allowance_of, find_accompaniment
from models.store.dossier_file import Dossier, list_revisions
from models.store.lifetimes import lifetime
from models.store.personal_data import extract_dossier
from models.store.sheets.publishing import published_of
from models.store.sheets.versions import list_versions
from models.store.tokens import Purpose
from models.store.visits import newest_result
from views.journey.other_views import in_points
from views.staff.access import actor, staff
from views.staff.dossiers.file import answers_of, dossier_here, see, timeline_of
from views.web.doors import now
from views.web.library import running

ADDRESSES = {
    Purpose.PERSONAL: "Adresse personnelle",
    Purpose.KIOSK: "Passage au stand",
    Purpose.PHONE: "Adresse du téléphone, donnée au stand",
    Purpose.SHARE: "Adresse de partage, en lecture seule",
    Purpose.SHEET: "Adresse de la fiche projet, pour l’accord de l’entreprise",
}


GROUPS = {Group.REPRESENTANTS: "Représentants", Group.EQUIPE: "Équipe"}


@staff.post("/dossiers/<id:dossier_id>/extraction")
def extract(dossier_id: int) -> Response:
    """Everything kept about this dossier, to hand over: a document to read, or with `forme=json` every row as data."""
    file = dossier_here(dossier_id)
    rows = extract_dossier(file.id, now(), actor())
    for row in rows["collection"]:
        row["counted"] = row["counted"] and to_json(as_shown(from_json(row["counted"])))
    if request.form.get("forme") == "json":
        return _attached(json.dumps(rows, ensure_ascii=False, indent=2), "application/json", file, "json")
    return _attached(_document(file, rows), "text/html", file, "html")


def _document(file: Dossier, rows: dict[str, list[dict[str, Any]]]) -> str:
    revisions = list_revisions(file.id)
    return render_template(
        "staff/extraction.html",
        file=file,
        seen=see(newest_result(file.id), file),
        revisions=[answers_of(revision) for revision in revisions],
        events=reversed(list(timeline_of(file, revisions))),
        collections=[_collection(row) for row in rows["collection"]],
        accompanied=find_accompaniment(file.id),
        allowance=allowance_of(file.id),
        letters=rows["outbox_message"],
        sheets=list_versions(file.id),
        published=published_of(file.id),
        proposals=len(rows["proposal_dossier"]),
        addresses=[(ADDRESSES[row["purpose"]], _moment(row["created_at"])) for row in rows["access"]],
        life=None if file.anonymised else lifetime(file.id, running().questionnaire.retention),
        contact=current_app.config["OPERATOR"].data_protection_contact,
        today=paris_day(now()),
        verdicts=VERDICTS,
        offers=OFFERS,
        levels=LEVELS,
        stages=STAGES,
    )


def _collection(row: dict[str, Any]) -> dict[str, Any]:
    """The days of a collection of other views and, once counted, what it came to, a line a figure."""
    counted = from_json(row["counted"]) if row["counted"] else None
    return {
        "opened": _moment(row["opened_at"]),
        "closes": date.fromisoformat(row["closes_on"]),
        "closed": _moment(row["closed_at"]) if row["closed_at"] else None,
        "lines": list(_figures(counted)) if counted else [],
    }


def _figures(counted: CountedCollection) -> Iterator[tuple[str, str]]:
    titles = {dimension.id: dimension.title for dimension in running().questionnaire.dimensions}
    for group in counted.groups:
        yield f"{GROUPS[group.group]}, réponses", number(group.answers)
        for view in group.views:
            points = (
                "pas assez d’avis" if view.mean is None else f"{in_points(to_half_point(view.mean))} sur {MOST_POINTS}"
            )
            unknown = f", sans avis\u00a0: {number(view.unknown)}" if view.unknown else ""
            yield f"{GROUPS[group.group]}, {in_sentence(titles.get(view.dimension, view.dimension))}", points + unknown


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _attached(body: str, kind: str, file: Dossier, extension: str) -> Response:
    response = make_response(body)
    response.mimetype = kind
    name = file.reference or str(file.id)
    response.headers["Content-Disposition"] = f'attachment; filename="donnees-{name}.{extension}"'
    return response
