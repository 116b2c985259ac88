"""Answers, results and project sheets as the JSON text kept in the tables, and back, exactly."""

from __future__ import annotations

import msgspec

from models.rules.question import Answer
from models.rules.result import Result
from models.rules.sheet import SheetText

_encoder = msgspec.json.Encoder()
_answers: msgspec.json.Decoder[Answer] = msgspec.json.Decoder(Answer)
_results: msgspec.json.Decoder[Result] = msgspec.json.Decoder(Result)
_sheets: msgspec.json.Decoder[SheetText] = msgspec.json.Decoder(SheetText)


def encode_answer(answer: Answer) -> str:
    """An answer as JSON text."""
    return _encoder.encode(answer).decode()


def decode_answer(text: str) -> Answer:
    """The answer of that JSON text. Raises msgspec.ValidationError where it is none."""
    return _answers.decode(text)


def encode_result(result: Result) -> str:
    """A result as JSON text: enumerations by their values, days as ISO text."""
    return _encoder.encode(result).decode()


def decode_result(text: str) -> Result:
    """The result of that JSON text. Raises msgspec.ValidationError where it is none."""
    return _results.decode(text)


def encode_sheet(text: SheetText) -> str:
    """What a project sheet says, as JSON text."""
    return _encoder.encode(text).decode()


def decode_sheet(text: str) -> SheetText:
    """What the JSON text of a sheet says. Raises msgspec.ValidationError where it is none."""
    return _sheets.decode(text)
