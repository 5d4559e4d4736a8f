"""How much space text needs where no program can measure it: a safe estimate, in lines and in pieces."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

# A letter's width as a share of its size: slightly more than the average of ordinary text.
_LETTER = 0.47
_WIDE = ("W", "F")


def letters(width: float, size: float) -> int:
    """How many letters of `size` fit on a line of `width`, both in points; at least one."""
    return max(1, int(width / (size * _LETTER)))


def lines(text: str, per_line: int) -> int:
    """How many lines of that many letters a text needs; a word longer than a line is broken."""
    taken, full = 1, 0
    for word in text.split(" "):
        size = _size(word)
        if full and full + 1 + size > per_line:
            taken, full = taken + 1, 0
        more, rest = divmod(size, per_line)
        taken += more
        full = rest if more else full + size + (1 if full else 0)
    return taken


def pieces(text: str, most: int) -> Iterator[str]:
    """The text in pieces of at most that many letters, broken between words where there are any."""
    rest = text
    while _size(rest) > most:
        cut = rest.rfind(" ", 0, most)
        cut = cut if cut > most // 2 else max(1, most // 2)
        yield rest[:cut].rstrip()
        rest = rest[cut:].lstrip()
    yield rest


def shared_out(things: Sequence[T], room: float, size: Callable[[T], float]) -> list[list[T]]:
    """Split the things, in order, over pages of that room; one that is larger than a page gets its own page."""
    pages: list[list[T]] = []
    left = 0.0
    for thing in things:
        own = size(thing)
        if not pages or own > left:
            pages.append([])
            left = room
        pages[-1].append(thing)
        left -= own
    return pages


def _size(word: str) -> int:
    if word.isascii():
        return len(word)
    return sum(2 if unicodedata.east_asian_width(letter) in _WIDE else 1 for letter in word)
