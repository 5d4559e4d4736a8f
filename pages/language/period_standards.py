"""How pages and packs say that a standard changed within a period, and what the period is judged against."""

from __future__ import annotations

from itertools import pairwise

from metrics.period_standards import StandardPart
from metrics.scorecard import Scorecard
from pages.language import numbers


def standard_since(card: Scorecard) -> str:
    """From when the standard is in force: “since Jan 2026”, “changed in Oct 2026”; empty without one."""
    if card.standard is None:
        return ""
    changed = [part for part in card.standard_parts[1:] if part.value is not None]
    if changed and card.standard_parts[0].value is not None:
        return f"changed in {numbers.short_month(changed[-1].first)}"
    return f"since {numbers.short_month(card.standard.since)}"


def standard_note(card: Scorecard) -> str:
    """That the standard changed within the period, and what the value is judged against; empty where it did not."""
    parts = card.standard_parts
    if card.standard is None or not parts:
        return ""
    named = [part for part in parts if part.value is not None]
    judged_by = numbers.bare_standard(card.metric, card.standard.value)
    if len({part.value for part in named}) == 1:
        return f"No standard was in force before {numbers.short_month(named[0].first)}."
    told = [_until(card, own, later) for own, later in pairwise(parts)] + [_from(card, parts[-1])]
    weighed = f"weighted by {card.metric.cases}"
    return f"The standard was {numbers.listed(told)}. The period is judged against {judged_by}, their mean {weighed}."


def _until(card: Scorecard, part: StandardPart, later: StandardPart) -> str:
    return f"{_number(card, part)} before {numbers.short_month(later.first)}"


def _from(card: Scorecard, part: StandardPart) -> str:
    return f"{_number(card, part)} from {numbers.short_month(part.first)}"


def _number(card: Scorecard, part: StandardPart) -> str:
    return "not set" if part.value is None else numbers.bare_standard(card.metric, part.value)
