"""Uploads large enough to take the quick ways: an index laid at the end, blocks read by a process of their own."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect as looked_at

from db.changes import save_upload, undo_upload
from db.changes.uploads import save_context, undo
from db.changes.uploads.save_context import MANY_RESPONSES
from db.formats import Options, Role, Source, inspect, mapping_for, read
from db.formats.rows.blocks import Answer, Block, Reading
from db.formats.rows.read_ahead import LONG, read_ahead, read_in_subprocess, read_in_thread
from db.maintenance.integrity import differences
from db.queries.uploads import uploads
from db.store.engine import Store
from metrics.errors import FileRefused
from tests.conftest import NewStore
from tests.db.looks import assert_adds_up, everything
from tests.db.readings import answer, reading

ROWS = MANY_RESPONSES + 5_000
LONGER_THAN_LOOKED_AT = 60_000


def answers(rows: int, score: int = 10) -> list[Answer]:
    """Answers of two years at twenty units; every thousandth carries the id of one long before."""
    first = dt.date(2024, 10, 1)
    return [
        answer(
            line,
            score,
            id_=f"R{line - 900 if line % 1000 == 950 else line}",
            day=first + dt.timedelta(days=line % 700),
            unit=f"North/Site {line % 20}",
            comment="Fine." if line % 9 == 0 else "",
        )
        for line in range(rows)
    ]


def indexes(store: Store) -> set[str | None]:
    return {index["name"] for index in looked_at(store.engine).get_indexes("responses")}


@pytest.mark.slow
def test_a_large_upload_leaves_the_indexes_as_they_were_and_adds_up(store: Store) -> None:
    before = indexes(store)
    receipt = save_upload(store, reading(answers(ROWS), block=4_000), by="Ann")
    assert (receipt.saved + receipt.refused, receipt.refused) == (ROWS, ROWS // 1000)
    assert indexes(store) == before
    with store.reading() as session:
        assert differences(session) == []


@pytest.mark.slow
def test_a_large_upload_that_is_only_tried_leaves_the_indexes_too(store: Store) -> None:
    before = indexes(store)
    save_upload(store, reading(answers(ROWS), block=4_000), by="Ann", keep=False)
    assert indexes(store) == before


@pytest.mark.slow
@pytest.mark.parametrize("rule", ["first", "newest", "correct"])
def test_rows_that_wait_for_the_index_of_ids_are_settled_as_in_a_small_upload(
    new_store: NewStore, monkeypatch: pytest.MonkeyPatch, rule: str
) -> None:
    again = [answer(5_000 + line, line % 3, id_=f"R{line}", unit="South") for line in range(0, 400, 7)]
    rows = reading(answers(3_000) + again + again[:9], block=500)
    saved, stored = [], []
    for many, most in ((10_000, 10_000), (600, 10_000), (600, 20)):
        monkeypatch.setattr(save_context, "MANY_RESPONSES", many)
        monkeypatch.setattr(save_context, "MOST_HELD_BACK", most)
        store = new_store()
        saved.append(save_upload(store, rows, by="Ann", on_conflict=rule))
        stored.append(everything(store))
        assert_adds_up(store)
    assert saved[1:] == saved[:1] * 2
    assert stored[1:] == stored[:1] * 2


@pytest.mark.slow
def test_a_large_upload_between_two_others_is_taken_back_exactly(store: Store) -> None:
    save_upload(store, reading(answers(50, 3), "first.csv"), by="Ann")
    large = save_upload(store, reading(answers(ROWS), "large.csv", block=4_000), by="Ann").upload
    save_upload(store, reading(answers(80, 0), "last.csv"), by="Ann")
    assert large is not None
    undo_upload(store, large, by="Ann")
    with store.reading() as session:
        assert differences(session) == []


@pytest.mark.slow
def test_an_export_of_everything_so_far_stands_by_itself_once_the_earlier_one_is_taken_back(
    new_store: NewStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undo, "IDS_AT_ONCE", 700)
    so_far = reading(answers(3_000), "so_far.csv", block=1_000)
    store, alone = new_store(), new_store()
    earlier = save_upload(store, reading(answers(2_000), "earlier.csv"), by="Ann").upload
    again = save_upload(store, so_far, by="Ann")
    assert (again.saved, again.duplicates) == (999, 1_998)
    assert earlier is not None
    undo_upload(store, earlier, by="Ann")
    save_upload(alone, so_far, by="Ann")
    assert everything(store) == everything(alone)
    assert_adds_up(store)


@pytest.mark.slow
@pytest.mark.parametrize("lie", ["by response", "by metric"])
def test_a_line_for_each_metric_of_a_response_contradicts_nothing_but_its_like(store: Store, lie: str) -> None:
    of_nps = [answer(3 * at, 9, id_=f"R{at}", unit=f"Site {at % 7}") for at in range(900)]
    of_csat = [answer(3 * at + 1, csat=4, id_=f"R{at}", unit=f"Site {at % 7}") for at in range(900)]
    of_both = [answer(3 * at + 2, 9 if at % 2 else 8, csat=4, id_=f"R{at}", unit=f"Site {at % 7}") for at in range(100)]
    lines = of_nps + of_csat + of_both
    if lie == "by response":
        lines.sort(key=lambda line: line.line)
    receipt = save_upload(store, reading(lines, block=500), by="Ann")
    assert (receipt.saved, receipt.duplicates, receipt.conflicts) == (1_800, 50, 50)
    later = save_upload(store, reading([line._replace(unit="Site 1") for line in of_csat], "later.csv"), by="Ann")
    assert (later.saved, later.duplicates, later.conflicts) == (0, 129, 771)
    assert_adds_up(store)


def long_text(rows: int) -> bytes:
    """A plain long file; every hundredth row cannot be read."""
    lines = [
        f"R{row},2026-10-{row % 28 + 1:02},nps,{99 if row % 100 == 7 else 9},Site {row % 30}" for row in range(rows)
    ]
    return "\n".join(["response_id,responded_at,metric,score,unit", *lines]).encode()


def read_whole(source: Source) -> Reading:
    return read(source, mapping_for(inspect(source), Options()))


def half_a_file() -> Iterator[Block]:
    """What a process gives that is ended, as for want of memory, after its first block."""
    yield Block(answers(5), read=5)
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.slow
def test_a_column_of_many_different_values_is_read_as_any_other() -> None:
    places = [(f"Site {row // 2}", "" if row % 5 else f"channel {row}") for row in range(45_000)]
    lines = [f"R{row},2026-10-05,nps,9,{unit},{channel}" for row, (unit, channel) in enumerate(places)]
    text = "\n".join(["response_id,responded_at,metric,score,unit,channel", *lines])
    source = Source.of_bytes("many.csv", text.encode())
    mapping = mapping_for(inspect(source), Options(maps=("unit=unit", "channel=channel")))
    rows = [row for block in read(source, mapping).blocks() for row in block.rows]
    assert [(row.unit, row.channel) for row in rows if isinstance(row, Answer)] == places


@pytest.mark.slow
@pytest.mark.parametrize("kept", ["on disk", "in memory"])
def test_blocks_read_elsewhere_are_the_same_blocks(tmp_path: Path, kept: str) -> None:
    file = tmp_path / "long.csv"
    file.write_bytes(long_text(45_000))
    whole = read_whole(Source.of_path(file) if kept == "on disk" else Source.of_bytes("long.csv", file.read_bytes()))
    assert [block.read for block in whole.blocks()] == [20_000, 20_000, 5_000]
    assert list(read_in_subprocess(whole.blocks)) == list(whole.blocks())


@pytest.mark.slow
def test_only_a_long_text_is_read_elsewhere() -> None:
    for rows, is_long in ((LONG - 1, False), (LONG, True)):
        source = Source.of_bytes("file.csv", long_text(rows))
        plain, found = read_whole(source), inspect(source)
        assert (read_ahead(plain, found) is not plain) is is_long
        assert read_ahead(plain, replace(found, encoding=None)) is plain  # a workbook


@pytest.mark.slow
def test_threads_of_a_server_do_not_keep_a_file_from_being_read_elsewhere(store: Store) -> None:
    source = Source.of_bytes("long.csv", long_text(LONG))
    ahead = read_ahead(read_whole(source), inspect(source))
    with ThreadPoolExecutor(1) as server:
        receipt = server.submit(save_upload, store, ahead, by="Ann").result()
    assert (receipt.saved, receipt.refused) == (LONG * 99 // 100, LONG // 100)


def test_a_file_refused_while_it_is_read_elsewhere_is_refused_here(tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    file.write_bytes(long_text(10))
    whole = read_whole(Source.of_path(file))
    file.write_bytes(b"")
    with pytest.raises(FileRefused, match="The file is empty"):
        list(read_in_subprocess(whole.blocks))


@pytest.mark.slow
def test_a_reader_that_is_killed_half_way_is_told_in_a_sentence_and_nothing_is_saved(store: Store) -> None:
    broken = replace(reading(answers(3)), blocks=partial(read_in_subprocess, half_a_file))
    with pytest.raises(FileRefused, match=r"stopped before its end.*Nothing was saved"):
        save_upload(store, broken, by="Ann")
    with store.reading() as session:
        assert uploads(session) == []


def test_blocks_read_in_a_thread_are_the_same_and_what_ends_them_is_told_here() -> None:
    def broken() -> Iterator[Block]:
        yield Block(answers(5), read=5)
        raise FileRefused("Half a file.")

    whole = read_whole(Source.of_bytes("long.csv", long_text(300)))
    assert list(read_in_thread(whole.blocks)) == list(whole.blocks())
    blocks = read_in_thread(broken)
    assert next(blocks).read == 5
    with pytest.raises(FileRefused, match="Half a file"):
        next(blocks)


@pytest.mark.slow
def test_a_reader_that_never_begins_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "false")  # a program that only fails
    whole = read_whole(Source.of_bytes("large.csv", long_text(LONG)))
    with pytest.raises(FileRefused, match="stopped before its end"):
        list(read_in_subprocess(whole.blocks))


@pytest.mark.slow
def test_a_reader_nobody_waits_for_any_more_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[subprocess.Popen[bytes]] = []
    begin = subprocess.Popen.__init__

    def beginning(process: subprocess.Popen[bytes], *said: Any, **how: Any) -> None:
        begun.append(process)
        begin(process, *said, **how)

    monkeypatch.setattr(subprocess.Popen, "__init__", beginning)
    blocks = read_in_subprocess(read_whole(Source.of_bytes("long.csv", long_text(LONG))).blocks)
    assert next(blocks).read == 20_000
    blocks.close()  # as when saving fails
    assert [process.poll() for process in begun] == [-signal.SIGKILL]


@pytest.mark.slow
def test_units_are_recognised_in_a_file_longer_than_is_looked_at() -> None:
    lines = [f"R{line},2026-10-05,nps,9,Site {line % 30}" for line in range(LONGER_THAN_LOOKED_AT)]
    content = "\n".join(["response_id,responded_at,metric,score,unit", *lines]).encode()
    source = Source.of_bytes("long.csv", content)
    for to_the_end in (True, False):
        found = inspect(source, to_the_end=to_the_end)
        assert found.columns[4].role is Role.UNIT
        assert (found.rows == LONGER_THAN_LOOKED_AT) is to_the_end
    first = next(iter(read(source, mapping_for(found, Options())).blocks()))
    assert isinstance(first.rows[0], Answer)
    assert first.rows[0].unit == "Site 0"
