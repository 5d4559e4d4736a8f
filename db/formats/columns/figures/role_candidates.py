"""Which columns could hold what a file of visits or figures lacks; the likeliest first. Proposes real columns only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from db.formats.columns.profile import ColumnProfile, TableProfile
from db.formats.columns.questions import AskedColumn, Choice, Question, QuestionKind
from db.formats.columns.roles import DATED, FIGURES, Role
from db.formats.columns.suggestion import Suggestion
from db.formats.files.headings import Heading
from db.formats.values.dates import month_named
from db.formats.values.numbers import number
from db.formats.values.periods import period_named
from metrics.catalogue import CATALOGUE
from metrics.vocabulary import Kind

_MOST = 3
_LOOKED_AT = 50
_MOSTLY = 0.5
# What does as well as the role that is missing.
_INSTEAD = {Role.VALUE: (Role.NUMERATOR, Role.DENOMINATOR)}
_AMOUNTS = frozenset({*FIGURES, Role.EARNED, Role.POSSIBLE})


def missing_roles(
    kind: Kind,
    lacking: Sequence[Role],
    headings: Sequence[Heading],
    found: TableProfile,
    free: Mapping[int, Suggestion],
) -> Question:
    """The question which columns hold the roles that a file of `kind` lacks; `free` are those that hold nothing yet."""
    choices = [
        Choice(index, index, role)
        for role in (*lacking, *_INSTEAD.get(lacking[-1], ()))
        for index in sorted(_candidates(kind, role, found, free), key=partial(_rank, role, found))[:_MOST]
    ]
    columns = tuple(
        AskedColumn(index, headings[index - 1].name, tuple(found.columns[index - 1].samples))
        for index in dict.fromkeys(choice.first for choice in choices)
    )
    return Question(QuestionKind.MISSING_ROLES, columns, choices=tuple(choices), roles=tuple(lacking), file_kind=kind)


def _candidates(kind: Kind, role: Role, found: TableProfile, free: Mapping[int, Suggestion]) -> Iterator[int]:
    for index, one in free.items():
        column = found.columns[index - 1]
        if one.role is Role.IGNORED and column.filled and _could_hold(kind, role, column):
            yield index


def _rank(role: Role, found: TableProfile, index: int) -> bool:
    """Shares come before counts where a value is looked for."""
    return role is not Role.VALUE or not any("%" in text for text in found.columns[index - 1].texts)


def _could_hold(kind: Kind, role: Role, column: ColumnProfile) -> bool:
    """Whether at least half of the cells looked at are what the role asks for: dates, amounts, or texts."""
    texts = list(column.texts)[:_LOOKED_AT]
    amounts = sum(number(text.rstrip("% ")) is not None for text in texts) / len(texts)
    if role is DATED[kind]:
        months = sum(month_named(text) is not None or period_named(text) is not None for text in texts) / len(texts)
        evidence = column.dates()
        return months >= _MOSTLY or evidence.dates > evidence.serial + evidence.other
    if role is Role.METRIC:
        return any(text.strip().lower() in CATALOGUE for text in texts)
    return amounts >= _MOSTLY if role in _AMOUNTS else amounts < _MOSTLY and not column.dates().dates
