"""What became of the finished projects: most told in the guide, others waiting for their company or to be published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import cycle
from random import Random

from models.demo.follow_up import Follower
from models.demo.told_projects import CHANGE_WANTED, TOLD, ToldProject
from models.french.formats import paris_day
from models.french.sheet_words import agreement_words
from models.rules.conclusion import conclude
from models.rules.guessing import Facts, guess
from models.rules.path import walk
from models.rules.question import UNKNOWN, Answer
from models.rules.questionnaire import Questionnaire
from models.rules.result import Result
from models.rules.review import ReviewKey
from models.rules.sheet import SheetText
from models.rules.variety import Axis
from models.store.bulk import add_later_result
from models.store.dossier_file import get_dossier
from models.store.filters import Filters
from models.store.reviews import answer_review, ask_review
from models.store.sample import Candidate, companies
from models.store.sheets.agreeing import agree, ask_agreement, ask_change
from models.store.sheets.knowing import facts_of_who_asked, known_of
from models.store.sheets.publishing import publish
from models.store.sheets.versions import save_version
from models.store.visits import newest_result

PUBLISHED_NAMED, PUBLISHED, CHANGE_ASKED, AGREED = range(4)
FATES = (PUBLISHED_NAMED, PUBLISHED, CHANGE_ASKED, PUBLISHED, PUBLISHED, AGREED, PUBLISHED_NAMED, PUBLISHED)
RAISED = 0.75
"""The chance that a practice is a level higher once the accompaniment is over."""

LAST_ACTS = timedelta(hours=5)
"""How long before now the sheets were written: nothing of the demonstration is younger."""


def tell_projects(
    questionnaire: Questionnaire, content_id: int, team: Sequence[Follower], publisher: Follower, now: datetime
) -> int:
    """Have the finished projects measured again and told; how many sheets were written."""
    chance = Random(2017)  # noqa: S311 — the same invented projects for everybody
    fates, untold = cycle(FATES), dict(TOLD)
    written = 0
    for candidate in companies(Filters(stages=("termine",))):
        _measure_again(questionnaire, content_id, candidate.id, now, chance)
        theme = next((each for each in candidate.company.values(Axis.THEME) if each in untold), None)
        if theme is None:
            continue
        told, author = untold.pop(theme), team[written % len(team)]
        _look_back(questionnaire, candidate.id, told, author, now)
        _write(candidate, told, next(fates), author, publisher, now)
        written += 1
    return written


def _measure_again(
    questionnaire: Questionnaire, content_id: int, dossier_id: int, now: datetime, chance: Random
) -> None:
    """The company answers again at the end: some practices are a level higher."""
    kept = newest_result(dossier_id)
    if kept is None or kept.result.short or now - kept.concluded_at < timedelta(days=45):
        return
    moment = now - LAST_ACTS - timedelta(days=2)
    answers = _raised(questionnaire, kept.result, chance)
    result = conclude(questionnaire, answers, paris_day(moment), short=False)
    add_later_result(dossier_id, result, content_id, moment)


def _look_back(
    questionnaire: Questionnaire, dossier_id: int, told: ToldProject, author: Follower, now: datetime
) -> None:
    """The review that its sheet is written from: two of its questions are answered."""
    asked = now - LAST_ACTS - timedelta(days=3)
    ask_review(dossier_id, asked, author.actor)
    answers = {ReviewKey.CHANGED: told.changed, ReviewKey.QUOTE: told.quote}
    titles = {each.key: each.title for each in questionnaire.review}
    shown = "\n\n".join(f"{titles[key]}\n{words}" for key, words in answers.items())
    answer_review(dossier_id, 0, answers, asked + timedelta(days=2), shown=shown)


def _raised(questionnaire: Questionnaire, former: Result, chance: Random) -> dict[str, Answer]:
    answers = dict(former.answers)
    for question in questionnaire.questions:
        answer = answers.get(question.key)
        if question.dimension and answer is not None and chance.random() < RAISED:
            answers[question.key] = "1" if answer == UNKNOWN else str(min(3, int(str(answer)) + 1))
    while (opened := walk(questionnaire, answers).next) is not None:
        answers[opened.key] = "1"
    return answers


def _write(
    candidate: Candidate, told: ToldProject, fate: int, author: Follower, publisher: Follower, now: datetime
) -> None:
    moment = now - LAST_ACTS
    text = _text(candidate.id, told, named=fate == PUBLISHED_NAMED)
    version = save_version(candidate.id, get_dossier(candidate.id).version, text, moment, author.actor)
    token = ask_agreement(candidate.id, version.number, moment + timedelta(hours=1), author.actor)
    answered = moment + timedelta(hours=2)
    if fate == CHANGE_ASKED:
        ask_change(token, version.number, CHANGE_WANTED, answered)
        return
    words = agreement_words(text, version.number, outlives=not text.named)
    agree(token, version.number, "la direction", words, outlives=not text.named, now=answered)
    if fate != AGREED:
        publish(candidate.id, version.number, moment + timedelta(hours=3), publisher.actor)


def _text(dossier_id: int, told: ToldProject, *, named: bool) -> SheetText:
    """The sheet; where its company isn't named, without what would let it be guessed."""
    known = known_of(dossier_id)
    text = replace(known, title=told.title, need=told.need, done=told.done, changed=told.changed, quote=told.quote)
    if named:
        return text
    found = guess(Facts(text.department, text.sector, text.size), facts_of_who_asked())
    fields = found.ways[0].fields if found.ways else ("department", "sector") if found.easy else ()
    return replace(
        text,
        company="",
        department="" if "department" in fields else text.department,
        sector="" if "sector" in fields else text.sector,
    )
