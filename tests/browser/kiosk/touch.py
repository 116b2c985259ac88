"""A visitor at the stand: everything by taps, which are counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from models.rules.question import Answer
from tests.browser.driving import QUESTION, current
from tests.journeys import ANSWERS, COMPANY, DEEPENINGS, Answers, token_of

SHORT: Answers = {
    **{key: value for key, value in ANSWERS.items() if key not in DEEPENINGS},
    "effectif": "124",
    "themes": ["qvct"],
    "parties_prenantes": ["salaries"],
}
"""One company, a headcount of three digits, one theme, one stakeholder, no hard no."""

LAST = "ecosysteme_achats"
IN_BETWEEN: dict[str, Answer] = {
    key: value if isinstance(value, str) else tuple(value)
    for key, value in SHORT.items()
    if key not in {*COMPANY, LAST}
}
"""What a test that isn't about the questions may put on record: everything between the company and the end."""


@dataclass(slots=True)
class Visitor:
    """Somebody in front of the tablet."""

    page: Page
    taps: int = 0

    def tap(self, target: str | Locator) -> None:
        """One touch."""
        place = self.page.locator(target) if isinstance(target, str) else target
        place.tap()
        self.taps += 1

    def begin(self, start: str) -> str:
        """From the attract screen to the first question; the visit's token."""
        self.page.goto(start)
        self.tap("form#start button")
        self.expect_question("territoire")
        return token_of(self.page.url)

    def answer(self, value: str | Sequence[str]) -> None:
        """Answer the question on the screen, and wait until it has gone."""
        key = current(self.page)
        self.choose(value)
        expect(self.page.locator(f"form[data-question='{key}']")).to_have_count(0)

    def choose(self, value: str | Sequence[str]) -> None:
        """The taps of an answer, whatever comes of them."""
        if self.page.locator(f"{QUESTION} [data-keypad]").count():
            for digit in str(value):
                self.tap(f"[data-digit='{digit}']")
            self.tap(f"{QUESTION} button.primary")
        elif isinstance(value, str):
            self.tap(f"{QUESTION} button.card[value='{value}']")
        else:
            for each in value:
                self.tap(f"{QUESTION} label:has(input[value='{each}'])")
            self.tap(f"{QUESTION} button.primary")

    def answer_all(self, answers: Answers = SHORT) -> list[str]:
        """Answer what is asked, up to the result. What was asked."""
        asked = []
        while key := current(self.page):
            asked.append(key)
            self.answer(answers[key])
        expect(self.page.locator(".stand-result")).to_be_visible()
        return asked

    def expect_question(self, key: str) -> None:
        """That question is on the screen."""
        expect(self.page.locator(QUESTION)).to_have_attribute("data-question", key)

    def expect_start(self) -> None:
        """The attract screen is on the screen."""
        expect(self.page.locator("form#start")).to_be_visible()
