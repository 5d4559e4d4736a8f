"""Small files for the tests of reading, and what reading them gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import pytest

from db.formats import MoreToSay, Options, Source, inspect, mapping_for, read
from db.formats.files.row_problem import RowProblem
from db.formats.rows.blocks import Answer, Row
from pages.command_line.question_words import sentence


class Result(NamedTuple):
    """All rows and problems of a file, and its counts of lines."""

    rows: list[Row]
    problems: list[RowProblem]
    read: int
    refused: int
    blank: int

    @property
    def scores(self) -> list[float]:
        """The scores of every answer in their order."""
        return [score for row in self.rows if isinstance(row, Answer) for _, score in row.scores]

    @property
    def messages(self) -> list[str]:
        return [problem.message for problem in self.problems]


def result(content: str | bytes, *maps: str, options: Options | None = None) -> Result:
    """What reading `content` gives once a person has said `maps` and `options`."""
    source = Source.of_bytes("file.csv", content if isinstance(content, bytes) else content.encode("utf-8"))
    said = options or Options(maps=maps)
    blocks = list(read(source, mapping_for(inspect(source), said)).blocks())
    return Result(
        [row for block in blocks for row in block.rows],
        [problem for block in blocks for problem in block.problems],
        sum(block.read for block in blocks),
        sum(block.refused for block in blocks),
        sum(block.blank for block in blocks),
    )


def survey(scores: Sequence[str], heading: str = "nps", first: str = "2025-03-01") -> str:
    """A wide survey of one score column."""
    lines = [f"r{i},{first},{score}" for i, score in enumerate(scores)]
    return "\n".join([f"response_id,responded_at,{heading}", *lines]) + "\n"


@contextmanager
def asks(part: str) -> Iterator[None]:
    """Expect that something is left open, and that `part` stands in what the terminal says of it."""
    with pytest.raises(MoreToSay) as more:
        yield
    assert part in " ".join(map(sentence, more.value.questions))


def refusal(content: bytes) -> str:
    """The sentence with which `content` is refused."""
    refused = inspect(Source.of_bytes("file", content)).refused
    assert refused is not None
    return refused
