"""Stretches of neighbouring months that are drawn as one piece. Knows rows, not what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def runs(items: Sequence[T | None]) -> Iterator[tuple[int, int, T]]:
    """Each stretch of equal neighbours that are not None, as (first, last, item), both ends included."""
    first = 0
    for row in range(1, len(items) + 1):
        if row == len(items) or items[row] != items[first]:
            item = items[first]
            if item is not None:
                yield first, row - 1, item
            first = row


def stretches(items: Sequence[object | None]) -> Iterator[tuple[int, int]]:
    """Each stretch of neighbours that are there at all, as (first, last), both ends included."""
    for first, last, there in runs([item is not None for item in items]):
        if there:
            yield first, last
