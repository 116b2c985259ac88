"""What the list's free text is looked for in: kept in step with each request, in small letters without accents."""

from __future__ import annotations

import unicodedata

from models.store.tables import Application, DossierSearch


def fold(text: str) -> str:
    """Small letters without accents."""
    text = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def keep_words(application: Application) -> None:
    """Note, in the caller's transaction, the words by which a request is found."""
    told = (application.company, application.name, application.email, application.company_number)
    kept = DossierSearch.insert(
        assessment=application.assessment_id, words=fold(" ".join((*told, application.postal_code)))
    )
    kept.on_conflict(conflict_target=[DossierSearch.assessment], preserve=[DossierSearch.words]).execute()
