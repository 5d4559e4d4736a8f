"""What the saving of one upload has at hand, and what has become of its rows so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.changes.uploads.already_saved.overlap_rules import OnOverlap
from db.changes.uploads.conflict_rules import ConflictOutcome, Fact, OnConflict, Settlement
from db.changes.uploads.seen_names import SeenNames
from db.changes.uploads.weighting import FileWeights
from db.formats.files.row_problem import RowProblem
from db.formats.rows.blocks import Answers
from db.names import LONGEST_NAME, Names, Units, plain_path, unit_key
from db.store.bulk_insert import drop_index, recreate_index
from db.tables import RESPONSES_BY_DAY, RESPONSES_BY_ID, ResponseRow, UnitNameRow
from db.totals.tallies import TallyDelta
from metrics.periods import Month

MANY_RESPONSES = 10_000
MOST_HELD_BACK = 50_000  # rows, which take about 15 MB


@dataclass(frozen=True, slots=True)
class OverlapCounts:
    """How many rows without a response id were saved before, differ from a saved one, or are new.

    `uploads` are those that hold what is saved (id and file), the one with most of it first.
    """

    rows: int
    known: int
    differing: int
    new: int
    uploads: tuple[tuple[int, str], ...]


@dataclass(slots=True)
class SaveContext:
    """One upload on its way into the store, inside its transaction.

    `said` maps keys of unknown units to what a person says they are: the path of a unit, or "" to leave them out.
    """

    session: Session
    upload: int
    file: str
    source: int
    source_is_new: bool
    month: Month | None
    rule: OnConflict
    creates_units: bool
    units: Units
    names: Names
    erased: frozenset[str]
    kept: TallyDelta
    on_overlap: OnOverlap = OnOverlap.NEW
    said: Mapping[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    read: int = 0
    saved: int = 0
    duplicates: int = 0
    refused: int = 0
    conflicts: int = 0
    blank: int = 0
    months: set[dt.date] = field(default_factory=set)
    newest_day: dt.date | None = None
    seen: SeenNames = field(default_factory=SeenNames)
    first_response: int = 0
    responses: int = 0
    days_set_aside: bool = False
    ids_set_aside: bool = False
    held_back: list[Answers] = field(default_factory=list)
    facts: int = 0
    has_nameless: bool = False
    with_occasion: int = 0
    overlap: OverlapCounts | None = None
    weights: FileWeights = field(default_factory=FileWeights)
    notes: list[str] = field(default_factory=list)

    def refuse(self, line: int, column: str, value: str, message: str, lines: int = 1) -> None:
        """Leave a row (or `lines` of them that belong together) out, and say why."""
        self.problems.append(RowProblem(line, column, value, message))
        self.refused += lines

    def unit(self, line: int, path: str, lines: int = 1) -> int | None:
        """The id of the unit a row names; None when the row is refused for it."""
        id_ = self.units.known(path)
        if id_ is not None:
            return id_
        if any(len(name) > LONGEST_NAME for name in path.split("/")) or len(path) > 10 * LONGEST_NAME:
            self.refuse(
                line,
                "unit",
                path[:80],
                f"The name of a unit is longer than {LONGEST_NAME} characters. Shorten it.",
                lines,
            )
            return None
        meant = self.said.get(unit_key(path))
        if meant == "" or (meant is None and not self.creates_units):
            self.refuse(
                line,
                "unit",
                path,
                f"There is no unit called “{plain_path(path)}”. Correct the name, or add the unit.",
                lines,
            )
            return None
        if meant is None:
            self.unknown.append(plain_path(path))
            return self.units.made_for(path, self.upload)
        return self._meant(path, meant)

    def _meant(self, path: str, meant: str) -> int:
        """The id of the unit that a person says `path` means; the next file's rows of that name are at it too."""
        id_ = self.units.made_for(meant, self.upload)
        if unit_key(path) != unit_key(meant):
            self.units.means(path, id_)
            if self.session.get(UnitNameRow, unit_key(path)) is None:
                self.session.add(UnitNameRow(key=unit_key(path), path=plain_path(path), unit_id=id_))
        return id_

    def channel(self, name: str) -> int:
        """The id of the channel a row names, cut to the longest name that is kept."""
        return self.names.channel(" ".join(name.split())[:LONGEST_NAME])

    def response_ids(self, n: int) -> range:
        """The ids of the next `n` responses; those of one upload follow each other without a gap."""
        if not self.responses:
            self.first_response = next_id(self.session, ResponseRow.id)
        first = self.first_response + self.responses
        self._set_indexes_aside()
        self.responses += n
        self.facts += n
        return range(first, first + n)

    def _set_indexes_aside(self) -> None:
        """Once an upload brings more responses than all before it, and many, their indexes are laid at the end.

        That by id only where no response of the upload's source was known before it.
        """
        if self.days_set_aside or self.responses < max(MANY_RESPONSES, self.first_response):
            return
        self.days_set_aside = drop_index(self.session, RESPONSES_BY_DAY)
        self.ids_set_aside = self.source_is_new and drop_index(self.session, RESPONSES_BY_ID)

    def hold_back(self, answers: Answers) -> bool:
        """Keep rows until responses can be found by their ids again; False once that is worth no more."""
        self.held_back.append(answers)
        return sum(map(len, self.held_back)) < MOST_HELD_BACK

    def lay_index_of_ids(self) -> None:
        """Let responses be found by their ids again, where that was set aside."""
        if self.ids_set_aside:
            recreate_index(self.session, RESPONSES_BY_ID)
            self.ids_set_aside = False

    def lay_index_of_days(self) -> None:
        """Lay the index of days, where it was set aside."""
        if self.days_set_aside:
            recreate_index(self.session, RESPONSES_BY_DAY)

    def dated(self, day: dt.date | None, month: dt.date) -> None:
        """Note that something was saved for this month, and on which day."""
        self.months.add(month)
        if day is not None and (self.newest_day is None or day > self.newest_day):
            self.newest_day = day

    def count(self, settlement: Settlement, fact: Fact, name: str, says: str, said: str, lines: int = 1) -> bool:
        """Count what became of a fact called `name`; True when it now stands (in part at least)."""
        if settlement.outcome is ConflictOutcome.SAVED:
            self.saved += lines
            return True
        if settlement.outcome is ConflictOutcome.DUPLICATE:
            self.duplicates += lines
            return False
        rival = settlement.rival
        assert rival is not None
        self.conflicts += lines
        where = (
            f"line {rival.line} of this file"
            if rival.upload == self.upload
            else f"line {rival.line} of upload {rival.upload}"
        )
        self.refuse(
            fact.line,
            "",
            name,
            f"{name} says {says} here and {said} in {where}. The earlier one was kept.",
            lines,
        )
        return False


def next_id(session: Session, column: InstrumentedAttribute[int]) -> int:
    """The first free id. Uploads wait for each other, so the ids of one upload follow each other without a gap."""
    return (session.scalars(select(func.max(column))).one() or 0) + 1
