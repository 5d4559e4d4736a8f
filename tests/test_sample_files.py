"""The sample company's files are small, made again to the last byte, and its raw exports can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from db.formats import Options, Source, inspect, mapping_for, read
from db.formats.rows.blocks import Answer
from db.maintenance.sample_company import DECIDED
from sample_data.make import HERE, write


@pytest.mark.slow
def test_the_files_are_made_again_to_the_last_byte(tmp_path: Path) -> None:
    made = write(tmp_path)
    assert len(made) == 13
    for file in made:
        assert file.read_bytes() == (HERE / file.name).read_bytes(), f"{file.name} is not what make.py writes"


def test_the_files_take_less_than_six_megabytes_and_end_in_october_2026() -> None:
    files = [file for file in HERE.rglob("*") if file.is_file() and file.suffix != ".pyc"]
    assert sum(file.stat().st_size for file in files) < 6_000_000
    measured = [file for file in HERE.glob("*.csv") if file.name not in DECIDED]  # actions are due later
    newest = max(day for file in measured for day in re.findall(r"\b20\d\d-\d\d(?:-\d\d)?\b", file.read_text("utf-8")))
    assert newest <= "2026-10-31"


@pytest.mark.parametrize(
    ("name", "recognised", "rows", "refused", "blank"),
    [("google_forms_october.tsv", "google_forms", 34, 3, 1), ("surveymonkey_october.csv", "surveymonkey", 38, 3, 0)],
)
def test_the_raw_exports_are_read_without_a_question_but_for_the_rows_the_readme_names(
    name: str, recognised: str, rows: int, refused: int, blank: int
) -> None:
    source = Source.of_path(HERE / "raw" / name)
    found = inspect(source)
    assert (found.format, found.questions, found.refused) == (recognised, (), None)
    blocks = list(read(source, mapping_for(found, Options())).blocks())
    counted = [
        sum(block.read for block in blocks),
        sum(block.refused for block in blocks),
        sum(block.blank for block in blocks),
    ]
    assert counted == [rows, refused, blank]
    answers = [row for block in blocks for row in block.rows if isinstance(row, Answer)]
    assert all(row.unit and row.channel for row in answers)
