"""Whether labels beside numbers say that the lowest number is the best: “1 - Very satisfied” down to “5 - Poor”."""

from __future__ import annotations

import re
from collections.abc import Iterable

from db.formats.words import strength

_NUMBER_FIRST = re.compile(r"(\d{1,2})\s*(?:[-–—=:.]\s*|\()(?=[^\W\d])(\D*)")
_NUMBER_LAST = re.compile(r"([^\W\d]\D*)\((\d{1,2})\)")


def lowest_is_best(texts: Iterable[str]) -> bool:
    """Whether at least two numbered labels are known words, and every higher number stands beside a weaker one."""
    strengths = dict(sorted(_numbered(texts)))
    steps = list(zip(strengths.values(), list(strengths.values())[1:], strict=False))
    return bool(steps) and all(first >= second for first, second in steps) and any(a > b for a, b in steps)


def _numbered(texts: Iterable[str]) -> Iterable[tuple[int, int]]:
    """Each number that stands beside a known word, with that word's strength."""
    for text in texts:
        first, last = _NUMBER_FIRST.fullmatch(text.strip()), _NUMBER_LAST.fullmatch(text.strip())
        number, words = (first[1], first[2]) if first else (last[2], last[1]) if last else ("", "")
        if number and (known := strength(words.rstrip(") "))) is not None:
            yield int(number), known
