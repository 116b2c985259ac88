"""With everything the database holds, and the bytes of its files: an attempt to tell what one colleague said.

The one who tries has the most that anybody can have: every slip of the paper sheet, each with the name of whoever drew
it, and the database itself.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from peewee import AutoField

from models.rules.collection import Group
from models.store.collections import begin_attempt, close_collection, find_open
from models.store.contents import register_content
from models.store.copying import copy_database
from models.store.database import close_database, open_database
from models.store.erasure import personal_links
from models.store.merge import merge_file
from models.store.sqlite.backup import back_up
from models.store.tables import Attempt, Box, Collection, Revision, Slip, Table
from models.store.tokens import slip_hash
from tests.rows import count, everything, rows, values
from tests.rules.sample import PRACTICE_KEYS, SAMPLE
from tests.store.collections.making import AFTER, asking, ballot, filled, held, sent
from tests.store.making import NOW, bytes_on_disk, sql

OWN = (Box, Slip, Attempt)
"""Collections themselves are the direction's: it opened them, and their days are no secret."""


def shuffled(seed: int) -> list[dict[str, str]]:
    """Twelve ballots, each different from the others in many answers."""
    chance = random.Random(seed)  # noqa: S311
    return [{key: chance.choice(["0", "1", "2", "3", "nsp"]) for key in PRACTICE_KEYS} for _ in range(12)]


def tables_after(tokens: Sequence[str], ballots: Sequence[dict[str, str]]) -> dict[str, list[tuple[object, ...]]]:
    """What the tables hold, once these slips were sent with these ballots in this order."""
    for token, answers in zip(tokens, ballots, strict=True):
        sent(token, {key: value for key, value in answers.items() if value})
    return {name: held for name, held in everything().items() if name in {"box", "slip", "attempt"}}


def test_whoever_draws_which_slip_in_whatever_order_the_tables_are_the_same(store: object) -> None:
    """The strongest that can be said: every way to give these ballots to these slips leaves the same rows, so that no
    reading of them tells one way from another. The answers given at each step are tried in another order too."""
    _, _, slips = asking()
    tokens, ballots = slips[Group.EQUIPE], shuffled(1)
    empty = [row.__data__.copy() for row in rows(Box)]
    found = []
    for seed in range(3):
        chance = random.Random(seed)  # noqa: S311
        chance.shuffle(tokens)
        chance.shuffle(ballots)
        found.append(repr(tables_after(tokens, ballots)))
        Slip.update(used=False).execute()
        for box in empty:
            Box.update(sent=0, contents="{}").where(Box.collection == box["collection"]).execute()
    assert len(set(found)) == 1


def test_no_row_of_what_was_sent_has_a_number_a_moment_or_a_slip(store: object) -> None:
    _, _, slips = asking()
    tables_after(slips[Group.EQUIPE], shuffled(2))
    columns = {table: {field.column_name for field in table._meta.sorted_fields} for table in OWN}
    assert columns[Box] == {"collection_id", "group_key", "given", "printed", "sent", "contents"}
    assert columns[Slip] == {"token_hash", "collection_id", "group_key", "used"}
    assert not any(type(table._meta.primary_key) is AutoField for table in OWN)
    assert len(values(Box, "contents")) == 2, "one row a group, whoever answered"
    hashes = {bytes(each) for (each,) in values(Slip, "token_hash")}
    assert len(hashes) == 14
    told = json.dumps([box.contents for box in rows(Box)])
    assert not any(each.hex() in told for each in hashes)


@pytest.mark.file
def test_the_tables_have_no_hidden_numbers(store: Path) -> None:
    """SQLite numbers rows as they come, unless told not to."""
    asking()
    for table in OWN:
        with pytest.raises(Exception, match="no such column: rowid"):
            sql(store, f"SELECT rowid FROM {table._meta.table_name}")


def test_nothing_else_of_the_database_changes_as_somebody_answers(store: object) -> None:
    """No journal of the service's, no mail, no moment of the dossier's tells when a slip was used."""
    _, _, slips = asking()
    before = everything()
    tables_after(slips[Group.EQUIPE], shuffled(3))
    begin_attempt(held(slips[Group.REPRESENTANTS][0]), NOW)
    changed = {name for name, found in everything().items() if found != before[name]}
    assert changed == {"box", "slip", "attempt"}
    hung: set[type[Table]] = {link.model for link in personal_links()}
    assert not hung & set(OWN), "an extraction follows what hangs on the dossier, and finds none of it"


@pytest.mark.file
def test_the_file_s_bytes_hold_one_state_and_no_answers_in_progress(store: Path) -> None:
    """After each sending the journal is empty, and what was replaced or deleted is overwritten: the former boxes, from
    whose differences a ballot could be told, are nowhere in the files, and what was in progress can't be read."""
    _, _, slips = asking()
    boxes = []
    for token, answers in zip(slips[Group.EQUIPE], shuffled(4), strict=True):
        slip, attempt = filled(token, answers)
        assert not re.search(rb'"[a-z]+_[a-z]+": ?"(?:[0-3]|nsp)"', of_slips(store)), "sealed while in progress"
        sent(token, answers)
        boxes.append(str(Box.get(Box.group == "equipe").contents))
        assert attempt.token.encode() not in bytes_on_disk(store)
        assert slip.token_hash in bytes_on_disk(store)
    held_bytes = bytes_on_disk(store)
    assert Path(f"{store}-wal").stat().st_size == 0
    assert boxes[-1].encode() in held_bytes
    assert [number for number, box in enumerate(boxes[:-1]) if box.encode() in held_bytes] == []
    assert count(Attempt) == 0


def of_slips(store: Path) -> bytes:
    """The files' bytes without the visit's own answers, which are the direction's."""
    held_bytes = bytes_on_disk(store)
    for (result,) in values(Revision, "result"):
        held_bytes = held_bytes.replace(str(result).encode(), b"")
    return held_bytes


@pytest.mark.file
def test_once_counted_the_file_s_bytes_hold_the_figures_alone(store: Path) -> None:
    visit, _, slips = asking()
    tables_after(slips[Group.EQUIPE], shuffled(5))
    box = str(Box.get(Box.group == "equipe").contents)
    assert box.encode() in bytes_on_disk(store)
    close_collection(visit.assessment_id, SAMPLE, AFTER)
    held_bytes = bytes_on_disk(store)
    assert box.encode() not in held_bytes
    assert str(Collection.get().counted).encode() in held_bytes
    assert Path(f"{store}-wal").stat().st_size == 0


@pytest.mark.file
def test_a_backup_holds_what_the_tables_hold_and_no_more(store: Path, tmp_path: Path) -> None:
    _, _, slips = asking()
    tables_after(slips[Group.EQUIPE][:5], shuffled(6)[:5])
    filled(slips[Group.EQUIPE][5], {"qvct_conditions": "2"})
    former = str(Box.get(Box.group == "equipe").contents)
    sent(slips[Group.EQUIPE][6], ballot("2"))
    back_up(tmp_path / "copy.db", NOW)
    copied = bytes_on_disk(tmp_path / "copy.db")
    assert former.encode() not in copied
    kept = [row.__data__ for table in OWN for row in rows(table)]
    close_database()
    open_database(tmp_path / "copy.db")
    assert [row.__data__ for table in OWN for row in rows(table)] == kept


@pytest.mark.postgresql
def test_another_engine_gets_the_same_rows(store: object, tmp_path: Path) -> None:
    _, _, slips = asking()
    tables_after(slips[Group.EQUIPE], shuffled(7))
    before = everything()
    copy_database(tmp_path / "other.db", tmp_path / "effaces")
    close_database()
    open_database(tmp_path / "other.db", tmp_path / "effaces")
    assert everything() == before
    assert slip_hash(slips[Group.EQUIPE][0]) in {bytes(each) for (each,) in values(Slip, "token_hash")}


def test_collections_never_come_with_a_stand_s_file(main: Path | str, tmp_path: Path) -> None:
    """A stand has none; those of a backup that is merged stay where they were."""
    other = tmp_path / "other" / "diagnostics.db"
    for place in (main, other):
        open_database(place, tmp_path / f"effaces-{Path(str(place)).name}")
        register_content(b"version = 1", "2026.1", NOW)
    visit, _, slips = asking()
    sent(slips[Group.EQUIPE][0], ballot())
    assert find_open(visit)
    close_database()
    open_database(main, tmp_path / "effaces-main")
    merge_file(other, NOW, lambda _: SAMPLE)
    assert [count(table) for table in (Collection, *OWN)] == [0, 0, 0, 0]
    close_database()
