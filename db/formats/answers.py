"""The answers of one column as numbers and labels, and the usual scale that just holds them. Knows no metric."""

from __future__ import annotations

import re
from dataclasses import dataclass

from db.formats.dressed import Dressed, dressed
from db.formats.evidence import Column
from db.formats.labelled_ends import labelled_ends
from db.formats.scores import whole_number
from db.formats.words import is_no_answer, label
from metrics.vocabulary import Scale

_TEN = Scale(0, 10)
_CODE_OF_NO_ANSWER = re.compile(r"-\d{1,2}")


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of one column: how many, and the whole numbers and labels among them with how often each stands.

    `coded` cells are not among them: numbers below 0, by which tools write that somebody had no answer. Where the
    whole column dresses its numbers alike, `dress` says how, and they are no `labels`.
    """

    total: int
    numbers: dict[int, int]
    labels: dict[str, int]
    coded: int = 0
    dress: Dressed | None = None

    @property
    def share(self) -> float:
        """The share of answers that are whole numbers from 0 to 10."""
        fitting = sum(count for number, count in self.numbers.items() if 0 <= number <= 10)
        return fitting / self.total if self.total else 0

    @property
    def scale(self) -> Scale | None:
        """The usual scale that just holds the numbers."""
        if not self.numbers or self.share < 0.9:
            return None
        if self.dress is not None:
            return self.dress.scale
        held = [number for number in self.numbers if 0 <= number <= 10]
        high = max(held)
        if min(held) == 0:
            return Scale(0, 1) if high <= 1 else _TEN if high > 5 else Scale(0, 5)
        return Scale(1, 5) if high <= 5 else Scale(1, 7) if high <= 7 else Scale(1, 10)

    @property
    def mean(self) -> float:
        held = {number: count for number, count in self.numbers.items() if 0 <= number <= 10}
        return sum(number * count for number, count in held.items()) / sum(held.values())


def answers(column: Column) -> Answers:
    """The answers of a column, “no answer” words left out."""
    numbers: dict[int, int] = {}
    labels: dict[str, int] = {}
    total = coded = 0
    dress = dressed(column.texts)
    ends = labelled_ends(column.texts)
    known = dress.numbers if dress else ends.scores(ends.scale) if ends else {}
    for text, count in column.texts.items():
        if is_no_answer(text):
            continue
        if _CODE_OF_NO_ANSWER.fullmatch(text.strip()):
            coded += count
            continue
        total += count
        number = known.get(label(text)) if known else None
        number = whole_number(text) if number is None else number
        if number is None:
            labels[text] = count
        else:
            numbers[number] = numbers.get(number, 0) + count
    return Answers(total, numbers, labels, coded, dress)
