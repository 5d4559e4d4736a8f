"""A pack as PDF: an A4 landscape sheet with its appendix, or a team's page; tagged, with alt texts, all vectors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from metrics.vocabulary import Verdict
from pages.figures.palette import LIGHT
from pages.packs import drawings, pack_text
from pages.packs.clean_text import breakable, clean_texts, shortened
from pages.packs.json_codec import plain
from pages.packs.pack import CHARTS, ON_THE_SHEET, SPARK_MONTHS, Chart, Definition, Pack, Readers, Row
from pages.packs.pdf.stills import chart_data
from pages.packs.pdf.typesetting import SANS, SERIF, typeset_pdf, typeset_png

SCREEN = 110.0  # dots per inch of a preview
# A pixel of a chart in points: its text of 13 pixels is 6.6 points high.
_PIXEL = 0.51
# In points: three charts share the sheet's width, fewer are wider. A sheet with fewer metrics has taller ones.
_CHART_WIDTHS = {3: 179.0, 2: 276.0, 1: 276.0}
_CHART_HEIGHT, _TALLEST_CHART, _ROW_HEIGHT = 104.0, 176.0, 19.0
# The most letters on the sheet; the appendix has the whole text.
_LONGEST = {"name": 70, "unit": 40, "margin": 40, "verdict_words": 40, "assurance": 40, "benchmark": 60}
_LONGEST_WORDS, _LONGEST_HEADLINE, _LONGEST_TITLE, _LONGEST_SCOPE = 60, 320, 160, 160
_TEMPLATES = {Readers.BOARD: "board.typ", Readers.TEAM: "team.typ"}
_TEAM_PARAGRAPH, _LONGEST_DEFINITION = 600, 900


def pdf(pack: Pack) -> bytes:
    """The pack's PDF; the same pack gives the same bytes."""
    return typeset_pdf(_TEMPLATES[pack.readers], _data(pack), pack.cut_off)


def png(pack: Pack, per_inch: float = SCREEN) -> list[bytes]:
    """The pages of the same PDF as PNG pictures."""
    return typeset_png(_TEMPLATES[pack.readers], _data(pack), pack.cut_off, per_inch)


def _data(given: Pack) -> Mapping[str, Any]:
    """All that the templates print: words as they are printed, pictures as SVG."""
    whole = clean_texts(_without_series(given))
    pack = breakable(_on_paper(whole))
    lang, _, region = pack.language.partition("-")
    told = pack_text.sections(pack)
    sparks, on_sheet = list(map(drawings.spark, given.rows)), len(pack.on_sheet)
    pictures = [
        _picture(replace(own, points=drawn.points), len(pack.charts), on_sheet)
        for own, drawn in zip(pack.charts, given.charts, strict=False)
    ]
    return {
        "pack": plain(replace(pack, rows=())),
        "colours": asdict(LIGHT),
        "sans": [SANS],
        "serif": [SERIF],
        "title": pack_text.title(whole),
        "about": pack_text.foot(whole),
        "lang": lang,
        "region": region,
        "foot": shortened(pack_text.foot(pack), 2 * _LONGEST_SCOPE),
        "scope": shortened(pack_text.scope(pack), _LONGEST_SCOPE),
        "state": pack.state,
        "cut_off": pack_text.cut_off(pack),
        "when": pack.period,
        "spark_months": SPARK_MONTHS,
        "icons": {verdict.value: drawings.icon(verdict) for verdict in Verdict},
        "rows": plain(pack.on_sheet),
        "sparks": sparks[:on_sheet],
        "more_rows": plain(pack.in_appendix),
        "more_sparks": sparks[on_sheet:],
        "rail": plain(told),
        "claims": pack_text.claims(told),
        "actions": pack_text.ACTIONS,
        "pictures": pictures,
        "chart_width": _CHART_WIDTHS.get(len(pictures), 0.0),
        "action_heads": pack_text.ACTION_HEADS,
        "benchmark_heads": pack_text.BENCHMARK_HEADS,
        "course": pack_text.COURSE,
        "defined": pack_text.DEFINED,
        "reading": pack_text.READING,
        "data_behind": pack_text.DATA_BEHIND,
        "sample_size": pack_text.SAMPLE_SIZE,
        "nothing": pack_text.NOTHING,
        "no_value": pack_text.NO_VALUE,
        "stands_on": plain(pack_text.about(pack)),
    }


def _without_series(pack: Pack) -> Pack:
    """The pack without its months, which only pictures show."""
    return replace(
        pack,
        rows=tuple(replace(row, series=()) for row in pack.rows),
        charts=tuple(replace(chart, points=()) for chart in pack.charts[:CHARTS]),
    )


def _picture(chart: Chart, charts: int, rows: int) -> Mapping[str, Any]:
    height = min(_CHART_HEIGHT + _ROW_HEIGHT * (ON_THE_SHEET - rows), _TALLEST_CHART)
    return chart_data(drawings.chart(chart, _CHART_WIDTHS[charts] / _PIXEL, height / _PIXEL), _PIXEL)


def _on_paper(pack: Pack) -> Pack:
    """The pack with names cut to what a sheet can hold; ordinary names are shorter."""
    team = pack.readers is Readers.TEAM
    return replace(
        pack,
        organisation=shortened(pack.organisation, _LONGEST_WORDS),
        title=shortened(pack.title, _LONGEST_WORDS),
        scope=shortened(pack.scope, _LONGEST_SCOPE),
        headline=shortened(pack.headline, _LONGEST_HEADLINE),
        rows=tuple(map(_row_on_paper, pack.rows)),
        definitions=tuple(map(_definition_on_paper, pack.definitions)),
        charts=tuple(replace(chart, title=shortened(chart.title, _LONGEST_TITLE)) for chart in pack.charts),
        commentary=tuple(shortened(own, _TEAM_PARAGRAPH) for own in pack.commentary) if team else pack.commentary,
    )


def _row_on_paper(row: Row) -> Row:
    short: dict[str, Any] = {name: shortened(getattr(row, name), most) for name, most in _LONGEST.items()}
    return replace(
        row,
        **short,
        value=replace(row.value, words=shortened(row.value.words, _LONGEST_WORDS)),
        before=replace(row.before, meaning=shortened(row.before.meaning, _LONGEST_WORDS)),
        year_ago=replace(row.year_ago, meaning=shortened(row.year_ago.meaning, _LONGEST_WORDS)),
    )


def _definition_on_paper(own: Definition) -> Definition:
    """The definition with its texts cut to the length of a column."""
    short: dict[str, Any] = {
        name: shortened(text, _LONGEST_DEFINITION)
        for name in ("name", "definition", "numerator", "denominator", "exclusions", "margin", "source")
        if (text := getattr(own, name))
    }
    return replace(own, **short, notes=tuple(shortened(note, _LONGEST_DEFINITION // 2) for note in own.notes[:2]))
