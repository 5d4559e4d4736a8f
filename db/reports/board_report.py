"""Everything a board pack is written from, read in one state of the store. Gives values; writes no words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from db.queries import settings as settings_queries
from db.queries import uploads as upload_queries
from db.queries.comments import MOST_READ, Comment, CommentFilter, answers_by_unit, comments
from db.queries.editions import (
    BoardText,
    Commentary,
    Edition,
    commentaries,
    commentaries_by_unit,
    editions,
    last_before,
    pack_of,
)
from db.queries.initiatives_and_actions import is_below
from db.queries.settings import Settings
from db.queries.uploads import Freshness
from db.reports.customers_at_risk import CustomersAtRisk, customers_at_risk
from db.reports.initiative_effects import Improvements, improvements
from db.reports.scorecards import Report, report, reports
from metrics.answers.satisfaction_bands import Mood
from metrics.errors import NotFound
from metrics.periods import Month, PeriodKind
from metrics.vocabulary import Audience, Kind, Scope


@dataclass(frozen=True, slots=True)
class BoardReport:
    """Everything a pack says about a month at a unit.

    `uploads` counts the live uploads with rows of the month by kind; `last` is the pack published for an
    earlier month, `published` the newest edition of this month with its pack, both None if there is none. `praise`
    is comments of a team's happy customers; `decisions` and `stake` are the board's, never a team's.
    """

    report: Report
    settings: Settings
    freshness: tuple[Freshness, ...]
    uploads: Mapping[Kind, int]
    doing: Improvements
    commentary: Commentary | None
    last: Mapping[str, Any] | None
    published: tuple[Edition, Mapping[str, Any]] | None
    praise: tuple[Comment, ...] = ()
    decisions: Commentary | None = None
    stake: CustomersAtRisk | None = None


def board_report(session: Session, month: Month, unit: str = "") -> BoardReport:
    """The board report of a month at a unit. Raises NotFound if nothing was recorded."""
    found = report(session, Scope(month, unit))
    if not _has_anything(found):
        known = upload_queries.months_with_data(session)
        there = f"There is data from {known[0]} to {known[-1]}." if known else "Import a file first."
        where = f" at {unit}" if unit else ""
        raise NotFound(
            f"Nothing was recorded{where} in {month}, so there is nothing to tell the board. {there}", not_done=None
        )
    written, asked = commentaries(session, month, unit), commentaries(session, month, unit, BoardText.DECISIONS)
    last, known_editions = last_before(session, month, unit), editions(session, month, unit)
    return BoardReport(
        report=found,
        settings=settings_queries.settings(session),
        freshness=tuple(upload_queries.freshness(session)),
        uploads={kind: upload_queries.uploads_behind(session, [kind], month) for kind in Kind},
        doing=improvements(session, found.scope),
        commentary=written[0] if written else None,
        last=pack_of(session, last.id) if last else None,
        published=(known_editions[0], pack_of(session, known_editions[0].id)) if known_editions else None,
        decisions=asked[0] if asked else None,
        stake=customers_at_risk(session, found),
    )


def team_reports(session: Session, month: Month) -> dict[str, BoardReport]:
    """The board report of a month for each unit with data, and for the whole organisation, "".

    Editions, decisions and stakes belong to the board:
    they are None. Raises NotFound where nothing was recorded at all.
    """
    whole = board_report(session, month)
    paths = [unit.path for unit in settings_queries.units(session)]
    written, praise = commentaries_by_unit(session, month), praise_by_unit(session, month, whole.settings.smallest_n)
    found = {"": replace(whole, last=None, published=None, decisions=None, stake=None)}
    of_units = {path: own for path, own in reports(session, Scope(month), paths).items() if _has_anything(own)}
    for path, own in of_units.items():
        here = replace(found[""], report=own, doing=_at(whole.doing, path))
        found[path] = replace(here, commentary=written.get(path), praise=praise.get(path, ()))
    return found


def praise_by_unit(session: Session, month: Month, smallest_n: int) -> dict[str, tuple[Comment, ...]]:
    """The comments of happy customers in the three months to `month`, at each unit and those above it, newest first.

    Only from units where at least `smallest_n` answered, also on the pages of units above, where the writers could be
    recognised as well.
    """
    scope = Scope(month, audience=Audience.CUSTOMERS, period=PeriodKind.ROLLING3)
    answered = answers_by_unit(session, scope)
    found: dict[str, list[Comment]] = defaultdict(list)
    for comment in comments(session, scope, CommentFilter(mood=Mood.HAPPY), MOST_READ):
        if answered.get(comment.unit, 0) >= smallest_n:
            for above in _upwards(comment.unit):
                found[above].append(comment)
    return {path: tuple(own) for path, own in found.items()}


def _upwards(path: str) -> list[str]:
    """A unit's path and those of the units above it, the whole organisation, "", last."""
    names = path.split("/") if path else []
    return ["/".join(names[:upto]) for upto in range(len(names), -1, -1)]


def _has_anything(found: Report) -> bool:
    return any(card.value.n or card.value.estimate is not None for card in found.scorecards)


def _at(doing: Improvements, unit: str) -> Improvements:
    """The initiatives and actions at a unit and below it; initiatives also where a unit above takes part."""
    return Improvements(
        tuple(
            judged
            for judged in doing.initiatives
            if any(is_below(own, unit) or is_below(unit, own) for own in judged.kept.initiative.units)
        ),
        tuple(kept for kept in doing.actions if is_below(kept.action.unit, unit)),
    )
