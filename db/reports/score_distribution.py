"""How the answers to a question are distributed over its scale, in a period and the same period a year earlier.

Gives nothing where so few answered that a score could be traced to a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from db.names import Units
from db.queries.evidence import score_tallies, score_weights
from db.queries.evidence_query import EvidenceQuery
from db.queries.settings import channels_in, with_settings
from metrics.answers.formulas import NPS_GROUPS
from metrics.answers.weights import WeightTally
from metrics.catalogue import Metric
from metrics.comparison_periods import spans
from metrics.vocabulary import Scale, Scope, Span, Tally


@dataclass(frozen=True, slots=True)
class ScoreDistribution:
    """How many gave each score of `scale`. `year_ago` is None where too few answered then, or on another scale only.

    `elsewhere` counts answers of the period on other scales, which are not drawn. `weights` are those of the scores in
    `now`, where answers have any.
    """

    scale: Scale
    now: Tally
    now_span: Span
    year_ago: Tally | None
    year_ago_span: Span
    elsewhere: int
    weights: Mapping[int, WeightTally] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """How many answers are drawn."""
        return sum(self.now.values())


def score_distribution(session: Session, scope: Scope, metric: Metric) -> ScoreDistribution | None:
    """The answers to a metric's question at a scope; None where too few were given on one scale."""
    if metric.formula.scale is None:
        return None
    scope = with_settings(session, scope)
    stretch, smallest_n = spans(scope), scope.smallest_n
    tree, channels = Units.of(session), channels_in(session, scope)
    place = (tree.found(scope.unit), channels[0] if channels else None)
    asked = EvidenceQuery(tree, [metric], [place[0]], channels, scope.audience)
    found = score_tallies(session, asked, [stretch.now, stretch.year_ago])
    now = found.get((metric.id, place, stretch.now))
    if now is not None:  # of groups no score is known
        now = {on: tally for on, tally in now.items() if on != NPS_GROUPS}
    if not now:
        return None
    # A few answers on another scale would be what the figure of all has more than the drawn ones.
    scale = max(now, key=lambda each: (sum(now[each].values()), each == metric.formula.scale))
    elsewhere = sum(sum(tally.values()) for other, tally in now.items() if other != scale)
    if sum(now[scale].values()) < smallest_n or 0 < elsewhere < smallest_n:
        return None
    then = found.get((metric.id, place, stretch.year_ago), {}).get(scale, {})
    return ScoreDistribution(
        scale,
        now[scale],
        stretch.now,
        then if sum(then.values()) >= smallest_n else None,
        stretch.year_ago,
        elsewhere,
        score_weights(session, asked, stretch.now).get((metric.id, place, scale), {}),
    )
