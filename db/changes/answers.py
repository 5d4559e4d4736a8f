"""Saving survey answers: responses with their scores and comments, each name settled by the one law."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.bulk import insert_rows
from db.changes.saving import Saving, next_id
from db.formats.rows import Answer
from db.law import Fact, OnConflict, Standing, settle
from db.tables import NOT_SAID, CommentRow, ItemRow, ObservationRow, ResponseRow, UploadRow
from db.units import LONGEST_NAME, item_of
from metrics.vocabulary import Item

RESPONSE = ("id", "upload_id", "line", "source_id", "external_id", "month", "answered_on", "unit_id", "channel_id")
OBSERVATION = ("response_id", "item_id", "score", "live")
ANSWER = (
    ResponseRow.id,
    ResponseRow.external_id,
    ResponseRow.upload_id,
    ResponseRow.line,
    ResponseRow.answered_on,
    ResponseRow.month,
    ResponseRow.unit_id,
    ResponseRow.channel_id,
    ObservationRow.item_id,
    ObservationRow.score,
    UploadRow.on_conflict,
)
IDS_AT_ONCE = 5_000  # how many response ids are asked for in one question to the store


class Content(NamedTuple):
    """What an answer to an item says; two answers are the same when all of it is."""

    score: float
    day: dt.date | None
    month: dt.date
    unit: int
    channel: int


@dataclass(slots=True)
class Written:
    """Rows of one block, ready to be inserted."""

    responses: list[tuple[Any, ...]] = field(default_factory=list)
    observations: dict[tuple[int, int], tuple[float, bool]] = field(default_factory=dict)
    comments: list[tuple[int, str]] = field(default_factory=list)
    no_longer_live: list[tuple[int, int]] = field(default_factory=list)


def save_answers(saving: Saving, rows: Sequence[Answer]) -> None:
    """Save one block of survey rows. Rows that cannot be saved are counted and explained in `saving`."""
    written = Written()
    contested = _contested(saving, rows)
    response = next_id(saving.session, ResponseRow.id)
    for row in rows:
        if _save(saving, row, response, contested, written):
            response += 1
    _insert(saving.session, written)


def _contested(saving: Saving, rows: Sequence[Answer]) -> dict[str, Standing]:
    """What stands under each response id of the block that is not new; only these have to be settled."""
    times = Counter(row.response_id for row in rows if row.response_id)
    known = [id_ for id_ in times if id_ in saving.seen] if saving.source_is_new else list(times)
    contested: dict[str, Standing] = {id_: {} for id_, n in times.items() if n > 1}
    contested |= standing_answers(saving.session, saving.source, known)
    saving.seen.update(times)
    return contested


def _save(saving: Saving, row: Answer, response: int, contested: dict[str, Standing], written: Written) -> bool:
    """Write one row down as `response`; False when it was refused."""
    name = row.response_id
    if name and len(name) > LONGEST_NAME:
        saving.refuse(
            row.line, "response_id", name[:80], f"A response id is longer than {LONGEST_NAME} characters. Shorten it."
        )
        return False
    unit = saving.unit(row.line, row.unit)
    if unit is None:
        return False
    channel = saving.channel(row.channel) if row.channel else NOT_SAID
    month = row.day.replace(day=1) if row.day else _given_month(saving)
    scores = {saving.names.item(item): (item, score) for item, score in row.scores}
    live: Iterable[int] = scores
    if name in contested:
        parts = {id_: Content(score, row.day, month, unit, channel) for id_, (_, score) in scores.items()}
        fact = Fact(response, saving.upload, row.line, row.day or month, saving.rule, parts)
        live = _settle(saving, fact, name, contested[name], written)
    else:
        saving.saved += 1
    live = set(live)
    for id_, (item, score) in scores.items():
        written.observations[response, id_] = (score, id_ in live)
        if id_ in live:
            saving.kept.score((unit, id_, month, channel), item, score, 1)
    if live:
        saving.dated(row.day, month)
    day = row.day.isoformat() if row.day else None
    written.responses.append(
        (response, saving.upload, row.line, saving.source, name, month.isoformat(), day, unit, channel)
    )
    if row.comment:
        written.comments.append((response, row.comment))
    saving.facts += 1
    return True


def _given_month(saving: Saving) -> dt.date:
    assert saving.month is not None, "reading refuses rows without a date unless a month was given"
    return saving.month.first_day


def _settle(saving: Saving, fact: Fact, name: str, standing: Standing, written: Written) -> Iterable[int]:
    """Settle a response against what stands under its id; the items that are live in it now."""
    settlement = settle(standing, fact)
    says, said = "", ""
    if settlement.rival is not None:
        says, said = _clash(fact.parts, settlement.rival.parts)
    if not saving.count(settlement, fact, f"Response {name}", says, said):
        return ()
    for part, old in settlement.replaced.items():
        _take_out(saving, written, old, part)
    return [part for part in fact.parts if standing[part] is fact]


def _take_out(saving: Saving, written: Written, old: Fact, part: int) -> None:
    content: Content = old.parts[part]
    item = next(item for item, id_ in saving.names.items.items() if id_ == part)
    saving.kept.score((content.unit, part, content.month, content.channel), item, content.score, -1)
    if (old.id, part) in written.observations:
        written.observations[old.id, part] = (content.score, False)
    else:
        written.no_longer_live.append((old.id, part))


def _clash(new: Mapping[int, Content], old: Mapping[int, Content]) -> tuple[str, str]:
    """How two answers to one item differ, in words: what is said here, and what was said there."""
    part = next(part for part in new if part in old and old[part] != new[part])
    here, there = new[part], old[part]
    says, said = f"{here.score:g}", f"{there.score:g}"
    if (here.day, here.month) != (there.day, there.month):
        says, said = f"{says} on {here.day or here.month}", f"{said} on {there.day or there.month}"
    if says == said:
        says, said = f"{says} at another unit or channel", f"{said}"
    return says, said


def _insert(session: Session, written: Written) -> None:
    insert_rows(session, ResponseRow, RESPONSE, written.responses)
    observations = [(*key, score, live) for key, (score, live) in written.observations.items()]
    insert_rows(session, ObservationRow, OBSERVATION, observations)
    insert_rows(session, CommentRow, ("response_id", "text"), written.comments)
    set_live(session, written.no_longer_live, live=False)


def set_live(session: Session, marks: Sequence[tuple[int, int]], *, live: bool) -> None:
    """Mark answers (response, item) as live or not."""
    for response, item in marks:
        where = (ObservationRow.response_id == response, ObservationRow.item_id == item)
        session.execute(update(ObservationRow).where(*where).values(live=live))


def standing_answers(session: Session, source: int, names: Sequence[str]) -> dict[str, Standing]:
    """What stands under each of these response ids of a source."""
    standing: dict[str, Standing] = defaultdict(dict)
    for name, facts in candidates(session, source, names, only_live=True).items():
        for fact in facts:
            standing[name].update(dict.fromkeys(fact.parts, fact))
    return standing


def candidates(
    session: Session, source: int, names: Sequence[str], *, only_live: bool, without: int | None = None
) -> dict[str, list[Fact]]:
    """The facts under each of these response ids in the order they came, but for those of upload `without`."""
    found: dict[tuple[str, int], tuple[tuple[int, int, dt.date, OnConflict], dict[int, Content]]] = {}
    for begin in range(0, len(names), IDS_AT_ONCE):
        question = (
            select(*ANSWER)
            .join(ObservationRow, ObservationRow.response_id == ResponseRow.id)
            .join(UploadRow, UploadRow.id == ResponseRow.upload_id)
            .where(ResponseRow.source_id == source, ResponseRow.external_id.in_(names[begin : begin + IDS_AT_ONCE]))
            .order_by(ResponseRow.id)
        )
        if only_live:
            question = question.where(ObservationRow.live)
        if without is not None:
            question = question.where(ResponseRow.upload_id != without)
        for id_, name, upload, line, day, month, unit, channel, item, score, rule in session.execute(question):
            head = (upload, line, day or month, OnConflict(rule))
            _, parts = found.setdefault((name or "", id_), (head, {}))
            parts[item] = Content(score, day, month, unit, channel)
    facts: dict[str, list[Fact]] = defaultdict(list)
    for (name, id_), (head, parts) in found.items():
        facts[name].append(Fact(id_, *head, parts))
    return facts


def items_by_id(session: Session) -> dict[int, Item]:
    """Every item of the store by its id."""
    return {row.id: item_of(row) for row in session.scalars(select(ItemRow))}
