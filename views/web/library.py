"""The content versions in use: the running one, and the older ones that concluded results were made with."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path

from flask import current_app, g
from markupsafe import Markup

from models.content.loader import load
from models.content.team_words import with_team_words
from models.french.formats import PARIS
from models.rules.estimate import NoTariff, price_days
from models.rules.question import Precision, Size
from models.rules.questionnaire import Questionnaire
from models.rules.result import Grant
from models.store import contents
from models.store.visits import Visit
from views.forms.asked_question import Screen
from views.forms.question_form import QuestionForm, build_form

FIRST_CONTENT = Path(__file__).parent.parent.parent / "models" / "content" / "questionnaire.toml"


@dataclass(frozen=True, slots=True, eq=False)
class Edition:
    """One content version ready to use: its row's id, its questionnaire, and what is built from it.

    `forms` check what is posted; `kept_screens` are the questions as nobody answered them yet (see
    `views.journey.question_screen`).
    """

    content_id: int
    questionnaire: Questionnaire
    forms: dict[str, type[QuestionForm]]
    kept_screens: dict[tuple[str, Size, tuple[Precision, ...], str | None, bool], Screen] = field(default_factory=dict)


def edition_of(content_id: int, questionnaire: Questionnaire) -> Edition:
    """A content version made ready to ask questions from."""
    return Edition(content_id, questionnaire, {each.key: build_form(each) for each in questionnaire.questions})


class Library:
    """Finds editions; keeps the running one at hand. One per application."""

    def __init__(self, pinned: Path | None, *, shared: bool = False) -> None:
        """`pinned` is the content file named by CONTENT: it runs whatever was published.

        `shared` says that other processes may publish: each request then asks which version runs.
        """
        self.pinned = pinned
        self.shared = shared and not pinned
        self._running: Edition | None = None
        self.of = lru_cache(maxsize=16)(self._load)

    def open(self) -> None:
        """Register the file's version and settle which one runs; raises ContentErrors with every mistake."""
        path = self.pinned or FIRST_CONTENT
        source = path.read_bytes()
        questionnaire = load(source, path.name)
        kept = contents.register_content(source, questionnaire.version, datetime.now(UTC))
        published = None if self.pinned else contents.published_content()
        if published is None or published.id == kept.id:
            self._running = edition_of(kept.id, with_team_words(questionnaire))
        else:
            self._running = self.of(published.id)

    @property
    def running(self) -> Edition:
        """The edition that questions are asked from now."""
        assert self._running is not None, "Library.open() comes first"
        return self._running

    def newest(self, visit: Visit | None = None) -> Edition:
        """The same, once it is sure that no other process published another; who has found a visit knows it by that."""
        if self.shared:
            self._follow(visit.published_id if visit else contents.published_id())
        return self.running

    def refresh(self) -> None:
        """After a publication: what is published now runs."""
        self._follow(contents.published_id())

    def _follow(self, published: int | None) -> None:
        if published is not None and not self.pinned and published != self.running.content_id:
            self._running = self.of(published)

    def price(self, days: int, day: date) -> Grant:
        """What so many days cost on a day, by the content that ran then, else by the one that runs. Raises NoTariff."""
        then = None if self.pinned else contents.content_of_day(datetime.combine(day, time.max, PARIS))
        for questionnaire in (self.of(then.id).questionnaire,) if then else ():
            with suppress(NoTariff):
                return price_days(questionnaire, days, day)
        return price_days(self.running.questionnaire, days, day)

    def _load(self, content_id: int) -> Edition:
        kept = contents.find_content(content_id)
        return edition_of(content_id, with_team_words(load(kept.source, kept.version, served=True)))


@dataclass(frozen=True, slots=True)
class Draft:
    """A content being prepared, in whose preview nothing acts; the banner stands on top of its screens."""

    edition: Edition
    banner: Markup


def draft() -> Draft | None:
    """The draft this request previews; None on every real page."""
    return g.get("draft")  # type: ignore[no-any-return]


def library() -> Library:
    """The application's library."""
    return current_app.extensions["library"]  # type: ignore[no-any-return]


def running(visit: Visit | None = None) -> Edition:
    """The edition that questions are asked from now; in a preview of a content being prepared, that one.

    Whoever has just found a visit gives it: no query more then.
    """
    previewed = draft()
    if previewed:
        return previewed.edition
    edition: Edition | None = g.get("edition")
    if edition is None:
        edition = g.edition = library().newest(visit)
    return edition
