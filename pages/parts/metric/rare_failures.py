"""“How long between failures?”: visits between two failures of shoppers, where these are rare."""

from __future__ import annotations

from markupsafe import Markup

from metrics.scorecard import Scorecard
from metrics.series_chart import what_gaps_say
from metrics.spc.rare_events import RareEvents
from pages.figures.gaps import GapBar, gaps_figure
from pages.language import numbers
from pages.language.labels import VARIATION_SENSES
from pages.language.rare_events import rare_sentence
from pages.parts import html

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
