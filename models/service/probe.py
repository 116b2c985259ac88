"""A synthetic visitor: a whole journey over the network, its amounts checked, then everything erased."""

from __future__ import annotations

import re
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Final
from urllib.parse import urlencode, urlsplit

ANSWERS: Final = {
    "territoire": "69",
    "structure": "societe",
    "effectif": "48",
    "secteur": "industrie",
    "ambition": "innover",
    "themes": "qvct",
    "nouveaute": "entreprise",
    "pratiques": "oui",
    "parties_prenantes": "salaries",
}
"""What the visitor answers; to every other question, the level 1."""

LONGEST_JOURNEY = 60
TIMEOUT_SECONDS = 10
_QUESTION = re.compile(r"/diagnostics/[^/]+/questions/([a-z_]+)$")
_AMOUNT = re.compile(r'<data id="(total-cost|region-share|company-share)" value="([0-9]+)\.([0-9]{2})"')


class ProbeFailed(Exception):
    """The service doesn't do its main job; the message says at which step, in French and without any address."""


class _Visitor:
    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ProbeFailed(f"« {url} » n’est pas une adresse http:// ou https://.")
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self.prefix = parts.path.rstrip("/")
        self._connection = kind(parts.hostname, parts.port, timeout=TIMEOUT_SECONDS)

    def close(self) -> None:
        """Leave."""
        self._connection.close()

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[HTTPResponse, str]:
        """One request; the answer and its text. Raises ProbeFailed where none comes, or an error."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if fields is not None else {}
        try:
            self._connection.request(method, path, urlencode(fields or {}), headers)
            answer = self._connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, HTTPException) as reason:
            raise ProbeFailed(f"il ne répond pas ({reason}).") from reason
        if answer.status >= 400:
            raise ProbeFailed(f"il répond {answer.status} à une demande {method}.")
        return answer, text

    def go(self, method: str, path: str, fields: dict[str, str] | None = None) -> str:
        """A request that must lead elsewhere; where."""
        location = self.ask(method, path, fields)[0].getheader("Location")
        if not location:
            raise ProbeFailed(f"une demande {method} ne mène nulle part.")
        return urlsplit(location).path


def run_probe(url: str) -> int:
    """Do a whole journey at the service of that address and erase it; how many answers it took. Raises ProbeFailed."""
    with closing(_Visitor(url)) as visitor:
        visitor.ask("GET", f"{visitor.prefix}/sante")
        home = visitor.go("POST", f"{visitor.prefix}/diagnostics", {})
        try:
            steps = _answer_all(visitor, home)
            _check_amounts(visitor.ask("GET", visitor.go("POST", f"{home}/recapitulatif", {}))[1])
        finally:
            visitor.ask("POST", f"{home}/supprimer", {})
    return steps


def _answer_all(visitor: _Visitor, home: str) -> int:
    place, steps = visitor.go("GET", home), 0
    while question := _QUESTION.search(place):
        key = question[1]
        place = visitor.go("POST", place, {key: ANSWERS.get(key, "1")})
        steps += 1
        if steps > LONGEST_JOURNEY:
            raise ProbeFailed("le questionnaire ne finit pas.")
    return steps


def _check_amounts(page: str) -> None:
    cents = {name: int(whole) * 100 + int(rest) for name, whole, rest in _AMOUNT.findall(page)}
    if len(cents) != 3 or cents["region-share"] + cents["company-share"] != cents["total-cost"]:
        raise ProbeFailed("le résultat n’a pas ses trois montants, ou ils ne s’additionnent pas.")
