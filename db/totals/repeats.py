"""Sums over people who answered an item several times in a month, beside the tallies; empty without known people.

A change notes which items and months its answers are in; at its end their sums are counted again from the answers, so
that an undo leaves what was there. They cannot be added to instead: what one more answer of a person adds depends on
all others of that person, in every unit above. A person is looked for within a month.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, true
from sqlalchemy.orm import Session

from db.names import Units, item_of
from db.store.bulk_insert import add_rows
from db.tables import EVERY_CHANNEL, ItemRow, ObservationRow, RepeatSumsRow, ResponseRow, StoreRow, TallyRow
from db.totals.set_aside import counting
from metrics.answers.evidence import NetCounts, ScoreSums, ShareCounts
from metrics.catalogue import CATALOGUE
from metrics.vocabulary import COMMENT, Item

REPEAT_SUMS = ("unit_id", "item_id", "month", "channel_id"), ("fewer", "pairs", "products", "squares")
Touched = set[tuple[int, str]]  # items, and first days of months
Sums = dict[tuple[Any, ...], list[int]]
Upwards = Callable[[int], Iterable[int]]
_NOTED = "items and months of the answers that changed"


def note_answers(session: Session, touched: Touched) -> None:
    """Note the items and months of answers that are counted in or out, where a change asks for it.

    Also where their scores come to nothing: an answer may take the place of another person's.
    """
    noted: Touched | None = session.info.get(_NOTED)
    if noted is not None:
        noted |= touched


@contextmanager
def repeats_kept(session: Session) -> Iterator[None]:
    """Inside, answers change; at the end the sums of the people who answered several times are right again."""
    session.info[_NOTED] = touched = Touched()
    try:
        yield
        session.flush()
        if knows_respondents(session):
            recount_repeats(session, touched if _are_kept(session) else None)
    finally:
        del session.info[_NOTED]


def recount_repeats_of(session: Session, units: Sequence[int]) -> None:
    """Count again where any of `units` has answers, after they are counted in another line of units."""
    if not knows_respondents(session):
        return
    cells = select(TallyRow.item_id, TallyRow.month).where(TallyRow.unit_id.in_(units)).distinct()
    recount_repeats(session, {(item, month.isoformat()) for item, month in session.execute(cells)})


def knows_respondents(session: Session) -> bool:
    """Whether any file ever named the people who answered."""
    return session.scalars(select(StoreRow.respondent_key)).one() is not None


def _are_kept(session: Session) -> bool:
    """Whether any sums are kept; in a store of an older layout there are none at first."""
    return session.scalar(select(RepeatSumsRow.unit_id).limit(1)) is not None


def recount_repeats(session: Session, touched: Touched | None) -> None:
    """Replace the sums of these items and months by those of the answers that count now; None: of all."""
    if touched is None:
        _add(session, counted_repeats(session, true()))
        return
    if not touched:
        return
    by_month: dict[str, list[int]] = defaultdict(list)
    for item, month in touched:
        by_month[month].append(item)
    for month, items in by_month.items():
        day = dt.date.fromisoformat(month)
        where = (RepeatSumsRow.month == day, RepeatSumsRow.item_id.in_(items))
        session.execute(delete(RepeatSumsRow).where(*where), execution_options={"synchronize_session": False})
    days = [dt.date.fromisoformat(month) for month in by_month]
    rows = counted_repeats(session, ResponseRow.month.in_(days), touched)
    _add(session, rows)


def _add(session: Session, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        add_rows(session, RepeatSumsRow, *REPEAT_SUMS, list(zip(*rows, strict=True)))


def counted_repeats(session: Session, where: ColumnElement[bool], touched: Touched | None = None) -> list[Any]:
    """The rows of sums that the answers for which `where` holds have, of `touched` items and months (None: of all)."""
    units = Units.of(session)
    found = repeat_sums(session, (*counting(session), where), units.upwards, by_month=True)
    return [
        (unit, item, month, channel, *sums)
        for (unit, channel, item, month), sums in sorted(found.items())
        if touched is None or (item, month) in touched
    ]


def repeat_sums(
    session: Session, where: Sequence[ColumnElement[bool]], upwards: Upwards, *, by_month: bool = False
) -> Sums:
    """The sums over people among the answers for which all of `where` holds, by unit, channel, item and month.

    Each unit's answers are counted at all units of `upwards`; with `by_month` each month by itself, else it is "".
    """
    worth = _worth_of(session)
    sums: Sums = {}
    for (item, month), people in groupby(_of_several(session, where, list(worth), by_month), key=itemgetter(0, 1)):
        own = worth[item]
        for _, answers in groupby(people, key=itemgetter(2)):
            _add_person(sums, (item, month), [(at, by, own[score]) for *_, at, by, score in answers], upwards)
    return {key: values for key, values in sums.items() if values[1]}


def _of_several(session: Session, where: Sequence[Any], items: Sequence[int], by_month: bool) -> Iterator[Any]:
    """Item, month, respondent, unit, channel and score of people with several answers, sorted by the first three."""
    theirs = (ObservationRow.item_id, *((ResponseRow.month,) if by_month else ()), ResponseRow.respondent)
    several = func.count().over(partition_by=theirs).label("several")
    answers = (
        select(*theirs, ResponseRow.unit_id, ResponseRow.channel_id, ObservationRow.score, several)
        .join(ResponseRow, ResponseRow.id == ObservationRow.response_id)
        .where(ResponseRow.respondent.is_not(None), ObservationRow.item_id.in_(items), *where)
        .subquery()
    )
    order = [answers.c[column.key] for column in theirs]
    question = select(*order, answers.c.unit_id, answers.c.channel_id, answers.c.score).where(answers.c.several > 1)
    for item, *month, respondent, unit, channel, score in session.connection().execute(question.order_by(*order)):
        yield item, month[0].isoformat() if month else "", respondent, unit, channel, int(score)


def _add_person(sums: Sums, cell: tuple[Any, ...], answers: Sequence[tuple[int, int, int]], upwards: Upwards) -> None:
    """Add one person's answers (unit, channel, what each adds) at all units above."""
    own: dict[tuple[int, int], list[int]] = {}
    for unit, channel, worth in answers:
        for above in upwards(unit):
            for by in (EVERY_CHANNEL, channel):
                kept = own.setdefault((above, by), [0, 0, 0])
                kept[0] += 1
                kept[1] += worth
                kept[2] += worth * worth
    for place, (n, total, squares) in own.items():
        if n > 1:
            kept = sums.setdefault((*place, *cell), [0, 0, 0, 0])
            for at, added in enumerate((n - 1, n * (n - 1), total * (n - 1), total * total - squares)):
                kept[at] += added


def _worth_of(session: Session) -> dict[int, Mapping[int, int]]:
    """What each score of an item adds to the sum of its metric, by the item's id; of items on a scale only."""
    items = {row.id: item_of(row) for row in session.scalars(select(ItemRow))}
    return {id_: _Worth(item) for id_, item in items.items() if item.scale is not None and item.metric != COMMENT}


class _Worth(dict[int, int]):
    """What a score adds to its metric's sum: 1, 0 or -1 for NPS, 1 or 0 for shares, the score in steps for means."""

    def __init__(self, item: Item) -> None:
        super().__init__()
        self._item = item

    def __missing__(self, score: int) -> int:
        assert self._item.scale is not None
        one = CATALOGUE[self._item.metric].formula.of_tally({score: 1}, self._item.scale)
        assert isinstance(one, NetCounts | ShareCounts | ScoreSums), "answers on a scale are one of these"
        self[score] = int(one.total)
        return self[score]


def wrong_repeats(session: Session) -> int:
    """How many kept sums differ from those of the answers. Changes nothing."""
    if not knows_respondents(session):
        return 0
    keys, sums = REPEAT_SUMS
    columns = [getattr(RepeatSumsRow, name) for name in (*keys, *sums)]
    kept = {(unit, item, f"{month}", *rest) for unit, item, month, *rest in session.execute(select(*columns))}
    return len(kept ^ set(counted_repeats(session, true())))
