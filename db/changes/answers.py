"""Saving survey answers: responses with their scores and comments, each name settled by the one law.

Rows whose response id stands nowhere else are written down together, column by column; the few others one by one.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

from sqlalchemy.orm import Session

from db.bulk import insert_rows
from db.changes.rivals import Content, set_live, standing_answers
from db.changes.saving import Saving
from db.formats.rows import Answer
from db.kept import AnswerKey
from db.law import Fact, Standing, settle
from db.tables import NOT_SAID, CommentRow, ObservationRow, ResponseRow
from db.units import LONGEST_NAME

RESPONSE = ("id", "upload_id", "line", "source_id", "external_id", "month", "answered_on", "unit_id", "channel_id")
OBSERVATION = ("response_id", "item_id", "score", "live")


@dataclass(slots=True)
class Written:
    """Rows of one block, ready to be inserted. `settled` holds score and live mark by response and item."""

    responses: list[tuple[Any, ...]] = field(default_factory=list)
    observations: list[tuple[int, int, float, bool]] = field(default_factory=list)
    settled: dict[tuple[int, int], tuple[float, bool]] = field(default_factory=dict)
    comments: list[tuple[int, str]] = field(default_factory=list)
    no_longer_live: list[tuple[int, int]] = field(default_factory=list)


def save_answers(saving: Saving, rows: Sequence[Answer]) -> None:
    """Save one block of survey rows. Rows that cannot be saved are counted and explained in `saving`."""
    written = Written()
    rows = _savable(saving, rows)
    contested = _contested(saving, rows)
    plain = [row for row in rows if row.response_id not in contested] if contested else rows
    if plain:
        _write_plain(saving, plain, written)
    if contested:
        for row in rows:
            if row.response_id in contested:
                _write_contested(saving, row, contested[row.response_id], written)
    _insert(saving.session, written)


def _savable(saving: Saving, rows: Sequence[Answer]) -> Sequence[Answer]:
    """The rows that are at a known unit and whose response id is not too long; the others are refused."""
    too_long = {row.response_id for row in rows if row.response_id and len(row.response_id) > LONGEST_NAME}
    units = {row.unit for row in rows}
    if not too_long and all(saving.units.known(unit) is not None for unit in units):
        return rows
    message = f"A response id is longer than {LONGEST_NAME} characters. Shorten it."
    savable = []
    for row in rows:
        if row.response_id in too_long:
            saving.refuse(row.line, "response_id", (row.response_id or "")[:80], message)
        elif saving.unit(row.line, row.unit) is not None:
            savable.append(row)
    return savable


def _contested(saving: Saving, rows: Sequence[Answer]) -> dict[str | None, Standing]:
    """What stands under each response id of the block that is not new; only these have to be settled."""
    times = Counter([row.response_id for row in rows])
    saving.has_nameless |= times.pop(None, 0) > 0
    known = times.keys() & saving.seen if saving.source_is_new else times.keys()
    contested: dict[str | None, Standing] = {}
    if len(times) < times.total():
        contested = {id_: {} for id_, n in times.items() if n > 1}
    names = [name for name in known if name]
    contested.update(standing_answers(saving.session, saving.source, names))
    saving.seen.update(name for name in times if name)
    return contested


def _write_plain(saving: Saving, rows: Sequence[Answer], written: Written) -> None:
    """Write down rows whose response ids stand nowhere else, so that each of their answers is live."""
    lines, names, days, scores, paths, called, comments = zip(*rows, strict=True)
    ids = saving.response_ids(len(rows))
    unit_of = {path: saving.units.found(path) for path in set(paths)}
    units = [unit_of[path] for path in paths]
    named = {name: _channel(saving, name) for name in set(called)}
    channels = [named[name] for name in called]
    month_of = {day: _month(saving, day) for day in set(days)}
    months = [month_of[day] for day in days]
    parts = _parts(saving, scores)
    written.responses += zip(
        *(ids, repeat(saving.upload), lines, repeat(saving.source), names),
        *(_texts(months), _texts(days), units, channels),
        strict=False,
    )
    written.observations += [
        (id_, item, score, True) for id_, part in zip(ids, parts, strict=True) for item, score in part
    ]
    keys: list[AnswerKey] = [
        (unit, item, month, channel, score)
        for unit, month, channel, part in zip(units, months, channels, parts, strict=True)
        for item, score in part
    ]
    saving.kept.scores(keys, saving.names.by_id)
    written.comments += [(id_, comment) for id_, comment in zip(ids, comments, strict=True) if comment]
    saving.saved += len(rows)
    for day, month in month_of.items():
        saving.dated(day, month)


def _parts(saving: Saving, scores: Iterable[Sequence[Any]]) -> list[Iterable[tuple[int, float]]]:
    """The items and scores of each row. A reader gives equal rows the very same scores, so each is looked up once."""
    known = {id(found): found for found in scores}
    parts = {key: {saving.names.item(item): score for item, score in found}.items() for key, found in known.items()}
    return [parts[id(found)] for found in scores]


def _texts(days: Sequence[dt.date | None]) -> Iterable[str | None]:
    texts = {day: day.isoformat() if day else None for day in set(days)}
    return [texts[day] for day in days]


def _channel(saving: Saving, name: str) -> int:
    return saving.channel(name) if name else NOT_SAID


def _month(saving: Saving, day: dt.date | None) -> dt.date:
    if day is not None:
        return day.replace(day=1)
    assert saving.month is not None, "reading refuses rows without a date unless a month was given"
    return saving.month.first_day


def _write_contested(saving: Saving, row: Answer, standing: Standing, written: Written) -> None:
    """Write one row down and settle it against what stands under its id."""
    ((response,), unit) = saving.response_ids(1), saving.units.found(row.unit)
    channel, month = _channel(saving, row.channel), _month(saving, row.day)
    scores = {saving.names.item(item): score for item, score in row.scores}
    parts = {item: Content(score, row.day, month, unit, channel) for item, score in scores.items()}
    fact = Fact(response, saving.upload, row.line, row.day or month, saving.rule, parts)
    live = _settle(saving, fact, f"Response {row.response_id}", standing, written)
    for item, score in scores.items():
        written.settled[response, item] = (score, item in live)
    saving.kept.scores([(unit, item, month, channel, scores[item]) for item in live], saving.names.by_id)
    if live:
        saving.dated(row.day, month)
    day = row.day.isoformat() if row.day else None
    where = (saving.upload, row.line, saving.source, row.response_id, month.isoformat(), day, unit, channel)
    written.responses.append((response, *where))
    if row.comment:
        written.comments.append((response, row.comment))


def _settle(saving: Saving, fact: Fact, name: str, standing: Standing, written: Written) -> set[int]:
    """Settle a response against what stands under its id; the items that are live in it now."""
    settlement = settle(standing, fact)
    says, said = "", ""
    if settlement.rival is not None:
        says, said = _clash(fact.parts, settlement.rival.parts)
    if not saving.count(settlement, fact, name, says, said):
        return set()
    for part, old in settlement.replaced.items():
        _take_out(saving, written, old, part)
    return {part for part in fact.parts if standing[part] is fact}


def _take_out(saving: Saving, written: Written, old: Fact, part: int) -> None:
    content: Content = old.parts[part]
    key = (content.unit, part, content.month, content.channel, content.score)
    saving.kept.score(key, saving.names.by_id[part], -1)
    if (old.id, part) in written.settled:
        written.settled[old.id, part] = (content.score, False)
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
    settled = [(*key, score, live) for key, (score, live) in written.settled.items()]
    insert_rows(session, ResponseRow, RESPONSE, written.responses)
    insert_rows(session, ObservationRow, OBSERVATION, written.observations + settled)
    insert_rows(session, CommentRow, ("response_id", "text"), written.comments)
    set_live(session, written.no_longer_live, live=False)
