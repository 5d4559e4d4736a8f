"""Tables with a line for each answer of a response, scores and comments mixed, as ones with a column a question."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from db.formats.columns.topics import asked_metric
from db.formats.files.delimited import BrokenRecord, Cells, Record
from db.formats.files.headings import words
from db.formats.files.table import Table
from db.formats.tools.layout import TableLayout, data_rows
from db.formats.values.lexicon import ANSWER_HEADINGS, ID_WORD, POINTS_POSSIBLE, QUESTION_HEADINGS, RESPONDENT_HEADINGS

_MOST_QUESTIONS, _FEWEST_LINES = 60, 10
_LOOKED_AT, _DISTINCT = 20_000, 0.98
_NOTE = "Each line holds one answer: the lines of the same “{}” are read together, with a column for each question."


@dataclass(frozen=True, slots=True)
class _Places:
    """The places of the columns that say whose answer a line is, to which question, and what it is."""

    response: int
    question: int
    answer: int

    def texts(self, cells: Cells) -> tuple[str, str]:
        """Whose answer a line is and to which question."""
        return cells[self.response].strip(), cells[self.question].strip()


def with_questions_across(table: Table, layout: TableLayout) -> Table:
    """The table with one record for each response where its answers stand below each other; else the table as it is.

    Only where some question asks a metric and another one asks none: questions that each ask a metric of their own are
    told apart by the column that names them.
    """
    if layout.header_rows != 1 or not (places := _places(table, layout)):
        return table
    questions = _questions(table, layout, places)
    if not 2 <= len(questions) <= _MOST_QUESTIONS:
        return table
    notes = (*table.notes, _NOTE.format(layout.headings[places.response].name.strip()))
    records = partial(_responses, table, layout, places, questions)
    return replace(table, records=records, notes=notes, is_plain=False)


def _places(table: Table, layout: TableLayout) -> _Places | None:
    names = [words(heading.name) for heading in layout.headings]
    questions = [place for place, name in enumerate(names) if name in QUESTION_HEADINGS]
    answers = [place for place, name in enumerate(names) if name in ANSWER_HEADINGS]
    if len(questions) != 1 or len(answers) != 1 or any(name in POINTS_POSSIBLE for name in names):
        return None
    # Where all answers to one question stand before those to the next, the first lines show one question only.
    lines = itertools.islice(data_rows(table.records(), layout), _LOOKED_AT)
    data = [cells for _, cells in lines if not isinstance(cells, BrokenRecord)]
    if len(data) < _FEWEST_LINES or not _are_mixed({cells[questions[0]].strip() for cells in data}):
        return None
    at = questions[0]
    found = [_Places(place, at, answers[0]) for place, name in enumerate(names) if _names_whose(name)]
    return next((one for one in found if _is_told_apart(one, data)), None)


def _names_whose(name: str) -> bool:
    return name in RESPONDENT_HEADINGS or ID_WORD.search(name) is not None


def _are_mixed(questions: set[str]) -> bool:
    """Whether some of the questions ask a metric and others none."""
    asks = [asked_metric(question) is not None for question in questions if question]
    return any(asks) and not all(asks)


def _is_told_apart(places: _Places, data: Sequence[Cells]) -> bool:
    """Whether lines share a response, and hardly any response has two answers to one question."""
    pairs = Counter(places.texts(cells) for cells in data)
    lines = Counter(response for response, _ in pairs.elements())
    is_shared = 2 * sum(count > 1 for count in lines.values()) >= len(lines)
    return "" not in lines and is_shared and len(pairs) >= _DISTINCT * len(data)


def _questions(table: Table, layout: TableLayout, places: _Places) -> list[str]:
    """Every question in the order in which they first stand; more than may be where there are too many."""
    found: dict[str, None] = {}
    for _, cells in data_rows(table.records(), layout):
        if not isinstance(cells, BrokenRecord) and cells[places.question].strip():
            found.setdefault(cells[places.question].strip())
        if len(found) > _MOST_QUESTIONS:
            break
    return list(found)


def _responses(table: Table, layout: TableLayout, places: _Places, questions: Sequence[str]) -> Iterator[Record]:
    kept = [place for place in range(len(layout.headings)) if place not in (places.question, places.answer)]
    yield 1, [*(layout.headings[place].name for place in kept), *questions]
    at = {question: len(kept) + place for place, question in enumerate(questions)}
    made: dict[str, tuple[int, Cells]] = {}
    lines = data_rows(table.records(), layout)
    for line, cells in lines:
        if isinstance(cells, BrokenRecord):
            yield line, cells
            continue
        response, question = places.texts(cells)
        if not question:
            continue
        first = [cells[place] for place in kept]
        _, held = made.setdefault(response, (line, [*first, *itertools.repeat("", len(questions))]))
        place = at[question]
        held[place] = "; ".join(filter(None, (held[place], cells[places.answer])))
    yield from made.values()
