"""What every metric is and how it is read, from the catalogue and the standards in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from markupsafe import Markup

from db.queries.provenance import kinds_behind
from metrics.answers.formulas import Formula, MeanCount, MeanScore, NetScore, Ratio, TopBox, WeightedChecklist
from metrics.catalogue.metric import Family, Metric
from metrics.periods import Month
from metrics.verdicts import in_force, standards_in_line
from metrics.vocabulary import MeasuredIn, Standard
from pages.language import numbers
from pages.language.labels import AUDIENCES, DIRECTIONS, KINDS
from pages.language.provenance import LEFT_OUT
from pages.parts import html

# What the numbers count, in words that need no context.
UNITS = {
    MeasuredIn.NPS_POINTS: "points from −100 to 100",
    MeasuredIn.PERCENT: f"per cent, 0 to 100{numbers.THIN}%",
    MeasuredIn.OUT_OF_7: "points from 1 to 7",
    MeasuredIn.PER_CONTACT: "times per contact",
    MeasuredIn.MONEY: "money",
    MeasuredIn.PER_100_CUSTOMERS: "per 100 customers",
    MeasuredIn.VISITS_A_MONTH: "visits a month per customer",
}
SHARES = "Wilson’s interval; a change by Newcombe’s"
MARGINS: tuple[tuple[type[Formula], str], ...] = (
    (NetScore, "adjusted Wald, for the value and for a change"),
    (TopBox, SHARES),
    (
        MeanScore,
        "Student’s t in the middle third of the scale, a score interval near its ends, where Student’s would call a "
        "standard met too often; a change by Welch’s",
    ),
    (
        MeanCount,
        "for single contacts a score interval where the mean is near 0, else Student’s t; none where everyone was "
        "counted",
    ),
    (WeightedChecklist, "Student’s t over visits; a change by Welch’s"),
    (Ratio, "none: everyone was counted, nothing is left to chance"),
)


def anchor(metric: str) -> str:
    """The anchor of a metric’s place on the page."""
    return f"metric-{metric.replace('_', '-')}"


def contents(metrics: Sequence[Metric]) -> Markup:
    """The metrics by family as links to their places below."""
    groups = (
        html.paragraph(
            "",
            html.bold(family),
            " ",
            html.between(" · ", (html.link(f"#{anchor(own.id)}", own.name) for own in group)),
        )
        for family, group in _families(metrics)
    )
    return html.tag("nav", *groups, classes="contents", aria_label="The metrics")


def glossary(metrics: Sequence[Metric], standards: Sequence[Standard], month: Month | None) -> Markup:
    """Every metric by family, with the standard of the whole organisation in force in `month`."""
    return html.joined(
        *(
            html.section(
                family,
                html.tag(
                    "div",
                    *(_entry(metric, _standard(metric, standards, month)) for metric in group),
                    classes="glossary",
                ),
            )
            for family, group in _families(metrics)
        )
    )


def _families(metrics: Sequence[Metric]) -> Sequence[tuple[Family, list[Metric]]]:
    return [(family, list(group)) for family, group in groupby(metrics, key=lambda metric: metric.family)]


def _standard(metric: Metric, standards: Sequence[Standard], month: Month | None) -> str:
    own = [standard for standard in standards if standard.metric == metric.id]
    found = None if month is None else in_force(standards_in_line(own, ""), month)
    if found is None:
        return "none is set for the whole organisation"
    return f"{numbers.standard(metric, found.value)}, since {numbers.month_name(found.since)}"


def _entry(metric: Metric, standard: str) -> Markup:
    facts: Mapping[str, str] = {
        "Numerator": metric.numerator,
        "Denominator": metric.denominator,
        "Left out": LEFT_OUT[kinds_behind(metric)[0]],
        "Measured in": UNITS[metric.measured_in],
        "Read as": DIRECTIONS[metric.better],
        "Standard": standard,
        "Margin": margin(metric),
        "Asked of": AUDIENCES[metric.audience],
        "Comes from": numbers.listed([KINDS[kind].lower() for kind in kinds_behind(metric)]),
        "Why it matters": metric.why,
        "Source": metric.source,
    }
    if metric.limit_words:
        facts = {"Counts as in time": f"within {metric.limit_words}, by the limit of each month", **facts}
    return html.tag(
        "article",
        html.tag("h3", metric.name, data_anchor=anchor(metric.id)),
        html.paragraph("lead", f"“{metric.promise}” {metric.definition}"),
        html.facts(f"How {metric.name} is calculated", facts.items()),
        html.note(html.link(f"/metric?metric={metric.id}", "See the metric’s page")),
    )


def margin(metric: Metric) -> str:
    """How the metric's 95 % margin is found, and that of a change."""
    return next((words for formula, words in MARGINS if isinstance(metric.formula, formula)), SHARES)
