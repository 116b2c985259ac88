"""The accompaniment of a dossier: its consultant, and the days that she gave to the company."""

from __future__ import annotations

from peewee import BooleanField, Check, ForeignKeyField, IntegerField, TextField

from models.store.fields import DayField, MomentField
from models.store.tables.assessments import Assessment
from models.store.tables.dossiers import Timeline
from models.store.tables.people import StaffAccount
from models.store.tables.table import Table, index_on


class Accompaniment(Table):
    """Who accompanies a dossier now, when she comes next, and what the point d'étape decided: one row a dossier."""

    assessment = ForeignKeyField(Assessment, primary_key=True, on_delete="CASCADE")
    consultant = ForeignKeyField(StaffAccount, null=True, index=False)
    next_visit_on = DayField(null=True)
    checkpoint = TextField(null=True, constraints=[Check("checkpoint IN ('continuer', 'arreter')")])
    checkpoint_on = DayField(null=True)
    checkpoint_reason = TextField(default="")
    checkpoint_entry = ForeignKeyField(
        Timeline, column_name="checkpoint_entry_id", null=True, on_delete="SET NULL", index=False
    )


class Intervention(Table):
    """A visit of the consultant as it is told today; the history keeps every version of it, `entry` is the last.

    `participants` is `|a|b|`. `uid` names it from before it is sent, so that two clicks record it once.
    """

    assessment = ForeignKeyField(Assessment, on_delete="CASCADE", index=False)
    uid = TextField()
    day = DayField()
    half_days = IntegerField(constraints=[Check("half_days IN (1, 2)")])
    participants = TextField()
    done = TextField()
    next_steps = TextField()
    author = TextField()
    recorded_at = MomentField()
    entry = ForeignKeyField(Timeline, on_delete="CASCADE", index=False)
    withdrawn = BooleanField(default=False)

    class Meta:
        """Peewee's options."""

        indexes = ((("assessment", "uid"), True),)


index_on("accompaniment_by_consultant", Accompaniment.consultant, where=Accompaniment.consultant.is_null(False))
index_on("intervention_by_assessment", Intervention.assessment, Intervention.day)
