"""Everything a board pack is written from, read in one state of the store. Gives values; writes no words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from db import queries
from db.editions import (
    Commentary,
    Edition,
    commentaries,
    commentaries_by_unit,
    editions,
    last_before,
    pack_of,
)
from db.effects import Doing, doing
from db.management import is_within
from db.queries import Freshness, Settings
from db.scorecards import Report, report, reports
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
    if not _has_anything(found):
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


def team_materials(session: Session, month: Month) -> dict[str, Material]:
    """What there is to tell of a month at each unit with something recorded in it, and at the whole organisation, "".

    Editions are the board's: `last` and `published` are None. Raises NotFound where nothing was recorded at all.
    """
    whole = material(session, month)
    paths = [unit.path for unit in queries.units(session)]
    written = commentaries_by_unit(session, month)
    found = {"": replace(whole, last=None, published=None)}
    for path, own in reports(session, Scope(month), paths).items():
        if _has_anything(own):
            found[path] = replace(found[""], report=own, doing=_at(whole.doing, path), commentary=written.get(path))
    return found


def _has_anything(found: Report) -> bool:
    return any(card.value.n or card.value.estimate is not None for card in found.scorecards)


def _at(doing: Doing, unit: str) -> Doing:
    """What is being done at a unit and below it; initiatives also where a unit above takes part."""
    return Doing(
        tuple(
            judged
            for judged in doing.initiatives
            if any(is_within(own, unit) or is_within(unit, own) for own in judged.kept.initiative.units)
        ),
        tuple(kept for kept in doing.actions if is_within(kept.action.unit, unit)),
    )
