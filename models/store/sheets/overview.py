"""All the sheets at a glance: what waits for whom, and what the guide shows."""

from __future__ import annotations

from dataclasses import dataclass

from peewee import JOIN, fn

from models.store.sheets.publishing import Published, all_published
from models.store.sheets.versions import Version, read_version
from models.store.tables import Application, Assessment, SheetVersion


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A dossier's sheet: its newest version, and what was published of it."""

    dossier_id: int
    reference: str
    company: str
    newest: Version
    published: Published | None

    @property
    def to_publish(self) -> bool:
        """Whether the newest version is agreed to, and the guide doesn't show it."""
        shown = self.published is not None and not self.published.withdrawn_at
        return self.newest.agreed and not (shown and self.published and self.published.number == self.newest.number)


def list_sheets() -> tuple[list[SheetLine], list[Published]]:
    """The dossiers' sheets, the newest written first; and those that the guide shows of dossiers that are gone."""
    published = all_published()
    of_dossier = {each.dossier_id: each for each in published if each.dossier_id is not None}
    other = SheetVersion.alias()
    newest = other.select(fn.max(other.number)).where(other.assessment == SheetVersion.assessment)
    rows = (
        SheetVersion.select(SheetVersion, Assessment.id, Assessment.reference, Application.company.alias("company"))
        .join(Assessment)
        .join(Application, JOIN.LEFT_OUTER)
        .where(SheetVersion.number == newest)
        .order_by(SheetVersion.id.desc())
        .objects()
    )
    lines = [
        SheetLine(
            *(row.assessment_id, row.reference or "", row.company or ""),
            newest=read_version(row),
            published=of_dossier.get(row.assessment_id),
        )
        for row in rows
    ]
    return lines, [each for each in published if each.dossier_id is None]
