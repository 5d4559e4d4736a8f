"""The board's table of a pack's rows by family, as one HTML table in one line. Says what the printed one says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from metrics.vocabulary import Verdict
from pages.figures.icons import verdict_icon
from pages.figures.palette import Sense
from pages.figures.sparkline import sparkline
from pages.packs.drawings import track
from pages.packs.pack import SPARK_MONTHS, Pack, Row, Step
from pages.parts import cells

# The address of a metric's page, from its id; text of an attribute.
Link = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the class of its cells, its heading, and what stands in a cell."""

    name: str
    heading: str
    cell: Callable[[Row], str]


def board_table(pack: Pack, rows: Sequence[Row], caption: str, link: Link) -> str:
    """The rows as a table with its caption, headings, and one body for each family.

    Roles are written out, since cards on a narrow screen are no table to a browser any more.
    """
    columns = (
        Column("value", pack.period, _value),
        Column("number", "Standard", lambda row: escape(row.standard.words)),
        Column("verdict", "Verdict", _verdict),
        Column("change before", pack.before, lambda row: change(row.before)),
        Column("change year", pack.year_ago, lambda row: change(row.year_ago)),
        Column("trend", f"{SPARK_MONTHS} months", _spark),
        Column("assurance", "Will it hold?", _assurance),
    )
    headings = "".join(
        f'<th scope="col" role="columnheader" class="{own.name}">{escape(own.heading)}</th>' for own in columns
    )
    bodies = "".join(
        _family(family, list(own), columns, link) for family, own in groupby(rows, key=lambda row: row.family)
    )
    return cells.joined(
        (
            f'<table class="scorecards board" role="table"><caption>{escape(caption)}</caption>',
            '<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader" class="name">Metric</th>',
            f"{headings}</tr></thead>{bodies}</table>",
        )
    )


def _family(family: str, rows: Sequence[Row], columns: Sequence[Column], link: Link) -> str:
    heading = (
        f'<tr class="family" role="row"><th scope="rowgroup" role="rowheader" colspan="{len(columns) + 1}">'
        f"{escape(family)}</th></tr>"
    )
    return f'<tbody role="rowgroup">{heading}{"".join(_row(row, columns, link) for row in rows)}</tbody>'


def _row(row: Row, columns: Sequence[Column], link: Link) -> str:
    missed = ' class="missed"' if row.verdict is Verdict.MISSED else ""
    unit = f" <span>{escape(row.unit)}</span>" if row.unit else ""
    name = f'<a href="{link(row.metric)}" target="_self">{escape(row.name)}</a>{unit}'
    inside = "".join(f'<td role="cell" class="{own.name}">{_named(own)}{own.cell(row)}</td>' for own in columns)
    return f'<tr role="row"{missed}><th scope="row" role="rowheader" class="name">{name}</th>{inside}</tr>'


def _named(column: Column) -> str:
    """The name of a comparison on a narrow card, which has no headings."""
    return f'<span class="narrow">{escape(column.heading)} </span>' if column.name.startswith("change") else ""


def _value(row: Row) -> str:
    if row.value.number is None:
        return f'<span class="quiet">{escape(row.value.words)}</span>'
    return f"<b>{escape(row.value.words)}</b>{f' <small>{escape(row.margin)}</small>' if row.margin else ''}"


def _verdict(row: Row) -> str:
    name = {Verdict.MISSED: "worse", Verdict.MET: "loud"}.get(row.verdict, "quiet")
    return f'{verdict_icon(row.verdict)}<span class="{name}">{escape(row.verdict_words)}</span>'


def change(step: Step) -> str:
    """The step alone, with arrow and colour where it may be claimed; its word is read aloud."""
    if not step.figure.words:
        return f'<span class="quiet none">{escape(step.meaning)}</span>'
    sign = cells.arrow(step.arrow) if step.arrow else ""
    aloud = f'<span class="unseen"> {escape(step.meaning)}</span>'
    return f'<span class="{step.sense}">{sign}{escape(step.figure.words)}{aloud}</span>'


def _spark(row: Row) -> str:
    drawn = sparkline(track(row.series), row.alt, width=122, height=21)
    return drawn or '<span class="quiet">No months to draw yet</span>'


def _assurance(row: Row) -> str:
    return (
        f'<span class="{row.assurance_sense if row.assurance_sense is Sense.WORSE else "quiet"}">{row.assurance}</span>'
    )
