"""Results that came counted, read line by line and gathered: days and weeks to their month, scores row by row to one.

A line that sums up others (“Total”) is left out where others name units; a file of totals alone is of the whole.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from db.formats.columns.figures.counted_headings import heading_says
from db.formats.columns.roles import NPS_GROUP_ROLES, RESULTS, Role
from db.formats.files.delimited import BrokenRecord, Cells, Record
from db.formats.files.row_problem import Advised, RowProblem
from db.formats.rows.blocks import Block, CountedResult, problem
from db.formats.rows.cells import RolePlaces, UnreadableCell, sums_up, today
from db.formats.rows.counted_parts import (
    Part,
    Printed,
    grouped_item,
    of_difference,
    of_mean,
    of_percentages,
    printed,
    whole,
)
from db.formats.rows.mapping import ColumnRole, FileMapping, unit_path
from db.formats.values.answer_labels import is_no_answer
from db.formats.values.dates import DateReader
from db.formats.values.periods import month_of_part
from db.formats.values.scores import ScoreReader
from metrics.answers.formulas import MeanScore, NetScore, Share, TopBox
from metrics.catalogue import CATALOGUE, Metric
from metrics.periods import Month
from metrics.vocabulary import Item, Scale

_WHOLE, _ROUNDED = 100, 1.6  # three percentages without decimals add up to 98.5 to 101.5
_MOSTLY = 0.8
_FRACTIONS = frozenset({Role.SHARE, Role.MEAN, Role.SD, Role.VALUE})
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_FEWEST_WITHOUT_N = 2
_FEWEST_SUMMED = 3  # a unit and two others
_GROUP_OF_SCORE = {10: 1, 8: 0, 0: -1}


class _Columns(NamedTuple):
    """The columns of one metric (None: of the one that the row names): by role, and counts by their score."""

    metric: str | None
    places: Mapping[Role, int]
    counts: Mapping[int, int]
    scale: Scale | None
    are_percent: bool


class _Line(NamedTuple):
    """What one line says of one item; `when` tells days and weeks apart, `is_total` lines that sum up others."""

    line: int
    month: Month
    when: str
    unit: str
    channel: str
    part: Part
    has_own_score: bool
    is_total: bool


@dataclass(slots=True)
class _Gathered:
    """One result on its way: the lines it comes from, and which day and score each has spoken for."""

    first: _Line
    part: Part
    lines: int = 1
    said: set[tuple[str, int | None]] = field(default_factory=set)


class CountedReader:
    """Makes CountedResults of all records of a file; a line that cannot be read is a RowProblem."""

    def __init__(
        self, mapping: FileMapping, names: Sequence[str], thousands: str = "", *, accept_partial: bool = False
    ) -> None:
        self._mapping, self._accept_partial = mapping, accept_partial
        self._cells = RolePlaces.of(mapping, names, thousands)
        self._days, self._today = DateReader(mapping.date_order), today()
        self._score = next((one for one in mapping.columns if one.role is Role.SCORE), None)
        self._names = names
        self._readers: dict[str, ScoreReader] = {}

    def blocks(self, records: Iterator[Record]) -> Iterator[Block]:
        """One block with all results, for counted files are short."""
        kept = list(records)
        columns = self._columns([cells for _, cells in kept if not isinstance(cells, BrokenRecord)])
        block, lines = Block(read=0), []
        for line, cells in kept:
            found = self._read(line, cells, columns)
            lines += [one for one in found if isinstance(one, _Line)]
            problems = [one for one in found if isinstance(one, RowProblem)]
            block.problems += problems
            block.refused += len(problems)
            block.blank += not found
            block.read += len(found) or 1
        wanted = _without_totals(lines)
        block.blank += len(lines) - len(wanted)
        wanted = wanted if self._accept_partial else self._without_sums(wanted, block)
        gathered = _gathered(wanted)
        block.rows = [_result(one) for one in gathered if one.part.n]
        block.blank += sum(one.lines for one in gathered if not one.part.n)
        yield block

    def _without_sums(self, lines: Sequence[_Line], block: Block) -> list[_Line]:
        """The lines without those of a unit that has all others' counts in every month, which are refused."""
        summing = _sums_of_all_others(lines)
        for line in (one for one in lines if one.unit in summing):
            message = Advised(
                f"“{line.unit}” has as many answers as all other units of {line.month} together, so it seems to sum "
                "them up, and these people would count twice.",
                "Leave the row out, or call it “Total”.",
            )
            place = self._cells.by_role.get(Role.UNIT)
            block.problems.append(problem(line.line, "" if place is None else self._names[place], line.unit, message))
            block.refused += 1
        return [one for one in lines if one.unit not in summing]

    def _columns(self, rows: Sequence[Cells]) -> list[_Columns]:
        """The columns by metric; one without a metric is shared by all that have none of its role."""
        mapped = [one for one in self._mapping.columns if one.role in RESULTS]
        shared = [one for one in mapped if one.metric is None]
        metrics: list[str | None] = list(dict.fromkeys(one.metric for one in mapped if one.metric))
        if self._score is not None:
            metrics = [self._score.metric]
        found = [self._of(known, [one for one in mapped if one.metric == known], shared) for known in metrics or [None]]
        return [replace_percent(one, self._are_percent(one, rows)) for one in found]

    def _of(self, known: str | None, own: Sequence[ColumnRole], shared: Sequence[ColumnRole]) -> _Columns:
        places = {one.role: one.index - 1 for one in [*shared, *own] if one.point is None}
        counts = {one.point: one.index - 1 for one in own if one.role is Role.COUNT and one.point is not None}
        scale = next((one.scale for one in own if one.scale is not None), None)
        return _Columns(known, places, counts, scale, are_percent=False)

    def _are_percent(self, one: _Columns, rows: Sequence[Cells]) -> bool:
        """Whether groups are given as percentages: by their heading or sign, or since they add up to 100, not to n."""
        places = [place for role, place in one.places.items() if role in NPS_GROUP_ROLES]
        if any(heading_says(self._names[place]).is_percent for place in places):
            return True
        if any("%" in cells[place] for cells in rows for place in places):
            return True
        if len(places) < len(NPS_GROUP_ROLES):
            return False
        alone = Role.N not in one.places
        sums = [self._sum(cells, places) for cells in rows]
        told = [found for found in sums if found is not None]
        of_100 = sum(abs(found - _WHOLE) <= _ROUNDED for found in told)
        n_of_100 = 0 if alone else sum(cells[one.places[Role.N]].strip() == "100" for cells in rows)
        if not told or of_100 < _MOSTLY * len(told) or n_of_100 > of_100 / 2:
            return False
        return not (alone and (self._accept_partial or len(told) < _FEWEST_WITHOUT_N))

    def _sum(self, cells: Cells, places: Sequence[int]) -> float | None:
        try:
            found = [self._number(cells, place, Role.N) for place in places]
        except UnreadableCell:
            return None
        return None if None in found else sum(value for value in found if value is not None)

    def _number(self, cells: Cells, place: int, role: Role) -> float | None:
        text = cells[place].strip(" %\u00a0")
        if role not in _FRACTIONS and _THOUSANDS.fullmatch(text):
            text = text.replace(",", "")  # people are whole, so this comma can only part thousands
        return replace(self._cells, by_role={role: 0}).number([text], role)

    def _read(self, line: int, cells: Cells | BrokenRecord, columns: Sequence[_Columns]) -> list[_Line | RowProblem]:
        if isinstance(cells, BrokenRecord):
            return [problem(line, "", "", cells.message)]
        found: list[_Line | RowProblem] = []
        for one in columns:
            try:
                made = self._line(line, cells, one)
            except UnreadableCell as trouble:
                at = one.places.get(trouble.role, self._cells.by_role.get(trouble.role))
                name, text = ("", "") if at is None else (self._names[at], cells[at])
                found.append(problem(line, name, text, trouble.message))
            else:
                found += [] if made is None else [made]
        return found

    def _line(self, line: int, cells: Cells, one: _Columns) -> _Line | None:
        filled = [*(place for role, place in one.places.items() if role is not Role.N), *one.counts.values()]
        if all(is_no_answer(cells[place]) for place in filled):
            return None
        known = CATALOGUE[one.metric] if one.metric else self._cells.metric(cells)
        _check(known, one, has_score=self._score is not None)
        part = self._part(cells, one, known)
        if part is None or not (part.n or self._score is not None):
            return None
        text = self._cells.text(cells, Role.MONTH)
        if sums_up(text):
            return None
        month = self._mapping.month if not text and self._mapping.month else self._cells.month(cells, self._today)
        units, channel = self._cells.text(cells, Role.UNIT), self._cells.text(cells, Role.CHANNEL)
        totals = [sums_up(name) for name in (units, channel)]
        return _Line(
            line,
            month,
            text if month_of_part(text, self._days) else "",
            unit_path(self._mapping.unit, "" if totals[0] else units),
            ("" if totals[1] else channel) or self._mapping.channel,
            part,
            self._score is not None,
            any(totals),
        )

    def _part(self, cells: Cells, one: _Columns, known: Metric) -> Part | None:
        """What the cells say of `known`, None where they say nothing. Raises UnreadableCell where they contradict."""
        if self._score is not None:
            return self._scored(cells, one, known)
        n = whole(Role.N, self._at(cells, one, Role.N))
        if one.counts:
            return self._counts(cells, one, known, n)
        if set(one.places) & set(NPS_GROUP_ROLES):
            return self._groups(cells, one, known, n)
        if Role.MEAN in one.places:
            return self._mean(cells, one, known, n)
        if Role.VALUE in one.places:
            return self._difference(cells, one, known, n)
        return self._box(cells, one, known, n)

    def _at(self, cells: Cells, one: _Columns, role: Role) -> float | None:
        return self._number(cells, one.places[role], role) if role in one.places else None

    def _scored(self, cells: Cells, one: _Columns, known: Metric) -> Part | None:
        """One score, or group, and how many gave it."""
        assert self._score is not None
        n = whole(Role.COUNT, self._at(cells, one, Role.COUNT))
        scale = self._score.scale or known.formula.scale
        if self._score.metric is None:
            scale = known.formula.scale
        score = self._reader(known, scale).read(cells[self._score.index - 1])
        if score is None or n is None:
            return None
        if isinstance(score, str):
            raise UnreadableCell(Role.SCORE, score)
        audience = self._mapping.audience or known.audience
        if self._score.words and set(self._score.words.values()) <= set(_GROUP_OF_SCORE):
            return Part(grouped_item(known, audience), {_GROUP_OF_SCORE[int(score)]: n})
        return Part(Item(known.id, scale, audience), {int(score): n})

    def _reader(self, known: Metric, scale: Scale | None) -> ScoreReader:
        if known.id not in self._readers:
            assert self._score is not None
            self._readers[known.id] = ScoreReader(scale, self._score.turned, self._score.words)
        return self._readers[known.id]

    def _counts(self, cells: Cells, one: _Columns, known: Metric, n: int | None) -> Part | None:
        found = {
            point: whole(Role.COUNT, self._number(cells, place, Role.COUNT)) for point, place in one.counts.items()
        }
        counts = {point: count or 0 for point, count in found.items()}
        total = sum(counts.values())
        if n is not None and n != total:
            raise UnreadableCell(Role.N, _does_not_add_up("The counts", total, n))
        return Part(Item(known.id, one.scale, self._mapping.audience or known.audience), counts)

    def _groups(self, cells: Cells, one: _Columns, known: Metric, n: int | None) -> Part | None:
        item = grouped_item(known, self._mapping.audience)
        if one.are_percent:
            return self._group_shares(cells, one, item, n)
        found = {
            score: whole(role, self._at(cells, one, role))
            for role, score in NPS_GROUP_ROLES.items()
            if role in one.places
        }
        if None in found.values():
            role = next(role for role, score in NPS_GROUP_ROLES.items() if role in one.places and found[score] is None)
            raise UnreadableCell(role, "This row has other groups, but not this one. Fill it in.")
        counts = {score: count for score, count in found.items() if count is not None}
        total = sum(counts.values())
        if 0 not in counts and n is not None and n >= total:
            return Part(item, {**counts, 0: n - total})
        if n is not None and n != total:
            raise UnreadableCell(Role.N, _does_not_add_up("Promoters, passives and detractors", total, n))
        return Part(item, counts)

    def _group_shares(self, cells: Cells, one: _Columns, item: Item, n: int | None) -> Part | None:
        if n is None:
            raise UnreadableCell(
                Role.N, "These are percentages, so it must be known of how many answers. Add a column of n."
            )
        shares = {
            score: share
            for role, score in NPS_GROUP_ROLES.items()
            if role in one.places and (share := self._share(cells, one, role)) is not None
        }
        total = sum(share.value for share in shares.values())
        if not {1, -1} <= shares.keys() or total > _WHOLE + _ROUNDED or (0 in shares and total < _WHOLE - _ROUNDED):
            raise UnreadableCell(Role.PROMOTERS, f"The percentages of the groups add up to {total:g}, not to 100.")
        return of_percentages(item, shares, n)

    def _share(self, cells: Cells, one: _Columns, role: Role) -> Printed | None:
        text, value = cells[one.places[role]], self._at(cells, one, role)
        if value is None:
            return None
        if not 0 <= value <= _WHOLE:
            raise UnreadableCell(role, f"“{text.strip()[:40]}” is no percentage from 0 to 100.")
        if 0 < value < 1 and "%" not in text:
            raise UnreadableCell(role, f"“{text.strip()[:40]}” may be a percentage or a fraction. Write it with a “%”.")
        return printed(text, value)

    def _box(self, cells: Cells, one: _Columns, known: Metric, n: int | None) -> Part | None:
        item = grouped_item(known, self._mapping.audience)
        if n is None:
            raise UnreadableCell(Role.N, "This row does not say how many answered. Fill it in.")
        if Role.TOP_BOX in one.places:
            hits = whole(Role.TOP_BOX, self._at(cells, one, Role.TOP_BOX)) or 0
            if hits > n:
                raise UnreadableCell(Role.TOP_BOX, f"{hits} of {n} answers is more than all of them.")
            return Part(item, {1: hits, 0: n - hits})
        share = self._share(cells, one, Role.SHARE)
        return None if share is None else of_percentages(item, {1: share}, n)

    def _mean(self, cells: Cells, one: _Columns, known: Metric, n: int | None) -> Part | None:
        mean, deviation = self._at(cells, one, Role.MEAN), self._at(cells, one, Role.SD)
        if mean is None:
            return None
        if not n:
            raise UnreadableCell(Role.N, "This row does not say how many answered. Fill it in.")
        if deviation is None and n > 1 and Role.SD in one.places:
            raise UnreadableCell(Role.SD, "This row has no standard deviation, so the mean has no margin. Fill it in.")
        scale = one.scale or known.formula.scale
        deviation = deviation if n > 1 else 0.0
        return of_mean(Item(known.id, scale, self._mapping.audience or known.audience), mean, deviation, n)

    def _difference(self, cells: Cells, one: _Columns, known: Metric, n: int | None) -> Part | None:
        score = self._at(cells, one, Role.VALUE)
        if score is None:
            return None
        if not n:
            raise UnreadableCell(Role.N, "This row does not say how many answered. Fill it in.")
        return of_difference(grouped_item(known, self._mapping.audience), score, n)


def _check(known: Metric, one: _Columns, *, has_score: bool) -> None:
    """Raises UnreadableCell where the metric that a row names cannot come from what it says."""
    formula, wanted = known.formula, ""
    if formula.scale is None:
        wanted = "single cases or an operations file"
    elif has_score or one.counts:
        return
    elif set(one.places) & set(NPS_GROUP_ROLES):
        wanted = "" if isinstance(formula, NetScore) else "how many gave each score"
    elif Role.MEAN in one.places:
        wanted = "" if isinstance(formula, MeanScore) else "how many gave each score, since an average says too little"
    elif Role.VALUE in one.places:
        wanted = "" if isinstance(formula, NetScore) else "a percentage, a mean or counts, each in a column of its own"
    elif not isinstance(formula, TopBox | Share):
        wanted = "how many gave each score or group"
    if wanted:
        raise UnreadableCell(Role.METRIC, f"{known.name} needs {wanted}.")


def replace_percent(one: _Columns, are_percent: bool) -> _Columns:
    """The columns, read as percentages or not."""
    return one._replace(are_percent=are_percent)


def _does_not_add_up(what: str, total: int, n: int) -> str:
    return Advised(f"{what} add up to {total}, but {n} answered.", "Correct them, or leave out the column of n.")


def _sums_of_all_others(lines: Sequence[_Line]) -> set[str]:
    """The units that have, of each item and month, as much as all others together, of which there are at least two."""
    by_cell: dict[tuple[Item, Month, str, str], dict[str, Part]] = defaultdict(dict)
    for line in lines:
        parts = by_cell[line.part.item, line.month, line.when, line.channel]
        parts[line.unit] = parts[line.unit].plus(line.part) if line.unit in parts else line.part
    found: set[str] | None = None
    for parts in by_cell.values():
        n, counts = sum(part.n for part in parts.values()), Counter[int]()
        for part in parts.values():
            counts.update(part.counts)
        here = {
            unit
            for unit, part in parts.items()
            if len(parts) >= _FEWEST_SUMMED
            and 2 * part.n == n
            and all(2 * part.counts.get(score, 0) == total for score, total in counts.items())
        }
        found = here if found is None else found & here
    return found or set()


def _without_totals(lines: Sequence[_Line]) -> list[_Line]:
    """The lines without those that sum up others of their month and item; totals alone stand for the whole."""
    with_parts = {(line.month, line.part.item) for line in lines if not line.is_total}
    return [line for line in lines if not line.is_total or (line.month, line.part.item) not in with_parts]


def _gathered(lines: Sequence[_Line]) -> list[_Gathered]:
    """One result for each item, unit, channel and month; what says the same day and score again is one of its own."""
    found: dict[tuple[Item, Month, str, str], list[_Gathered]] = {}
    order: list[_Gathered] = []
    for line in lines:
        score = next(iter(line.part.counts)) if line.has_own_score else None
        said = line.when, score
        of_same = found.setdefault((line.part.item, line.month, line.unit, line.channel), [])
        may_add = line.when or line.has_own_score
        result = next((one for one in of_same if may_add and said not in one.said), None)
        if result is None:
            result = _Gathered(line, line.part, 1)
            of_same.append(result)
            order.append(result)
        else:
            result.part, result.lines = result.part.plus(line.part), result.lines + 1
        result.said.add(said)
    return order


def _result(one: _Gathered) -> CountedResult:
    first, part = one.first, one.part
    counts = tuple(sorted(part.counts.items()))
    return CountedResult(first.line, first.month, first.unit, first.channel, part.item, counts, part.sums, one.lines)
