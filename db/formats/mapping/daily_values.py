"""Bare values, which do not add up: of days to a month, of units to their whole. Asked is of how many cases each is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from db.formats.columns.figures.counted_headings import heading_says
from db.formats.columns.profile import ColumnProfile, TableProfile
from db.formats.columns.questions import AskedColumn, Choice, Question, QuestionKind
from db.formats.columns.roles import Role
from db.formats.files.headings import Heading, words
from db.formats.rows.mapping import ColumnRole
from db.formats.values.answer_labels import is_no_answer
from db.formats.values.dates import DateOrder, DateReader
from db.formats.values.numbers import figure
from db.formats.values.periods import month_of_part
from metrics.periods import Month

_MOST_OFFERED, _LOOKED_AT = 3, 200
_FEW_CASES = 10
_NO_COUNT = frozenset(("id", "code", "number", "no", "nr", "year", "jahr", "rank", "position", "target", "goal"))


def day_notes(
    columns: Sequence[ColumnRole], headings: Sequence[Heading], found: TableProfile, order: DateOrder | None
) -> list[str]:
    """How rows of days or weeks become those of their month; nothing where the rows are of months."""
    if not _holds_days(columns, found, order):
        return []
    is_averaged = any(column.averaged or column.role is Role.N for column in columns)
    notes = ["The rows are of days or weeks. Their numerators and denominators are added up to the month."]
    if not is_averaged:
        return notes
    weights = [headings[column.index - 1].name for column in columns if column.role is Role.N]
    how = f"weighted by “{weights[0]}”" if weights else "each day or week the same"
    averaged = f"The rows are of days or weeks. Their values are averaged to the month, {how}."
    return [*notes, averaged] if any(column.role is Role.NUMERATOR for column in columns) else [averaged]


def daily_question(
    columns: Sequence[ColumnRole], headings: Sequence[Heading], found: TableProfile, order: DateOrder | None
) -> Iterator[Question]:
    """The question how bare values of days are averaged, where no one has said it; `#5=n` weights them by column 5."""
    months = [column for column in columns if column.role is Role.MONTH]
    values = [found.columns[column.index - 1] for column in columns if column.role is Role.VALUE]
    is_bare = any(2 * column.filled > column.rows for column in values)  # else single rows are refused
    is_said = any(column.role is Role.N or column.averaged for column in columns)
    if not months or not is_bare or is_said or not _holds_days(columns, found, order):
        return
    taken = {column.index for column in columns}
    named = [index for index in _counts(found) if index not in taken][:_MOST_OFFERED]
    named.sort(key=lambda index: headings[index - 1].name.strip().casefold() != Role.N.value)
    at = months[0].index
    choices = [Choice(index, index, Role.N) for index in named]
    choices.append(Choice(at, at, Role.MONTH, date_order=order if months_need(order) else None, averaged=True))
    asked = tuple(AskedColumn(index, headings[index - 1].name) for index in (at, *named))
    yield Question(QuestionKind.DAILY_VALUES, asked, choices=tuple(choices))


def cases_question(
    columns: Sequence[ColumnRole],
    headings: Sequence[Heading],
    found: TableProfile,
    order: DateOrder | None,
    left_out: Set[int],
) -> Iterator[Question]:
    """The question whether a column of counts says of how many cases the values of single units are.

    Only so they add up to the whole. A count among `left_out`, the columns that a person leaves out, answers it.
    """
    roles = {column.role for column in columns}
    values = [found.columns[column.index - 1] for column in columns if column.role is Role.VALUE]
    is_bare = any(2 * column.filled > column.rows for column in values)
    if not is_bare or Role.N in roles or not roles & {Role.UNIT, Role.CHANNEL} or _holds_days(columns, found, order):
        return
    taken = {column.index for column in columns}
    named = [index for index in _counts(found) if index not in taken and _may_count(headings[index - 1], found, index)]
    if named and not left_out & set(named):
        named.sort(key=lambda index: heading_says(headings[index - 1].name).role is not Role.N)
        named = named[:_MOST_OFFERED]
        choices = [*(Choice(index, index, Role.N) for index in named), Choice(named[0], named[0], Role.IGNORED)]
        asked = tuple(AskedColumn(index, headings[index - 1].name) for index in named)
        metrics = {column.metric for column in columns if column.role is Role.VALUE}
        metric = next(iter(metrics)) if len(metrics) == 1 else None
        yield Question(QuestionKind.CASES, asked, metric, choices=tuple(choices))


def _may_count(heading: Heading, found: TableProfile, index: int) -> bool:
    """Whether a column of whole numbers may count cases: no year, id or rank."""
    numbers = [figure(text.strip()) or 0 for text in list(found.columns[index - 1].texts)[:_LOOKED_AT]]
    return max(numbers, default=0) > _FEW_CASES and not set(words(heading.name).split()) & _NO_COUNT


def months_need(order: DateOrder | None) -> bool:
    """Whether days are written in an order that must be said."""
    return order in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST, DateOrder.SERIAL)


def _holds_days(columns: Sequence[ColumnRole], found: TableProfile, order: DateOrder | None) -> bool:
    """Whether the column of months names several days or weeks of one month."""
    days = DateReader(order)
    first: dict[Month, str] = {}
    for column in columns:
        for text in found.columns[column.index - 1].texts if column.role is Role.MONTH else ():
            month = month_of_part(text, days)
            if month is not None and first.setdefault(month, text.strip()) != text.strip():
                return True
    return False


def _counts(found: TableProfile) -> list[int]:
    """The columns, from 1, that hold whole numbers of things, which values can be weighted by."""
    return [index for index, column in enumerate(found.columns, 1) if _counts_things(column)]


def _counts_things(column: ColumnProfile) -> bool:
    texts = [text for text in column.texts if not is_no_answer(text)][:_LOOKED_AT]
    numbers = [figure(text.strip()) for text in texts]
    return bool(texts) and all(number is not None and number >= 0 and number.is_integer() for number in numbers)
