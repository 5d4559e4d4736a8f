"""Changes to a small company's store, one of each kind, and a store's whole state as a value that can be compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Column, DateTime, Table, select

from db.changes import save_upload, set_standard, undo_upload
from db.changes.board.publish import FrozenPack, freeze
from db.changes.uploads.conflict_rules import OnConflict
from db.formats.rows.blocks import Answer
from db.maintenance.integrity import differences
from db.queries.editions import editions, next_number
from db.queries.settings import revision
from db.store.engine import Store
from db.tables import AuditRow, Base
from metrics.periods import Month
from metrics.vocabulary import Standard
from tests.db.readings import answer, operation, reading, visit

OCTOBER = Month(2026, 10)
# What differs between two runs of one deed: moments, and hashes over them.
SEALED = ("seal", "hash", "sha256", "secret", "pack", "about", "content", "signature")
IDS = ("id", "first_response", "last_response", "last_upload", "part", "last")
Row = tuple[Any, ...]
State = dict[str, list[Row]]


def answers(first: int, score: int, n: int = 60) -> list[Answer]:
    """Answers with ids from `first` on, at three branches on four weeks of days, every fifth with a comment."""
    return [
        answer(
            2 + at,
            (score + at) % 11,
            id_=f"R{first + at}",
            day=dt.date(2026, 10, 1 + at % 28),
            unit=f"North/Site {at % 3}",
            comment="A long wait." if at % 5 == 0 else "",
        )
        for at in range(n)
    ]


def fill(store: Store) -> None:
    """A store with two surveys that share ids, visits, figures and a standard."""
    save_upload(store, reading(answers(0, 9), "first.csv"), by="Ann")
    save_upload(store, reading(answers(40, 2), "second.csv"), by="Ann", on_conflict=OnConflict.CORRECT)
    visits = [visit(2 + 3 * at, f"V{at}", (9, 8, 10), unit=f"North/Site {at % 3}") for at in range(6)]
    save_upload(store, reading(visits, "visits.csv", source="visits"), by="Ann")
    figures = [operation(2 + at, "retention", 80 + at, 100, unit=f"North/Site {at}") for at in range(3)]
    save_upload(store, reading(figures, "figures.csv", source="figures"), by="Ann")
    set_standard(store, Standard("nps", 30, OCTOBER), by="Ann")


def import_file(store: Store) -> None:
    """Save a survey of which a third contradicts what is saved, in several blocks."""
    save_upload(store, reading(answers(80, 5), "third.csv", block=20), by="Bo", on_conflict=OnConflict.NEWEST)


def undo(store: Store) -> None:
    """Take the second survey back, so that answers of the first come back."""
    undo_upload(store, 2, by="Bo")


def standard(store: Store) -> None:
    """Set a standard of a unit."""
    set_standard(store, Standard("nps", 45, OCTOBER, "North"), by="Bo")


def publish(store: Store) -> None:
    """Keep an edition with two files."""
    with store.reading() as session:
        at, number = revision(session), next_number(editions(session, OCTOBER, ""))
    made = dt.datetime(2026, 11, 2, 9)  # noqa: DTZ001  # as the store keeps it
    pack = {"values": [["nps", 12.5, 100]], "edition": number, "cut_off": made.isoformat(), "revision": at}
    files = (("pack.pdf", "pdf", b"%PDF" + bytes(9_000)), ("pack.xlsx", "xlsx", bytes(5_000)))
    assert freeze(store, FrozenPack(OCTOBER, "", number, made, pack, files), expected_revision=at, by="Bo")


DEEDS: dict[str, Callable[[Store], None]] = {
    "import": import_file,
    "undo": undo,
    "standard": standard,
    "publish": publish,
}


def state(store: Store) -> State:
    """Every row of every table without moments and hashes over them, in a fixed order; equal for equal histories.

    On PostgreSQL also without ids, since numbers that a broken transaction used are not given out again.
    """
    left_out = SEALED if store.engine.dialect.name == "sqlite" else (*SEALED, *IDS)
    with store.reading() as session:
        return {
            table.name: sorted(map(tuple, session.execute(select(*columns))), key=repr)
            for table in Base.metadata.tables.values()
            if (columns := list(_lasting(table, left_out)))
        }


def _lasting(table: Table, left_out: Sequence[str]) -> Iterator[Column[Any]]:
    for column in table.columns:
        if not isinstance(column.type, DateTime) and not any(part in column.name for part in left_out):
            yield column


def faults_of(store: Store) -> list[str]:
    """What verify finds, and any gap in the audit log."""
    with store.reading() as session:
        found = list(differences(session))
        revisions = list(session.scalars(select(AuditRow.revision).order_by(AuditRow.id)))
        if revisions != list(range(1, revision(session) + 1)):
            found.append(f"The audit log has the revisions {revisions}.")
    return found
