"""Which columns could be what a file lacks: its score, its date, or another role; the likeliest first, with samples.

Proposes real columns only. Decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from db.formats.columns.profile import ColumnProfile, TableProfile
from db.formats.columns.questions import AskedColumn, Choice, Question, QuestionKind, Reason, score_choices
from db.formats.columns.roles import Role
from db.formats.columns.score_values import column_answers
from db.formats.columns.suggestion import Suggestion
from db.formats.columns.topics import legend
from db.formats.files.headings import Heading, plain
from db.formats.values.answer_labels import is_no_answer, word_scale
from db.formats.values.dates import DateOrder
from db.formats.values.durations import TimeUnit, unit_named
from db.formats.values.lexicon import (
    CLOSED,
    COUNTED,
    EASY,
    EXPERIENCE,
    OTHER_DAY,
    RATED,
    RECOMMEND,
    RESOLVED,
    SATISFIED,
)
from db.formats.values.numbers import number
from db.formats.values.scores import is_fraction
from metrics.vocabulary import Scale

_MOST = 5
_TEN = Scale(0, 10)
_LONGEST_SCALE = 100
_RESOLUTION = "complaint_resolution"
# A column with more different words is no scale; each word of one comes again.
_MOST_WORDS, _TIMES = 7, 2
_LOOKED_AT = 200
_FIFTH = 5
# What no score can be: the value that a duration counts for here.
_NO_SCORE = 0.5
_CLOCK = re.compile(r"\d{1,3}(?::\d\d){1,2}")
_CERTAIN = 0.9
_ASKS = (SATISFIED, RECOMMEND, EASY, EXPERIENCE, RATED)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A column that could hold scores: how likely, for which metric, and on which scale; None for unknown words."""

    column: AskedColumn
    likely: int
    metric: str
    scale: Scale | None


def which_score(headings: Sequence[Heading], found: TableProfile, made: Mapping[int, Suggestion]) -> Question:
    """The question which column is the score, naming every one that could be; one without columns where none could."""
    free = [
        (index, heading, column)
        for index, (heading, column) in enumerate(zip(headings, found.columns, strict=True), 1)
        if column.filled and index in made and _is_free(made[index])
    ]
    are_figures = _are_figures(column for _, _, column in free)
    known = [one for index, heading, column in free if (one := _candidate(index, heading, column, are_figures))]
    known = sorted(known, key=lambda one: -one.likely)[:_MOST]
    if not known and (times := _days_to_resolve(free)):
        return times
    return _which(known) if known else _averages([(index, heading, column) for index, heading, column in free])


def _days_to_resolve(free: Iterable[tuple[int, Heading, ColumnProfile]]) -> Question | None:
    """The question whether a column of days or hours says how long complaints took, which are no points of a scale."""
    for index, heading, column in free:
        unit = unit_named(heading.text)
        says_how_long = RESOLVED.search(heading.text) or CLOSED.search(heading.text)
        if unit in (TimeUnit.DAYS, TimeUnit.HOURS) and says_how_long and _are_amounts(column):
            choice = Choice(index, index, Role.SCORE, _RESOLUTION, time_unit=unit)
            asked = (AskedColumn(index, heading.name, tuple(column.samples)),)
            return Question(QuestionKind.NO_SCORE, asked, _RESOLUTION, choices=(choice,))
    return None


def _are_amounts(column: ColumnProfile) -> bool:
    texts = [text for text in column.texts if not is_no_answer(text)][:_LOOKED_AT]
    return bool(texts) and all(_amount(text) is not None for text in texts)


def _is_free(one: Suggestion) -> bool:
    """Whether a column is not used, and not surely something else."""
    return not one.is_used and (one.role is not Role.IGNORED or one.confidence < _CERTAIN)


def _on_long_scales(free: Iterable[tuple[int, Heading, ColumnProfile]]) -> Iterator[AskedColumn]:
    """Ratings from 0 to 100, as sliders give, which are on no scale of a metric."""
    for index, heading, column in free:
        texts = [text.strip() for text in column.texts if not is_no_answer(text)][:_LOOKED_AT]
        values = [value for text in texts if (value := number(text)) is not None and 0 <= value <= _LONGEST_SCALE]
        rates = any(pattern.search(heading.text) for pattern in _ASKS)
        if rates and texts and len(values) == len(texts) and max(values) > _TEN.high:
            yield AskedColumn(index, heading.name, tuple(column.samples))


def _averages(free: Sequence[tuple[int, Heading, ColumnProfile]]) -> Question:
    """The question for a score where none could be one: it names ratings with decimals, which averages have."""
    found = tuple(
        AskedColumn(index, heading.name, tuple(column.samples))
        for index, heading, column in free
        if any(pattern.search(heading.text) for pattern in _ASKS) and _have_decimals(column)
    )
    if not found and (long := tuple(_on_long_scales(free))):
        return Question(QuestionKind.NO_SCORE, long[:_MOST], reason=Reason.LONG_SCALE)
    reason = Reason.AVERAGES if found else Reason.NOTHING_LIKE_A_SCORE
    return Question(QuestionKind.NO_SCORE, found[:_MOST], reason=reason)


def _have_decimals(column: ColumnProfile) -> bool:
    """Whether the cells are numbers up to 10, at least a fifth of them with decimals."""
    texts = [text.strip() for text in column.texts if not is_no_answer(text)][:_LOOKED_AT]
    values = [number(text.replace(",", ".")) for text in texts]
    are_short = all(value is not None and 0 <= value <= _TEN.high for value in values)
    return bool(texts) and are_short and _FIFTH * sum(map(is_fraction, texts)) >= len(texts)


def _which(known: Sequence[_Candidate]) -> Question:
    first, further = [], []
    for one in known:
        if one.scale is not None:
            likeliest, *others = score_choices((one.column,), one.metric, one.scale, turned=False)
            first.append(likeliest)
            further += others
    columns, best = tuple(one.column for one in known), known[0]
    reason = Reason.UNKNOWN_WORDS if best.scale is None else None
    return Question(QuestionKind.NO_SCORE, columns, best.metric, best.scale, (*first, *further), reason)


def _candidate(index: int, heading: Heading, column: ColumnProfile, are_figures: bool) -> _Candidate | None:
    asks = sum(pattern.search(heading.text) is not None for pattern in _ASKS)
    if (COUNTED.search(heading.text) or unit_named(heading.text)) and not asks:
        return None
    answers = column_answers(column, legend(heading.text).unanswered)
    words = word_scale(answers.labels) if answers.labels and not answers.numbers else None
    scale = words.scale if words else answers.scale
    differing = len(answers.numbers) if answers.numbers else len(answers.labels)
    asked = AskedColumn(index, heading.name, tuple(column.samples))
    if scale is not None and differing >= 2 and (asks or (scale.high > 1 and not are_figures)):
        likely = 4 * asks + 2 * (scale.high > 1) + (differing > 2)
        return _Candidate(asked, likely, _metric(heading, scale), scale)
    if asks and _are_few_words(column) and scale is None and not answers.numbers:
        return _Candidate(asked, 4 * asks - 1, _metric(heading, Scale(1, 5)), None)
    return None


def _metric(heading: Heading, scale: Scale) -> str:
    if RECOMMEND.search(heading.text):
        return "nps" if scale.high == _TEN.high else "csat"
    if EASY.search(heading.text):
        return "ces"
    return "nps" if scale == _TEN and not SATISFIED.search(heading.text) else "csat"


def _are_few_words(column: ColumnProfile) -> bool:
    texts = [text for text in column.texts if not is_no_answer(text)]
    are_numbers = any(_amount(text) is not None for text in texts)
    return 2 <= len(texts) <= _MOST_WORDS and column.filled >= _TIMES * len(texts) and not are_numbers


def _are_figures(columns: Iterable[ColumnProfile]) -> bool:
    """Whether at least half of the columns of numbers hold amounts, so that a small count beside them is no answer."""
    amounts = numbers = 0
    for column in columns:
        values = [value for text in list(column.texts)[:_LOOKED_AT] if (value := _amount(text)) is not None]
        if 2 * len(values) > min(len(column.texts), _LOOKED_AT):
            numbers += 1
            amounts += any(not (value.is_integer() and 0 <= value <= _TEN.high) for value in values)
    return amounts >= 2 and 2 * amounts >= numbers


def _amount(text: str) -> float | None:
    """The number in a cell, with or without “%”; what no score can be for a time of day or a duration."""
    bare = text.strip().rstrip("%")
    return _NO_SCORE if _CLOCK.fullmatch(bare) else number(bare)


def which_date(headings: Sequence[Heading], found: TableProfile, made: Mapping[int, Suggestion]) -> Question:
    """The question when people answered, naming the columns that write dates, if any does."""
    known = [
        (index, heading, column)
        for index, (heading, column) in enumerate(zip(headings, found.columns, strict=True), 1)
        if column.filled and index in made and made[index].role is not Role.PERSONAL and _writes_dates(column)
    ]
    known.sort(key=lambda each: OTHER_DAY.search(plain(each[1].name)) is not None)
    choices = [
        Choice(index, index, Role.RESPONDED_AT, date_order=order)
        for index, _, column in known[:_MOST]
        for order in _orders(column.dates().order)
    ]
    columns = tuple(AskedColumn(index, heading.name, tuple(column.samples)) for index, heading, column in known[:_MOST])
    return Question(QuestionKind.NO_DATE, columns, choices=tuple(choices))


def _orders(order: DateOrder | None) -> tuple[DateOrder | None, ...]:
    if order is DateOrder.AMBIGUOUS:
        return (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST)
    return (DateOrder.SERIAL,) if order is DateOrder.SERIAL else (None,)


def _writes_dates(column: ColumnProfile) -> bool:
    evidence = column.dates()
    return evidence.dates > evidence.serial + evidence.other
