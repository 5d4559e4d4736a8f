"""The metric table by family as one HTML table: a row for each scorecard, in the reader's order of questions.

It is plain text without theme or session, so one text serves every reader of the same scope.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from metrics.scorecard import Scorecard
from metrics.vocabulary import Change, Scope, Verdict
from pages.figures.icons import drawn_once
from pages.language import numbers
from pages.language.sentences import period_name
from pages.language.significance import RealChange, is_loud, real_changes
from pages.parts import cells

Cell = Callable[[Scorecard], str]
CALM = "calm"  # a row, or a family of rows, that was not missed and did not change: on a phone it waits to be asked for


@dataclass(frozen=True, slots=True)
class Column:
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
        Column("value", numbers.begun(when), cells.value),
        Column("verdict", "Against standard", cells.verdict),
        *_changes(cards[0], lambda card, own: cells.change(card, own, claimed)),
        Column("peers", "Peers", cells.peers, "Peers"),
        Column("trend", f"{cells.SPARK_MONTHS} months to {newest}", cells.spark),
        Column("variation", "Changing?", cells.variation),
        Column("assurance", "Will it hold?", cells.assurance),
    ]
    shown = [column for column in columns if column.name != "peers" or any(card.standing for card in cards)]
    caption = f"Every key metric against its standard, {when}"
    rows = table("scorecards", caption, "Metric, and what we want customers to say", cells.name, shown, cards, claimed)
    return drawn_once(rows)


def _changes(first: Scorecard, cell: Callable[[Scorecard, Change], str]) -> list[Column]:
    """The comparisons, one where both are the same. All rows compare the same days, so the first one's name them."""
    before, year_ago, month = first.spans.before, first.spans.year_ago, first.scope.month
    columns = [
        Column(
            "change before",
            f"v {numbers.span_label(before)}",
            lambda card: cell(card, card.month_on_month),
            f"v {numbers.tight_span_label(before, month)}",
        ),
        Column(
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
    columns: Sequence[Column],
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
    return cells.joined(
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
    columns: Sequence[Column],
    claimed: Sequence[RealChange],
) -> str:
    heading = (
        f'<tr class="family" role="row"><th scope="rowgroup" role="rowheader" colspan="{len(columns) + 1}">'
        f"{escape(family)}</th></tr>"
    )
    marked = "" if any(is_loud(card, claimed) for card in cards) else f' class="{CALM}"'
    rows = "".join(_row(card, row_name, columns, is_loud(card, claimed)) for card in cards)
    return f'<tbody role="rowgroup"{marked}>{heading}{rows}</tbody>'


def _row(card: Scorecard, row_name: Cell, columns: Sequence[Column], loud: bool) -> str:
    names = [*(["missed"] if card.verdict is Verdict.MISSED else []), *([] if loud else [CALM])]
    marked = f' class="{" ".join(names)}"' if names else ""
    inside = "".join(_cell(column, column.cell(card)) for column in columns)
    return f'<tr role="row"{marked}><th scope="row" role="rowheader" class="name">{row_name(card)}</th>{inside}</tr>'


def _cell(column: Column, text: str) -> str:
    named = f'<span class="narrow">{escape(column.narrow)} </span>' if column.narrow and text else ""
    return f'<td role="cell" class="{column.name}">{named}{text}</td>'
