"""“Data behind this page”: how far each input reaches, which units are missing this month, what was refused."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from db.queries.missing_units import MissingInputs, MissingUnit
from db.queries.uploads import Freshness
from metrics.scorecard import Scorecard
from metrics.vocabulary import Audience, Kind, Scope
from pages.language import labels, numbers
from pages.language.early_ends import BY_DATE, early_end_notes
from pages.parts import html

# Up to so many units are named; more are only counted.
NAMED = 3
ROWS = {
    Kind.SURVEY: "survey",
    Kind.COUNTED: "counted",
    Kind.SHOPPER: "shopper",
    Kind.OPERATIONS: "operational",
    Kind.BENCHMARKS: "benchmark",
}
# Both bring what a survey asked, so one of them is enough.
ANSWERS = (Kind.SURVEY, Kind.COUNTED)
SENT = {Kind.SURVEY: "survey answers", Kind.SHOPPER: "shopper visits", Kind.OPERATIONS: "operations figures"}


def data_coverage(
    freshness: Sequence[Freshness], scope: Scope, found: MissingInputs | None = None, cards: Sequence[Scorecard] = ()
) -> Markup:
    """The section: how far each kind of input reaches, and in sentences what the month lacks."""
    rows = [(labels.KINDS[own.kind], _reach(own)) for own in freshness]
    said = [_running(scope), *early_end_notes(cards), _late(freshness, scope), *_missing(found, scope)]
    return html.section(
        "Data behind this page",
        html.facts("How far each input reaches", rows, "facts"),
        *(html.note(sentence) for sentence in (*said, _refused(found)) if sentence),
        html.note(html.link("/uploads", "See the uploads")),
    )


def _reach(own: Freshness) -> str:
    if own.newest_day is not None:
        return f"to {numbers.short_day(own.newest_day)}"
    return f"to {numbers.short_month(own.newest_month)}"


def _running(scope: Scope) -> str:
    """That the month still runs, and how much of it is in."""
    if scope.to_day is None or scope.to_day == scope.month.last_day:
        return ""
    days = numbers.plain(scope.month.last_day.day, 0)
    return (
        f"{numbers.month_name(scope.month)} is still running: {scope.to_day.day} of its {days} days are in. {BY_DATE}"
    )


def _late(freshness: Sequence[Freshness], scope: Scope) -> str:
    """The kinds without any data for the month yet."""
    behind = [own.kind for own in freshness if own.newest_month < scope.month]
    if any(own.kind in ANSWERS and own.kind not in behind for own in freshness):
        behind = [kind for kind in behind if kind not in ANSWERS]
    late = [labels.KINDS[kind].lower() for kind in behind if kind in SENT or kind in ANSWERS]
    return f"No {numbers.listed(late)} for {numbers.month_name(scope.month)} yet." if late else ""


def _missing(found: MissingInputs | None, scope: Scope) -> list[str]:
    """Who sent nothing, though they did in the months before; in a month that still runs no unit is missed yet."""
    if found is None or scope.to_day not in (None, scope.month.last_day):
        return []
    return [_who(one, numbers.month_name(scope.month)) for one in found.missing]


def _who(one: MissingUnit, month: str) -> str:
    names = [unit.rpartition("/")[2] for unit in one.units]
    who = numbers.listed(names) if len(names) <= NAMED else f"{numbers.plain(len(names), 0)} units"
    what = SENT[one.kind]
    if one.kind is Kind.SURVEY:
        what = f"{'staff' if one.audience is Audience.STAFF else 'customer'} {what}"
    return f"{who} sent no {what} in {month}."


def _refused(found: MissingInputs | None) -> str:
    if found is None or not found.refused:
        return ""
    counted = [numbers.count(rows, f"{ROWS[kind]} rows") for kind, rows in found.refused.items()]
    return f"{numbers.listed(counted)} in these files could not be read."
