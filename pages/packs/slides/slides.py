"""A pack as PowerPoint slides: headline, table, a slide for each editable chart, sections, definitions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from pptx.slide import Slide
from pptx.util import Emu, Inches, Pt

from pages.figures.palette import LIGHT
from pages.packs import pack_text
from pages.packs.clean_text import breakable, clean_texts, shortened
from pages.packs.pack import CHARTS, Chart, Definition, Pack, Paragraph, Section
from pages.packs.slides.chart import native_chart
from pages.packs.slides.deck import (
    BOTTOM,
    EDGE,
    INNER,
    OPENING,
    TITLES,
    TOP,
    TWO_COLUMNS,
    Deck,
    plain,
    set_place,
    write,
    write_paragraphs,
)
from pages.packs.slides.tables import (
    METRIC_NUMBERS,
    METRIC_SHARES,
    Line,
    SlideCell,
    SlideTableLayout,
    metric_heads,
    metric_lines,
    tables,
)
from pages.packs.text_fit import letters, lines, pieces, shared_out
from pages.packs.zip_files import dated

_LONGEST_TITLE = 330
_TEXT, _SMALL, _METRICS, _TABLE = 14.0, 12.0, 11.0, 10.5
_COLUMN = (INNER - Inches(0.5)) // 2
_POINT = 12700
_ROOM: float = (BOTTOM - TOP) / _POINT
_CHART_SHARE = 0.72
CONTINUED = ", continued"


def pptx(given: Pack) -> bytes:
    """The pack's presentation; the same pack gives the same bytes."""
    pack = clean_texts(given)
    deck = Deck(pack_text.title(pack), pack.organisation, shortened(pack_text.foot(pack), 300), pack.language)
    _opening(deck, pack)
    _metrics(deck, pack)
    for chart in pack.charts[:CHARTS]:
        _chart(deck, pack, chart)
    _sentences(deck, pack)
    _lists(deck, pack)
    _definitions(deck, pack)
    return dated(deck.saved(), pack.cut_off)


def _opening(deck: Deck, pack: Pack) -> None:
    """The headline, and what the pack is about."""
    notes = "\n".join(f"{fact.name}: {fact.text}" for fact in pack_text.about(pack))
    slide = deck.slide(shortened(pack.headline, _LONGEST_TITLE), notes, OPENING)
    title, below = slide.shapes.title, slide.placeholders[1]
    assert title is not None
    set_place(title, EDGE, Inches(1.5), INNER, Inches(1.9))
    set_place(below, EDGE, Inches(3.6), INNER, Inches(3.2))
    facts = (
        f"{pack.organisation}: {pack.title}",
        pack.period,
        pack_text.scope(pack),
        pack.state,
        pack_text.cut_off(pack),
    )
    frame = below.text_frame
    write_paragraphs(frame, [Paragraph(shortened(fact, 200)) for fact in facts], 16, first=True)


def _metrics(deck: Deck, pack: Pack) -> None:
    """The table of the sheet, then that of the other metrics; definitions in the notes."""
    heads = metric_heads(pack.period, pack.before, pack.year_ago)
    for title, rows in (
        (f"Key metrics against their standards, {pack.period}", pack.on_sheet),
        (f"Other metrics, {pack.period}", pack.in_appendix),
    ):
        metrics = {row.metric for row in rows}
        notes = "\n".join(defined(own) for own in pack.definitions if own.metric in metrics)
        if rows:
            layout = SlideTableLayout(heads, METRIC_SHARES, _METRICS, title, METRIC_NUMBERS)
            tables(metric_lines(rows), layout, _new_slide(deck, title, notes))
    if not pack.rows:
        deck.slide(pack_text.NOTHING, "")


def defined(own: Definition) -> str:
    """A metric's definition as the notes print it."""
    counted = "; ".join(f"{each.name} {each.text}" for each in own.counted)
    parts = (
        f"{own.name}: {own.definition}",
        f"Numerator: {own.numerator}; denominator: {own.denominator}.",
        f"Excluded: {own.exclusions}" if own.exclusions else "",
        f"Margin: {own.margin}." if own.margin else "",
        f"Source: {own.source}." if own.source else "",
        f"{pack_text.SAMPLE_SIZE}: {counted}." if counted else "",
        f"Based on {own.uploads.words}." if own.uploads.words else "",
        *own.notes,
    )
    return " ".join(filter(None, parts))


def _new_slide(deck: Deck, title: str, notes: str) -> Callable[[int], Slide]:
    return lambda number: deck.slide(
        shortened(title, _LONGEST_TITLE) + ("" if number == 1 else CONTINUED), notes if number == 1 else ""
    )


def _chart(deck: Deck, pack: Pack, chart: Chart) -> None:
    """One chart with its finding as the title; beside it the sentence, the standard and the initiatives."""
    notes = "\n".join((chart.alt, *(defined(own) for own in pack.definitions if own.metric == chart.metric)))
    slide = deck.slide(shortened(chart.title, _LONGEST_TITLE), notes)
    if any(point.value.number is not None for point in chart.points):
        native_chart(slide, chart, (EDGE, TOP, int(INNER * _CHART_SHARE), BOTTOM - TOP))
    left = EDGE + int(INNER * _CHART_SHARE) + Inches(0.3)
    box = slide.shapes.add_textbox(Emu(left), TOP, Emu(EDGE + INNER - left), Emu(BOTTOM - TOP))
    box.name, box.text_frame.word_wrap = "What it shows", True
    write_paragraphs(box.text_frame, [*_beside(pack, chart)], _SMALL, first=True)


def _beside(pack: Pack, chart: Chart) -> Iterator[Paragraph]:
    yield Paragraph("", shortened(chart.name, 90))
    for row in pack.rows:
        if row.metric == chart.metric:
            yield Paragraph(f"{pack.period}: {pack_text.counted(row)}. {row.verdict_words}.")
    if chart.standard_words:
        yield Paragraph(f"Dashed line: standard {chart.standard_words}.")
    if chart.sentence:
        yield Paragraph(shortened(chart.sentence, 420))
    yield Paragraph("Triangles and diamonds: months above or below the usual pattern.")


def _sentences(deck: Deck, pack: Pack) -> None:
    """The sections in two columns on each slide; actions have a table of their own."""
    per_line = letters(_COLUMN / _POINT, _TEXT)
    fitting = [
        piece
        for own in pack_text.sections(breakable(replace(pack, actions=())))
        for piece in _in_columns(own, per_line)
    ]
    columns = shared_out(fitting, _ROOM, lambda own: _height(own, per_line))
    for first in range(0, len(columns), 2):
        title = f"{pack.period} in words" + (CONTINUED if first else "")
        slide = deck.slide(shortened(title, _LONGEST_TITLE), "", TWO_COLUMNS)
        for number, place in enumerate(list(slide.placeholders)[1:3]):
            if first + number >= len(columns):
                place.element.getparent().remove(place.element)
                continue
            set_place(place, EDGE + number * (_COLUMN + Inches(0.5)), TOP, _COLUMN, BOTTOM - TOP)
            for row, own in enumerate(columns[first + number]):
                heading = place.text_frame.paragraphs[0] if row == 0 else place.text_frame.add_paragraph()
                heading.space_before = Pt(0 if row == 0 else 8)
                write_paragraphs(place.text_frame, own.paragraphs, _TEXT, first=False)
                plain(heading)
                write(heading, own.heading, _TEXT + 1, bold=True, face=TITLES)


def _in_columns(own: Section, per_line: int) -> Iterator[Section]:
    """A section in pieces that each fit into a column."""
    most = int(per_line * (_ROOM / (_TEXT * 1.25) - 4) * 0.85)
    short = [
        Paragraph(piece, paragraph.lead if number == 0 else "", paragraph.arrow, paragraph.sense)
        for paragraph in own.paragraphs
        for number, piece in enumerate(pieces(paragraph.text, most))
    ]
    heading = shortened(own.heading, 90)
    room = _ROOM - _height(Section(heading, ()), per_line)
    for number, some in enumerate(shared_out(short, room, lambda each: _paragraph_height(each, per_line))):
        yield Section(heading + (CONTINUED if number else ""), tuple(some))


def _paragraph_height(own: Paragraph, per_line: int) -> float:
    return lines(f"{own.arrow} {own.lead} {own.text}", per_line) * _TEXT * 1.22 + _TEXT * 0.35


def _height(own: Section, per_line: int) -> float:
    heading = lines(own.heading, per_line) * _TEXT * 1.3 + 12
    return heading + sum(_paragraph_height(each, per_line) for each in own.paragraphs)


def _lists(deck: Deck, pack: Pack) -> None:
    """Actions and benchmarks as tables, where there are any."""
    actions = [
        Line(
            (
                SlideCell(own.what),
                SlideCell(own.owner),
                SlideCell(own.due),
                SlideCell(own.state, LIGHT.worse if own.late else LIGHT.ink),
            )
        )
        for own in pack.actions
    ]
    if actions:
        layout = SlideTableLayout(pack_text.ACTION_HEADS, (5, 2, 1.5, 2), _SMALL, pack_text.ACTIONS)
        tables(actions, layout, _new_slide(deck, "Actions: who does what by when", ""))
    benchmarks = [
        Line(tuple(map(SlideCell, (own.metric, own.figure.words, own.peers, own.source, own.month, own.standing))))
        for own in pack.benchmarks
    ]
    if benchmarks:
        layout = SlideTableLayout(pack_text.BENCHMARK_HEADS, (2.4, 1, 2.4, 2.6, 1.2, 1.6), _SMALL, "Benchmarks")
        tables(benchmarks, layout, _new_slide(deck, "How we compare with others", ""))


def _definitions(deck: Deck, pack: Pack) -> None:
    """How each metric is calculated, its sample sizes, facts about the pack, and how to read it."""
    found = [
        Line(
            (
                SlideCell(own.name, bold=True),
                SlideCell(own.definition),
                SlideCell(f"{own.numerator} divided by {own.denominator}"),
                SlideCell(own.exclusions),
                SlideCell(own.margin),
                SlideCell("; ".join(f"{each.name}: {each.text}" for each in own.counted)),
            )
        )
        for own in pack.definitions
    ]
    if found:
        heads = ("Metric", "Definition", "Numerator / denominator", "Excluded", "Margin", pack_text.SAMPLE_SIZE)
        layout = SlideTableLayout(heads, (1.7, 2.4, 2.6, 2.3, 1.3, 2), _TABLE, pack_text.DEFINED)
        tables(found, layout, _new_slide(deck, pack_text.DEFINED, ""))
    facts = [Line((SlideCell(fact.name, LIGHT.mute), SlideCell(fact.text))) for fact in pack_text.about(pack)]
    rules = [
        Line((SlideCell(pack_text.READING if not number else "", LIGHT.mute), SlideCell(own)))
        for number, own in enumerate(pack.rules)  # the legend belongs to the sheet's table, which no slide has
    ]
    layout = SlideTableLayout(("About this pack", ""), (1, 4.5), _SMALL, "About this pack")
    tables([*facts, *rules], layout, _new_slide(deck, f"{pack_text.DATA_BEHIND}, and how to read it", ""))
