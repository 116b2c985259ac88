"""An accompaniment in French: days and half-days, who took part, why a visit is refused, what is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.french.formats import long_date, number, plural
from models.rules.accompaniment import CHECKED_AFTER, HALVES, Allowance, Checkpoint, Due, Participant, Refusal

LENGTHS = {1: "Une demi-journée", 2: "Une journée"}
PARTICIPANTS = {
    Participant.DIRECTION: "La direction",
    Participant.MANAGERS: "L’encadrement",
    Participant.EMPLOYEES: "Des salariés",
    Participant.REPRESENTATIVES: "Des représentants du personnel",
    Participant.OTHERS: "D’autres personnes",
}
CHECKPOINTS = {Checkpoint.GO_ON: "Continuer", Checkpoint.STOP: "Arrêter"}
NOBODY = "Personne n’accompagne ce dossier"
NO_NEXT_VISIT = "Aucune prochaine visite prévue"


def days_in_words(half_days: int) -> str:
    """« 3,5 jours », « 1 jour », « 0,5 jour »: below two, French counts in the singular."""
    whole, half = divmod(half_days, HALVES)
    unit = "jour" if half_days < 2 * HALVES else "jours"
    return f"{number(whole)}{',5' if half else ''}\u00a0{unit}"


def bare_days(half_days: int) -> str:
    """The same without the unit: « 3,5 »."""
    return days_in_words(half_days).partition("\u00a0")[0]


def machine_days(half_days: int) -> str:
    """As a plain number, for `data` elements: « 3.5 »."""
    whole, half = divmod(half_days, HALVES)
    return f"{whole}.5" if half else str(whole)


def among(words: Sequence[str]) -> str:
    """« la direction, l’encadrement et des salariés »."""
    told = [each[:1].lower() + each[1:] for each in words]
    return " et ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)


def visit_in_words(half_days: int, participants: Sequence[Participant]) -> str:
    """« Une journée, avec la direction et des salariés »."""
    present = f", avec {among([PARTICIPANTS[each] for each in participants])}" if participants else ""
    return LENGTHS[half_days] + present


def told_in_full(done: str, next_steps: str) -> str:
    """What was done, then what comes next, as the history keeps it."""
    return f"{done}\n\nLa suite\u00a0: {next_steps}" if next_steps else done


def consultant_in_words(name: str) -> str:
    """« Confié à Inès Faure »."""
    return f"Confié à {name}" if name else NOBODY


def next_visit_in_words(day: date | None) -> str:
    """« Prochaine visite le 3 mars 2027 »."""
    return f"Prochaine visite le {long_date(day)}" if day else NO_NEXT_VISIT


def checkpoint_in_words(decision: Checkpoint) -> str:
    """« Point d’étape : continuer »."""
    return CHECKPOINTS[decision].lower()


def left_in_words(allowance: Allowance) -> str:
    """« 3,5 jours utilisés sur 10, il en reste 6,5 »."""
    if not allowance.granted:
        return "Aucun jour accordé"
    used = days_in_words(allowance.used)
    agreed = "utilisé" if allowance.used < 2 * HALVES else "utilisés"
    return f"{used} {agreed} sur {allowance.days_granted}, il en reste {bare_days(allowance.left)}"


def refusal_in_words(reason: Refusal, allowance: Allowance, half_days: int) -> str:
    """Why a visit of so many half-days can't be kept, with what is left."""
    asked, available = bare_days(half_days), days_in_words(allowance.available)
    return {
        Refusal.CLOSED: "Les visites se racontent et se corrigent à l’étape «\u00a0Accompagné\u00a0», et ce dossier n’y"
        " est pas. Voyez avec l’Aract.",
        Refusal.REVIEWED: "L’entreprise a fait son bilan\u00a0: les visites déjà racontées ne se corrigent plus."
        " Écrivez dans votre bilan ce qu’il faut en dire.",
        Refusal.NO_GRANT: "Aucun jour n’est accordé à cette entreprise. Voyez avec l’Aract avant de noter une visite.",
        Refusal.DAY_FULL: "Un jour compte deux demi-journées, et une autre visite de ce jour en prend déjà. Changez le"
        " jour ou la durée.",
        Refusal.GRANT: f"Il reste {available} sur les {allowance.days_granted} accordés, et cette visite en prendrait"
        f" {asked}."
        if allowance.available
        else f"Il ne reste rien des {plural(allowance.days_granted or 0, 'jour')} accordés. Voyez avec l’Aract.",
        Refusal.CHECKPOINT: f"Il reste {available} avant le point d’étape, et cette visite en prendrait {asked}. Notez"
        " une demi-journée, puis faites le point d’étape."
        if allowance.available
        else f"Les {CHECKED_AFTER} premiers jours sont utilisés. Faites d’abord le point d’étape.",
        Refusal.STOPPED: "Le point d’étape a décidé d’arrêter\u00a0: aucune visite ne s’ajoute aux"
        f" {CHECKED_AFTER} premiers jours.",
    }[reason]


def due_in_words(due: Due, next_visit: date | None) -> str:
    """What waits, as something to do."""
    return {
        Due.GRANT: "Aucun jour n’est encore accordé\u00a0: voyez avec l’Aract.",
        Due.CHECKPOINT: "Faire le point d’étape, avant toute nouvelle visite.",
        Due.REPORT: f"Raconter la visite prévue le {long_date(next_visit)}." if next_visit else "",
        Due.PLAN: "Prévoir la prochaine visite.",
        Due.REVIEW: "Plus de jour à utiliser\u00a0: c’est l’heure du bilan.",
    }[due]
