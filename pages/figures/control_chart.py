"""A metric's months as a control chart: line, usual range, the standard as it stepped, and what stands out.

Takes values worked out already and gives a figure; labels stand at the lines, so there is no legend box.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import plotly.graph_objects as go

from metrics.periods import Month
from pages.figures.palette import Palette, Sense
from pages.figures.runs import runs
from pages.figures.track import Band, Track

HEIGHT = 380
# What is left of it between the margins and the months below, and the height of a line of a label, in pixels.
PLOT_HEIGHT, LINE_OF_TEXT = 310, 16
MONTH_LETTERS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# The widest view shows a month's name every this many months; a narrow one shows fewer months.
QUARTER = 3


@dataclass(frozen=True, slots=True)
class Labels:
    """The texts of a chart that carry numbers: the standard at each step, the range's ends, the unit's signs."""

    standards: tuple[str | None, ...]
    upper: str = ""
    lower: str = ""
    mean: str = ""
    standard: str = ""
    tick_before: str = ""
    tick_after: str = ""

    def last(self, months: int) -> Labels:
        """The texts of the newest `months`; the step that is cut off at the left keeps its own text."""
        cut = max(len(self.standards) - months, 0)
        standing = next((text for text in reversed(self.standards[: cut + 1]) if text), None)
        return replace(self, standards=(standing, *self.standards[cut + 1 :]))


def control_chart(track: Track, labels: Labels, colours: Palette, *, roomy: bool = True) -> go.Figure:
    """The figure of all months of `track`; `roomy` writes the range's ends beside it, as a narrow one cannot."""
    figure = go.Figure(
        [
            *_bands(track, colours),
            *_standards(track, colours),
            *_month_so_far(track, colours),
            _line(track, colours),
            *_special_causes(track, colours),
        ]
    )
    figure.update_layout(**_layout(track, labels, colours, roomy))
    beside = _right_notes(track, labels, colours) if roomy else []
    for note in [*_standard_notes(track, labels, colours, newest_too=not roomy), *beside]:
        figure.add_annotation(note)
    return figure


def _bands(track: Track, colours: Palette) -> list[go.Scatter]:
    """The usual range as filled steps, and its mean as a thin line."""
    drawn = []
    for first, last, band in runs(track.bands):
        left, right = first - 0.5, last + 0.5
        drawn.append(
            go.Scatter(
                x=[left, right, right, left],
                y=[band.upper, band.upper, band.lower, band.lower],
                fill="toself",
                fillcolor=colours.band,
                line={"width": 0},
                mode="lines",
                hoverinfo="skip",
                name="usual range",
            )
        )
        drawn.append(_rule([left, right], [band.mean, band.mean], colours, name="mean"))
    return drawn


def _rule(x: list[float], y: list[float], colours: Palette, name: str) -> go.Scatter:
    return go.Scatter(
        x=x, y=y, mode="lines", line={"color": colours.best_quarter, "width": 1}, hoverinfo="skip", name=name
    )


def _standards(track: Track, colours: Palette) -> list[go.Scatter]:
    """The standard then in force as one dashed line that steps where it was changed."""
    x: list[float | None] = []
    y: list[float | None] = []
    for first, last, level in runs(track.standards):
        if x and x[-1] != first - 0.5:
            x.append(None)
            y.append(None)
        x += [first - 0.5, last + 0.5]
        y += [level, level]
    if not x:
        return []
    line = {"color": colours.ink, "width": 1.5, "dash": "5px,4px"}
    return [go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", name="standard")]


def _line(track: Track, colours: Palette) -> go.Scatter:
    """The months that are over."""
    over = len(track.months) - (track.so_far is not None)
    return go.Scatter(
        x=list(range(over)),
        y=list(track.values[:over]),
        mode="lines+markers",
        connectgaps=False,
        line={"color": colours.ink, "width": 2},
        marker={"color": colours.ink, "size": 6},
        text=_hovers(track),
        hovertemplate="%{text}<extra></extra>",
        name="value",
    )


def _month_so_far(track: Track, colours: Palette) -> list[go.Scatter]:
    """The month that still runs as a hollow diamond with its margin, joined to the month before by dots."""
    if track.so_far is None:
        return []
    row, (low, high), quiet = len(track.months) - 1, track.so_far, {"color": colours.mute, "width": 1.5}
    dots = go.Scatter(
        x=[row - 1, row],
        y=list(track.values[-2:]),
        mode="lines",
        line={"color": colours.ink, "width": 1.5, "dash": "2px,3px"},
        hoverinfo="skip",
        name="to the month so far",
    )
    margin = go.Scatter(x=[row, row], y=[low, high], mode="lines", line=quiet, hoverinfo="skip", name="its margin")
    diamond = go.Scatter(
        x=[row],
        y=[track.values[-1]],
        mode="markers",
        marker={"color": colours.paper, "size": 10, "symbol": "diamond", "line": {"color": colours.ink, "width": 1.5}},
        text=_hovers(track)[-1:],
        hovertemplate="%{text}<extra></extra>",
        name="the month so far",
    )
    return [dots, margin, diamond] if len(track.months) > 1 else [margin, diamond]


def _special_causes(track: Track, colours: Palette) -> list[go.Scatter]:
    """Triangles, up or down and coloured, over the months that stand out; one that still runs has no verdict yet."""
    drawn = []
    over = len(track.months) - (track.so_far is not None)
    for sense, colour in ((Sense.BETTER, colours.better), (Sense.WORSE, colours.worse)):
        rows = [row for row, own in enumerate(track.senses[:over]) if own is sense and track.values[row] is not None]
        if rows:
            symbols = ["triangle-up" if track.points_up[row] else "triangle-down" for row in rows]
            drawn.append(
                go.Scatter(
                    x=rows,
                    y=[track.values[row] for row in rows],
                    mode="markers",
                    marker={"color": colour, "size": 11, "symbol": symbols},
                    hoverinfo="skip",
                    name=f"special cause, {sense.value}",
                )
            )
    return drawn


def _hovers(track: Track) -> list[str]:
    return [
        f"<b>{MONTH_LETTERS[month.number - 1]} {month.year}</b><br>{written}<br>{pattern}"
        for month, written, pattern in zip(track.months, track.written, track.patterns, strict=True)
    ]


def _layout(track: Track, labels: Labels, colours: Palette, roomy: bool) -> dict[str, Any]:
    rows, texts = _ticks(track.months, QUARTER if len(track.months) > 12 else 2)
    axis = {"color": colours.mute, "automargin": True, "fixedrange": True, "zeroline": False}
    return {
        "height": HEIGHT,
        "margin": {"l": 8, "r": 118 if roomy else 8, "t": 14, "b": 8},
        "showlegend": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": '"Source Sans", sans-serif', "size": 13, "color": colours.ink},
        "hoverlabel": {"bgcolor": colours.paper, "bordercolor": colours.mute, "font": {"color": colours.ink}},
        "hovermode": "closest",
        "dragmode": False,
        "xaxis": axis
        | {
            "range": [-0.8, len(track.months) - 0.2],
            "tickvals": rows,
            "ticktext": texts,
            "showgrid": False,
            "showline": True,
            "linecolor": colours.mute,
            "ticks": "outside",
            "tickcolor": colours.mute,
            "tickangle": 0,
        },
        "yaxis": axis
        | {
            "gridcolor": colours.rule,
            "tickprefix": labels.tick_before,
            "ticksuffix": labels.tick_after,
            "nticks": 8,
            "range": _reach(track),
        },
    }


def _ticks(months: tuple[Month, ...], every: int) -> tuple[list[int], list[str]]:
    """Where the axis names months: the newest and each `every` months before it, the year under its first one."""
    rows = list(range((len(months) - 1) % every, len(months), every)) if months else []
    texts, year = [], None
    for row in rows:
        month = months[row]
        name = MONTH_LETTERS[month.number - 1]
        texts.append(name if month.year == year else f"{name}<br><b>{month.year}</b>")
        year = month.year
    return rows, texts


def _standard_notes(track: Track, labels: Labels, colours: Palette, *, newest_too: bool) -> list[dict[str, Any]]:
    """What the standard was, written at the left end of each of its steps; the newest also stands at the right."""
    steps = [step for step in runs(track.standards) if step[1] - step[0] >= 2 and labels.standards[step[0]]]
    if not newest_too and len(steps) == 1:
        steps = []
    return [
        {
            "x": first - 0.4,
            "y": level,
            "text": labels.standards[first],
            "xanchor": "left",
            "yanchor": "top",
            "showarrow": False,
            "font": {"size": 12.5, "color": colours.ink},
            "bgcolor": colours.paper,
            "opacity": 0.88,
            "borderpad": 1,
            "yshift": -3,
        }
        for first, _, level in steps
    ]


def _right_notes(track: Track, labels: Labels, colours: Palette) -> list[dict[str, Any]]:
    """The newest range's ends, its mean and the standard, to the right of the plot at their heights but kept apart."""
    band: Band | None = track.bands[-1] if track.bands else None
    wanted = []
    if band is not None:
        wanted = [(band.upper, labels.upper), (band.mean, labels.mean), (band.lower, labels.lower)]
    standard = track.standards[-1] if track.standards else None
    if standard is not None:
        wanted.append((standard, labels.standard))
    low, high = _reach(track)
    room = (high - low) * LINE_OF_TEXT / PLOT_HEIGHT
    notes, above = [], float("inf")
    for level, text in sorted((one for one in wanted if one[1]), reverse=True):
        lines = 1 + text.count("<br>")
        place = min(level, above - room * (1 + lines) / 2)
        above = place - room * (lines - 1) / 2
        notes.append(_right_note(place, text, colours))
    return notes


def _right_note(place: float, text: str, colours: Palette) -> dict[str, Any]:
    return {
        "x": 1.0,
        "xref": "paper",
        "y": place,
        "text": text,
        "xanchor": "left",
        "yanchor": "middle",
        "align": "left",
        "showarrow": False,
        "font": {"size": 12.5, "color": colours.ink if text.startswith("<b>") else colours.mute},
        "xshift": 8,
    }


def _reach(track: Track) -> tuple[float, float]:
    """The lowest and highest level of the value axis: everything drawn, with a little room about it."""
    ends = [end for band in track.bands if band is not None for end in (band.lower, band.upper)]
    levels = [level for level in (*track.values, *track.standards, *ends, *(track.so_far or ())) if level is not None]
    low, high = min(levels, default=0.0), max(levels, default=1.0)
    room = (high - low or abs(high) or 1.0) * 0.08
    return low - room, high + room
