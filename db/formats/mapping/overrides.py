"""What a person says of columns, as texts such as “COLUMN=ROLE[:METRIC[:SCALE]][:reversed]”, made into values.

A date may say its order: “COLUMN=responded_at:day_first”; a score the words it is written in: “words(Bad=1,Good=2)”, or
the unit of its times: “score:hold_time:minutes”.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from db.formats.columns.figures.months_across import are_across
from db.formats.columns.questions import AVERAGE
from db.formats.columns.roles import DATED, FIGURES, RESULTS, ROLES, SHARED, Role
from db.formats.files.headings import Heading, called, plain
from db.formats.mapping.faults import BadMapping, MappingFault
from db.formats.mapping.word_scores import split_words, word_scores
from db.formats.recognise.inspect import display_names
from db.formats.values.dates import DateOrder
from db.formats.values.durations import TimeUnit
from metrics.catalogue import metric
from metrics.errors import BadValue, NotDone, NotFound, quoted
from metrics.vocabulary import Kind, Scale

_POSITIONS = re.compile(r"#\s?(\d+)(?:\s?[-–]\s?#?\s?(\d+))?")
_QUOTES = ("“”", "„“", "‘’", "‚‘", "«»", '""', "''")
# Typed and printed quotation marks are the same ones.
_TYPED = str.maketrans("“”„‘’‚", "\"\"\"'''")


@dataclass(frozen=True, slots=True)
class ColumnOverride:
    """One `--map`: the columns it names (from 1) and what they are to hold."""

    indices: tuple[int, ...]
    role: Role
    metric: str | None = None
    scale: Scale | None = None
    turned: bool = False
    date_order: DateOrder | None = None
    words: Mapping[str, int] = field(default_factory=dict)
    time_unit: TimeUnit | None = None
    averaged: bool = False
    point: int | None = None


def column_overrides(maps: Sequence[str], kind: Kind, headings: Sequence[Heading]) -> tuple[ColumnOverride, ...]:
    """Every map as a Wish. Raises NotFound for a column, role or metric that is not there, BadValue for the rest."""
    found = tuple(_override(text, kind, headings) for text in maps)
    named = [index for wish in found for index in wish.indices]
    twice = next((index for index in named if named.count(index) > 1), None)
    if twice is not None:
        name = called(headings[twice - 1], twice)
        raise BadMapping(MappingFault.MAPPED_TWICE, f"{name} is mapped twice; say once what it holds.", (twice,))
    return found


def unquoted(text: str) -> str:
    """The text without the quotation marks that stand around it, as where it was copied from a sentence."""
    bare = text.strip()
    is_quoted = len(bare) > 1 and bare[0] + bare[-1] in _QUOTES
    return bare[1:-1].strip() if is_quoted else bare


def _override(text: str, kind: Kind, headings: Sequence[Heading]) -> ColumnOverride:
    wish, inside = split_words(text)
    column, equals, rest = wish.rpartition("=")
    if not equals or not column.strip() or not rest.strip():
        raise BadMapping(MappingFault.NO_MAPPING, f"“{quoted(text)}” is no mapping.")
    name, *details = (unquoted(part).replace("–", "-") for part in unquoted(rest).split(":"))
    if name.lower() not in {role.value for role in ROLES[kind]}:
        known = ", ".join(sorted(role.value for role in ROLES[kind]))
        raise NotFound(
            f"There is no role called “{quoted(name)}” in a {kind.value} file. Known are: {known}.",
            not_done=NotDone.SAVED,
        )
    role = Role(name.lower())
    found = _detailed(text, positions(column.strip(), headings), role, details)
    across = role is Role.VALUE and are_across(headings[index - 1] for index in found.indices)
    if len(found.indices) > 1 and role not in SHARED and not across:
        raise BadValue(
            f"“{quoted(text)}” gives {role.value} to several columns; only one can hold it.", not_done=NotDone.SAVED
        )
    return found if inside is None else _worded(text, found, inside)


def _worded(text: str, found: ColumnOverride, inside: str) -> ColumnOverride:
    if found.role is not Role.SCORE or len(found.indices) > 1:
        raise BadMapping(MappingFault.TOO_MUCH, f"“{quoted(text)}” says more than its role can hold.", found.indices)
    return replace(found, words=word_scores(inside))


def _detailed(text: str, indices: tuple[int, ...], role: Role, details: list[str]) -> ColumnOverride:
    if role is Role.MONTH and details[-1:] == [AVERAGE]:
        order = stated_order(details[0]) if len(details) == 2 else None
        return ColumnOverride(indices, role, date_order=order, averaged=True)
    if role in DATED.values() and len(details) == 1:
        return ColumnOverride(indices, role, date_order=stated_order(details[0]))
    if role in FIGURES and len(details) == 1:
        return ColumnOverride(indices, role, metric(details[0]).id)
    if role in RESULTS and details:
        return _of_result(text, indices, role, details)
    turned = bool(details) and details[-1].lower() == "reversed"
    rest = details[:-1] if turned else details
    if (details and role is not Role.SCORE) or len(rest) > 2:
        raise BadMapping(MappingFault.TOO_MUCH, f"“{quoted(text)}” says more than its role can hold.", indices)
    last = rest[1] if len(rest) > 1 else ""
    unit = TimeUnit(last.lower()) if last.lower() in set(TimeUnit) else None
    return ColumnOverride(
        indices,
        role,
        metric(rest[0]).id if rest else None,
        Scale.parse(last) if last and unit is None else None,
        turned,
        time_unit=unit,
    )


def _of_result(text: str, indices: tuple[int, ...], role: Role, details: list[str]) -> ColumnOverride:
    """A column of counted results: its metric, and the scale of a mean or of counts, or the one score that is counted.

    “#3-#7=count:csat:1-5”, “#3=count:csat:5”, “#4=mean:ces:1-7”, “#5=n:csat”.
    """
    known, *rest = details
    turned = bool(rest) and rest[-1].lower() == "reversed" and role is Role.COUNT
    rest = rest[:-1] if turned else rest
    if len(rest) > 1 or (rest and role not in (Role.COUNT, Role.MEAN)):
        raise BadMapping(MappingFault.TOO_MUCH, f"“{quoted(text)}” says more than its role can hold.", indices)
    last = rest[0] if rest else ""
    if role is Role.COUNT and last.isdecimal():
        return ColumnOverride(indices, role, metric(known).id, point=int(last))
    return ColumnOverride(indices, role, metric(known).id, Scale.parse(last) if last else None, turned)


def _typed(name: str) -> str:
    return plain(name).translate(_TYPED)


def stated_order(text: str) -> DateOrder:
    """The date order a person states. Raises BadValue for an unknown one."""
    orders = {order.value: order for order in DateOrder if order is not DateOrder.AMBIGUOUS}
    if text not in orders:
        raise BadValue(f"“{quoted(text)}” is no date order; say one of {', '.join(orders)}.", not_done=NotDone.SAVED)
    return orders[text]


def positions(column: str, headings: Sequence[Heading]) -> tuple[int, ...]:
    """The columns that “#3”, “#12-#16” or a heading names, from 1. Raises NotFound, or BadValue for a repeated one."""
    if match := _POSITIONS.fullmatch(column):
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= len(headings):
            raise NotFound(f"There is no column {column}; the file has #1 to #{len(headings)}.", not_done=NotDone.SAVED)
        return tuple(range(first, last + 1))
    wanted = _typed(column)
    if (bare := unquoted(column)) != column and not any(_typed(heading.name) == wanted for heading in headings):
        return positions(bare, headings)
    for names in ([heading.name for heading in headings], display_names(headings), [one.question for one in headings]):
        found = [index for index, name in enumerate(names, 1) if _typed(name) == wanted]
        if len(found) == 1:
            return (found[0],)
        if found:
            places = ", ".join(f"#{index}" for index in found)
            raise BadValue(
                f"Several columns are headed “{column}”: {places}. Say which one by its number.", not_done=NotDone.SAVED
            )
    near = get_close_matches(wanted, [plain(heading.name) for heading in headings], n=1)
    hint = f" Did you mean “{near[0]}”?" if near else " Name it by its heading or as #3."
    raise NotFound(f"There is no column “{column}”.{hint}", not_done=NotDone.SAVED)
