"""A metric's months as a control chart: line, usual range, the standard as it stepped, and what stands out.

Takes values worked out already and gives a figure; labels stand at the lines, so there is no legend box.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from pages.figures.chart_labels import Labels, beside, month_ticks, reach, steps
from pages.figures.events import LANE, ChartEvent, lanes, lines, notes, place_events
from pages.figures.palette import Palette, Sense
from pages.figures.runs import runs
from pages.figures.track import Track

HEIGHT = 380
# How wide the plot is between its axis and the notes beside it, at 1440 and at 390 pixels.
ROOMY_WIDTH, NARROW_WIDTH = 830, 310
# What is left of it between the margins and the months below, and the height of a line of a label, in pixels.
PLOT_HEIGHT, LINE_OF_TEXT = 310, 16


def control_chart(
    track: Track, labels: Labels, colours: Palette, *, events: Sequence[ChartEvent] = (), roomy: bool = True
) -> go.Figure:
    """The figure of all months of `track`; `roomy` writes the range's ends beside it, as a narrow one cannot.

    `events` are what people changed; those outside its months are left out.
    """
    figure = go.Figure(
        [
            *_bands(track, colours),
            *_standards(track, colours),
            *_month_so_far(track, labels, colours),
            _line(track, labels, colours),
            *_special_causes(track, colours),
        ]
    )
    happened = place_events(events, track.months, ROOMY_WIDTH if roomy else NARROW_WIDTH)
    figure.update_layout(**_layout(track, labels, colours, roomy, lanes(happened) * LANE))
    texts = _right_notes(track, labels, colours) if roomy else []
    texts += _standard_notes(track, labels, colours, newest_too=not roomy)
    figure.update_layout(annotations=[*texts, *notes(happened, colours)], shapes=lines(happened, colours, PLOT_HEIGHT))
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


def _line(track: Track, labels: Labels, colours: Palette) -> go.Scatter:
    """The months that are over."""
    over = len(track.months) - (track.so_far is not None)
    return go.Scatter(
        x=list(range(over)),
        y=list(track.values[:over]),
        mode="lines+markers",
        connectgaps=False,
        line={"color": colours.ink, "width": 2},
        marker={"color": colours.ink, "size": 6},
        text=_hovers(track, labels),
        hovertemplate="%{text}<extra></extra>",
        name="value",
    )


def _month_so_far(track: Track, labels: Labels, colours: Palette) -> list[go.Scatter]:
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
        text=_hovers(track, labels)[-1:],
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


def _hovers(track: Track, labels: Labels) -> list[str]:
    names = track.names or [f"{labels.month_names[month.number - 1]} {month.year}" for month in track.months]
    return [
        f"<b>{name}</b><br>{written}<br>{pattern}"
        for name, written, pattern in zip(names, track.written, track.patterns, strict=True)
    ]


def _layout(track: Track, labels: Labels, colours: Palette, roomy: bool, above: int) -> dict[str, Any]:
    rows, texts = month_ticks(track.months, labels.month_names)
    axis = {"color": colours.mute, "automargin": True, "fixedrange": True, "zeroline": False}
    return {
        "height": HEIGHT + above,
        "margin": {"l": 8, "r": 118 if roomy else 8, "t": 14 + above, "b": 8},
        "showlegend": False,
        "separators": labels.separators,
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
            "range": reach(track),
        },
    }


def _standard_notes(track: Track, labels: Labels, colours: Palette, *, newest_too: bool) -> list[dict[str, Any]]:
    return [
        {
            "x": row - 0.4,
            "y": level,
            "text": text,
            "xanchor": "left",
            "yanchor": "top",
            "showarrow": False,
            "font": {"size": 12.5, "color": colours.ink},
            "bgcolor": colours.paper,
            "opacity": 0.88,
            "borderpad": 1,
            "yshift": -3,
        }
        for row, level, text in steps(track, labels, newest_too=newest_too)
    ]


def _right_notes(track: Track, labels: Labels, colours: Palette) -> list[dict[str, Any]]:
    low, high = reach(track)
    room = (high - low) * LINE_OF_TEXT / PLOT_HEIGHT
    return [_right_note(place, text, colours) for place, text in beside(track, labels, room)]


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
