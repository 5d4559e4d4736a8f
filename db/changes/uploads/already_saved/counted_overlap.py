"""People who would count twice: in a counted result and by their single answers, or at a unit and at one below it.

Every recorded fact is looked at, whether it counts or not, so that no undo can bring such a thing about.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from db.changes.uploads.already_saved.overlap_rules import OnOverlap
from db.changes.uploads.save_context import SaveContext
from db.names import Names, Units
from db.tables import NOT_SAID, CountedResultRow, ObservationRow, ResponseRow, UploadRow
from metrics.catalogue import CATALOGUE
from metrics.errors import BadValue, CountedTwice
from metrics.periods import Month
from metrics.vocabulary import Audience, Kind

Asked = tuple[str, Audience]
Thing = TypeVar("Thing")


class _Lines(Generic[Thing]):
    """Things by their units, so that those at a unit, above it or below it are found without looking at all others."""

    def __init__(self, units: Units) -> None:
        self._units = units
        self._at: dict[int, list[Thing]] = defaultdict(list)
        self._below: dict[int, list[Thing]] = defaultdict(list)

    def add(self, unit: int, thing: Thing) -> None:
        own, *above = self._units.upwards(unit)
        self._at[own].append(thing)
        for each in above:
            self._below[each].append(thing)

    def near(self, unit: int) -> list[Thing]:
        """What is at the unit, at one above it, or at one below it."""
        line = self._units.upwards(unit)
        return [*self._below.get(line[0], ()), *(thing for each in line for thing in self._at.get(each, ()))]


class _Cell(NamedTuple):
    """What an upload has of one metric and audience at a unit and channel (None: any) in a month."""

    upload: int
    asked: Asked
    month: dt.date
    unit: int
    channel: int | None


def refuse_counting_twice(saving: SaveContext, kind: Kind) -> None:
    """Raises CountedTwice where the upload counts people who are counted already, unless it is to count them all."""
    if saving.on_overlap is OnOverlap.COUNT or kind not in (Kind.SURVEY, Kind.COUNTED):
        return
    session, names = saving.session, saving.names
    if kind is Kind.COUNTED:
        mine = list(_counted(session, names, CountedResultRow.upload_id == saving.upload))
        months = {cell.month for cell in mine}
        others = list(_counted(session, names, CountedResultRow.month.in_(months)))
        met = [*_within_results(mine, others, saving.units), *_among_answers(session, names, mine, saving.units)]
    else:
        met = list(_answers_meet(saving))
    if met:
        raise _refusal(saving, met)


def refuse_a_tree_that_counts_twice(session: Session, before: Units) -> None:
    """Raises BadValue where counted results would meet people, under the tree as it is now, whom they did not before.

    Results of units that are merged are of other people, so these may be added up.
    """
    names, where = Names.of(session), CountedResultRow.id.is_not(None)
    cells = list(_counted(session, names, where))
    if not cells:
        return
    after = Units.of(session)
    were = {(one.asked, one.month, one.unit, other.unit) for one, other in _meeting(session, names, cells, before)}
    for one, other in _meeting(session, names, cells, after):
        if (one.asked, one.month, one.unit, other.unit) not in were:
            metric, here, there = CATALOGUE[one.asked[0]].name, _place(after, one.unit), _place(after, other.unit)
            what = "single answers" if other.channel is None else "counted results"
            uploads = " or ".join(str(id_) for id_ in sorted({one.upload, other.upload}))
            raise BadValue(
                f"There are counted results of {metric} of {here} in {Month.of(one.month)}, and {what} of {there}. "
                f"With one below the other these people would count twice. Undo upload {uploads} first."
            )


def _meeting(session: Session, names: Names, cells: Sequence[_Cell], units: Units) -> Iterator[tuple[_Cell, _Cell]]:
    yield from _within_results(cells, cells, units)
    yield from _among_answers(session, names, cells, units)


def _counted(session: Session, names: Names, where: ColumnElement[bool]) -> Iterator[_Cell]:
    row = CountedResultRow
    question = select(row.upload_id, row.item_id, row.month, row.unit_id, row.channel_id).where(where).distinct()
    for upload, item, month, unit, channel in session.execute(question):
        asked = names.by_id[item]
        yield _Cell(upload, (asked.metric, asked.audience), month, unit, channel)


def _within_results(mine: Sequence[_Cell], others: Sequence[_Cell], units: Units) -> Iterator[tuple[_Cell, _Cell]]:
    """Results that hold others: of a unit above, or of all channels. The same unit and channel is no such thing."""
    found = _by_result(others, units)
    for cell in mine:
        for other in found[cell.asked, cell.month].near(cell.unit):
            same_channel = cell.channel == other.channel
            if same_channel and units.counted_at(cell.unit) == units.counted_at(other.unit):
                continue
            if same_channel or NOT_SAID in (cell.channel, other.channel):
                yield cell, other


def _by_result(cells: Iterable[_Cell], units: Units) -> dict[tuple[Asked, dt.date], _Lines[_Cell]]:
    """The cells of each metric, audience and month by their units."""
    found: dict[tuple[Asked, dt.date], _Lines[_Cell]] = defaultdict(lambda: _Lines(units))
    for cell in cells:
        found[cell.asked, cell.month].add(cell.unit, cell)
    return found


def _among_answers(
    session: Session, names: Names, mine: Sequence[_Cell], units: Units
) -> Iterator[tuple[_Cell, _Cell]]:
    """Results of units and months that have single answers too."""
    by_month: dict[dt.date, list[_Cell]] = defaultdict(list)
    for cell in mine:
        by_month[cell.month].append(cell)
    for month, cells in by_month.items():
        days = ResponseRow.answered_on.between(month, Month.of(month).last_day)
        undated = and_(ResponseRow.answered_on.is_(None), ResponseRow.month == month)
        within = or_(days, undated)
        answering = _Lines[int](units)
        for unit in session.scalars(select(ResponseRow.unit_id).where(within).distinct()):
            answering.add(unit, unit)
        for cell in cells:
            near = answering.near(cell.unit)
            if near and (met := _one_answer(session, names, cell, within, near)):
                yield cell, met


def _one_answer(
    session: Session, names: Names, cell: _Cell, within: ColumnElement[bool], near: Sequence[int]
) -> _Cell | None:
    items = [id_ for id_, item in names.by_id.items() if (item.metric, item.audience) == cell.asked]
    channels = [] if cell.channel == NOT_SAID else [ResponseRow.channel_id.in_([cell.channel, NOT_SAID])]
    question = (
        select(ResponseRow.upload_id, ResponseRow.unit_id)
        .join(ObservationRow, ObservationRow.response_id == ResponseRow.id)
        .where(within, ResponseRow.unit_id.in_(near), ObservationRow.item_id.in_(items), *channels)
        .limit(1)
    )
    found = session.execute(question).first()
    return None if found is None else cell._replace(upload=found.upload_id, unit=found.unit_id, channel=None)


def _answers_meet(saving: SaveContext) -> Iterator[tuple[_Cell, _Cell]]:
    """The upload's single answers that lie in units and months with counted results."""
    session, names = saving.session, saving.names
    if not saving.responses or session.scalar(select(CountedResultRow.id).limit(1)) is None:
        return
    counted = _by_result(_counted(session, names, CountedResultRow.upload_id != saving.upload), saving.units)
    first = saving.first_response
    own = (
        select(ObservationRow.item_id, ResponseRow.month, ResponseRow.unit_id, ResponseRow.channel_id)
        .join(ObservationRow, ObservationRow.response_id == ResponseRow.id)
        .where(ResponseRow.id.between(first, first + saving.responses - 1))
        .where(ResponseRow.month.in_({month for _, month in counted}))
        .distinct()
    )
    for item, month, unit, channel in session.execute(own):
        asked = (names.by_id[item].metric, names.by_id[item].audience)
        for other in counted[asked, month].near(unit):
            if NOT_SAID in (channel, other.channel) or channel == other.channel:
                yield _Cell(saving.upload, asked, month, unit, None), other


def _refusal(saving: SaveContext, met: Sequence[tuple[_Cell, _Cell]]) -> CountedTwice:
    """What is counted twice, where first and how often, and what can be done."""
    mine, other = min(met, key=lambda pair: (pair[1].upload == saving.upload, pair[0].month, pair[0].unit))
    metric, where = CATALOGUE[mine.asked[0]].name, _place(saving.units, mine.unit)
    more = len({(cell.month, cell.unit, cell.asked) for cell, _ in met}) - 1
    further = f", and for {more} more {'month or unit' if more == 1 else 'months or units'}" if more else ""
    uploads = _files(saving.session, (cell.upload for _, cell in met if cell.upload != saving.upload))
    if not uploads:
        there = _place(saving.units, other.unit)
        return CountedTwice(
            f"The file has {metric} of {where} and of {there} in {Month.of(mine.month)}{further}, and one holds the "
            "other, so these people would count twice. Leave out the rows of the larger one, or count both if they "
            "are other people.",
            (),
        )
    upload, file = uploads[0]
    what = "single answers" if other.channel is None else "counted results"
    return CountedTwice(
        f"Upload {upload} ({file}) already holds {what} of {metric} for {_place(saving.units, other.unit)} in "
        f"{Month.of(mine.month)}{further}, so these people would count twice. Leave out these rows, let this file "
        f"replace upload {upload}, or count both if they are other people.",
        uploads,
    )


def _place(units: Units, unit: int) -> str:
    return units.shown(unit) or "the whole organisation"


def _files(session: Session, uploads: Iterable[int]) -> tuple[tuple[int, str], ...]:
    """The uploads with their files, the one that is met most often first."""
    return tuple((id_, session.get_one(UploadRow, id_).file) for id_, _ in Counter(uploads).most_common())
