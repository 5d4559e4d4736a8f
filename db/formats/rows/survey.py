"""Survey answers, long (one line an answer) or wide (one line a response), read from records by a mapping."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from db.formats.columns.roles import Role
from db.formats.columns.time_units import own_unit
from db.formats.columns.topics import asked_metric
from db.formats.files.delimited import BrokenRecord, Cells, Record
from db.formats.files.row_problem import Advised, RowProblem
from db.formats.rows.blocks import LINES_IN_A_BLOCK, RECORDS_AT_ONCE, Answer, AnswersBuilder, Block, problem
from db.formats.rows.mapping import MOST_CHARACTERS, ColumnRole, FileMapping, unit_path
from db.formats.values.answer_labels import YES_NO, is_no_answer, yes_no_words
from db.formats.values.clocks import clock_of
from db.formats.values.dates import DateReader
from db.formats.values.personal_data import masked
from db.formats.values.scores import ScoreReader
from db.formats.values.weights import weight_of
from metrics.catalogue import CATALOGUE, metric
from metrics.errors import NotFound
from metrics.vocabulary import COMMENT, Audience, Item

Scores = tuple[tuple[Item, float], ...]
LONGEST_NO_ANSWER = 20  # characters; longer comments are never mere ways to say that there is none
_MOST_KEPT = 50_000


class ScoreProblem(NamedTuple):
    """A cell that cannot be read: its place in the record, what it says, and the sentence about it."""

    place: int
    value: str
    message: str


def item_of(metric_id: str, column: ColumnRole | None, audience: Audience | None) -> Item:
    """The item that a column's scores answer: the metric's own scale and audience unless a person chose others."""
    known = CATALOGUE[metric_id]
    scale = column.scale if column is not None and column.metric else known.formula.scale
    return Item(metric_id, scale, audience or known.audience)


def score_reader(column: ColumnRole, metric_id: str) -> ScoreReader:
    """What reads the cells of a column of scores of one metric."""
    own = own_unit(CATALOGUE[metric_id])
    return ScoreReader(column.scale, column.turned, column.words, own, column.time_unit)


class WideScores:
    """Reads the scores of a response from its score columns; one-hot columns of an item together."""

    def __init__(self, mapping: FileMapping) -> None:
        self.places = tuple(column.index - 1 for column in mapping.with_role(Role.SCORE))
        self._single: list[tuple[int, Item, ScoreReader]] = []
        self._one_hot: dict[Item, list[tuple[int, float]]] = {}
        for column in mapping.with_role(Role.SCORE):
            assert column.metric is not None
            item = item_of(column.metric, column, mapping.audience)
            if column.point is None:
                reader = score_reader(column, column.metric)
                self._single.append((column.index - 1, item, reader))
            else:
                assert column.scale is not None
                point = column.scale.low + column.scale.high - column.point if column.turned else column.point
                self._one_hot.setdefault(item, []).append((column.index - 1, point))

    def read(self, cells: Cells) -> Scores | ScoreProblem:
        """The scores of one response, empty where it has none."""
        found: list[tuple[Item, float]] = []
        for place, item, reader in self._single:
            score = reader.read(cells[place])
            if isinstance(score, str):
                return ScoreProblem(place, cells[place], score)
            if score is not None:
                found.append((item, score))
        for item, points in self._one_hot.items():
            ticked = [(place, point) for place, point in points if not is_no_answer(cells[place])]
            if len(ticked) > 1:
                place = ticked[1][0]
                return ScoreProblem(
                    place, cells[place], Advised("Two points of one scale are ticked.", "Keep only one.")
                )
            found += [(item, point) for _, point in ticked]
        return tuple(found)


class LongScores:
    """Reads the one score of a line that names its metric."""

    def __init__(self, mapping: FileMapping) -> None:
        self._metric = mapping.with_role(Role.METRIC)[0].index - 1
        self._column = mapping.with_role(Role.SCORE)[0]
        self._score = self._column.index - 1
        self.places = (self._metric, self._score)
        self._audience = mapping.audience
        self._readers: dict[str, tuple[Item, ScoreReader] | str] = {}

    def read(self, cells: Cells) -> Scores | ScoreProblem:
        """The score of one line, empty where it has none."""
        metric_text, score_text = cells[self._metric], cells[self._score]
        if is_no_answer(score_text):
            return ()
        if not metric_text.strip():
            return ScoreProblem(self._metric, metric_text, Advised("This row names no metric.", "Fill it in."))
        reader = self._reader(metric_text.strip().lower())
        if isinstance(reader, str):
            return ScoreProblem(self._metric, metric_text, reader)
        item, scores = reader
        score = scores.read(score_text)
        if isinstance(score, str):
            return ScoreProblem(self._score, score_text, score)
        return () if score is None else ((item, score),)

    def _reader(self, name: str) -> tuple[Item, ScoreReader] | str:
        found = self._readers.get(name)
        if found is None:
            found = self._reader_of(name)
            if len(self._readers) < _MOST_KEPT:
                self._readers[name] = found
        return found

    def _reader_of(self, name: str) -> tuple[Item, ScoreReader] | str:
        try:
            known = metric(name)
        except NotFound as unknown:
            if (asked := asked_metric(name)) is None:
                return unknown.message
            known = metric(asked)
        if not known.formula.takes_scores:
            return Advised(f"{known.name} is counted, not answered by people.", "Upload it as an operations file.")
        item = item_of(known.id, self._column, self._audience)
        words = {**(yes_no_words() if item.scale == YES_NO else {}), **self._column.words}
        own = own_unit(known)
        return item, ScoreReader(item.scale, self._column.turned, words, own, self._column.time_unit)


class CommentsAlone:
    """Of a file without scores each comment is one answer, so that it counts, is known again and undone like any."""

    def __init__(self, mapping: FileMapping) -> None:
        self.places = tuple(column.index - 1 for column in mapping.with_role(Role.COMMENT))
        self._answer: Scores = ((Item(COMMENT, None, mapping.audience or Audience.CUSTOMERS), 1.0),)

    def read(self, cells: Cells) -> Scores | ScoreProblem:
        """One answer where somebody wrote something, else none."""
        return () if all(is_no_answer(cells[place]) for place in self.places) else self._answer


class SurveyReader:
    """Makes an Answer of each record, a RowProblem where it cannot be read, or nothing where it holds no score."""

    def __init__(
        self, mapping: FileMapping, names: Sequence[str], is_test: Callable[[Cells], bool] | None = None
    ) -> None:
        self._names = names
        self._is_test = is_test
        self._mapping = mapping
        self._scores = _scores_of(mapping)
        self._dates = DateReader(mapping.date_order, zone=mapping.time_zone)
        self._clock = self._dates.clock if mapping.time_zone else clock_of
        self._id = _place(mapping, Role.RESPONSE_ID)
        self._date = _place(mapping, Role.RESPONDED_AT)
        self._unit = _place(mapping, Role.UNIT)
        self._channel = _place(mapping, Role.CHANNEL)
        self._respondent = _place(mapping, Role.RESPONDENT)
        self._weight = _place(mapping, Role.WEIGHT)
        self._comments = [column.index - 1 for column in mapping.with_role(Role.COMMENT)]
        self._gathered = AnswersBuilder()
        self._unweighted = self._gathered.weights.place("", None)

    def blocks(self, records: Iterator[Record]) -> Iterator[Block]:
        """What the records say, in blocks."""
        block = Block()
        while chunk := list(islice(records, RECORDS_AT_ONCE)):
            self._take(chunk, block.problems)
            block.read += len(chunk)
            if block.read >= LINES_IN_A_BLOCK:
                yield self._ended(block)
                block = Block()
        if block.read:
            yield self._ended(block)

    def _ended(self, block: Block) -> Block:
        block.rows = self._gathered.taken()
        block.refused = len(block.problems)
        block.blank = block.read - block.refused - len(block.rows)
        return block

    def _take(self, chunk: Sequence[Record], problems: list[RowProblem]) -> None:
        """Read many records column by column; a record with anything new or wrong is read by itself."""
        if (
            self._is_test is not None
            or self._date is None
            or any(isinstance(cells, BrokenRecord) for _, cells in chunk)
        ):
            for line, cells in chunk:
                self._take_one(line, cells, problems)
            return
        columns, begin = self._read_many(chunk), 0
        for at in self._gathered.unusual(columns):
            self._gathered.add(columns, begin, at)
            self._take_one(*chunk[at], problems)
            begin = at + 1
        self._gathered.add(columns, begin, len(chunk))

    def _read_many(self, chunk: Sequence[Record]) -> list[Sequence[Any]]:
        """The records as columns; a coded column has None where a text is not known yet."""
        lines, rows = zip(*chunk, strict=True)
        cells = list(zip(*rows, strict=True))
        empty, unweighted = ("",) * len(chunk), (self._unweighted,) * len(chunk)
        known = self._gathered
        names = list(map(str.strip, empty if self._id is None else cells[self._id]))
        said = map("".join, zip(*[cells[place] for place in self._comments], strict=True)) if self._comments else empty
        dates, is_known = cells[self._date or 0], all(names)
        return [
            lines,
            names if is_known else [name or None for name in names],
            list(map(known.days.places.get, self._dates.days(dates))),
            list(map(known.scores.places.get, zip(*[cells[place] for place in self._scores.places], strict=True))),
            list(map(known.units.places.get, empty if self._unit is None else cells[self._unit])),
            list(map(known.channels.places.get, empty if self._channel is None else cells[self._channel])),
            [text and self._comment(row) for text, row in zip(said, rows, strict=True)],
            empty if is_known else ["" if name else self._clock(date) for name, date in zip(names, dates, strict=True)],
            empty if self._respondent is None else list(map(str.strip, cells[self._respondent])),
            unweighted if self._weight is None else list(map(known.weights.places.get, cells[self._weight])),
        ]

    def _take_one(self, line: int, cells: Cells | BrokenRecord, problems: list[RowProblem]) -> None:
        if isinstance(cells, BrokenRecord):
            problems.append(problem(line, "", "", cells.message))
            return
        found = self.read(line, cells)
        if isinstance(found, Answer):
            places = self._unit, self._channel, self._weight
            unit, channel, weight = ["" if place is None else cells[place] for place in places]
            # A day is its own key; a row without one, dated by the file's month, is never looked up.
            self._gathered.add_one(found, (found.day or "", self._asked(cells), unit, channel, weight))
        elif found is not None:
            problems.append(found)

    def read(self, line: int, cells: Cells) -> Answer | RowProblem | None:
        """What one record says."""
        if self._is_test is not None and self._is_test(cells):
            return None
        scores = self._scores_in(cells)
        if not scores:
            return None
        if isinstance(scores, ScoreProblem):
            return self._problem(line, scores)
        day = self._day(cells)
        if isinstance(day, ScoreProblem):
            return self._problem(line, day)
        unit = self._unit_in(cells)
        if len(unit) > MOST_CHARACTERS:
            message = Advised(f"A unit's path has at most {MOST_CHARACTERS} characters.", "Shorten it.")
            return self._problem(line, ScoreProblem(self._unit or 0, unit, message))
        weight = None if self._weight is None else weight_of(cells[self._weight])
        if isinstance(weight, str):
            return self._problem(line, ScoreProblem(self._weight or 0, cells[self._weight or 0], weight))
        id_ = "" if self._id is None else cells[self._id].strip()
        channel = "" if self._channel is None else cells[self._channel].strip()
        clock = "" if id_ or self._date is None or day is None else self._clock(cells[self._date])
        who = "" if self._respondent is None else cells[self._respondent].strip()
        channel = channel or self._mapping.channel
        return Answer(line, id_ or None, day, scores, unit, channel, self._comment(cells), clock, who, weight)

    def _asked(self, cells: Cells) -> tuple[str, ...]:
        return tuple([cells[place] for place in self._scores.places])

    def _scores_in(self, cells: Cells) -> Scores | ScoreProblem:
        scores = self._gathered.scores
        known: Scores | None = scores.values[scores.places.get(self._asked(cells), 0)]
        return self._scores.read(cells) if known is None else known

    def _unit_in(self, cells: Cells) -> str:
        text, units = "" if self._unit is None else cells[self._unit], self._gathered.units
        known: str | None = units.values[units.places.get(text, 0)]
        return unit_path(self._mapping.unit, text) if known is None else known

    def _day(self, cells: Cells) -> dt.date | ScoreProblem | None:
        text = "" if self._date is None else cells[self._date]
        if text:
            day = self._dates.read(text)
            if day.__class__ is dt.date:
                return day
            if not text.isspace():
                return ScoreProblem(self._date or 0, text, str(day))
        if self._mapping.month is not None:
            return None
        message = Advised("This row has no date.", "Fill it in, or give the month of the whole file.")
        return ScoreProblem(-1 if self._date is None else self._date, "", message)

    def _comment(self, cells: Cells) -> str:
        return self._comment_in([cells[place] for place in self._comments])

    def _comment_in(self, cells: Cells) -> str:
        texts = [text.strip() for text in cells if text]
        return (
            "\n".join([masked(text) for text in texts if len(text) > LONGEST_NO_ANSWER or not is_no_answer(text)])
            if texts
            else ""
        )

    def _problem(self, line: int, trouble: ScoreProblem) -> RowProblem:
        name = self._names[trouble.place] if 0 <= trouble.place < len(self._names) else ""
        return problem(line, name, trouble.value, trouble.message)


def _scores_of(mapping: FileMapping) -> LongScores | WideScores | CommentsAlone:
    if mapping.with_role(Role.METRIC):
        return LongScores(mapping)
    return WideScores(mapping) if mapping.with_role(Role.SCORE) else CommentsAlone(mapping)


def _place(mapping: FileMapping, role: Role) -> int | None:
    columns = mapping.with_role(role)
    return columns[0].index - 1 if columns else None
