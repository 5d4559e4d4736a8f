"""The command line's tables as text: a title, headings and rows for people. Knows words, neither terminal nor store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.formats import Inspection
from metrics.catalogue import CATALOGUE, Metric
from metrics.scorecard import Scorecard
from metrics.vocabulary import Standard, TimeLimit
from pages.language import numbers
from pages.language.early_ends import verdict_words
from pages.language.significance import change_text_among, real_changes

if TYPE_CHECKING:  # to inspect a file needs no store, and loading what reads one takes longer than most files
    from db.changes import Receipt
    from db.queries.uploads import Upload
    from db.reports.breakdowns import Breakdown
    from db.reports.scorecards import Report


@dataclass(frozen=True, slots=True)
class Listing:
    """A table in words."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, title: str, headings: str, rows: Iterable[tuple[object, ...]]) -> Listing:
        """`headings` stand with " | " between them."""
        return cls(title, tuple(headings.split(" | ")), tuple(tuple(str(cell) for cell in row) for row in rows))


def columns(found: Inspection) -> Listing:
    """What each column of a file seems to hold."""
    rows = ((c.index, c.name, c.role, c.metric or "", c.scale or "", f"{c.confidence:.0%}") for c in found.columns)
    title = f"{found.file}: {found.kind}, {found.format}, {found.rows} rows"
    return Listing.of(title, "# | Column | Role | Metric | Scale | Sure", rows)


def receipts(found: Iterable[Receipt]) -> Listing:
    """What became of each file."""
    rows = ((r.file, r.upload or "not saved", r.kind, r.read, r.saved, r.duplicates, r.refused, r.blank) for r in found)
    return Listing.of("", "File | Upload | Kind | Read | Saved | Duplicates | Refused | Blank", rows)


def history(found: Iterable[Upload]) -> Listing:
    """The uploads."""
    rows = (
        (u.id, f"{u.saved_at:%Y-%m-%d %H:%M}", u.by, u.file, u.kind, u.saved, u.refused, "undone" * bool(u.undone_at))
        for u in found
    )
    return Listing.of("Uploads", "Upload | Saved (UTC) | By | File | Kind | Rows | Refused | ", rows)


def standards(found: Iterable[Standard], limits: Iterable[TimeLimit]) -> list[Listing]:
    """The standards and the limits of time, with the month each holds from."""
    rows = ((s.metric, s.unit or "all", f"{s.value:g}", s.since, s.owner, s.reason) for s in found)
    listed = [Listing.of("Standards", "Metric | Unit | Standard | From | Owner | Reason", rows)]
    times = [(each.metric, CATALOGUE[each.metric].limited_to(each.value).name, each.since) for each in limits]
    return [*listed, Listing.of("Time limits", "Metric | Counts | From", times)] if times else listed


def scorecards(report: Report, tested: Sequence[Scorecard]) -> Listing:
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


def parts(taken_apart: Mapping[str, Breakdown], metrics: Iterable[Metric]) -> list[Listing]:
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
