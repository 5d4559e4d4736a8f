"""Two people who save files into one store at the same moment: both get what they expect, and readers see one state."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from db.changes import Receipt, save_upload, undo_upload
from db.formats.rows.blocks import Answer, Block, Reading
from db.store import engine as store_module
from db.store.engine import Store, open_store
from metrics.errors import AlreadyImported, StoreTrouble
from tests.conftest import LONGEST, ROOT, NewStore
from tests.db.looks import assert_adds_up, everything, figure, standard
from tests.db.readings import answer, reading

ROWS = 1_200
A_MOMENT = 0.3  # seconds in which the second person surely comes to stand behind the first


def answers(first: int, score: int) -> list[Answer]:
    """Answers whose ids begin at `first`, at five branches and on four weeks of days."""
    return [
        answer(line, score, id_=f"R{first + line}", day=dt.date(2026, 10, 1 + line % 28), unit=f"North/Site {line % 5}")
        for line in range(ROWS)
    ]


FIRST = reading(answers(0, 9), "first.csv", block=400)
SECOND = reading(answers(ROWS // 2, 3), "second.csv", block=400)  # half of its ids are the first one's


def pausing(whole: Reading, reached: threading.Event, go_on: threading.Event) -> Reading:
    """The same file, whose reading stops after its first block until it may go on."""

    def blocks() -> Iterator[Block]:
        for block in whole.blocks():
            yield block
            reached.set()
            assert go_on.wait(LONGEST)

    return replace(whole, blocks=blocks)


@contextmanager
def half_way(store: Store, whole: Reading) -> Iterator[Future[Receipt]]:
    """Somebody else's saving of a file, which stands half-way until the end of the block."""
    reached, go_on = threading.Event(), threading.Event()
    with ThreadPoolExecutor(1) as person:
        try:
            saving = person.submit(save_upload, store, pausing(whole, reached, go_on), by="Ann")
            assert reached.wait(LONGEST)
            yield saving
        finally:
            go_on.set()


@pytest.fixture
def other(store: Store) -> Iterator[Store]:
    """The same store, opened by another process as it were."""
    with closing(open_store(store.engine.url.render_as_string(hide_password=False))) as opened:
        yield opened


def one_after_the_other(store: Store, files: Sequence[Reading]) -> list[Receipt]:
    return [save_upload(store, file, by="Ann") for file in files]


@pytest.mark.slow
def test_two_files_saved_at_once_give_what_one_after_the_other_gives(
    store: Store, other: Store, new_store: NewStore
) -> None:
    with ThreadPoolExecutor(1) as second_person, half_way(store, FIRST) as first:
        second = second_person.submit(save_upload, other, SECOND, by="Bo")
        time.sleep(A_MOMENT)
        assert not second.done()
    patient = new_store()
    assert [first.result(), second.result()] == one_after_the_other(patient, [FIRST, SECOND])
    assert second.result().refused == ROWS // 2
    assert everything(store) == everything(patient)
    assert_adds_up(store)


def test_taking_one_of_them_back_afterwards_leaves_the_other_alone(
    store: Store, other: Store, new_store: NewStore
) -> None:
    with ThreadPoolExecutor(1) as second_person, half_way(store, FIRST) as first:
        second = second_person.submit(save_upload, other, SECOND, by="Bo")
    second.result()
    upload = first.result().upload
    assert upload is not None
    undo_upload(other, upload, by="Bo")
    alone = new_store()
    save_upload(alone, SECOND, by="Bo")
    assert everything(store) == everything(alone)
    assert_adds_up(store)


def test_the_same_file_saved_by_two_people_at_once_is_saved_once(store: Store, other: Store) -> None:
    with ThreadPoolExecutor(1) as second_person, half_way(store, FIRST) as first:
        second = second_person.submit(save_upload, other, replace(FIRST, file="copy.csv"), by="Bo")
        time.sleep(A_MOMENT)
    assert first.result().saved == ROWS
    with pytest.raises(AlreadyImported, match=r"as upload 1 \(first.csv"):
        second.result()
    assert figure(store, "nps")[1] == ROWS
    assert_adds_up(store)


def test_readers_see_the_state_before_until_the_file_is_saved_whole(store: Store, other: Store) -> None:
    save_upload(store, SECOND, by="Bo")
    before = everything(store)
    with half_way(store, FIRST) as saving:
        assert everything(other) == before
    assert saving.result().saved == ROWS // 2
    assert everything(other) != before


@pytest.mark.slow
def test_who_waits_too_long_is_told_so_and_nothing_is_changed(
    store: Store, other: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for patience in ("BUSY_SECONDS", "BUSY_SECONDS_OF_MANY_ROWS"):
        monkeypatch.setattr(store_module, patience, 1)
    with half_way(store, FIRST) as first:
        for change in (lambda: save_upload(other, SECOND, by="Bo"), lambda: standard(other, "nps", 40)):
            with pytest.raises(StoreTrouble, match=r"still busy with another change.* Nothing was changed"):
                change()
    assert first.result().saved == ROWS
    assert figure(other, "nps") == (100, ROWS)


def test_files_wait_longer_for_each_other_than_other_changes_do(
    store: Store, other: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "BUSY_SECONDS", 1)
    with ThreadPoolExecutor(1) as second_person, half_way(store, FIRST):
        second = second_person.submit(save_upload, other, SECOND, by="Bo")
        with pytest.raises(StoreTrouble, match="busy"):
            standard(other, "nps", 40)
        assert not second.done()
    assert second.result().saved == ROWS // 2


@pytest.mark.slow
def test_two_commands_at_once_both_save_their_files(store: Store, tmp_path: Path) -> None:
    heading = "response_id,responded_at,metric,score,unit"
    for name, first in (("a", 0), ("b", 300)):
        lines = [f"R{row},2026-10-05,nps,9,North/Site {row % 7}" for row in range(first, first + 600)]
        (tmp_path / f"{name}.csv").write_text("\n".join([heading, *lines]))
    url = store.engine.url.render_as_string(hide_password=False)
    commands = [
        subprocess.Popen(
            [sys.executable, "manage.py", "import", "--by", "Ann", str(tmp_path / f"{name}.csv")],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for name in "ab"
    ]
    ended = [(command.communicate(timeout=LONGEST), command.returncode) for command in commands]
    assert [code for _, code in ended] == [0, 0], ended
    assert figure(store, "nps") == (100, 900)
    assert_adds_up(store)
