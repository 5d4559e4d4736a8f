"""Which answers of several uploads are the same where none has a response id. Knows neither files nor tables.

Answers of one occasion (the same minute, or the same day of one source where no time is written) are shared out over
seats: a seat is one person's response, however many uploads bring it. Rows of one upload never share a seat: the second
of two equal rows of a file meets the second of two saved ones. What counts depends only on the uploads and their order.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby, islice

from db.changes.uploads.conflict_rules import Fact, Settlement, Standing, settle_fact
from db.tables import WHOLE_ORGANISATION

MOST_COMPARED = 50  # rows of a minute that are compared one with another
MOST_CORRECTED = 3  # with more people at a unit in one minute it is unclear whose answer was corrected


class OnOverlap(StrEnum):
    """What to do with rows without a response id that are already saved."""

    NEW = "new"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class FromUpload:
    """Where a response without an id came from; `same_as` are uploads of other sources that hold the same answers."""

    id: int
    source: int
    overlap: OnOverlap
    same_as: frozenset[int]

    def may_repeat(self, other: FromUpload) -> bool:
        """Whether a row of this upload can be one of the other."""
        return self.source == other.source or other.id in self.same_as or self.id in other.same_as


@dataclass(frozen=True, slots=True)
class NamelessAnswer:
    """A response without an id: its parts as a fact, its occasion, and its upload.

    An `occasion` above 0 is a minute, in which `second` may be known; one below is a day. `wording` stands for the
    comment, None where there is none.
    """

    fact: Fact
    occasion: int
    second: float | None
    wording: int | None
    unit: int
    channel: int
    upload: FromUpload

    @property
    def content(self) -> Hashable:
        """The place and content of an answer."""
        return self.unit, self.channel, frozenset((part, said.score) for part, said in self.fact.parts.items())


@dataclass(slots=True)
class _Seat:
    """One response: what stands in it, and the rows that are this response."""

    standing: Standing = field(default_factory=dict)
    rows: list[NamelessAnswer] = field(default_factory=list)
    uploads: set[int] = field(default_factory=set)

    def take(self, row: NamelessAnswer) -> Settlement:
        self.rows.append(row)
        self.uploads.add(row.upload.id)
        return settle_fact(self.standing, row.fact)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What counts at one occasion: the live parts (response, item), and by response what became of it.

    `met` names the newest earlier upload that brought the same response; one that is new has none.
    """

    live: frozenset[tuple[int, int]]
    became: dict[int, Settlement]
    met: dict[int, int]


def settle_occasion(rows: Iterable[NamelessAnswer]) -> Occasion:
    """Settle all rows of one occasion, in the order of their uploads."""
    seats: list[_Seat] = []
    became: dict[int, Settlement] = {}
    met: dict[int, int] = {}
    uploads: dict[int, FromUpload] = {}
    for _, group in groupby(rows, key=lambda row: row.upload.id):
        batch = list(group)
        upload = batch[0].upload
        near = {id_ for id_, other in uploads.items() if upload.may_repeat(other)}
        free = [seat for seat in seats if seat.uploads & near] if upload.overlap is OnOverlap.NEW else []
        for row, seat in _seated(batch, free):
            if seat is None:
                seats.append(seat := _Seat())
            else:
                met[row.fact.id] = seat.rows[-1].upload.id
            became[row.fact.id] = seat.take(row)
        uploads[upload.id] = upload
    live = frozenset((fact.id, part) for seat in seats for part, fact in seat.standing.items())
    return Occasion(live, became, met)


def _seated(batch: Sequence[NamelessAnswer], free: list[_Seat]) -> list[tuple[NamelessAnswer, _Seat | None]]:
    """Each row of an upload with the seat that is already its own; None where it is a new response."""
    found: dict[int, _Seat] = {}
    left = _with_equal_content(batch, free, found) if free else []
    if 0 < len(left) <= MOST_COMPARED and 0 < len(free) <= MOST_COMPARED:
        left = _one_by_one(left, free, found, _agrees)
    if left and free:
        _seat_corrected(batch, left, free, found)
    return [(row, found.get(row.fact.id)) for row in batch]


def _with_equal_content(
    batch: Sequence[NamelessAnswer], free: list[_Seat], found: dict[int, _Seat]
) -> list[NamelessAnswer]:
    """Seat the rows with all equal; then those where a second or comment is missing on one side. The rest."""
    exact, alike = defaultdict[Hashable, deque[_Seat]](deque), defaultdict[Hashable, deque[_Seat]](deque)
    for seat in free:
        for key in {(row.content, row.second, row.wording): None for row in seat.rows}:
            exact[key].append(seat)
        for content in {row.content: None for row in seat.rows}:
            alike[content].append(seat)
    taken: set[int] = set()
    left = [row for row in batch if not _take(row, exact[row.content, row.second, row.wording], taken, found)]
    left = [row for row in left if not _take(row, alike[row.content], taken, found)]
    free[:] = [seat for seat in free if id(seat) not in taken]
    return left


def _take(row: NamelessAnswer, seats: deque[_Seat], taken: set[int], found: dict[int, _Seat]) -> bool:
    """Give the row the first of these seats that is free and may be its own."""
    while seats and id(seats[0]) in taken:
        seats.popleft()
    for seat in islice(seats, MOST_COMPARED):
        if id(seat) not in taken and _may_be_same(row, seat):
            found[row.fact.id] = seat
            taken.add(id(seat))
            return True
    return False


def _one_by_one(
    batch: Sequence[NamelessAnswer],
    free: list[_Seat],
    found: dict[int, _Seat],
    fits: Callable[[NamelessAnswer, _Seat], bool],
) -> list[NamelessAnswer]:
    left = []
    for row in batch:
        at = next((at for at, seat in enumerate(free) if fits(row, seat)), None)
        if at is None:
            left.append(row)
        else:
            found[row.fact.id] = free.pop(at)
    return left


def _seat_corrected(
    batch: Sequence[NamelessAnswer], left: Sequence[NamelessAnswer], free: Sequence[_Seat], found: dict[int, _Seat]
) -> None:
    """Seat the rows that say something else of the same moment and unit, where it is clear enough whose they are.

    Of a day, which many share, most of what the unit's people answered must be there as it was saved.
    """
    at_unit, seats = defaultdict[int, list[NamelessAnswer]](list), defaultdict[int, list[_Seat]](list)
    for row in left:
        at_unit[row.unit].append(row)
    for seat in free:
        seats[seat.rows[-1].unit].append(seat)
    for unit, rows in at_unit.items():
        if max(len(rows), len(seats[unit])) > MOST_CORRECTED:
            continue
        known = sum(row.unit == unit and row.fact.id in found for row in batch)
        if rows[0].occasion > 0 or known >= max(len(rows), len(seats[unit])):
            _one_by_one(rows, seats[unit], found, _was_corrected)


def _may_be_same(row: NamelessAnswer, seat: _Seat) -> bool:
    """Whether the second agrees, as far as both are there; of a day also the comment, and the channel."""
    words = {other.wording for other in seat.rows if other.wording is not None}
    same_words = row.wording is None or not words or row.wording in words
    same_way = any(row.channel == other.channel for other in seat.rows)
    return (row.occasion > 0 or (same_words and same_way)) and _same_moment(row, seat)


def _same_moment(row: NamelessAnswer, seat: _Seat) -> bool:
    seconds = {other.second for other in seat.rows if other.second is not None}
    return row.second is None or not seconds or row.second in seconds


def _shared(row: NamelessAnswer, seat: _Seat) -> list[tuple[float, float]]:
    """The scores of the items that both answer: the row's, and the one that stands."""
    return [
        (said.score, seat.standing[part].parts[part].score)
        for part, said in row.fact.parts.items()
        if part in seat.standing
    ]


def _agrees(row: NamelessAnswer, seat: _Seat) -> bool:
    """Whether the row gives the same scores to what both answer, as with a column or the unit mapped only once."""
    shared = _shared(row, seat)
    units = {row.unit, *(other.unit for other in seat.rows)}
    may_be_here = len(units) == 1 or (row.occasion > 0 and WHOLE_ORGANISATION in units)
    return bool(shared) and may_be_here and all(new == old for new, old in shared) and _may_be_same(row, seat)


def _was_corrected(row: NamelessAnswer, seat: _Seat) -> bool:
    return bool(_shared(row, seat)) and _may_be_same(row, seat)
