"""What is kept beside the dossiers: proposals made together, the counts of what was erased, those of who answered."""

from __future__ import annotations

from peewee import CompositeKey, ForeignKeyField, IntegerField, TextField

from models.store.fields import DayField, MomentField
from models.store.tables.assessments import Assessment
from models.store.tables.table import Table, index_on


class Proposal(Table):
    """Open requests that the team chose together, under a name; `chosen` is how many there were when it was kept."""

    name = TextField(unique=True)
    version = IntegerField()
    chosen = IntegerField()
    created_at = MomentField()
    created_by = TextField()
    changed_at = MomentField()
    changed_by = TextField()


class ProposalDossier(Table):
    """A request in a proposal; it leaves with its dossier."""

    proposal = ForeignKeyField(Proposal, on_delete="CASCADE", index=False)
    assessment = ForeignKeyField(Assessment, on_delete="CASCADE", index=False)

    class Meta:
        """Peewee's options."""

        primary_key = CompositeKey("proposal", "assessment")


class UnfinishedCount(Table):
    """How many unfinished visits of a day, a door and an event (0: none) waited at a place when they were erased."""

    day = DayField()
    door = TextField()
    event_id = IntegerField()
    place = IntegerField()
    visits = IntegerField()

    class Meta:
        """Peewee's options."""

        primary_key = CompositeKey("day", "door", "event_id", "place")


class ReportComment(Table):
    """What the Aract says itself in its report to the Région: one text a period, `2026` or `ensemble`."""

    period = TextField(primary_key=True)
    text = TextField()
    version = IntegerField()
    changed_at = MomentField()
    changed_by = TextField()


class PeerCount(Table):
    """Where the companies of a size and a sector stood when they were counted (empty: every one), as JSON text.

    Figures alone: nothing of it belongs to an assessment.
    """

    size = TextField()
    sector = TextField()
    counted_at = MomentField()
    counts = TextField()

    class Meta:
        """Peewee's options."""

        primary_key = CompositeKey("size", "sector")


index_on("proposal_dossier_by_assessment", ProposalDossier.assessment)
