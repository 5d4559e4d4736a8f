"""The cells of the metric tables as HTML: the same things in the same words wherever they stand.

Everything people may have typed is escaped; every function gives text without line breaks, as Markdown needs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import urlencode

from metrics.periods import PeriodKind
from metrics.scorecard import Scorecard
from metrics.statistics.difference_in_differences import Effect
from metrics.vocabulary import Change, Scope, Verdict
from pages.figures.icons import assurance_icon, variation_icon, verdict_icon
from pages.figures.palette import Sense
from pages.figures.sparkline import sparkline
from pages.figures.strips import peer_strip
from pages.language import labels, numbers
from pages.language.chart_series import known_values, track
from pages.language.initiative_effects import effect_text
from pages.language.sentences import no_value, why
from pages.language.significance import RealChange, change_text_among

SPARK_MONTHS = 24


def link_to(page: str, scope: Scope, **more: str) -> str:
    """The address of a page for what the reader looks at, as an attribute's text."""
    asked = {**more, "month": str(scope.month)}
    if scope.period is not PeriodKind.MONTH:
        asked["period"] = scope.period.value
    if scope.unit:
        asked["unit"] = scope.unit
    if scope.channel is not None:
        asked["channel"] = scope.channel
    if scope.audience is not None:
        asked["audience"] = scope.audience.value
    return escape(f"/{page}?{urlencode(asked)}")


def small(text: str) -> str:
    """The second line of a cell, in grey."""
    return f'<span class="small">{text}</span>'


def name(card: Scorecard) -> str:
    """The metric as a link to its page, its unit, and the promise."""
    metric = card.metric
    unit = numbers.UNIT_WORDS[metric.measured_in]
    link = f'<a href="{link_to("metric", card.scope, metric=metric.id)}" target="_self">{escape(metric.name)}</a>'
    return f"{link}{f' <span>{unit}</span>' if unit else ''}{small(f'“{escape(metric.promise)}”')}"


def value(card: Scorecard) -> str:
    """The value with its margin and what it stands on; the count alone where hidden, words where missing."""
    shown = card.value
    if shown.estimate is not None:
        margin = numbers.margin(card.metric, shown)
        aside = f" <small>{margin}</small>" if margin else ""
        below = small(labels.sample_size(card.metric, shown, card.scope.few_n))
        return f"<b>{numbers.value(card.metric, shown.estimate)}</b>{aside}{below}"
    if shown.n:
        return (
            f'<span class="quiet">{numbers.count(shown.n, card.metric.cases)}</span>{small("too few to show a value")}'
        )
    return f'<span class="quiet">{escape(no_value(card))}</span>'


def verdict(card: Scorecard) -> str:
    """Icon and word, which say why when pointed at or opened, and below them the standard then in force."""
    own = card.verdict
    sense = Sense.WORSE if own is Verdict.MISSED else Sense.NEITHER
    name_of = "loud" if own is Verdict.MET else sense
    word = f'{verdict_icon(own)}<span class="{name_of}">{labels.VERDICTS[own]}</span>'
    reason = escape(why(card))
    first = reason.partition(". ")[0].removesuffix(".")
    opens = (
        f'<details class="why"><summary title="{first}.">{word}</summary><span class="reason">{reason}</span></details>'
    )
    return opens + (small(standard(card)) if card.standard is not None else "")


def standard(card: Scorecard) -> str:
    """The standard in force in words: “standard ≥ 85 %”; empty without one."""
    return "" if card.standard is None else f"standard {numbers.standard(card.metric, card.standard.value)}"


def change(card: Scorecard, own: Change, claimed: Sequence[RealChange]) -> str:
    """The step and its word; coloured and with an arrow only where the change is one of those `claimed`."""
    told = change_text_among(card, own, claimed)
    if not told.step:
        return f'<span class="quiet none">{told.words}</span>'
    step = f"{arrow(told.arrow)}{told.step}" if told.arrow else told.step
    return f'<span class="{told.sense}">{step}{small(told.words)}</span>'


def arrow(sign: str) -> str:
    """An arrow beside a word that says the same, so it is not read aloud."""
    return f'<i aria-hidden="true">{sign}</i>{numbers.THIN}'


def peers(card: Scorecard) -> str:
    """Where the value stands among published peers; empty where none is published."""
    own = card.standing
    if own is None or card.value.estimate is None:
        return ""
    words = labels.among_peers(own, card.value.estimate, card.metric.better)
    label = f"{words} of {own.benchmark.peers or own.benchmark.source}, {numbers.short_month(own.benchmark.month)}"
    strip = peer_strip(card.value.estimate, own.benchmark.percentiles, card.metric.better, label)
    return strip + small(words)


def spark(card: Scorecard, width: int = 156, height: int = 36) -> str:
    """The newest 24 months as a picture, with its sentence for those who do not see it."""
    own = track(card).last(SPARK_MONTHS)
    known = [number for number in own.values if number is not None]
    if not known:
        return '<span class="quiet">No months to draw yet</span>'
    low, high = (numbers.value(card.metric, end) for end in (min(known), max(known)))
    loud = sum(sense is not Sense.NEITHER for sense in own.senses)
    outside = f"; {numbers.in_words(loud)} outside the usual pattern" if loud else ""
    months = numbers.count(len(own.months), "months")
    said = f"{months}, lowest {low}, highest {high}{outside}."
    return (
        f'<span class="range" role="img" title="{escape(said)}">{sparkline(own, "", width=width, height=height)}</span>'
    )


def variation(card: Scorecard) -> str:
    """Is it changing? Icon and word; how long until it can be said where there are too few months."""
    if not labels.limits_are_drawn(card.chart, known_values(card)):
        return '<span class="later">too early</span>'
    own = card.chart.variation
    trial = ", on trial" if card.chart.limits is not None and card.chart.limits.trial else ""
    words = f'<span class="small {labels.VARIATION_SENSES[own]}">{labels.VARIATIONS[own]}{trial}</span>'
    return variation_icon(own) + words


def assurance(card: Scorecard) -> str:
    """Will it hold? Icon and word, or that there is no standard to hold."""
    own = card.chart.assurance
    if card.standard is None:
        return '<span class="later">no standard</span>'
    if own is None or not labels.limits_are_drawn(card.chart, known_values(card)):
        return '<span class="later">too early</span>'
    words = f'<span class="small {labels.ASSURANCE_SENSES[own]}">{labels.ASSURANCES[own]}</span>'
    return assurance_icon(own, card.metric.better) + words


def joined(parts: Iterable[str]) -> str:
    """HTML in one line."""
    return "".join(parts).replace("\n", " ")


def folded_table(caption: str, headings: Sequence[str], rows: str, note: str = "") -> str:
    """A figure's numbers as a table that opens on request; the first column names the rows, all others hold numbers."""
    head = "".join(
        f'<th scope="col"{"" if place == 0 else " class=number"}>{escape(text)}</th>'
        for place, text in enumerate(headings)
    )
    below = f'<p class="note">{escape(note)}</p>' if note else ""
    return (
        '<details class="folded"><summary>The same as a table</summary>'
        f'<div class="scroller" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="plain"><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{below}</details>"
    )


def board_value(card: Scorecard) -> str:
    """The value with its margin in one line, or the count where it is hidden."""
    shown = card.value
    if shown.estimate is None:
        words = numbers.count(shown.n, card.metric.cases) if shown.n else no_value(card)
        return f'<span class="quiet">{escape(words)}</span>'
    margin = numbers.margin(card.metric, shown)
    return f"<b>{numbers.value(card.metric, shown.estimate)}</b>{f' <small>{margin}</small>' if margin else ''}"


def effect_html(effect: Effect, after: str = "") -> str:
    """An effect as two lines of HTML; `after` ends the small one."""
    said = effect_text(effect)
    sign = arrow(said.arrow) if said.arrow else ""
    loud = f'<b class="{said.sense}">{sign}{escape(said.step)}</b>' if said.arrow else escape(said.step)
    return f"{loud}{escape(said.finding)}{small(escape('; '.join(filter(None, (said.margin, after)))))}"
