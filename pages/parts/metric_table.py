"""The metric tables by family as HTML: the reader's, from scorecards, and the board's, from a pack's rows.

Plain text without theme or session, so one text serves every reader of the same scope.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from metrics.scorecard import Scorecard
from metrics.vocabulary import Change, Scope, Verdict
from pages.figures.icons import drawn_once, verdict_icon
from pages.figures.palette import Sense
from pages.figures.sparkline import sparkline
from pages.language import numbers
from pages.language.sentences import period_name
from pages.language.significance import RealChange, is_loud, real_changes
from pages.packs.drawings import track
from pages.packs.pack import SPARK_MONTHS, Pack, Row, Step
from pages.parts import metric_cells

Cell = Callable[[Scorecard], str]
CALM = "calm"  # a row, or a family of rows, that was not missed and did not change: on a phone it waits to be asked for


@dataclass(frozen=True, slots=True)
class MetricColumn:
    """A column: the class of its cells, its heading, what stands in a cell, and how a card of a phone names it."""

    name: str
    heading: str
    cell: Cell
    narrow: str = ""


def metric_table(cards: Sequence[Scorecard], scope: Scope) -> str:
    """The landing page's table as one line of HTML. Columns nobody has anything for are left out."""
    when = period_name(scope)
    newest, claimed = numbers.month_alone(scope.month), real_changes(cards)
    columns = [
        MetricColumn("value", numbers.begun(when), metric_cells.value),
        MetricColumn("verdict", "Against standard", metric_cells.verdict),
        *_changes(cards[0], lambda card, own: metric_cells.change(card, own, claimed)),
        MetricColumn("peers", "Peers", metric_cells.peers, "Peers"),
        MetricColumn("trend", f"{metric_cells.SPARK_MONTHS} months to {newest}", metric_cells.spark),
        MetricColumn("variation", "Changing?", metric_cells.variation),
        MetricColumn("assurance", "Will it hold?", metric_cells.assurance),
    ]
    shown = [column for column in columns if column.name != "peers" or any(card.standing for card in cards)]
    caption = f"Every key metric against its standard, {when}"
    rows = table(
        "scorecards", caption, "Metric, and what we want customers to say", metric_cells.name, shown, cards, claimed
    )
    return drawn_once(rows)


def _changes(first: Scorecard, cell: Callable[[Scorecard, Change], str]) -> list[MetricColumn]:
    """The comparisons, one where both are the same. All rows compare the same days, so the first one's name them."""
    before, year_ago, month = first.spans.before, first.spans.year_ago, first.scope.month
    columns = [
        MetricColumn(
            "change before",
            f"v {numbers.span_label(before)}",
            lambda card: cell(card, card.month_on_month),
            f"v {numbers.tight_span_label(before, month)}",
        ),
        MetricColumn(
            "change year",
            f"v {numbers.span_label(year_ago)}",
            lambda card: cell(card, card.year_on_year),
            f"v {numbers.tight_span_label(year_ago, month)}",
        ),
    ]
    return columns[1:] if before == year_ago else columns


def table(
    name: str,
    caption: str,
    first: str,
    row_name: Cell,
    columns: Sequence[MetricColumn],
    cards: Sequence[Scorecard],
    claimed: Sequence[RealChange],
) -> str:
    """A table with its caption, headings, and one body for each family; `claimed` are the changes it marks.

    Roles are written out, since cards on a narrow screen are no table to a browser any more.
    """
    headings = "".join(
        f'<th scope="col" role="columnheader" class="{c.name}">{escape(c.heading)}</th>' for c in columns
    )
    families = groupby(cards, key=lambda card: card.metric.family)
    bodies = "".join(_family(family, list(own), row_name, columns, claimed) for family, own in families)
    return metric_cells.joined(
        (
            f'<table class="{name}" role="table"><caption>{escape(caption)}</caption>',
            '<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader" class="name">',
            f"{escape(first)}</th>{headings}</tr></thead>{bodies}</table>",
        )
    )


def _family(
    family: str,
    cards: Sequence[Scorecard],
    row_name: Cell,
    columns: Sequence[MetricColumn],
    claimed: Sequence[RealChange],
) -> str:
    heading = (
        f'<tr class="family" role="row"><th scope="rowgroup" role="rowheader" colspan="{len(columns) + 1}">'
        f"{escape(family)}</th></tr>"
    )
    marked = "" if any(is_loud(card, claimed) for card in cards) else f' class="{CALM}"'
    rows = "".join(_row(card, row_name, columns, is_loud(card, claimed)) for card in cards)
    return f'<tbody role="rowgroup"{marked}>{heading}{rows}</tbody>'


def _row(card: Scorecard, row_name: Cell, columns: Sequence[MetricColumn], loud: bool) -> str:
    names = [*(["missed"] if card.verdict is Verdict.MISSED else []), *([] if loud else [CALM])]
    marked = f' class="{" ".join(names)}"' if names else ""
    inside = "".join(_cell(column, column.cell(card)) for column in columns)
    return f'<tr role="row"{marked}><th scope="row" role="rowheader" class="name">{row_name(card)}</th>{inside}</tr>'


def _cell(column: MetricColumn, text: str) -> str:
    named = f'<span class="narrow">{escape(column.narrow)} </span>' if column.narrow and text else ""
    return f'<td role="cell" class="{column.name}">{named}{text}</td>'


# The address of a metric's page, from its id; text of an attribute.
Link = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A column: the class of its cells, its heading, and what stands in a cell."""

    name: str
    heading: str
    cell: Callable[[Row], str]


def board_table(pack: Pack, rows: Sequence[Row], caption: str, link: Link) -> str:
    """The rows as a table with its caption, headings, and one body for each family.

    Roles are written out, since cards on a narrow screen are no table to a browser any more.
    """
    columns = (
        BoardColumn("value", pack.period, _board_value),
        BoardColumn("number", "Standard", lambda row: escape(row.standard.words)),
        BoardColumn("verdict", "Verdict", _board_verdict),
        BoardColumn("change before", pack.before, lambda row: board_step(row.before)),
        BoardColumn("change year", pack.year_ago, lambda row: board_step(row.year_ago)),
        BoardColumn("trend", f"{SPARK_MONTHS} months", _board_spark),
        BoardColumn("assurance", "Will it hold?", _board_assurance),
    )
    headings = "".join(
        f'<th scope="col" role="columnheader" class="{own.name}">{escape(own.heading)}</th>' for own in columns
    )
    bodies = "".join(
        _board_family(family, list(own), columns, link) for family, own in groupby(rows, key=lambda row: row.family)
    )
    return metric_cells.joined(
        (
            f'<table class="scorecards board" role="table"><caption>{escape(caption)}</caption>',
            '<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader" class="name">Metric</th>',
            f"{headings}</tr></thead>{bodies}</table>",
        )
    )


def _board_family(family: str, rows: Sequence[Row], columns: Sequence[BoardColumn], link: Link) -> str:
    heading = (
        f'<tr class="family" role="row"><th scope="rowgroup" role="rowheader" colspan="{len(columns) + 1}">'
        f"{escape(family)}</th></tr>"
    )
    return f'<tbody role="rowgroup">{heading}{"".join(_board_row(row, columns, link) for row in rows)}</tbody>'


def _board_row(row: Row, columns: Sequence[BoardColumn], link: Link) -> str:
    missed = ' class="missed"' if row.verdict is Verdict.MISSED else ""
    unit = f" <span>{escape(row.unit)}</span>" if row.unit else ""
    name = f'<a href="{link(row.metric)}" target="_self">{escape(row.name)}</a>{unit}'
    inside = "".join(f'<td role="cell" class="{own.name}">{_named(own)}{own.cell(row)}</td>' for own in columns)
    return f'<tr role="row"{missed}><th scope="row" role="rowheader" class="name">{name}</th>{inside}</tr>'


def _named(column: BoardColumn) -> str:
    """The name of a comparison on a narrow card, which has no headings."""
    return f'<span class="narrow">{escape(column.heading)} </span>' if column.name.startswith("change") else ""


def _board_value(row: Row) -> str:
    if row.value.number is None:
        return f'<span class="quiet">{escape(row.value.words)}</span>'
    return f"<b>{escape(row.value.words)}</b>{f' <small>{escape(row.margin)}</small>' if row.margin else ''}"


def _board_verdict(row: Row) -> str:
    name = {Verdict.MISSED: "worse", Verdict.MET: "loud"}.get(row.verdict, "quiet")
    return f'{verdict_icon(row.verdict)}<span class="{name}">{escape(row.verdict_words)}</span>'


def board_step(step: Step) -> str:
    """The step alone, with arrow and colour where it may be claimed; its word is read aloud."""
    if not step.figure.words:
        return f'<span class="quiet none">{escape(step.meaning)}</span>'
    sign = metric_cells.arrow(step.arrow) if step.arrow else ""
    aloud = f'<span class="unseen"> {escape(step.meaning)}</span>'
    return f'<span class="{step.sense}">{sign}{escape(step.figure.words)}{aloud}</span>'


def _board_spark(row: Row) -> str:
    drawn = sparkline(track(row.series), row.alt, width=122, height=21)
    return drawn or '<span class="quiet">No months to draw yet</span>'


def _board_assurance(row: Row) -> str:
    return (
        f'<span class="{row.assurance_sense if row.assurance_sense is Sense.WORSE else "quiet"}">{row.assurance}</span>'
    )
