"""Which response ids of an upload may have come before in it, in little memory however many there are."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

MOST_KEPT = 200_000  # ids that are kept as they are, which takes about 100 bytes each
BITS = 28  # of a map of 32 MB: of ten million ids, one in thirty is taken for one that came before


class SeenNames:
    """The ids that came so far; many of them are kept as marks in a map of bits, by their hash.

    Two ids may then share a mark. A new one is so taken for one that came before, never the other way round, and the
    store is asked about it although it holds none.
    """

    def __init__(self, most_kept: int = MOST_KEPT, bits: int = BITS) -> None:
        self._kept: set[str] = set()
        self._marks: Any = None
        self._most_kept, self._mask = most_kept, (1 << bits) - 1

    def add(self, names: Collection[str]) -> set[str]:
        """Note these ids; those of them that may have come before."""
        if self._marks is None:
            before = self._kept.intersection(names)
            self._kept.update(names)
            if len(self._kept) > self._most_kept:
                self._mark_kept()
            return before
        return self._marked(list(names))

    def clear(self) -> None:
        """Forget all ids."""
        self._kept, self._marks = set(), None

    def _mark_kept(self) -> None:
        import numpy as np  # a small file is imported without it

        self._marks = np.zeros((self._mask + 1) // 8, np.uint8)
        self._marked(list(self._kept))
        self._kept = set()

    def _marked(self, names: list[str]) -> set[str]:
        """Mark these ids; those that were marked already."""
        import numpy as np  # it is loaded by now

        at = np.fromiter(map(hash, names), np.int64, len(names)) & self._mask
        places, bits = at >> 3, np.left_shift(1, at & 7).astype(np.uint8)
        were_marked = np.flatnonzero(self._marks[places] & bits)
        for bit in map(np.uint8, (1, 2, 4, 8, 16, 32, 64, 128)):  # places that come twice get the same value twice
            there = places[bits == bit]
            self._marks[there] |= bit
        return {names[place] for place in were_marked}
