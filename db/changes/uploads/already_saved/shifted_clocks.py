"""Answers that are saved already under another time zone: the same minutes and scores, a fixed time apart.

So it is where one file writes its moments in UTC and another as the clock on the wall, or a zone was named once only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import product
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select

from db.changes.uploads.save_context import SaveContext
from db.tables import ObservationRow, ResponseRow, UploadRow
from metrics.errors import CountedTwice

_FEWEST = 10  # fewer agree by chance
_COMPARED, _MOST_THERE = 10_000, 50_000
_STEP, _FURTHEST = 15, 14 * 60  # minutes: zones lie whole quarters of an hour apart, and no two further than this
_MOSTLY = 0.8
_HOUR = 60
# What an answer says: its minute within a quarter of an hour, its second, and each item with its score.
_Mark = tuple[int, float | None, frozenset[tuple[int, float]]]


class _Moments(NamedTuple):
    """The minutes, counted from year 1, of answers that say the same, and how many answers there are in all."""

    by_mark: Mapping[_Mark, list[int]]
    n: int


def refuse_shifted(saving: SaveContext) -> None:
    """Raises CountedTwice where most of the upload's answers that count are another upload's, some hours apart."""
    first, last = saving.first_response, saving.first_response + saving.responses - 1
    mine = _moments(saving, ResponseRow.id.between(first, last))
    if mine.n < _FEWEST:
        return
    minutes = [minute for found in mine.by_mark.values() for minute in found]
    near = ResponseRow.occasion.between(min(minutes) - _FURTHEST, max(minutes) + _FURTHEST)
    earlier = ResponseRow.id < first
    session = saving.session
    if (session.scalar(select(func.count()).select_from(ResponseRow).where(near, earlier)) or 0) > _MOST_THERE:
        return
    for upload in sorted(session.scalars(select(ResponseRow.upload_id).where(near, earlier).distinct())):
        apart = _minutes_apart(mine, _moments(saving, near, ResponseRow.upload_id == upload))
        if apart:
            raise _refusal(session.get_one(UploadRow, upload), apart)


def _moments(saving: SaveContext, *which: ColumnElement[bool]) -> _Moments:
    """The moments of answers without an id that count; at most so many as are compared."""
    question = (
        select(ResponseRow.id, ResponseRow.occasion, ResponseRow.second, ObservationRow.item_id, ObservationRow.score)
        .join(ObservationRow, ObservationRow.response_id == ResponseRow.id)
        .where(*which, ResponseRow.occasion > 0, ObservationRow.live)
        .order_by(ResponseRow.id)
        .limit(_COMPARED)
    )
    said: dict[int, tuple[int, float | None, set[tuple[int, float]]]] = {}
    for id_, minute, second, item, score in saving.session.execute(question):
        said.setdefault(id_, (minute or 0, second, set()))[2].add((item, score))
    found: dict[_Mark, list[int]] = defaultdict(list)
    for minute, second, scores in said.values():
        found[minute % _STEP, second, frozenset(scores)].append(minute)
    return _Moments(found, len(said))


def _minutes_apart(mine: _Moments, theirs: _Moments) -> int:
    """How far the two lie apart where nearly all of the smaller one are in the other; 0 where they do not.

    Summer time may begin between them: then the rest is an hour further apart, or nearer.
    """
    apart: Counter[int] = Counter()
    for mark, minutes in mine.by_mark.items():
        for here, there in product(minutes, set(theirs.by_mark.get(mark, ()))):
            if here != there and abs(here - there) <= _FURTHEST:
                apart[here - there] += 1
    if not apart:
        return 0
    most, n = apart.most_common(1)[0]
    n += max(apart[most + _HOUR], apart[most - _HOUR])
    smaller = min(mine.n, theirs.n)
    return abs(most) if smaller >= _FEWEST and n >= _MOSTLY * smaller else 0


def _refusal(other: UploadRow, minutes: int) -> CountedTwice:
    whole, rest = divmod(minutes, _HOUR)
    hours = f"{whole}:{rest:02} hours" if rest else "1 hour" if whole == 1 else f"{whole} hours"
    return CountedTwice(
        f"Upload {other.id} ({other.file}) holds the same answers {hours} apart, as if one of the two files were "
        "in another time zone, so these people would count twice. Let this file replace it, or count both if they are "
        "other people.",
        ((other.id, other.file),),
    )
