"""A column of survey weights: how much each answer should count so that the sample resembles all customers.

It is found and asked about, since only a person knows whether the weights are meant for these figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from db.formats.columns.profile import ColumnProfile
from db.formats.columns.questions import Choice, Question, QuestionKind, asked_column
from db.formats.columns.roles import Role
from db.formats.columns.suggestion import Suggestion
from db.formats.files.headings import Heading, called, words
from db.formats.values.answer_labels import is_no_answer
from db.formats.values.lexicon import WEIGHT_WORDS
from db.formats.values.weights import weight_number
from metrics.catalogue import CATALOGUE

WHY = "It looks like a weight of each answer."
_UNSURE = 0.6
_LONGEST_HEADING = 5
_USUAL_MEAN = (0.5, 2.0)  # weights are scaled so that their mean is 1
_LARGEST = 100.0


def weight_suggestion(heading: Heading, column: ColumnProfile, index: int) -> Suggestion | None:
    """The column as a weight, to be asked about: a heading that says so over positive decimals around 1, else None."""
    said = words(heading.name).split()
    if len(said) > _LONGEST_HEADING or not WEIGHT_WORDS & set(said):
        return None
    counted = {text: n for text, n in column.texts.items() if not is_no_answer(text)}
    values = {text: weight_number(text) for text in counted}
    known = [(value, counted[text]) for text, value in values.items() if value is not None]
    if len(known) < max(2, len(counted)) or not all(0 <= value <= _LARGEST for value, _ in known):
        return None
    mean = sum(value * n for value, n in known) / sum(n for _, n in known)
    has_decimals = any(value != int(value) for value, _ in known)
    if not has_decimals or not _USUAL_MEAN[0] <= mean <= _USUAL_MEAN[1]:
        return None
    return Suggestion(Role.WEIGHT, _UNSURE, WHY, doubt=_question(heading, index))


def _question(heading: Heading, index: int) -> Question:
    """The question whether answers count by a column, or once each."""
    choices = tuple(Choice(index, index, role) for role in (Role.WEIGHT, Role.IGNORED))
    return Question(QuestionKind.WEIGHT, asked_column(heading, index), choices=choices)


def weight_questions(made: Iterable[Suggestion]) -> Iterator[Question]:
    """The question about each column of weights of which a person has said nothing."""
    return (one.doubt for one in made if one.role is Role.WEIGHT and one.doubt is not None)


def weight_notes(
    headings: Sequence[Heading], made: Sequence[Suggestion], used: Mapping[int, Role], metrics: Iterable[str | None]
) -> list[str]:
    """A sentence for each column of weights that is left out, and for each metric that weights do not reach.

    `used` are the columns that are read, from 1, and `metrics` those of their scores.
    """
    notes = [
        f"{called(headings[index - 1], index)} looks like a weight of each answer. It was left out: each counts once."
        for index, one in enumerate(made, 1)
        if one.role is Role.WEIGHT and index not in used
    ]
    if Role.WEIGHT not in used.values():
        return notes
    measured = [CATALOGUE[name].name for name in dict.fromkeys(metrics) if name and not CATALOGUE[name].formula.scale]
    return [*notes, *(f"{name} is measured, so its answers count once each, without weights." for name in measured)]
