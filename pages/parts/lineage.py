"""Where a figure comes from: what was counted on top, by what it was divided, how its margin was found, as HTML."""

from __future__ import annotations

from html import escape

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
from metrics.formulas import CriticalFailure, WeightedChecklist
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


def kinds_behind(metric: Metric) -> tuple[Kind, ...]:
    """Which kinds of upload a metric can stand on."""
    if isinstance(metric.formula, WeightedChecklist | CriticalFailure):
        return (Kind.SHOPPER,)
    answers = (Kind.SURVEY,) if metric.formula.takes_scores else ()
    return (*answers, Kind.OPERATIONS) if metric.formula.takes_counts else answers


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
        return f"{_whole(evidence.earned)} points"
    if isinstance(evidence, CompleteCounts):
        return _whole(evidence.numerator)
    return "not given"


def divided_by(evidence: Evidence, metric: Metric) -> str:
    """The number below the line: “1,130 answers”."""
    if isinstance(evidence, VisitSums):
        return f"{_whole(evidence.possible)} points in {numbers.count(evidence.n, metric.cases)}"
    return numbers.count(evidence.n, metric.cases) or "not given"


def _whole(number: float) -> str:
    return numbers.plain(number, 0)


def lineage(card: Scorecard, uploads: int) -> str:
    """The section “Where does this come from?”; `uploads` is how many live ones hold rows of this month."""
    metric, evidence = card.metric, card.evidence
    counted = f"{numbers.plain(uploads, 0)} {'upload' if uploads == 1 else 'uploads'}"
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
        (
            "Stands on",
            f'<a href="/uploads" target="_self">{counted}</a> with rows of {numbers.month_name(card.scope.month)}',
        ),
        *(("Note", escape(note)) for note in card.notes),
    ]
    body = "".join(f'<tr><th scope="row">{name}</th><td>{text}</td></tr>' for name, text in rows)
    return cells.joined(
        (
            '<section class="section thin"><h2>Where does this come from?</h2>',
            f'<table class="facts left"><caption class="unseen">How {escape(metric.name)} is worked out</caption>',
            f"{body}</table></section>",
        )
    )
