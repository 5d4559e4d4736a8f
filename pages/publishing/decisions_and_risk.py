"""The sections that ask for a decision: what is at stake, with every assumption, and the decisions."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from db.reports.customers_at_risk import CustomersAtRisk
from metrics.statistics.customers_at_risk import AtStake
from metrics.vocabulary import Value
from pages.language import locale, numbers
from pages.packs.pack import Paragraph

Write = Callable[[float | None], str]
# An estimate from an assumption has two significant figures at best.
FIGURES = 2
# Marks that people type before a line of a list; the pack numbers the lines itself.
_MARK = re.compile(r"^(\d{1,2}[.)]|[-–—•*])\s+")
NO_ANSWERS = "No estimate: too few customers answered the question on recommendation or satisfaction."
NO_CUSTOMERS = "No estimate: the number of customers has not been entered."


def decisions(text: str) -> tuple[Paragraph, ...]:
    """Each line of the leader's text as a numbered paragraph."""
    asked = [_MARK.sub("", " ".join(line.split())) for line in text.splitlines()]
    return tuple(Paragraph(own, f"{number}.") for number, own in enumerate(filter(None, asked), start=1))


def at_stake(stake: CustomersAtRisk | None, month: str) -> tuple[Paragraph, ...]:
    """The estimate with its range, what was counted, and what is assumed; empty without an assumption.

    `month` is the month's name. Where no estimate is possible, one sentence says why.
    """
    if stake is None:
        return ()
    if stake.estimate is None:
        return (Paragraph(NO_ANSWERS if stake.asked is None else NO_CUSTOMERS),)
    return (
        Paragraph(_range(stake.estimate), lead=_estimate(stake.estimate)),
        Paragraph(_counted(stake, stake.estimate, month), lead="Counted:"),
        Paragraph(_assumed(stake), lead="Assumed:"),
    )


def _estimate(own: AtStake) -> str:
    customers = rounded(own.leaving.estimate)
    if not customers:
        return "Fewer than one customer"
    found = [numbers.count(customers, "customers")]
    if own.money is not None:
        found.append(f"{money(own.money.estimate)} a year")
    return f"About {' and '.join(found)}"


def _range(own: AtStake) -> str:
    ends = [f"{_from_to(own.leaving, about)} customers"]
    if own.money is not None:
        ends.append(_from_to(own.money, money))
    return f"may be lost; plausible range {' and '.join(ends)} (sampling only)."


def _from_to(own: Value, write: Write) -> str:
    return f"{write(own.low)} to {write(own.high)}"


def _counted(stake: CustomersAtRisk, own: AtStake, month: str) -> str:
    asked = stake.asked
    assert asked is not None
    assert own.share.estimate is not None
    low, high = (numbers.plain(end or 0, 1) for end in (own.share.low, own.share.high))
    share = f"{numbers.share(own.share.estimate / 100, 1)}, {low} to {high}"
    answers = numbers.count(asked.answers, "answers")
    scored = f"scored {asked.scale.low} to {asked.highest} on {asked.metric.name}"
    return f"{numbers.plain(asked.unhappy, 0)} of {answers} in {month} {scored} ({share})."


def _assumed(stake: CustomersAtRisk) -> str:
    said, there = stake.assumption, stake.customers
    assert there is not None
    whom = there.words or "customers"
    parts = [
        f"they represent all {numbers.plain(there.number, 0)} {whom}",
        f"{plain_number(said.leaving)}{numbers.THIN}% of customers who score this low leave within a year",
    ]
    if said.worth is not None:
        parts.append(f"each is worth {locale.money(plain_number(said.worth))} a year")
    return f"{numbers.listed(parts)}."


def rounded(number: float | None) -> float:
    """A number rounded to two significant figures, and to whole numbers."""
    assert number is not None
    size = math.floor(math.log10(number)) if number >= 1 else 0
    return round(number, min(0, FIGURES - 1 - size))


def about(number: float | None) -> str:
    """The same as text: “1,800”, “26”, “0”."""
    return numbers.plain(rounded(number), 0)


def money(number: float | None) -> str:
    """Money to two figures: “£740,000”."""
    return locale.money(about(number))


def plain_number(number: float) -> str:
    """A number as a person types it, without trailing zeros: “25”, “12.5”."""
    whole, sign, fraction = numbers.plain(number, 2).partition(locale.decimal_sign())
    return f"{whole}{sign}{fraction.rstrip('0')}".removesuffix(sign) if sign else whole
