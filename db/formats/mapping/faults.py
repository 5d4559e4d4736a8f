"""A person's mapping that cannot stand, as a value: what is wrong with it in words of every face, and how it was said.

How it is said rightly, each face knows: the terminal as a map, a page by its controls.
"""

from __future__ import annotations

from enum import StrEnum

from metrics.errors import BadValue, NotDone


class MappingFault(StrEnum):
    """What is wrong with a mapping."""

    NO_MAPPING = "no_mapping"
    TOO_MUCH = "too_much"
    MAPPED_TWICE = "mapped_twice"
    NO_SHORT_SCALE = "no_short_scale"
    PART_OF_A_QUESTION = "part_of_a_question"
    SAME_ITEM = "same_item"


class BadMapping(BadValue):
    """A mapping that cannot stand; `columns` are those it is about, from 1."""

    def __init__(self, fault: MappingFault, message: str, columns: tuple[int, ...] = ()) -> None:
        super().__init__(message, not_done=NotDone.SAVED)
        self.fault = fault
        self.columns = columns
