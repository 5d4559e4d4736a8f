"""A column of survey weights: how much each answer should count so that the sample resembles all customers.

It is found and named, and left out: figures are of the answers as they came.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from db.formats.columns.profile import ColumnProfile
from db.formats.columns.roles import Role
from db.formats.columns.suggestion import Suggestion, ignored
from db.formats.files.headings import Heading, called, words
from db.formats.values.answer_labels import is_no_answer
from db.formats.values.lexicon import WEIGHT_WORDS
from db.formats.values.numbers import number

WHY = "It looks like a weight of each answer. Answers count once each, so it is left out."
_LONGEST_HEADING = 5
_USUAL_MEAN = (0.5, 2.0)  # weights are scaled so that their mean is 1
_LARGEST = 100.0


def weight_suggestion(heading: Heading, column: ColumnProfile) -> Suggestion | None:
    """The column as a weight that is left out: a heading that says so over positive decimals around 1, else None."""
    said = words(heading.name).split()
    if len(said) > _LONGEST_HEADING or not WEIGHT_WORDS & set(said):
        return None
    counted = {text: n for text, n in column.texts.items() if not is_no_answer(text)}
    values = {text: number(text.replace(",", ".")) for text in counted}
    known = [(value, counted[text]) for text, value in values.items() if value is not None]
    if len(known) < max(2, len(counted)) or not all(0 <= value <= _LARGEST for value, _ in known):
        return None
    mean = sum(value * n for value, n in known) / sum(n for _, n in known)
    has_decimals = any(value != int(value) for value, _ in known)
    return ignored(WHY, 0.9) if has_decimals and _USUAL_MEAN[0] <= mean <= _USUAL_MEAN[1] else None


def weight_notes(headings: Sequence[Heading], made: Sequence[Suggestion], mapped: Iterable[int]) -> list[str]:
    """A sentence for each column of weights that nothing else was said of; `mapped` are the columns that are used."""
    used = set(mapped)
    return [
        f"{called(headings[index - 1], index)} looks like a weight of each answer. It was left out: each counts once."
        for index, one in enumerate(made, 1)
        if one.role is Role.IGNORED and one.why == WHY and index not in used
    ]
