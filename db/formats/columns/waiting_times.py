"""A column that says how long each person waited, as call logs have: it may be the hold time, and is asked about."""

from __future__ import annotations

from db.formats.columns.profile import ColumnProfile
from db.formats.columns.questions import Choice, Question, QuestionKind, Reason, asked_column
from db.formats.columns.roles import Role
from db.formats.columns.suggestion import Suggestion
from db.formats.files.headings import Heading
from db.formats.values.answer_labels import is_no_answer
from db.formats.values.durations import is_short_clock, seconds_in, unit_named
from db.formats.values.lexicon import AMOUNT, EASY, EXPERIENCE, RATED, RECOMMEND, SATISFIED, WAITED
from db.formats.values.numbers import number

_METRIC = "hold_time"
_FEWEST, _MOSTLY, _LOOKED_AT = 5, 0.8, 200
# Smaller numbers may be points of a scale.
_BEYOND_A_SCALE = 10
_OPINIONS = (SATISFIED, RECOMMEND, EASY, EXPERIENCE, RATED)


def waiting_time(heading: Heading, column: ColumnProfile, index: int) -> Suggestion | None:
    """The column as times to be asked about; None where heading or cells say anything else."""
    text = heading.text
    if not WAITED.search(text) or AMOUNT.search(text.lower()) or any(asks.search(text) for asks in _OPINIONS):
        return None
    if column.filled < _FEWEST or not _are_times(heading, column):
        return None
    choices = (Choice(index, index, Role.SCORE, _METRIC), Choice(index, index, Role.IGNORED))
    doubt = Question(QuestionKind.METRIC, asked_column(heading, index), _METRIC, choices=choices, reason=Reason.WAITED)
    return Suggestion(Role.SCORE, 0.4, "How long each person waited.", _METRIC, None, doubt=doubt, is_loose=True)


def _are_times(heading: Heading, column: ColumnProfile) -> bool:
    """Whether nearly all cells are times: with a unit, or numbers whose unit the heading says or that are too large."""
    texts = [text for text in column.texts if not is_no_answer(text)][:_LOOKED_AT]
    numbers = [value for text in texts if (value := number(text)) is not None]
    timed = sum(seconds_in(text) is not None or is_short_clock(text) for text in texts)
    is_told = bool(numbers) and (unit_named(heading.text) is not None or max(numbers) > _BEYOND_A_SCALE)
    return bool(texts) and timed + (len(numbers) if is_told else 0) >= _MOSTLY * len(texts)
