"""What people changed stands at its month in the chart, its words apart from others and escaped."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from metrics.catalogue import CATALOGUE
from metrics.improvements import Initiative, KeptInitiative
from metrics.periods import Month
from metrics.vocabulary import ChartReset, Scope, TimeLimit
from pages.figures.axis import LETTER
from pages.figures.control_chart import control_chart
from pages.figures.events import MOST_LANES, ChartEvent, place_events
from pages.figures.palette import LIGHT
from pages.parts.metric import chart_captions
from pages.parts.metric.chart_events import RESTARTED, events
from tests.pages.synthetic import OCTOBER, some_card

CARD = some_card(CATALOGUE["hold_time"], Random(5), Scope(OCTOBER), n=4000)
MARCH = Month(2026, 3)


def initiative(name: str, *units: str, metrics: tuple[str, ...] = ("hold_time",)) -> KeptInitiative:
    said = Initiative(name, dt.date(2026, 3, 16), units or ("",), metrics, "M. Hale")
    return KeptInitiative(1, said, "Ann", dt.datetime(2026, 3, 1, tzinfo=dt.UTC))


def test_an_initiative_is_told_where_it_is_meant_to_move_the_metric_at_or_about_the_unit() -> None:
    at_city = replace(CARD, scope=Scope(OCTOBER, "City/Abbey"))
    assert [own.words for own in events(CARD, [initiative("Call back")])] == ["Call back, Mar 2026"]
    assert events(CARD, [initiative("Call back", metrics=("nps",))]) == ()
    assert events(CARD, [initiative("Call back", metrics=())]) != ()
    assert events(at_city, [initiative("Call back", "Vale")]) == ()
    assert [own.below for own in events(at_city, [initiative("Call back", "City")])] == [""]
    assert [own.below for own in events(CARD, [initiative("Call back", "City/Abbey", "Vale")])] == ["in Abbey and Vale"]
    many = initiative("Call back", "a", "b", "c")
    assert [own.below for own in events(CARD, [many])] == ["in 3 units"]


def test_an_initiative_begins_within_its_month() -> None:
    (own,) = events(CARD, [initiative("Call back")])
    assert (own.month, round(own.share, 2)) == (MARCH, 0.48)


def test_new_beginnings_and_limits_are_told_and_only_people_are_plum() -> None:
    card = replace(CARD, rebases=(ChartReset(MARCH, "New phones"),), time_limits=(TimeLimit("hold_time", 90, MARCH),))
    limit, anew = sorted(events(card, []), key=lambda own: own.words)[::-1]
    assert (anew.words, anew.below, anew.by_people) == ("New phones, Mar 2026", RESTARTED, True)
    assert (limit.words, limit.by_people) == ("limit 90 seconds from Mar 2026", False)


def test_an_initiative_after_which_the_range_begins_anew_is_told_once() -> None:
    card = replace(CARD, rebases=(ChartReset(MARCH, "Call back"),))
    (own,) = events(card, [initiative("Call back", "City")])
    assert own.below == f"in City; {RESTARTED}"


def test_the_chart_draws_a_line_at_each_event_and_escapes_its_words() -> None:
    happened = (ChartEvent(MARCH, "<b>Call</b> & more", "in City"), ChartEvent(Month(1999, 1), "long ago"))
    shown = chart_captions.drawn(CARD)
    figure = control_chart(shown, chart_captions.labels(CARD), LIGHT, events=happened)
    (line,) = figure.layout.shapes
    assert line.x0 == line.x1 == shown.months.index(MARCH) - 0.5
    texts = [note.text for note in figure.layout.annotations]
    assert "&lt;b&gt;Call&lt;/b&gt; &amp; more<br>in City" in texts
    assert not any("long ago" in text for text in texts)


@given(st.lists(st.tuples(st.integers(0, 35), st.text("abc ", max_size=60)), max_size=8))
def test_words_run_into_no_others_until_all_lanes_are_full(given_events: list[tuple[int, str]]) -> None:
    months = [OCTOBER.plus(row - 35) for row in range(36)]
    found = place_events([ChartEvent(months[row], words) for row, words in given_events], months, 830)
    assert len(found) == len(given_events)
    assert all(0 <= own.lane < MOST_LANES for own in found)
    for lane in range(MOST_LANES - 1):
        ends = []
        for own in found:
            if own.lane == lane:
                line, wide = (own.at + 0.5) * 830 / 36, LETTER * max(map(len, own.lines), default=0)
                ends.append((line - wide, line) if own.is_leftwards else (line, line + wide))
        for (_, right), (left, _) in zip(sorted(ends), sorted(ends)[1:], strict=False):
            assert right <= left
