"""Commands about figures: scorecards, and the standards they are held against."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated

import typer

from db.changes import set_limit, set_standard
from db.formats.values.numbers import number
from db.queries.standards import standards
from db.queries.uploads import newest_whole_month
from db.reports.breakdowns import By, breakdowns_of
from db.reports.scorecards import report as report_of
from db.store.engine import Store, open_store, today
from db.time_limits import TimeLimits
from metrics.catalogue import metric as metric_called
from metrics.errors import BadValue
from metrics.periods import Month, PeriodKind, parse_day
from metrics.vocabulary import Audience, Scope, Standard
from pages.command_line import listings, terminal
from pages.command_line.json_documents import limit_document, report_document, standard_document
from pages.command_line.options import AsJson, Who, local_account
from pages.command_line.terminal import DONE, plain_errors


@plain_errors
def standard_(
    metric: Annotated[str | None, typer.Argument(help="The metric's id.")] = None,
    value: Annotated[str | None, typer.Argument(help="The number to reach.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="The first month it holds, as 2026-01.")] = None,
    unit: Annotated[str, typer.Option(help="The unit it holds for; all when left out.")] = "",
    owner: Annotated[str, typer.Option(help="Who answers for it.")] = "",
    reason: Annotated[str, typer.Option(help="Why this number.")] = "",
    limit: Annotated[
        str | None, typer.Option(help="Set a time limit instead: the seconds or days a case may take.")
    ] = None,
    list_all: Annotated[bool, typer.Option("--list", help="Show the standards.")] = False,
    by: Who = "",
    as_json: AsJson = False,
) -> int:
    """Set a standard from a month on, or with --limit what counts as in time; or list them all."""
    with closing(open_store()) as store:
        if limit is not None:
            _set_limit(store, metric, value, limit, since, unit, by or local_account())
        elif not list_all:
            if metric is None or value is None or since is None:
                raise BadValue("Say which metric, which number and from which month: standard nps 45 --from 2026-01.")
            figure = number(value)
            if figure is None:
                raise BadValue(f"“{value}” is not a number, and a standard must be one.")
            wanted = Standard(metric_called(metric).id, figure, Month.parse(since), unit, owner, reason)
            set_standard(store, wanted, by=by or local_account())
        with store.reading() as session:
            known, limits = standards(session), TimeLimits.of(session).every
    documents = [*map(standard_document, known), *map(limit_document, limits)]
    terminal.answer(as_json, documents, *listings.standards(known, limits))
    return DONE


def _set_limit(
    store: Store, metric: str | None, value: str | None, limit: str, since: str | None, unit: str, by: str
) -> None:
    if metric is None or since is None:
        raise BadValue(
            "Say which metric, which limit and from which month: standard hold_time --limit 90 --from 2026-01."
        )
    if value is not None or unit:
        raise BadValue(
            "A time limit applies to the whole organisation and is set separately from a standard: "
            f"standard {metric} --limit {limit} --from {since}."
        )
    figure = number(limit)
    if figure is None:
        raise BadValue(f"“{limit}” is not a number, and a limit must be one.")
    set_limit(store, metric, figure, Month.parse(since), by=by)


@plain_errors
def report_(
    month: Annotated[str | None, typer.Option(help="The month, as 2026-10; default the newest whole one.")] = None,
    to_day: Annotated[str | None, typer.Option(help="Up to this day of a running month, as 2026-11-12.")] = None,
    unit: Annotated[str, typer.Option(help="The unit, as North/Leeds.")] = "",
    channel: Annotated[str | None, typer.Option(help="One channel only.")] = None,
    metrics: Annotated[list[str] | None, typer.Option("--metric", help="Only this metric; may be repeated.")] = None,
    audience: Annotated[Audience | None, typer.Option(help="Who was asked.")] = None,
    months: Annotated[int, typer.Option(min=1, help="How many months each series holds.")] = 36,
    period: Annotated[PeriodKind, typer.Option(help="The period that each figure covers.")] = PeriodKind.MONTH,
    by: Annotated[By | None, typer.Option("--by", help="Split each metric by units or channels.")] = None,
    as_json: AsJson = False,
) -> int:
    """Scorecards: each metric against its standard, month on month and year on year."""
    day = parse_day(to_day) if to_day else None
    with closing(open_store()) as store, store.reading() as session:
        chosen = Month.parse(month) if month else Month.of(day) if day else newest_whole_month(session, today())
        scope = Scope(chosen or Month.of(today()), unit, channel or None, audience, period, day)
        found = report_of(session, scope, metrics or None)
        apart = breakdowns_of(session, found.scorecards, by) if by else {}
        tested = (report_of(session, scope) if metrics else found).scorecards
    if as_json:
        document = report_document(found, months, apart, tested)
        terminal.show(document if chosen else document | {"month": None})
    else:
        terminal.show_tables(
            listings.scorecards(found, tested), *listings.parts(apart, [card.metric for card in found.scorecards])
        )
    if chosen is None:
        terminal.tell("Nothing has been measured yet. Import a file, or run init --sample to see an example.")
    return DONE
