"""Criteria → a verdict with a reason each; never a bare yes or no. The tables are the content file's."""

from __future__ import annotations

from collections.abc import Mapping

from models.rules.condition import all_hold
from models.rules.question import Answers
from models.rules.questionnaire import Criterion, Questionnaire, Verdict
from models.rules.result import Eligibility, Finding

SEVERITY = {Verdict.ELIGIBLE: 0, Verdict.TO_CONFIRM: 1, Verdict.NOT_ELIGIBLE: 2}


def judge(criterion: Criterion, answers_on_path: Answers) -> Finding | None:
    """What one criterion says, by the first of its cases that holds; None while one of its questions is unanswered.

    Raises LookupError where no case holds: the content file must end each criterion with a case for all the rest.
    """
    if any(key not in answers_on_path for key in criterion.questions):
        return None
    for case in criterion.cases:
        if all_hold(case.conditions, answers_on_path):
            return Finding(criterion.id, criterion.title, case.verdict, case.reason, case.another_way)
    raise LookupError(f"criterion {criterion.id!r} has no case for these answers")


def assess_eligibility(questionnaire: Questionnaire, answers_on_path: Answers) -> Eligibility:
    """The worst verdict of the criteria that can be judged so far (eligible where none can yet), and all findings."""
    judged = [judge(criterion, answers_on_path) for criterion in questionnaire.criteria]
    findings = tuple(finding for finding in judged if finding is not None)
    worst = max((finding.verdict for finding in findings), key=SEVERITY.__getitem__, default=Verdict.ELIGIBLE)
    return Eligibility(worst, findings, len(findings) == len(judged))


def hard_noes(
    questionnaire: Questionnaire, answers_on_path: Answers, key: str, sequence: Mapping[str, int]
) -> tuple[Finding, ...]:
    """The findings « non-eligible » to be said on the question `key`.

    A criterion over several questions says its no on the one answered last. `sequence` orders the answers by when
    they were given (greater is later); ties and answers without a number fall back on the criterion's own order.
    """
    noes = []
    for criterion in questionnaire.criteria:
        if key not in criterion.questions:
            continue
        finding = judge(criterion, answers_on_path)
        if finding is not None and finding.verdict is Verdict.NOT_ELIGIBLE and _latest(criterion, sequence) == key:
            noes.append(finding)
    return tuple(noes)


def _latest(criterion: Criterion, sequence: Mapping[str, int]) -> str:
    """The criterion's question that was answered last."""
    order = {key: (sequence.get(key, -1), position) for position, key in enumerate(criterion.questions)}
    return max(order, key=order.__getitem__)
