"""The decisions by which a file is read: each column's role and what holds for all rows. Can be kept as JSON.

Units are paths from the top of the organisation down, such as “North/Leeds/Counter”.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from db.formats.columns.roles import Role
from db.formats.files.headings import Heading, fingerprint, marks, plain
from db.formats.values.dates import DateOrder
from db.formats.values.durations import TimeUnit
from metrics.errors import FileRefused
from metrics.periods import Month
from metrics.vocabulary import Audience, Kind, Scale


@dataclass(frozen=True, slots=True)
class ColumnRole:
    """One column's role. It is found again by its heading and how many of that heading stand before it.

    A one-hot column has `point`, the score that a filled cell stands for; columns of one item share metric and scale.
    `time_unit` is that of the bare numbers in a column of times. Bare values of the days in an `averaged` column of
    months are averaged.
    """

    index: int
    heading: str
    nth: int
    role: Role
    metric: str | None = None
    scale: Scale | None = None
    turned: bool = False
    words: Mapping[str, int] = field(default_factory=dict)
    point: int | None = None
    time_unit: TimeUnit | None = None
    averaged: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "index": self.index,
            "heading": self.heading,
            "nth": self.nth,
            "role": self.role.value,
            "metric": self.metric,
            "scale": str(self.scale) if self.scale else None,
            "reversed": self.turned,
            "words": dict(self.words),
            "point": self.point,
            **({"time_unit": self.time_unit.value} if self.time_unit else {}),
            **({"averaged": True} if self.averaged else {}),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> ColumnRole:
        return cls(
            kept["index"],
            kept["heading"],
            kept["nth"],
            Role(kept["role"]),
            kept["metric"],
            Scale.parse(kept["scale"]) if kept["scale"] else None,
            kept["reversed"],
            kept["words"],
            kept["point"],
            TimeUnit(kept["time_unit"]) if kept.get("time_unit") else None,
            kept.get("averaged", False),
        )


@dataclass(frozen=True, slots=True)
class FileMapping:
    """Everything that reading a file needs besides the file. `source` says whose response ids these are.

    `marks` are those of the headings of its first file; they recognise a later file of the same survey.
    `time_zone` is the one in which moments with an offset are counted, "" for the day as it is written.
    `encoding` is the one that a person named for such files, "" where a file shows its own.
    `accept_partial` is said of one file and never kept: read it although much of a column cannot be read.
    """

    kind: Kind
    format: str
    fingerprint: str
    columns: tuple[ColumnRole, ...]
    date_order: DateOrder | None = None
    month: Month | None = None
    unit: str = ""
    channel: str = ""
    source: str = ""
    audience: Audience | None = None
    notes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    accept_partial: bool = False
    time_zone: str = ""
    encoding: str = ""

    def with_role(self, role: Role) -> list[ColumnRole]:
        """The columns of a role, in their order in the file."""
        return [column for column in self.columns if column.role is role]

    def named(self, name: str) -> FileMapping:
        """The same mapping kept under `name`, which then says whose response ids these are."""
        return replace(self, source=name)

    def as_json(self) -> dict[str, Any]:
        """The mapping as JSON, complete enough for `from_json` to make it again."""
        return {
            "kind": self.kind.value,
            "format": self.format,
            "fingerprint": self.fingerprint,
            "columns": [column.as_json() for column in self.columns],
            "date_order": self.date_order.value if self.date_order else None,
            "month": str(self.month) if self.month else None,
            "unit": self.unit,
            "channel": self.channel,
            "source": self.source,
            "audience": self.audience.value if self.audience else None,
            "notes": list(self.notes),
            "marks": list(self.marks),
            **({"time_zone": self.time_zone} if self.time_zone else {}),
            **({"encoding": self.encoding} if self.encoding else {}),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> FileMapping:
        return cls(
            Kind(kept["kind"]),
            kept["format"],
            kept["fingerprint"],
            tuple(ColumnRole.from_json(column) for column in kept["columns"]),
            DateOrder(kept["date_order"]) if kept["date_order"] else None,
            Month.parse(kept["month"]) if kept["month"] else None,
            kept["unit"],
            kept["channel"],
            kept["source"],
            Audience(kept["audience"]) if kept["audience"] else None,
            tuple(kept["notes"]),
            tuple(kept.get("marks", ())),
            time_zone=kept.get("time_zone", ""),
            encoding=kept.get("encoding", ""),
        )


def nth_of_heading(headings: Sequence[Heading], index: int) -> int:
    """How many columns up to `index` (from 1) carry the same heading, itself included."""
    name = plain(headings[index - 1].name)
    return sum(plain(heading.name) == name for heading in headings[:index])


def bound(mapping: FileMapping, headings: Sequence[Heading]) -> FileMapping:
    """`mapping` with each column's index in a file with `headings`, found by heading where columns were added or moved.

    Raises FileRefused where a column is missing.
    """
    if mapping.fingerprint == fingerprint(headings):
        return mapping
    places = _places(headings)
    columns = []
    for column in mapping.columns:
        index = places.get((column.heading, column.nth), 0)
        if not index:
            raise FileRefused(f"The mapping expects a column “{column.heading}”, which this file does not have.")
        columns.append(replace(column, index=index))
    return replace(mapping, columns=tuple(columns))


def fits(mapping: FileMapping, form: str | None, headings: Sequence[Heading]) -> bool:
    """Whether `mapping` can be used for a file of format `form` although columns were added, moved or left out.

    It may if the same tool wrote both, every column that it reads is there under its own heading, exactly as many
    columns carry that heading as then, and at least half of all headings of then are still there. What has no
    headings is never known again in this way.
    """
    counts = Counter(plain(heading.name) for heading in headings)
    then = Counter(mapping.marks)
    now = Counter(marks(headings))
    read = {column.heading for column in mapping.columns}
    return (
        mapping.format == form
        and bool(read)
        and "" not in read
        and all(counts[heading] and counts[heading] == then[mark] for heading, mark in _marked(read))
        and 2 * (then & now).total() >= then.total()
    )


def likeness(mapping: FileMapping, headings: Sequence[Heading]) -> int:
    """How many headings a file shares with the one that `mapping` was made for."""
    return (Counter(mapping.marks) & Counter(marks(headings))).total()


def _marked(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        yield name, marks([Heading(name)])[0]


def _places(headings: Sequence[Heading]) -> dict[tuple[str, int], int]:
    """The columns, from 1, by their heading and how many of it stand up to there."""
    seen: Counter[str] = Counter()
    places: dict[tuple[str, int], int] = {}
    for index, heading in enumerate(headings, 1):
        name = plain(heading.name)
        seen[name] += 1
        places[(name, seen[name])] = index
    return places


MOST_CHARACTERS = 500


def unit_path(*texts: str) -> str:
    """The path in `texts`, joined in order, parts trimmed, empty ones left out; "" is the whole organisation."""
    parts = (" ".join(part.split()) for text in texts for part in text.split("/"))
    return "/".join(part for part in parts if part)
