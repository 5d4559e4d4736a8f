"""The organisation's settings, and the mappings saved for the next file of their kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from db.formats.values.dates import known_zone
from db.queries.settings import TIME_ZONE, time_zone
from db.store.engine import Store
from db.tables import MappingRow, StoreRow
from db.totals.newest_answers import count_all, count_newest
from db.totals.repeats import repeats_kept
from metrics.errors import BadValue

DECEMBER = 12
DAYS_OF_A_WEEK = 7
MOST_HIDDEN = 100  # a smallest n beyond this would hide what the pages are for


def name_organisation(store: Store, name: str, *, by: str) -> None:
    """Set the organisation's name, as the pages and packs show it."""
    _set(store, "name organisation", by, organisation=name)


def begin_fiscal_years(store: Store, month: int, *, by: str) -> None:
    """Let quarters and years to date begin as fiscal years do that start in `month` (1-12). Raises BadValue."""
    if not 1 <= month <= DECEMBER:
        raise BadValue(f"Fiscal years begin in a month from 1 to 12, not in {month}.")
    _set(store, "begin fiscal years", by, fiscal_year_start=month)


def begin_weeks(store: Store, day: int, *, by: str) -> None:
    """Let weeks begin on `day`, counted from Monday, 0. Raises BadValue."""
    if not 0 <= day < DAYS_OF_A_WEEK:
        raise BadValue(f"A week begins on a day from 0 (Monday) to 6 (Sunday), not on {day}.")
    _set(store, "begin weeks", by, week_start=day)


def write_numbers(store: Store, locale: str, currency: str, *, by: str) -> None:
    """Set how numbers, dates and money are written, as `en_GB` and `GBP`; the caller has checked the names."""
    _set(store, "write numbers", by, locale=locale, currency=currency)


def hide_below(store: Store, smallest_n: int, few_n: int, *, by: str) -> None:
    """Show nothing of fewer than `smallest_n` answers, and mark fewer than `few_n` as few. Raises BadValue."""
    if not 1 <= smallest_n <= MOST_HIDDEN or few_n < smallest_n:
        raise BadValue(
            f"The smallest number of answers shown lies from 1 to {MOST_HIDDEN}, and “few” is not less than it; "
            f"{smallest_n} and {few_n} are not."
        )
    _set(store, "hide below", by, smallest_n=smallest_n, few_n=few_n)


def count_newest_only(store: Store, on: bool, *, by: str) -> None:
    """Count only the newest answer that each respondent gave to a metric at a unit in a month, or all of them."""
    about = {"newest_only": on}
    with store.changing("count newest only", by=by, about=about, many_rows=True) as session, repeats_kept(session):
        if session.scalars(select(StoreRow.newest_only)).one():
            count_all(session)
        session.execute(update(StoreRow).values(newest_only=on))
        if on:
            count_newest(session)


def choose_for_board(store: Store, choice: dict[str, Any], *, by: str) -> None:
    """Keep what the leader chose for the board's sheet: `metrics` and `pinned`, lists of metric ids."""
    with store.changing("choose for board", by=by, about={"board": choice}) as session:
        zone = {TIME_ZONE: found} if (found := time_zone(session)) else {}
        session.execute(update(StoreRow).values(board={**choice, **zone}))


def count_in_zone(store: Store, zone: str, *, by: str) -> None:
    """Let moments with an offset count on the day they have in `zone`, in files from now on; "" is the day written.

    Raises BadValue for an unknown zone.
    """
    known = known_zone(zone)
    with store.changing("count in zone", by=by, about={TIME_ZONE: known}) as session:
        board = session.scalars(select(StoreRow.board)).one()
        kept = {name: chosen for name, chosen in board.items() if name != TIME_ZONE}
        session.execute(update(StoreRow).values(board={**kept, TIME_ZONE: known} if known else kept))


def _set(store: Store, did: str, by: str, **values: Any) -> None:  # noqa: ANN401 - columns of many types
    with store.changing(did, by=by, about=dict(values)) as session:
        session.execute(update(StoreRow).values(**values))


def save_mapping(store: Store, name: str, fingerprint: str, mapping: Mapping[str, Any], *, by: str) -> None:
    """Keep `mapping` under `name`, for files whose headings have this `fingerprint`; an older one of that name goes."""
    with store.changing("save mapping", by=by, about={"name": name}) as session:
        session.merge(MappingRow(name=name, fingerprint=fingerprint, mapping=dict(mapping)))
