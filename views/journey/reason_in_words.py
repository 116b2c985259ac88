"""The reason of an offer in French, the same on the page, the shared page and the PDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.french.formats import euros, in_sentence, plural
from models.rules.maturity import project_questions
from models.rules.question import UNKNOWN
from models.rules.questionnaire import OfferKey, Questionnaire
from models.rules.reason import Demand, Floor, Points, Reason, Tip, reason_of
from models.rules.recommendation import ripeness
from models.rules.result import Estimate, Lever, Result, Score
from models.rules.wording import attained_at
from views.forms.asked_question import answer_in_words


@dataclass(frozen=True, slots=True)
class TrailStep:
    """One of the project's answers: its `level` (0 to 3) and the least that the offer told of asks of it (0: none)."""

    number: int
    label: str
    answer: str
    level: int
    unknown: bool
    least: int
    decides: bool

    @property
    def missing(self) -> bool:
        """Whether it stands under what is asked."""
        return self.level < self.least


@dataclass(frozen=True, slots=True)
class ReasonInWords:
    """Why this offer: sentences, and the trail of the project's answers with what one offer (`asked_by`) asks for.

    `least` is the points it asks for (0: none); `riper` says, for each riper offer, what it would change.
    """

    sentences: tuple[str, ...]
    close: str
    asked_by: str
    project: Score
    least: int
    steps: tuple[TrailStep, ...]
    riper: Mapping[OfferKey, str]

    @property
    def whole(self) -> str:
        """All the sentences in a row."""
        return " ".join(self.sentences)

    @property
    def brief(self) -> str:
        """For who reads standing: all that an offer asks for is left out where it is no number of points."""
        if self.least:
            return self.whole
        stands, _, missing, *_ = self.sentences
        return f"{stands} Pour {self.asked_by}, {in_sentence(missing)}"

    @property
    def drawn(self) -> str:
        """What the trail shows, for who doesn't see it."""
        told = "\u202f; ".join(
            f"{step.label}\u00a0: {'à éclaircir' if step.unknown else f'niveau {step.level} sur 3'}"
            f"{f', {self.asked_by} demande {step.least}' if step.least else ''}"
            for step in self.steps
        )
        return f"L’avancement de votre projet, réponse par réponse. {told}."


def say_reason(questionnaire: Questionnaire, result: Result) -> ReasonInWords | None:
    """The reason of a result in words; None where it has no offer."""
    reason = reason_of(questionnaire, result)
    return _Words(questionnaire, result).of(reason) if reason else None


class _Words:
    """The words for one result: its size of company, its amounts, the names of its offers and questions."""

    def __init__(self, questionnaire: Questionnaire, result: Result) -> None:
        self.questionnaire, self.result = questionnaire, result
        kept = [*([result.estimate] if result.estimate else []), *result.other_estimates]
        self.estimates: dict[OfferKey, Estimate] = {estimate.stage: estimate for estimate in kept}

    def of(self, reason: Reason) -> ReasonInWords:
        told = reason.told
        return ReasonInWords(
            sentences=tuple(self._sentences(reason)),
            close=self._close(reason.tip) if reason.tip else "",
            asked_by=self._offer(told.stage),
            project=reason.project,
            least=told.project.least if told.project else 0,
            steps=self._steps(reason),
            riper={stage: self._riper(stage) for stage in self.estimates if ripeness(stage) > ripeness(reason.stage)},
        )

    def _sentences(self, reason: Reason) -> Iterable[str]:
        yield f"Votre projet est à {plural(reason.project.points, 'point')} sur {reason.project.maximum}."
        yield self._asked(reason.told)
        missing = self._missing(reason.told)
        yield f"Il manque{_after(missing)}." if missing else "Tout\u00a0y\u00a0est."
        if reason.stage is not reason.told.stage and any(demand.stage is reason.stage for demand in reason.demands):
            yield f"Tout ce que demande {self._offer(reason.stage)} est là."

    def _asked(self, told: Demand) -> str:
        offer = self._offer(told.stage)
        asked = [self._floor(floor) for floor in told.floors]
        if told.company:
            asked.append(self._practices(told.company))
        capital = offer[:1].upper() + offer[1:]
        if told.project:
            return f"{capital} en demande {told.project.least}{f', avec {joined(asked)}' if asked else ''}."
        return f"{capital} demande, quel que soit ce total, {joined(asked)}."

    def _practices(self, company: Points) -> str:
        least = "au moins " if self.result.maturity.floor else ""
        asked = f"{plural(company.least, 'point')} sur {company.reached.maximum} pour vos pratiques"
        return f"{asked} (vous en avez {least}{company.reached.points})"

    def _missing(self, told: Demand) -> list[str]:
        missing = [plural(told.project.missing, "point")] if told.project and told.project.missing else []
        missing += [self._floor(floor) + (" (à éclaircir)" if floor.unknown else "") for floor in told.lacking]
        if told.company and told.company.missing:
            missing.append(f"{plural(told.company.missing, 'point')} pour vos pratiques")
        return missing

    def _floor(self, floor: Floor) -> str:
        question = self.questionnaire.question(floor.question)
        words = attained_at(question, floor.least, self.result.size)
        return words or f"«\u00a0{question.short_label}\u00a0» au niveau {floor.least} sur 3"

    def _offer(self, stage: OfferKey) -> str:
        return f"l’appui de {plural(self.questionnaire.offer(stage).days, 'jour')}"

    def _close(self, tip: Tip) -> str:
        offers = joined((f"{self._offer(stage)} ({self._charge(stage)})" for stage in tip.stages), "ou")
        lead = f"Avec un point de {'plus' if tip.upward else 'moins'}, ce serait {offers}."
        labels = [in_sentence(self.questionnaire.question(key).short_label) for key, _ in tip.answers]
        if len(labels) == len(project_questions(self.questionnaire)):
            which = "N’importe laquelle de vos réponses sur l’avancement du projet peut suffire."
        elif len(labels) > 1:
            which = f"Une de ces réponses peut suffire\u00a0: {joined(labels, 'ou')}."
        else:
            which = f"Une seule réponse en décide\u00a0: {labels[0]}."
        return f"{lead} {which}"

    def _charge(self, stage: OfferKey) -> str:
        return f"{euros(self.estimates[stage].company_cents)}\u00a0HT à votre charge"

    def _riper(self, stage: OfferKey) -> str:
        here, there = self.result.estimate, self.estimates[stage]
        assert here is not None, "an offer to compare with has its own estimate"
        amounts = f"{euros(there.company_cents)}\u00a0HT à votre charge, au lieu de {euros(here.company_cents)}\u00a0HT"
        days = f"{plural(there.days, 'jour')} au lieu de {here.days}"
        if there.days < here.days:
            return f"Un projet plus mûr, c’est moins à préparer\u00a0: {days}. Donc moins à payer\u00a0: {amounts}."
        return f"Un projet plus mûr ouvre plus de jours d’appui\u00a0: {days}. Cela fait {amounts}."

    def _steps(self, reason: Reason) -> tuple[TrailStep, ...]:
        least = {floor.question: floor.least for floor in reason.told.floors}
        answers, size = self.result.answers, self.result.size
        return tuple(
            TrailStep(
                number,
                question.short_label,
                answer_in_words(self.questionnaire, question, answers[question.key], size),
                0 if answers[question.key] == UNKNOWN else int(str(answers[question.key])),
                answers[question.key] == UNKNOWN,
                least.get(question.key, 0),
                question.key in reason.deciding,
            )
            for number, question in enumerate(project_questions(self.questionnaire), 1)
        )


def suffices(levers: Sequence[Lever]) -> str:
    """What introduces ways to one aim, all of one piece of work or all of two."""
    if len(levers[0].changes) > 1:
        return (
            "Une de ces façons suffit, en deux étapes\u00a0:" if len(levers) > 1 else "Ces deux étapes suffisent\u00a0:"
        )
    return "Une de ces étapes suffit\u00a0:" if len(levers) > 1 else "Une étape suffit\u00a0:"


def joined(words: Iterable[str], last: str = "et") -> str:
    """« a, b et c », or with another word before the last."""
    *first, end = words
    return f"{', '.join(first)} {last} {end}" if first else end


def _after(missing: list[str]) -> str:
    return f"\u00a0: {joined(missing)}" if len(missing) > 1 else f" {missing[0]}"
