"""What the Aract decides of an application: its stage, and what is granted to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import ValidationError

from models.contact.text import PROJECT_LIMIT, read_paragraphs
from models.french.accompaniment_words import consultant_in_words, days_in_words
from models.french.formats import long_date, paris_day, plural
from models.french.staff_words import STAGES, decision_in_words
from models.rules.accompaniment import ENDED_STAGE, HALVES, OPEN_STAGE, covers
from models.rules.estimate import DAYS, GRANT_STAGES, NoTariff, price_days
from models.rules.result import Grant
from models.store.accompaniments import CONSULTANT, find_accompaniment
from models.store.dossier_file import DECISIONS, Dossier, get_dossier
from models.store.reviews import find_review
from models.store.staff import list_consultants
from views.forms.typed_fields import ChoiceField, DayField, ReadField
from views.staff.dossiers.dossier_forms import WorkForm, check_past
from views.web.doors import now
from views.web.library import running

KEPT, WITHDRAWN = "garder", "retirer"
"""What becomes of a grant when the project is set aside."""

TOO_EARLY = "Des jours s’accordent de la candidature à la fin de l’accompagnement. Changez d’abord l’étape."


def check_used(file: Dossier, days: int | None) -> None:
    """A grant of so many days leaves room for the visits made; raises ValidationError."""
    used = get_dossier(file.id).half_days_used
    if not covers(days, used):
        least = f"gardez-en au moins {-(-used // HALVES)}, ou corrigez d’abord les visites"
        agreed = "est déjà utilisé" if used < 2 * HALVES else "sont déjà utilisés"
        raise ValidationError(f"{days_in_words(used)} {agreed} : {least}.")


class StageForm(WorkForm):
    """The stage of the application, since when, and why."""

    name = "stage"
    part = DECISIONS
    etape = ChoiceField("Étape", STAGES, missing="Choisissez une étape dans la liste.")
    etape_le = DayField("Depuis le", hint="Sans date, c’est le jour de l’appel ou de la note.")
    attribution = ChoiceField(
        "Si le projet est écarté, les jours accordés",
        {KEPT: "restent accordés", WITHDRAWN: "sont retirés"},
        empty="Choisissez",
        optional=False,
    )
    raison = ReadField("Raison du changement", read_paragraphs, longest=PROJECT_LIMIT)

    def __init__(self, file: Dossier, *posted: Any, **data: Any) -> None:
        super().__init__(file, *posted, **data)
        self.etape.empty = "" if file.stage else "Aucune"

    @classmethod
    def recorded(cls, file: Dossier) -> dict[str, Any]:
        """The stage, now."""
        return {"etape": file.stage}

    @property
    def touched(self) -> set[str]:
        """What becomes of the grant is asked of a project set aside alone."""
        return super().touched - {"attribution"}

    @property
    def withdrawn(self) -> str:
        """The words by which what was granted is taken back; empty where it stays."""
        leaves = self.etape.data not in GRANT_STAGES
        taken_back = leaves and self.attribution.data == WITHDRAWN and self.file.grant
        return decision_in_words(None, self.file.grant) if taken_back else ""

    def validate_etape_le(self, field: DayField) -> None:
        """A day that has come."""
        check_past(field.data)

    def validate_attribution(self, field: ChoiceField) -> None:
        """Nothing stays granted before the application; setting a project aside asks what becomes of its grant."""
        if not self.file.grant or not self.etape.data or self.etape.data in GRANT_STAGES:
            return
        granted = plural(self.file.grant.days, "jour est accordé", "jours sont accordés")
        if field.data == WITHDRAWN:
            check_used(self.file, None)
        if self.etape.data == "ecarte" and field.data is None:
            raise ValidationError(f"{granted} à ce projet\u00a0: choisissez s’ils le restent, ou s’ils sont retirés.")
        if self.etape.data != "ecarte" and field.data != WITHDRAWN:
            raise ValidationError(f"{granted}, et rien ne s’accorde avant la candidature\u00a0: retirez-les d’abord.")

    def validate_raison(self, field: ReadField) -> None:
        """To set a project aside takes a reason, and so does an end without the company's review."""
        if self.etape.data == "ecarte" and not field.data:
            raise ValidationError("Écrivez pourquoi le projet est écarté\u00a0: la personne peut le demander.")
        if self._ends and not field.data and find_review(self.file.id).answered_at is None:
            raise ValidationError(
                "L’entreprise n’a pas fait son bilan. Demandez-le-lui, ou écrivez ici pourquoi il n’y en a pas."
            )

    @property
    def _ends(self) -> bool:
        """Whether this ends an accompaniment."""
        return self.etape.data == ENDED_STAGE and self.file.stage != ENDED_STAGE


class ConsultantForm(WorkForm):
    """Who accompanies the company."""

    name = "consultant"
    part = CONSULTANT
    consultante = ChoiceField("Consultante", lambda form: form.people(), empty="Personne", optional=False)

    def __init__(self, file: Dossier, *posted: Any, **data: Any) -> None:
        self.stage = file.stage
        """Where the application will stand once this is saved."""
        super().__init__(file, *posted, **data)

    @classmethod
    def recorded(cls, file: Dossier) -> dict[str, Any]:
        """Who, now."""
        return {"consultante": find_accompaniment(file.id).consultant_id}

    def people(self) -> Mapping[int, str]:
        """The consultantes; one who left may keep what she has."""
        now_hers = find_accompaniment(self.file.id)
        former = {} if now_hers.consultant_id is None else {now_hers.consultant_id: now_hers.consultant}
        return former | {one.id: one.name for one in list_consultants()}

    def validate_consultante(self, field: ChoiceField) -> None:
        """A company is accompanied once it was selected, and the work begins."""
        if field.data is not None and self.stage != OPEN_STAGE:
            raise ValidationError("Une consultante se choisit à l’étape « Accompagné ». Changez d’abord l’étape.")

    @property
    def in_words(self) -> str:
        """« Confié à Inès Faure »."""
        return consultant_in_words(self.consultante.in_words if self.consultante.data else "")


class GrantForm(WorkForm):
    """What is granted, since when, and why; no days take it back. Each save is a decision of its own."""

    name = "grant"
    part = DECISIONS
    jours = ChoiceField("Jours", lambda form: form.days(), empty="Aucun", optional=False)
    jours_le = DayField("Décidés le", optional=False)
    jours_raison = ReadField("Raison", read_paragraphs, longest=PROJECT_LIMIT)

    def __init__(self, file: Dossier, *posted: Any, **data: Any) -> None:
        self.decided: Grant | None = None
        self.stage = file.stage
        """Where the application will stand once this is saved."""
        super().__init__(file, *posted, **data)

    @classmethod
    def recorded(cls, file: Dossier) -> dict[str, Any]:
        """The days, now; a change of them is decided today, unless another day is typed."""
        return {"jours": file.grant and file.grant.days, "jours_le": paris_day(now())}

    @classmethod
    def told(cls, file: Dossier) -> dict[str, Any]:
        """The days and the day they were decided on, now."""
        return {"jours": file.grant and file.grant.days, "jours_le": file.grant and file.grant.on}

    def days(self) -> Mapping[int, str]:
        """What can be granted; what was granted before that was bounded may stay."""
        former = {self.file.grant.days} if self.file.grant else set()
        return {days: plural(days, "jour") for days in sorted({*DAYS, *former})}

    @property
    def day(self) -> date:
        """The day of the decision, today's where none is typed."""
        return self.jours_le.data or paris_day(now())

    def validate_jours(self, field: ChoiceField) -> None:
        """Days are granted to somebody who applied, and never fewer than visits already took."""
        if field.data is None and self.file.grant is None:
            raise ValidationError("Choisissez 5, 10 ou 15 jours.")
        check_used(self.file, field.data)
        if field.data is not None and self.stage not in GRANT_STAGES:
            raise ValidationError(TOO_EARLY)

    def validate_jours_le(self, field: DayField) -> None:
        """A day that has come, and has a tariff: what it costs is settled here, once and for all."""
        check_past(field.data)
        self.decided = self._priced()

    def _priced(self) -> Grant | None:
        former = self.file.grant
        if self.jours.data is None:
            return None
        if former and (former.days, former.on) == (self.jours.data, self.day):
            return former
        try:
            return price_days(running().questionnaire, self.jours.data, self.day)
        except NoTariff as error:
            told = f"Le contenu n’a pas de tarif pour le {long_date(self.day)}. Choisissez un autre jour."
            raise ValidationError(told) from error

    @property
    def in_words(self) -> str:
        """The decision, with its amounts."""
        return decision_in_words(self.decided, self.file.grant)
