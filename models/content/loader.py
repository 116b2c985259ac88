"""The one way into the content: bytes → a checked :class:`Questionnaire`, or every mistake at once."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from models.content.check_questions import check_questions
from models.content.check_scheme import check_scheme
from models.content.check_team import check_team
from models.content.errors import ContentError, ContentErrors, Findings
from models.content.read_questions import read_parts, read_questions
from models.content.read_scheme import (
    read_criteria,
    read_dimensions,
    read_levels,
    read_offers,
    read_requirements,
    read_retention,
    read_tariffs,
)
from models.content.read_texts import (
    read_contradictions,
    read_faq,
    read_guide,
    read_letters,
    read_review,
    read_stories,
    read_wording,
)
from models.content.section import Section
from models.content.syntax import read_toml
from models.rules.questionnaire import Questionnaire

FIRST_CONTENT = Path(__file__).with_name("questionnaire.toml")
"""The content file of the repository: the first version that runs."""

_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,29}")


def load(source: bytes, name: str, *, served: bool = False) -> Questionnaire:
    """The questionnaire written in these bytes; `name` is the file's name in the errors.

    A content that has `served` is not asked whether the PDF's font has all its letters: results were made with it.

    Raises ContentErrors with every mistake at once: writing, missing and unknown names, types, texts, typography,
    references, rules that contradict each other. A mistake of writing (TOML) hides those behind it.
    """
    findings = Findings(name, served=served)
    values = read_toml(source, findings)
    questionnaire = None if values is None else _read(values, hashlib.sha256(source).hexdigest(), findings)
    if questionnaire is not None and questionnaire.questions and not findings.full:
        check_questions(questionnaire, findings)
        check_scheme(questionnaire, findings)
        check_team(questionnaire, findings)
    if questionnaire is None or findings.count:
        raise ContentErrors(findings.errors)
    return questionnaire


def load_file(path: str | Path) -> Questionnaire:
    """The questionnaire of a file. Raises ContentErrors as `load`, an unreadable file included."""
    path = Path(path)
    try:
        source = path.read_bytes()
    except OSError as error:
        problem = "il n’existe pas" if isinstance(error, FileNotFoundError) else "il ne s’ouvre pas"
        unreadable = ContentError(path.name, "fichier", problem, f"un fichier lisible à cette place : {path}")
        raise ContentErrors([unreadable]) from error
    return load(source, path.name)


def check_file(path: str | Path) -> list[ContentError]:
    """Every mistake of a file; an empty list where it can be used."""
    try:
        load_file(path)
    except ContentErrors as mistakes:
        return list(mistakes.errors)
    return []


def _read(values: dict[str, object], sha256: str, findings: Findings) -> Questionnaire:
    root = Section(values, "", findings)
    version = root.line("version", longest=30)
    if version and not _VERSION.fullmatch(version):
        root.note(
            "version", f"« {version} » ne convient pas", 'des lettres, chiffres, points et tirets, comme "2026.1"'
        )
    questionnaire = Questionnaire(
        version=version,
        sha256=sha256,
        parts=read_parts(root),
        questions=read_questions(root),
        dimensions=read_dimensions(root),
        levels=read_levels(root),
        criteria=read_criteria(root),
        offers=read_offers(root),
        requirements=read_requirements(root),
        tariffs=read_tariffs(root),
        retention=read_retention(root),
        contradictions=read_contradictions(root),
        stories=read_stories(root),
        faq=read_faq(root),
        guide=read_guide(root),
        wording=read_wording(root),
        letters=read_letters(root),
        review=read_review(root),
    )
    root.close()
    return questionnaire
