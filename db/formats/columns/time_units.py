"""In which unit a column of times is written, what is asked where neither heading nor cells say it, and waits."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from db.formats.columns.profile import ColumnProfile, TableProfile
from db.formats.columns.questions import Choice, Question, QuestionKind, Reason, asked_column
from db.formats.columns.roles import Role
from db.formats.columns.suggestion import Suggestion
from db.formats.files.headings import Heading
from db.formats.values.answer_labels import is_no_answer
from db.formats.values.durations import TimeUnit, is_short_clock, seconds_in, unit_named
from db.formats.values.lexicon import AMOUNT, EASY, EXPERIENCE, RATED, RECOMMEND, SATISFIED, WAITED
from db.formats.values.numbers import number
from metrics.answers.formulas import WithinLimit
from metrics.catalogue import CATALOGUE, Metric


def own_unit(metric: Metric) -> TimeUnit | None:
    """The unit of time in which the answers of a metric are kept; None for a metric of anything else."""
    formula = metric.formula
    return TimeUnit(formula.unit) if isinstance(formula, WithinLimit) and formula.unit in set(TimeUnit) else None


def stated_unit(metric: Metric, heading: Heading, column: ColumnProfile) -> TimeUnit | None:
    """The unit that heading or cells give to bare numbers of a column; None where a person must say it.

    A column under the metric's very id holds the metric's own unit, as our plain form does; where every cell carries
    its unit no other is needed.
    """
    own = own_unit(metric)
    if own is None or (named := unit_named(heading.text)):
        return own if own is None else named
    bare = [text for text in column.texts if not is_no_answer(text) and seconds_in(text) is None]
    is_told = heading.name == metric.id and not any(map(is_short_clock, bare))
    return own if is_told or not bare else None


def unit_question(metric: Metric, heading: Heading, index: int) -> Question:
    """The question in which unit a column of times is written."""
    own = own_unit(metric)
    units = sorted(TimeUnit, key=lambda unit: unit is not own)
    choices = [Choice(index, index, Role.SCORE, metric.id, time_unit=unit) for unit in units]
    ignored = Choice(index, index, Role.IGNORED)
    return Question(QuestionKind.TIME_UNIT, asked_column(heading, index), metric.id, None, (*choices, ignored))


def doubt_time_units(headings: Sequence[Heading], found: TableProfile, made: list[Suggestion]) -> None:
    """Ask about every sure column of times whose unit neither heading nor cells say."""
    for i, one in enumerate(made):
        metric = CATALOGUE.get(one.metric or "") if one.role is Role.SCORE and one.is_sure else None
        if metric is None or own_unit(metric) is None or not found.columns[i].filled:
            continue
        if stated_unit(metric, headings[i], found.columns[i]) is None:
            made[i] = replace(one, confidence=0.6, doubt=unit_question(metric, headings[i], i + 1))


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
    waits = [Choice(index, index, Role.SCORE, _METRIC, time_unit=unit) for unit in _units_open(heading, column)]
    choices = (*waits, Choice(index, index, Role.IGNORED))
    doubt = Question(QuestionKind.METRIC, asked_column(heading, index), _METRIC, choices=choices, reason=Reason.WAITED)
    return Suggestion(Role.SCORE, 0.4, "How long each person waited.", _METRIC, None, doubt=doubt, is_loose=True)


def _units_open(heading: Heading, column: ColumnProfile) -> Sequence[TimeUnit | None]:
    """The units that the times may be in: none to choose where heading or cells say it."""
    if stated_unit(CATALOGUE[_METRIC], heading, column) is not None:
        return (None,)
    is_clock = any(is_short_clock(text) for text in itertools.islice(column.texts, _LOOKED_AT))
    return (TimeUnit.MINUTES, TimeUnit.HOURS) if is_clock else (TimeUnit.SECONDS, TimeUnit.MINUTES, TimeUnit.HOURS)


def _are_times(heading: Heading, column: ColumnProfile) -> bool:
    """Whether nearly all cells are times: with a unit, or numbers whose unit the heading says or that are too large."""
    texts = [text for text in column.texts if not is_no_answer(text)][:_LOOKED_AT]
    numbers = [value for text in texts if (value := number(text)) is not None]
    timed = sum(seconds_in(text) is not None or is_short_clock(text) for text in texts)
    is_told = bool(numbers) and (unit_named(heading.text) is not None or max(numbers) > _BEYOND_A_SCALE)
    return bool(texts) and timed + (len(numbers) if is_told else 0) >= _MOSTLY * len(texts)
