"""The upper part of the metric page and its three questions, as HTML in one line."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from db.reports.breakdowns import By
from db.reports.score_distribution import ScoreDistribution
from db.reports.unit_comparison import UnitComparison
from metrics.periods import PeriodKind
from metrics.scorecard import Scorecard
from metrics.statistics.mix_effect import MixSplit
from metrics.vocabulary import Change, Verdict
from pages.figures.icons import assurance_icon, variation_icon, verdict_icon
from pages.figures.palette import Sense
from pages.figures.strips import difference_strip
from pages.language import labels, numbers
from pages.language.chart_series import known_values
from pages.language.sentences import comparisons, from_here, metric_headline, period_name
from pages.parts import metric_cells
from pages.parts.cached_queries import scores, split, unit_comparison
from pages.parts.metric.change_decomposition import Angle, change_decomposition, has_parts
from pages.parts.metric.score_distribution import has_spread, score_distribution
from pages.parts.metric.unit_funnel import unit_funnel


def opening(card: Scorecard) -> str:
    """Family, headline, promise with definition, and the strip of facts."""
    metric = card.metric
    return metric_cells.joined(
        (
            f'<p class="above">{escape(metric.family)} · {escape(metric.name)}</p>',
            f'<h1 class="headline">{escape(metric_headline(card))}</h1>',
            f'<p class="lead">“{escape(metric.promise)}” {escape(metric.definition)}</p>',
            fact_strip(card),
        )
    )


def fact_strip(card: Scorecard) -> str:
    """Value, verdict, variation, assurance, peers and owner, side by side; facts nobody has are left out."""
    when = period_name(card.scope)
    facts = [(numbers.begun(when), metric_cells.board_value(card) + f" <small>{_counted(card)}</small>")]
    facts.append((_standard_since(card), _verdict(card)))
    by_month = "" if card.scope.period is PeriodKind.MONTH else ", by months"
    if labels.limits_are_drawn(card.chart, known_values(card)):
        own = card.chart.variation
        facts.append((f"Is it changing{by_month}?", f"{variation_icon(own)}{labels.VARIATIONS[own]}"))
        if card.standard is not None and card.chart.assurance is not None:
            icon = assurance_icon(card.chart.assurance, card.metric.better)
            facts.append(
                (f"Will it hold{by_month or ' the standard'}?", f"{icon}{labels.ASSURANCES[card.chart.assurance]}")
            )
    if card.standard is not None and card.months_met.of:
        met = f"{card.months_met.met} of {numbers.count(card.months_met.of, 'months')}"
        facts.append(("Met of late", met))
    if card.standing is not None and card.value.estimate is not None:
        facts.append((labels.peers_label(card.standing), _peers(card)))
    if card.standard is not None and card.standard.owner:
        facts.append(("Owner", escape(card.standard.owner)))
    return (
        '<div class="strip">'
        + "".join(f"<div>{metric_cells.small(name)}{text}</div>" for name, text in facts)
        + "</div>"
    )


def _counted(card: Scorecard) -> str:
    return "" if card.value.estimate is None else labels.sample_size(card.metric, card.value, card.scope.few_n)


def _standard_since(card: Scorecard) -> str:
    return "Standard" if card.standard is None else f"Standard, since {numbers.short_month(card.standard.since)}"


def _verdict(card: Scorecard) -> str:
    sense = Sense.WORSE if card.verdict is Verdict.MISSED else "loud"
    words = f'{verdict_icon(card.verdict)}<span class="{sense}">{labels.VERDICTS[card.verdict]}</span>'
    if card.standard is None:
        return words
    return f"{words} <small>{numbers.standard(card.metric, card.standard.value)}</small>"


def _peers(card: Scorecard) -> str:
    assert card.standing is not None
    assert card.value.estimate is not None
    benchmark = card.standing.benchmark
    words = labels.among_peers(card.standing, card.value.estimate, card.metric.better)
    return f"{words} <small>{escape(benchmark.peers or benchmark.source)}</small>"


def change_panel(card: Scorecard) -> str:
    """Both comparisons: the difference, its interval, and a dot about a zero line on one common scale."""
    changes = [change for change, _ in comparisons(card)]
    known = [
        abs(end)
        for own in changes
        for end in (own.difference.estimate, own.difference.low, own.difference.high)
        if end is not None
    ]
    rows = "".join(_change_row(card, own, max(known, default=0.0)) for own in changes)
    seasonal = f'<p class="note">{escape(labels.seasonal(card))}</p>' if card.seasonal is not None else ""
    legend = ""
    if any(own.difference.low is not None for own in changes):
        legend = '<p class="note">A bar that crosses the line at zero: no real change.</p>'
    return metric_cells.joined(
        (
            '<section class="section"><h2>Has it changed?</h2>',
            '<table class="plain compare"><caption>This period against the ones before</caption>',
            f"<tbody>{rows}</tbody></table>{seasonal}{legend}",
            "</section>",
        )
    )


def to_the_standard(card: Scorecard) -> str:
    """The section on how far it is to the standard; empty without one."""
    text = from_here(card)
    if not text:
        return ""
    return f'<section class="section"><h2>From here to the standard</h2><p class="finding">{escape(text)}</p></section>'


def _change_row(card: Scorecard, own: Change, reach: float) -> str:
    told = labels.change_text(own, card.metric)
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
    step = f"{metric_cells.arrow(told.arrow)}{told.step}" if told.arrow else told.step
    return (
        f'<tr><th scope="row">v {numbers.span_label(own.compared)}{metric_cells.small(before)}</th>'
        f'<td class="number"><b class="{told.sense if told.arrow else "loud"}">{step}</b>'
        f"{metric_cells.small(interval)}</td>"
        f'<td class="{told.sense}">{strip}{metric_cells.small(told.words)}</td></tr>'
    )


def angle_asked(wanted: Mapping[str, str]) -> Angle:
    """How the address wants the change taken apart; what it asks for and nobody knows falls back."""
    by = By.UNITS if wanted.get("by", "").lower() == By.UNITS else By.CHANNELS
    return Angle(by, a_year=wanted.get("against", "").lower() != "before")


def angle_in_address(wanted: Mapping[str, str]) -> dict[str, str]:
    """What of the address says how the change is taken apart, as it was understood; nothing where it says nothing."""
    angle = angle_asked(wanted)
    known = {"by": angle.by.value, "against": "year" if angle.a_year else "before"}
    return {name: word for name, word in known.items() if name in wanted}


def questions(card: Scorecard, wanted: Mapping[str, str]) -> str:
    """What the store says to the three questions, as one line of HTML."""
    scope, metric = card.scope, card.metric.id
    angle, splits = _splits(card, angle_asked(wanted))
    spread = scores(scope, metric) if has_spread(card.metric) else None
    return laid_out(card, angle, splits, spread, unit_comparison(scope, metric))


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
) -> str:
    """The questions that have something to say, side by side where there is room."""
    sections = (
        change_decomposition(card, splits, angle),
        score_distribution(card, spread),
        unit_funnel(card, side_by_side),
    )
    return metric_cells.joined(('<div class="questions">', *sections, "</div>"))
