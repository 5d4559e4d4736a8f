"""Counting only each person's newest answer of a month, where the organisation wants it: which answers are set aside.

Of the live answers that one respondent gave to a metric at a unit in a month, the newest counts: the one of the latest
day, and of two of one day the one that came later. The others stay live, and are named in a table of their own while
the setting is on; a change takes all of them back first and sets aside again at its end, so that it may treat facts as
if the setting were off. Answers without a respondent always count, as do comments without a score.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, insert, select, tuple_
from sqlalchemy.orm import Session

from db.names import Units
from db.tables import ItemRow, ObservationRow, ResponseRow, SetAsideRow, StoreRow
from db.time_limits import TimeLimits
from db.totals.repeats import repeats_kept
from db.totals.set_aside import IS_SET_ASIDE, has_set_aside
from db.totals.tallies import TallyDelta, add_scores
from metrics.vocabulary import COMMENT, Span


@contextmanager
def all_answers(session: Session) -> Iterator[None]:
    """All live answers count inside; at the end older ones of a month are set aside where the setting says so."""
    with repeats_kept(session):
        if not _is_on(session):
            yield
            return
        count_all(session)
        yield
        session.flush()
        count_newest(session)


def _is_on(session: Session) -> bool:
    return session.scalars(select(StoreRow.newest_only)).one()


def count_newest(session: Session) -> None:
    """Set the older answers of each person in a month aside, from a state in which all count."""
    session.execute(insert(SetAsideRow).from_select(["response_id", "item_id"], older_answers()))
    _count(session, -1)


def count_all(session: Session) -> None:
    """Let everything count again that was set aside."""
    _count(session, 1)
    session.execute(delete(SetAsideRow), execution_options={"synchronize_session": False})


def _count(session: Session, times: int) -> None:
    changes = TallyDelta(TimeLimits.of(session))
    # No weight may be left among the answers that count, so the kept sums cannot say whether there are any.
    add_scores(session, changes, IS_SET_ASIDE, times, weighted=True, also_set_aside=True)
    changes.carry_out(session, Units.of(session))


def older_answers(*among: ColumnElement[bool]) -> Select[Any]:
    """The live answers (response and item) whose respondent gave the metric a newer one at the unit in the month.

    Only those responses are looked at for which all of `among` holds.
    """
    answered_when: tuple[ColumnElement[Any], ...] = (
        ResponseRow.answered_on.is_(None),
        ResponseRow.answered_on.desc(),
        ResponseRow.id.desc(),
    )
    theirs = (ResponseRow.respondent, ItemRow.metric, ItemRow.audience, ResponseRow.unit_id, ResponseRow.month)
    place = func.row_number().over(partition_by=theirs, order_by=answered_when).label("place")
    ranked = (
        select(ObservationRow.response_id, ObservationRow.item_id, place)
        .join(ResponseRow, ResponseRow.id == ObservationRow.response_id)
        .join(ItemRow, ItemRow.id == ObservationRow.item_id)
        .where(ResponseRow.respondent.is_not(None), ObservationRow.live, ItemRow.metric != COMMENT, *among)
        .subquery()
    )
    return select(ranked.c.response_id, ranked.c.item_id).where(ranked.c.place > 1)


def counting_in(session: Session, span: Span) -> tuple[Any, ...]:
    """The conditions under which an answer counts among those of the days of `span`.

    What a person answered later in the month is not known by then, so that days of two months are compared alike.
    """
    if not has_set_aside(session):
        return (ObservationRow.live,)
    older = older_answers(ResponseRow.answered_on.between(span.first, span.last))
    return ObservationRow.live, tuple_(ObservationRow.response_id, ObservationRow.item_id).not_in(older)


def newest_notes(session: Session, first: int, last: int) -> list[str]:
    """How many of the answers in the responses `first` to `last` do not count, as a sentence; none where all do."""
    mine = select(func.count()).select_from(SetAsideRow).where(SetAsideRow.response_id.between(first, last))
    n = session.scalar(mine) or 0
    several = "answers do" if n != 1 else "answer does"
    return [f"{n:,} {several} not count, since the same person gave a newer one in the month."] if n else []


def wrongly_set_aside(session: Session) -> int:
    """How many answers are set aside, or count, although the setting and their days say otherwise. Changes nothing."""
    kept = {tuple(row) for row in session.execute(select(SetAsideRow.response_id, SetAsideRow.item_id))}
    should = {tuple(row) for row in session.execute(older_answers())} if _is_on(session) else set()
    return len(kept ^ should)
