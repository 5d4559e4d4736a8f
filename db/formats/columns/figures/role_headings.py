"""The columns of visits, operational figures and benchmarks by their headings: a role's own name, else a usual one."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from db.formats.columns.profile import ColumnProfile, TableProfile
from db.formats.columns.roles import DATED, ROLES, Role
from db.formats.columns.suggestion import Suggestion, ignored
from db.formats.files.headings import Heading, words
from db.formats.values.lexicon import CHANNEL_HEADINGS, COMMENT_HEADINGS, ROLE_HEADINGS, UNIT_HEADINGS
from db.formats.values.personal_data import personal_content, personal_heading
from metrics.vocabulary import Kind

OWN_NAME, USUAL = 1.0, 0.9
_TEXTS_LOOKED_AT = 50
_LONGEST_AMOUNT = 24  # letters, as in “Partially compliant (1 / 2)”
_AMOUNTS = frozenset({Role.EARNED, Role.POSSIBLE, Role.VALUE, Role.NUMERATOR, Role.DENOMINATOR})
_ALSO: dict[Role, frozenset[str]] = {
    Role.UNIT: UNIT_HEADINGS,
    Role.CHANNEL: CHANNEL_HEADINGS,
    Role.COMMENT: COMMENT_HEADINGS,
}
# What daily values are weighted by, a person must say.
_ONLY_SAID: dict[Kind, frozenset[Role]] = {Kind.OPERATIONS: frozenset({Role.N})}
_ORDER = (  # a column is taken by the first role that its heading may mean
    Role.VISIT_ID, Role.VISITED_AT, Role.MONTH, Role.UNIT, Role.POSSIBLE, Role.EARNED, Role.ITEM, Role.FORM,
    Role.SECTION, Role.WEIGHT, Role.APPLICABLE, Role.CRITICAL, Role.CHANNEL, Role.COMMENT, Role.METRIC, Role.SOURCE,
    Role.PEERS, Role.P75, Role.P25, Role.MEDIAN, Role.P10, Role.P90, Role.VALUE, Role.NUMERATOR, Role.DENOMINATOR,
    Role.N,
)  # fmt: skip


def by_usual_headings(kind: Kind, headings: Sequence[Heading], found: TableProfile) -> list[Suggestion]:
    """One suggestion for each column of a file of `kind`: a role at most once, by the most telling of its headings."""
    own = [words(heading.name).replace(" ", "_") for heading in headings]
    usual = ROLES[kind] - _ONLY_SAID.get(kind, frozenset())
    roles = {role.value for role in usual}
    made: dict[int, Suggestion] = {
        place: Suggestion(Role(name), OWN_NAME, "The heading is the role's own name.")
        for place, name in enumerate(own)
        if name in roles
    }
    held = {one.role for one in made.values()}
    for role in _ORDER:
        if role in usual and role not in held:
            place = _most_telling(role, own, made, found.columns, is_date=role is DATED[kind])
            if place is not None:
                made[place] = Suggestion(role, USUAL, f"The heading says {role.value.replace('_', ' ')}.")
    return [
        made.get(place) or _other(heading, column)
        for place, (heading, column) in enumerate(zip(headings, found.columns, strict=True))
    ]


def _most_telling(
    role: Role, own: Sequence[str], made: dict[int, Suggestion], columns: Sequence[ColumnProfile], *, is_date: bool
) -> int | None:
    """The place of the column whose heading says `role` best; None where none does."""
    usual = ROLE_HEADINGS.get(role.value, ())
    ranks = {name: rank for rank, name in reversed(list(enumerate(usual)))}
    best: tuple[int, int] | None = None
    for place, name in enumerate(own):
        also = name.replace("_", " ") in _ALSO.get(role, ())
        rank = -1 if also else ranks.get(name.replace("_", ""), len(usual))
        fits = rank < len(usual) and place not in made and _may_hold(role, columns[place], is_date=is_date)
        if fits and (best is None or (rank, place) < best):
            best = (rank, place)
    return best[1] if best else None


def _may_hold(role: Role, column: ColumnProfile, *, is_date: bool) -> bool:
    """Whether the cells do not speak against the role: points and amounts are short, and dates have digits."""
    if role in _AMOUNTS and column.rows:
        texts = list(itertools.islice(column.texts, _TEXTS_LOOKED_AT))
        return bool(texts) and sum(map(len, texts)) <= _LONGEST_AMOUNT * len(texts)
    return not is_date or _may_be_dates(column)


def _may_be_dates(column: ColumnProfile) -> bool:
    """Whether the cells do not speak against a column of dates or months."""
    return not column.filled or sum(any(map(str.isdigit, text)) for text in column.texts) > len(column.texts) / 2


def _other(heading: Heading, column: ColumnProfile) -> Suggestion:
    if personal_heading(heading.name) or personal_content(list(itertools.islice(column.texts, _TEXTS_LOOKED_AT))):
        return Suggestion(Role.PERSONAL, OWN_NAME, "The heading or the cells are personal.")
    return ignored("No figure or visit has a column of this heading.")
