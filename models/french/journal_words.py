"""The journal as it is read: verbs with a capital, stages and roles by their names, counts that agree."""

from __future__ import annotations

import re

from models.french.formats import plural
from models.french.staff_words import ROLES, STAGES

_KEYS = {"aucune": "aucune étape", **STAGES, **ROLES}
_KEY = re.compile(rf"\b({'|'.join(_KEYS)})\b")
_COUNT = re.compile(r"(\d+) (dossier|ligne|demande)s\b")
_CHANGED_BY_KEY = frozenset({"changer d’étape", "créer un compte", "modifier un compte"})
"""The actions whose details are keys of the program."""

_OF_A_FILE = frozenset({"importer", "annuler un import"})


def action_in_words(action: str) -> str:
    """« changer d’étape » at the head of a cell."""
    return action[:1].upper() + action[1:]


def subject_in_words(action: str, subject: str) -> str:
    """What was changed; an imported file has no other name than its fingerprint."""
    return f"fichier d’empreinte {subject}" if action in _OF_A_FILE else subject


def detail_in_words(action: str, detail: str) -> str:
    """« nouveau → contacte » as « Nouveau → Contacté »; « 1 dossiers » as « 1 dossier »."""
    if action in _CHANGED_BY_KEY:
        return _KEY.sub(lambda found: _KEYS[found[1]], detail)
    if action == "accorder des jours" and (days := re.fullmatch(r"(\d+) → (\d+)", detail)):
        return f"{days[1]} → {plural(int(days[2]), 'jour')}"
    return _COUNT.sub(lambda found: plural(int(found[1]), found[2]), detail)
