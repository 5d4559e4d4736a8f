"""Answers control-chart cases in the reference's own words.

`python -m tests.conformance.spc < cases.jsonl > results.jsonl`. The arithmetic is that of `metrics.limits`,
`metrics.signals` and `metrics.control_chart`; here is only the form of the cases.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

from metrics.errors import BadValue
from metrics.spc.control_chart import ControlChart, reference_chart
from metrics.spc.control_limits import SegmentLimits, tie
from metrics.spc.special_causes import TREND_LENGTH, Signal, row_positions
from metrics.vocabulary import Assurance, Better, Variation

DIRECTIONS: dict[str, Better | None] = {"increase": Better.HIGHER, "decrease": Better.LOWER, "neutral": None}

TYPES = {
    None: "Common Cause",
    Signal.ABOVE_LIMIT: "Above UCL",
    Signal.BELOW_LIMIT: "Below LCL",
    Signal.RISING_TREND: "7 Point Trend (Increasing)",
    Signal.FALLING_TREND: "7 Point Trend (Decreasing)",
    Signal.TWO_OF_THREE_ABOVE: "2 in 3 Above CL",
    Signal.TWO_OF_THREE_BELOW: "2 in 3 Below CL",
    Signal.RUN_ABOVE: "7 Points Above CL",
    Signal.RUN_BELOW: "7 Points Below CL",
}

POINT_TYPES = {
    Variation.COMMON_CAUSE: "common_cause",
    Variation.IMPROVEMENT_HIGH: "special_cause_improvement",
    Variation.IMPROVEMENT_LOW: "special_cause_improvement",
    Variation.CONCERN_HIGH: "special_cause_concern",
    Variation.CONCERN_LOW: "special_cause_concern",
    Variation.NEUTRAL_HIGH: "special_cause_neutral_high",
    Variation.NEUTRAL_LOW: "special_cause_neutral_low",
}

ASSURANCE_ICONS = {
    Assurance.CONSISTENT_PASS: "pass",
    Assurance.CONSISTENT_FAIL: "fail",
    Assurance.INCONSISTENT: "inconsistent",
}


def answer(case: dict[str, Any]) -> dict[str, Any]:
    """The result line for one case: `expect` and `summary`, or `partial`, or `error`."""
    options = case["options"]
    if options["improvement_direction"] not in DIRECTIONS:
        return {"id": case["id"], "error": "bad_improvement_direction"}
    if len(set(case["dates"])) < len(case["dates"]):
        return {"id": case["id"], "error": "duplicate_dates"}
    rows = sorted(zip(case["dates"], case["values"], strict=True), key=lambda row: row[0])
    dates, values = [row[0] for row in rows], [row[1] for row in rows]
    rebase_dates = set(options["rebase"] or ())
    baseline = options["fix_after_n_points"]
    try:
        chart = reference_chart(
            values,
            better=DIRECTIONS[options["improvement_direction"]],
            standard=options["target"],
            rebases=[row for row, date in enumerate(dates) if date in rebase_dates],
            baseline=None if baseline is None else int(baseline),
            screened=options["screen_outliers"],
        )
    except BadValue:
        return {"id": case["id"], "error": "fix_after_n_points_below_12"}
    groups = list(accumulate(int(date in rebase_dates) for date in dates))
    columns = _columns(values, chart, groups)
    if dates != case["dates"]:
        columns = {"dates": dates, "values": values, **columns}
    tied = tie(values)
    if any(_stops_the_reference(values[segment.first : segment.end], tied) for segment in chart.segments):
        return {"id": case["id"], "partial": columns}
    expect = {**columns, **_judgements(chart)}
    return {"id": case["id"], "expect": expect, "summary": _summary(chart, groups)}


def _columns(values: Sequence[float | None], chart: ControlChart, groups: list[int]) -> dict[str, list[Any]]:
    """The limits of each row, and where it stands against them."""
    by_row = chart.limits_by_row
    tied = tie(values)
    standing = [row_positions(values[segment.first : segment.end], segment, tied) for segment in chart.segments]
    return {
        "rebase_group": groups,
        "mean": [segment.mean for segment in by_row],
        "lpl": [segment.lower for segment in by_row],
        "upl": [segment.upper for segment in by_row],
        "nlpl": [segment.near_lower for segment in by_row],
        "nupl": [segment.near_upper for segment in by_row],
        "outside_limits": [_claim(place) for each in standing for place in each.beyond],
        "relative_to_mean": [place for each in standing for place in each.side],
        "close_to_limits": [_claim(place) for each in standing for place in each.close],
    }


def _judgements(chart: ControlChart) -> dict[str, list[Any]]:
    return {
        "short_group_warning": [segment.trial for segment in chart.limits_by_row],
        "special_cause_type": [TYPES[signal] for signal in chart.signals],
        "special_cause_flag": [signal is not None for signal in chart.signals],
        "point_type": [POINT_TYPES[variation] for variation in chart.variations],
    }


def _summary(chart: ControlChart, groups: list[int]) -> dict[str, Any]:
    last = chart.segments[-1] if chart.segments else None
    return {
        "variation": POINT_TYPES[chart.variation],
        "variation_icon": chart.variation.value,
        "assurance": chart.assurance and chart.assurance.value,
        "assurance_icon": chart.assurance and ASSURANCE_ICONS[chart.assurance],
        "groups": [
            _group(segment, chart, groups[segment.first], chart.assurance if segment is last else None)
            for segment in chart.segments
        ],
    }


def _group(segment: SegmentLimits, chart: ControlChart, group: int, assurance: Assurance | None) -> dict[str, Any]:
    types = [POINT_TYPES[variation] for variation in chart.variations[segment.first : segment.end]]
    return {
        "rebase_group": group,
        "mean": segment.mean,
        "lpl": segment.lower,
        "upl": segment.upper,
        "n": len(types),
        "common_cause": types.count("common_cause"),
        "special_cause_improvement": types.count("special_cause_improvement"),
        "special_cause_concern": types.count("special_cause_concern"),
        "variation_type": types[-1],
        "assurance_type": assurance and assurance.value,
    }


def _claim(place: int | None) -> bool | None:
    return None if place is None else place != 0


def _stops_the_reference(values: Sequence[float | None], tied: float) -> bool:
    """Whether the reference package would stop here instead of answering.

    It does where seven rows hold a gap and the differences that are known do not already rule out a trend.
    """
    for first in range(len(values) - TREND_LENGTH + 1):
        window = values[first : first + TREND_LENGTH]
        steps = [b - a for a, b in pairwise(window) if a is not None and b is not None]
        if None in window and (all(step > tied for step in steps) or all(step < -tied for step in steps)):
            return True
    return False


def main() -> None:
    """One result line for each case line."""
    for line in sys.stdin:
        if line.strip():
            sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")


if __name__ == "__main__":
    main()
