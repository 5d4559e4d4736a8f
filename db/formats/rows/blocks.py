"""What reading a file gives: rows to save and problems to show, gathered into blocks of bounded size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, compress, islice
from typing import Any, NamedTuple, TypeAlias, TypeVar, cast, overload

from db.formats.files.delimited import BrokenRecord, Cells, Record
from db.formats.files.row_problem import RowProblem
from db.formats.tools.layout import ExportFormat
from metrics.periods import Month
from metrics.vocabulary import Item, Kind

Value = TypeVar("Value")
Places: TypeAlias = Any  # a list of whole numbers, or an array of them where a large file is read as columns


class Answer(NamedTuple):
    """One line of a survey file: a response, or one answer of it. `day` None: dated only by the file's month.

    `clock` is the time of day of a row without a response id, as `clock_of` writes it. `respondent` is what a column
    says of who answered; it is hashed when it is saved. `weight` is in steps of 1/10,000; None where none is read.
    """

    line: int
    response_id: str | None
    day: dt.date | None
    scores: tuple[tuple[Item, float], ...]
    unit: str
    channel: str
    comment: str
    clock: str = ""
    respondent: str = ""
    weight: int | None = None


FIELDS = range(len(Answer._fields))
# The columns with few different values.
CODED = tuple(map(Answer._fields.index, ("day", "scores", "unit", "channel", "weight")))


class Coded(Sequence[Any]):
    """A column of few different values: each value once, and for every row the index of its value.

    Equal values may stand at several places. `values` may hold ones that no row has.
    """

    __slots__ = ("_used", "places", "values")

    def __init__(self, values: Sequence[object], places: Places) -> None:
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
        return map(self.values.__getitem__, self._listed())

    def _listed(self) -> Sequence[int]:
        places: Sequence[int] = self.places if isinstance(self.places, list) else self.places.tolist()
        return places

    def used(self) -> Sequence[int]:
        """The places that rows have, in the order in which they first stand."""
        if self._used is None:
            self._used = list(dict.fromkeys(self._listed()))
        return self._used

    def different(self) -> list[Any]:
        """The values that rows have, in the order in which they first stand."""
        return [self.values[place] for place in self.used()]

    def each(self, gives: Callable[[Any], Value]) -> list[Value]:
        """The result of `gives` for each row; it is called once for each different value."""
        known: list[Any] = [None] * len(self.values)
        for place in self.used():
            known[place] = gives(self.values[place])
        if isinstance(self.places, list):
            return list(map(known.__getitem__, self.places))
        import numpy as np  # it is loaded by now

        taken = np.empty(len(known), np.object_)
        taken[:] = known
        return cast("list[Value]", taken[self.places].tolist())

    def numbers(self, gives: Callable[[Any], int]) -> Sequence[int]:
        """The whole number that `gives` gives for each row: an array where the places are one."""
        if isinstance(self.places, list):
            return self.each(gives)
        import numpy as np  # it is loaded by now

        known = np.zeros(len(self.values), np.int64)
        for place in self.used():
            known[place] = gives(self.values[place])
        found: Any = known[self.places]
        return cast("Sequence[int]", found)

    def chosen(self, marks: Sequence[int]) -> Coded:
        """The rows whose mark is not 0."""
        if isinstance(self.places, list):
            return Coded(self.values, list(compress(self.places, marks)))
        return Coded(self.values, self.places.compress(memoryview(bytearray(marks)).cast("?")))

    def picked(self, rows: Sequence[int]) -> Coded:
        """These rows."""
        return Coded(self.values, [self.places[row] for row in rows])


class Answers(Sequence[Answer]):
    """Answers held as columns, in the order of an Answer's fields; each is made only when it is asked for.

    Days, scores, units, channels and weights are Coded, so that what is derived from them is computed once for many
    rows.
    """

    __hash__ = None  # type: ignore[assignment]  # its columns may still grow
    __slots__ = (
        "channels",
        "clocks",
        "comments",
        "days",
        "lines",
        "respondents",
        "response_ids",
        "scores",
        "units",
        "weights",
    )

    def __init__(
        self,
        lines: Sequence[int],
        response_ids: Sequence[str | None],
        days: Coded,
        scores: Coded,
        units: Coded,
        channels: Coded,
        comments: Sequence[str],
        clocks: Sequence[str],
        respondents: Sequence[str],
        weights: Coded,
    ) -> None:
        self.lines, self.response_ids, self.comments = lines, response_ids, comments
        self.clocks, self.respondents, self.weights = clocks, respondents, weights
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
        return self.lines, self.response_ids, *few, self.comments, self.clocks, self.respondents, self.weights

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

    def chosen(self, marks: Sequence[int]) -> Answers:
        """Those whose mark is not 0."""
        found: list[Any] = [
            column.chosen(marks) if isinstance(column, Coded) else list(compress(column, marks))
            for column in self.columns
        ]
        return Answers(*found)

    def picked(self, rows: Sequence[int]) -> Answers:
        """Those at these places, in their order."""
        if len(rows) == len(self):
            return self
        found: list[Any] = [
            column.picked(rows) if isinstance(column, Coded) else [column[row] for row in rows]
            for column in self.columns
        ]
        return Answers(*found)

    def without(self, rows: Sequence[int]) -> Answers:
        """All but those at these places."""
        if not rows:
            return self
        marks = bytearray(b"\1") * len(self)
        for row in rows:
            marks[row] = 0
        return self.chosen(marks)


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
    """A shopper visit with its whole checklist, gathered over `lines` lines of the file."""

    line: int
    visit_id: str
    day: dt.date
    unit: str
    channel: str
    form: str
    checklist: tuple[ChecklistLine, ...]
    lines: int = 1


class Operation(NamedTuple):
    """One operational figure of a unit and month: a numerator over a denominator, or a bare value.

    It comes from `lines` lines of the file, the first of them `line`.
    """

    line: int
    month: Month
    unit: str
    channel: str
    metric: str
    numerator: float | None
    denominator: float | None
    value: float | None
    lines: int = 1


class Sums(NamedTuple):
    """n scores known by their sums alone: the sum in hundredths, and that of the squares in hundredths squared."""

    n: int
    total: int
    squares: int


class CountedResult(NamedTuple):
    """The counted answers to one item at a unit in a month: how many gave each score, or the sums behind a mean.

    It comes from `lines` lines of the file, the first of them `line`.
    """

    line: int
    month: Month
    unit: str
    channel: str
    item: Item
    counts: tuple[tuple[int, int], ...]
    sums: Sums | None = None
    lines: int = 1

    @property
    def n(self) -> int:
        """How many answered."""
        return self.sums.n if self.sums is not None else sum(count for _, count in self.counts)


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


Row = Answer | CountedResult | Visit | Operation | BenchmarkLine


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
    """A file as it was understood. `blocks` may be called more than once; each call reads the file again.

    `in_columns` says that it is read as columns, which needs no second process.
    """

    file: str
    sha256: str
    kind: Kind
    format: str
    mapping: Mapping[str, Any]
    source: str
    month: Month | None
    notes: tuple[str, ...]
    blocks: Callable[[], Iterator[Block]]
    in_columns: bool = False


_MOST_KEPT = 10_000  # values of a column; they travel with every block
_PLAIN = [place for place in FIELDS if place not in CODED]


class CodedBuilder:
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
        """Start again where a column turns out to hold many different values."""
        if len(self.values) > _MOST_KEPT:
            self.values, self.places = [None], {}


class AnswersBuilder:
    """Answers for the next block. The values of coded columns are kept from one block to the next."""

    def __init__(self) -> None:
        self.coded = tuple(CodedBuilder() for _ in CODED)
        self.days, self.scores, self.units, self.channels, self.weights = self.coded
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
        for place, few, key in zip(CODED, self.coded, keys, strict=True):
            self._columns[place].append(few.place(key, answer[place]))

    def unusual(self, columns: Sequence[Sequence[Any]]) -> list[int]:
        """The rows of `columns` with a text whose value is not known yet."""
        wanting = [columns[place] for place in CODED if not all(columns[place])]
        return sorted(set(chain.from_iterable([at for at, place in enumerate(one) if not place] for one in wanting)))

    def taken(self) -> Answers:
        """All answers added since the last call."""
        columns: list[Any] = list(self._columns)
        for at, few in zip(CODED, self.coded, strict=True):
            columns[at] = Coded(few.values, columns[at])
        self._columns = [[] for _ in FIELDS]
        for few in self.coded:
            few.forget_many()
        return Answers(*columns)


LINES_IN_A_BLOCK = 20_000
RECORDS_AT_ONCE = 200  # few enough to stay in the processor's cache, which makes reading twice as fast
_MOST_CHARACTERS_SHOWN = 200
Found = Row | RowProblem | None
ReadMany = Callable[[Sequence[Record]], list[Found]]


def problem(line: int, column: str, value: str, message: str) -> RowProblem:
    """A row's problem with the cell shortened for a person to read."""
    shown = value if len(value) <= _MOST_CHARACTERS_SHOWN else f"{value[: _MOST_CHARACTERS_SHOWN - 1]}…"
    return RowProblem(line, column, shown, message)


def row_blocks(records: Iterator[Record], read: ReadMany) -> Iterator[Block]:
    """The rows that `read` makes of the records, in blocks; None from `read` is a blank row."""
    rows: list[Row] = []
    block = Block(rows)
    while chunk := list(islice(records, RECORDS_AT_ONCE)):
        found = read(chunk)
        problems = [one for one in found if isinstance(one, RowProblem)]
        before = len(rows)
        rows += [one for one in found if one is not None and not isinstance(one, RowProblem)]
        block.problems += problems
        block.read += len(found)
        block.refused += len(problems)
        block.blank += len(found) - len(problems) - (len(rows) - before)
        if block.read >= LINES_IN_A_BLOCK:
            yield block
            rows = []
            block = Block(rows)
    if block.read:
        yield block


def one_by_one(read: Callable[[int, Cells], Found]) -> ReadMany:
    """Reads many records by reading each; a broken one is a problem."""

    def read_many(records: Sequence[Record]) -> list[Found]:
        return [
            problem(line, "", "", cells.message) if isinstance(cells, BrokenRecord) else read(line, cells)
            for line, cells in records
        ]

    return read_many


def marked_as_test(form: ExportFormat, names: list[str]) -> Callable[[Cells], bool] | None:
    """Recognises test and preview records by the tool's own mark; None where the tool or the file has none."""
    if form.left_out is None or form.left_out[0] not in names:
        return None
    place, marks = names.index(form.left_out[0]), form.left_out[1]
    return lambda cells: cells[place].strip().casefold() in marks
