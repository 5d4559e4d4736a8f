"""Answers without response ids in the store: by what they are known again, and which of them count.

An upload's rows are saved first and settled at its end, since which of two equal rows meets which saved one is known
only once all are there.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from db.changes.uploads.already_saved.overlap_rules import FromUpload, NamelessAnswer, OnOverlap, settle_occasion
from db.changes.uploads.already_saved.repeated_occasions import StoredPart, repeated_occasions
from db.changes.uploads.competing_facts import PLACE_AND_CONTENT, AnswerContent, set_live
from db.changes.uploads.conflict_rules import Fact, OnConflict, Settlement
from db.formats.rows.blocks import Answers
from db.formats.values.clocks import minute_and_second
from db.names import Names
from db.store.bulk_insert import one_of
from db.tables import ObservationRow, ResponseRow, SourceRow, UploadRow
from db.totals.tallies import TallyDelta
from metrics.vocabulary import Item, Kind

MINUTES_IN_A_DAY = 1_440
DAYS = 4_000_000  # more than any calendar has
OCCASIONS_AT_ONCE = 5_000
SAME_ANSWERS = 0.75  # share of the smaller file from which on two sources hold the same answers
SOME_ANSWERS = 0.25  # share from which on it is worth a note
LIVE = (UploadRow.kind == Kind.SURVEY.value, UploadRow.undone_at.is_(None))
ANSWER = (
    ResponseRow.occasion,
    ResponseRow.id,
    ResponseRow.second,
    ResponseRow.wording,
    *PLACE_AND_CONTENT,
    ObservationRow.live,
)
STORED_PART = (
    ResponseRow.occasion,
    ResponseRow.upload_id,
    ResponseRow.id,
    ResponseRow.second,
    ResponseRow.wording,
    ResponseRow.unit_id,
    ResponseRow.channel_id,
    ObservationRow.item_id,
    ObservationRow.score,
    ResponseRow.weight,
    ObservationRow.live,
)


def occasions(source: int, answers: Answers) -> tuple[list[int | None], list[float | None], list[int | None]]:
    """By what each row without a response id is known again: occasion, second and wording; None for the others.

    A row that is dated by its month only is never known again.
    """
    n = len(answers)
    found: list[int | None] = [None] * n
    seconds: list[float | None] = [None] * n
    wordings: list[int | None] = [None] * n
    days, clocks, comments = answers.days, answers.clocks, answers.comments
    for at in [at for at, name in enumerate(answers.response_ids) if name is None]:
        day = days[at]
        if not isinstance(day, dt.date):
            continue
        minute, seconds[at] = minute_and_second(clocks[at]) if clocks[at] else (None, None)
        ordinal = day.toordinal()
        found[at] = -(source * DAYS + ordinal) if minute is None else ordinal * MINUTES_IN_A_DAY + minute
        wordings[at] = _wording(comments[at]) if comments[at] else None
    return found, seconds, wordings


def _wording(comment: str) -> int:
    """A number of 62 bits for a comment."""
    digest = hashlib.blake2b(" ".join(comment.split()).encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 2


class Settled(NamedTuple):
    """What became of one response without an id; `met` is the newest earlier upload that brought it too."""

    row: NamelessAnswer
    settlement: Settlement
    met: int | None


@dataclass(slots=True)
class MarkChanges:
    """What settling found: parts (response, item) that count from now on or no longer, and what became of responses.

    `repeated` counts responses that were brought before and changed nothing, by the newest upload that brought them;
    the others are in `became`.
    """

    marks: dict[bool, list[tuple[int, int]]] = field(default_factory=lambda: {True: [], False: []})
    became: list[Settled] = field(default_factory=list)
    repeated: Counter[int] = field(default_factory=Counter)

    def write(self, session: Session) -> None:
        for live, changed in self.marks.items():
            set_live(session, changed, live=live)


def shared_occasions(session: Session, first: int, last: int) -> list[int]:
    """The occasions of the responses `first` to `last` that others have too."""
    other = aliased(ResponseRow)
    shared = exists().where(other.occasion == ResponseRow.occasion, ~other.id.between(first, last))
    mine = ResponseRow.id.between(first, last), ResponseRow.occasion.is_not(None)
    found = session.scalars(select(ResponseRow.occasion).where(*mine, shared).distinct())
    return [occasion for occasion in found if occasion is not None]


def contested_occasions(session: Session) -> list[int]:
    """The occasions of which more than one upload has answers."""
    several = func.count(ResponseRow.upload_id.distinct()) > 1
    known = select(ResponseRow.occasion).where(ResponseRow.occasion.is_not(None))
    found = session.scalars(known.group_by(ResponseRow.occasion).having(several))
    return [occasion for occasion in found if occasion is not None]


def settle(
    session: Session,
    occasions: Sequence[int],
    kept: TallyDelta | None = None,
    *,
    without: int | None = None,
    of: int | None = None,
) -> MarkChanges:
    """Settle these occasions and tell which marks are not right, as if upload `without` had never come.

    What changes is counted in `kept`; what became of the responses of upload `of` is listed.
    """
    asked = _Settling(session, kept, without, of, _uploads(session), Names.of(session).by_id)
    for begin in range(0, len(occasions), OCCASIONS_AT_ONCE):
        left = _settle_repeated(asked, occasions[begin : begin + OCCASIONS_AT_ONCE])
        for rows, live_now in _stored(asked, left) if left else ():
            _settle_one(asked, rows, live_now)
    return asked.found


@dataclass(frozen=True, slots=True)
class _Settling:
    """What is asked of `settle`, what it needs to know, and what it has found."""

    session: Session
    kept: TallyDelta | None
    without: int | None
    of: int | None
    uploads: Mapping[int, tuple[FromUpload, OnConflict]]
    items: Mapping[int, Item]
    found: MarkChanges = field(default_factory=MarkChanges)


def _settle_one(asked: _Settling, rows: Sequence[NamelessAnswer], live_now: Collection[tuple[int, int]]) -> None:
    """Settle the answers of one occasion."""
    settled, found = settle_occasion(rows), asked.found
    for fact, content, item in _parts(rows):
        is_live = (fact.id, item) in settled.live
        if is_live == ((fact.id, item) in live_now):
            continue
        found.marks[is_live].append((fact.id, item))
        if asked.kept is not None:
            key = (content.unit, item, content.month, content.channel, content.score)
            asked.kept.score(key, asked.items[item], 1 if is_live else -1, content.weight)
    found.became += [
        Settled(row, settled.became[row.fact.id], settled.met.get(row.fact.id))
        for row in rows
        if row.fact.upload == asked.of
    ]


def _settle_repeated(asked: _Settling, occasions: Sequence[int]) -> list[int]:
    """Settle the occasions at which all uploads say the same; the others are left."""
    stored = _of_occasions(asked, STORED_PART, occasions).order_by(ResponseRow.id, ObservationRow.item_id)
    uploads = {id_: upload for id_, (upload, _) in asked.uploads.items()}
    plain = repeated_occasions(asked.session.execute(stored), uploads)
    for is_live, changed in plain.changed.items():
        asked.found.marks[is_live] += [(part.response, part.item) for part in changed]
        if asked.kept is not None:
            _count_parts(asked.kept, changed, 1 if is_live else -1, asked.items)
    for (upload, met), n in plain.repeated.items():
        if upload == asked.of:
            asked.found.repeated[met] += n
    return plain.left


def _count_parts(kept: TallyDelta, parts: Iterable[StoredPart], times: int, items: Mapping[int, Item]) -> None:
    for part in parts:
        key = (part.unit, part.item, _month_of(part.occasion), part.channel, part.score)
        kept.score(key, items[part.item], times, part.weight)


@lru_cache(maxsize=10_000)
def _month_of(occasion: int) -> dt.date:
    """The first day of the month in which an occasion lies."""
    ordinal = occasion // MINUTES_IN_A_DAY if occasion > 0 else -occasion % DAYS
    return dt.date.fromordinal(ordinal).replace(day=1)


def _of_occasions(asked: _Settling, columns: Sequence[Any], occasions: Sequence[int]) -> Select[tuple[Any, ...]]:
    """The query for the answers of these occasions."""
    question = (
        select(*columns)
        .join(ObservationRow, ObservationRow.response_id == ResponseRow.id)
        .where(one_of(asked.session, ResponseRow.occasion, occasions))
    )
    return question if asked.without is None else question.where(ResponseRow.upload_id != asked.without)


def _parts(rows: Iterable[NamelessAnswer]) -> Iterator[tuple[Fact, AnswerContent, int]]:
    for row in rows:
        for item, content in row.fact.parts.items():
            yield row.fact, content, item


def _stored(asked: _Settling, occasions: Sequence[int]) -> Iterator[tuple[list[NamelessAnswer], set[tuple[int, int]]]]:
    """The responses of each occasion in the order they came, and which of their parts are live."""
    question = _of_occasions(asked, ANSWER, occasions).order_by(ResponseRow.id)
    found: dict[int, dict[int, NamelessAnswer]] = defaultdict(dict)
    parts: dict[int, dict[int, AnswerContent]] = defaultdict(dict)
    live: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for at, id_, second, wording, upload, line, *place, item, score, weight, is_live in asked.session.execute(question):
        day, month, unit, channel = place
        assert at is not None
        if id_ not in parts:
            source, rule = asked.uploads[upload]
            fact = Fact(id_, upload, line, day or month, rule, parts[id_])
            found[at][id_] = NamelessAnswer(fact, at, second, wording, unit, channel, source)
        parts[id_][item] = AnswerContent(score, day, month, unit, channel, weight)
        if is_live:
            live[at].add((id_, item))
    return ((list(rows.values()), live[at]) for at, rows in found.items())


def _uploads(session: Session) -> dict[int, tuple[FromUpload, OnConflict]]:
    """All uploads of answers that are not undone, by their ids."""
    columns = (UploadRow.id, SourceRow.id, UploadRow.on_overlap, UploadRow.same_answers_as, UploadRow.on_conflict)
    known = select(*columns).join(SourceRow, SourceRow.name == UploadRow.source).where(*LIVE)
    return {
        id_: (FromUpload(id_, source, OnOverlap(overlap), frozenset(same_as)), OnConflict(rule))
        for id_, source, overlap, same_as, rule in session.execute(known)
    }


def met_elsewhere(session: Session, upload: int, first: int, last: int) -> dict[int, float]:
    """The uploads of other sources with answers of the same moment and scores as this one, and which share of them.

    The share is that of the smaller of the two. The responses `first` to `last` are this upload's.
    """
    other, mine, theirs = aliased(ResponseRow), aliased(ObservationRow), aliased(ObservationRow)
    same_second = or_(ResponseRow.second == other.second, ResponseRow.second.is_(None), other.second.is_(None))
    same_moment = and_(other.occasion == ResponseRow.occasion, other.source_id != ResponseRow.source_id, same_second)
    met = (
        select(other.upload_id, func.count(ResponseRow.id.distinct()).label("n"))
        .join(other, same_moment)
        .join(mine, mine.response_id == ResponseRow.id)
        .join(theirs, and_(theirs.response_id == other.id, theirs.item_id == mine.item_id, theirs.score == mine.score))
        .where(ResponseRow.id.between(first, last), ResponseRow.occasion > 0)
        .group_by(other.upload_id)
    )
    found: dict[int, int] = {row.upload_id: row.n for row in session.execute(met)}
    sizes = {id_: _with_moment(session, id_) for id_ in (upload, *found)}
    return {id_: n / min(sizes[id_], sizes[upload]) for id_, n in found.items()}


def _with_moment(session: Session, upload: int) -> int:
    """How many answers of an upload are known by their moment."""
    within = ResponseRow.id.between(UploadRow.first_response, UploadRow.last_response)
    counted = select(func.count()).select_from(UploadRow).join(ResponseRow, within)
    return session.scalar(counted.where(UploadRow.id == upload, ResponseRow.occasion > 0)) or 0
