"""What followed the invented visits: requests, calls, notes, stages, days granted, and mails of which some failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import chain, repeat
from random import Random
from typing import NamedTuple

from models.demo.consultants import SCENES, Mission, Scene, accompany
from models.demo.region import invent_person
from models.french.formats import PARIS, paris_day
from models.french.staff_words import STAGES, granted_in_words
from models.rules.result import Grant
from models.rules.variety import Axis
from models.store.applications import Applicant, ApplicationKind, submit_application
from models.store.audit import Actor
from models.store.bulk import put_journal_in_order
from models.store.dossier_file import add_note, change_stage, follow_up, get_dossier, grant_days
from models.store.filters import Filters
from models.store.outbox import Letter, MailKind, claim_posting, mark_failed, mark_sent
from models.store.sample import Candidate, companies
from models.store.timeline import EntryKind, list_entries

SHARES = {
    "nouveau": 9,
    "contacte": 7,
    "candidature": 10,
    "selectionne": 5,
    "accompagne": 6,
    "termine": 7,
    "ecarte": 5,
}
"""How many dossiers of each stage, in a demonstration of 200 visits or more."""

COHORT = ("selectionne", "accompagne", "termine")
ROUTE = ("nouveau", "contacte", "candidature", "selectionne", "accompagne", "termine")
AGES = {"accompagne": 130, "termine": 220}
"""Days since the first visit, of dossiers that came so far."""

MOST_FOLLOWED = 200
SHORTEST_STEP, LONGEST_STEP = 4, 18
"""Days between two stages."""
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


Price = Callable[[int, date], Grant]


def follow_visits(
    team: Sequence[Follower], consultants: Sequence[Follower], price: Price, now: datetime, chance: Random
) -> int:
    """Give a part of the finished visits the life that dossiers have; how many. `price` tells what days cost."""
    finished = companies(Filters(finished=True, verdicts=("eligible", "a-confirmer")))
    chance.shuffle(finished)
    wanted = sum(SHARES.values())
    times = max(1, min(MOST_FOLLOWED, len(finished) // 2) // wanted)
    stages = list(chain.from_iterable(repeat(stage, share * times) for stage, share in SHARES.items()))
    # Whatever the size of the region, some dossiers of every stage.
    chance.shuffle(stages)
    followed, scenes = 0, iter(SCENES)
    siren = ""
    for place, stage in enumerate(stages[: len(finished) // 2]):
        found = _fitting(finished, stage, now)
        if found is None:
            continue
        # Two visits of one company, which the file points out.
        siren = _request(found, place, stage, now, chance, siren if place == 1 else "")
        helped = stage in {"accompagne", "termine"}
        _live(found, place, "accompagne" if helped else stage, team, now, chance)
        scene = next(scenes, Scene()) if stage == "accompagne" else Scene()
        if helped or (stage == "selectionne" and place % 2):
            _grant(found, team[place % len(team)], price, now, chance, scene.days)
        if helped:
            who, hers = team[place % len(team)], consultants[followed % len(consultants)]
            _accompany(Mission(found.id, hers.id, hers.actor, who.actor, scene), stage, now, chance)
        followed += 1
    _deliver(now)
    put_journal_in_order()
    return followed


def _fitting(finished: list[Candidate], stage: str, now: datetime) -> Candidate | None:
    """The next visit that may have come to that stage, taken from the pile: one old enough, where there is any."""
    steps = 0 if stage == "nouveau" else LONGEST_STEP * (len(_route(stage)) + 1)
    ripe = now - timedelta(days=max(steps, AGES.get(stage, 0)))
    for before in (ripe, now):
        for place, visit in enumerate(finished):
            if visit.created_at <= before and (stage not in COHORT or not _is_missing(visit)):
                return finished.pop(place)
    return None


def _is_missing(visit: Candidate) -> bool:
    return any(values & set(visit.company.values(axis)) for axis, values in MISSING.items())


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
        moment = _past(moment + timedelta(days=chance.randrange(SHORTEST_STEP, LONGEST_STEP)), now)
        if get_dossier(visit.id).stage != step:
            version = get_dossier(visit.id).version
            reason = REASONS.get(step, "")
            change_stage(visit.id, version, step, paris_day(moment), reason, moment, who.actor, shown=STAGES[step])
    if chance.random() < 1 / 2:
        add_note(
            visit.id, EntryKind.NOTE, chance.choice(NOTES), None, _past(moment + timedelta(days=1), now), who.actor
        )
    _assign(visit, place, stage, who, _past(moment + timedelta(hours=2), now), now, chance)


def _grant(
    visit: Candidate, who: Follower, price: Price, now: datetime, chance: Random, decided: int | None = None
) -> None:
    """Two days after the last step, what the committee decided: the days recommended, or fewer; or those given."""
    recommended = OFFER_DAYS[visit.offer or "emergence"]
    fewer = recommended == OFFER_DAYS["deploiement"] and chance.random() < 1 / 4
    days = decided or (5 if fewer else recommended)
    file = get_dossier(visit.id)
    moment = _past(max(entry.at for entry in list_entries(visit.id)) + timedelta(days=2), now)
    grant = price(days, paris_day(moment))
    grant_days(file.id, file.version, grant, paris_day(moment), "", moment, who.actor, shown=granted_in_words(grant))


def _accompany(mission: Mission, stage: str, now: datetime, chance: Random) -> None:
    """Confide the dossier to its consultant, with her visits; and end it where it has ended."""
    last = accompany(mission, ended=stage == "termine", now=now, chance=chance)
    if stage == "termine":
        moment, version = _past(last + timedelta(days=3), now), get_dossier(mission.dossier_id).version
        told = (stage, paris_day(moment), REASONS[stage], moment, mission.by)
        change_stage(mission.dossier_id, version, *told, shown=STAGES[stage])


def _route(stage: str) -> tuple[str, ...]:
    if stage == "ecarte":
        return ("contacte", "ecarte")
    return ROUTE[1 : ROUTE.index(stage) + 1]


def _assign(
    visit: Candidate, place: int, stage: str, who: Follower, moment: datetime, now: datetime, chance: Random
) -> None:
    """Two dossiers in three are somebody's since that moment; call-backs are late, today or to come."""
    if stage in {"termine", "ecarte"} or place % 3 == 0:
        return
    today = datetime.combine(paris_day(now), time(), PARIS).date()
    day: date | None = today + timedelta(days=chance.choice((-6, -2, -1, 0, 0, 1, 4, 9)))
    if stage not in {"nouveau", "contacte", "candidature"}:
        day = None
    shown = f"Suivi par {who.actor.name}" + (", à rappeler" if day else "")
    follow_up(visit.id, get_dossier(visit.id).version, who.id, day, moment, who.actor, shown=shown)


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
