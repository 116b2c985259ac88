"""Why this result, and the smallest changes that would make it riper, found from the rules themselves.

A change is work to do, always upwards: it raises one scored answer, or changes `nouveaute`, `pratiques` or
`parties_prenantes`. The facts of the company, `ambition` and `themes` are no levers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations

from models.rules.condition import all_hold, level_of
from models.rules.eligibility import assess_eligibility, judge
from models.rules.maturity import company_questions, project_questions, score
from models.rules.path import walk
from models.rules.question import UNKNOWN, Answer, Answers, Kind, Question, Rank, size_of
from models.rules.questionnaire import Contradiction, Criterion, Level, OfferKey, Questionnaire, Verdict
from models.rules.recommendation import ripeness, stage_reached
from models.rules.result import Change, Lever
from models.rules.wording import work_to_reach

CHANGEABLE = frozenset({"nouveaute", "pratiques", "parties_prenantes"})
"""The unscored questions whose answer a company can work on."""

AMBITIONS = ("outils", "methodes", "innover")
"""The answers to `ambition`, in the order of the company levels they correspond to."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A question that can be a lever, with the answers above the visitor's own, the least first."""

    question: Question
    values: tuple[Answer, ...]


_Changes = dict[str, Answer]
_Suffices = Callable[[_Changes], bool]


def find_levers(questionnaire: Questionnaire, path_answers: Answers, *, short: bool) -> tuple[Lever, ...]:
    """All the smallest sets of changes (one, else two) to a riper stage, then to each criterion « à confirmer » lifted.

    Least effort first. Empty where not eligible. On the `short` path nothing is said of deepening questions.
    """
    eligibility = assess_eligibility(questionnaire, path_answers)
    if eligibility.verdict is Verdict.NOT_ELIGIBLE:
        return ()
    levers = _stage_levers(questionnaire, path_answers, short)
    doubtful = {finding.criterion for finding in eligibility.with_verdict(Verdict.TO_CONFIRM)}
    for criterion in questionnaire.criteria:
        if criterion.id in doubtful:
            levers += _criterion_levers(questionnaire, path_answers, criterion, short)
    return tuple(levers)


def _stage_levers(questionnaire: Questionnaire, path_answers: Answers, short: bool) -> list[Lever]:
    def stage_with(changes: _Changes) -> OfferKey:
        answers = walk(questionnaire, {**path_answers, **changes}, short=short).answers
        return stage_reached(questionnaire, answers, score(project, answers), score(company, answers))

    project, company = project_questions(questionnaire), company_questions(questionnaire)
    current = ripeness(stage_with({}))
    if current == len(OfferKey) - 1:
        return []
    candidates = _candidates((*project, *company), path_answers, short)
    sets = _smallest_sets(candidates, lambda changes: ripeness(stage_with(changes)) > current, rising=True)
    return _worded(questionnaire, path_answers, sets, lambda changes: (stage_with(changes), None))


def _criterion_levers(
    questionnaire: Questionnaire, path_answers: Answers, criterion: Criterion, short: bool
) -> list[Lever]:
    def lifted(changes: _Changes) -> bool:
        finding = judge(criterion, walk(questionnaire, {**path_answers, **changes}, short=short).answers)
        return finding is not None and finding.verdict is Verdict.ELIGIBLE

    questions = [questionnaire.question(key) for key in criterion.questions]
    sets = _smallest_sets(_candidates(questions, path_answers, short), lifted, rising=False)
    return _worded(questionnaire, path_answers, sets, lambda changes: (None, criterion.id))


def _candidates(questions: Iterable[Question], path_answers: Answers, short: bool) -> list[_Candidate]:
    found = []
    for question in questions:
        if short and question.rank is Rank.DEEPENING:
            continue
        values = _values_above(question, path_answers.get(question.key))
        if values:
            found.append(_Candidate(question, values))
    return found


def _values_above(question: Question, answer: Answer | None) -> tuple[Answer, ...]:
    """The answers that are work to do from this one, the least first; choices are in ascending order."""
    values = [choice.value for choice in question.choices]
    if question.scored:
        return tuple(value for value in values if int(value) > level_of(answer))
    if question.key not in CHANGEABLE or answer is None:
        return ()
    if question.kind is Kind.CHOICES:
        first = next((value for value in values if value not in question.alone), None)
        return ((first,),) if first is not None and isinstance(answer, tuple) and question.alone & set(answer) else ()
    return tuple(values[values.index(str(answer)) + 1 :])


def _smallest_sets(candidates: list[_Candidate], suffices: _Suffices, *, rising: bool) -> list[_Changes]:
    """Every single change that suffices, each the least; where there is none, every pair with no smaller pair in it.

    `rising` says that more of an answer never undoes the goal, as the stages' order promises: trying the most of each
    answer first then rules out nearly all of them at once.
    """
    singles: list[_Changes] = []
    for candidate in candidates:
        key = candidate.question.key
        if not rising or suffices({key: candidate.values[-1]}):
            singles += [{key: value} for value in candidate.values if suffices({key: value})][:1]
    if singles:
        return singles
    pairs: list[_Changes] = []
    for one, other in combinations(candidates, 2):
        most: _Changes = {one.question.key: one.values[-1], other.question.key: other.values[-1]}
        if not rising or suffices(most):
            pairs += _least_pairs(one, other, suffices)
    return pairs


def _least_pairs(one: _Candidate, other: _Candidate, suffices: _Suffices) -> list[_Changes]:
    """The pairs of values that suffice with no smaller pair that does: more of one allows less of the other."""
    first, second = one.question.key, other.question.key
    pairs: list[_Changes] = []
    below = len(other.values)
    for value in one.values:
        enough = (place for place in range(below) if suffices({first: value, second: other.values[place]}))
        least = next(enough, below)
        if least < below:
            below = least
            pairs.append({first: value, second: other.values[below]})
    return pairs


def _worded(
    questionnaire: Questionnaire,
    path_answers: Answers,
    sets: list[_Changes],
    achieved: Callable[[_Changes], tuple[OfferKey | None, str | None]],
) -> list[Lever]:
    """The sets as levers in the visitor's words, least effort first (ties as they are asked)."""
    size = size_of(path_answers)

    def effort(changes: _Changes) -> int:
        return sum(level_of(value) - level_of(path_answers.get(key)) for key, value in changes.items())

    return [
        Lever(
            tuple(
                Change(key, value, work_to_reach(questionnaire.question(key), value, size))
                for key, value in changes.items()
            ),
            *achieved(changes),
        )
        for changes in sorted(sets, key=effort)
    ]


def points_to_clear_up(questionnaire: Questionnaire, path_answers: Answers) -> tuple[str, ...]:
    """The keys answered « je ne sais pas », in the order they are asked: to be cleared up at the first interview."""
    return tuple(
        question.key
        for question in questionnaire.questions
        if question.scored and path_answers.get(question.key) == UNKNOWN
    )


def find_contradictions(questionnaire: Questionnaire, path_answers: Answers) -> tuple[Contradiction, ...]:
    """The content file's contradictions that these answers show, to be asked about at the first interview."""
    return tuple(
        contradiction
        for contradiction in questionnaire.contradictions
        if all_hold(contradiction.conditions, path_answers)
    )


def ambition_gap(path_answers: Answers, level: Level) -> int:
    """How far the ambition stands above (1, 2), at (0) or below (-1, -2) the level practised; 0 while unanswered."""
    ambition = path_answers.get("ambition")
    return AMBITIONS.index(ambition) - tuple(Level).index(level) if ambition in AMBITIONS else 0


def nearest_story(questionnaire: Questionnaire, path_answers: Answers) -> str:
    """The story that shares most themes with the answers, the first of several; empty where there is no story."""
    themes = path_answers.get("themes")
    wanted = set(themes) if isinstance(themes, tuple) else set()
    stories = questionnaire.stories
    return max(stories, key=lambda story: len(wanted.intersection(story.themes))).id if stories else ""
