"""What was granted is frozen: rows of before it was are priced once, by the tariff of their day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from importlib import import_module
from pathlib import Path

from playhouse.migrate import SchemaMigrator, migrate

from models.rules.estimate import price_days
from models.rules.questionnaire import Tariff
from models.rules.result import Grant
from models.store.applications import Applicant, ApplicationKind, submit_application
from models.store.audit import COMMAND_LINE
from models.store.contents import content_of_day, publish_content, register_content
from models.store.database import database
from models.store.dossier_file import get_dossier, grant_days
from models.store.figures import Granted, days_granted
from models.store.filters import Filters
from models.store.grants import freeze_grants
from models.store.tables import Assessment
from models.store.timeline import list_entries
from tests.rules.sample import SAMPLE
from tests.store.making import NOW, concluded

STEP = import_module("models.store.migrations.0004_grants")
TARIFFS = (
    Tariff(date(2017, 1, 1), date(2026, 12, 31), 100_000, Fraction(1, 5)),
    Tariff(date(2027, 1, 1), None, 110_000, Fraction(9, 40)),
)
price = partial(price_days, replace(SAMPLE, tariffs=TARIFFS))
OLD_DAY = date(2026, 3, 2)


def asked() -> int:
    visit, _ = concluded()
    submit_application(visit.assessment_id, Applicant(ApplicationKind.APPLICATION, "Inès Faure"), [], NOW)
    return visit.assessment_id


def granted_before(days: int | None, on: date | None) -> int:
    """A dossier as the program kept it when only days were."""
    number = asked()
    Assessment.update(days_granted=days, granted_on=on).where(Assessment.id == number).execute()
    return number


def test_rows_of_before_are_priced_at_the_tariff_of_their_day_once(store: Path) -> None:
    priced, dayless, ungranted = (granted_before(*row) for row in ((10, OLD_DAY), (5, None), (None, None)))
    assert freeze_grants(price, date(2027, 2, 1)) == 2
    assert get_dossier(priced).grant == price(10, OLD_DAY)
    assert get_dossier(priced).grant == Grant(10, OLD_DAY, 100_000, 200_000, 800_000)
    frozen = get_dossier(dayless).grant
    assert frozen is not None
    assert (frozen.on, frozen.day_cents) == (None, 110_000), "the day stays unknown, the price is that of the upgrade"
    assert get_dossier(ungranted).grant is None
    assert freeze_grants(lambda days, day: Grant(days, day, 1, 1, 1), date(2028, 1, 1)) == 0
    assert get_dossier(priced).grant == price(10, OLD_DAY)


def test_a_day_without_a_tariff_is_left_without_amounts_rather_than_guessed(store: Path) -> None:
    number = granted_before(10, date(2001, 1, 1))
    assert freeze_grants(price, OLD_DAY) == 0
    assert get_dossier(number).grant == Grant(10, date(2001, 1, 1), None, None, None)
    assert days_granted(Filters()) == [Granted("candidature", 1, 10, 0, 0, 0, 1)]


def test_rows_of_before_the_amounts_go_through_the_step_that_adds_them(store: Path) -> None:
    number = granted_before(15, OLD_DAY)
    migrator = SchemaMigrator.from_database(database.obj)
    by_stage = migrator.drop_index("assessment", "assessment_by_stage")  # of a later step, and it holds the amounts
    migrate(by_stage, *(migrator.drop_column("assessment", name) for name in STEP.AMOUNTS))
    STEP.up(migrator, database.obj)
    Assessment.create_table()  # it is there: its index comes back
    assert get_dossier(number).grant == Grant(15, OLD_DAY, None, None, None)
    assert freeze_grants(price, date(2027, 2, 1)) == 1
    assert get_dossier(number).grant == Grant(15, OLD_DAY, 100_000, 300_000, 1_200_000)


def test_a_decision_takes_the_place_of_the_former_and_both_are_told(store: Path) -> None:
    number = asked()
    for days, words in ((5, "cinq"), (10, "dix")):
        version = get_dossier(number).version
        grant_days(number, version, price(days, OLD_DAY), OLD_DAY, "", NOW, COMMAND_LINE, shown=words)
    assert [entry.summary for entry in list_entries(number)][:2] == ["dix", "cinq"]
    assert get_dossier(number).grant == price(10, OLD_DAY)


def test_the_content_of_a_day_is_the_one_that_ran_then(store: Path) -> None:
    later, latest = (register_content(each, each.decode(), NOW + timedelta(days=9)) for each in (b"2", b"3"))
    publish_content(later.id, NOW + timedelta(days=10), "Agathe")
    publish_content(latest.id, NOW + timedelta(days=20), "Agathe")
    first, brought = 1, register_content(b"4", "4", NOW + timedelta(days=5))
    told = {days: content_of_day(NOW + timedelta(days=days)) for days in (-400, 0, 5, 9, 10, 21)}
    assert {days: found and found.id for days, found in told.items()} == {
        -400: first,
        0: first,
        5: brought.id,
        9: brought.id,
        10: later.id,
        21: latest.id,
    }
