"""The board's sheet on screen, from the same pack that is printed: a draft or an old edition. Nothing is calculated."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from markupsafe import Markup

from metrics.periods import Month
from pages.packs import drawings, pack_text
from pages.packs.pack import CHARTS, Chart, Pack, PackBenchmark, Paragraph, Section
from pages.parts import html
from pages.parts.html import TableColumn, TableRow, tag
from pages.parts.metric_cells import with_arrow
from pages.parts.metric_table import Address, board_table
from pages.parts.overview_sections import with_rail
from pages.publishing.sections import FORMER_HEADINGS, OWNERS, WORKED

# A chart's own size in pixels; on screen it is as wide as there is room.
PICTURE = (470.0, 200.0)
# What people did and will do, and who, comes below the charts, since it is as long as they make it.
BELOW = (WORKED, OWNERS, *FORMER_HEADINGS, pack_text.ACTIONS, pack_text.PRAISE, pack_text.SINCE)


def sheet(pack: Pack, unit: str = "") -> Markup:
    """The whole sheet as one line of HTML; `unit` is the path the metrics' links lead to."""
    whose = tag("span", html.bold(pack.organisation), f" · {pack.title} · {pack.period}")
    state = tag("span", f"Data up to {pack.cut_off_words} · {pack.state}")
    told = pack_text.sections(pack)
    beside = [_section(own) for own in told if own.heading not in BELOW]
    below = [_section(own) for own in told if own.heading in BELOW]
    table = board_table(pack, pack.on_sheet, f"The key metrics for the board, {pack.period}", _address(pack, unit))
    return tag(
        "div",
        tag("div", whose, state, classes="top"),
        html.headline(pack.headline),
        with_rail(table, *beside),
        charts(pack),
        tag("div", *below, classes="below") if below else "",
        tag("div", tag("span", pack.legend), classes="closing") if pack.legend else "",
        classes="sheet",
    )


def _address(pack: Pack, unit: str) -> Address:
    about = {"month": str(Month.of(pack.month)), **({"unit": unit} if unit else {})}
    return lambda metric: f"/metric?{urlencode({'metric': metric, **about})}"


def _section(own: Section) -> Markup:
    return html.section(own.heading, *map(paragraph, own.paragraphs))


def paragraph(own: Paragraph) -> Markup:
    """A paragraph with its lead in bold, in its colour and behind its arrow."""
    if not own.lead:
        return tag("p", own.text)
    space = "" if own.text[:1] in ",.;:" else " "
    colour = own.sense if own.sense.value != "quiet" else ""
    return tag("p", html.bold(with_arrow(own.arrow, own.lead), classes=colour), f"{space}{own.text}")


def charts(pack: Pack) -> Markup:
    """The large charts side by side, each with its finding above and its sentence below."""
    drawn = [_chart(own) for own in pack.charts[:CHARTS]]
    return tag("div", *drawn, classes="pictures") if drawn else Markup()


def _chart(own: Chart) -> Markup:
    """The same drawing as on paper, in the colours of the reader's theme."""
    drawn = drawings.chart(own, *PICTURE)
    inside = html.drawing(f"{drawn.shapes}{drawn.lettering}")
    box = f"0 0 {drawn.width:g} {drawn.height:g}"
    shown = tag("svg", inside, role="img", aria_label=own.alt, viewBox=box, classes="picture")
    return tag("figure", tag("figcaption", own.title), shown, tag("p", own.sentence))


def appendix(pack: Pack, unit: str = "") -> Markup:
    """What the pages behind the sheet say: other metrics, benchmarks, definitions, how to read it, and the data."""
    rest = tag("p", "All metrics are on the sheet.")
    if pack.in_appendix:
        rest = board_table(pack, pack.in_appendix, f"Other metrics, {pack.period}", _address(pack, unit))
    return html.folded(
        "The pages behind the sheet: other metrics, definitions, benchmarks",
        tag("h2", "Other metrics"),
        rest,
        _benchmarks(pack.benchmarks),
        _definitions(pack),
        html.section(pack_text.READING, *(tag("p", rule) for rule in pack.rules), classes="thin"),
        html.section(pack_text.DATA_BEHIND, _facts(pack), classes="thin"),
        classes="behind",
    )


def _facts(pack: Pack) -> Markup:
    facts = ((own.name, own.text) for own in pack_text.about(pack))
    return html.facts(pack_text.DATA_BEHIND, facts, "facts")


def _benchmarks(found: Sequence[PackBenchmark]) -> Markup:
    rows = [
        (
            own.metric,
            own.figure.words,
            own.standing,
            f"{own.source}, {own.peers}" if own.peers else own.source,
            own.month,
        )
        for own in found
    ]
    headings = ("Metric", "Benchmark", "Our position", "Source and peer group", "Period")
    return _table("What others publish", headings, rows) if found else Markup()


def _definitions(pack: Pack) -> Markup:
    rows = [
        (
            own.name,
            own.definition,
            f"{own.numerator} ÷ {own.denominator}",
            own.margin or "none",
            ", ".join(f"{each.name}: {each.text}" for each in own.counted),
            own.uploads.words,
        )
        for own in pack.definitions
    ]
    headings = ("Metric", "Definition", "Numerator ÷ denominator", "Margin", pack_text.SAMPLE_SIZE, "Uploads")
    return _table(pack_text.DEFINED, headings, rows)


def _table(heading: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Markup:
    found = html.working_table(heading, [TableColumn(own) for own in headings], [TableRow(own) for own in rows])
    return html.section(heading, found, classes="thin")
