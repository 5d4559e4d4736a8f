"""Saving shopper visits: the form's version, the checklist, the weighted points, each visit settled by the one law."""

from __future__ import annotations

import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from db.changes.uploads.competing_facts import IDS_AT_ONCE
from db.changes.uploads.conflict_rules import Fact, OnConflict, Standing, settle_fact
from db.changes.uploads.save_context import SaveContext, next_id
from db.formats.rows.blocks import Visit
from db.names import LONGEST_NAME
from db.store.bulk_insert import insert_rows, one_of
from db.tables import NOT_SAID, ChecklistAnswerRow, FormVersionRow, UploadRow, VisitRow
from metrics.answers.evidence import STEPS_PER_VISIT_POINT

LARGEST_POSSIBLE = 20_000  # weighted points of a visit; sums of their squares must fit in 64 bits
THE_VISIT = "visit"
ANSWER = ("visit_id", "place", "earned", "applicable", "comment")


def save_visits(saving: SaveContext, rows: Sequence[Visit]) -> None:
    """Save shopper visits. Visits that cannot be saved are counted by their lines and explained in `saving`."""
    standing = stored_visits(saving.session, saving.source, list(dict.fromkeys(visit.visit_id for visit in rows)))
    versions: dict[tuple[str, str], int] = {}
    made: dict[int, VisitRow] = {}
    answers: list[tuple[int, int, float, bool, str]] = []
    for id_, visit in enumerate(rows, next_id(saving.session, VisitRow.id)):
        row = _row(saving, id_, visit, versions)
        if row is None:
            continue
        made[id_] = row
        _settle(saving, row, visit, standing[visit.visit_id], made)
        answers += [
            (id_, place, line.earned, line.applicable, line.comment) for place, line in enumerate(visit.checklist)
        ]
    saving.session.add_all(made.values())
    saving.session.flush()
    insert_rows(saving.session, ChecklistAnswerRow, ANSWER, answers)


def _row(saving: SaveContext, id_: int, visit: Visit, versions: dict[tuple[str, str], int]) -> VisitRow | None:
    """The visit as it is kept, not counted yet; None where it is refused."""
    lines = visit.lines
    earned, possible, failed = points(visit)
    if possible <= 0:
        saving.refuse(
            visit.line,
            "applicable",
            visit.visit_id,
            f"Visit {visit.visit_id} has no item that applies, so it has no score.",
            lines,
        )
        return None
    if possible > LARGEST_POSSIBLE * STEPS_PER_VISIT_POINT or len(visit.visit_id) > LONGEST_NAME:
        saving.refuse(
            visit.line,
            "visit_id",
            visit.visit_id[:80],
            f"A visit has at most {LARGEST_POSSIBLE:,} weighted points and a name of {LONGEST_NAME} characters.",
            lines,
        )
        return None
    unit = saving.unit(visit.line, visit.unit, lines)
    if unit is None:
        return None
    return VisitRow(
        id=id_,
        upload_id=saving.upload,
        line=visit.line,
        lines=lines,
        source_id=saving.source,
        external_id=visit.visit_id,
        month=visit.day.replace(day=1),
        visited_on=visit.day,
        unit_id=unit,
        channel_id=saving.channel(visit.channel) if visit.channel else NOT_SAID,
        form_version_id=_form_version(saving.session, visit, versions),
        answers_sha256=_fingerprint([[line.earned, line.applicable] for line in visit.checklist]),
        earned=earned,
        possible=possible,
        critical_failed=failed,
        live=False,
    )


def _settle(saving: SaveContext, row: VisitRow, visit: Visit, standing: Standing, made: Mapping[int, VisitRow]) -> None:
    """Count a visit against what stands under its id; `made` are the visits of the same block."""
    fact = fact_of(row, saving.rule)
    settlement = settle_fact(standing, fact)
    for old in settlement.replaced.values():
        _mark(saving, made.get(old.id) or saving.session.get_one(VisitRow, old.id), live=False)
    saving.facts += 1
    if saving.count(settlement, fact, f"Visit {visit.visit_id}", "one thing", "another", row.lines):
        _mark(saving, row, live=True)
        saving.dated(visit.day, row.month)


def points(visit: Visit) -> tuple[int, int, bool]:
    """Weighted points earned and possible over the applicable items, in steps, and whether a critical item failed."""
    applicable = [line for line in visit.checklist if line.applicable]
    earned = math.fsum(line.weight * line.earned for line in applicable)
    possible = math.fsum(line.weight * line.possible for line in applicable)
    failed = any(line.critical and line.earned < line.possible for line in applicable)
    return round(earned * STEPS_PER_VISIT_POINT), round(possible * STEPS_PER_VISIT_POINT), failed


def _mark(saving: SaveContext, row: VisitRow, *, live: bool) -> None:
    row.live = live
    key = (row.unit_id, row.month, row.channel_id)
    saving.kept.visit(key, row.earned, row.possible, row.critical_failed, 1 if live else -1)


def _form_version(session: Session, visit: Visit, versions: dict[tuple[str, str], int]) -> int:
    """The id of the form as this visit shows it; another checklist, weight or critical mark is another version."""
    checklist = [
        {
            "section": line.section,
            "item": line.item,
            "possible": line.possible,
            "weight": line.weight,
            "critical": line.critical,
        }
        for line in visit.checklist
    ]
    key = (visit.form, _fingerprint(checklist))
    if key not in versions:
        where = (FormVersionRow.form == key[0], FormVersionRow.sha256 == key[1])
        known = session.scalars(select(FormVersionRow.id).where(*where)).first()
        made = (
            insert(FormVersionRow).values(form=key[0], sha256=key[1], checklist=checklist).returning(FormVersionRow.id)
        )
        versions[key] = known if known is not None else session.execute(made).scalar_one()
    return versions[key]


def _fingerprint(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def fact_of(row: VisitRow, rule: OnConflict) -> Fact:
    """A visit as the one law sees it: one part, whose content is everything that can differ."""
    content = (row.answers_sha256, row.form_version_id, row.visited_on, row.unit_id, row.channel_id)
    return Fact(row.id, row.upload_id, row.line, row.visited_on, rule, {THE_VISIT: content})


def stored_visits(session: Session, source: int, names: Sequence[str]) -> dict[str, Standing]:
    """The visit that stands under each of these ids of a source."""
    standing: dict[str, Standing] = defaultdict(dict)
    for name, rows in visits_named(session, source, names).items():
        for row, rule in rows:
            if row.live:
                standing[name][THE_VISIT] = fact_of(row, rule)
    return standing


def visits_named(
    session: Session, source: int, names: Sequence[str], *, without: int | None = None
) -> dict[str, list[tuple[VisitRow, OnConflict]]]:
    """All visits under these ids in the order they came, except those of upload `without`."""
    found: dict[str, list[tuple[VisitRow, OnConflict]]] = defaultdict(list)
    known = select(VisitRow, UploadRow.on_conflict).join(UploadRow, UploadRow.id == VisitRow.upload_id)
    for begin in range(0, len(names), IDS_AT_ONCE):
        named = one_of(session, VisitRow.external_id, names[begin : begin + IDS_AT_ONCE])
        question = known.where(VisitRow.source_id == source, named).order_by(VisitRow.id)
        for row, rule in session.execute(question):
            if row.upload_id != without:
                found[row.external_id].append((row, OnConflict(rule)))
    return found


def settle_visits_without(session: Session, upload: int) -> list[tuple[VisitRow, bool]]:
    """The visits whose standing changes when `upload` is taken away, with whether they are live then."""
    named = session.execute(
        select(VisitRow.source_id, VisitRow.external_id).where(VisitRow.upload_id == upload).distinct()
    )
    by_source: dict[int, list[str]] = defaultdict(list)
    for source, name in named:
        by_source[source].append(name)
    return _to_be_changed(session, by_source, without=upload)


def wrongly_marked_visits(session: Session) -> int:
    """How many visits count though they should not, or the other way round; 0 when all is well."""
    by_source: dict[int, list[str]] = defaultdict(list)
    for source, name in session.execute(select(VisitRow.source_id, VisitRow.external_id).distinct()):
        by_source[source].append(name)
    return len(_to_be_changed(session, by_source))


def _to_be_changed(
    session: Session, by_source: Mapping[int, Sequence[str]], without: int | None = None
) -> list[tuple[VisitRow, bool]]:
    """The visits whose mark is not what the one law gives, with whether they should be live."""
    changed = []
    for source, names in by_source.items():
        for rows in visits_named(session, source, names, without=without).values():
            standing: Standing = {}
            for row, rule in rows:
                settle_fact(standing, fact_of(row, rule))
            changed += [(row, live) for row, _ in rows if row.live != (live := standing[THE_VISIT].id == row.id)]
    return changed
