"""Survey answers read from columns of text: each different text of a column once, then all rows at once.

Gives what reading record by record gives. A row with anything new or wrong is read by itself, as there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import compress
from typing import Any, TypeAlias

import numpy as np

from db.formats.files.delimited import Cells, Record
from db.formats.files.row_problem import RowProblem
from db.formats.rows.blocks import CODED, Answer, Answers, Block, Coded, CodedBuilder
from db.formats.rows.mapping import MOST_CHARACTERS, unit_path
from db.formats.rows.survey import LONGEST_NO_ANSWER, ScoreProblem, SurveyReader
from db.formats.rows.text_columns import Marks, Numbers, TextColumns
from db.formats.values.weights import weight_of

TextColumn: TypeAlias = Any  # Arrow has no types
_FEW = 4  # a column has few different texts where each stands in this many rows on average
_MOMENT = len("2026-10-31 09:30:00")
_DIGITS = (0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18)
_SIGNS = {4: b"-", 7: b"-", 10: b" T", 13: b":", 16: b":"}
_TENS_BELOW = {11: 3, 14: 6, 17: 6}  # of hours, minutes and seconds
_DAY = (0, 1, 2, 3, 5, 6, 8, 9)


class SurveyColumnsReader(SurveyReader):
    """Makes Answers of columns of text, and of the records between them."""

    def blocks_of(self, stretches: Iterable[TextColumns | Iterator[Record]]) -> Iterator[Block]:
        """What the stretches of a file say, in blocks."""
        for found in stretches:
            if isinstance(found, TextColumns):
                yield self._block(found)
            else:
                yield from self.blocks(found)

    def _block(self, text: TextColumns) -> Block:
        columns, coded = self._plain_columns(text), self._coded_columns(text)
        block = Block(read=len(text))
        stays = np.ones(len(text), np.bool_)
        for row in np.flatnonzero(~np.logical_and.reduce([places > 0 for places in coded])).tolist():
            stays[row] = self._take_row(text, row, columns, coded, block.problems)
        block.rows = self._answers(columns, coded, stays)
        block.refused = len(block.problems)
        block.blank = block.read - block.refused - len(block.rows)
        return block

    def _answers(self, columns: dict[int, Any], coded: Sequence[Numbers], stays: Marks) -> Answers:
        few = self._gathered.coded
        made: dict[int, Any] = {
            at: Coded(one.values, places.compress(stays)) for at, one, places in zip(CODED, few, coded, strict=True)
        }
        marks = None if stays.all() else stays.tolist()
        made |= {at: one if marks is None else list(compress(one, marks)) for at, one in columns.items()}
        for one in few:
            one.forget_many()
        return Answers(*(made[at] for at in range(len(made))))

    def _take_row(
        self, text: TextColumns, row: int, columns: dict[int, Any], coded: Sequence[Numbers], problems: list[RowProblem]
    ) -> bool:
        """Read one row by itself and put it into its place in the columns; False where it holds no answer."""
        cells = text.cells(row)
        found = self.read(int(text.lines[row]), cells)
        if isinstance(found, RowProblem):
            problems.append(found)
        if not isinstance(found, Answer):
            return False
        keys = self._keys(found, cells)
        for at, few, places, key in zip(CODED, self._gathered.coded, coded, keys, strict=True):
            places[row] = few.place(key, found[at])
        for at, column in columns.items():
            if column[row] != found[at]:
                column[row] = found[at]
        return True

    def _plain_columns(self, text: TextColumns) -> dict[int, Any]:
        """The columns that are not coded, as lists by their place among an Answer's fields."""
        n, fields = len(text), Answer._fields
        names = self._stripped(text, self._id)
        found: dict[str, Any] = {
            "line": text.lines.tolist(),
            "response_id": [name or None for name in names],
            "comment": self._comments_of(text),
            "clock": [""] * n,
            "respondent": self._stripped(text, self._respondent),
        }
        if self._date is not None and not all(names):
            dates = text.texts(self._date)
            found["clock"] = ["" if name else self._clock(date) for name, date in zip(names, dates, strict=True)]
        return {at: found[field] for at, field in enumerate(fields) if field in found}

    def _stripped(self, text: TextColumns, place: int | None) -> list[str]:
        return [""] * len(text) if place is None else list(map(str.strip, text.texts(place)))

    def _comments_of(self, text: TextColumns) -> list[str]:
        found = [""] * len(text)
        if self._comments:
            said = [text.texts(place) for place in self._comments]
            has_any = np.logical_or.reduce([text.filled(place) for place in self._comments])
            may_say_who = text.may_say_who(self._comments[0])
            for row in np.flatnonzero(has_any).tolist():
                written = said[0][row].strip()
                is_plain = len(said) == 1 and len(written) > LONGEST_NO_ANSWER and not may_say_who[row]
                found[row] = written if is_plain else self._comment_in([one[row] for one in said])
        return found

    def _coded_columns(self, text: TextColumns) -> list[Numbers]:
        """The places of the values of coded columns, 0 where a row has to be read by itself."""
        known = self._gathered
        return [
            self._day_places(text),
            self._score_places(text),
            self._places(text, self._unit, known.units, self._unit_or_none),
            self._places(text, self._channel, known.channels, lambda name: name.strip() or self._mapping.channel),
            self._places(text, self._weight, known.weights, self._weight_or_none),
        ]

    def _unit_or_none(self, name: str) -> str | None:
        path = unit_path(self._mapping.unit, name)
        return path if len(path) <= MOST_CHARACTERS else None

    def _weight_or_none(self, written: str) -> int | None:
        found = weight_of(written)
        return None if isinstance(found, str) else found

    def _places(
        self, text: TextColumns, column: int | None, few: CodedBuilder, value_of: Callable[[str], object]
    ) -> Numbers:
        """The places of the values that the texts of a column have; without a column, those of an empty text."""
        if column is None:
            value = None if few is self._gathered.weights else value_of("")
            return np.full(len(text), few.place("", value) if value is not None or few is self._gathered.weights else 0)
        texts, codes = _coded(text.columns[column])
        return _placed(few, texts, map(value_of, texts))[codes]

    def _score_places(self, text: TextColumns) -> Numbers:
        codes = np.zeros(len(text), np.int64)
        for place in self._scores.places:
            texts, more = _coded(text.columns[place])
            codes = np.unique(codes * len(texts) + more, return_inverse=True)[1]
        rows = np.unique(codes, return_index=True)[1].tolist()
        few, found = self._gathered.scores, np.zeros(len(rows), np.int64)
        for at, row in enumerate(rows):
            cells = text.cells(row)
            key = self._asked(cells)
            place = few.places.get(key, 0)
            if not place:
                scores = self._scores.read(cells)
                place = few.place(key, scores) if scores and not isinstance(scores, ScoreProblem) else 0
            found[at] = place
        return found[codes]

    def _day_places(self, text: TextColumns) -> Numbers:
        assert self._date is not None
        column = text.columns[self._date]
        if (codes := _days_written(column)) is not None:
            firsts, codes = np.unique(codes, return_index=True, return_inverse=True)[1:]
            days = [self._dates.day_of_moment(column[row].as_py()) for row in firsts.tolist()]
            return self._placed_days(days)[codes]
        texts, codes = _coded(column)
        if _FEW * len(texts) <= len(text):
            return self._placed_days([self._dates.day(one) for one in texts])[codes]
        return self._placed_days(self._dates.days(text.texts(self._date).tolist()))

    def _placed_days(self, days: Sequence[dt.date | None]) -> Numbers:
        return _placed(self._gathered.days, days, days)

    def _keys(self, found: Answer, cells: Cells) -> tuple[Hashable, ...]:
        places = self._unit, self._channel, self._weight
        return (found.day or "", self._asked(cells), *("" if place is None else cells[place] for place in places))


def _placed(few: CodedBuilder, keys: Sequence[Hashable], values: Iterable[object]) -> Numbers:
    """The place of each value under its key, noted where it is new; 0 for None."""
    return np.array(
        [0 if value is None else few.place(key, value) for key, value in zip(keys, values, strict=True)], np.int64
    )


def _coded(column: TextColumn) -> tuple[list[str], Numbers]:
    """The different texts of a column, and the place of each row's among them."""
    found = column.dictionary_encode()
    return found.dictionary.to_pylist(), np.asarray(found.indices).astype(np.int64)


def _days_written(column: TextColumn) -> Numbers | None:
    """The days of moments as numbers, where every cell is one like 2026-10-31 09:30:00; else None."""
    n, (_, offsets, written) = len(column), column.buffers()
    starts = np.frombuffer(offsets, np.int32)[column.offset : column.offset + n + 1]
    if not n or not (np.diff(starts) == _MOMENT).all():
        return None
    cells = np.frombuffer(written, np.uint8)[starts[0] : starts[-1]].reshape(n, _MOMENT)
    digits = cells[:, _DIGITS] - ord("0")
    if not (digits <= 9).all() or not all(np.isin(cells[:, at], list(signs)).all() for at, signs in _SIGNS.items()):
        return None
    if not all((cells[:, at] - ord("0") < most).all() for at, most in _TENS_BELOW.items()):
        return None
    if (cells[:, 11] == ord("2")).any() and (cells[cells[:, 11] == ord("2"), 12] > ord("3")).any():
        return None
    return digits[:, : len(_DAY)].astype(np.int64) @ (10 ** np.arange(len(_DAY))[::-1])
