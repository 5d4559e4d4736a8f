"""What reading a file gives: rows to be saved and problems to be shown. Knows files and metrics, never SQL."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeVar, overload

from metrics.periods import Month
from metrics.vocabulary import Item, Kind

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Source:
    """A file under its name that can be opened as often as needed.

    `sheet` is the one to be read of a workbook, "" the one that looks most like answers.
    """

    name: str
    content: Path | bytes
    sheet: str = ""

    @classmethod
    def of_path(cls, path: Path) -> Source:
        return cls(path.name, path.absolute())

    @classmethod
    def of_bytes(cls, name: str, content: bytes) -> Source:
        return cls(name, content)

    def open(self) -> IO[bytes]:
        """Its bytes from the beginning."""
        return io.BytesIO(self.content) if isinstance(self.content, bytes) else self.content.open("rb")

    def lines(self) -> int:
        """How many lines the file has, which is about how many rows a text holds at most."""
        with self.open() as file:
            return sum(part.count(b"\n") for part in iter(lambda: file.read(1 << 20), b""))

    def sha256(self) -> str:
        """The content's fingerprint, by which the same file, or chosen sheet, is known again under any name."""
        with self.open() as file:
            digest = hashlib.file_digest(file, "sha256")  # type: ignore[arg-type]  # it only reads
        digest.update(self.sheet.encode())
        return digest.hexdigest()


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


FIELDS = range(len(Answer._fields))
CODED = range(Answer._fields.index("day"), Answer._fields.index("comment"))  # those that hold few different values


class Coded(Sequence[Any]):
    """A column of few different values: each of them once, and for every row the place of its own among them.

    Equal values may stand at several places. `values` may hold ones that no row has.
    """

    __slots__ = ("_used", "places", "values")

    def __init__(self, values: Sequence[object], places: Sequence[int]) -> None:
        self.values, self.places = values, places
        self._used: Sequence[int] | None = None

    @classmethod
    def of(cls, column: Sequence[object]) -> Coded:
        places = {value: place for place, value in enumerate(dict.fromkeys(column))}
        return cls(list(places), [places[value] for value in column])

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, at: int) -> object: ...
    @overload
    def __getitem__(self, at: slice) -> Coded: ...
    def __getitem__(self, at: int | slice) -> object:
        return Coded(self.values, self.places[at]) if isinstance(at, slice) else self.values[self.places[at]]

    def __iter__(self) -> Iterator[Any]:
        return map(self.values.__getitem__, self.places)

    def used(self) -> Sequence[int]:
        """The places that rows have, in the order in which they first stand."""
        if self._used is None:
            self._used = list(dict.fromkeys(self.places))
        return self._used

    def different(self) -> list[Any]:
        """The values that rows have, in the order in which they first stand."""
        return [self.values[place] for place in self.used()]

    def each(self, gives: Callable[[Any], Value]) -> list[Value]:
        """What a function gives for the value of each row; it is asked once for all rows of a place."""
        known: list[Any] = [None] * len(self.values)
        for place in self.used():
            known[place] = gives(self.values[place])
        return list(map(known.__getitem__, self.places))

    def chosen(self, marks: Sequence[bool]) -> Coded:
        """The rows whose mark is true."""
        return Coded(self.values, list(compress(self.places, marks)))


class Answers(Sequence[Answer]):
    """Answers held as columns, in the order of an Answer's fields; each is made only when it is asked for.

    Days, scores, units and channels are Coded: what is worked out of them is worked out once for many rows.
    """

    __hash__ = None  # type: ignore[assignment]  # its columns may still grow
    __slots__ = ("channels", "comments", "days", "lines", "response_ids", "scores", "units")

    def __init__(
        self,
        lines: Sequence[int],
        response_ids: Sequence[str | None],
        days: Coded,
        scores: Coded,
        units: Coded,
        channels: Coded,
        comments: Sequence[str],
    ) -> None:
        self.lines, self.response_ids, self.comments = lines, response_ids, comments
        self.days, self.scores, self.units, self.channels = days, scores, units, channels

    @classmethod
    def of(cls, rows: Sequence[Answer]) -> Answers:
        if isinstance(rows, Answers):
            return rows
        columns: list[Any] = [[row[at] for row in rows] for at in FIELDS]
        return cls(*(Coded.of(column) if at in CODED else column for at, column in enumerate(columns)))

    @property
    def columns(self) -> tuple[Sequence[Any], ...]:
        few = (self.days, self.scores, self.units, self.channels)
        return self.lines, self.response_ids, *few, self.comments

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Answers) and list(self) == list(other)

    def __len__(self) -> int:
        return len(self.lines)

    @overload
    def __getitem__(self, at: int) -> Answer: ...
    @overload
    def __getitem__(self, at: slice) -> Answers: ...
    def __getitem__(self, at: int | slice) -> Answer | Answers:
        found: list[Any] = [column[at] for column in self.columns]
        return Answers(*found) if isinstance(at, slice) else Answer._make(found)

    def chosen(self, marks: Sequence[bool]) -> Answers:
        """Those whose mark is true."""
        found: list[Any] = [
            column.chosen(marks) if isinstance(column, Coded) else list(compress(column, marks))
            for column in self.columns
        ]
        return Answers(*found)


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
