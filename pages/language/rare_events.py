"""What lies between failures of shoppers' visits, in words, where they are rare."""

from __future__ import annotations

from metrics.spc.rare_events import RareEvents
from metrics.spc.special_causes import Signal
from pages.language import numbers

# Measured: docs/STATISTICS.md, of stable services over three years.
BY_CHANCE = "up to one such chart in six"
INSTEAD = "Failures are too rare for a usual range of months; what lies between two of them is judged instead."


def rare_sentence(rare: RareEvents) -> str:
    """How long it has been without a failure, what is usual, and whether anything stands out."""
    failures = numbers.count(len(rare.gaps) + 1, "failures")
    since = f"{numbers.count(rare.since.cases, 'visits')} and {numbers.count(rare.since.days, 'days')}"
    days = rare.day_limits
    return " ".join(
        (
            f"{failures} so far; {since} without one since {numbers.day(rare.gaps[-1].day)}.",
            f"Half of the gaps are of {_most(rare.limits.mean)} or fewer; "
            f"the usual range ends at {_most(rare.limits.upper)}, or {numbers.plain(days.upper, 0)} days.",
            _standing_out(rare),
            "Provisional: the range is from fewer than 13 gaps." if rare.limits.trial else "",
        )
    ).strip()


def _most(visits: float) -> str:
    return numbers.count(int(visits), "visits")


def _standing_out(rare: RareEvents) -> str:
    said = {
        Signal.ABOVE_LIMIT: "The newest gap is longer: failures are rarer.",
        Signal.RUN_ABOVE: "Eight or more gaps in a row are longer than the middle: failures are rarer.",
        Signal.RUN_BELOW: "Eight or more gaps in a row are shorter than the middle: failures are more frequent.",
    }
    if rare.newest is not None:
        return said[rare.newest]
    if any(rare.signals):
        return f"Some gaps stand out, but not the newest; so does {BY_CHANCE} of a stable service."
    return "None stands out."
