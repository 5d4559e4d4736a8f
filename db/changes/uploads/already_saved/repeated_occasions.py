"""Occasions at which every upload says the very same, as exports of everything so far do.

They are settled without an object for each row, as `settle_occasion` would, to which any other occasion is left. Knows
neither files nor tables.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from db.changes.uploads.already_saved.overlap_rules import FromUpload, OnOverlap


class StoredPart(NamedTuple):
    """A score of a response without an id, as the store has it; `live` is whether it counts now."""

    occasion: int
    upload: int
    response: int
    second: float | None
    wording: int | None
    unit: int
    channel: int
    item: int
    score: float
    weight: int | None
    live: bool


# A response's place and content: second, wording, unit, channel, item, score and weight, then item and score in turn.
Key = tuple[Hashable, ...]
Rows = dict[int, list[StoredPart]]  # of an upload, by response


@dataclass(slots=True)
class RepeatedOccasions:
    """What came of the occasions: parts that count from now on or no longer, and the occasions left to be settled.

    `repeated` counts the responses of an upload that an earlier one had brought, by upload and the newest of these.
    """

    changed: dict[bool, list[StoredPart]] = field(default_factory=lambda: {True: [], False: []})
    repeated: Counter[tuple[int, int]] = field(default_factory=Counter)
    left: list[int] = field(default_factory=list)


def repeated_occasions(
    parts: Iterable[StoredPart | Sequence[object]], uploads: Mapping[int, FromUpload]
) -> RepeatedOccasions:
    """Settle what is plain of `parts`, which come in the order of their responses and items."""
    found = RepeatedOccasions()
    alike: dict[tuple[int, ...], bool] = {}
    for occasion, saved in _by_occasion(parts).items():
        ids = tuple(saved)
        if ids not in alike:
            alike[ids] = _may_repeat([uploads[id_] for id_ in ids])
        if not (alike[ids] and _all_the_same([_keys(rows) for rows in saved.values()])):
            found.left.append(occasion)
            continue
        for place, rows in enumerate(saved.values()):
            _mark(rows, place == 0, found)
        for met, id_ in pairwise(ids):
            found.repeated[id_, met] += len(saved[id_])
    return found


def _by_occasion(parts: Iterable[StoredPart | Sequence[object]]) -> dict[int, dict[int, Rows]]:
    found: dict[int, dict[int, Rows]] = defaultdict(dict)
    for one in parts:
        part = StoredPart._make(one)
        saved = found[part.occasion]
        if part.upload not in saved:
            saved[part.upload] = {}
        rows = saved[part.upload]
        if part.response in rows:
            rows[part.response].append(part)
        else:
            rows[part.response] = [part]
    return found


def _may_repeat(uploads: Sequence[FromUpload]) -> bool:
    """Whether each upload but the first leaves out what is already saved, and can hold the first one's answers."""
    first, *later = uploads
    return all(one.overlap is OnOverlap.NEW and one.may_repeat(first) for one in later)


def _keys(rows: Rows) -> list[Key]:
    return [
        (*said[0][3:10], *[value for part in said[1:] for value in (part.item, part.score)]) for said in rows.values()
    ]


def _all_the_same(keys: Sequence[Sequence[Key]]) -> bool:
    """Whether the uploads say the same, the rows of an occasion in any order."""
    first, *later = keys
    return all(one == first or (len(one) == len(first) and Counter(one) == Counter(first)) for one in later)


def _mark(rows: Rows, is_first: bool, found: RepeatedOccasions) -> None:
    for said in rows.values():
        for part in said:
            if part.live != is_first:
                found.changed[is_first].append(part)
