"""Saving results that came counted: one live result for each metric, audience, unit, channel and month, by the one law.

Two results of one name on different scales, as promoters and as single scores, are the same people's answers.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.changes.uploads.conflict_rules import Fact, OnConflict, Standing, settle_fact
from db.changes.uploads.save_context import SaveContext, next_id
from db.formats.rows.blocks import CountedResult
from db.names import Names
from db.tables import NOT_SAID, CountedResultRow, UploadRow
from db.totals.counted_results import add_counted, count_result
from db.totals.tallies import TallyDelta
from metrics.catalogue import CATALOGUE
from metrics.vocabulary import Item

THE_RESULT = "result"
Name = tuple[Hashable, ...]
Items = Mapping[int, Item]


def save_counted(saving: SaveContext, rows: Sequence[CountedResult]) -> None:
    """Save counted results; what contradicts a saved one is settled by the upload's rule."""
    session, items = saving.session, saving.names.by_id
    standing = _standing(session, {row.month.first_day for row in rows}, items)
    stored: dict[int, CountedResultRow] = {}
    for id_, row in enumerate(rows, next_id(session, CountedResultRow.id)):
        unit = saving.unit(row.line, row.unit, row.lines)
        if unit is None:
            continue
        kept = stored[id_] = _row(saving, id_, unit, row)
        fact = _fact(kept, saving.rule)
        settlement = settle_fact(standing[_name(kept, items)], fact)
        for old in settlement.replaced.values():
            replaced = stored.get(old.id) or session.get_one(CountedResultRow, old.id)
            replaced.live = False
            count_result(saving.kept, replaced, items[replaced.item_id], -1)
        where = row.unit or "the whole organisation"
        called = f"{CATALOGUE[row.item.metric].name} of {where} in {row.month}"
        kept.live = saving.count(settlement, fact, called, *_words(fact, settlement.rival), row.lines)
        session.add(kept)
        saving.facts += 1
        if kept.live:
            count_result(saving.kept, kept, row.item, 1)
            saving.dated(None, kept.month)


def _row(saving: SaveContext, id_: int, unit: int, row: CountedResult) -> CountedResultRow:
    return CountedResultRow(
        id=id_,
        upload_id=saving.upload,
        line=row.line,
        item_id=saving.names.item(row.item),
        month=row.month.first_day,
        unit_id=unit,
        channel_id=saving.channel(row.channel) if row.channel else NOT_SAID,
        n=row.n,
        counts={str(score): n for score, n in row.counts if n},
        total=row.sums.total if row.sums else None,
        squares=row.sums.squares if row.sums else None,
    )


def _name(row: CountedResultRow, items: Items) -> Name:
    """Under which name a result stands; two live ones cannot share it."""
    item = items[row.item_id]
    return item.metric, item.audience, row.month, row.unit_id, row.channel_id


def _fact(row: CountedResultRow, rule: OnConflict) -> Fact:
    content = (row.item_id, row.n, row.total, row.squares, *sorted(row.counts.items()))
    return Fact(row.id, row.upload_id, row.line, row.month, rule, {THE_RESULT: content})


def _words(fact: Fact, rival: Fact | None) -> tuple[str, str]:
    """What two results say, in the fewest words that tell them apart: how many answered, or each count."""
    if rival is None:
        return "", ""
    (_, n, total, *_), (_, other_n, other_total, *_) = fact.parts[THE_RESULT], rival.parts[THE_RESULT]
    if n != other_n:
        return f"{n} answers", f"{other_n}"
    if total is not None and other_total is not None and total != other_total:
        return f"a mean of {total / n / 100:.2f}", f"{other_total / n / 100:.2f}"
    return f"other counts of {n} answers", "others"


def _stored(session: Session, months: Iterable[dt.date]) -> list[tuple[CountedResultRow, OnConflict]]:
    """The results of these months with the rule of their upload, in the order they came."""
    question = (
        select(CountedResultRow, UploadRow.on_conflict)
        .join(UploadRow, UploadRow.id == CountedResultRow.upload_id)
        .where(CountedResultRow.month.in_(list(months)))
        .order_by(CountedResultRow.id)
    )
    return [(row, OnConflict(rule)) for row, rule in session.execute(question)]


def _standing(session: Session, months: Iterable[dt.date], items: Items) -> dict[Name, Standing]:
    standing: dict[Name, Standing] = defaultdict(dict)
    for row, rule in _stored(session, months):
        if row.live:
            standing[_name(row, items)][THE_RESULT] = _fact(row, rule)
    return standing


def _settled(rows: Sequence[tuple[CountedResultRow, OnConflict]], items: Items) -> list[tuple[CountedResultRow, bool]]:
    """Each of `rows`, in the order they came, with whether it stands."""
    standing: dict[Name, Standing] = defaultdict(dict)
    for row, rule in rows:
        settle_fact(standing[_name(row, items)], _fact(row, rule))
    return [(row, standing[_name(row, items)][THE_RESULT].id == row.id) for row, _ in rows]


def remove_counted(session: Session, upload: int, kept: TallyDelta) -> None:
    """Take an upload's results out, and bring back those they had replaced; `kept` takes in what that changes."""
    months = set(session.scalars(select(CountedResultRow.month).where(CountedResultRow.upload_id == upload)))
    if not months:
        return
    add_counted(session, kept, CountedResultRow.upload_id == upload, -1)
    items = Names.of(session).by_id
    others = [(row, rule) for row, rule in _stored(session, months) if row.upload_id != upload]
    for row, live in _settled(others, items):
        if row.live != live:
            row.live = live
            count_result(kept, row, items[row.item_id], 1 if live else -1)
    session.flush()
    session.execute(delete(CountedResultRow).where(CountedResultRow.upload_id == upload))


def wrongly_marked_results(session: Session) -> int:
    """How many results count though they should not, or the other way round; 0 when all is well."""
    months = set(session.scalars(select(CountedResultRow.month).distinct()))
    return sum(row.live != live for row, live in _settled(_stored(session, months), Names.of(session).by_id))
