"""Saving survey answers: responses with their scores and comments, each name settled by the one law.

Rows whose response id stands nowhere else are saved together, column by column; the few others one by one.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import Any, TypeVar

from db.bulk import insert_columns, insert_rows
from db.changes.erasing import among_erased
from db.changes.rivals import Content, set_live, standing_answers
from db.changes.saving import Saving
from db.formats.rows import Answer, Answers
from db.law import Fact, Standing, settle
from db.tables import NOT_SAID, CommentRow, ObservationRow, ResponseRow
from db.units import LONGEST_NAME
from metrics.vocabulary import Item

OBSERVATION = ("response_id", "item_id", "score", "live")
COMMENT = ("response_id", "text")
NAME, DAY, PATH = map(Answer._fields.index, ("response_id", "day", "unit"))
ERASED = "The answers of this person were erased at their request, so they were left out."
Scores = tuple[tuple[Item, float], ...]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Saved:
    """Responses that were saved, column by column; `scores` holds for each of them what it gave to which item."""

    ids: Sequence[int]
    units: Sequence[int]
    months: Sequence[dt.date]
    channels: Sequence[int]
    scores: Sequence[Mapping[int, float]]


@dataclass(slots=True)
class Settled:
    """What became of contested answers: score and live mark by response and item, and which live ones no longer are."""

    observations: dict[tuple[int, int], tuple[float, bool]] = field(default_factory=dict)
    no_longer_live: list[tuple[int, int]] = field(default_factory=list)


def save_answers(saving: Saving, rows: Sequence[Answer]) -> None:
    """Save one block of survey rows. Rows that cannot be saved are counted and explained in `saving`."""
    answers = _savable(saving, Answers.of(rows))
    if not answers:
        return
    names = answers.columns[NAME]
    contested = _contested(saving, names)
    if not contested:
        _save_plain(saving, answers)
        return
    plain = answers.chosen([name not in contested for name in names])
    if plain:
        _save_plain(saving, plain)
    _save_contested(saving, answers.chosen([name in contested for name in names]), contested)


def _savable(saving: Saving, answers: Answers) -> Answers:
    """The answers at a known unit whose response id is neither too long nor erased; the others are refused."""
    if not answers:
        return answers
    names = answers.columns[NAME]
    too_long = {name for name in names if name and len(name) > LONGEST_NAME}
    erased = among_erased(saving.erased, names)
    if not too_long and not erased and all(saving.units.known(path) is not None for path in set(answers.columns[PATH])):
        return answers
    message = f"A response id is longer than {LONGEST_NAME} characters. Shorten it."
    marks = []
    for row in answers:
        may_stay = row.response_id not in too_long and row.response_id not in erased
        if row.response_id in erased:
            saving.refuse(row.line, "response_id", "", ERASED)
        elif not may_stay:
            saving.refuse(row.line, "response_id", (row.response_id or "")[:80], message)
        marks.append(may_stay and saving.unit(row.line, row.unit) is not None)
    return answers.chosen(marks)


def _contested(saving: Saving, column: Sequence[str | None]) -> dict[str | None, Standing]:
    """What stands under each response id of the block that is not new; only these have to be settled."""
    names = [name for name in column if name]
    distinct = set(names)
    saving.has_nameless |= len(names) < len(column)
    contested: dict[str | None, Standing] = {}
    if len(distinct) < len(names):
        contested = {name: {} for name, n in Counter(names).items() if n > 1}
    known = distinct & saving.seen if saving.source_is_new else distinct
    contested.update(standing_answers(saving.session, saving.source, list(known)))
    if saving.source_is_new:
        saving.seen |= distinct
    return contested


def _save_responses(saving: Saving, answers: Answers) -> Saved:
    """Save when, where and through which channel was answered, and what was written beside it."""
    lines, names, days, scores, paths, called, comments = answers.columns
    ids = saving.response_ids(len(answers))
    units = _each(saving.units.recorded, paths)
    channels = _each(lambda name: saving.channel(name) if name else NOT_SAID, called)
    months = _each(lambda day: _month(saving, day), days)
    responses = {
        "id": ids,
        "line": lines,
        "external_id": names,
        "month": _each(_iso, months),
        "answered_on": _each(_iso, days),
        "unit_id": units,
        "channel_id": channels,
    }
    insert_columns(saving.session, ResponseRow, responses, {"upload_id": saving.upload, "source_id": saving.source})
    insert_rows(saving.session, CommentRow, COMMENT, [pair for pair in zip(ids, comments, strict=True) if pair[1]])
    return Saved(ids, units, months, channels, _by_item(saving, scores))


def _by_item(saving: Saving, scores: Sequence[Scores]) -> list[dict[int, float]]:
    """The scores of each row by the ids of their items."""
    known = {id(found): found for found in scores}  # a reader gives equal rows the very same scores
    parts = {key: {saving.names.item(item): score for item, score in found} for key, found in known.items()}
    return [parts[id(found)] for found in scores]


def _save_plain(saving: Saving, answers: Answers) -> None:
    """Save answers whose response ids stand nowhere else, so that each of their scores is live."""
    rows = _save_responses(saving, answers)
    columns: list[Sequence[Any]] = [rows.ids, rows.units, rows.months, rows.channels]
    items = list(chain.from_iterable(rows.scores))
    scores = [score for part in rows.scores for score in part.values()]
    if len(items) != len(rows.ids) or not all(rows.scores):
        columns = [list(chain.from_iterable(map(repeat, column, map(len, rows.scores)))) for column in columns]
    ids, units, months, channels = columns
    observations = {"response_id": ids, "item_id": items, "score": scores}
    insert_columns(saving.session, ObservationRow, observations, {"live": True})
    asked = {item: saving.names.by_id[item] for item in set(items)}
    saving.kept.scores(zip(units, items, months, channels, scores, strict=True), asked)
    saving.saved += len(answers)
    for day, month in set(zip(answers.columns[DAY], rows.months, strict=True)):
        saving.dated(day, month)


def _each(gives: Callable[[Any], Value], column: Sequence[Any]) -> list[Value]:
    """What a function gives for each value of a column; it is asked once about equal ones."""
    known = {value: gives(value) for value in dict.fromkeys(column)}  # in the order of the file, which makes what is new
    return [known[value] for value in column]


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _month(saving: Saving, day: dt.date | None) -> dt.date:
    if day is not None:
        return day.replace(day=1)
    assert saving.month is not None, "reading refuses rows without a date unless a month was given"
    return saving.month.first_day


def _save_contested(saving: Saving, answers: Answers, contested: Mapping[str | None, Standing]) -> None:
    """Save rows and settle each against what stands under its id."""
    rows, settled = _save_responses(saving, answers), Settled()
    places = zip(rows.ids, rows.units, rows.months, rows.channels, rows.scores, strict=True)
    for row, (response, unit, month, channel, scores) in zip(answers, places, strict=True):
        parts = {item: Content(score, row.day, month, unit, channel) for item, score in scores.items()}
        fact = Fact(response, saving.upload, row.line, row.day or month, saving.rule, parts)
        live = _settle(saving, fact, f"Response {row.response_id}", contested[row.response_id], settled)
        for item, score in scores.items():
            settled.observations[response, item] = (score, item in live)
        if live:
            saving.kept.scores([(unit, item, month, channel, scores[item]) for item in live], saving.names.by_id)
            saving.dated(row.day, month)
    observations = [(*key, score, live) for key, (score, live) in settled.observations.items()]
    insert_rows(saving.session, ObservationRow, OBSERVATION, observations)
    set_live(saving.session, settled.no_longer_live, live=False)


def _settle(saving: Saving, fact: Fact, name: str, standing: Standing, settled: Settled) -> set[int]:
    """Settle a response against what stands under its id; the items that are live in it now."""
    settlement = settle(standing, fact)
    says, said = "", ""
    if settlement.rival is not None:
        says, said = _clash(fact.parts, settlement.rival.parts)
    if not saving.count(settlement, fact, name, says, said):
        return set()
    for part, old in settlement.replaced.items():
        _take_out(saving, settled, old, part)
    return {part for part in fact.parts if standing[part] is fact}


def _take_out(saving: Saving, settled: Settled, old: Fact, part: int) -> None:
    content: Content = old.parts[part]
    key = (content.unit, part, content.month, content.channel, content.score)
    saving.kept.score(key, saving.names.by_id[part], -1)
    if (old.id, part) in settled.observations:
        settled.observations[old.id, part] = (content.score, False)
    else:
        settled.no_longer_live.append((old.id, part))


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
