"""Where a figure comes from: what was counted on top, by what it was divided, how its margin was found, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from db.changes.visits import STEPS_PER_POINT
from db.lineage import Behind, kinds_behind
from metrics.catalogue.metric import Metric
from metrics.evidence import (
    BareValue,
    CompleteCounts,
    Evidence,
    NetCounts,
    ScoreSums,
    ShareCounts,
    VisitShare,
    VisitSums,
)
from metrics.scorecard import Scorecard
from metrics.vocabulary import Kind
from pages.parts import cells, locale, numbers
from pages.parts.wording import AUDIENCES, DIRECTIONS

MARGINS: dict[type, str] = {
    NetCounts: "95 %, adjusted Wald",
    ShareCounts: "95 %, Wilson",
    VisitShare: "95 %, Wilson",
    ScoreSums: "95 %, t",
    VisitSums: "95 %, over visits, t",
    CompleteCounts: "none: everyone was counted",
    BareValue: "none: only the value was given",
}


# More uploads of one month than a reader takes in; the history has them all.
NAMED = 6
LEFT_OUT = {
    Kind.SURVEY: "answers left blank, test and preview responses, refused rows, and answers that stand in two files",
    Kind.SHOPPER: "items that did not apply, refused visits, and visits that stand in two files",
    Kind.OPERATIONS: "refused rows; a unit’s own figure replaces the sum of those below it",
}


def on_top(evidence: Evidence) -> str:
    """The numbers above the line: “696 nines and tens − 182 of 0 to 6”."""
    if isinstance(evidence, NetCounts):
        promoters, detractors = numbers.plain(evidence.promoters, 0), numbers.plain(evidence.detractors, 0)
        return f"{promoters} of 9 or 10 {locale.MINUS} {detractors} of 0 to 6"
    if isinstance(evidence, ShareCounts | VisitShare):
        return _whole(evidence.hits)
    if isinstance(evidence, ScoreSums):
        return f"{numbers.plain(evidence.total / evidence.per, 0)} points"
    if isinstance(evidence, VisitSums):
        return f"{_points(evidence.earned)} points"
    if isinstance(evidence, CompleteCounts):
        return _whole(evidence.numerator)
    return "not given"


def divided_by(evidence: Evidence, metric: Metric) -> str:
    """The number below the line: “1,130 answers”."""
    if isinstance(evidence, VisitSums):
        return f"{_points(evidence.possible)} points in {numbers.count(evidence.n, metric.cases)}"
    return numbers.count(evidence.n, metric.cases) or "not given"


def _points(steps: int) -> str:
    """Weighted points, which are kept in whole steps."""
    points = steps / STEPS_PER_POINT
    return numbers.plain(points, 0 if points == int(points) else 1)


def _whole(number: float) -> str:
    return numbers.plain(number, 0)


def lineage(card: Scorecard, uploads: Sequence[Behind]) -> str:
    """The section “Where does this come from?”; `uploads` are the live ones that hold rows of the scope's month."""
    metric, evidence = card.metric, card.evidence
    top, below = escape(metric.numerator), escape(metric.denominator)
    if evidence is not None and card.value.estimate is not None:
        top += f"<br><b>{on_top(evidence)}</b>"
        below += f"<br><b>{divided_by(evidence, metric)}</b>"
    rows = [("Definition", escape(metric.definition)), ("Counted on top", top), ("Divided by", below)]
    if evidence is not None:
        rows.append(("Margin", MARGINS[type(evidence)]))
    rows += [
        ("Asked of", AUDIENCES[metric.audience]),
        ("Read as", DIRECTIONS[metric.better]),
        ("Why it matters", escape(metric.why)),
        ("Source", escape(metric.source)),
        ("Left out", LEFT_OUT[uploads[0].kind if uploads else kinds_behind(metric)[0]]),
        *_limits(card),
        *(("Note", escape(note)) for note in card.notes),
    ]
    place = f"/definitions#metric-{metric.id.replace('_', '-')}"
    link = f'<p class="note"><a href="{place}" target="_self">How it is read, with all definitions</a></p>'
    body = "".join(f'<tr><th scope="row">{name}</th><td>{text}</td></tr>' for name, text in rows)
    return cells.joined(
        (
            '<section class="section thin"><h2>Where does this come from?</h2>',
            f'<table class="facts left"><caption class="unseen">How {escape(metric.name)} is worked out</caption>',
            f"{body}</table>{link}{_uploads(card, uploads)}</section>",
        )
    )


def _limits(card: Scorecard) -> list[tuple[str, str]]:
    """Since when a case counts as in time by which limit, where that changed within the chart."""
    if not card.time_limits:
        return []
    told = [
        f"{card.metric.limited_to(each.value).limit_words} since {numbers.month_name(each.since)}"
        for each in card.time_limits
    ]
    return [("Limit", f"{numbers.listed(told)}; each month is counted by its own")]


def _uploads(card: Scorecard, uploads: Sequence[Behind]) -> str:
    """The uploads with file, who and when, and how many rows of the month each has."""
    month = numbers.month_name(card.scope.month)
    if not uploads:
        return f'<p class="note">No upload holds rows of {month} for this.</p>'
    counted = f"{numbers.plain(len(uploads), 0)} {'upload' if len(uploads) == 1 else 'uploads'}"
    rows = "".join(
        f'<tr><th scope="row">{escape(each.file)}{cells.small(_when(each))}</th>'
        f'<td class="number">{numbers.count(each.rows, "rows")}</td></tr>'
        for each in uploads[:NAMED]
    )
    more = len(uploads) - NAMED
    others = f" and {numbers.in_words(more)} more" if more > 0 else ""
    return (
        f'<h3>Stands on {counted} with rows of {month}</h3><table class="facts files"><caption class="unseen">'
        f"Uploads with rows of {month}</caption>{rows}</table>"
        f'<p class="note"><a href="/uploads" target="_self">See the history of uploads</a>{others}</p>'
    )


def _when(each: Behind) -> str:
    return f"{escape(each.by)}, {numbers.moment(each.saved_at)}"
