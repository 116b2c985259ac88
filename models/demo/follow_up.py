"""What followed the invented visits: requests, calls, notes, stages, days granted, and mails of which some failed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import chain, repeat
from random import Random
from typing import NamedTuple

from models.demo.region import invent_person
from models.french.formats import PARIS, paris_day
from models.french.staff_words import STAGES
from models.rules.variety import Axis
from models.store.applications import Applicant, ApplicationKind, submit_application
from models.store.audit import Actor
from models.store.dossier_file import add_note, change_stage, follow_up, get_dossier, grant_days
from models.store.filters import Filters
from models.store.outbox import Letter, MailKind, claim_posting, mark_failed, mark_sent
from models.store.sample import Candidate, companies
from models.store.timeline import EntryKind

SHARES = {
    "nouveau": 9,
    "contacte": 7,
    "candidature": 10,
    "selectionne": 5,
    "accompagne": 6,
    "termine": 4,
    "ecarte": 5,
}
"""How many dossiers of each stage, in a demonstration of 200 visits or more."""

COHORT = ("selectionne", "accompagne", "termine")
ROUTE = ("nouveau", "contacte", "candidature", "selectionne", "accompagne", "termine")
MOST_FOLLOWED = 200
MISSING = {Axis.STRUCTURE: {"scic"}, Axis.THEME: {"achats-responsables"}, Axis.DEPARTMENT: {"15", "03"}}
"""What the demonstration's cohort lacks, so that its page has something to say."""

OFFER_DAYS = {"emergence": 5, "deploiement": 10, "parcours": 15}
PROJECTS = (
    "Nous perdons des jeunes au bout de six mois. Nous voulons comprendre pourquoi, avec eux.",
    "Les équipes demandent plus de souplesse dans les horaires. Par où commencer sans tout bousculer ?",
    "Nous aimerions que chaque atelier décide davantage de son organisation.",
    "Associer les salariés au capital : bonne idée, mais comment en parler avec tout le monde ?",
    "Nos sous-traitants travaillent dans l’urgence à cause de nous. Nous voulons changer nos commandes.",
    "Deux réorganisations en trois ans : les élus et la direction veulent repartir d’un bon pied.",
)
NOTES = (
    "Projet porté par la directrice. Les élus sont d’accord sur le principe, pas encore sur le calendrier.",
    "À relancer après l’assemblée générale : le budget s’y décide.",
    "Bon contact. Demande un exemple d’entreprise de sa taille déjà accompagnée.",
    "Le besoin reste large : proposer d’abord cinq jours pour le préciser.",
    "Le consultant pressenti est disponible à partir du mois prochain.",
)
CALLS = (
    "Appel de vingt minutes. Elle rassemble les chiffres de l’absentéisme et rappelle.",
    "Message laissé sur le répondeur.",
    "Très intéressé ; veut en parler à son associé avant de candidater.",
)
REASONS = {
    "ecarte": "Le projet ne change pas les pratiques de l’entreprise : orienté vers le réseau des consultants.",
    "selectionne": "Retenu en comité : projet mûr, et un secteur peu représenté.",
    "termine": "Dernier jour d’appui réalisé, bilan partagé avec l’équipe.",
}
BAD_ADDRESSES = {0: "550 5.1.1 Adresse inconnue", 1: "Le serveur n’a pas répondu dans le temps imparti"}


class Follower(NamedTuple):
    """Somebody of the team who follows dossiers."""

    id: int
    actor: Actor


def follow_visits(team: Sequence[Follower], now: datetime, chance: Random) -> int:
    """Give a part of the finished visits the life that dossiers have; how many."""
    finished = companies(Filters(finished=True, verdicts=("eligible", "a-confirmer")))
    chance.shuffle(finished)
    wanted = sum(SHARES.values())
    times = max(1, min(MOST_FOLLOWED, len(finished) // 2) // wanted)
    stages = list(chain.from_iterable(repeat(stage, share * times) for stage, share in SHARES.items()))
    # Whatever the size of the region, some dossiers of every stage.
    chance.shuffle(stages)
    followed = 0
    siren = ""
    for place, stage in enumerate(stages[: len(finished) // 2]):
        found = _fitting(finished, stage)
        if found is None:
            continue
        # Two visits of one company, which the file points out.
        siren = _request(found, place, stage, now, chance, siren if place == 1 else "")
        _live(found, place, stage, team, now, chance)
        followed += 1
    _deliver(now)
    return followed


def _fitting(finished: list[Candidate], stage: str) -> Candidate | None:
    """The next visit that may have come to that stage, taken from the pile."""
    for place, visit in enumerate(finished):
        if stage not in COHORT or not any(values & set(visit.company.values(axis)) for axis, values in MISSING.items()):
            return finished.pop(place)
    return None


def _request(visit: Candidate, place: int, stage: str, now: datetime, chance: Random, siren: str) -> str:
    values = visit.company.values
    person = invent_person(
        chance,
        "".join(values(Axis.DEPARTMENT)[:1]),
        "".join(values(Axis.STRUCTURE)[:1]),
        "".join(values(Axis.SECTOR)[:1]),
    )
    kind = ApplicationKind.CALL_BACK if stage in {"nouveau", "contacte"} else ApplicationKind.APPLICATION
    applicant = Applicant(
        kind=kind,
        name=person.name,
        role=person.role,
        email=person.email,
        phone=person.phone,
        company=person.company,
        company_number=siren or person.siren,
        postal_code=person.postal_code,
        project=chance.choice(PROJECTS),
        moment=chance.choice(("le matin", "par téléphone, l’après-midi", "")),
        wants_news=chance.random() < 1 / 3,
    )
    receipt = Letter(
        MailKind.RECEIPT,
        f"introuvable-{place}@demo.example" if place in BAD_ADDRESSES else person.email,
        "Votre demande est enregistrée",
        "Bonjour,\n\nVotre demande est enregistrée.",
        "<p>Bonjour,</p><p>Votre demande est enregistrée.</p>",
    )
    submit_application(visit.id, applicant, [receipt], min(now, visit.created_at + timedelta(hours=1)))
    return applicant.company_number


def _live(visit: Candidate, place: int, stage: str, team: Sequence[Follower], now: datetime, chance: Random) -> None:
    """Move the dossier on, a step every ten days or so, with what the team noted."""
    who = team[place % len(team)]
    moment = visit.created_at + timedelta(days=2, hours=1)
    if stage != "nouveau" and chance.random() < 2 / 3:
        add_note(
            visit.id, EntryKind.CALL, chance.choice(CALLS), paris_day(_past(moment, now)), _past(moment, now), who.actor
        )
    for step in _route(stage):
        moment = _past(moment + timedelta(days=chance.randrange(4, 18)), now)
        if get_dossier(visit.id).stage != step:
            version = get_dossier(visit.id).version
            reason = REASONS.get(step, "")
            change_stage(visit.id, version, step, paris_day(moment), reason, moment, who.actor, shown=STAGES[step])
    if chance.random() < 1 / 2:
        add_note(
            visit.id, EntryKind.NOTE, chance.choice(NOTES), None, _past(moment + timedelta(days=1), now), who.actor
        )
    _assign(visit, place, stage, who, now, chance)
    if stage in {"accompagne", "termine"} or (stage == "selectionne" and place % 2):
        recommended = OFFER_DAYS[visit.offer or "emergence"]
        days = 5 if recommended == OFFER_DAYS["deploiement"] and chance.random() < 1 / 4 else recommended
        day = paris_day(_past(moment + timedelta(days=2), now))
        version = get_dossier(visit.id).version
        grant_days(visit.id, version, days, day, "", _past(moment + timedelta(days=2), now), who.actor)


def _route(stage: str) -> tuple[str, ...]:
    if stage == "ecarte":
        return ("contacte", "ecarte")
    return ROUTE[1 : ROUTE.index(stage) + 1]


def _assign(visit: Candidate, place: int, stage: str, who: Follower, now: datetime, chance: Random) -> None:
    """Two dossiers in three are somebody's; call-backs are late, today or to come."""
    if stage in {"termine", "ecarte"} or place % 3 == 0:
        return
    today = datetime.combine(paris_day(now), time(), PARIS).date()
    day: date | None = today + timedelta(days=chance.choice((-6, -2, -1, 0, 0, 1, 4, 9)))
    if stage not in {"nouveau", "contacte", "candidature"}:
        day = None
    shown = f"Suivi par {who.actor.name}" + (", à rappeler" if day else "")
    follow_up(visit.id, get_dossier(visit.id).version, who.id, day, now, who.actor, shown=shown)


def _deliver(now: datetime) -> None:
    """Send the letters, on paper only: two of them fail."""
    while posting := claim_posting(now):
        place = posting.letter.recipient.removeprefix("introuvable-").partition("@")[0]
        if place.isdigit():
            mark_failed(posting, BAD_ADDRESSES[int(place)], now)
        else:
            mark_sent(posting, posting.created_at + timedelta(minutes=1))


def _past(moment: datetime, now: datetime) -> datetime:
    return min(moment, now)
