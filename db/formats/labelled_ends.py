"""Numbers whose ends are written as words: “Strongly agree” for the highest, “Not at all likely” for the lowest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from db.formats.scores import whole_number
from db.formats.words import end_of, is_no_answer, label
from metrics.vocabulary import Scale

_FEWEST = 2
_HIGHEST = 10


@dataclass(frozen=True, slots=True)
class LabelledEnds:
    """The labels of either end, and the numbers that stand between them in the same column."""

    lows: frozenset[str]
    highs: frozenset[str]
    numbers: frozenset[int]

    @property
    def scale(self) -> Scale:
        """The usual scale whose ends these are: one point beyond the numbers wherever an end has a label."""
        high = max(self.numbers) + bool(self.highs and max(self.numbers) < _HIGHEST)
        usual = next(one for one in (5, 7, _HIGHEST) if one >= high)
        return Scale(0 if 0 in self.numbers or (self.lows and 1 in self.numbers) else 1, usual)

    def scores(self, scale: Scale) -> dict[str, int]:
        """The score of each label on `scale`."""
        return dict.fromkeys(self.lows, scale.low) | dict.fromkeys(self.highs, scale.high)


def labelled_ends(texts: Iterable[str]) -> LabelledEnds | None:
    """What the answers of a column are where each is a number or the word for an end; None for any other column."""
    lows: set[str] = set()
    highs: set[str] = set()
    numbers: set[int] = set()
    for text in texts:
        if is_no_answer(text):
            continue
        if (number := whole_number(text)) is not None:
            numbers.add(number)
        elif end := end_of(text):
            (highs if end > 0 else lows).add(label(text))
        else:
            return None
    is_scale = len(numbers) >= _FEWEST and max(numbers) <= _HIGHEST
    return LabelledEnds(frozenset(lows), frozenset(highs), frozenset(numbers)) if is_scale and (lows or highs) else None
