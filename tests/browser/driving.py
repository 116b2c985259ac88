"""Going through the questionnaire in a real browser, by mouse or by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys import ANSWERS, Answers

QUESTION = "form[data-question]"
MOST_TABS = 60


def nothing(_page: Page) -> None:
    """Look at nothing on a screen."""


def begin(page: Page, url: str) -> None:
    """From a door's start page to the first question."""
    page.goto(url)
    page.locator("form#start button[type=submit]").first.click()
    expect(page.locator(QUESTION)).to_have_attribute("data-question", "territoire")
    page.wait_for_load_state()  # a tap goes on by itself once scripts run


def current(page: Page) -> str:
    """The key of the question on the screen, empty where none is."""
    form = page.locator(QUESTION)
    return str(form.get_attribute("data-question")) if form.count() else ""


def asked(page: Page) -> str:
    """The key of the question on the screen, once there is one."""
    return str(page.locator(QUESTION).get_attribute("data-question"))


def fill_in(page: Page, value: str | Sequence[str]) -> None:
    """Choose by keyboard or type the answer, which doesn't send it."""
    key, typed = page.locator(QUESTION).evaluate(
        "form => [form.dataset.question, !!form.querySelector(`input[type=text][name=${form.dataset.question}]`)]"
    )
    if typed:
        page.locator(f"{QUESTION} input[type=text][name={key}]").fill(str(value))
        return
    for each in [value] if isinstance(value, str) else value:
        page.locator(f"{QUESTION} input[name={key}][value='{each}']").press("Space")


def send(page: Page) -> None:
    """Press the button of the question."""
    page.locator(f"{QUESTION} button.primary").click()


def answer(page: Page, value: str | Sequence[str]) -> None:
    """Answer, and wait for the next screen."""
    with another_screen(page):
        fill_in(page, value)
        send(page)


def tap(page: Page, value: str | Sequence[str]) -> None:
    """Answer by mouse or finger, a single choice by one tap, and wait for the next screen."""
    with another_screen(page):
        card = page.locator(f"{QUESTION} .card")
        if isinstance(value, str) and card.count():
            own = f"[value='{value}']"
            card.and_(page.locator(f"{own}, :has({own})")).click()
        else:
            fill_in(page, value)
            send(page)


def choose_unseen(page: Page, value: str | Sequence[str]) -> None:
    """Choose or type the answer by script, at half the cost, where what is looked at is the screen."""
    page.locator(QUESTION).evaluate(
        """(form, values) => {
          for (const value of values) {
            const field = form.querySelector(`input[type=text], input[value='${value}']`);
            if (field.type === 'text') field.value = value;
            else field.click();
          }
        }""",
        [value] if isinstance(value, str) else list(value),
    )


def send_unseen(page: Page) -> None:
    """Press the button by script; what the server answers is on the screen, the mistake or the next step."""
    page.locator(QUESTION).evaluate(
        """form => new Promise(stepped => {
          document.addEventListener('journey:step', () => stepped(), {once: true});
          form.querySelector('button.primary').click();
        })"""
    )


def answer_unseen(page: Page, value: str | Sequence[str]) -> None:
    """Both."""
    choose_unseen(page, value)
    send_unseen(page)


@contextmanager
def another_screen(page: Page) -> Iterator[None]:
    """Entered on a question; left once the screen shows something else, or its hard no.

    Where scripts run, the page itself says when: a locator looks again after half a second.
    """
    key, scripts = page.locator(QUESTION).evaluate(
        "form => [form.dataset.question, matchMedia('(scripting: enabled)').matches]"
    )
    another = f"{QUESTION}:not([data-question='{key}']), form#finish, form#send, #go-on, .result"
    yield
    if scripts:
        page.wait_for_function("another => document.querySelector(another)", arg=another)
    else:
        page.locator(another).first.wait_for()


def answer_all(
    page: Page, answers: Answers = ANSWERS, look: Callable[[Page], None] = nothing, until: str = ""
) -> list[str]:
    """Answer what is asked up to the summary, or to the question `until`; `look` sees each screen. What was asked."""
    walked: list[str] = []
    while (key := current(page)) and key != until:
        look(page)
        walked.append(key)
        answer(page, answers[key])
    return walked


def until(key: str) -> Answers:
    """The answers that come before that question."""
    keys = list(ANSWERS)
    return {each: ANSWERS[each] for each in keys[: keys.index(key)]}


def finish(page: Page) -> None:
    """From the summary to the result."""
    page.locator("form#finish button").click()
    page.wait_for_url("**/resultat")


def outcome(page: Page) -> dict[str, str]:
    """The machine values of the result on the screen."""
    names = ("eligibility", "company-level", "offer-days", "total-cost", "region-share", "company-share")
    found: dict[str, str] = {}
    for name in names:
        value = page.locator(f"data#{name}")
        if value.count():
            found[name] = str(value.get_attribute("value"))
    return found


def focused(page: Page) -> dict[str, Any]:
    """What has the focus: tag, id, name, value, text, and whether it can be seen to have it."""
    return dict(
        page.evaluate(
            """() => {
              const element = document.activeElement;
              const drawn = [element, element.closest('label'), element.closest('a')].filter(Boolean);
              const seen = drawn.some(each => {
                const style = getComputedStyle(each);
                const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
                return outlined || style.boxShadow !== 'none';
              });
              return {tag: element.tagName.toLowerCase(), id: element.id, name: element.name ?? '',
                      value: element.value ?? '', type: element.type ?? '', text: element.textContent.trim(), seen};
            }"""
        )
    )


def tab_to(page: Page, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Press Tab until what is wanted has the focus; every stop on the way must show that it has it."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        stop = focused(page)
        assert stop["tag"] == "body" or stop["seen"], f"the focus doesn't show on {stop}"
        if wanted(stop):
            return stop
    raise AssertionError(f"not reached by {MOST_TABS} tabs on {page.url}")


def answer_by_keyboard(page: Page, value: str | Sequence[str]) -> None:
    """Answer the question on the screen with Tab, arrows, Space and Enter only."""
    with another_screen(page):
        _answer_by_keyboard(page, current(page), value)


def _answer_by_keyboard(page: Page, key: str, value: str | Sequence[str]) -> None:
    if page.locator(f"input[type=text][name={key}]").count():
        tab_to(page, lambda stop: stop["name"] == key)
        page.keyboard.type(str(value))
        page.keyboard.press("Enter")
    elif isinstance(value, str):
        tab_to(page, lambda stop: stop["name"] == key)
        page.keyboard.press("Space")
        for _ in range(MOST_TABS):
            if focused(page)["value"] == value:
                break
            page.keyboard.press("ArrowDown")
        assert focused(page)["value"] == value
        page.keyboard.press("Enter")
    else:
        for each in value:
            tab_to(page, lambda stop, each=each: stop["name"] == key and stop["value"] == each)  # type: ignore[misc]
            page.keyboard.press("Space")
        tab_to(page, lambda stop: stop["text"].startswith("Continuer"))
        page.keyboard.press("Enter")
