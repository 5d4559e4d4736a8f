"""Commands about figures: scorecards, and the standards they are held against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from typing import Annotated

import typer

from db.changes import set_limit, set_standard
from db.formats.values.numbers import number
from db.queries.standards import standards
from db.queries.uploads import newest_whole_month
from db.reports.breakdowns import Breakdown, By, breakdowns_of
from db.reports.scorecards import Report
from db.reports.scorecards import report as report_of
from db.store.engine import Store, open_store, today
from db.time_limits import TimeLimits
from metrics.catalogue import Metric
from metrics.catalogue import metric as metric_called
from metrics.errors import BadValue, quoted
from metrics.periods import Month, PeriodKind, parse_day
from metrics.scorecard import Scorecard
from metrics.vocabulary import Audience, Scope, Standard
from pages.command_line import listings, terminal
from pages.command_line.json_documents import limit_document, standard_document
from pages.command_line.listings import Listing
from pages.command_line.options import AsJson, Who, local_account
from pages.command_line.report_documents import report_document
from pages.command_line.terminal import DONE, plain_errors
from pages.language import numbers
from pages.language.early_ends import verdict_words
from pages.language.significance import change_text_among, real_changes


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
                raise BadValue(f"“{quoted(value)}” is not a number, and a standard must be one.")
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
            scorecard_listing(found, tested), *part_listings(apart, [card.metric for card in found.scorecards])
        )
    if chosen is None:
        terminal.tell("Nothing has been measured yet. Import a file, or run init --sample to see an example.")
    return DONE


def scorecard_listing(report: Report, tested: Sequence[Scorecard]) -> Listing:
    """Each metric against its standard and its earlier periods, in the words of the landing page.

    `tested` are all scorecards of the scope, among which a change must survive to be claimed.
    """
    claimed = real_changes(tested)
    rows = (
        (
            card.metric.name,
            _amount(card.metric, card.value.estimate),
            _count(card.value.n),
            verdict_words(card),
            change_text_among(card, card.month_on_month, claimed).words,
            change_text_among(card, card.year_on_year, claimed).words,
        )
        for card in report.scorecards
    )
    title = f"{report.scope.month}, {report.scope.unit or 'the whole organisation'}"
    return Listing.of(title, "Metric | Value | n | Verdict | v period before | v year before", rows)


def part_listings(taken_apart: Mapping[str, Breakdown], metrics: Iterable[Metric]) -> list[Listing]:
    """For each of the metrics, as they are called in the report's month, its parts side by side."""
    listings = []
    for known in (metric for metric in metrics if metric.id in taken_apart):
        rows = (
            (
                part.name,
                _amount(known, part.value),
                _count(part.n),
                part.funnel.replace("_", " "),
            )
            for part in taken_apart[known.id].compared
        )
        listings.append(Listing.of(known.name, "Part | Value | n | Among the others", rows))
    return listings


def _amount(metric: Metric, estimate: float | None) -> str:
    return "" if estimate is None else numbers.value(metric, estimate)


def _count(n: float | None) -> str:
    return "" if n is None else f"{n:,.0f}"
