"""Does the store add up? Checks its file, seals and audit chain; recounts totals, units, references and live marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from sqlalchemy import select, true
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db.changes.uploads.already_saved.overlap import contested_occasions, settle
from db.changes.uploads.competing_facts import candidates
from db.changes.uploads.conflict_rules import settle_all
from db.changes.uploads.counted_results import wrongly_marked_results
from db.changes.uploads.operations_and_benchmarks import wrongly_marked_figures
from db.changes.uploads.visits import wrongly_marked_visits
from db.maintenance.sealed_content import ADVICE, RESTORE, SPOILED, audit_findings, content_findings, reason
from db.names import Units, unit_key
from db.queries.editions import broken_editions
from db.tables import (
    WHOLE_ORGANISATION,
    BenchmarkRow,
    ObservationRow,
    OperationRow,
    ResponseRow,
    UnitNameRow,
    UnitRow,
)
from db.time_limits import TimeLimits
from db.totals.counted_results import add_counted
from db.totals.newest_answers import wrongly_set_aside
from db.totals.operations import wrong_totals
from db.totals.repeats import wrong_repeats
from db.totals.tallies import SUMS_TABLES, SumsTable, TallyDelta, add_scores, add_visits, cells_upwards
from metrics.errors import PlumblineError

DAMAGES_NAMED = 10


def differences(session: Session) -> list[str]:
    """A sentence for everything that does not add up; an empty list if all is right. Changes nothing.

    Damage of any kind becomes a sentence: what cannot be read or recounted is listed with what differs.
    """
    found = _checked(session, _damaged_pages, "The file of the store cannot be checked")
    found += _checked(session, audit_findings, "The audit lines cannot be checked")
    found += _checked(session, content_findings, "The contents cannot be compared with their seals")
    found += _checked(session, _recounted, "The figures cannot be recounted")
    found += _checked(session, broken_editions, "The editions cannot be checked")
    return [each if RESTORE in each or ADVICE in each else f"{each} {RESTORE}" for each in found]


def _checked(session: Session, check: Callable[[Session], list[str]], without: str) -> list[str]:
    """What a check finds. Where the store is too damaged for it, that is the finding."""
    try:
        return check(session)
    except (*SPOILED, PlumblineError) as spoiled:
        if isinstance(spoiled, DBAPIError) and spoiled.connection_invalidated:
            raise  # the database is away, which is no damage
        session.rollback()
        return [f"{without}, because something they need is damaged or missing ({reason(spoiled)})."]


def _recounted(session: Session) -> list[str]:
    """What differs when everything is counted from the facts again."""
    found = unit_problems(session)
    if not found:  # without a complete tree nothing can be added upwards
        found = _checked(session, _miscounted, "The sums cannot be recounted")
    for check in (_wrong_marks, _wrongly_marked, _wrongly_set_aside, _wrong_repeats, _broken_references):
        found += _checked(session, check, "Which answers count cannot be settled again")
    return found


def _damaged_pages(session: Session) -> list[str]:
    """What SQLite says of its own file. PostgreSQL checks its pages itself."""
    if session.get_bind().dialect.name != "sqlite":
        return []
    said = session.connection().exec_driver_sql(f"PRAGMA integrity_check({DAMAGES_NAMED})").scalars()
    return [f"The file of the store is damaged: {' '.join(each.split())}." for each in said if each != "ok"]


def _wrong_repeats(session: Session) -> list[str]:
    n = wrong_repeats(session)
    return [f"{n:,} sums over people who answered several times differ from their answers."] if n else []


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
