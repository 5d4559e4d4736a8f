"""What reading a file gives: rows to be saved and problems to be shown. Knows files and metrics, never SQL."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from pathlib import Path
from typing import IO, Any, NamedTuple, overload

from metrics.periods import Month
from metrics.vocabulary import Item, Kind


@dataclass(frozen=True, slots=True)
class Source:
    """A file under its name that can be opened as often as needed."""

    name: str
    open: Callable[[], IO[bytes]]

    @classmethod
    def of_path(cls, path: Path) -> Source:
        return cls(path.name, lambda: path.open("rb"))

    @classmethod
    def of_bytes(cls, name: str, content: bytes) -> Source:
        return cls(name, lambda: io.BytesIO(content))

    def lines(self) -> int:
        """How many lines the file has, which is about how many rows a text holds at most."""
        with self.open() as file:
            return sum(part.count(b"\n") for part in iter(lambda: file.read(1 << 20), b""))

    def sha256(self) -> str:
        """The content's fingerprint, by which the same file is known again under any name."""
        with self.open() as file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # it only reads


class RowProblem(NamedTuple):
    """A row that cannot be read: its first line in the file (from 1), where, what it says, and a full sentence."""

    line: int
    column: str
    value: str
    message: str


class Answer(NamedTuple):
    """One line of a survey file: a response, or one answer of it. `day` None: dated only by the file's month."""

    line: int
    response_id: str | None
    day: dt.date | None
    scores: tuple[tuple[Item, float], ...]
    unit: str
    channel: str
    comment: str


class Answers(Sequence[Answer]):
    """Answers held as columns in the order of an Answer's fields; each is made only when it is asked for."""

    __slots__ = ("columns",)

    def __init__(self, columns: Sequence[Sequence[Any]]) -> None:
        self.columns = columns

    @classmethod
    def of(cls, rows: Sequence[Answer]) -> Answers:
        return rows if isinstance(rows, Answers) else cls(tuple(zip(*rows, strict=True)))

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    @overload
    def __getitem__(self, at: int) -> Answer: ...
    @overload
    def __getitem__(self, at: slice) -> Answers: ...
    def __getitem__(self, at: int | slice) -> Answer | Answers:
        found = [column[at] for column in self.columns]
        return Answers(found) if isinstance(at, slice) else Answer._make(found)

    def chosen(self, marks: Sequence[bool]) -> Answers:
        """Those whose mark is true."""
        return Answers([tuple(compress(column, marks)) for column in self.columns]) if any(marks) else Answers(())


class ChecklistLine(NamedTuple):
    """One line of a shopper's checklist."""

    line: int
    section: str
    item: str
    earned: float
    possible: float
    weight: float
    applicable: bool
    critical: bool
    comment: str


class Visit(NamedTuple):
    """A shopper visit with its whole checklist, gathered over the lines of the file."""

    line: int
    visit_id: str
    day: dt.date
    unit: str
    channel: str
    form: str
    checklist: tuple[ChecklistLine, ...]


class Operation(NamedTuple):
    """One operational figure of a unit and month: a numerator over a denominator, or a bare value."""

    line: int
    month: Month
    unit: str
    channel: str
    metric: str
    numerator: float | None
    denominator: float | None
    value: float | None


class BenchmarkLine(NamedTuple):
    """One published benchmark."""

    line: int
    metric: str
    month: Month
    source: str
    peers: str
    value: float | None
    percentiles: Mapping[int, float]
    n: int | None


Row = Answer | Visit | Operation | BenchmarkLine


@dataclass(slots=True)
class Block:
    """Some rows of a file in their order. Counts are lines of data: read = lines of `rows` + refused + blank."""

    rows: Sequence[Row] = ()
    problems: list[RowProblem] = field(default_factory=list)
    read: int = 0
    refused: int = 0
    blank: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was understood. `blocks` may be called more than once; each call reads the file anew."""

    file: str
    sha256: str
    kind: Kind
    format: str
    mapping: Mapping[str, Any]
    source: str
    month: Month | None
    notes: tuple[str, ...]
    blocks: Callable[[], Iterator[Block]]
