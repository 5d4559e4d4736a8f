"""Which column holds the responses' own ids: by what its heading names, in any language known, and by what repeats."""

from __future__ import annotations

import re

from db.formats.columns.profile import ColumnProfile
from db.formats.columns.roles import Role
from db.formats.columns.suggestion import Suggestion, ignored
from db.formats.files.headings import Heading, words
from db.formats.values.lexicon import (
    ANSWERED_THING,
    DIMENSION,
    ID_WORD,
    PERSON_THING,
    RESPONSE_ID_HEADINGS,
)

_WORD_STARTS = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Headings in one word, such as “respid” and “caseno”, or with the sign for a number, such as “Ticket #”.
_IN_ONE_WORD = re.compile(
    r"(resp|respondent|response|case|ticket|record|survey|interview|answer|entry|submission|review|feedback|call|chat|"
    r"order|visit|row|serial)(id|no|nr|num|key|ref)"
)
_NUMBER_SIGN = re.compile(r"[^\W\d_][\w ]{0,40}[#№]")
# The words that only ever mean an id; a number or reference may be something else.
_PLAINLY = re.compile(r"(?:\b|(?<=[^\x00-\x7f]))(?:ids?|uuid|guid)$")
# So many of the cells that are filled differ, and so many rows have one.
_DISTINCT, _FILLED = 0.98, 0.9
_MOSTLY = 0.9
# Fewer rows than these differ by chance.
_ENOUGH = 5


def id_suggestion(heading: Heading, column: ColumnProfile) -> Suggestion | None:
    """The column as ids, of responses or of something else; None where the heading names no id.

    An id that is unique in nearly every row is the responses' own, surest where the heading says so. One that repeats,
    or that says who answered, is left out.
    """
    bare = _as_words(heading.question or heading.name)
    is_known = words(heading.name) in RESPONSE_ID_HEADINGS
    if not (is_known or ID_WORD.search(bare)):
        return None
    names_response = ANSWERED_THING.search(bare) is not None
    if is_known:
        return _known(column, names_response=names_response or bare in ("id", "uuid"))
    if PERSON_THING.search(bare) and not names_response:
        return ignored("The id of a person, who may answer again.") if _PLAINLY.search(bare) else None
    if _is_unique(column) and not _is_counter(column):
        if names_response:
            return Suggestion(Role.RESPONSE_ID, 0.89, "An id of its own for every response.")
        if DIMENSION.search(bare):
            return None
        sure = 0.85 if column.filled >= _ENOUGH else 0.5
        return Suggestion(Role.RESPONSE_ID, sure, "An id that no two rows share.")
    if _is_unique(column):
        return ignored("The rows are only numbered here.")
    return ignored("An id that several rows share.") if _PLAINLY.search(bare) and column.filled else None


def _as_words(name: str) -> str:
    """A heading as bare words, with the word that says it is an id apart from what it is the id of."""
    name = name.strip()
    if _NUMBER_SIGN.fullmatch(name):
        return f"{words(name)} number"
    joined = _IN_ONE_WORD.fullmatch(words(name))
    return f"{joined[1]} {joined[2]}" if joined else words(_WORD_STARTS.sub(" ", name))


def _known(column: ColumnProfile, *, names_response: bool) -> Suggestion:
    if not column.filled or _mostly_distinct(column):
        return Suggestion(Role.RESPONSE_ID, 0.9 if names_response else 0.87, "The heading says response id.")
    sure = 0.8 if names_response else 0.5
    return Suggestion(Role.RESPONSE_ID, sure, "The heading says ids, though some stand more than once.")


def _mostly_distinct(column: ColumnProfile) -> bool:
    return column.is_full or len(column.texts) >= _MOSTLY * column.filled


def _is_unique(column: ColumnProfile) -> bool:
    if column.filled < _FILLED * column.rows or not column.filled:
        return False
    return column.is_full or len(column.texts) >= _DISTINCT * min(column.filled, column.counted)


def _is_counter(column: ColumnProfile) -> bool:
    """Whether the cells only count the rows of this one file, so that the next file has the same ones."""
    texts = list(column.texts)[:_ENOUGH]
    return texts in ([str(i) for i in range(len(texts))], [str(i + 1) for i in range(len(texts))])
