"""A metric's control chart on screen, by Plotly: line, usual range, the standard as it stepped, and what stands out.

Takes values calculated already and gives a figure; labels are beside the lines, so there is no legend box.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import plotly.graph_objects as go

from pages.figures.axis import runs
from pages.figures.chart_labels import Labels, Plot, level_words, month_ticks, side_labels, standard_labels
from pages.figures.events import ASIDE, ChartEvent, PlacedEvent, lane_height, place_events, room_above
from pages.figures.palette import Palette, Sense
from pages.figures.track import Track, band_outlines

HEIGHT = 380
# How wide the plot is between its axis and the notes beside it, at 1440 and at 390 pixels.
ROOMY_WIDTH, NARROW_WIDTH = 830, 310
# How high it is between the margins and the months below, in pixels.
PLOT_HEIGHT = 310
_SMALL = 12.5


def control_chart(
    track: Track, labels: Labels, colours: Palette, *, events: Sequence[ChartEvent] = (), roomy: bool = True
) -> go.Figure:
    """The figure of all months of `track`; `roomy` writes the range's ends beside it, as a narrow one cannot.

    `events` are what people changed; those outside its months are left out.
    """
    plot = Plot.of(track, 0, ROOMY_WIDTH if roomy else NARROW_WIDTH, 0, PLOT_HEIGHT)
    placed = place_events(events, track.months, plot.right)
    lines = [
        *_bands(track, plot, colours),
        *_standards(track, colours),
        *_month_so_far(track, labels, colours),
        _values(track, labels, colours),
        *_special_causes(track, colours),
    ]
    figure = go.Figure(lines)
    figure.update_layout(**_layout(plot, labels, colours, roomy, room_above(placed)))
    notes = _side_notes(plot, labels, colours) if roomy else []
    notes += _standard_notes(plot, labels, placed, colours, newest_too=not roomy)
    notes += [_event_note(own, lane_height(placed), colours) for own in placed]
    figure.update_layout(annotations=notes, shapes=[_event_line(own, lane_height(placed), colours) for own in placed])
    return figure


def _trace(name: str, x: Sequence[float | None], y: Sequence[float | None], **look: Any) -> go.Scatter:  # noqa: ANN401 - what Plotly takes
    """A line without a word when pointed at, unless `look` says otherwise."""
    return go.Scatter({"name": name, "x": list(x), "y": list(y), "mode": "lines", "hoverinfo": "skip"} | look)


def _bands(track: Track, plot: Plot, colours: Palette) -> list[go.Scatter]:
    """The usual range as filled steps, and its mean as a thin line."""
    drawn = []
    thin = {"color": colours.best_quarter, "width": 1}
    for around, middle in band_outlines(track.bands, plot.low, plot.high):
        x, y = zip(*around, strict=True)
        drawn.append(_trace("usual range", x, y, fill="toself", fillcolor=colours.band, line={"width": 0}))
        x, y = zip(*middle, strict=True)
        drawn.append(_trace("mean", x, y, line=thin))
    return drawn


def _standards(track: Track, colours: Palette) -> list[go.Scatter]:
    """The standard as one dashed line that steps where it was changed."""
    x: list[float | None] = []
    y: list[float | None] = []
    for first, last, level in runs(track.standards):
        if x and x[-1] != first - 0.5:
            x.append(None)
            y.append(None)
        x += [first - 0.5, last + 0.5]
        y += [level, level]
    line = {"color": colours.ink, "width": 1.5, "dash": "5px,4px"}
    return [_trace("standard", x, y, line=line)] if x else []


def _values(track: Track, labels: Labels, colours: Palette) -> go.Scatter:
    """The months that are over."""
    over = len(track.months) - (track.so_far is not None)
    return _trace(
        "value",
        range(over),
        track.values[:over],
        mode="lines+markers",
        connectgaps=False,
        line={"color": colours.ink, "width": 2},
        marker={"color": colours.ink, "size": 6},
        **_hover(_hovers(track, labels)),
    )


def _month_so_far(track: Track, labels: Labels, colours: Palette) -> list[go.Scatter]:
    """The running month as a hollow diamond with its margin, joined to the month before by dots."""
    if track.so_far is None:
        return []
    row = len(track.months) - 1
    edge = {"color": colours.ink, "width": 1.5}
    dots = _trace("to the month so far", [row - 1, row], track.values[-2:], line=edge | {"dash": "2px,3px"})
    margin = _trace("its margin", [row, row], track.so_far, line={"color": colours.mute, "width": 1.5})
    marker = {"color": colours.paper, "size": 10, "symbol": "diamond", "line": edge}
    hover = _hover(_hovers(track, labels)[-1:])
    diamond = _trace("the month so far", [row], track.values[-1:], mode="markers", marker=marker, **hover)
    return [dots, margin, diamond] if row else [margin, diamond]


def _special_causes(track: Track, colours: Palette) -> list[go.Scatter]:
    """Triangles, up or down and coloured, over the months that stand out; a running month has no verdict yet."""
    drawn = []
    over = len(track.months) - (track.so_far is not None)
    for sense, colour in ((Sense.BETTER, colours.better), (Sense.WORSE, colours.worse)):
        rows = [row for row, own in enumerate(track.senses[:over]) if own is sense and track.values[row] is not None]
        symbols = ["triangle-up" if track.points_up[row] else "triangle-down" for row in rows]
        marker = {"color": colour, "size": 11, "symbol": symbols}
        values = [track.values[row] for row in rows]
        if rows:
            drawn.append(_trace(f"special cause, {sense.value}", rows, values, mode="markers", marker=marker))
    return drawn


def _hover(texts: Sequence[str]) -> dict[str, Any]:
    return {"text": texts, "hovertemplate": "%{text}<extra></extra>", "hoverinfo": None}


def _hovers(track: Track, labels: Labels) -> list[str]:
    names = track.names or [f"{labels.month_names[month.number - 1]} {month.year}" for month in track.months]
    notes = track.notes or [""] * len(track.months)
    return [
        "<br>".join(filter(None, (f"<b>{name}</b>", written, note, pattern)))
        for name, written, note, pattern in zip(names, track.written, notes, track.patterns, strict=True)
    ]


def _layout(plot: Plot, labels: Labels, colours: Palette, roomy: bool, above: float) -> dict[str, Any]:
    axis = {"color": colours.mute, "automargin": True, "fixedrange": True, "zeroline": False}
    return {
        "height": HEIGHT + above,
        "margin": {"l": 8, "r": 118 if roomy else 8, "t": 14 + above, "b": 8},
        "showlegend": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": '"Source Sans", sans-serif', "size": 13, "color": colours.ink},
        "hoverlabel": {"bgcolor": colours.paper, "bordercolor": colours.mute, "font": {"color": colours.ink}},
        "hovermode": "closest",
        "dragmode": False,
        "xaxis": axis | _months(plot, labels, colours),
        "yaxis": axis
        | {
            "gridcolor": colours.rule,
            "tickvals": plot.levels(),
            "ticktext": [level_words(level, labels) for level in plot.levels()],
            "range": [plot.low, plot.high],
        },
    }


def _months(plot: Plot, labels: Labels, colours: Palette) -> dict[str, Any]:
    ticks = month_ticks(plot, labels.month_names)
    return {
        "range": [-0.5, len(plot.track.months) - 0.5],
        "tickvals": [tick.row for tick in ticks],
        "ticktext": [f"{tick.name}<br><b>{tick.year}</b>" if tick.year else tick.name for tick in ticks],
        "showgrid": False,
        "showline": True,
        "linecolor": colours.mute,
        "ticks": "outside",
        "tickcolor": colours.mute,
        "tickangle": 0,
    }


def _note(lines: Sequence[str], colour: str, **place: Any) -> dict[str, Any]:  # noqa: ANN401 - what Plotly takes
    """Escaped lines of words as an annotation, its left edge at the place unless `place` says otherwise."""
    words = "<br>".join(escape(line, quote=False) for line in lines)
    font = {"size": _SMALL, "color": colour}
    return {"text": words, "xanchor": "left", "align": "left", "showarrow": False, "font": font} | place


def _side_notes(plot: Plot, labels: Labels, colours: Palette) -> list[dict[str, Any]]:
    """The ends and the mean of the newest range and the standard, to the right of the plot."""
    notes = []
    for own in side_labels(plot, labels):
        note = _note(own.lines, colours.mute if own.look == "quiet" else colours.ink, x=1.0, xref="paper", xshift=8)
        words = f"<b>{note['text']}</b>" if own.look == "strong" else note["text"]
        notes.append(note | {"text": words, "y": plot.level(own.y), "yanchor": "middle"})
    return notes


def _standard_notes(
    plot: Plot, labels: Labels, placed: Sequence[PlacedEvent], colours: Palette, *, newest_too: bool
) -> list[dict[str, Any]]:
    """The words of each step of the standard, clear of the data."""
    crossings = [plot.across(own.at) for own in placed]
    found = standard_labels(plot, labels, newest_too=newest_too, crossings=crossings)
    return [
        _note([own.words], colours.ink, x=own.x / plot.step - 0.5, y=plot.level(own.y), yanchor="middle", borderpad=0)
        for own in found
    ]


def _event_line(own: PlacedEvent, lane: float, colours: Palette) -> dict[str, Any]:
    """An event's line as a shape of the figure, from its foot up to its words."""
    by_people = own.event.by_people
    line = {"color": colours.act, "width": 1.5} if by_people else {"color": colours.mute, "width": 1, "dash": "2px,3px"}
    top = 1 + (lane * (own.lane + 1) - 4) / PLOT_HEIGHT
    ends = {"x0": own.at, "x1": own.at, "y0": 0, "y1": top}
    return {"type": "line", "yref": "paper", "layer": "above", "line": line} | ends


def _event_note(own: PlacedEvent, lane: float, colours: Palette) -> dict[str, Any]:
    """An event's words as an annotation of the figure, above its plot."""
    side = "right" if own.is_leftwards else "left"
    place = {"x": own.at, "yref": "paper", "y": 1, "yanchor": "bottom", "xanchor": side, "align": side}
    shift = {"xshift": -ASIDE if own.is_leftwards else ASIDE, "yshift": 2 + own.lane * lane}
    colour = colours.act if own.event.by_people else colours.mute
    return _note(own.lines, colour, **place, **shift, bgcolor=colours.paper)
