"""The one stylesheet of the pages: colours by meaning, then our own rules. Sent once with every page."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from pages.figures.chart_svg import chart_style
from pages.figures.palette import THEMED, custom_properties, drawn_colours_follow

FOLDER = Path(__file__).parent / "css"
# Narrow comes after all others, so that it wins; on paper print does.
SHEETS = (
    "frame",
    "page",
    "table",
    "board",
    "files",
    "questions",
    "comments",
    "doing",
    "metric",
    "units",
    "narrow",
    "print",
)


@cache
def stylesheet() -> str:
    """The whole stylesheet in a style element, without comments and line breaks."""
    rules = "".join((FOLDER / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS)
    tight = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", rules, flags=re.DOTALL))
    charts = drawn_colours_follow(".stPlotlyChart") + chart_style(THEMED, ".stMarkdown svg.picture ")
    return f"<style>.stApp{{{custom_properties()}}}{charts}{tight}</style>"
