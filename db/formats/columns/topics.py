"""What a question asks, told from its words in eight languages, and the scale and direction that its legend states."""

from __future__ import annotations

import re
from dataclasses import dataclass

from db.formats.values.answer_labels import is_no_answer
from db.formats.values.lexicon import (
    BAD_END,
    COUNTED_THINGS,
    DISSATISFIED,
    EASY,
    END_OF_SCALE,
    GOOD_END,
    HARD,
    MEANS,
    OTHERS,
    RECOMMEND,
    SATISFIED,
    SCHOOL_GRADE,
    STAFF,
    UP_TO,
    UP_TO_TOP,
)
from metrics.vocabulary import Scale

_END = re.compile(
    rf"\b(\d{{1,2}})\s*(?:[-–=:]|{MEANS}|(?=(?:the )?(?:{END_OF_SCALE})\b))\s*([^\d]{{3,80}})",
    re.IGNORECASE,
)
_END_BEFORE = re.compile(r"([^\W\d][^\d()]{2,60})\((\d{1,2})\)")
_RANGE = re.compile(
    rf"\b([01])\s*(?:{UP_TO})\s*(\d{{1,2}})\b(?!\s*(?:{COUNTED_THINGS}))",
    re.IGNORECASE,
)
_TOP = re.compile(
    rf"(?<![\d/])(?:\b|(?<=[\s(\[]))(?:{UP_TO_TOP})[.:]?\s?(\d{{1,2}})(?:\s(?:points?|punkten?|stars?))?[)\]?.!\s]{{0,3}}$",
    re.IGNORECASE,
)
_PART_ENDS = re.compile(r"[/,;(|]\s|\s[-–]")
_MOST_CHARACTERS = 2_000
_LOWEST_TOP = 3


@dataclass(frozen=True, slots=True)
class Legend:
    """The scale a question states, if any, whether it words both ends, and whether the low end is the good one.

    Where it says the top alone, as “out of 10” does, the `low_is_open`: the scale is from 1, or from 0 where people are
    asked to recommend. `unanswered` are the numbers that it says stand for no answer: “0 = not applicable”.
    """

    scale: Scale | None = None
    is_worded: bool = False
    is_turned: bool = False
    unanswered: frozenset[int] = frozenset()
    low_is_open: bool = False


def legend(text: str) -> Legend:
    """What `text` says of its scale: “1 - strongly disagree, 10 - strongly agree”, “auf einer Skala von 1 bis 5”."""
    text = text[:_MOST_CHARACTERS]
    ends = {int(match[2]): match[1] for match in _END_BEFORE.finditer(text)}
    ends |= {int(match[1]): match[2] for match in _END.finditer(text)}
    unanswered = frozenset(number for number, meaning in ends.items() if _says_no_answer(meaning))
    ends = {number: meaning for number, meaning in ends.items() if number not in unanswered}
    scale = _scale(min(ends), max(ends)) if len(ends) >= 2 else None
    if scale is None and (match := _RANGE.search(text)):
        scale = _scale(int(match[1]), int(match[2]))
    top = _TOP.search(text) if scale is None and not ends else None
    if top is not None:
        scale = _scale(0 if RECOMMEND.search(text) else 1, int(top[1]))
    lowest, highest = (scale.low, scale.high) if scale else (min(ends, default=0), max(ends, default=0))
    low = ends.get(lowest) if lowest <= 1 else None
    high = ends.get(highest) if highest >= _LOWEST_TOP else None
    low_is_good = low is not None and not BAD_END.search(low)
    high_is_bad = high is not None and BAD_END.search(high) is not None
    turned = (
        SCHOOL_GRADE.search(text) is not None
        or (high_is_bad and (low is None or low_is_good))
        or (low_is_good and high is None and _praises(low))
    )
    return Legend(scale, low is not None and high is not None, turned, unanswered, top is not None)


def asked_metric(question: str) -> str | None:
    """The metric that a question asks by its usual words; None where it asks none, or with the low end as the good."""
    if OTHERS.search(question) or legend(question).is_turned:
        return None
    if RECOMMEND.search(question):
        return "enps" if STAFF.search(question) else "nps"
    if SATISFIED.search(question):
        return None if DISSATISFIED.search(question) else "csat"
    return "ces" if EASY.search(question) and not HARD.search(question) else None


def _says_no_answer(meaning: str) -> bool:
    """Whether the words beside a number say that nothing was rated; what follows a bar or comma is more of the same."""
    meaning = meaning.strip(" )]")
    first = _PART_ENDS.split(meaning, maxsplit=1)[0]
    return bool(first) and (is_no_answer(first) or is_no_answer(meaning))


def _scale(low: int, high: int) -> Scale | None:
    return Scale(low, high) if low in (0, 1) and 3 <= high <= 10 else None


def _praises(text: str | None) -> bool:
    return text is not None and GOOD_END.search(text) is not None
