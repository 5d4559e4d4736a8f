"""“How long between failures?”: visits between two failures of shoppers, where these are rare."""

from __future__ import annotations

from markupsafe import Markup

from metrics.scorecard import Scorecard
from metrics.series_chart import what_gaps_say
from metrics.spc.rare_events import RareEvents
from metrics.spc.special_causes import Signal
from pages.figures.gaps import GapBar, gaps_figure
from pages.language import numbers
from pages.language.labels import VARIATION_SENSES
from pages.parts import html

# Measured: docs/STATISTICS.md, of stable services over three years.
BY_CHANCE = "up to one such chart in six"
READING = "Each bar is a gap in visits, the hollow one since the newest failure. Grey band: the usual range."


def rare_failures(card: Scorecard) -> Markup:
    """The section with its sentence and figure; empty where failures are not rare."""
    if card.rare is None:
        return Markup()
    said = rare_sentence(card.rare)
    drawn = html.drawing(_figure(card.rare, said))
    return html.section(
        "How long between failures?", html.paragraph("finding", said), html.note(READING), drawn, classes="thin"
    )


def _figure(rare: RareEvents, said: str) -> str:
    senses = [VARIATION_SENSES[what_gaps_say(signal)] for signal in rare.signals]
    bars = [GapBar(gap.cases, sense) for gap, sense in zip(rare.gaps, senses, strict=False)]
    bars.append(GapBar(rare.since.cases, senses[-1], is_open=True))
    ends = numbers.short_day(rare.gaps[0].day), numbers.short_day(rare.since.day)
    return gaps_figure(bars, rare.limits.mean, rare.limits.upper, ends, f"Visits between failures. {said}")


def rare_sentence(rare: RareEvents) -> str:
    """How long it has been without a failure, what is usual, and whether anything stands out."""
    failures = numbers.count(len(rare.gaps) + 1, "failures")
    since = f"{numbers.count(rare.since.cases, 'visits')} and {numbers.count(rare.since.days, 'days')}"
    days = rare.day_limits
    return " ".join(
        (
            f"{failures} so far; {since} without one since {numbers.day(rare.gaps[-1].day)}.",
            f"Half of the gaps are of {_most(rare.limits.mean)} or fewer; "
            f"the usual range ends at {_most(rare.limits.upper)}, or {numbers.plain(days.upper, 0)} days.",
            _standing_out(rare),
            "Provisional: the range is from fewer than 13 gaps." if rare.limits.trial else "",
        )
    ).strip()


def _most(visits: float) -> str:
    return numbers.count(int(visits), "visits")


def _standing_out(rare: RareEvents) -> str:
    said = {
        Signal.ABOVE_LIMIT: "The newest gap is longer: failures are rarer.",
        Signal.RUN_ABOVE: "Eight or more gaps in a row are longer than the middle: failures are rarer.",
        Signal.RUN_BELOW: "Eight or more gaps in a row are shorter than the middle: failures are more frequent.",
    }
    if rare.newest is not None:
        return said[rare.newest]
    if any(rare.signals):
        return f"Some gaps stand out, but not the newest; so does {BY_CHANCE} of a stable service."
    return "None stands out."
