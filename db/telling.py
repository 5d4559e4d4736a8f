"""Everything a board pack is written from, read in one state of the store. Gives values; writes no words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from db import queries
from db.editions import Commentary, Edition, commentaries, editions, last_before, pack_of
from db.effects import Doing, doing
from db.queries import Freshness, Settings
from db.scorecards import Report, report
from metrics.errors import NotFound
from metrics.periods import Month
from metrics.vocabulary import Kind, Scope


@dataclass(frozen=True, slots=True)
class Material:
    """What there is to tell of a month at a unit.

    `uploads` counts the live uploads with rows of the month by kind; `last` is the pack that was published of an
    earlier month, `published` the newest edition of this month with its pack, both None where there is none.
    """

    report: Report
    settings: Settings
    freshness: tuple[Freshness, ...]
    uploads: Mapping[Kind, int]
    doing: Doing
    commentary: Commentary | None
    last: Mapping[str, Any] | None
    published: tuple[Edition, Mapping[str, Any]] | None


def material(session: Session, month: Month, unit: str = "") -> Material:
    """What there is to tell of a month at a unit. Raises NotFound where nothing was recorded in it."""
    found = report(session, Scope(month, unit))
    if not any(card.value.n or card.value.estimate is not None for card in found.scorecards):
        known = queries.months_with_data(session)
        there = f"There is something from {known[0]} to {known[-1]}." if known else "Import a file first."
        where = f" at {unit}" if unit else ""
        raise NotFound(f"Nothing was recorded{where} in {month}, so there is nothing to tell the board. {there}")
    written = commentaries(session, month, unit)
    last, known_editions = last_before(session, month, unit), editions(session, month, unit)
    return Material(
        report=found,
        settings=queries.settings(session),
        freshness=tuple(queries.freshness(session)),
        uploads={kind: queries.uploads_behind(session, [kind], month) for kind in Kind},
        doing=doing(session, found.scope),
        commentary=written[0] if written else None,
        last=pack_of(session, last.id) if last else None,
        published=(known_editions[0], pack_of(session, known_editions[0].id)) if known_editions else None,
    )
