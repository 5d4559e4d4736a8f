"""The reference part of a pack: how each metric is calculated, its sample sizes, and how to read the pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.queries.provenance import kinds_behind
from db.queries.uploads import Freshness
from metrics.answers.evidence import BareValue, CompleteCounts
from metrics.scorecard import Scorecard
from metrics.statistics.peer_position import Standing
from metrics.vocabulary import Kind, Scope, Value
from pages.language import labels, numbers
from pages.language.period_standards import standard_note
from pages.language.provenance import MARGINS
from pages.packs.pack import Definition, NamedText, PackBenchmark, PrintedNumber

RULES = (
    f"An arrow marks a change that is more than chance (95{numbers.THIN}%, adjusted for the number of tests): of "
    "twenty such changes, about one may be chance after all. Grey figures may be chance.",
    f"A standard is met or missed only if the whole 95{numbers.THIN}% margin is on one side of it; otherwise it is too "
    "close to call. Complete counts have no margin, so the value decides. Where so few answered that it may be chance, "
    "that is said.",
    "A margin is of the service, as if other customers had come; each answer counts as another person’s unless a file "
    "says who answered.",
    "With fewer than five answers only their number is shown, to protect the people who answered.",
    "The grey band is the usual range of the process: differences between months inside it are chance. The dashed "
    "line is the standard in force in each month.",
)
LEGEND = (
    f"▲ ▼ change that is more than chance (95{numbers.THIN}%, adjusted for the number of tests); grey: may be chance. "
    f"Changes of percentages are in points. Small figures: 95{numbers.THIN}% margin. Grey band: usual range. "
    "Dashed line: standard in force."
)


def definition(card: Scorecard, uploads: Mapping[Kind, int]) -> Definition:
    """How one metric is calculated; `uploads` counts those of each kind that have rows in the month."""
    metric, spans = card.metric, card.spans
    ends = (
        (spans.now, card.value),
        (spans.before, card.month_on_month.before),
        (spans.year_ago, card.year_on_year.before),
    )
    behind = sum(uploads.get(kind, 0) for kind in kinds_behind(metric))
    margin = MARGINS.get(type(card.evidence), "")
    return Definition(
        metric=metric.id,
        name=metric.name,
        definition=metric.definition,
        numerator=metric.numerator,
        denominator=metric.denominator,
        exclusions=_excluded(card),
        margin=margin,
        direction=labels.DIRECTIONS[metric.better],
        audience=labels.AUDIENCES[metric.audience],
        source=metric.source,
        counted=tuple(NamedText(numbers.span_label(span), _counted(card, value)) for span, value in ends),
        uploads=PrintedNumber(numbers.count(behind, "uploads"), behind),
        notes=tuple(filter(None, (*card.notes, standard_note(card), labels.seasonal(card)))),
    )


def _counted(card: Scorecard, value: Value) -> str:
    if value.estimate is None and not value.n:
        return "none"
    return numbers.count(value.n, card.metric.cases) or "count not given"


def _excluded(card: Scorecard) -> str:
    """What is excluded; empty where the kind of evidence excludes nothing."""
    if isinstance(card.evidence, CompleteCounts | BareValue):
        return ""
    if Kind.SHOPPER in kinds_behind(card.metric):
        return "Items marked “not applicable” count neither as earned nor as possible points."
    if card.metric.formula.takes_scores:
        return "Blank answers, test responses and rows that could not be read do not count."
    return ""


def benchmarks(card: Scorecard) -> tuple[PackBenchmark, ...]:
    """What others have published about a metric, one for each source."""
    return tuple(filter(None, (_benchmark(card, standing) for standing in card.standings)))


def _benchmark(card: Scorecard, standing: Standing) -> PackBenchmark | None:
    own = standing.benchmark
    middle = own.value if own.value is not None else own.percentiles.get(50)
    if middle is None:
        return None
    words = ""
    if card.value.estimate is not None:
        words = labels.among_peers(standing, card.value.estimate, card.metric.better)
    return PackBenchmark(
        metric=card.metric.name,
        figure=PrintedNumber(numbers.value(card.metric, middle), middle),
        peers=own.peers,
        source=own.source,
        month=numbers.month_name(own.month),
        standing=words,
    )


def stands_on(freshness: Sequence[Freshness], scope: Scope) -> tuple[NamedText, ...]:
    """Up to when each kind of input has data, at most the end of the month."""
    return tuple(NamedText(labels.KINDS[own.kind], _reach(own, scope)) for own in freshness)


def _reach(own: Freshness, scope: Scope) -> str:
    if own.newest_day is not None:
        return f"to {numbers.short_day(min(own.newest_day, scope.month.last_day))}"
    return f"to {numbers.short_month(min(own.newest_month, scope.month))}"
