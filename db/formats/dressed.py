"""Whole numbers that a whole column dresses alike: codes of choices such as “A1” to “A5”, or “4/5” and “4 out of 5”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from db.formats.words import is_no_answer, label
from metrics.vocabulary import Scale

_CODE = re.compile(r"([A-Za-z]{1,3}0{0,2})(\d{1,2})")
_OUT_OF = re.compile(r"(\d{1,2})\s?(?:/|out of|of|von|sur|de|van|su)\s?(\d{1,2})", re.IGNORECASE)
_FEWEST = 2
_HIGHEST = 10


@dataclass(frozen=True, slots=True)
class Dressed:
    """The number that each label stands for, and the scale they show.

    A code says only the place of a choice in its list, so the first may be the best as well as the last.
    """

    numbers: Mapping[str, int]
    scale: Scale
    is_code: bool


def dressed(texts: Iterable[str]) -> Dressed | None:
    """What the answers of a column stand for where every one is dressed alike; None where one of them is not."""
    labels = [text.strip() for text in texts if not is_no_answer(text)]
    return _codes(labels) or _parts(labels)


def _codes(labels: list[str]) -> Dressed | None:
    found = [_CODE.fullmatch(text) for text in labels]
    known = [match for match in found if match]
    numbers = {label(match[0]): int(match[2]) for match in known}
    if len(known) < len(found) or len(numbers) < _FEWEST or len({match[1] for match in known}) > 1:
        return None
    high = max(numbers.values())
    if min(numbers.values()) < 1 or high > _HIGHEST:
        return None
    return Dressed(numbers, Scale(1, max(high, 5 if high > 2 else 2)), is_code=True)


def _parts(labels: list[str]) -> Dressed | None:
    """“4/5” and the like, all out of the same number."""
    found = [_OUT_OF.fullmatch(text) for text in labels]
    known = [match for match in found if match]
    wholes = {int(match[2]) for match in known}
    if not known or len(known) < len(found) or len(wholes) > 1:
        return None
    (high,) = wholes
    numbers = {label(match[0]): int(match[1]) for match in known}
    if not 2 < high <= _HIGHEST or max(numbers.values()) > high:
        return None
    return Dressed(numbers, Scale(0 if 0 in numbers.values() or high == _HIGHEST else 1, high), is_code=False)
