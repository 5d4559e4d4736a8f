"""Saving survey answers: responses with their scores and comments, each name settled by the one law.

Rows that say of no item what was said under their response id before are saved together, column by column; the few
others one by one.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, compress, repeat
from operator import not_
from typing import Any, cast

from db.changes.uploads.already_saved.overlap import occasions
from db.changes.uploads.competing_facts import AnswerContent, clash, set_live, stored_answers, stored_contents
from db.changes.uploads.conflict_rules import Fact, Standing, settle_fact
from db.changes.uploads.erase_person import previously_erased
from db.changes.uploads.respondents import hashed_respondents
from db.changes.uploads.save_context import SaveContext
from db.changes.uploads.weighting import is_weighted
from db.formats.rows.blocks import Answer, Answers
from db.names import LONGEST_NAME
from db.store.bulk_insert import insert_columns, insert_rows, listed
from db.tables import NOT_SAID, CommentRow, ObservationRow, ResponseRow

DAYS_KEPT = 20_000  # each block of a large file has the same days again
OBSERVATION = ("response_id", "item_id", "score", "live")
ERASED = "The answers of this person were erased at their request, so they were left out."
TOO_LONG = f"A response id is longer than {LONGEST_NAME} characters. Shorten it."


@dataclass(frozen=True, slots=True)
class SavedResponses:
    """Responses that were saved, column by column."""

    ids: Sequence[int]
    units: Sequence[int]
    channels: Sequence[int]


@dataclass(frozen=True, slots=True)
class BlockIds:
    """The response ids of a block: those of which something may be saved, and the rows that have none or are doubtful.

    Doubtful are rows whose id is known or stands in the block more than once.
    """

    known: Set[str]
    nameless: Sequence[int]
    doubtful: Sequence[int]


@dataclass(frozen=True, slots=True)
class ClashingIds:
    """The response ids of a block that say something of an item twice.

    `known` are those of which something may be saved, `again` those that the block has more than once; `standing` is
    what is saved under them.
    """

    names: Set[str] = frozenset()
    known: Set[str] = frozenset()
    again: Set[str] = frozenset()
    standing: Mapping[tuple[str, int], AnswerContent] = field(default_factory=dict)


@dataclass(slots=True)
class ConflictResult:
    """What became of contested answers: score and live mark by response and item, and which live ones no longer are."""

    observations: dict[tuple[int, int], tuple[float, bool]] = field(default_factory=dict)
    no_longer_live: list[tuple[int, int]] = field(default_factory=list)


def save_answers(saving: SaveContext, rows: Sequence[Answer]) -> None:
    """Save one block of survey rows. Rows that cannot be saved are counted and explained in `saving`."""
    given = Answers.of(rows)
    weighted = saving.weights.take(given)
    saving.blank += len(given) - len(weighted)
    answers = _split_conflicts(saving, weighted)
    if not answers:
        return
    ids = _lookup(saving, answers.response_ids)
    if saving.ids_set_aside and any(answers.respondents):  # of which the one that came later may count
        save_held_back(saving)
    if surely_new := answers.without([*ids.nameless, *ids.doubtful]):
        _save_plain(saving, surely_new)
    if ids.nameless:
        saving.has_nameless = True
        _save_plain(saving, answers.picked(ids.nameless))
    doubtful, known = answers.picked(ids.doubtful), ids.known
    if saving.ids_set_aside and known:
        doubtful, known = _held_back(saving, doubtful, known), frozenset()
    _save_by_id(saving, doubtful, known)


def save_held_back(saving: SaveContext) -> None:
    """Lay the index of response ids, where it was set aside, and save the rows that wait for it."""
    saving.lay_index_of_ids()
    waiting, saving.held_back = saving.held_back, []
    for answers in waiting:
        _save_by_id(saving, answers, set(filter(None, answers.response_ids)))


def _held_back(saving: SaveContext, answers: Answers, known: Set[str]) -> Answers:
    """The answers without those under an id that is known; these wait, so that the others need no index of ids."""
    marks = list(map(known.__contains__, answers.response_ids))
    if not saving.hold_back(answers.chosen(marks)):
        save_held_back(saving)
    return answers.chosen(list(map(not_, marks)))


def _lookup(saving: SaveContext, names: Sequence[str | None]) -> BlockIds:
    """Which rows of a block have no response id, and which have one that may have come before."""
    last: dict[str | None, int] = dict(zip(names, range(len(names)), strict=True))
    again = [row for row, at in enumerate(map(last.__getitem__, names)) if row != at] if len(last) < len(names) else []
    nameless = [*(row for row in again if names[row] is None), *([last.pop(None)] if None in last else [])]
    named = cast("dict[str, int]", last)
    known: Set[str] = saving.seen.add(named.keys()) if saving.source_is_new else named.keys()
    repeated = [row for row in again if names[row] is not None]
    doubtful = {*repeated, *(last[names[row]] for row in repeated), *map(named.__getitem__, known)}
    return BlockIds(known, nameless, sorted(doubtful))


def _save_by_id(saving: SaveContext, answers: Answers, known: Set[str]) -> None:
    """Save answers, those under one of the `known` ids against what stands there."""
    if not answers:
        return
    clashing = _clashing(saving, answers, known)
    if not clashing.names:
        _save_plain(saving, answers)
        return
    marks = list(map(clashing.names.__contains__, answers.response_ids))
    plain, others = answers.chosen(list(map(not_, marks))), answers.chosen(marks)
    if plain:
        _save_plain(saving, plain)
    marks = _repeated(saving, others, clashing)
    if any(marks):
        _save_repeated(saving, others.chosen(marks))
    contested = others.chosen(list(map(not_, marks)))
    if contested:
        names = set(filter(None, contested.response_ids))
        found = stored_answers(saving.session, saving.source, list(names & clashing.known))
        _save_contested(saving, contested, {name: found.get(name, {}) for name in names})


def _split_conflicts(saving: SaveContext, answers: Answers) -> Answers:
    """The answers at a known unit whose response id is neither too long nor erased; the others are refused."""
    if not answers:
        return answers
    names, known = answers.response_ids, saving.units.known
    longest = max(map(len, filter(None, names)), default=0)
    erased = previously_erased(saving.erased, names)
    are_known = all(known(path) is not None for path in answers.units.different())
    if longest <= LONGEST_NAME and not erased and are_known:
        return answers
    marks = []
    for line, name, path in zip(answers.lines, names, answers.units, strict=True):
        may_stay = name not in erased and len(name or "") <= LONGEST_NAME
        if name in erased:
            saving.refuse(line, "response_id", "", ERASED)
        elif not may_stay:
            saving.refuse(line, "response_id", (name or "")[:80], TOO_LONG)
        marks.append(may_stay and saving.unit(line, path) is not None)
    return answers.chosen(marks)


def _clashing(saving: SaveContext, answers: Answers, known: Set[str]) -> ClashingIds:
    """The response ids of the answers that say something of an item twice; only these are settled.

    An id that comes again with other items, as in a long file with a line for each, contradicts nothing.
    """
    names = list(filter(None, answers.response_ids))
    again = {name for name, n in Counter(names).items() if n > 1} if len(set(names)) < len(names) else set()
    if not known and not again:
        return ClashingIds()
    parts = Counter(_parts(saving, answers, known | again))
    standing = stored_contents(saving.session, saving.source, list(known))
    clashing = {name for (name, item), n in parts.items() if n > 1 or (name, item) in standing}
    return ClashingIds(clashing, known, again, standing)


def _repeated(saving: SaveContext, answers: Answers, clashing: ClashingIds) -> list[bool]:
    """Which of the answers say nothing but what stands under their id."""
    units = answers.units.each(saving.units.recorded)
    channels = answers.channels.each(lambda name: _channel(saving, name))
    months = answers.days.each(lambda day: _month(saving, day))
    places = zip(answers.days, months, units, channels, answers.weights, strict=True)
    rows = zip(answers.response_ids, _by_item(saving, answers), places, strict=True)
    standing, again = clashing.standing, clashing.again
    return [
        name not in again and all(standing.get((name or "", item)) == (score, *place) for item, score in scores.items())
        for name, scores, place in rows
    ]


def _parts(saving: SaveContext, answers: Answers, names: Collection[str]) -> Iterator[tuple[str, int]]:
    """Which items the answers under these ids are about: the id and the item, once for each answer."""
    chosen = answers.chosen(list(map(names.__contains__, answers.response_ids)))
    for name, parts in zip(chosen.response_ids, _by_item(saving, chosen), strict=True):
        for item in parts:
            yield name or "", item


def _save_responses(saving: SaveContext, answers: Answers) -> SavedResponses:
    """Save when, where and through which channel was answered, and what was written beside it."""
    ids, days = saving.response_ids(len(answers)), answers.days
    units = answers.units.numbers(saving.units.recorded)
    channels = answers.channels.numbers(lambda name: _channel(saving, name))
    responses: dict[str, Sequence[Any]] = {
        "id": ids,
        "line": answers.lines,
        "external_id": answers.response_ids,
        "month": days.each(lambda day: _iso(_month(saving, day))),
        "answered_on": days.each(_iso),
        "unit_id": units,
        "channel_id": channels,
    }
    if any(answers.respondents):
        responses["respondent"] = hashed_respondents(saving.session, answers.respondents)
    if is_weighted(answers):
        responses["weight"] = list(answers.weights)
    _insert_responses(saving, answers, responses)
    written = answers.comments
    if any(written):
        texts = list(filter(None, written))
        insert_columns(saving.session, CommentRow, {"response_id": list(compress(ids, written)), "text": texts})
    return SavedResponses(ids, units, channels)


def _insert_responses(saving: SaveContext, answers: Answers, responses: dict[str, Sequence[Any]]) -> None:
    """Insert responses that all have an id, or that all have none and are known again by other columns."""
    same = {"upload_id": saving.upload, "source_id": saving.source}
    if answers.response_ids[0] is None:  # Python takes a microsecond to hand over each None to SQLite
        found, seconds, wordings = occasions(saving.source, answers)
        saving.with_occasion += len(found) - found.count(None)
        responses = {**responses, "occasion": found, "second": seconds, "wording": wordings}
        del responses["external_id"]
    insert_columns(saving.session, ResponseRow, responses, same)


def _by_item(saving: SaveContext, answers: Answers) -> list[dict[int, float]]:
    """The scores of each row by the ids of their items; equal rows have the very same."""
    return answers.scores.each(lambda found: {saving.names.item(item): score for item, score in found})


def _channel(saving: SaveContext, name: str) -> int:
    return saving.channel(name) if name else NOT_SAID


def _save_repeated(saving: SaveContext, answers: Answers) -> None:
    """Save answers that say only what stands already: they are kept, none of them counts."""
    rows, given = _save_responses(saving, answers), _by_item(saving, answers)
    ids = list(chain.from_iterable(map(repeat, rows.ids, map(len, given))))
    items = list(chain.from_iterable(given))
    scores = list(chain.from_iterable(map(dict.values, given)))
    insert_columns(
        saving.session, ObservationRow, {"response_id": ids, "item_id": items, "score": scores}, {"live": False}
    )
    saving.duplicates += len(answers)


def _save_plain(saving: SaveContext, answers: Answers) -> None:
    """Save answers that contradict nothing, so that each of their scores is live."""
    rows = _save_responses(saving, answers)
    in_months: Sequence[Any] = answers.days.each(lambda day: _month(saving, day))
    columns = [rows.ids, rows.units, in_months, rows.channels]
    if is_weighted(answers):
        columns.append(list(answers.weights))
    if all(len(found) == 1 for found in answers.scores.different()):
        items = answers.scores.numbers(lambda found: saving.names.item(found[0][0]))
        scores = answers.scores.each(lambda found: found[0][1])
    else:
        given = _by_item(saving, answers)
        items = list(chain.from_iterable(given))
        scores = list(chain.from_iterable(map(dict.values, given)))
        columns = [list(chain.from_iterable(map(repeat, column, map(len, given)))) for column in columns]
    ids, units, months, channels, *weights = columns
    observations = {"response_id": ids, "item_id": items, "score": scores}
    insert_columns(saving.session, ObservationRow, observations, {"live": True})
    asked = {item: saving.names.by_id[item] for item in _items_of(saving, answers)}
    saving.kept.columns([units, items, months, channels, scores], asked)
    for given_weights in weights:
        answered = zip(*map(listed, (units, items, months, channels, scores)), strict=True)
        saving.kept.weighted(answered, given_weights, asked)
    saving.saved += len(answers)
    for day in answers.days.different():
        saving.dated(day, _month(saving, day))


def _items_of(saving: SaveContext, answers: Answers) -> set[int]:
    return {saving.names.item(item) for found in answers.scores.different() for item, _ in found}


@lru_cache(maxsize=DAYS_KEPT)
def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


@lru_cache(maxsize=DAYS_KEPT)
def _first_of_month(day: dt.date) -> dt.date:
    return day.replace(day=1)


def _month(saving: SaveContext, day: dt.date | None) -> dt.date:
    if day is not None:
        return _first_of_month(day)
    assert saving.month is not None, "reading refuses rows without a date unless a month was given"
    return saving.month.first_day


def _save_contested(saving: SaveContext, answers: Answers, contested: Mapping[str | None, Standing]) -> None:
    """Save rows and settle each against what stands under its id."""
    rows, settled = _save_responses(saving, answers), ConflictResult()
    months = answers.days.each(lambda day: _month(saving, day))
    places = zip(rows.ids, listed(rows.units), months, listed(rows.channels), _by_item(saving, answers), strict=True)
    for row, (response, unit, month, channel, scores) in zip(answers, places, strict=True):
        parts = {
            item: AnswerContent(score, row.day, month, unit, channel, row.weight) for item, score in scores.items()
        }
        fact = Fact(response, saving.upload, row.line, row.day or month, saving.rule, parts)
        live = _settle(saving, fact, f"Response {row.response_id}", contested[row.response_id], settled)
        for item, score in scores.items():
            settled.observations[response, item] = (score, item in live)
        if live:
            counted = [(unit, item, month, channel, scores[item]) for item in live]
            saving.kept.scores(counted, saving.names.by_id)
            saving.kept.weighted(counted, [row.weight] * len(counted), saving.names.by_id)
            saving.dated(row.day, month)
    observations = [(*key, score, live) for key, (score, live) in settled.observations.items()]
    insert_rows(saving.session, ObservationRow, OBSERVATION, observations)
    set_live(saving.session, settled.no_longer_live, live=False)


def _settle(saving: SaveContext, fact: Fact, name: str, standing: Standing, settled: ConflictResult) -> set[int]:
    """Settle a response against what stands under its id; the items that are live in it now."""
    settlement = settle_fact(standing, fact)
    says, said = "", ""
    if settlement.rival is not None:
        says, said = clash(fact.parts, settlement.rival.parts)
    if not saving.count(settlement, fact, name, says, said):
        return set()
    for part, old in settlement.replaced.items():
        _remove(saving, settled, old, part)
    return {part for part in fact.parts if standing[part] is fact}


def _remove(saving: SaveContext, settled: ConflictResult, old: Fact, part: int) -> None:
    content: AnswerContent = old.parts[part]
    key = (content.unit, part, content.month, content.channel, content.score)
    saving.kept.score(key, saving.names.by_id[part], -1, content.weight)
    if (old.id, part) in settled.observations:
        settled.observations[old.id, part] = (content.score, False)
    else:
        settled.no_longer_live.append((old.id, part))
