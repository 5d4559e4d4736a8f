"""Questions over several columns: one column for each point of a scale, ticked where chosen, and yes-no questions.

A yes may be good or bad, so yes-no questions are always asked.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from db.formats.columns.questions import QuestionKind, Reason, asked_column, score_question
from db.formats.columns.roles import Role
from db.formats.columns.suggestion import Suggestion
from db.formats.files.headings import Heading, plain, words
from db.formats.values.answer_labels import label, word_scale
from db.formats.values.lexicon import BARE_QUESTION, PROMISED, RESOLVED, SERVED
from metrics.vocabulary import Scale

_POINT = re.compile(r"\W*(\d{1,2})\W*|(\d{1,2})\s*[-–—=:.(]\s*\D+|\D+[-–—=:(]\s*(\d{1,2})\W*")
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Points:
    """The columns of one question, from `first` to `last` (from 1), and the point that each stands for."""

    first: int
    last: int
    scale: Scale
    points: tuple[int, ...]


def one_hot(headings: Sequence[Heading]) -> list[Points]:
    """Every run of columns under one question whose choices are the points of a scale, as numbers or words."""
    found = []
    start = 0
    while start < len(headings):
        end = start + 1
        while end < len(headings) and _same_question(headings[start], headings[end]):
            end += 1
        found += _points(headings, start, end)
        start = end
    return found


def _same_question(first: Heading, other: Heading) -> bool:
    return bool(first.choice and other.choice and plain(first.question) == plain(other.question))


def _points(headings: Sequence[Heading], start: int, end: int) -> list[Points]:
    """The run of points that `headings[start:end]` begins with; other choices may follow it."""
    choices = [heading.choice for heading in headings[start:end]]
    numbers = [number for number in itertools.takewhile(_is_known, map(_number, choices)) if number is not None]
    rising = sorted(numbers)
    if len(numbers) >= _FEWEST and numbers in (rising, rising[::-1]) and rising[0] in (0, 1):
        is_whole = rising == list(range(rising[0], rising[-1] + 1))
        scale = Scale(rising[0], rising[-1])
        return [Points(start + 1, start + len(numbers), scale, tuple(numbers))] if is_whole else []
    words = word_scale(choices)
    if words is None or words.scale == Scale(0, 1):
        return []
    points = tuple(words.scores[label(choice)] for choice in choices if label(choice) in words.scores)
    whole = len(points) == words.scale.high - words.scale.low + 1 == len(set(points))
    return [Points(start + 1, start + len(points), words.scale, points)] if whole else []


def _number(choice: str) -> int | None:
    """The point that a choice names, alone or beside a label: “3”, “1 - Very bad”, “Extremely likely - 10”."""
    match = _POINT.fullmatch(choice)
    return int(match[match.lastindex or 0]) if match else None


def _is_known(number: int | None) -> bool:
    return number is not None


_MOST_WORDS = 30


def is_bare_question(heading: Heading) -> bool:
    """Whether a heading says no more than that it is a question, such as “question_1” or “Q7”."""
    return not heading.choice and BARE_QUESTION.fullmatch(words(heading.question or heading.name)) is not None


def yes_no_suggestion(heading: Heading, seen: dict[str, int], index: int) -> Suggestion | None:
    """A column of yes and no as a score to be asked about; None where it asks nothing about service."""
    text = heading.text
    if len(text.split()) > _MOST_WORDS:
        return None
    if PROMISED.search(text):
        return _asked(heading, seen, index, "promises_kept")
    if RESOLVED.search(text):
        return _asked(heading, seen, index, "first_contact_resolution")
    if SERVED.search(text) or is_bare_question(heading):
        return _asked(heading, seen, index, None)
    return None


def _asked(heading: Heading, seen: dict[str, int], index: int, metric: str | None) -> Suggestion:
    columns, scale = asked_column(heading, index), Scale(0, 1)
    doubt = score_question(QuestionKind.METRIC, Reason.YES_NO, columns, metric, scale, turned=None)
    why = "Answered with yes and no, which may be a score."
    return Suggestion(Role.SCORE, 0.4, why, metric, scale, seen, doubt=doubt, is_loose=True)
