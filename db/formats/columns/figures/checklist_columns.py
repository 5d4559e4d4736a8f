"""The columns of shopper visits: one row a visit or one row an item, told by usual headings and by what cells say.

With one row a visit there is no column of items: each column of points is an item, or the only one is the total.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from db.formats.columns.figures.role_headings import by_usual_headings
from db.formats.columns.profile import ColumnProfile, TableProfile
from db.formats.columns.roles import Role
from db.formats.columns.suggestion import Suggestion, ignored
from db.formats.files.headings import Heading, words
from db.formats.values.lexicon import SHOPPER, VISITED
from db.formats.values.numbers import number
from db.formats.values.points import did_not_apply, is_met, is_ticked, out_of, percent, points
from metrics.vocabulary import Kind

_FEWEST_ITEMS = 3
_FEWEST_TICKED = 2
_BEYOND_ANY_RATING = 10
_ITEM = Suggestion(Role.EARNED, 0.9, "A point of the checklist: met, not met, or not applicable.")
_IN_ONE_CELL = Suggestion(Role.EARNED, 0.9, "The points earned out of those possible, in one cell.")
_SHARE = Suggestion(Role.EARNED, 0.9, "The score of the visit as a percentage, so that each visit weighs the same.")
_ADDED_UP = ignored("The items add up to it, so it adds nothing.", 0.9)
_NOT_ADDED_UP = ignored("The items do not add up to the total, so the total alone counts.", 0.9)


def visit_suggestions(headings: Sequence[Heading], found: TableProfile) -> list[Suggestion]:
    """One suggestion for each column of a file of visits."""
    made = by_usual_headings(Kind.SHOPPER, headings, found)
    held = {one.role for one in made}
    if Role.ITEM in held and (Role.EARNED in held or Role.POSSIBLE in held):
        return made
    scored = [place for place, one in enumerate(made) if one.role is Role.EARNED]
    totals = [place for place in scored if not _all_say(found.columns[place], percent)]
    possible = [place for place, one in enumerate(made) if one.role is Role.POSSIBLE]
    items = _item_places(made, found)
    if items and (_agree(items, totals, possible, found) or not totals):
        return _replaced(made, {**dict.fromkeys(items, _ITEM), **dict.fromkeys([*scored, *possible], _ADDED_UP)})
    if totals and possible:
        return _replaced(made, dict.fromkeys(items, _NOT_ADDED_UP))
    for says, suggestion in ((out_of, _IN_ONE_CELL), (percent, _SHARE)):
        told = [
            place
            for place, column in enumerate(found.columns)
            if made[place].role in (Role.IGNORED, Role.EARNED) and _all_say(column, says)
        ]
        if told:
            return _replaced(made, {**dict.fromkeys(scored, _ADDED_UP), told[0]: suggestion})
    return made


def may_be_visits(headings: Sequence[Heading], found: TableProfile) -> bool:
    """Whether a table without any score may be a checklist: visits of a unit on a day, with points met or not met.

    Answers of people have such columns too, so this alone makes no visits of a table in which something is a score.
    """
    made = visit_suggestions(headings, found)
    held = {one.role for one in made}
    is_visit = any(VISITED.search(words(heading.name)) for heading in headings)
    items = [heading for heading, one in zip(headings, made, strict=True) if one.role is Role.EARNED]
    asked = sum("?" in heading.name for heading in items)
    return is_visit and held >= {Role.VISITED_AT, Role.UNIT} and len(items) >= _FEWEST_ITEMS and 2 * asked < len(items)


def are_visits(headings: Sequence[Heading], found: TableProfile) -> bool:
    """Whether a table holds visits of shoppers or inspectors, however its columns are called.

    One row an item needs the visit, the item and its points; one row a visit a total beside its maximum, points out of
    a maximum, or several points that were met or not, under headings that only such visits have.
    """
    made = visit_suggestions(headings, found)
    held = {one.role for one in made}
    names = [words(heading.name) for heading in headings]
    is_shopper = any(SHOPPER.search(name) for name in names)
    is_visit = is_shopper or any(VISITED.search(name) for name in names)
    earned = [column for column, one in zip(found.columns, made, strict=True) if one.role is Role.EARNED]
    if Role.ITEM in held:
        has_possible = Role.POSSIBLE in held or all(shows_possible(column, is_item=False) for column in earned)
        return is_visit and has_possible and held >= {Role.VISIT_ID, Role.VISITED_AT, Role.EARNED}
    if Role.VISITED_AT not in held or not held & {Role.VISIT_ID, Role.UNIT}:
        return False
    by_name = {one.role for one in by_usual_headings(Kind.SHOPPER, headings, found)}
    if by_name >= {Role.POSSIBLE, Role.EARNED}:
        return is_visit or Role.UNIT in held
    if earned and _all_say(earned[0], percent):
        return is_shopper or (is_visit and Role.VISIT_ID in held)
    if len(earned) >= _FEWEST_ITEMS:
        return is_shopper
    beyond = [told for column in earned for text in column.texts if (told := out_of(text))]
    return is_visit and bool(beyond) and all(possible > _BEYOND_ANY_RATING for _, possible in beyond)


def shows_possible(column: ColumnProfile, *, is_item: bool) -> bool:
    """Whether every filled cell says by itself how many points were possible: yes and no, “67 / 72”, “85 %”.

    Of a column that is one item, ones and zeros say so too.
    """
    return _all_say(column, points) or (is_item and _all_say(column, _met_or_ticked))


def _item_places(made: Sequence[Suggestion], found: TableProfile) -> list[int]:
    """The columns that hold nothing but whether a point was met, and have no other role.

    Ones and zeros are points only where at least two columns hold both, or one of three does: a lone column of ones may
    number anything.
    """
    free = {place: found.columns[place] for place, one in enumerate(made) if one.role is Role.IGNORED}
    ticked = [place for place, column in free.items() if _all_say(column, _ticked)]
    both = sum(len({_ticked(text) for text in free[place].texts if not did_not_apply(text)}) == 2 for place in ticked)
    fewest = 1 if len(ticked) >= _FEWEST_ITEMS else _FEWEST_TICKED
    said = [place for place, column in free.items() if _all_say(column, is_met)]
    return sorted([*said, *(ticked if both >= fewest else ())])


def _ticked(text: str) -> bool | None:
    return text.strip()[0] == "1" if is_ticked(text) else None


def _met_or_ticked(text: str) -> bool | None:
    return _ticked(text) if is_ticked(text) else is_met(text)


def _all_say(column: ColumnProfile, says: Callable[[str], object]) -> bool:
    """Whether the filled cells, and there are some, all say it."""
    told = False
    for text in column.texts:
        if not did_not_apply(text):
            if says(text) is None:
                return False
            told = True
    return told


def _agree(items: Iterable[int], totals: Sequence[int], possible: Sequence[int], found: TableProfile) -> bool:
    """Whether the items add up to the total, and to the maximum where one is given, over the whole file."""
    if len(totals) != 1 or len(possible) > 1:
        return False
    met = told = 0
    for place in items:
        for text, count in found.columns[place].texts.items():
            if not did_not_apply(text):
                told += count
                met += count * bool(_met_or_ticked(text))
    sums = [_sum(found.columns[place]) for place in (*totals, *possible)]
    return sums[0] == met and (len(sums) == 1 or sums[1] == told)


def _sum(column: ColumnProfile) -> float | None:
    read = [(number(text), count) for text, count in column.texts.items() if not did_not_apply(text)]
    if column.is_full or any(value is None for value, _ in read):
        return None
    return sum(value * count for value, count in read if value is not None)


def _replaced(made: Sequence[Suggestion], by_place: dict[int, Suggestion]) -> list[Suggestion]:
    return [replace(by_place[place]) if place in by_place else one for place, one in enumerate(made)]
