"""From what is written of a counted result to counts: whole ones where they are known, else sums that say no more.

A percentage of n people is a whole count where only one count gives the percentage as it is printed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from db.formats.columns.roles import Role
from db.formats.rows.blocks import Sums
from db.formats.rows.cells import UnreadableCell
from db.formats.values.numbers import write_number
from metrics.answers.formulas import NPS_GROUPS, STEPS_PER_POINT, NetScore
from metrics.catalogue import Metric
from metrics.vocabulary import Audience, Item, Scale

BOX = Scale(0, 1)
_CLOSE = 1e-9
_WHOLE = 100
_MOST_ANSWERS = 1_000_000_000


class Printed(NamedTuple):
    """A percentage as it is printed, and half of its last digit."""

    value: float
    half: float


class Part(NamedTuple):
    """What one line says of one item: counts by score, or sums."""

    item: Item
    counts: Mapping[int, int]
    sums: Sums | None = None

    @property
    def n(self) -> int:
        return self.sums.n if self.sums is not None else sum(self.counts.values())

    def plus(self, other: Part) -> Part:
        """Both together, as counts where both are."""
        if self.sums is None and other.sums is None:
            scores = sorted({*self.counts, *other.counts})
            added = {score: self.counts.get(score, 0) + other.counts.get(score, 0) for score in scores}
            return Part(self.item, added)
        return Part(self.item, {}, Sums(*(a + b for a, b in zip(self._as_sums(), other._as_sums(), strict=True))))

    def _as_sums(self) -> Sums:
        if self.sums is not None:
            return self.sums
        total = sum(score * n for score, n in self.counts.items())
        squares = sum(score * score * n for score, n in self.counts.items())
        return Sums(self.n, STEPS_PER_POINT * total, STEPS_PER_POINT**2 * squares)


def printed(text: str, value: float) -> Printed:
    """The percentage `value`, which is written as `text`."""
    digits = text.strip(" %\u00a0").replace(",", ".").partition(".")[2]
    return Printed(value, 0.5 * 10.0 ** -len(digits))


def grouped_item(known: Metric, audience: Audience | None) -> Item:
    """The item of which groups or a top box are counts: a Net Promoter Score on its groups, else yes and no."""
    scale = NPS_GROUPS if isinstance(known.formula, NetScore) else BOX
    return Item(known.id, scale, audience or known.audience)


def of_percentages(item: Item, shares: Mapping[int, Printed], n: int) -> Part:
    """The part that percentages of n answers make: `shares` of every score of the item but the one left over."""
    scores = range(item.scale.low, item.scale.high + 1) if item.scale else ()
    known = {score: _count(share, n) for score, share in shares.items()}
    whole = {score: count for score, count in known.items() if count is not None}
    left = n - sum(whole.values())
    missing = [score for score in scores if score not in shares]
    if len(whole) == len(shares) and ((missing and left >= 0) or left == 0):
        return Part(item, {**whole, **({missing[0]: left} if missing else {})})
    rest = _WHOLE - sum(share.value for share in shares.values())
    values = {**{score: share.value for score, share in shares.items()}, **({missing[0]: rest} if missing else {})}
    total = round(sum(score * value * n for score, value in values.items()))
    squares = round(STEPS_PER_POINT * sum(score * score * value * n for score, value in values.items()))
    return Part(item, {}, Sums(n, total, squares))


def _count(share: Printed, n: int) -> int | None:
    """The only count of n that is printed as this percentage; None where none or several are."""
    least = math.ceil(n * (share.value - share.half) / _WHOLE - _CLOSE)
    most = math.floor(n * (share.value + share.half) / _WHOLE + _CLOSE)
    return least if least == most else None


def of_difference(item: Item, score: float, n: int) -> Part:
    """The part that a Net Promoter Score of n answers makes: as wide a spread as there can be, without passives."""
    if not -_WHOLE <= score <= _WHOLE:
        raise UnreadableCell(Role.VALUE, f"{write_number(score)} is no Net Promoter Score, which is from -100 to 100.")
    return Part(item, {}, Sums(n, round(STEPS_PER_POINT * score * n / _WHOLE), STEPS_PER_POINT**2 * n))


def of_mean(item: Item, mean: float, deviation: float | None, n: int) -> Part:
    """The part that a mean and a standard deviation (by n - 1) of n scores make; None is the widest there can be.

    Raises UnreadableCell for impossible ones.
    """
    assert item.scale is not None
    low, high = item.scale.low, item.scale.high
    if not low <= mean <= high:
        raise UnreadableCell(Role.MEAN, f"{write_number(mean)} is outside the scale from {low} to {high}.")
    most = math.sqrt((mean - low) * (high - mean) * n / max(1, n - 1))
    deviation = most if deviation is None else deviation
    if deviation < 0 or deviation > most + 0.05 * (high - low):
        raise UnreadableCell(
            Role.SD,
            f"Scores from {low} to {high} with a mean of {write_number(mean)} deviate by {most:.2f} at most. Check the "
            "standard deviation, or the scale.",
        )
    total = round(STEPS_PER_POINT * mean * n)
    squares = round((n - 1) * (STEPS_PER_POINT * deviation) ** 2 + total * total / n)
    return Part(item, {}, Sums(n, total, squares))


def whole(role: Role, value: float | None) -> int | None:
    """A count of people. Raises UnreadableCell for what cannot be one."""
    if value is None:
        return None
    if value < 0 or not value.is_integer() or value > _MOST_ANSWERS:
        raise UnreadableCell(role, f"{write_number(value)} is no number of people. Write a whole number from 0 up.")
    return int(value)
