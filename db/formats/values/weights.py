"""The weight of an answer as a cell writes it: how much the answer counts, 1 being the usual."""

from __future__ import annotations

import re

from db.formats.files.row_problem import Advised
from db.formats.values.answer_labels import is_no_answer
from db.formats.values.numbers import number
from metrics.answers.weights import STEPS_PER_WEIGHT

_WITH_POWER = re.compile(r"\d(?:[.,]\d{1,20})?[eE][+-]?\d{1,2}")
_MOST = 1e8  # far beyond what a file may hold, so that sums of steps fit


def weight_number(text: str) -> float | None:
    """The number in a cell of weights; None where it is none. A comma is the decimal sign: no weight is 1,000."""
    bare = text.strip()
    if _WITH_POWER.fullmatch(bare):
        return float(bare.replace(",", "."))
    return number(bare.replace(",", "."))


def weight_of(text: str) -> int | Advised:
    """The weight in a cell, in steps of 1/10,000; what is wrong with it and what to do where it cannot be one.

    The smallest weight above 0 is one step.
    """
    if is_no_answer(text):
        return Advised(
            "This row has no weight, though the other rows count by theirs.", "Fill it in, or leave the weights out."
        )
    value = weight_number(text)
    if value is None:
        return Advised(f"“{text.strip()[:80]}” is not a weight.", "A weight is a number, such as 0.85.")
    if not 0 <= value <= _MOST:
        return Advised(f"“{text.strip()[:80]}” cannot be a weight.", "A weight is 0 or more, and about 1 on average.")
    return max(round(value * STEPS_PER_WEIGHT), int(value > 0))
