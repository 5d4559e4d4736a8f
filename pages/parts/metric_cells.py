"""The cells of the metric tables as HTML: the same things in the same words on every page."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from markupsafe import Markup

from metrics.catalogue.metric import Metric
from metrics.periods import PeriodKind
from metrics.scorecard import Scorecard
from metrics.statistics.difference_in_differences import Effect
from metrics.vocabulary import Change, MeasuredIn, Scope, Verdict
from pages.figures.icons import assurance_icon, variation_icon, verdict_icon
from pages.figures.palette import Sense
from pages.figures.sparkline import sparkline
from pages.figures.strips import peer_strip
from pages.language import labels, numbers
from pages.language.chart_series import known_values, track
from pages.language.early_ends import sample_reach, verdict_words
from pages.language.initiative_effects import effect_text
from pages.language.process_words import on_course_words, trend_and_since
from pages.language.sentences import no_value, why
from pages.language.significance import RealChange, change_text_among
from pages.parts import html
from pages.parts.html import bold, drawing, joined, link, small, span, tag

SPARK_MONTHS = 24


def link_to(page: str, scope: Scope, **more: str) -> str:
    """The address of a page for what the reader looks at."""
    asked = {**more, "month": str(scope.month)}
    if scope.period is not PeriodKind.MONTH:
        asked["period"] = scope.period.value
    if scope.unit:
        asked["unit"] = scope.unit
    if scope.channel is not None:
        asked["channel"] = scope.channel
    if scope.audience is not None:
        asked["audience"] = scope.audience.value
    return f"/{page}?{urlencode(asked)}"


def name(card: Scorecard) -> Markup:
    """The metric as a link to its page, its unit, and the promise."""
    metric = card.metric
    unit = numbers.UNIT_WORDS[metric.measured_in]
    named = link(link_to("metric", card.scope, metric=metric.id), metric.name)
    return joined(named, joined(" ", tag("span", unit)) if unit else "", small(f"“{metric.promise}”"))


def value(card: Scorecard) -> Markup:
    """The value with its margin and number of answers; the count alone where hidden, words where missing."""
    shown = card.value
    if shown.estimate is not None:
        return joined(_sized(card), small(labels.sample_size(card.metric, shown, card.scope.few_n), sample_reach(card)))
    if shown.n:
        return joined(span("quiet", numbers.count(shown.n, card.metric.cases)), small("too few to show a value"))
    return span("quiet", no_value(card))


def board_value(card: Scorecard) -> Markup:
    """The value with its margin in one line, or the count where it is hidden."""
    shown = card.value
    if shown.estimate is None:
        return span("quiet", numbers.count(shown.n, card.metric.cases) if shown.n else no_value(card))
    return _sized(card)


def _sized(card: Scorecard) -> Markup:
    assert card.value.estimate is not None
    return with_aside(numbers.value(card.metric, card.value.estimate), numbers.margin(card.metric, card.value))


def with_aside(figure: str, aside: str) -> Markup:
    """A figure in bold and what goes with it, small beside it."""
    return joined(bold(figure), joined(" ", tag("small", aside)) if aside else "")


def judged(verdict: Verdict, words: str = "", *, waits: bool = False) -> Markup:
    """A verdict's icon and word; only a missed one has a colour. One that `waits` for more answers is not decided."""
    drawn = Verdict.TOO_CLOSE_TO_CALL if waits else verdict
    name_of = "quiet" if waits else {Verdict.MISSED: "worse", Verdict.MET: "loud"}.get(verdict, "quiet")
    return joined(drawing(verdict_icon(drawn)), span(name_of, words or labels.VERDICTS[verdict]))


def verdict(card: Scorecard) -> Markup:
    """Icon and word, which say why when pointed at or opened, and below them the standard then in force."""
    reason = why(card)
    first = reason.partition(". ")[0].removesuffix(".")
    opens = tag("summary", judged(card.verdict, verdict_words(card), waits=card.waits), title=f"{first}.")
    return joined(
        tag("details", opens, span("reason", reason), classes="why"),
        small(standard(card)) if card.standard is not None else "",
    )


def standard(card: Scorecard) -> str:
    """The standard in force in words: “standard ≥ 85 %”; empty without one."""
    return "" if card.standard is None else f"standard {numbers.standard(card.metric, card.standard.value)}"


def change(card: Scorecard, own: Change, claimed: Sequence[RealChange]) -> Markup:
    """The step and its word; coloured and with an arrow only where the change is one of those `claimed`."""
    told = change_text_among(card, own, claimed)
    if not told.step:
        return span("quiet none", told.words)
    step = in_points(card.metric, with_arrow(told.arrow, told.step), told.step)
    return span(told.sense, step, small(told.words))


def in_points(metric: Metric, step: Markup, words: str) -> Markup:
    """A step with “points” behind it where its metric is a percentage, since 2 % more would be something else."""
    if metric.measured_in is not MeasuredIn.PERCENT or not words or words == "0":
        return step
    return joined(step, tag("small", numbers.points(metric)))


def with_arrow(sign: str, words: str) -> Markup:
    """Words behind their arrow, which is not read aloud, since the words say the same; no sign, no arrow."""
    return joined(tag("i", sign, aria_hidden="true"), numbers.THIN, words) if sign else joined(words)


def peers(card: Scorecard) -> Markup:
    """Where the value lies among published peers; empty where none is published."""
    own = card.standing
    if own is None or card.value.estimate is None:
        return Markup()
    words = labels.among_peers(own, card.value.estimate, card.metric.better)
    label = f"{words} of {own.benchmark.peers or own.benchmark.source}, {numbers.short_month(own.benchmark.month)}"
    strip = peer_strip(card.value.estimate, own.benchmark.percentiles, card.metric.better, label)
    return joined(drawing(strip), small(words))


def spark(card: Scorecard, width: int = 156, height: int = 36) -> Markup:
    """The newest 24 months as a picture, with its sentence for those who do not see it."""
    own = track(card).last(SPARK_MONTHS)
    known = [number for number in own.values if number is not None]
    if not known:
        return span("quiet", "No months to draw yet")
    low, high = (numbers.value(card.metric, end) for end in (min(known), max(known)))
    loud = sum(sense is not Sense.NEITHER for sense in own.senses)
    outside = f"; {numbers.in_words(loud)} outside the usual pattern" if loud else ""
    months = numbers.count(len(own.months), "months")
    said = f"{months}, lowest {low}, highest {high}{outside}."
    return span("range", drawing(sparkline(own, "", width=width, height=height)), role="img", title=said)


def variation(card: Scorecard) -> Markup:
    """The trend as icon and word; that it is too early to say where there are too few months."""
    if not labels.limits_are_drawn(card.chart, known_values(card)):
        return span("later", "too early")
    own = card.chart.variation
    words, since = trend_and_since(card)
    told = joined(words, span("on-wide", tag("br"), " ", since)) if since else words
    return joined(drawing(variation_icon(own)), tag("span", told, classes=f"small {labels.VARIATION_SENSES[own]}"))


def assurance(card: Scorecard) -> Markup:
    """Whether the standard will be met from month to month as icon and word, or that there is no standard."""
    own = card.chart.assurance
    if card.standard is None:
        return span("later", "no standard")
    if own is None or not labels.limits_are_drawn(card.chart, known_values(card)):
        return span("later", "too early")
    words = span(f"small {labels.ASSURANCE_SENSES[own]}", on_course_words(card))
    return joined(drawing(assurance_icon(own, card.metric.better)), words)


def folded_table(caption: str, headings: Sequence[str], rows: Sequence[html.TableRow], note: str = "") -> Markup:
    """A figure's numbers as a table that opens on request; the first column names the rows, all others hold numbers."""
    columns = [html.TableColumn(text, "number" if place else "") for place, text in enumerate(headings)]
    below = html.note(note) if note else ""
    return html.folded("Show as a table", html.scroller(caption, html.table(caption, columns, rows)), below)


def effect_html(effect: Effect, after: str = "") -> Markup:
    """An effect as two lines of HTML; `after` ends the small one."""
    said = effect_text(effect)
    loud = bold(with_arrow(said.arrow, said.step), classes=said.sense) if said.arrow else said.step
    return joined(loud, said.finding, small("; ".join(filter(None, (said.margin, after)))))
