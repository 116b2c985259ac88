"""The tables: each a model, its columns typed. The migrations make them; a test compares."""

from __future__ import annotations

from models.store.tables.accompaniment import Accompaniment, Intervention
from models.store.tables.assessments import (
    Access,
    AnswerRow,
    Assessment,
    Erased,
    Probe,
    Revision,
)
from models.store.tables.collections import Attempt, Box, Collection, Slip
from models.store.tables.dossiers import (
    Application,
    Audit,
    DossierImport,
    DossierLikeness,
    DossierLink,
    DossierSearch,
    ImportedDossier,
    OutboxMessage,
    SavedView,
    Timeline,
)
from models.store.tables.events_and_content import (
    ContentCandidate,
    ContentVersion,
    Event,
    ReferenceCounter,
    Setting,
)
from models.store.tables.figures import (
    PeerCount,
    Proposal,
    ProposalDossier,
    ReportComment,
    UnfinishedCount,
)
from models.store.tables.people import (
    Mailed,
    SignInFailure,
    StaffAccount,
    StaffRecoveryCode,
    StaffSession,
)
from models.store.tables.reviews import Review
from models.store.tables.sheets import PublishedSheet, SheetVersion
from models.store.tables.table import Table

ALL: tuple[type[Table], ...] = (
    *(Event, ContentVersion, ContentCandidate, Setting, ReferenceCounter),
    *(StaffAccount, StaffRecoveryCode, StaffSession, SignInFailure, Mailed),
    *(Assessment, Access, Revision, AnswerRow, Erased, Probe),
    *(Application, DossierSearch, OutboxMessage, Audit, Timeline, DossierLink, SavedView),
    *(Proposal, ProposalDossier, UnfinishedCount, DossierLikeness, DossierImport, ImportedDossier),
    *(ReportComment, PeerCount),
    *(Collection, Box, Slip, Attempt),
    *(SheetVersion, PublishedSheet),
    *(Accompaniment, Intervention, Review),
)
"""Every table, those that others refer to first."""

__all__ = [
    "ALL",
    "Access",
    "Accompaniment",
    "AnswerRow",
    "Application",
    "Assessment",
    "Attempt",
    "Audit",
    "Box",
    "Collection",
    "ContentCandidate",
    "ContentVersion",
    "DossierImport",
    "DossierLikeness",
    "DossierLink",
    "DossierSearch",
    "Erased",
    "Event",
    "ImportedDossier",
    "Intervention",
    "Mailed",
    "OutboxMessage",
    "PeerCount",
    "Probe",
    "Proposal",
    "ProposalDossier",
    "PublishedSheet",
    "ReferenceCounter",
    "ReportComment",
    "Review",
    "Revision",
    "SavedView",
    "Setting",
    "SheetVersion",
    "SignInFailure",
    "Slip",
    "StaffAccount",
    "StaffRecoveryCode",
    "StaffSession",
    "Table",
    "Timeline",
    "UnfinishedCount",
]
