"""Does the store add up? Recounts totals from the facts; checks units, references, live marks and the audit chain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from db.changes.uploads.already_saved.overlap import contested_occasions, settle
from db.changes.uploads.competing_facts import candidates
from db.changes.uploads.conflict_rules import settle_all
from db.changes.uploads.counted_results import wrongly_marked_results
from db.changes.uploads.operations_and_benchmarks import wrongly_marked_figures
from db.changes.uploads.visits import wrongly_marked_visits
from db.names import Units, unit_key
from db.queries.editions import broken_editions
from db.store.engine import audit_line, seal
from db.tables import (
    WHOLE_ORGANISATION,
    AuditRow,
    BenchmarkRow,
    ObservationRow,
    OperationRow,
    ResponseRow,
    StoreRow,
    UnitNameRow,
    UnitRow,
)
from db.time_limits import TimeLimits
from db.totals.counted_results import add_counted
from db.totals.newest_answers import wrongly_set_aside
from db.totals.operations import wrong_totals
from db.totals.repeats import wrong_repeats
from db.totals.tallies import SUMS_TABLES, SumsTable, TallyDelta, add_scores, add_visits, cells_upwards


def differences(session: Session) -> list[str]:
    """A sentence for everything that does not add up; an empty list if all is right. Changes nothing."""
    found = unit_problems(session)
    if not found:  # without a complete tree nothing can be added upwards
        found = _miscounted(session)
    found += _wrong_marks(session)
    found += _wrongly_marked(session)
    found += _wrongly_set_aside(session)
    if n := wrong_repeats(session):
        found.append(f"{n:,} sums over people who answered several times differ from their answers.")
    found += _broken_references(session)
    found += _broken_audit(session)
    found += broken_editions(session)
    return found


def _miscounted(session: Session) -> list[str]:
    """The stored sums that differ from the facts."""
    units = Units.of(session)
    counted = TallyDelta(TimeLimits.of(session))
    add_scores(session, counted, true(), 1, weighted=True)
    add_visits(session, counted, true(), 1)
    add_counted(session, counted, true(), 1)
    found: list[str] = []
    for (table, (keys, sums)), rows in zip(SUMS_TABLES, cells_upwards(counted, units), strict=True):
        found += _compared(session, table, keys, sums, rows)
    return found + wrong_totals(session, units)


def _compared(
    session: Session,
    table: SumsTable,
    keys: tuple[str, ...],
    sums: tuple[str, ...],
    rows: Iterable[tuple[object, ...]],
) -> list[str]:
    columns = [getattr(table, name) for name in (*keys, *sums)]
    kept = {_key(row[: len(keys)]): tuple(row[len(keys) :]) for row in session.execute(select(*columns))}
    counted = {_key(row[: len(keys)]): tuple(row[len(keys) :]) for row in rows}
    return [
        f"{table.__tablename__} {dict(zip(keys, key, strict=True))}: "
        f"kept {kept.get(key)}, recounted {counted.get(key)}."
        for key in sorted(kept.keys() | counted.keys())
        if kept.get(key) != counted.get(key)
    ]


def _key(parts: tuple[object, ...]) -> tuple[str, ...]:
    return tuple(str(part) for part in parts)


def _wrong_marks(session: Session) -> list[str]:
    """Responses with the same id of which the wrong one counts."""
    several = (
        select(ResponseRow.source_id, ResponseRow.external_id)
        .join(ObservationRow, ObservationRow.response_id == ResponseRow.id)
        .where(ResponseRow.external_id.is_not(None), ~ObservationRow.live)
        .distinct()
    )
    names: dict[int, list[str]] = defaultdict(list)
    for source, name in session.execute(several):
        names[source].append(name or "")
    wrong = []
    for source, known in names.items():
        live = candidates(session, source, known, only_live=True)
        for name, facts in candidates(session, source, known, only_live=False).items():
            should = {(standing.id, part) for part, standing in settle_all(facts).items()}
            if should != {(fact.id, part) for fact in live.get(name, []) for part in fact.parts}:
                wrong.append(f"Response {name}: by the order of its uploads, another answer should count.")
    return wrong


def _wrongly_marked(session: Session) -> list[str]:
    counts = {
        "answers without an id": sum(map(len, settle(session, contested_occasions(session)).marks.values())),
        "counted results": wrongly_marked_results(session),
        "visits": wrongly_marked_visits(session),
        "operations": wrongly_marked_figures(session, OperationRow),
        "benchmarks": wrongly_marked_figures(session, BenchmarkRow),
    }
    return [f"{n} {kind} have the wrong live mark for the order of their uploads." for kind, n in counts.items() if n]


def _wrongly_set_aside(session: Session) -> list[str]:
    n = wrongly_set_aside(session)
    return [f"{n} answers count, or do not, against the setting that only each person's newest one does."] if n else []


def _broken_references(session: Session) -> list[str]:
    """Rows that refer to missing rows. PostgreSQL cannot have any; SQLite is checked."""
    if session.get_bind().dialect.name != "sqlite":
        return []
    broken = session.connection().exec_driver_sql("PRAGMA foreign_key_check")
    return [f"{table} row {row} refers to a row of {parent} that does not exist." for table, row, parent, _ in broken]


def _broken_audit(session: Session) -> list[str]:
    previous, last, broken = "", 0, []
    for row in session.scalars(select(AuditRow).order_by(AuditRow.id)):
        if row.seal != seal(previous, audit_line(row)):
            broken.append(f"Audit line {row.id} was changed after it was written.")
        previous, last = row.seal, row.revision
    if last != session.scalars(select(StoreRow.revision)).one():
        broken.append("The last audit line does not belong to the last change.")
    return broken


def unit_problems(session: Session) -> list[str]:
    """A sentence for each unit and name that does not fit in the tree; empty if all is right."""
    units = {row.id: row for row in session.scalars(select(UnitRow))}
    names = session.scalars(select(UnitNameRow)).all()
    return [*_wrong_paths(units), *_wrong_mergings(units), *_wrong_names(units, names)]


def _wrong_paths(units: Mapping[int, UnitRow]) -> list[str]:
    found = []
    for unit in units.values():
        above = units.get(unit.parent_id or 0)
        if unit.id == WHOLE_ORGANISATION or above is None:
            continue
        if unit.path != f"{above.path}/{unit.name}".lstrip("/") or unit.key != unit_key(unit.path):
            found.append(f"Unit {unit.id} has the path {unit.path}, which does not match its place and name.")
    return found


def _wrong_mergings(units: Mapping[int, UnitRow]) -> list[str]:
    found = []
    for unit in units.values():
        passed, at = {unit.id}, unit.merged_into_id
        while at is not None and at in units and at not in passed:
            passed.add(at)
            at = units[at].merged_into_id
        if at is not None:
            found.append(f"Unit {unit.id} ({unit.path}) is merged into a unit that does not exist.")
    return found


def _wrong_names(units: Mapping[int, UnitRow], names: Sequence[UnitNameRow]) -> list[str]:
    keys = {unit.key for unit in units.values()}
    return [
        f"“{name.path}” cannot be a name of unit {name.unit_id}."
        for name in names
        if name.unit_id not in units or name.key in keys or name.key != unit_key(name.path)
    ]
