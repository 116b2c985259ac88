"""On paper: the slips to cut out and hand out, eight a page, and the poster that tells what they are for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import Response

from models.french.formats import long_date, unbroken
from models.rules.collection import TEAM_THRESHOLD, Group
from views.journey.pdf_document import OPERATOR
from views.kiosk.qr import qr_of_many
from views.web.typesetting import download, typeset

SLIPS, POSTER = "slips.typ", "poster.typ"
SLIPS_A_PAGE = 8
TITLE = "Votre regard sur le travail"
WHOSE = {Group.REPRESENTANTS: "Bulletin d’un représentant du personnel", Group.EQUIPE: "Bulletin de l’équipe"}
SEEN = {
    Group.REPRESENTANTS: "la moyenne des représentants, dès une réponse\u00a0: s’il n’y en a qu’une, c’est elle.",
    Group.EQUIPE: f"la moyenne de toute l’équipe, dès {TEAM_THRESHOLD} réponses. Jamais une réponse seule.",
}
"""What the direction and the Aract see of each group."""


def send_sheet(addresses: Mapping[Group, Sequence[str]], closes_on: date, today: date) -> Response:
    """The sheet of slips, each with its single-use address, the groups on pages of their own."""
    document = {
        **_document("Bulletins à découper", closes_on, today),
        "heading": TITLE,
        "groups": [
            {
                "whose": WHOSE[group],
                "seen": SEEN[group],
                "slips": [{"shown": each.partition("://")[2], "svg": qr_of_many(each)} for each in slips],
            }
            for group, slips in addresses.items()
        ],
        "alt": "Code QR de l’adresse écrite à côté",
    }
    pages = sum(-(-len(slips) // SLIPS_A_PAGE) for slips in addresses.values())
    return download(typeset(SLIPS, document, pages, (1.0,)), "bulletins.pdf")


def send_poster(groups: Sequence[Group], closes_on: date, today: date) -> Response:
    """The poster: what it is for, how to take part, who sees what."""
    document = {
        **_document("Affiche", closes_on, today),
        "heading": unbroken("Comment voyez-vous le travail ici\u202f?"),
        "seen": [SEEN[group][:1].upper() + SEEN[group][1:] for group in groups],
    }
    return download(typeset(POSTER, document, 1), "affiche.pdf")


def _document(title: str, closes_on: date, today: date) -> dict[str, Any]:
    return {
        "title": title,
        "author": "Autodiagnostic Innovation sociale",
        "operator": OPERATOR,
        "description": f"{title}, réponses jusqu’au {long_date(closes_on)}",
        "day": {"year": today.year, "month": today.month, "day": today.day},
        "until": long_date(closes_on),
    }
