"""The metric tables by family as HTML: the reader's, from scorecards, and the board's, from a pack's rows.

Plain text without theme or session, so one text serves every reader of the same scope.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from metrics.comparison_periods import Spans
from metrics.periods import Month
from metrics.scorecard import Scorecard
from metrics.vocabulary import Change, Scope
from pages.figures.icons import drawn_once
from pages.figures.palette import Sense
from pages.figures.sparkline import sparkline
from pages.language import numbers
from pages.language.early_ends import compared_spans
from pages.language.sentences import period_name
from pages.language.significance import is_loud, real_changes
from pages.packs import pack_text
from pages.packs.drawings import track
from pages.packs.pack import SPARK_MONTHS, Pack, Row, Step
from pages.parts import html, metric_cells
from pages.parts.html import RowGroup, TableColumn, TableRow, drawing, joined, link, span

CALM = "calm"  # a row, or a family of rows, that was not missed and did not change: on a phone it waits to be asked for


@dataclass(frozen=True, slots=True)
class MetricColumn:
    """A column and what its cell says of a scorecard."""

    column: TableColumn
    cell: Callable[[Scorecard], Markup]


def metric_table(cards: Sequence[Scorecard], scope: Scope) -> Markup:
    """The landing page's table as one line of HTML. Columns without any value are left out."""
    when = period_name(scope)
    newest, claimed = numbers.month_alone(scope.month), real_changes(cards)
    columns = [
        MetricColumn(TableColumn("Metric, and what we want customers to say", "name"), metric_cells.name),
        MetricColumn(TableColumn(numbers.begun(when), "value"), metric_cells.value),
        MetricColumn(TableColumn("Against standard", "verdict"), metric_cells.verdict),
        *_changes(compared_spans(cards, scope), scope.month, lambda card, own: metric_cells.change(card, own, claimed)),
        MetricColumn(TableColumn("Peers", "peers", "Peers"), metric_cells.peers),
        MetricColumn(TableColumn(f"{metric_cells.SPARK_MONTHS} months to {newest}", "trend"), metric_cells.spark),
        MetricColumn(TableColumn("Trend", "variation"), metric_cells.variation),
        MetricColumn(TableColumn("On course?", "assurance"), metric_cells.assurance),
    ]
    shown = [each for each in columns if each.cell is not metric_cells.peers or any(card.standing for card in cards)]
    groups = []
    for family, own in groupby(cards, key=lambda card: card.metric.family):
        marked = [(card, is_loud(card, claimed)) for card in own]
        rows = [TableRow([each.cell(card) for each in shown], _marks(card, loud)) for card, loud in marked]
        groups.append(RowGroup(family, rows, "" if any(loud for _, loud in marked) else CALM))
    caption = f"Every key metric against its standard, {when}"
    table = html.table(caption, [each.column for each in shown], groups, classes="scorecards", is_cards=True)
    return drawing(drawn_once(table))


def _marks(card: Scorecard, loud: bool) -> str:
    return " ".join([*(["missed"] if card.is_missed else []), *([] if loud else [CALM])])


def _changes(compared: Spans, month: Month, cell: Callable[[Scorecard, Change], Markup]) -> list[MetricColumn]:
    """The comparisons, one where both are the same, named by the days that are compared."""
    before, year_ago = compared.before, compared.year_ago
    headings = [
        TableColumn(f"v {numbers.span_label(span)}", f"change {name}", f"v {numbers.tight_span_label(span, month)}")
        for name, span in (("before", before), ("year", year_ago))
    ]
    columns = [
        MetricColumn(headings[0], lambda card: cell(card, card.month_on_month)),
        MetricColumn(headings[1], lambda card: cell(card, card.year_on_year)),
    ]
    return columns[1:] if before == year_ago else columns


# The address of a metric's page, from its id.
Address = Callable[[str], str]


def board_table(pack: Pack, rows: Sequence[Row], caption: str, address: Address) -> Markup:
    """The rows of a pack as a table by family, in the look of the board's sheet."""
    columns = (
        TableColumn("Metric", "name"),
        TableColumn(pack.period, "value"),
        TableColumn("Standard", "number"),
        TableColumn("Verdict", "verdict"),
        TableColumn(pack.before, "change before", pack.before),
        TableColumn(pack.year_ago, "change year", pack.year_ago),
        TableColumn(f"{SPARK_MONTHS} months", "trend"),
        TableColumn(pack_text.COURSE, "assurance"),
    )
    groups = [
        RowGroup(family, [_board_row(row, address) for row in own])
        for family, own in groupby(rows, key=lambda row: row.family)
    ]
    return html.table(caption, columns, groups, classes="scorecards board", is_cards=True)


def _board_row(row: Row, address: Address) -> TableRow:
    unit = joined(" ", html.tag("span", row.unit)) if row.unit else ""
    sense = row.assurance_sense if row.assurance_sense is Sense.WORSE else "quiet"
    drawn = sparkline(track(row.series), row.alt, width=122, height=21)
    cells = (
        joined(link(address(row.metric), row.name), unit),
        span("quiet", row.value.words)
        if row.value.number is None
        else metric_cells.with_aside(row.value.words, row.margin),
        row.standard.words,
        metric_cells.judged(row.verdict, row.verdict_words, waits=row.waits),
        board_step(row.before),
        board_step(row.year_ago),
        drawing(drawn) if drawn else span("quiet", "No months to draw yet"),
        span(sense, row.assurance),
    )
    return TableRow(cells, "missed" if row.is_missed else "")


def board_step(step: Step) -> Markup:
    """The step alone, with arrow and colour where it may be claimed; its word is read aloud."""
    if not step.figure.words:
        return span("quiet none", step.meaning)
    return span(step.sense, metric_cells.with_arrow(step.arrow, step.figure.words), span("unseen", f" {step.meaning}"))
