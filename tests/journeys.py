"""Walking the questionnaire in tests: whole sets of answers, and going from the start page to the end with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.page_client import Page, PageClient

Answers = Mapping[str, str | Sequence[str]]

COMPANY: Answers = {
    "territoire": "07",
    "structure": "societe",
    "effectif": "24",
    "secteur": "industrie",
}
PROJECT: Answers = {
    "ambition": "innover",
    "themes": ["participation", "qvct"],
    "nouveaute": "entreprise",
    "pratiques": "oui",
    "parties_prenantes": ["salaries", "managers"],
}
PROGRESS: Answers = dict.fromkeys(("besoin", "objectifs", "portage", "participation", "moyens", "calendrier"), "2")
OPENINGS = (
    "management_autonomie",
    "dialogue_instances",
    "qvct_conditions",
    "gouvernance_decisions",
    "ecosysteme_achats",
)
DEEPENINGS = (
    "management_feedback",
    "dialogue_accords",
    "qvct_fidelisation",
    "gouvernance_partage",
    "ecosysteme_cooperation",
)
PRACTICES: Answers = dict.fromkeys((key for pair in zip(OPENINGS, DEEPENINGS, strict=True) for key in pair), "2")
ANSWERS: Answers = {**COMPANY, **PROJECT, **PROGRESS, **PRACTICES}
"""A joinery of 24 in Ardèche with a project well on its way: eligible, `deploiement`."""


@dataclass(slots=True)
class Walk:
    """A journey as it went: the pages of the questions in order, then the page where it stopped."""

    page: Page
    asked: list[Page] = field(default_factory=list)

    @property
    def keys(self) -> list[str]:
        """The questions that were asked, in order."""
        return [page.question for page in self.asked]

    @property
    def token(self) -> str:
        """The token in the address where it stopped."""
        return token_of(self.page.path)


def token_of(path: str) -> str:
    """The token of an assessment's address."""
    parts = urlsplit(path).path.split("/")
    return parts[parts.index("diagnostics") + 1]


def begin(client: PageClient, door: str = "") -> Page:
    """From the start page of a door (`/integre`, `/borne/CODE`) to the first question."""
    return client.submit(client.get(door or "/"), "form#start")


def walk_journey(
    client: PageClient,
    answers: Answers = ANSWERS,
    *,
    door: str = "",
    finish: bool = True,
    page: Page | None = None,
) -> Walk:
    """Answer every question asked, going on past a hard no, up to the summary, or to the result with `finish`.

    Without `page` it begins at the door's start page. At a kiosk the last answer concludes by itself.
    """
    walk = Walk(page or begin(client, door))
    while walk.page.question:
        page = walk.page
        walk.asked.append(page)
        assert len(walk.asked) == len(set(walk.keys)), f"asked twice: {walk.keys}"
        walk.page = client.answer(page, answers[page.question])
        if walk.page.all("#go-on"):
            walk.page = client.get(str(walk.page.one("#go-on").get("href")))
    if finish and walk.page.all("form#finish"):
        walk.page = client.submit(walk.page, "form#finish")
    return walk


def fill(client: PageClient, answers: Answers = ANSWERS, *, door: str = "", finish: bool = False) -> str:
    """Begin an assessment and post these answers straight to their questions, perhaps conclude; its address."""
    started = client.post(f"{door}/diagnostics", {}, status=303, follow=False)
    address = urlsplit(started.response.headers["Location"]).path
    for key, value in answers.items():
        client.post(f"{address}/questions/{key}", {key: value}, status=303, follow=False)
    if finish:
        client.post(f"{address}/recapitulatif", {}, status=303, follow=False)
    return address


def before(key: str, answers: Answers = ANSWERS) -> Answers:
    """The answers that come before that question."""
    keys = list(answers)
    return {each: answers[each] for each in keys[: keys.index(key)]}
