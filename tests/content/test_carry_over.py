"""Changes carried over to a version that was published meanwhile: both sides' kept, disputes told, never silent."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

from models.content.carry_over import Carried, carry_over
from models.content.loader import FIRST_CONTENT, load
from models.content.writer import read_values, rewrite

SOURCE = FIRST_CONTENT.read_bytes()
VALUES = read_values(SOURCE)


def changed(version: str, *changes: Callable[[dict[str, Any]], object]) -> bytes:
    values = copy.deepcopy(VALUES)
    values["version"] = version
    for change in changes:
        change(values)
    return rewrite(SOURCE, values)


def question(values: dict[str, Any], key: str) -> dict[str, Any]:
    return next(each for each in values["questions"] if each["cle"] == key)


def carried(mine: bytes, running: bytes) -> tuple[Carried, dict[str, Any]]:
    done = carry_over(SOURCE, mine, running)
    assert load(done.source, "reporté").version == read_values(mine)["version"]
    return done, read_values(done.source)


def test_each_side_s_changes_are_kept() -> None:
    mine = changed(
        "2026.2",
        lambda v: question(v, "effectif").update(titre="Combien\u202f?"),
        lambda v: question(v, "secteur")["choix"][0].update(libelle="Usines"),
        lambda v: question(v, "effectif").pop("indication"),
    )
    running = changed(
        "2026.3",
        lambda v: v["tarifs"][0].update(prix_du_jour="1100.00"),
        lambda v: question(v, "effectif").update(court="Salariés"),
        lambda v: question(v, "secteur")["choix"].reverse(),
    )
    done, values = carried(mine, running)
    assert done.disputed == ()
    effectif, secteur = question(values, "effectif"), question(values, "secteur")
    assert (effectif["titre"], effectif["court"], "indication" in effectif) == ("Combien\u202f?", "Salariés", False)
    assert secteur["choix"][-1] == {"valeur": "industrie", "libelle": "Usines"}
    assert values["tarifs"][0]["prix_du_jour"] == "1100.00"
    assert re.findall("^# .*", done.source.decode(), re.M) == re.findall("^# .*", SOURCE.decode(), re.M)


def test_what_both_changed_alike_is_no_dispute() -> None:
    same = lambda v: v["textes"].update(promesse="La même.")  # noqa: E731
    done, values = carried(changed("2026.2", same), changed("2026.3", same))
    assert (done.disputed, values["textes"]["promesse"]) == ((), "La même.")


def test_what_both_changed_otherwise_stays_as_it_runs_and_is_told() -> None:
    done, values = carried(
        changed("2026.2", lambda v: question(v, "effectif").update(titre="Combien\u202f?")),
        changed("2026.3", lambda v: question(v, "effectif").update(titre="À combien\u202f?")),
    )
    assert done.disputed == ("Question «\u00a0Effectif\u00a0»\u00a0: le titre change.",)
    assert question(values, "effectif")["titre"] == "À combien\u202f?"


def test_lists_that_both_lengthened_are_a_dispute() -> None:
    done, values = carried(
        changed("2026.2", lambda v: v["textes"]["suites"].append("Une.")),
        changed("2026.3", lambda v: v["textes"]["suites"].append("Autre.")),
    )
    assert len(done.disputed) == 1
    assert values["textes"]["suites"][-1] == "Autre."
