"""What stands under the response ids of a source, as facts that the one law can settle, and marking which are live."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from db.changes.uploads.conflict_rules import Fact, OnConflict, Standing
from db.store.bulk_insert import one_of
from db.tables import ObservationRow, ResponseRow, UploadRow
from metrics.answers.weights import STEPS_PER_WEIGHT

PLACE_AND_CONTENT = (
    ResponseRow.upload_id,
    ResponseRow.line,
    ResponseRow.answered_on,
    ResponseRow.month,
    ResponseRow.unit_id,
    ResponseRow.channel_id,
    ObservationRow.item_id,
    ObservationRow.score,
    ResponseRow.weight,
)
ANSWER = (
    ResponseRow.id,
    ResponseRow.external_id,
    *PLACE_AND_CONTENT,
    UploadRow.on_conflict,
)
IDS_AT_ONCE = 20_000  # how many response ids are asked for in one question to the store


class AnswerContent(NamedTuple):
    """What an answer to an item says; two answers are the same when all of it is."""

    score: float
    day: dt.date | None
    month: dt.date
    unit: int
    channel: int
    weight: int | None = None


def set_live(session: Session, marks: Sequence[tuple[int, int]], *, live: bool) -> None:
    """Mark answers (response, item) as live or not."""
    if not marks:
        return
    table = ObservationRow.__table__
    marked = (table.c.response_id == bindparam("response"), table.c.item_id == bindparam("item"))
    rows = [{"response": response, "item": item} for response, item in marks]
    session.connection().execute(update(ObservationRow).where(*marked).values(live=live), rows)


def stored_contents(session: Session, source: int, names: Sequence[str]) -> dict[tuple[str, int], AnswerContent]:
    """What stands of each item under these response ids of a source, by the id and the item."""
    found: dict[tuple[str, int], AnswerContent] = {}
    place = (ResponseRow.answered_on, ResponseRow.month, ResponseRow.unit_id, ResponseRow.channel_id)
    for begin in range(0, len(names), IDS_AT_ONCE):
        question = (
            select(ResponseRow.external_id, ObservationRow.item_id, ObservationRow.score, *place, ResponseRow.weight)
            .join(ObservationRow, ObservationRow.response_id == ResponseRow.id)
            .where(ResponseRow.source_id == source, ObservationRow.live)
            .where(one_of(session, ResponseRow.external_id, names[begin : begin + IDS_AT_ONCE]))
        )
        for name, item, *content in session.execute(question):
            found[name or "", item] = AnswerContent._make(content)
    return found


def stored_answers(session: Session, source: int, names: Sequence[str]) -> dict[str, Standing]:
    """What stands under each of these response ids of a source."""
    standing: dict[str, Standing] = defaultdict(dict)
    for name, facts in candidates(session, source, names, only_live=True).items():
        for fact in facts:
            standing[name].update(dict.fromkeys(fact.parts, fact))
    return standing


def candidates(
    session: Session, source: int, names: Sequence[str], *, only_live: bool, without: int | None = None
) -> dict[str, list[Fact]]:
    """The facts under each of these response ids in the order they came, except those of upload `without`."""
    found: dict[tuple[str, int], tuple[tuple[int, int, dt.date, OnConflict], dict[int, AnswerContent]]] = {}
    for begin in range(0, len(names), IDS_AT_ONCE):
        question = (
            select(*ANSWER)
            .join(ObservationRow, ObservationRow.response_id == ResponseRow.id)
            .join(UploadRow, UploadRow.id == ResponseRow.upload_id)
            .where(
                ResponseRow.source_id == source,
                one_of(session, ResponseRow.external_id, names[begin : begin + IDS_AT_ONCE]),
            )
            .order_by(ResponseRow.id)
        )
        if only_live:
            question = question.where(ObservationRow.live)
        if without is not None:
            question = question.where(ResponseRow.upload_id != without)
        for id_, name, upload, line, day, month, unit, channel, item, score, weight, rule in session.execute(question):
            head = (upload, line, day or month, OnConflict(rule))
            _, parts = found.setdefault((name or "", id_), (head, {}))
            parts[item] = AnswerContent(score, day, month, unit, channel, weight)
    facts: dict[str, list[Fact]] = defaultdict(list)
    for (name, id_), (head, parts) in found.items():
        facts[name].append(Fact(id_, *head, parts))
    return facts


def clash(new: Mapping[int, AnswerContent], old: Mapping[int, AnswerContent]) -> tuple[str, str]:
    """How two answers to one item differ, in words: the new answer's part, then the saved one's."""
    part = next(part for part in new if part in old and old[part] != new[part])
    here, there = new[part], old[part]
    says, said = f"{here.score:g}", f"{there.score:g}"
    if (here.day, here.month) != (there.day, there.month):
        says, said = f"{says} on {here.day or here.month}", f"{said} on {there.day or there.month}"
    if says == said and here.weight != there.weight:
        says, said = f"{says} with {weight_words(here.weight)}", f"{said} with {weight_words(there.weight)}"
    if says == said:
        says, said = f"{says} at another unit or channel", f"{said}"
    return says, said


def weight_words(weight: int | None) -> str:
    """A weight in steps as words: “a weight of 0.85”, “no weight”."""
    return "no weight" if weight is None else f"a weight of {weight / STEPS_PER_WEIGHT:g}"
