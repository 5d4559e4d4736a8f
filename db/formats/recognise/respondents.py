"""Which columns of a survey may say who answered, so that a person can choose one to be kept as a keyed hash.

Nothing of them is kept unless a person says so.
"""

from __future__ import annotations

from enum import IntEnum

from db.formats.columns.profile import ColumnProfile
from db.formats.columns.roles import Role
from db.formats.columns.suggestion import Suggestion
from db.formats.files.headings import Heading, words
from db.formats.recognise.inspect import Inspection
from db.formats.values.lexicon import PERSON_THING
from db.formats.values.personal_data import personal_content
from metrics.vocabulary import Kind

_LONGEST_HEADING = 4
_FREE = (Role.PERSONAL, Role.IGNORED, Role.UNIT, Role.CHANNEL, Role.RESPONSE_ID)
_CONTENTS = ("e-mail addresses", "phone numbers")


class Likelihood(IntEnum):
    """How surely a column knows one person again, the surest first."""

    PERSON = 0
    E_MAIL = 1
    PHONE = 2


def respondent_columns(inspection: Inspection) -> tuple[int, ...]:
    """The columns, from 1, that may say who answered, likeliest first: a customer's id, then e-mail, then telephone."""
    if inspection.kind is not Kind.SURVEY or inspection.evidence is None:
        return ()
    columns = zip(inspection.headings, inspection.suggestions, inspection.evidence.columns, strict=True)
    found = [(_likelihood(*column), index) for index, column in enumerate(columns, 1)]
    return tuple(index for likelihood, index in sorted((one, at) for one, at in found if one is not None))


def _likelihood(heading: Heading, one: Suggestion, column: ColumnProfile) -> Likelihood | None:
    is_taken = one.is_used and one.role is not Role.PERSONAL
    if is_taken or one.role not in _FREE or not column.filled:
        return None
    kind = personal_content(column.texts)
    if kind in _CONTENTS:
        return Likelihood.E_MAIL if kind == _CONTENTS[0] else Likelihood.PHONE
    bare = words(heading.question or heading.name)
    names_person = PERSON_THING.search(bare) is not None and len(bare.split()) <= _LONGEST_HEADING
    return Likelihood.PERSON if names_person and not kind else None
