"""Comments: searched, and filtered by satisfaction and by turn-off.

The caller must not ask about a scope with too few answers.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session

from db.names import Units, item_of
from db.queries.settings import channel_id
from db.tables import ChannelRow, CommentRow, ItemRow, ObservationRow, ResponseRow
from metrics.answers.satisfaction_bands import Mood, bounds, mood
from metrics.answers.turn_offs import TURN_OFFS, turn_offs
from metrics.comparison_periods import spans
from metrics.periods import Month
from metrics.vocabulary import COMMENT, Audience, Item, Scope, Span

MOST_READ = 5_000  # of the newest comments of a scope are read for what put people off


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with the scores given beside it; `day` is None where only the month is known."""

    text: str
    day: dt.date | None
    month: Month
    unit: str
    channel: str
    scores: tuple[tuple[Item, float], ...]

    @property
    def mood(self) -> Mood | None:
        """How satisfied the writer was; None without a score on a scale."""
        return mood(self.scores)


@dataclass(frozen=True, slots=True)
class CommentFilter:
    """Which comments of a scope to find: words in them, a mood, and a turn-off by its id."""

    words: str = ""
    mood: Mood | None = None
    turn_off: str = ""


@dataclass(frozen=True, slots=True)
class CommentCounts:
    """How many answered and wrote, how satisfied the writers were, and what put off those who were not happy.

    `read` is how many comments were read for the turn-offs: at most 5,000, the newest.
    """

    answered: int
    written: int
    moods: Mapping[Mood, int]
    turn_offs: Mapping[str, int]
    read: int


def comments(session: Session, scope: Scope, wish: CommentFilter, most: int) -> list[Comment]:
    """The newest comments of the scope's period, unit, channel and audience that pass the filter, at most so many."""
    if not wish.turn_off:
        return _read(session, _question(session, scope, wish).limit(most))
    found = _read(session, _question(session, scope, wish).limit(MOST_READ))
    return [comment for comment in found if _tells_of(comment, wish.turn_off)][:most]


def comment_counts(session: Session, scope: Scope) -> CommentCounts:
    """The counts of a scope's comments."""
    span = spans(scope).now
    written = select(func.count()).select_from(_responses(session, scope, span).join(CommentRow).subquery())
    moods = {
        own: session.scalar(
            select(func.count()).select_from(
                _question(session, scope, CommentFilter(mood=own)).order_by(None).subquery()
            )
        )
        or 0
        for own in Mood
    }
    found = _read(session, _question(session, scope, CommentFilter()).limit(MOST_READ))
    found_turn_offs = Counter(each.id for one in found if one.mood is not Mood.HAPPY for each in turn_offs(one.text))
    return CommentCounts(
        answered=session.scalar(select(func.count()).select_from(_responses(session, scope, span).subquery())) or 0,
        written=session.scalar(written) or 0,
        moods=moods,
        turn_offs={each.id: found_turn_offs[each.id] for each in TURN_OFFS if found_turn_offs[each.id]},
        read=len(found),
    )


def answers_by_unit(session: Session, scope: Scope) -> dict[str, int]:
    """How many answered at each unit with answers of its own, by its path, in the scope's period."""
    asked = _responses(session, scope, spans(scope).now).subquery()
    units, found = Units.of(session), Counter[str]()
    for unit, n in session.execute(select(asked.c.unit_id, func.count()).group_by(asked.c.unit_id)):
        found[units.shown(unit)] += n
    return dict(found)


def _tells_of(comment: Comment, turn_off: str) -> bool:
    return comment.mood is not Mood.HAPPY and any(each.id == turn_off for each in turn_offs(comment.text))


def _responses(session: Session, scope: Scope, span: Span) -> Select[int, int]:
    """The responses of a scope that count: those with a live answer from its audience."""
    units = Units.of(session)
    dated = ResponseRow.answered_on.between(span.first, span.last)
    undated = and_(ResponseRow.answered_on.is_(None), ResponseRow.month.between(span.first, span.last))
    where: list[ColumnElement[bool]] = [or_(dated, undated)]
    if scope.unit:
        where.append(ResponseRow.unit_id.in_(units.downwards(units.found(scope.unit))))
    if scope.channel is not None:
        where.append(ResponseRow.channel_id == channel_id(session, scope.channel))
    audience = (scope.audience or Audience.CUSTOMERS).value
    answered = and_(ObservationRow.response_id == ResponseRow.id, ObservationRow.live)
    where.append(exists().where(answered, ObservationRow.item_id == ItemRow.id, ItemRow.audience == audience))
    return select(ResponseRow.id, ResponseRow.unit_id).where(*where)


def _question(session: Session, scope: Scope, wish: CommentFilter) -> Select[int, int]:
    found = _responses(session, scope, spans(scope).now).join(CommentRow, CommentRow.response_id == ResponseRow.id)
    for word in wish.words.split():
        found = found.where(CommentRow.text.icontains(word, autoescape=True))
    if wish.mood is not None:
        found = found.where(*_of_mood(session, wish.mood))
    return found.order_by(func.coalesce(ResponseRow.answered_on, ResponseRow.month).desc(), ResponseRow.id.desc())


def _of_mood(session: Session, wanted: Mood) -> Iterator[ColumnElement[bool]]:
    """The condition that the worst score of a response has this mood."""
    for own in Mood:
        scored = [_scored(item, own) for item in session.scalars(select(ItemRow).where(ItemRow.low.is_not(None)))]
        given = and_(ObservationRow.response_id == ResponseRow.id, ObservationRow.live, or_(false(), *scored))
        if own is wanted:
            yield exists().where(given)
            return
        yield ~exists().where(given)


def _scored(item: ItemRow, own: Mood) -> ColumnElement[bool]:
    scale = item_of(item).scale
    assert scale is not None, "only items on a scale are asked about"
    unhappy, happy = bounds(scale)
    score = ObservationRow.score
    within = {
        Mood.UNHAPPY: score <= unhappy,
        Mood.BETWEEN: and_(score > unhappy, score < happy),
        Mood.HAPPY: score >= happy,
    }
    return and_(ObservationRow.item_id == item.id, within[own])


def _read(session: Session, chosen: Select[int, int]) -> list[Comment]:
    ids = list(session.scalars(chosen))
    scores, units = _scores(session, ids), Units.of(session)
    columns = (CommentRow.text, ResponseRow.answered_on, ResponseRow.month, ResponseRow.unit_id, ChannelRow.name)
    found = {}
    for some in _parts(ids):
        question = (
            select(ResponseRow.id, *columns)
            .join(CommentRow, CommentRow.response_id == ResponseRow.id)
            .join(ChannelRow, ChannelRow.id == ResponseRow.channel_id)
            .where(ResponseRow.id.in_(some))
        )
        for id_, text, day, month, unit, channel in session.execute(question):
            where = units.shown(unit), channel
            found[id_] = Comment(text, day, Month.of(month), *where, tuple(scores.get(id_, ())))
    return [found[id_] for id_ in ids]


def _scores(session: Session, ids: Sequence[int]) -> dict[int, list[tuple[Item, float]]]:
    items = {row.id: item_of(row) for row in session.scalars(select(ItemRow))}
    scores: dict[int, list[tuple[Item, float]]] = {}
    for some in _parts(ids):
        question = select(ObservationRow.response_id, ObservationRow.item_id, ObservationRow.score).where(
            ObservationRow.response_id.in_(some), ObservationRow.live
        )
        for response, item, score in session.execute(question):
            if items[item].metric != COMMENT:
                scores.setdefault(response, []).append((items[item], score))
    return scores


def _parts(ids: Sequence[int], size: int = 1_000) -> Iterator[Sequence[int]]:
    for begin in range(0, len(ids), size):
        yield ids[begin : begin + size]
