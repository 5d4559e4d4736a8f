"""In which unit a column of times is written, and what is asked where neither heading nor cells say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from db.formats.columns.profile import ColumnProfile, TableProfile
from db.formats.columns.questions import Choice, Question, QuestionKind, asked_column
from db.formats.columns.roles import Role
from db.formats.columns.suggestion import Suggestion
from db.formats.files.headings import Heading
from db.formats.values.answer_labels import is_no_answer
from db.formats.values.durations import TimeUnit, is_short_clock, seconds_in, unit_named
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
