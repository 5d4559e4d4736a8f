"""Headings in the forms in which they are compared, and the fingerprint that recognises the same export."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

_MOST_SHOWN = 80
_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading: its `name` as shown, the `question` asked, and the `choice` it stands for, if any."""

    name: str
    question: str = ""
    choice: str = ""

    @property
    def text(self) -> str:
        """Everything the heading says about what was asked."""
        return f"{self.question or self.name} {self.choice}".strip()


def alternatives(text: str) -> frozenset[str]:
    """The entries of a list written with bars between them, over as many lines as it needs."""
    return frozenset(" ".join(entry.split()) for entry in text.split("|"))


def plain(text: str) -> str:
    """A heading without case and needless space, so that “ Response  ID” equals “response id”."""
    return " ".join(text.casefold().split())


def words(text: str) -> str:
    """A heading as bare words, so that “Response_ID:” equals “response id”; accents are kept."""
    return _NOT_WORDS.sub(" ", text.casefold()).strip()


def key(text: str) -> str:
    """The form in which a tool's heading is looked up: its bare words, or its signs if it has none, such as “#”."""
    return words(text) or text.strip()


def called(heading: Heading, index: int) -> str:
    """A column as sentences name it: its heading, shortened, and its number."""
    name = " ".join(heading.name.split())
    short = name if len(name) <= _MOST_SHOWN else f"{name[: _MOST_SHOWN - 1]}…"
    return f"“{short}” (column {index})" if short else f"column {index}"


def marks(headings: Sequence[Heading]) -> tuple[str, ...]:
    """Eight hexadecimal digits for each heading, by which the headings of two files are compared."""
    return tuple(hashlib.sha256(_bytes(plain(heading.name))).hexdigest()[:8] for heading in headings)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def fingerprint(headings: Sequence[Heading]) -> str:
    """Sixteen hexadecimal digits that change with any heading or their order."""
    joined = "\x1f".join(plain(heading.name) for heading in headings)
    return hashlib.sha256(_bytes(joined)).hexdigest()[:16]
