"""What a column can hold, for each kind of input: the words of `--map` and of `inspect`."""

from __future__ import annotations

from collections.abc import Set
from enum import StrEnum

from metrics.vocabulary import Kind


class Role(StrEnum):
    """What a column holds. The first ten are a survey's, as is the weight; the rest belong to the other kinds.

    Of counted results `top_box` is how many chose the top points, `share` their percentage, `value` a Net Promoter
    Score, and `count` how many gave the score that a column stands for, or that stands in the column of scores.
    """

    RESPONSE_ID = "response_id"
    RESPONDED_AT = "responded_at"
    METRIC = "metric"
    SCORE = "score"
    UNIT = "unit"
    CHANNEL = "channel"
    COMMENT = "comment"
    RESPONDENT = "respondent"
    PERSONAL = "personal"
    IGNORED = "ignored"
    VISIT_ID = "visit_id"
    VISITED_AT = "visited_at"
    FORM = "form"
    SECTION = "section"
    ITEM = "item"
    EARNED = "earned"
    POSSIBLE = "possible"
    WEIGHT = "weight"
    APPLICABLE = "applicable"
    CRITICAL = "critical"
    MONTH = "month"
    VALUE = "value"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    SOURCE = "source"
    PEERS = "peers"
    P10 = "p10"
    P25 = "p25"
    MEDIAN = "median"
    P75 = "p75"
    P90 = "p90"
    N = "n"
    PROMOTERS = "promoters"
    PASSIVES = "passives"
    DETRACTORS = "detractors"
    TOP_BOX = "top_box"
    SHARE = "share"
    COUNT = "count"
    MEAN = "mean"
    SD = "sd"


PERCENTILES = {Role.P10: 10, Role.P25: 25, Role.MEDIAN: 50, Role.P75: 75, Role.P90: 90}
# What says how many promoters, passives and detractors there are; two of them with n do.
NPS_GROUP_ROLES = {Role.PROMOTERS: 1, Role.PASSIVES: 0, Role.DETRACTORS: -1}
# What holds part of a counted result; each may say of which metric.
RESULTS = frozenset({*NPS_GROUP_ROLES, Role.TOP_BOX, Role.SHARE, Role.COUNT, Role.MEAN, Role.SD, Role.N, Role.VALUE})
# What holds an operational figure; each may say for which metric.
FIGURES = frozenset({Role.VALUE, Role.NUMERATOR, Role.DENOMINATOR})
_EVERYWHERE = {Role.PERSONAL, Role.IGNORED}
ROLES: dict[Kind, frozenset[Role]] = {
    Kind.SURVEY: frozenset({*list(Role)[:10], Role.WEIGHT}),
    Kind.COUNTED: frozenset({Role.MONTH, Role.UNIT, Role.CHANNEL, Role.METRIC, Role.SCORE, *RESULTS, *_EVERYWHERE}),
    Kind.SHOPPER: frozenset({*list(Role)[10:20], Role.UNIT, Role.CHANNEL, Role.COMMENT, *_EVERYWHERE}),
    Kind.OPERATIONS: frozenset(
        {
            Role.MONTH,
            Role.UNIT,
            Role.CHANNEL,
            Role.METRIC,
            Role.VALUE,
            Role.NUMERATOR,
            Role.DENOMINATOR,
            Role.N,
            *_EVERYWHERE,
        }
    ),
    Kind.BENCHMARKS: frozenset(
        {Role.METRIC, Role.MONTH, Role.SOURCE, Role.PEERS, Role.VALUE, *PERCENTILES, Role.N, *_EVERYWHERE}
    ),
}
# The headings by which a file of each kind is known, and what it cannot do without.
NEEDED: dict[Kind, tuple[Role, ...]] = {
    Kind.SURVEY: (Role.SCORE,),
    Kind.COUNTED: (Role.MONTH, Role.METRIC),
    Kind.SHOPPER: (Role.VISIT_ID, Role.VISITED_AT, Role.ITEM, Role.EARNED, Role.POSSIBLE),
    Kind.OPERATIONS: (Role.MONTH, Role.METRIC),
    Kind.BENCHMARKS: (Role.METRIC, Role.MONTH, Role.SOURCE),
}
# What says when a row of each kind happened.
DATED: dict[Kind, Role] = {
    Kind.SURVEY: Role.RESPONDED_AT,
    Kind.COUNTED: Role.MONTH,
    Kind.SHOPPER: Role.VISITED_AT,
    Kind.OPERATIONS: Role.MONTH,
    Kind.BENCHMARKS: Role.MONTH,
}
# Roles that several columns may share: their texts are joined, each is a point of a visit's checklist or counts another
# score, or nothing is read from them.
SHARED = frozenset({Role.SCORE, Role.COMMENT, Role.EARNED, Role.COUNT, *_EVERYWHERE})


def needed_roles(kind: Kind, held: Set[Role]) -> tuple[Role, ...]:
    """What a file cannot do without beside the roles it holds: with one row a visit it needs neither item nor id."""
    if kind is Kind.SHOPPER and Role.ITEM not in held and Role.EARNED in held:
        return (Role.VISITED_AT, Role.EARNED, Role.POSSIBLE)
    return NEEDED[kind]
