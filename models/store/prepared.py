"""Queries that are asked at every step: Peewee writes their SQL once, each call only binds its values."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

from peewee import BooleanField, ColumnBase

from models.store.database import database
from models.store.engine import Row
from models.store.fields import DayField, MomentField

CONVERTED = (MomentField, DayField, BooleanField)


class _Slot(ColumnBase):
    """The place of an argument in a query being written."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __sql__(self, context: Any) -> Any:
        return context.value(_Argument(self.number), converter=False)


class _Argument(int):
    """Among Peewee's values, the number of the argument that goes there."""


class _Statement(NamedTuple):
    sql: str
    values: list[Any]
    slots: list[tuple[int, int]]
    converters: list[tuple[int, Callable[[Any], Any]]]


def prepared(build: Callable[..., Any], arguments: int | None = None) -> Callable[..., list[Row]]:
    """Make a function that returns a query into one that runs it, its SQL written once for each engine.

    Its arguments are values, never the query's shape; `arguments` says how many where the function takes any number.
    The answer is all rows, as tuples.
    """
    count = len(inspect.signature(build).parameters) if arguments is None else arguments
    written: dict[type, _Statement] = {}

    @functools.wraps(build)
    def run(*given: Any) -> list[Row]:
        engine = database.obj
        statement = written.get(type(engine))
        if statement is None:
            statement = written[type(engine)] = _write(build(*map(_Slot, range(count))), engine)
        values = statement.values.copy()
        for place, number in statement.slots:
            values[place] = given[number]
        rows: list[Row] = engine.rows(statement.sql, values)
        return [_converted(row, statement.converters) for row in rows] if statement.converters else rows

    return run


def _write(query: Any, engine: Any) -> _Statement:
    sql, values = query.bind(engine).sql()
    sql, values = _with_numbers(sql, values, engine.param)
    slots = [(place, int(value)) for place, value in enumerate(values) if isinstance(value, _Argument)]
    columns = getattr(query, "_returning", None) or ()
    converters = [(place, each.python_value) for place, each in enumerate(columns) if isinstance(each, CONVERTED)]
    return _Statement(sql, values, slots, converters)


def _with_numbers(sql: str, values: list[Any], mark: str) -> tuple[str, list[Any]]:
    """The same with the query's own whole numbers written into it: PostgreSQL plans a bound LIMIT anew at each call."""
    pieces = sql.split(mark)
    written, bound = pieces[0], []
    for value, piece in zip(values, pieces[1:], strict=True):
        number = type(value) is int
        written += (str(value) if number else mark) + piece
        if not number:
            bound.append(value)
    return written, bound


def _converted(row: Row, converters: list[tuple[int, Callable[[Any], Any]]]) -> Row:
    cells = list(row)
    for place, convert in converters:
        cells[place] = convert(cells[place])
    return tuple(cells)
