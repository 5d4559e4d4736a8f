"""The answers of one column as numbers and labels, and the usual scale that just holds them. Knows no metric.

Numbers may have a constant prefix or suffix (“A1”, “4/5”), labels at both ends, or run the other way round.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from db.formats.columns.profile import ColumnProfile
from db.formats.values.answer_labels import end_of, is_no_answer, label, strength
from db.formats.values.lexicon import OUT_OF
from db.formats.values.scores import whole_number
from metrics.vocabulary import Scale

_TEN = Scale(0, 10)
_UNUSUAL_ENDS = (3, 4, 6)
_MOST_POINTS = 30
_CODE_OF_NO_ANSWER = re.compile(r"-\d{1,2}")


@dataclass(frozen=True, slots=True)
class ColumnAnswers:
    """The answers of one column: how many, and the whole numbers and labels among them with how often each stands.

    `coded` cells are not among them: numbers below 0, by which tools write that somebody had no answer. Where the
    whole column dresses its numbers alike, `dress` says how, and they are no `labels`. Where words beside the numbers
    say that the highest is the best, it `rises`.
    """

    total: int
    numbers: dict[int, int]
    labels: dict[str, int]
    coded: int = 0
    dress: AffixedNumbers | None = None
    rises: bool = False

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
    def seen(self) -> Scale | None:
        """The scale that ends at the highest number chosen, where that is no usual end; None where it is one."""
        held = [number for number in self.numbers if 0 <= number <= 10]
        usual = self.scale
        if usual is None or self.dress is not None or max(held) not in _UNUSUAL_ENDS:
            return None
        return Scale(usual.low, max(held))

    @property
    def mean(self) -> float:
        held = {number: count for number, count in self.numbers.items() if 0 <= number <= 10}
        return sum(number * count for number, count in held.items()) / sum(held.values())


def column_answers(column: ColumnProfile, unanswered: frozenset[int] = frozenset()) -> ColumnAnswers:
    """The answers of a column, “no answer” words left out, and numbers that stand for `unanswered`."""
    numbers: dict[int, int] = {}
    labels: dict[str, int] = {}
    total = coded = 0
    dress = affixed_numbers(column.texts)
    ends = labelled_ends(column.texts)
    known = dress.numbers if dress else ends.scores(ends.scale) if ends else {}
    for text, count in column.texts.items():
        if is_no_answer(text):
            continue
        if _CODE_OF_NO_ANSWER.fullmatch(text.strip()):
            coded += count
            continue
        number = known.get(label(text)) if known else None
        number = whole_number(text) if number is None else number
        if number in unanswered:
            continue
        total += count
        if number is None:
            labels[text] = count
        else:
            numbers[number] = numbers.get(number, 0) + count
    rises = len(column.texts) <= _MOST_POINTS and highest_is_best(column.texts)
    return ColumnAnswers(total, numbers, labels, coded, dress, rises)


_CODE = re.compile(r"([A-Za-z]{1,3}0{0,2})(\d{1,2})")
_OUT_OF = re.compile(rf"(\d{{1,2}})\s?(?:{OUT_OF})\s?(\d{{1,2}})", re.IGNORECASE)
_FEWEST_ALIKE = 2
_HIGHEST_DRESSED = 10


@dataclass(frozen=True, slots=True)
class AffixedNumbers:
    """The number that each label stands for, and the scale they show.

    A code says only the place of a choice in its list, so the first may be the best as well as the last.
    """

    numbers: Mapping[str, int]
    scale: Scale
    is_code: bool


def affixed_numbers(texts: Iterable[str]) -> AffixedNumbers | None:
    """What the answers of a column stand for where every one is dressed alike; None where one of them is not."""
    labels = [text.strip() for text in texts if not is_no_answer(text)]
    return _codes(labels) or _parts(labels)


def _codes(labels: list[str]) -> AffixedNumbers | None:
    found = [_CODE.fullmatch(text) for text in labels]
    known = [match for match in found if match]
    numbers = {label(match[0]): int(match[2]) for match in known}
    if len(known) < len(found) or len(numbers) < _FEWEST_ALIKE or len({match[1] for match in known}) > 1:
        return None
    high = max(numbers.values())
    if min(numbers.values()) < 1 or high > _HIGHEST_DRESSED:
        return None
    return AffixedNumbers(numbers, Scale(1, max(high, 5 if high > 2 else 2)), is_code=True)


def _parts(labels: list[str]) -> AffixedNumbers | None:
    """“4/5” and the like, all out of the same number."""
    found = [_OUT_OF.fullmatch(text) for text in labels]
    known = [match for match in found if match]
    wholes = {int(match[2]) for match in known}
    if not known or len(known) < len(found) or len(wholes) > 1:
        return None
    (high,) = wholes
    numbers = {label(match[0]): int(match[1]) for match in known}
    if not 2 < high <= _HIGHEST_DRESSED or max(numbers.values()) > high:
        return None
    return AffixedNumbers(
        numbers, Scale(0 if 0 in numbers.values() or high == _HIGHEST_DRESSED else 1, high), is_code=False
    )


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


_NUMBER_FIRST = re.compile(r"(\d{1,2})\s*(?:[-–—=:.]\s*|\()(?=[^\W\d])(\D*)")
_NUMBER_IN_BRACKETS = re.compile(r"[(\[](\d{1,2})[)\]]\s*(?=[^\W\d])(\D*)")
_NUMBER_LAST = re.compile(r"([^\W\d]\D*)(?:\((\d{1,2})\)|[-–—=:]\s?(\d{1,2}))")


def lowest_is_best(texts: Iterable[str]) -> bool:
    """Whether at least two numbered labels are known words, and every higher number stands beside a weaker one."""
    strengths = dict(sorted(_numbered(texts)))
    steps = list(zip(strengths.values(), list(strengths.values())[1:], strict=False))
    return bool(steps) and all(first >= second for first, second in steps) and any(a > b for a, b in steps)


def highest_is_best(texts: Iterable[str]) -> bool:
    """Whether at least two numbered labels are known words, and every higher number stands beside a stronger one."""
    strengths = list(dict(sorted(_numbered(texts))).values())
    return len(strengths) > 1 and all(first < second for first, second in itertools.pairwise(strengths))


def _numbered(texts: Iterable[str]) -> Iterable[tuple[int, int]]:
    """Each number that stands beside a known word, with that word's strength."""
    for text in texts:
        bare = text.strip()
        first = _NUMBER_FIRST.fullmatch(bare) or _NUMBER_IN_BRACKETS.fullmatch(bare)
        last = _NUMBER_LAST.fullmatch(bare)
        number, words = (first[1], first[2]) if first else (last[2] or last[3], last[1]) if last else ("", "")
        if number and (known := strength(words.rstrip(")-–—=: "))) is not None:
            yield int(number), known
