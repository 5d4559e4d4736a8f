"""A control chart for Typst: its shapes as SVG, and its words for Typst to set in the product's own fonts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pages.figures.chart_svg import ChartSvg
from pages.figures.palette import LIGHT
from pages.packs.pdf.typesetting import SANS, SERIF, typeset_png

SHARP = 144.0  # dots per inch: two for each pixel of the screen


def chart_data(chart: ChartSvg, scale: float = 1.0) -> Mapping[str, Any]:
    """What `chart.typ` draws; `scale` is how many points a pixel of the chart is wide."""
    words = [asdict(own) | {"x": own.x * scale, "y": own.y * scale} for own in chart.words]
    size = {"width": chart.width * scale, "height": chart.height * scale, "scale": scale}
    return size | {"svg": chart.document(with_words=False), "words": words}


def png_of(chart: ChartSvg, alt: str, moment: dt.datetime) -> bytes:
    """The chart twice as sharp as the screen; the same chart gives the same bytes. `moment` has whole seconds."""
    data = {"chart": chart_data(chart), "alt": alt, "colours": asdict(LIGHT), "sans": [SANS], "serif": [SERIF]}
    (made,) = typeset_png("still.typ", data, moment, SHARP)
    return made
