"""A native PowerPoint chart, which can be edited: value, dashed standard, usual range, what stands out."""

from __future__ import annotations

from collections.abc import Sequence

from pptx.chart.axis import CategoryAxis, DateAxis
from pptx.chart.chart import Chart as NativeChart
from pptx.chart.data import CategoryChartData
from pptx.chart.series import LineSeries
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Emu, Pt

from pages.figures.palette import LIGHT, Sense
from pages.packs.clean_text import shortened
from pages.packs.office_charts import number_format, round_scale
from pages.packs.pack import Chart, ChartPoint, PackEvent
from pages.packs.slides.deck import COLOURS, describe, look

_MONTH_FORMAT = "mmm yyyy"
STANDARD, UPPER, LOWER, EVENTS = "Standard", "Usual range, upper end", "Usual range, lower end", "Initiatives"
_SIZE, _LONGEST_EVENT, _MOST_LEVELS, _TICKS_ACROSS = 11, 40, 6, 6


def native_chart(slide: Slide, chart: Chart, place: tuple[int, int, int, int]) -> None:
    """Add the chart at `place`: left, top, width and height in English metric units."""
    frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *(Emu(own) for own in place), _data(chart))
    describe(frame, chart.alt)
    drawn: NativeChart = frame.chart
    look(drawn.font, _SIZE, LIGHT.mute)
    drawn.has_title = False
    drawn.has_legend = True
    assert drawn.legend is not None
    drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    _axes(drawn, chart)
    by_name = {series.name: series for series in drawn.plots[0].series}
    _value(by_name.pop(_value_name(chart)), chart.points)
    for name, series in by_name.items():
        _beside(series, name)
    if EVENTS in by_name:
        _events(by_name[EVENTS], chart)


def _value_name(chart: Chart) -> str:
    """The name of the line; never the name of another line."""
    name = shortened(chart.name, 120) or "Value"
    return f"{name} (value)" if name in (STANDARD, UPPER, LOWER, EVENTS) else name


def _data(chart: Chart) -> CategoryChartData:
    """The lines that have at least one number, by month."""
    data = CategoryChartData(number_format=number_format(chart.written))
    data.categories = [point.month for point in chart.points]
    data.categories.number_format = _MONTH_FORMAT
    points = chart.points
    data.add_series(_value_name(chart), [point.value.number for point in points])
    others = {
        STANDARD: [point.standard for point in points],
        UPPER: [point.upper for point in points],
        LOWER: [point.lower for point in points],
        EVENTS: _event_levels(chart),
    }
    for name, numbers in others.items():
        if any(number is not None for number in numbers):
            data.add_series(name, numbers)
    return data


def _event_levels(chart: Chart) -> list[float | None]:
    """The top of the chart at each month in which an initiative began."""
    months, (_, top, _) = {event.month for event in chart.events}, _scale(chart)
    return [top if point.month in months else None for point in chart.points]


def _axes(drawn: NativeChart, chart: Chart) -> None:
    """Months every half year; values from a round number below all that is drawn to one above."""
    months, values = drawn.category_axis, drawn.value_axis
    months.tick_labels.number_format, months.tick_labels.number_format_is_linked = _MONTH_FORMAT, False
    months.has_major_gridlines = False
    months.tick_label_position = XL_TICK_LABEL_POSITION.LOW  # also where values go below 0
    _by_months(months, max(1, len(chart.points) // _TICKS_ACROSS))
    months.format.line.color.rgb = _rgb(LIGHT.mute)
    values.tick_labels.number_format = number_format(chart.written)
    values.tick_labels.number_format_is_linked = False
    values.major_gridlines.format.line.color.rgb = _rgb(LIGHT.rule)
    values.format.line.fill.background()
    low, high, step = _scale(chart)
    values.minimum_scale, values.maximum_scale = low, high
    if step is not None:
        values.major_unit = step


def _scale(chart: Chart) -> tuple[float, float, float | None]:
    """The ends of the axis, round numbers around all that is drawn, and the step between its numbers."""
    low, high, step = round_scale(chart.points, _MOST_LEVELS)
    above = step if chart.events and step is not None else 0.0  # room above the values for the initiatives
    return low, high + above, step


def _by_months(axis: DateAxis | CategoryAxis, every: int) -> None:
    """Make the axis count months and label every so many of them; the library has no function for it."""
    (unit,) = axis._element.findall(qn("c:baseTimeUnit"))  # noqa: SLF001 - the library gives no other access
    unit.set("val", "months")
    unit.addnext(unit.makeelement(qn("c:majorUnit"), {"val": str(every)}))
    unit.getnext().addnext(unit.makeelement(qn("c:majorTimeUnit"), {"val": "months"}))


def _value(series: LineSeries, points: Sequence[ChartPoint]) -> None:
    """The line of values; months that stand out have their own marker, the newest month shows its number."""
    series.smooth = False
    series.format.line.color.rgb, series.format.line.width = _rgb(LIGHT.ink), Pt(2.25)
    _marker(series, XL_MARKER_STYLE.CIRCLE, 5, LIGHT.ink)
    for row, point in enumerate(points):
        if point.sense is not Sense.NEITHER and point.value.number is not None:
            shape = XL_MARKER_STYLE.TRIANGLE if point.points_up else XL_MARKER_STYLE.DIAMOND
            _marker(series.points[row], shape, 10, COLOURS[point.sense])
            series.points[row].format.line.color.rgb = _rgb(COLOURS[point.sense])
            series.points[row].format.line.width = Pt(2.25)
    if points and points[-1].value.number is not None:
        label = series.points[len(points) - 1].data_label
        label.position = XL_LABEL_POSITION.RIGHT
        look(label.font, _SIZE + 1, bold=True)


def _beside(series: LineSeries, name: str) -> None:
    """The standard dashed, the usual range thin and grey, events as marks without a line."""
    series.smooth = False
    series.marker.style = XL_MARKER_STYLE.NONE
    line = series.format.line
    if name == EVENTS:
        line.fill.background()
        _marker(series, XL_MARKER_STYLE.SQUARE, 8, LIGHT.act)
    elif name == STANDARD:
        line.color.rgb, line.width, line.dash_style = _rgb(LIGHT.ink), Pt(1.5), MSO_LINE.DASH
    else:
        line.color.rgb, line.width = _rgb(LIGHT.best_quarter), Pt(1)


def _events(series: LineSeries, chart: Chart) -> None:
    """Each event's words beside its mark, towards the middle of the chart."""
    by_month: dict[object, list[PackEvent]] = {}
    for event in chart.events:
        by_month.setdefault(event.month, []).append(event)
    for row, point in enumerate(chart.points):
        own = by_month.get(point.month)
        if own:
            label = series.points[row].data_label
            label.position = XL_LABEL_POSITION.LEFT if row * 2 > len(chart.points) else XL_LABEL_POSITION.RIGHT
            words = label.text_frame.paragraphs[0].add_run()
            words.text = shortened("; ".join(event.words for event in own), _LONGEST_EVENT)
            look(words.font, _SIZE, LIGHT.act)


def _marker(thing: object, shape: XL_MARKER_STYLE, size: int, colour: str) -> None:
    marker = thing.marker  # type: ignore[attr-defined]  # a series or one of its points: both have one
    marker.style, marker.size = shape, size
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = _rgb(colour)
    marker.format.line.color.rgb = _rgb(colour)


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.removeprefix("#"))
