"""What a dossier knows of its project already: where a sheet begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from peewee import chunked, fn

from models.rules.guessing import Facts
from models.rules.result import Result
from models.rules.review import ReviewKey
from models.rules.sheet import Progress, SheetText, progress_between
from models.rules.variety import Axis
from models.store.applications import find_application
from models.store.dossier_links import one_company
from models.store.encoding import decode_result
from models.store.likeness import Likeness, marks_of
from models.store.reviews import find_review
from models.store.sample import Candidate, find_companies
from models.store.search_words import squeeze
from models.store.tables import Application, Assessment, Revision

_IDS_IN_A_QUERY = 200

LEAST_LETTERS = 4
"""Of a name that is looked for in a sheet's words: shorter ones stand in many others."""


def known_of(dossier_id: int) -> SheetText:
    """A sheet as far as the dossier can tell it: facts, the project in the company's words, what its review says
    changed, the sentence it would quote, before and after. Raises KeyError."""
    found = find_companies([dossier_id])
    if not found:
        raise KeyError(dossier_id)
    application, review = find_application(dossier_id), find_review(dossier_id).answers
    return SheetText(
        need=application.applicant.project if application else "",
        changed="\n\n".join(review[key] for key in (ReviewKey.CHANGED, ReviewKey.FOR_WHOM) if key in review),
        quote=review.get(ReviewKey.QUOTE, ""),
        company=application.applicant.company if application else "",
        department=_only(found[0], Axis.DEPARTMENT),
        sector=_only(found[0], Axis.SECTOR),
        size=_only(found[0], Axis.SIZE),
        themes=found[0].company.values(Axis.THEME),
        progress=known_progress(dossier_id),
    )


def known_progress(dossier_id: int) -> tuple[Progress, ...]:
    """Before and after by dimension, from the first whole result to the last; nothing before there are two."""
    return next(iter(progress_of_each([dossier_id])), ())


def progress_of_each(dossier_ids: Iterable[int]) -> list[tuple[Progress, ...]]:
    """The same of each of these dossiers that has more than one result, in their order."""
    ids = list(dossier_ids)
    results: dict[int, list[Result]] = {id_: [] for id_ in ids}
    for batch in chunked(ids, _IDS_IN_A_QUERY):
        for dossier_id, result in _results_of_several(batch):
            results[dossier_id].append(decode_result(result))
    # Those of a stand's short path are a floor.
    whole = ([each for each in found if not each.short] for found in results.values())
    return [progress_between(found[0], found[-1]) for found in whole if found]


def _results_of_several(dossier_ids: Sequence[int]) -> Any:
    """The concluded results of those of these dossiers that have several, in order, and whose each is."""
    each = Revision.alias()
    several = each.select(each.assessment).where(each.assessment.in_(dossier_ids), each.result.is_null(False))
    several = several.group_by(each.assessment).having(fn.count(each.id) > 1)
    rows = Revision.select(Revision.assessment, Revision.result).where(Revision.result.is_null(False))
    return rows.where(Revision.assessment.in_(several)).order_by(Revision.assessment, Revision.number).tuples()


def facts_of_who_asked() -> list[Facts]:
    """The facts of every company that asked for something, linked dossiers and those of one SIREN being one company.

    Among them a reader would look for one that isn't named.
    """
    rows = list(
        Assessment.select(
            *(Assessment.id, Assessment.department, Assessment.sector, Assessment.size, Application.siren)
        )
        .left_outer_join(Application)
        .where(Assessment.application_stage.is_null(False))
        .order_by(Assessment.id)
        .tuples()
    )
    linked, named = one_company(id_ for id_, *_ in rows), dict[str, int]()
    same = {company: company for company in linked.values()}
    facts: dict[int, Facts] = {}
    for id_, department, sector, size, siren in rows:
        company = _first_of(same, linked[id_])
        if siren:
            first, other = sorted((company, _first_of(same, named.setdefault(siren, company))))
            same[other] = first
        facts.setdefault(linked[id_], Facts(department or "", sector or "", size or ""))
    return [facts[company] for company in same if same[company] == company]


def _first_of(same: Mapping[int, int], company: int) -> int:
    """The first of those that are one company with this one."""
    while same[company] != company:
        company = same[company]
    return company


def _only(candidate: Candidate, axis: Axis) -> str:
    return next(iter(candidate.company.values(axis)), "")


def names_in(text: SheetText, dossier_id: int) -> tuple[str, ...]:
    """The names of the request that stand in a sheet's words, whatever their accents, spaces and legal form."""
    application = find_application(dossier_id)
    if application is None:
        return ()
    asked, words = application.applicant, squeeze(" ".join(text.words))
    company = marks_of(company_number="", email="", phone="", company=asked.company).get(Likeness.COMPANY, "")
    marks = {asked.company: company, asked.name: squeeze(asked.name)}
    return tuple(name for name, mark in marks.items() if len(mark) >= LEAST_LETTERS and mark in words)
