"""Files read as columns and record by record: the same rows, problems, counts and store for any content."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.changes import save_upload
from db.formats import FileMapping, Options, Source, inspect, mapping_for, read
from db.formats.files.row_problem import RowProblem
from db.formats.recognise.choose_sheet import open_table
from db.formats.rows import read as reading_files
from db.formats.rows import text_columns
from db.formats.rows.blocks import Reading, Row
from tests.conftest import NewStore
from tests.db.looks import assert_adds_up, everything

LONG = ("response_id", "responded_at", "metric", "score", "unit", "channel", "comment")
WIDE = ("response_id", "responded_at", "nps", "csat", "unit", "channel", "comment")
IDS = ["R1", "R2", "R3", "a-4", "g5", " R6 ", "", "Total", '"R7"', "É8", "7"]
DATES = [
    "2026-10-05 09:30:00", "2026-10-05 23:59:59", "2026-10-06T08:00:00", "2026-10-05 24:00:00", "2026-13-45 00:00:00",
    "2026-10-05 09:30", "2026-10-05", "2099-01-01 00:00:00", "", " ", "soon", "5 Oct 2026 9:30 am",
    "2026-10-05 09:61:00", "2026-10-07 30:00:00",
]  # fmt: skip
SCORES = ["9", "10", "0", "3", "99", "n/a", "", " 7 ", "2.5", "five", "-1"]
METRICS = ["nps", "csat", "NPS", " nps ", "hold_time", "unknown", ""]
UNITS = ["North/Leeds", "North / Leeds", "South", "", "/", "x" * 600]
CHANNELS = ["web", " web", "", "phone"]
COMMENTS = [
    "", " ", "ok", "n/a", "The queue was far too long for me.", "two\nlines of a comment, and a comma", '"said"',
    'a "word" within', "Call me on 0171 555 1234, or write to jo@example.org", "Très bien, merci à toute l’équipe",
    "line\r\nand another", "=1+1",
]  # fmt: skip
# What stands in a file beside its records.
LINES = [
    "",
    ",,,,,,",
    "Total,12",
    "  ",
    '5" pipe,x',
    '"open',
    "R9,2026-10-05",
    "a\rb",
    "x\0y,z",
    "\ufeffR1,2026-10-05,nps,9",
]


def quoted(cell: str, delimiter: str, always: bool) -> str:
    needs = always or any(sign in cell for sign in (delimiter, '"', "\n", "\r"))
    return '"' + cell.replace('"', '""') + '"' if needs else cell


def columns_of(headings: tuple[str, ...]) -> list[list[str]]:
    kinds = {"response_id": IDS, "responded_at": DATES, "metric": METRICS, "score": SCORES, "nps": SCORES}
    kinds |= {"csat": SCORES, "unit": UNITS, "channel": CHANNELS, "comment": COMMENTS}
    return [kinds[heading] for heading in headings]


@st.composite
def files(draw: st.DrawFn) -> tuple[tuple[str, ...], bytes]:
    """A file's headings and its bytes: mostly plain rows, some of them odd, some lines no rows at all."""
    headings, delimiter = draw(st.sampled_from([LONG, WIDE])), draw(st.sampled_from([",", ";", "\t"]))
    end, mark = draw(st.sampled_from(["\n", "\r\n"])), draw(st.sampled_from(["", "\ufeff"]))
    plain = st.tuples(*(st.sampled_from(pool[:3]) for pool in columns_of(headings)))
    any_ = st.tuples(*(st.sampled_from(pool) for pool in columns_of(headings)))
    records = [
        delimiter.join(quoted(cell, delimiter, always) for cell in cells)
        for cells, always in draw(st.lists(st.tuples(plain | plain | any_, st.booleans()), max_size=25))
    ]
    for line in draw(st.lists(st.sampled_from(LINES), max_size=1)):
        records.insert(draw(st.integers(0, len(records))), line.replace(",", delimiter))
    text = mark + end.join([delimiter.join(headings), *records]) + draw(st.sampled_from(["", end]))
    return headings, text.encode()


def mapping_of(headings: tuple[str, ...]) -> FileMapping:
    cells = {"response_id": "R1", "responded_at": "2026-10-05", "metric": "nps", "unit": "North", "channel": "web"}
    rows = [[cells.get(heading, "Fine, thank you all." if heading == "comment" else "4") for heading in headings]] * 9
    source = Source.of_bytes("clean.csv", "\n".join(map(",".join, [list(headings), *rows])).encode())
    maps = ("unit=unit", "channel=channel", "comment=comment")
    return replace(mapping_for(inspect(source), Options(maps=maps)), accept_partial=True)


MAPPINGS: dict[tuple[str, ...], FileMapping] = {headings: mapping_of(headings) for headings in (LONG, WIDE)}


@pytest.fixture(autouse=True, scope="module")
def any_file_is_long() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reading_files, "LONG_IN_BYTES", 0)
        yield


def by_record(source: Source, mapping: FileMapping) -> Reading:
    """The file as a short one is read."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reading_files, "LONG_IN_BYTES", 1 << 40)
        found = read(source, mapping)
        blocks = list(found.blocks())
    assert not found.in_columns
    return replace(found, blocks=lambda: iter(blocks))


def as_columns(source: Source, mapping: FileMapping, at_once: int) -> Reading:
    """The file as a long one is read, `at_once` bytes at a time."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(text_columns, "BYTES_AT_ONCE", at_once)
        found = read(source, mapping)
        blocks = list(found.blocks())
    assert found.in_columns
    return replace(found, blocks=lambda: iter(blocks))


def said(reading: Reading) -> tuple[list[Row], list[RowProblem], tuple[int, int, int]]:
    blocks = list(reading.blocks())
    counts = [(block.read, block.refused, block.blank) for block in blocks]
    rows = [row for block in blocks for row in block.rows]
    problems = [problem for block in blocks for problem in block.problems]
    return rows, problems, (sum(n[0] for n in counts), sum(n[1] for n in counts), sum(n[2] for n in counts))


@given(files(), st.sampled_from([60, 300, 1 << 21]), st.sampled_from(["", "Europe/Berlin"]))
@settings(max_examples=150)
def test_both_ways_of_reading_say_the_same_of_any_file(
    file: tuple[tuple[str, ...], bytes], at_once: int, zone: str
) -> None:
    headings, content = file
    source, mapping = Source.of_bytes("file.csv", content), replace(MAPPINGS[headings], time_zone=zone)
    assert said(as_columns(source, mapping, at_once)) == said(by_record(source, mapping))


def random_file(seed: int) -> bytes:
    chance = random.Random(seed)  # a file of made-up answers
    rows = [
        [chance.choice(pool if chance.random() < 0.1 else pool[:4]) for pool in columns_of(LONG)] for _ in range(900)
    ]
    for at, row in enumerate(rows):
        row[0] = f"R{at - 40 * (at % 9 == 0)}" if at % 50 else ""
    return "\n".join(",".join(quoted(cell, ",", False) for cell in row) for row in [LONG, *rows]).encode()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_both_ways_fill_the_store_alike(new_store: NewStore, seed: int) -> None:
    source = Source.of_bytes("file.csv", random_file(seed))
    stores = []
    for found in (by_record(source, MAPPINGS[LONG]), as_columns(source, MAPPINGS[LONG], 20_000)):
        store = new_store()
        receipt = save_upload(store, found, by="Ann")
        stores.append((receipt, everything(store)))
        assert_adds_up(store)
    assert stores[0] == stores[1]
    assert stores[0][0].saved > 300


def test_plain_rows_come_as_columns_and_odd_ones_by_record() -> None:
    plain = [f"R{at},2026-10-05 09:30:00,nps,9,North,web,Fine." for at in range(40)]
    odd = [*plain[:20], "R99,2026-10-05", *plain[20:]]

    def ways(lines: list[str]) -> list[bool]:
        source = Source.of_bytes("file.csv", "\n".join([",".join(LONG), *lines]).encode())
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(text_columns, "BYTES_AT_ONCE", 500)
            text = text_columns.plain_text(open_table(source))
            assert text is not None
            return [isinstance(found, text_columns.TextColumns) for found in text.stretches()]

    assert all(ways(plain))
    assert ways(odd).count(False) == 1
    assert ways([*plain, '5" pipe', *plain])[-1] is False


def test_dates_in_columns_of_their_own_and_moments_in_a_zone_are_read_alike_at_any_length() -> None:
    headings = "Year,Month,Day,Branch,How likely are you to recommend us?\n"
    parts = headings + "".join(f"2026,{1 + at % 9},{1 + at % 28},North,{at % 11}\n" for at in range(80))
    moments = "responded_at,unit,nps\n" + "".join(f"2026-10-05T2{at % 4}:30:15Z,North,{at % 11}\n" for at in range(80))
    for text in (parts, moments):
        source = Source.of_bytes("file.csv", text.encode())
        mapping = replace(mapping_for(inspect(source)), time_zone="Europe/Berlin")
        found = read(source, mapping)
        assert said(found) == said(by_record(source, mapping))
        assert len(said(by_record(source, mapping))[0]) == 80
