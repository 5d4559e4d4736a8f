"""What the charts of PowerPoint and Excel share: formats for a metric's numbers, and round ends for an axis."""

from __future__ import annotations

import math

from pages.figures.axis import levels
from pages.packs.drawings import track
from pages.packs.pack import ChartPoint, NumberFormat


def round_scale(points: tuple[ChartPoint, ...], most: int) -> tuple[float, float, float | None]:
    """Round numbers below and above all that is drawn, and the step of at most `most` between them; None: no step."""
    low, high = track(points).extent()
    found = levels(low, high, most)
    if len(found) < 2:
        return low - 1, high + 1, None
    step = found[1] - found[0]
    return math.floor(low / step) * step, math.ceil(high / step) * step, step


def number_format(written: NumberFormat) -> str:
    """How Excel writes a metric's numbers: “#,##0.0" %"”, “"£"#,##0”, with a true minus sign."""
    digits = "#,##0" + ("." + "0" * written.decimals if written.decimals else "")
    positive = f"{_quoted(written.before)}{digits}{_quoted(written.after)}"
    return f'{positive};"−"{positive}'


def step_format(written: NumberFormat) -> str:
    """The same for a difference: with its sign in front and without “%”, as points of per cent are no per cent."""
    digits = "#,##0" + ("." + "0" * written.decimals if written.decimals else "")
    money = _quoted(written.before)
    return f'"+"{money}{digits};"−"{money}{digits};0'


def _quoted(sign: str) -> str:
    plain = sign.replace('"', "")
    return f'"{plain}"' if plain else ""
