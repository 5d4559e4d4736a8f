"""The one law of uploads: which of several facts under the same name stands. Knows neither files nor tables.

Facts arrive in the order of their uploads and lines. A fact is made of parts (the items of a response; a visit has one
part). What stands after any imports and undos is what stands when only the remaining facts are settled in that order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Part = Any  # what names a part differs by kind of fact: an item's id, or a word
Standing = dict[Part, "Fact"]


class OnConflict(StrEnum):
    """What to do with a fact that contradicts the one that stands."""

    FIRST = "first"
    NEWEST = "newest"
    CORRECT = "correct"


class ConflictOutcome(StrEnum):
    """What became of a fact."""

    SAVED = "saved"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something recorded under a name: `parts` maps each part to its content; `id` orders facts by arrival.

    `upload` and `line` say where it came from, for the sentence about a conflict.
    """

    id: int
    upload: int
    line: int
    day: dt.date
    rule: OnConflict
    parts: Mapping[Part, Any]


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of a fact, the fact it contradicts (if any), and those it replaced, by part."""

    outcome: ConflictOutcome
    rival: Fact | None
    replaced: Mapping[Part, Fact]


def settle_fact(standing: Standing, fact: Fact) -> Settlement:
    """Let `fact` take its place among those `standing` under the same name; changes `standing` where it now stands."""
    clashing = [standing[part] for part, content in fact.parts.items() if _contradicts(standing, part, content)]
    if clashing and not _wins(fact, clashing):
        return Settlement(ConflictOutcome.CONFLICT, clashing[0], {})
    if clashing:
        replaced = {part: standing[part] for part in fact.parts if part in standing}
        standing.update(dict.fromkeys(fact.parts, fact))
        return Settlement(ConflictOutcome.SAVED, clashing[0], replaced)
    new = {part: fact for part in fact.parts if part not in standing}
    standing.update(new)
    return Settlement(ConflictOutcome.SAVED if new else ConflictOutcome.DUPLICATE, None, {})


def settle_all(facts: Iterable[Fact]) -> Standing:
    """What stands once all `facts` of one name have been settled in their order."""
    standing: Standing = {}
    for fact in facts:
        settle_fact(standing, fact)
    return standing


def _contradicts(standing: Standing, part: Part, content: object) -> bool:
    return part in standing and standing[part].parts[part] != content


def _wins(fact: Fact, clashing: list[Fact]) -> bool:
    if fact.rule is OnConflict.CORRECT:
        return True
    return fact.rule is OnConflict.NEWEST and all(fact.day >= other.day for other in clashing)
