"""Downloads of a chart and its table: CSV, XLSX, PNG and SVG with the numbers on the page, made when asked for."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence

import streamlit as st

from metrics.scorecard import Scorecard
from pages.figures.chart_svg import Caption, ChartSvg, chart_svg
from pages.figures.events import ChartEvent
from pages.language.sentences import period_name
from pages.packs.pdf.stills import png_of
from pages.packs.workbook.table_file import csv_file, xlsx_file
from pages.parts.metric.chart_captions import drawn, labels, said
from pages.parts.metric.monthly_table import table_file

# Of a chart in pixels, without its caption.
SIZE = (1080.0, 430.0)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download_table(card: Scorecard) -> None:
    """Two buttons: the table as Excel or CSV, every row of it."""
    sheet, name = table_file(card), file_name(card)
    with st.container(horizontal=True, key="take_table"):
        _button("Download Excel table", f"{name}.xlsx", XLSX, lambda: xlsx_file(sheet, _now()))
        _button("Download CSV table", f"{name}.csv", "text/csv", lambda: csv_file(sheet))


def download_chart(card: Scorecard, events: Sequence[ChartEvent], months: int) -> None:
    """Two buttons: the chart's newest `months` as PNG or SVG."""
    name, picture = file_name(card), picture_of(card, events, months)
    alt = f"Control chart of {card.metric.name}. {said(card)}"
    with st.container(horizontal=True, key="take_chart"):
        _button("Download PNG chart", f"{name}.png", "image/png", lambda: png_of(picture, alt, _now()))
        _button("Download SVG chart", f"{name}.svg", "image/svg+xml", picture.document())


def _button(label: str, file: str, mime: str, made: str | Callable[[], bytes]) -> None:
    """A link to a file: its text, or what makes its bytes once it is asked for, without words of its own to choose."""
    st.download_button(
        label,
        made,
        file,
        mime,
        key=f"take_{file.rpartition('.')[2]}",
        type="tertiary",
        icon=":material/download:",
        on_click="ignore",
    )


def picture_of(card: Scorecard, events: Sequence[ChartEvent], months: int) -> ChartSvg:
    """The chart's newest `months` as a picture with title and sentence."""
    caption = Caption(card.metric.name, about(card), said(card))
    return chart_svg(drawn(card).last(months), labels(card).last(months), events, SIZE, caption)


def about(card: Scorecard) -> str:
    """What the chart is about, in a line: unit, channel, period and what is counted."""
    where = [card.scope.unit.replace("/", " › ") or "All units", card.scope.channel or "all channels"]
    return f"{', '.join(where)} · {period_name(card.scope)} · {card.metric.definition}"


def file_name(card: Scorecard) -> str:
    """A name for the file that any system takes: “nps-north-leeds-2026-10”."""
    parts = (card.metric.id, card.scope.unit, card.scope.channel or "", str(card.scope.month))
    return "-".join(filter(None, (re.sub(r"[^\w-]+", "-", part).strip("-").lower() for part in parts)))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
