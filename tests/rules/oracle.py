"""The domain document read once more, as plain and slow code that shares nothing with the rules it judges.

Thresholds are written out as numbers here on purpose: 11 of 18 is the first sum at or above 3/5, and so on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product

from models.rules.question import Answer
from tests.rules.sample import LADDERS, PRACTICE_KEYS, PROJECT

DEEPENING_OF = dict(LADDERS.values())
OPENING_OF = {deepening: opening for opening, deepening in LADDERS.values()}
ORDER = ("emergence", "parcours", "deploiement")
GROUP = "groupe"

Changes = frozenset[tuple[str, Answer]]


def level(answer: object) -> int:
    return {"1": 1, "2": 2, "3": 3}.get(answer, 0) if isinstance(answer, str) else 0


def counted(answers: Mapping[str, Answer], *, short: bool) -> dict[str, Answer]:
    """The answers that count: without deepening questions that are not asked, nor a number of companies."""
    kept = dict(answers)
    for opening, deepening in DEEPENING_OF.items():
        if deepening in kept and (short or level(kept.get(opening)) == 0):
            del kept[deepening]
    if kept.get("structure") not in (GROUP, "collectif"):
        kept.pop("nombre_entreprises", None)
    return kept


def project_points(answers: Mapping[str, Answer]) -> int:
    return sum(level(answers.get(key)) for key in PROJECT)


def company_points(answers: Mapping[str, Answer]) -> int:
    return sum(level(answers.get(key)) for key in PRACTICE_KEYS)


def company_level(points: int) -> str:
    if points < 10:
        return "outillage"
    return "nouvelles-pratiques" if points < 20 else "innovation"


def dimension_level(points: int) -> str:
    if points < 2:
        return "outillage"
    return "nouvelles-pratiques" if points < 4 else "innovation"


def stage(answers: Mapping[str, Answer]) -> str:
    besoin, objectifs, portage, _, moyens, _ = (level(answers.get(key)) for key in PROJECT)
    if project_points(answers) >= 11 and portage >= 1 and moyens >= 1:
        return "deploiement"
    if portage >= 2 and moyens >= 2 and besoin >= 1 and objectifs >= 1 and company_points(answers) >= 10:
        return "parcours"
    return "emergence"


def close_question(answers: Mapping[str, Answer]) -> str | None:
    points = project_points(answers)
    if points not in (10, 11) or level(answers.get("portage")) < 1 or level(answers.get("moyens")) < 1:
        return None
    if points == 10:
        for key in PROJECT:
            if answers.get(key) == "nsp":
                return key
        lowest = min(level(answers.get(key)) for key in PROJECT)
    else:
        lowest = min(level(answers.get(key)) for key in PROJECT if level(answers.get(key)) >= 1)
    return next(key for key in PROJECT if level(answers.get(key)) == lowest)


def verdicts(answers: Mapping[str, Answer]) -> dict[str, str]:
    """The verdict of each criterion whose questions are all answered."""
    found: dict[str, str] = {}
    given = set(answers)
    if "territoire" in given:
        found["territoire"] = "non-eligible" if answers["territoire"] == "hors" else "eligible"
    if {"effectif", "structure"} <= given:
        found["effectif"] = _headcount(answers)
    if "structure" in given:
        found["structure"] = {"association": "a-confirmer", "autre": "a-confirmer", "public": "non-eligible"}.get(
            str(answers["structure"]), "eligible"
        )
    if "secteur" in given:
        found["secteur"] = "eligible" if answers["secteur"] in ("industrie", "services") else "a-confirmer"
    if "ambition" in given:
        found["ambition"] = "a-confirmer" if answers["ambition"] == "outils" else "eligible"
    if {"nouveaute", "pratiques"} <= given:
        found["nouveaute-pratiques"] = _novelty(str(answers["nouveaute"]), str(answers["pratiques"]))
    if "parties_prenantes" in given:
        found["parties-prenantes"] = "a-confirmer" if answers["parties_prenantes"] == ("aucune",) else "eligible"
    return found


def _headcount(answers: Mapping[str, Answer]) -> str:
    headcount = answers["effectif"]
    assert isinstance(headcount, int)
    if headcount == 0:
        return "a-confirmer"
    if headcount < 300:
        return "eligible"
    return "a-confirmer" if answers["structure"] == GROUP else "non-eligible"


def _novelty(novelty: str, practices: str) -> str:
    if novelty == "aucune" and practices == "non":
        return "non-eligible"
    return "eligible" if novelty != "aucune" and practices == "oui" else "a-confirmer"


def worst(found: Mapping[str, str]) -> str:
    return max(found.values(), key=("eligible", "a-confirmer", "non-eligible").index, default="eligible")


def smallest_changes(answers: Mapping[str, Answer], *, short: bool) -> set[tuple[Changes, str | None, str | None]]:
    """By trying everything: every smallest set of changes, with the stage it leads to or the criterion it lifts."""
    now = counted(answers, short=short)
    found = verdicts(now)
    if worst(found) == "non-eligible":
        return set()
    levers: set[tuple[Changes, str | None, str | None]] = set()
    riper = ORDER[ORDER.index(stage(now)) + 1 :]
    raises = _raises(now, short) if riper else ()
    for changes in _smallest([changes for changes in raises if stage(_changed(now, changes, short)) in riper]):
        levers.add((frozenset(changes.items()), stage(_changed(now, changes, short)), None))
    for criterion, verdict in found.items():
        if verdict == "a-confirmer":
            lifting = [changes for changes in _project_changes(now) if _lifts(now, changes, criterion)]
            levers |= {(frozenset(changes.items()), None, criterion) for changes in _smallest(lifting)}
    return levers


def _changed(now: Mapping[str, Answer], changes: Mapping[str, Answer], short: bool) -> dict[str, Answer]:
    return counted({**now, **changes}, short=short)


def _lifts(now: Mapping[str, Answer], changes: Mapping[str, Answer], criterion: str) -> bool:
    return verdicts({**now, **changes})[criterion] == "eligible"


def _raises(now: Mapping[str, Answer], short: bool) -> Iterator[dict[str, Answer]]:
    """Every way to raise one or two scored answers."""
    keys = [key for key in PROJECT + PRACTICE_KEYS if not (short and key in OPENING_OF)]
    higher: dict[str, list[Answer]] = {key: [str(new) for new in range(level(now.get(key)) + 1, 4)] for key in keys}
    for key in keys:
        yield from ({key: new} for new in higher[key])
    for one, other in combinations(keys, 2):
        yield from ({one: first, other: second} for first, second in product(higher[one], higher[other]))


def _project_changes(now: Mapping[str, Answer]) -> Iterator[dict[str, Answer]]:
    """Every way to bring one or two of the three answers about the project upwards."""
    ladders = {"nouveaute": ["aucune", "entreprise", "territoire"], "pratiques": ["non", "a-preciser", "oui"]}
    upwards: dict[str, list[Answer]] = {
        key: list(ladder[ladder.index(str(now[key])) + 1 :]) for key, ladder in ladders.items()
    }
    upwards["parties_prenantes"] = [("salaries",)] if now["parties_prenantes"] == ("aucune",) else []
    for key, values in upwards.items():
        yield from ({key: value} for value in values)
    for one, other in combinations(upwards, 2):
        yield from ({one: first, other: second} for first, second in product(upwards[one], upwards[other]))


def _smallest(sets: list[dict[str, Answer]]) -> list[dict[str, Answer]]:
    """Of the sets that suffice, those of the fewest changes, and of these, those with none smaller on the same keys."""
    fewest = min(map(len, sets), default=0)
    kept = [changes for changes in sets if len(changes) == fewest]
    return [changes for changes in kept if not any(_less(other, changes) for other in kept)]


def _less(one: Mapping[str, Answer], other: Mapping[str, Answer]) -> bool:
    return one != other and one.keys() == other.keys() and all(_rank(one[key]) <= _rank(other[key]) for key in one)


def _rank(answer: Answer) -> int:
    ladder = ("aucune", "non", "0", "entreprise", "a-preciser", "1", "territoire", "oui", "2", "3")
    return ladder.index(answer) if isinstance(answer, str) else 0
