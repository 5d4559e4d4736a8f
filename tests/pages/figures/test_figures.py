"""Figures show the values they are given, in colours a reader can tell apart, and say in words what they show."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.catalogue import CATALOGUE
from metrics.vocabulary import Assurance, Better, Difference, Scope, Variation, Verdict
from pages.figures.axis import LETTER, runs, stretches
from pages.figures.chart_labels import LINE, Labels, Plot, side_labels, standard_labels
from pages.figures.chart_svg import chart_svg
from pages.figures.control_chart import control_chart
from pages.figures.gaps import GapBar, gaps_figure
from pages.figures.icons import assurance_icon, check_icon, drawn_once, variation_icon, verdict_icon
from pages.figures.palette import DARK, LIGHT, MARK, Palette, Sense, drawn_colours_follow, palette
from pages.figures.sparkline import sparkline
from pages.figures.strips import difference_strip, peer_strip
from pages.figures.track import Band, Track, band_outlines
from pages.language.chart_series import track
from pages.parts.metric import chart_captions
from tests.pages.synthetic import OCTOBER, some_card

CARD = some_card(CATALOGUE["hold_time"], Random(5), Scope(OCTOBER), n=4000, step=-0.1)

FLAT = Track(
    months=tuple(OCTOBER.plus(row - 35) for row in range(36)),
    values=(50.0,) * 36,
    written=("",) * 36,
    senses=(Sense.NEITHER,) * 36,
    points_up=(None,) * 36,
    patterns=("usual",) * 36,
    bands=(None,) * 36,
    standards=(None,) * 36,
)


def contrast(one: str, other: str) -> float:
    """The WCAG 2.2 contrast ratio of two colours written #RRGGBB."""
    lights = sorted(_light(colour) for colour in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _light(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_colour_of_text_can_be_read_on_paper_and_on_the_band(colours: Palette) -> None:
    for text in (colours.ink, colours.mute, colours.better, colours.worse, colours.act):
        assert contrast(text, colours.paper) >= 4.5
        assert contrast(text, colours.band) >= 4.5
    assert contrast(colours.on_act, colours.act) >= 4.5
    assert contrast(MARK, colours.paper) >= 3


def test_an_unknown_theme_is_light() -> None:
    assert palette(None) is LIGHT
    assert palette("dark") is DARK


def test_the_control_chart_draws_exactly_the_values_it_is_given() -> None:
    shown = track(CARD)
    figure = control_chart(shown, chart_captions.labels(CARD), LIGHT)
    line = next(own for own in figure.data if own.name == "value")
    assert list(line.y) == list(shown.values)
    assert line.connectgaps is False
    standard = next(own for own in figure.data if own.name == "standard")
    assert {level for level in standard.y if level is not None} == {
        level for level in shown.standards if level is not None
    }
    loud = [value for value, sense in zip(shown.values, shown.senses, strict=True) if sense is not Sense.NEITHER]
    drawn = [value for own in figure.data if own.name.startswith("special cause") for value in own.y]
    assert sorted(drawn) == sorted(value for value in loud if value is not None)
    assert loud, "the chart of this test should have something that stands out"


def test_special_causes_differ_in_shape_not_only_in_colour() -> None:
    figure = control_chart(track(CARD), chart_captions.labels(CARD), DARK)
    symbols = {symbol for own in figure.data if own.name.startswith("special") for symbol in own.marker.symbol}
    assert symbols <= {"triangle-up", "triangle-down"}
    assert figure.layout.height


def test_a_chart_of_one_month_and_no_standard_can_be_drawn() -> None:
    lone = Track((OCTOBER,), (5.0,), ("5.0",), (Sense.NEITHER,), (None,), ("usual",), (None,), (None,))
    figure = control_chart(lone, Labels((None,)), LIGHT)
    assert [own.name for own in figure.data] == ["value"]
    assert not figure.layout.annotations


def test_labels_beside_the_chart_stay_apart() -> None:
    figure = control_chart(track(CARD), chart_captions.labels(CARD), LIGHT)
    beside = sorted(note.y for note in figure.layout.annotations if note.xref == "paper")
    low, high = figure.layout.yaxis.range
    gaps = [after - before for before, after in pairwise(beside)]
    assert len(beside) >= 3
    assert min(gaps) >= (high - low) * LINE / 310 * 0.99


@settings(deadline=None)
@given(st.lists(st.floats(0, 100), min_size=5, max_size=5), st.integers(80, 400))
def test_labels_beside_a_chart_keep_their_order_and_stay_within_its_plot(ends: list[float], height: int) -> None:
    upper, mean, lower = sorted(ends[:3], reverse=True)
    shown = replace(FLAT.last(1), bands=(Band(mean, lower, upper),), standards=(ends[3],), values=(ends[4],))
    texts = Labels((None,), "usual range\nup to", "down to", "mean", "standard", "newest")
    plot = Plot.of(shown, 0, 300, 10, 10 + height)
    found = side_labels(plot, texts)
    assert len(found) == 5
    assert all(b.y - a.y >= LINE * (len(a.lines) + len(b.lines)) / 2 - 1e-6 for a, b in pairwise(found))
    if height > 5 * LINE:
        assert found[0].y >= plot.top - 1e-6
        assert found[-1].y <= plot.bottom + 1e-6


@settings(deadline=None)
@given(st.lists(st.floats(0, 60), min_size=36, max_size=36), st.integers(4, 20), st.integers(4, 13))
def test_words_of_a_dated_standard_cover_no_value(values: list[float], first: int, second: int) -> None:
    levels = (38.0,) * first + (42.0,) * second + (45.0,) * (36 - first - second)
    words = {0: "standard ≥ 38", first: "≥ 42 from Apr 2025", first + second: "≥ 45 from Jan 2026"}
    shown = replace(FLAT, values=tuple(values), standards=levels)
    labels = Labels(tuple(words.get(row) for row in range(36)))
    plot = Plot.of(shown, 0, 830, 0, 310)
    found = standard_labels(plot, labels, newest_too=False)
    assert [own.words for own in found] == list(words.values())
    for own in found:
        width = LETTER * len(own.words)
        assert plot.left <= own.x <= plot.right - width
        inside = [
            row
            for row, value in enumerate(values)
            if own.x <= plot.across(row) <= own.x + width and abs(plot.up(value) - own.y) < LINE / 2
        ]
        assert not inside
    for one, other in pairwise(found):
        assert one.x + LETTER * len(one.words) <= other.x or abs(one.y - other.y) >= LINE


@pytest.mark.parametrize("size", [(1080.0, 430.0), (350.0, 205.0), (200.0, 110.0)])
def test_the_chart_as_svg_keeps_all_its_words_within_the_picture(size: tuple[float, float]) -> None:
    texts = replace(chart_captions.labels(CARD), upper="", mean="", lower="", newest="77.3 %")
    drawn = chart_svg(track(CARD), texts, (), size)
    assert (drawn.width, drawn.height) == size
    for own in drawn.words:
        wide = 6.0 * len(own.words)
        left = own.x - {"start": 0.0, "middle": wide / 2, "end": wide}[own.anchor]
        assert -2 <= left <= left + wide <= size[0] + 2, own
        assert 8 <= own.y <= size[1], own


def test_the_chart_as_svg_shows_the_running_month_as_a_diamond_joined_by_dots() -> None:
    newest = CARD.series[-1].value.estimate or 0.0
    running = replace(track(CARD), so_far=(newest - 1, newest + 1))
    drawn = chart_svg(running, chart_captions.labels(CARD), (), (1080, 430))
    assert drawn.shapes.count('class="so-far"') == drawn.shapes.count('class="to-date"') == 1
    whole = chart_svg(track(CARD), chart_captions.labels(CARD), (), (1080, 430))
    assert "so-far" not in whole.shapes


def test_a_shorter_chart_still_names_the_standard_it_begins_with() -> None:
    labels = Labels(("standard ≥ 38", None, None, "≥ 42 from Apr 2025", None))
    assert labels.last(2).standards == ("≥ 42 from Apr 2025", None)
    assert labels.last(5).standards == labels.standards


def test_a_sparkline_breaks_where_a_month_is_missing() -> None:
    months = tuple(OCTOBER.plus(row - 4) for row in range(5))
    quiet = (Sense.NEITHER,) * 5
    nothing = (None,) * 5
    shown = Track(months, (1.0, 2.0, None, 3.0, 4.0), ("",) * 5, quiet, nothing, ("",) * 5, nothing, nothing)
    svg = sparkline(shown, "five months")
    assert len(re.findall(r'<path class="l"', svg)) == 2
    assert 'aria-label="five months"' in svg
    assert "\n" not in svg


def test_a_long_run_that_stands_out_is_a_heavy_line_and_a_short_one_is_dots() -> None:
    months = track(CARD).last(12)
    flat = replace(months, values=(50.0,) * 12, bands=(None,) * 12, standards=(None,) * 12)
    for run, dots, heavy in ((3, 3, 0), (4, 0, 1), (6, 0, 1)):
        senses = (Sense.NEITHER,) * 2 + (Sense.WORSE,) * run + (Sense.NEITHER,) * (10 - run)
        svg = sparkline(replace(flat, senses=senses), "a run")
        assert svg.count('class="d worse"') == dots
        assert svg.count('class="l worse long"') == heavy


def test_a_sparkline_of_nothing_is_no_picture() -> None:
    nothing = (None,) * 1
    empty = Track((OCTOBER,), nothing, ("",), (Sense.NEITHER,), nothing, ("",), nothing, nothing)
    assert sparkline(empty, "nothing") == ""


def test_a_sparkline_escapes_its_label() -> None:
    assert "<b>" not in sparkline(track(CARD), 'a "<b>" label')


def test_gaps_between_events_are_bars_and_the_one_that_lasts_is_an_outline() -> None:
    bars = [GapBar(12), GapBar(0), GapBar(90, Sense.BETTER), GapBar(5, is_open=True)]
    drawn = gaps_figure(bars, 8.0, 60.0, ("Jan 2024", "Oct 2026"), "a & b")
    assert drawn.count('class="bar ') == 3
    assert drawn.count('class="bar better"') == 1
    assert drawn.count('class="line"') == 1
    assert 'aria-label="a &amp; b"' in drawn
    heights = [float(own) for own in re.findall(r'class="bar[^>]* height="([0-9.]+)"', drawn)]
    assert heights[0] > 1
    assert heights[1] == 1, "an event right after another is seen"
    assert heights[2] == pytest.approx(heights[0] * 90 / 12, rel=0.02)


def test_icons_differ_in_shape() -> None:
    drawn = [re.sub(r'class="[^"]*"', "", verdict_icon(verdict)) for verdict in Verdict] + [check_icon()]
    assert len(set(drawn)) == len(Verdict) + 1
    kinds = {re.sub(r'class="icon[^"]*"', "", variation_icon(variation)) for variation in Variation}
    assert len(kinds) == 3
    for better in Better:
        assert len({assurance_icon(assurance, better) for assurance in Assurance}) == len(Assurance)


def test_the_assurance_icon_draws_the_band_where_it_lies() -> None:
    passing, failing = Assurance.CONSISTENT_PASS, Assurance.CONSISTENT_FAIL
    higher = re.sub(r"better|worse", "", assurance_icon(passing, Better.HIGHER))
    assert higher == re.sub(r"better|worse", "", assurance_icon(failing, Better.LOWER))


def test_a_peer_strip_needs_a_spread_of_peers() -> None:
    points = {10: 20.0, 25: 30.0, 50: 40.0, 75: 52.0, 90: 60.0}
    assert 'class="q"' in peer_strip(45.0, points, Better.HIGHER, "above median")
    assert peer_strip(45.0, {50: 40.0}, Better.HIGHER, "x") == ""
    assert peer_strip(45.0, {25: 40.0, 50: 40.0}, Better.HIGHER, "x") == ""


def test_a_difference_without_interval_is_a_dot_alone() -> None:
    assert "<circle" in difference_strip(Difference(1.0, None, None, None), 2.0, Sense.NEITHER, "x")
    assert 'class="i' not in difference_strip(Difference(1.0, None, None, None), 2.0, Sense.NEITHER, "x")
    assert difference_strip(Difference(None, None, None, None), 2.0, Sense.NEITHER, "x") == ""


def test_runs_are_stretches_of_equal_neighbours() -> None:
    assert list(runs([1, 1, None, 2, 1])) == [(0, 1, 1), (3, 3, 2), (4, 4, 1)]
    assert list(runs([])) == []
    assert list(stretches([None, 5, 6, None])) == [(1, 2)]


def test_a_sparkline_walks_through_its_months_without_drifting() -> None:
    whole = track(CARD).last(24)
    svg = sparkline(replace(whole, values=tuple(50 + 17 * row % 11 / 3 for row in range(24))), "")
    assert 'aria-hidden="true"' in svg
    found = re.search(r'<path class="l" d="M([\d.]+) ([\d.]+)l([^"]+)"', svg)
    assert found is not None
    steps = [float(number) for number in found[3].split()]
    assert float(found[1]) + sum(steps[::2]) == pytest.approx(152, abs=0.051)
    newest = re.search(r'<circle class="d \w+" cx="152" cy="([\d.]+)" r="2.8"', svg)
    assert newest is not None
    assert float(found[2]) + sum(steps[1::2]) == pytest.approx(float(newest[1]), abs=0.051)


def test_icons_that_stand_often_are_drawn_once_and_pointed_at() -> None:
    met, missed = verdict_icon(Verdict.MET), verdict_icon(Verdict.MISSED)
    drawn = drawn_once(f"<td>{met}</td><td>{missed}</td><td>{met}</td>")
    assert drawn.count("<symbol") == 2
    assert re.findall(r'href="#(\w+)"', drawn) == ["i0", "i1", "i0"]
    assert drawn.count('<g class="icon better">') == 1
    assert drawn_once("<p>none</p>").endswith("<p>none</p>")


def test_colours_already_drawn_follow_the_theme_by_their_meaning() -> None:
    rules = drawn_colours_follow(".place")
    assert '.place [style*="stroke: rgb(29, 33, 38)"],.place [style*="stroke: rgb(230, 231, 232)"]' in rules
    assert "{stroke:var(--ink)!important}" in rules
    shades = re.findall(r'stroke: (rgb\([^)]*\))"', rules)
    assert len(shades) == len(set(shades)), "a colour with two meanings could not tell which is meant"


def _banded(*ends: tuple[float, float] | None) -> Track:
    """A track whose months have these ranges."""
    bands = tuple(None if end is None else Band(sum(end) / 2, *end) for end in ends)
    return replace(FLAT.last(len(bands)), bands=bands)


def test_the_usual_range_steps_where_a_month_has_limits_of_its_own() -> None:
    track = _banded((40, 60), (40, 60), (30, 70), None, (45, 55))
    first, second = band_outlines(track.bands, 0, 100)
    assert first[0] == [(-0.5, 60), (1.5, 60), (1.5, 70), (2.5, 70), (2.5, 30), (1.5, 30), (1.5, 40), (-0.5, 40)]
    assert first[1] == [(-0.5, 50), (2.5, 50)]
    assert second[0] == [(3.5, 55), (4.5, 55), (4.5, 45), (3.5, 45)]


def test_the_range_of_a_month_with_few_answers_is_cut_and_does_not_flatten_the_chart() -> None:
    track = _banded(*[(40.0, 60.0)] * 6, (-50.0, 100.0))
    assert track.extent() == (40, 60)
    ((around, _),) = band_outlines(track.bands, *track.extent())
    assert {level for _, level in around} == {40, 60}
    drawn = chart_svg(track, Labels((None,) * 7), (), (600, 300))
    assert drawn.shapes.count('class="band"') == 1
    figure = control_chart(track, Labels((None,) * 7), LIGHT)
    low, high = figure.layout.yaxis.range
    assert all(low <= level <= high for own in figure.data if own.name == "usual range" for level in own.y)
