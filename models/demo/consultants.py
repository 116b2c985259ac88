"""What consultants did for the companies of the demonstration: visits, points d'étape, and the next dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from models.french.accompaniment_words import (
    checkpoint_in_words,
    consultant_in_words,
    next_visit_in_words,
    told_in_full,
    visit_in_words,
)
from models.french.formats import PARIS, paris_day
from models.rules.accompaniment import Checkpoint, Participant
from models.store.accompaniments import allowance_of, assign_consultant, plan_next_visit, record_checkpoint
from models.store.audit import Actor
from models.store.dossier_file import get_dossier
from models.store.interventions import Shown, Told, record_intervention
from models.store.timeline import list_entries

WEEKEND = 5
STEPS = (
    (
        "Premier tour avec la direction et l’encadrement\u00a0: ce qui va, ce qui pèse, ce que chacun attend.",
        "La direction annonce la démarche à toute l’équipe. Je prépare les entretiens.",
    ),
    (
        "Huit entretiens avec des salariés des trois services. Deux sujets reviennent partout\u00a0: les plannings "
        "connus trop tard, et des consignes qui se contredisent.",
        "Je rends une synthèse sans noms. La direction réserve deux heures pour en parler avec l’équipe.",
    ),
    (
        "Atelier avec l’équipe\u00a0: les irritants triés ensemble, trois retenus. Le premier essai porte sur les "
        "plannings.",
        "Un groupe de quatre volontaires écrit la règle du jeu de l’essai, pour six semaines.",
    ),
    (
        "Point avec les élus\u00a0: leur place dans l’essai, et ce qui devra être repris dans un accord s’il réussit.",
        "Les élus relisent la règle du jeu avant qu’elle s’affiche.",
    ),
    (
        "Revue de l’essai à mi-parcours. Moins de remplacements de dernière minute\u202f; les chefs d’équipe demandent "
        "de l’aide pour trancher les demandes.",
        "Une demi-journée de formation pour les chefs d’équipe, puis on continue.",
    ),
    ("Formation des chefs d’équipe\u00a0: donner un cadre, écouter une demande, dire non en expliquant.", ""),
    (
        "Bilan de l’essai avec tout le monde, chiffres en main. L’équipe veut garder la règle, et en changer un point.",
        "La direction et les élus écrivent l’accord. Je relis.",
    ),
)
PRESENT = (
    (Participant.DIRECTION, Participant.MANAGERS),
    (Participant.EMPLOYEES,),
    (Participant.DIRECTION, Participant.EMPLOYEES),
    (Participant.REPRESENTATIVES,),
    (Participant.DIRECTION, Participant.MANAGERS, Participant.REPRESENTATIVES),
)
REASONS = {
    Checkpoint.GO_ON: "Le besoin est clair et l’équipe s’y retrouve. Dix jours de plus pour essayer une nouvelle "
    "organisation, puis en faire un accord.",
    Checkpoint.STOP: "La direction change en fin d’année\u00a0: elle préfère garder les acquis des premiers jours et "
    "reprendre plus tard.",
}
FIRST_AFTER, PLANNED = 6, (-3, 0, 5, 12, None)
"""Days from the beginning to the first visit; when the next one is planned, counted from today."""


class Scene(NamedTuple):
    """How an accompaniment under way goes: the days granted and the half-days of visits, None where chance says;
    whether its point d'étape decides to stop."""

    days: int | None = None
    half_days: int | None = None
    stops: bool = False


SCENES = (
    Scene(15, 10),
    Scene(15, 11, stops=True),
    Scene(15, 17),
    Scene(5, 0),
    Scene(10, 20),
)
"""Those that are shown whatever chance says: a point d'étape to make, a stop, one that went on, a beginning, an end."""


class Mission(NamedTuple):
    """A dossier confided to a consultant by somebody of the team."""

    dossier_id: int
    consultant_id: int
    consultant: Actor
    by: Actor
    scene: Scene = Scene()


def accompany(mission: Mission, *, ended: bool, now: datetime, chance: Random) -> datetime:
    """Confide the dossier and tell its visits: all of the days where it `ended`; the moment of the last."""
    dossier_id = mission.dossier_id
    begun = max(entry.at for entry in list_entries(dossier_id))
    shown = consultant_in_words(mission.consultant.name)
    assign_consultant(
        dossier_id, get_dossier(dossier_id).version, mission.consultant_id, begun, mission.by, shown=shown
    )
    granted = allowance_of(dossier_id).granted
    told = granted if ended else mission.scene.half_days
    wanted = chance.randrange(0, granted) if told is None else told
    last = begun
    days = _working_days(paris_day(begun), paris_day(now), wanted, chance)
    for place, day in enumerate(days):
        rest = wanted - allowance_of(dossier_id).used
        if rest <= 0:
            break
        last = min(_evening(day), now)
        if allowance_of(dossier_id).checkpoint_due:
            _check(mission, day, last)
        half_days = min(chance.choice((1, 2, 2)), rest, allowance_of(dossier_id).available)
        if not half_days:
            break
        _tell(mission, place, day, half_days, last)
    if not ended:
        _plan(mission, now, chance)
    return last


def _working_days(since: date, until: date, half_days: int, chance: Random) -> Iterator[date]:
    """Days from Monday to Friday, so far apart that so many half-days come to that day at last."""
    day = since + timedelta(days=FIRST_AFTER)
    apart = max(1, (until - day).days // (half_days + 1))
    while day <= until:
        if day.weekday() < WEEKEND:
            yield day
            day += timedelta(days=max(1, apart + chance.choice((-1, 0, apart))))
        else:
            day += timedelta(days=1)


def _tell(mission: Mission, place: int, day: date, half_days: int, at: datetime) -> None:
    done, next_steps = STEPS[place % len(STEPS)]
    told = Told(day, half_days, PRESENT[place % len(PRESENT)], done, next_steps)
    shown = Shown(visit_in_words(half_days, told.participants), told_in_full(done, next_steps))
    record_intervention(mission.dossier_id, f"demo-{place}", told, at, mission.consultant, shown=shown)


def _check(mission: Mission, day: date, at: datetime) -> None:
    decision = Checkpoint.STOP if mission.scene.stops else Checkpoint.GO_ON
    told, version = (decision, day, REASONS[decision]), get_dossier(mission.dossier_id).version
    shown = checkpoint_in_words(decision)
    record_checkpoint(mission.dossier_id, version, *told, at, mission.consultant, shown=shown)


def _plan(mission: Mission, now: datetime, chance: Random) -> None:
    """The next visit: to come, today, past and not told yet, or not planned."""
    days = chance.choice(PLANNED)
    if days is None or not allowance_of(mission.dossier_id).available:
        return
    day, version = paris_day(now) + timedelta(days=days), get_dossier(mission.dossier_id).version
    shown = next_visit_in_words(day)
    plan_next_visit(mission.dossier_id, version, day, now, mission.consultant, shown=shown)


def _evening(day: date) -> datetime:
    return datetime.combine(day, time(18), PARIS)
