"""A row of a file that cannot be read: where it is, what it says, what is wrong with it, and what to do."""

from __future__ import annotations

from typing import NamedTuple, Self


class Advised(str):
    """A message in two sentences, what is wrong and what to do, that can also be had apart."""

    cause: str
    advice: str

    def __new__(cls, cause: str, advice: str = "") -> Self:
        made = super().__new__(cls, f"{cause} {advice}".rstrip())
        made.cause, made.advice = cause, advice
        return made


class RowProblem(NamedTuple):
    """A row that cannot be read: its first line in the file (from 1), where, what it says, and the whole message."""

    line: int
    column: str
    value: str
    message: str

    @property
    def cause(self) -> str:
        """What is wrong, as a sentence."""
        return self.message.cause if isinstance(self.message, Advised) else _sentences(self.message)[0]

    @property
    def advice(self) -> str:
        """What can be done about it, as a sentence; empty where nothing is said."""
        return self.message.advice if isinstance(self.message, Advised) else _sentences(self.message)[1]


def _sentences(message: str) -> tuple[str, str]:
    """The first sentence of a message, and the rest: a sentence ends where the next word begins with a capital."""
    at = message.find(". ")
    while at >= 0 and not (message[at + 2 : at + 3].isupper() or message[at + 2 : at + 3] == "“"):
        at = message.find(". ", at + 2)
    return (message, "") if at < 0 else (message[: at + 1], message[at + 2 :])
