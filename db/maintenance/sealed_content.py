"""Do the rows of the store match the hashes that each change kept of them, and these the signed audit lines?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Table, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from db.store import row_hashes
from db.store.engine import KEY, audit_line, seal
from db.store.row_hashes import FACTS, Hashes, Row
from db.store.seals import Seals, last_id, name_of
from db.store.signing_key import name_of_key, signature
from db.tables import AuditRow, SealRow, StoreRow

# What a spoiled value makes of reading it: a date that is none, JSON that is none, a page that is none.
SPOILED = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, AssertionError, SQLAlchemyError)
ROWS_NAMED = 20

RESTORE = "Put back the last good backup (manage.py restore)."
ADVICE = "Put back the last good backup (manage.py restore), or find out who changed it, and enter it again."


def audit_findings(session: Session) -> list[str]:
    """What is wrong with the chain of audit lines and with their signatures."""
    lines, found = _lines(session)
    previous = ""
    for row in lines:
        if row.seal != seal(previous, audit_line(row)):
            found.append(f"Audit line {row.id} was changed after it was written. {RESTORE}")
        previous = row.seal
    missing = sorted({*range(1, lines[-1].id + 1)} - {row.id for row in lines})[:ROWS_NAMED] if lines else []
    if missing and not found:
        found.append(f"Audit lines are missing: {', '.join(map(str, missing))}. {RESTORE}")
    found += _revision_findings(session, lines)
    key: bytes | None = session.info.get(KEY)
    return found + (_signature_findings(key, lines) if key else [])


def _lines(session: Session) -> tuple[list[AuditRow], list[str]]:
    """The audit lines in their order, and a sentence for each that cannot be read."""
    try:
        return list(session.scalars(select(AuditRow).order_by(AuditRow.id))), []
    except SPOILED:
        session.rollback()
    lines, found = [], []
    for number in session.connection().exec_driver_sql("SELECT id FROM audit ORDER BY id").scalars().all():
        try:
            lines.append(session.scalars(select(AuditRow).where(AuditRow.id == number)).one())
        except SPOILED:
            session.rollback()
            found.append(f"Audit line {number} was changed after it was written: it cannot be read. {RESTORE}")
    return lines, found


def _revision_findings(session: Session, lines: Sequence[AuditRow]) -> list[str]:
    said = session.scalars(select(StoreRow.revision)).all()
    if not said:
        return [f"The table store has no row, so nothing says whose store this is. {RESTORE}"]
    if len(said) > 1:
        return [f"The table store has {len(said)} rows in place of one. {RESTORE}"]
    if said[0] != (lines[-1].revision if lines else 0):
        return [f"The last audit line does not belong to the last change. {RESTORE}"]
    return []


def _signature_findings(key: bytes, lines: Sequence[AuditRow]) -> list[str]:
    """The first signature that does not fit; one that does vouches for every line before it."""
    own = name_of_key(key)
    for row in lines:
        if row.signature.startswith(f"{own}:") and row.signature != signature(key, row.seal):
            return [
                f"The signature of audit line {row.id} does not fit: this line or one before it was written over "
                f"and sealed without the key. {RESTORE}"
            ]
    if lines and not lines[-1].signature.startswith(f"{own}:"):
        last = max((row.id for row in lines if row.signature.startswith(f"{own}:")), default=0)
        return [
            f"The audit lines after line {last} are not signed with the key that lies beside the store. If changes "
            "were made while it was away or with another key, put the right one in its place. Otherwise somebody "
            f"wrote them who does not have it. {RESTORE}"
        ]
    return []


def notes(session: Session) -> list[str]:
    """What could not be checked, and since when contents are sealed; no findings."""
    try:
        signed = session.scalar(select(AuditRow.id).where(AuditRow.signature != "").limit(1)) is not None
        first = session.execute(
            select(AuditRow.id, AuditRow.at).where(AuditRow.content.is_not(None)).order_by(AuditRow.id).limit(1)
        ).first()
        has_older = first is not None and session.scalar(select(AuditRow.id).where(AuditRow.id < first[0]).limit(1))
    except SPOILED:
        session.rollback()
        return []
    said = []
    if session.info.get(KEY) is None and signed:
        said.append(
            "The key with which changes were signed is not beside the store. The audit lines were only checked for "
            "whether they fit together; somebody who wrote all of them over is not found out."
        )
    if first is not None and has_older:
        said.append(f"Contents are sealed from {first[1]:%Y-%m-%d} on; an older version kept no hashes of them.")
    return said


def content_findings(session: Session) -> list[str]:
    """Each row that is not as the last change left it."""
    expected, kept = _expected(session), _kept(session)
    if not expected:
        return []
    found = [
        f"The table seals was changed: its hashes of {_in_words(name)} are not those of the last change. {RESTORE}"
        for name in sorted(expected.keys() | kept.keys())
        if expected.get(name) != (row_hashes.hash_of_hashes(kept[name]) if name in kept else None)
    ]
    for table in row_hashes.hashed_tables():
        sealed = {name: hashes for name, hashes in kept.items() if name.partition("/")[0] == table.name}
        try:
            wrong = list(_facts(session, table, sealed) if table.name in FACTS else _whole(session, table, sealed))
        except SPOILED as spoiled:
            session.rollback()
            wrong = [f"The table {table.name} cannot be read to its end ({reason(spoiled)}). {RESTORE}"]
        rest = f"The table {table.name} has {len(wrong) - ROWS_NAMED:,} more rows that were changed. {ADVICE}"
        found += [*wrong[:ROWS_NAMED], *([rest] if len(wrong) > ROWS_NAMED else [])]
    return found


def reason(spoiled: BaseException) -> str:
    """What a driver or a reader said, in one line and short."""
    return " ".join(str(getattr(spoiled, "orig", None) or spoiled).split())[:120]


def _expected(session: Session) -> Seals:
    """What the audit lines say of each part of each table, the newest line first to be believed."""
    found: Seals = {}
    for row in _lines(session)[0]:
        found |= row.content or {}
    return {name: hashed for name, hashed in found.items() if hashed is not None}


def _kept(session: Session) -> dict[str, Hashes]:
    found = {}
    for table, part, last in session.execute(select(SealRow.table_name, SealRow.part, SealRow.last)).all():
        try:
            hashes = session.scalars(select(SealRow.hashes).filter_by(table_name=table, part=part)).one()
            fits = last == last_id(table, hashes)
        except SPOILED:
            session.rollback()
            fits = False
        found[name_of(table, part)] = hashes if fits else {}
    return found


def _whole(session: Session, table: Table, sealed: Mapping[str, Hashes]) -> Iterator[str]:
    kept = sealed.get(table.name, {})
    there = row_hashes.whole_table(session.connection(), table)
    for key in sorted(kept.keys() | there.keys()):
        if kept.get(key) != there.get(key):
            yield _sentence(table.name, f"row {key}", key in kept, key in there)


def _facts(session: Session, table: Table, sealed: Mapping[str, Hashes]) -> Iterator[str]:
    """The facts that differ, read once in the order of their ids beside the ranges that were hashed."""
    ranges = []
    for name, hashes in sealed.items():
        upload = name.partition("/")[2]
        for key, hashed in hashes.items():
            try:
                ranges.append((*row_hashes.range_of(key), hashed, upload))
            except ValueError:  # a key that was spoiled; the seal of the part is found wrong
                continue
    ranges.sort()
    for place, rows in _beside(row_hashes.rows(session.connection(), table), ranges):
        if place is None:
            yield from (_sentence(table.name, f"row {row[0]}", False, True) for row in rows)
        elif not rows or row_hashes.hash_of_rows(table, rows) != ranges[place][2]:
            yield _sentence(table.name, _rows_in_words(ranges[place]), True, bool(rows))


def _beside(rows: Iterator[Row], ranges: Sequence[tuple[int, int, str, str]]) -> Iterator[tuple[int | None, list[Row]]]:
    """Each range with its rows, in order; None with those that are in no range."""
    place, within, outside = 0, list[Row](), list[Row]()
    for row in rows:
        while place < len(ranges) and row[0] > ranges[place][1]:
            yield place, within
            place, within = place + 1, []
        inside = place < len(ranges) and row[0] >= ranges[place][0]
        (within if inside else outside).append(row)
    for at in range(place, len(ranges)):
        yield at, within
        within = []
    yield None, outside


def _rows_in_words(place: tuple[int, int, str, str]) -> str:
    first, last, _, upload = place
    rows = f"row {first}" if first == last else f"one or more of the rows {first}–{last}"
    return f"{rows} of upload {upload}" if upload else rows


def _in_words(name: str) -> str:
    table, _, upload = name.partition("/")
    return f"the table {table} for upload {upload}" if upload else f"the table {table}"


def _sentence(table: str, rows: str, was_there: bool, is_there: bool) -> str:
    if was_there and is_there:
        return f"In the table {table}, {rows} was changed by something other than Plumbline. {ADVICE}"
    happened = "is missing that was there" if was_there else "is there that Plumbline did not write"
    return f"In the table {table}, {rows} {happened}. {ADVICE}"
