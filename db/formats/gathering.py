"""Answers gathered column by column while a file is read: a row like others costs no object of its own."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import chain
from typing import Any

from db.formats.rows import CODED, FIELDS, Answer, Answers, Coded

_MOST_KEPT = 10_000  # values of a column; they travel with every block
_PLAIN = [place for place in FIELDS if place not in CODED]


class Few:
    """The different values of a column and the place of each, found by what rows write. No value has the place 0."""

    __slots__ = ("places", "values")

    def __init__(self) -> None:
        self.values: list[Any] = [None]
        self.places: dict[Hashable, int] = {}

    def place(self, key: Hashable, value: object) -> int:
        """The place of the value that `key` stands for, which is noted when it is new."""
        place = self.places.setdefault(key, len(self.values))
        if place == len(self.values):
            self.values.append(value)
        return place

    def forget_many(self) -> None:
        """Begin anew where a column has turned out to hold many different values."""
        if len(self.values) > _MOST_KEPT:
            self.values, self.places = [None], {}


class Gathered:
    """Answers on their way into a block; what is known of its coded columns is kept from one block to the next."""

    def __init__(self) -> None:
        self.days, self.scores, self.units, self.channels = Few(), Few(), Few(), Few()
        self._few = (self.days, self.scores, self.units, self.channels)
        self._columns: list[list[Any]] = [[] for _ in FIELDS]

    def add(self, columns: Sequence[Sequence[Any]], begin: int, end: int) -> None:
        """Take in rows from `begin` up to `end` of columns in the order of an Answer's fields, coded ones as places."""
        if begin < end:
            for column, more in zip(self._columns, columns, strict=True):
                column += more[begin:end]

    def add_one(self, answer: Answer, keys: Sequence[Hashable]) -> None:
        """Take in one answer; `keys` are what its row writes in the coded columns."""
        for place in _PLAIN:
            self._columns[place].append(answer[place])
        for place, few, key in zip(CODED, self._few, keys, strict=True):
            self._columns[place].append(few.place(key, answer[place]))

    def unusual(self, columns: Sequence[Sequence[Any]]) -> list[int]:
        """The rows of `columns` that write what no value is known for."""
        wanting = [columns[place] for place in CODED if not all(columns[place])]
        return sorted(set(chain.from_iterable([at for at, place in enumerate(one) if not place] for one in wanting)))

    def taken(self) -> Answers:
        """All that was gathered since this was last asked."""
        columns: list[Any] = list(self._columns)
        for at, few in zip(CODED, self._few, strict=True):
            columns[at] = Coded(few.values, columns[at])
        self._columns = [[] for _ in FIELDS]
        for few in self._few:
            few.forget_many()
        return Answers(*columns)
