"""Whether the columns of a mapping can be read by it, judged by what their first rows hold; with a better map if known.

The share over all rows is judged when they are read (`db/formats/rows/unread_rows.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from db.formats.columns.profile import ColumnProfile
from db.formats.columns.questions import Choice, Question, Reason, asked_column, score_choices
from db.formats.columns.roles import Role
from db.formats.columns.score_values import column_answers
from db.formats.columns.unread_cells import UnreadCells, unread_question
from db.formats.files.headings import Heading
from db.formats.recognise.inspect import Inspection
from db.formats.rows.mapping import ColumnRole, FileMapping
from db.formats.rows.survey import score_reader
from db.formats.values.answer_labels import is_no_answer, word_scale
from db.formats.values.dates import DateOrder, DateReader
from db.formats.values.scores import is_fraction
from metrics.catalogue import CATALOGUE
from metrics.vocabulary import Scale

_DATES = (Role.RESPONDED_AT, Role.VISITED_AT)
_ORDERS = (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST, DateOrder.ISO, DateOrder.SERIAL)
Reads = Callable[[str], bool]


def unread_columns(mapping: FileMapping, inspection: Inspection) -> Iterator[Question]:
    """A question for each column of scores or dates that cannot be read in more than a fifth of its filled cells."""
    assert inspection.evidence is not None
    for column in mapping.columns:
        profile, heading = inspection.evidence.columns[column.index - 1], inspection.headings[column.index - 1]
        if column.role is Role.SCORE and column.metric is not None and column.point is None:
            yield from _unread_scores(column, column.metric, profile, heading)
        elif column.role in _DATES:
            yield from _unread_dates(column, mapping.date_order, profile, heading)


def _unread_scores(column: ColumnRole, metric: str, profile: ColumnProfile, heading: Heading) -> Iterator[Question]:
    cells = unread_cells(profile, _scores(column, column.scale))
    if not cells.are_many:
        return
    columns = asked_column(heading, column.index)
    ignored = Choice(column.index, column.index, Role.IGNORED)
    scale = _better_scale(column, metric, profile)
    if scale is not None:
        turned = column.turned
        better = [*score_choices(columns, metric, scale, turned=turned), ignored]
        yield unread_question(cells, columns, Reason.UNREAD_OTHER_SCALE, metric, column.scale, better)
    else:
        reason = _reason(column.scale, profile, _scores(column, column.scale))
        yield unread_question(cells, columns, reason, metric, column.scale, [ignored])


def _unread_dates(
    column: ColumnRole, order: DateOrder | None, profile: ColumnProfile, heading: Heading
) -> Iterator[Question]:
    cells = unread_cells(profile, _dates(order))
    if not cells.are_many:
        return
    better = [one for one in _ORDERS if one is not order and not unread_cells(profile, _dates(one)).are_many]
    choices = [Choice(column.index, column.index, column.role, date_order=one) for one in better]
    reason = Reason.UNREAD_OTHER_ORDER if choices else Reason.UNREAD_DATES
    yield unread_question(cells, asked_column(heading, column.index), reason, None, None, choices)


def unread_cells(profile: ColumnProfile, reads: Reads) -> UnreadCells:
    """How many of a column's filled cells `reads` cannot read; words for no answer are no filled cells."""
    found = UnreadCells()
    for text, count in profile.texts.items():
        if is_no_answer(text) and reads(text):
            continue
        found.filled += count
        if not reads(text):
            found.add(text, count)
    return found


def unread_words(column: ColumnRole, profile: ColumnProfile) -> list[str]:
    """The words of a score column that have no score yet, numbers and fractions left out."""
    reads = _scores(column, column.scale)
    return [text for text in profile.texts if not reads(text) and any(map(str.isalpha, text))]


def _scores(column: ColumnRole, scale: Scale | None) -> Reads:
    assert column.metric is not None
    reader = score_reader(replace(column, scale=scale), column.metric)
    return lambda text: not isinstance(reader.read(text), str)


def _dates(order: DateOrder | None) -> Reads:
    reader = DateReader(order)
    return lambda text: not text.strip() or not isinstance(reader.read(text), str)


def _better_scale(column: ColumnRole, metric: str, profile: ColumnProfile) -> Scale | None:
    """Another scale, shown by the cells themselves, on which they can be read; None where there is none."""
    found = column_answers(profile)
    words = word_scale(found.labels) if found.labels else None
    shown = [found.scale, words.scale if words is not None and words.sure else None]
    for scale in shown:
        if scale is None or scale == column.scale or not CATALOGUE[metric].formula.takes_scores:
            continue
        scores = words.scores if words is not None and words.scale == scale else column.words
        if not unread_cells(profile, _scores(replace(column, words=scores), scale)).are_many:
            return scale
    return None


def _reason(scale: Scale | None, profile: ColumnProfile, reads: Reads) -> Reason:
    """What the cells that cannot be read are mostly: averages, words, or anything else."""
    unread = {text: count for text, count in profile.texts.items() if not reads(text)}
    total = sum(unread.values())
    if scale is not None and 2 * sum(count for text, count in unread.items() if is_fraction(text)) > total:
        return Reason.UNREAD_AVERAGES
    if scale is not None and 2 * sum(count for text, count in unread.items() if _is_word(text)) > total:
        return Reason.UNREAD_WORDS
    return Reason.UNREAD


def _is_word(text: str) -> bool:
    return not any(map(str.isdigit, text))
