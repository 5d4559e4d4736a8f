"""The upper part of the metric page and its three questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from db.reports.breakdowns import By
from db.reports.score_distribution import ScoreDistribution
from db.reports.unit_comparison import UnitComparison
from metrics.periods import PeriodKind
from metrics.scorecard import Scorecard
from metrics.statistics.mix_effect import MixSplit
from metrics.statistics.peer_position import Standing
from metrics.vocabulary import Change
from pages.figures.icons import assurance_icon, variation_icon
from pages.figures.strips import difference_strip
from pages.language import labels, numbers
from pages.language.chart_series import known_values
from pages.language.early_ends import sample_reach, verdict_words
from pages.language.period_standards import standard_since
from pages.language.process_words import on_course_words, trend_words
from pages.language.sentences import comparisons, from_here, metric_headline, period_name
from pages.language.significance import RealChange, change_text_among
from pages.parts import html, metric_cells
from pages.parts.cached_queries import scores, split, unit_comparison
from pages.parts.html import drawing, joined, tag
from pages.parts.metric.change_decomposition import Angle, change_decomposition, has_parts
from pages.parts.metric.score_distribution import has_spread, score_distribution
from pages.parts.metric.unit_funnel import unit_funnel

# So many sources of benchmarks fit into the strip of facts; packs and `report` have all.
SOURCES_NAMED = 3


def opening(card: Scorecard, claimed: Sequence[RealChange]) -> Markup:
    """Family, headline, promise with definition, and the strip of facts."""
    metric = card.metric
    return html.joined(
        html.paragraph("above", f"{metric.family} · {metric.name}"),
        html.headline(metric_headline(card, claimed), f"“{metric.promise}” {metric.definition}"),
        fact_strip(card),
    )


def fact_strip(card: Scorecard) -> Markup:
    """Value, verdict, trend, assurance, peers and owner, side by side; facts without data are left out."""
    counted = joined(metric_cells.board_value(card), " ", tag("small", _counted(card)))
    facts: list[tuple[str, str]] = [(numbers.begun(period_name(card.scope)), counted)]
    facts.append((_standard_since(card), _verdict(card)))
    by_month = "" if card.scope.period is PeriodKind.MONTH else ", by month"
    if labels.limits_are_drawn(card.chart, known_values(card)):
        own = card.chart.variation
        facts.append((f"Trend{by_month}", joined(drawing(variation_icon(own)), trend_words(card))))
        held = card.chart.assurance
        if card.standard is not None and held is not None:
            icon = drawing(assurance_icon(held, card.metric.better))
            facts.append((f"On course for the standard{by_month}?", joined(icon, on_course_words(card))))
    if card.standard is not None and card.months_met.of:
        met = f"{card.months_met.met} of {numbers.count(card.months_met.of, 'months')}"
        facts.append(("Met recently", met))
    if card.value.estimate is not None:
        facts += [(labels.peers_label(own), _peers(card, own)) for own in card.standings[:SOURCES_NAMED]]
    if card.standard is not None and card.standard.owner:
        facts.append(("Owner", card.standard.owner))
    return tag("div", *(tag("div", html.small(name), text) for name, text in facts), classes="strip")


def _counted(card: Scorecard) -> str:
    if card.value.estimate is None:
        return ""
    return f"{labels.sample_size(card.metric, card.value, card.scope.few_n)}{sample_reach(card)}"


def _standard_since(card: Scorecard) -> str:
    return ", ".join(filter(None, ("Standard", standard_since(card))))


def _verdict(card: Scorecard) -> Markup:
    if card.standard is None:
        return metric_cells.judged(card.verdict, verdict_words(card), waits=card.waits)
    standard = numbers.standard(card.metric, card.standard.value)
    return joined(metric_cells.judged(card.verdict, verdict_words(card), waits=card.waits), " ", tag("small", standard))


def _peers(card: Scorecard, standing: Standing) -> Markup:
    assert card.value.estimate is not None
    benchmark = standing.benchmark
    words = labels.among_peers(standing, card.value.estimate, card.metric.better)
    return joined(f"{words} ", tag("small", benchmark.peers or benchmark.source))


def change_panel(card: Scorecard, claimed: Sequence[RealChange]) -> Markup:
    """Both comparisons: the difference, its interval, and a dot about a zero line on one common scale.

    As in the table of all metrics, only those `claimed` have an arrow, a colour and a word of change.
    """
    changes = [change for change, _ in comparisons(card)]
    known = [
        abs(end)
        for own in changes
        for end in (own.difference.estimate, own.difference.low, own.difference.high)
        if end is not None
    ]
    rows = (_change_row(card, own, max(known, default=0.0), claimed) for own in changes)
    caption = tag("caption", "This period against the ones before")
    has_margin = any(own.difference.low is not None for own in changes)
    return html.section(
        "Has it changed?",
        tag("table", caption, tag("tbody", *rows), classes="plain compare"),
        html.note(yearly) if (yearly := labels.seasonal(card)) else "",
        html.note("A bar that crosses the line at zero: no real change.") if has_margin else "",
        html.note(_two_questions(card, claimed)) if has_margin else "",
    )


def _two_questions(card: Scorecard, claimed: Sequence[RealChange]) -> str:
    """Which of two models a word of change is from, and what it means where they differ."""
    told = {change_text_among(card, change, claimed).words for change, _ in comparisons(card)}
    if labels.USUAL_SWINGS not in told:
        return "This compares answers; the chart asks whether the service left its usual swings."
    return (
        f"This period’s {card.metric.cases} differ by more than chance, but the service is within its usual swings "
        "(see the chart), so it is not called a change."
    )


def to_the_standard(card: Scorecard) -> Markup:
    """The section on how far it is to the standard; empty without one."""
    text = from_here(card)
    return html.section("From here to the standard", html.paragraph("finding", text)) if text else Markup()


def _change_row(card: Scorecard, own: Change, reach: float, claimed: Sequence[RealChange]) -> Markup:
    told = change_text_among(card, own, claimed)
    size = card.value.estimate
    before = "nothing to compare with"
    if own.before.estimate is not None:
        counted = numbers.plain(round(own.before.n), 0) if own.before.n is not None else ""
        before = numbers.value(card.metric, own.before.estimate) + (f", n{numbers.THIN}{counted}" if counted else "")
    interval = numbers.step_range(card.metric, own.difference, size)
    said = f"{told.step} {told.words}".strip()
    strip = difference_strip(
        own.difference, reach, told.sense, f"Difference {said}{f', {interval}' if interval else ''}"
    )
    step = html.bold(metric_cells.with_arrow(told.arrow, told.step), classes=told.sense if told.arrow else "loud")
    step = metric_cells.in_points(card.metric, step, told.step)
    return tag(
        "tr",
        tag("th", f"v {numbers.span_label(own.compared)}", html.small(before), scope="row"),
        tag("td", step, html.small(interval), classes="number"),
        tag("td", drawing(strip), html.small(told.words), classes=told.sense),
    )


def angle_asked(wanted: Mapping[str, str]) -> Angle:
    """How the address wants the change taken apart; what is unknown falls back to the usual."""
    by = By.UNITS if wanted.get("by", "").lower() == By.UNITS else By.CHANNELS
    return Angle(by, a_year=wanted.get("against", "").lower() != "before")


def angle_in_address(wanted: Mapping[str, str]) -> dict[str, str]:
    """What of the address says how the change is taken apart, as it was understood; nothing where it says nothing."""
    angle = angle_asked(wanted)
    known = {"by": angle.by.value, "against": "year" if angle.a_year else "before"}
    return {name: word for name, word in known.items() if name in wanted}


def questions(card: Scorecard, wanted: Mapping[str, str], claimed: Sequence[RealChange]) -> Markup:
    """The answers to the three questions from the store."""
    scope, metric = card.scope, card.metric.id
    angle, splits = _splits(card, angle_asked(wanted))
    spread = scores(scope, metric) if has_spread(card.metric) else None
    return laid_out(card, angle, splits, spread, unit_comparison(scope, metric), claimed)


def _splits(card: Scorecard, angle: Angle) -> tuple[Angle, dict[By, MixSplit | None]]:
    """The change by either kind of parts, and the angle asked for, or the other where only that says something."""
    found = {by: split(card.scope, card.metric.id, by, a_year=angle.a_year) for by in By}
    telling = [by for by in (angle.by, *By) if has_parts(found[by])]
    return Angle(telling[0] if telling else angle.by, angle.a_year), found


def laid_out(
    card: Scorecard,
    angle: Angle,
    splits: Mapping[By, MixSplit | None],
    spread: ScoreDistribution | None,
    side_by_side: UnitComparison,
    claimed: Sequence[RealChange] | None = None,
) -> Markup:
    """The questions that have something to say, side by side where there is room."""
    sections = (
        change_decomposition(card, splits, angle, claimed),
        score_distribution(card, spread),
        unit_funnel(card, side_by_side),
    )
    return tag("div", *sections, classes="questions")
