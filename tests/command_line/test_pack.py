"""`pack`: files into a folder, editions that never change, team pages, sending; what cannot be done, in a sentence."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.command_line.running import Run, lines, runner, written
from tests.conftest import copy_store
from tests.pages.publishing.mail.mail_server import Box, mail_server

KINDS = ["pdf", "pptx", "xlsx"]


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.fixture
def run_sample(
    sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs a command on a copy of the sample company."""
    copy_store(sample_file, tmp_path / "sample.db")
    return runner(f"sqlite:///{tmp_path / 'sample.db'}", monkeypatch, capsys)


@pytest.mark.slow
def test_a_draft_is_written_as_three_files_that_the_document_describes(run: Run, tmp_path: Path) -> None:
    run("import", written(tmp_path, "a.csv", lines([10, 9, 0] * 10)))
    ran = run("pack", "--to", tmp_path / "new" / "packs", "--json")
    assert ran.code == 0, ran.err
    told = ran.json
    assert (told["month"], told["unit"], told["published"], told["edition"]) == ("2025-03", "", False, None)
    assert told["revision"] == 1
    assert dt.datetime.fromisoformat(told["cut_off"]).tzinfo is not None
    found = contents(tmp_path / "new" / "packs")
    assert [own["kind"] for own in told["files"]] == KINDS
    assert {own["name"]: (own["bytes"], own["sha256"]) for own in told["files"]} == {
        name: (len(content), hashlib.sha256(content).hexdigest()) for name, content in found.items()
    }
    assert run("pack", "--to", tmp_path / "new" / "packs").code == 0, "a draft may be written again"


@pytest.mark.slow
def test_publishing_the_same_again_gives_the_same_edition_and_the_same_bytes(run: Run, tmp_path: Path) -> None:
    run("import", written(tmp_path, "a.csv", lines([10, 9, 0] * 10)))
    first = run("pack", "--publish", "--by", "M. Hale", "--to", tmp_path / "first", "--json").json
    again = run("pack", "--publish", "--by", "J. Moreau", "--to", tmp_path / "again", "--json").json
    assert (first["published"], first["edition"]) == (True, 1)
    assert again == first
    assert contents(tmp_path / "again") == contents(tmp_path / "first")
    run("import", written(tmp_path, "late.csv", lines([0] * 9, at="L")))
    second = run("pack", "--publish", "--by", "M. Hale", "--to", tmp_path / "second", "--json").json
    assert second["edition"] == 2
    assert not {own["sha256"] for own in second["files"]} & {own["sha256"] for own in first["files"]}
    run("undo", "2")
    back = run("pack", "--publish", "--by", "M. Hale", "--to", tmp_path / "back", "--json").json
    assert back == first, "the numbers and words are those of edition 1 again"
    assert contents(tmp_path / "back") == contents(tmp_path / "first")
    assert run("verify").code == 0


def test_a_month_or_unit_without_data_is_said_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    assert run("pack", "--to", tmp_path / "packs").refused("Nothing has been measured yet")
    run("import", written(tmp_path, "a.csv", lines([10, 9, 0] * 10, unit="North")))
    for more, words in (
        (["--month", "2025-04"], "Nothing was recorded in 2025-04"),
        (["--month", "soon"], "2026-10"),
        (["--unit", "Atlantis"], "no unit called “Atlantis”"),
        (["--teams", "--month", "2025-04"], "Nothing was recorded in 2025-04"),
        (["--teams", "--publish"], "neither published nor sent"),
        (["--send"], "Sending is not set up"),
    ):
        ran = run("pack", *more, "--to", tmp_path / "packs")
        assert ran.code == 2
        assert words in ran.err
        assert not list((tmp_path / "packs").glob("*"))
    assert run("pack", "--to", tmp_path / "packs", "--unit", "north", "--publish").code == 0


@pytest.mark.slow
def test_without_a_folder_or_room_nothing_is_left_half_written(run_sqlite: Run, tmp_path: Path) -> None:
    run_sqlite("import", written(tmp_path, "a.csv", lines([10, 9, 0] * 10)))
    assert run_sqlite("pack").refused("Say which folder")
    (tmp_path / "file").write_text("in the way")
    assert run_sqlite("pack", "--to", tmp_path / "file").refused("cannot be written")
    assert run_sqlite("pack", "--to", tmp_path / "file" / "below").refused("cannot be written")
    assert run_sqlite("pack", "--to", "/proc/plumbline").refused("cannot be written")
    packs = tmp_path / "packs"
    (packs / "board-pack-2025-03-draft.xlsx").mkdir(parents=True)
    assert run_sqlite("pack", "--to", packs).refused("cannot be written")
    assert [file.name for file in packs.iterdir()] == ["board-pack-2025-03-draft.xlsx"]


def test_a_disk_that_is_full_is_said_and_leaves_nothing(run_sqlite: Run, tmp_path: Path) -> None:
    """`/dev/full` takes nothing, as a full disk does."""
    run_sqlite("import", written(tmp_path, "a.csv", lines([10, 9, 0] * 10)))
    packs = tmp_path / "packs"
    packs.mkdir()
    (packs / "board-pack-2025-03-draft.pptx.unfinished").symlink_to("/dev/full")
    ran = run_sqlite("pack", "--to", packs)
    assert ran.refused("No space left on device", "make room")
    assert list(packs.iterdir()) == []


@pytest.mark.slow
def test_every_unit_with_answers_gets_a_page_in_one_zip(run_sample: Run, tmp_path: Path) -> None:
    ran = run_sample("pack", "--teams", "--month", "2026-10", "--to", tmp_path / "teams", "--json")
    assert ran.code == 0, ran.err
    (told,) = ran.json["files"]
    assert (told["kind"], ran.json["published"], ran.json["edition"]) == ("zip", False, None)
    with zipfile.ZipFile(io.BytesIO((tmp_path / "teams" / told["name"]).read_bytes())) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        assert all(archive.read(name).startswith(b"%PDF") for name in names)
    with closing(sqlite3.connect(tmp_path / "sample.db")) as store:
        (units,) = store.execute("SELECT count(*) FROM units WHERE id > 1").fetchone()
    assert len(names) == units


@pytest.mark.slow
def test_an_edition_is_sent_once_and_its_refusals_are_an_exit_code(
    run_sqlite: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_sqlite("import", written(tmp_path, "a.csv", lines([10, 9, 0] * 10)))
    with mail_server(box := Box(refuses={"ben@example.org": "550 No such user"})) as port:
        monkeypatch.setenv("PLUMBLINE_SMTP_URL", f"smtp://127.0.0.1:{port}?tls=no")
        monkeypatch.setenv("PLUMBLINE_MAIL_FROM", "reports@example.org")
        assert run_sqlite("pack", "--send").refused("was not published", "--publish")
        assert run_sqlite("pack", "--send", "--publish").refused("The mailing list is empty")
        run_sqlite("board-members", "add", "ada@example.org", "Ada Lane")
        sent = run_sqlite("pack", "--send", "--json")
        assert (sent.code, sent.json["edition"]) == (0, 1)
        assert sent.json["sent"] == [{"address": "ada@example.org", "sent": True, "trouble": None}]
        assert run_sqlite("pack", "--send", "--json").json["sent"][0]["sent"] is False
        run_sqlite("board-members", "add", "ben@example.org", "Ben Roe")
        ran = run_sqlite("pack", "--send")
        assert ran.code == 1
        assert "Not sent to Ben Roe, ben@example.org: The mail server rejected it (550 No such user)." in ran.out
    assert box.addresses == ["ada@example.org"]


def test_who_gets_the_pack_is_listed_added_and_removed(run_sqlite: Run) -> None:
    assert run_sqlite("board-members", "list", "--json").json == []
    assert run_sqlite("board-members", "add").refused("Say which address")
    assert run_sqlite("board-members", "add", "nobody", "Nobody").code == 2
    ran = run_sqlite("board-members", "add", "ada@example.org", "Ada Lane", "--json")
    assert ran.json == [{"name": "Ada Lane", "address": "ada@example.org"}]
    assert run_sqlite("board-members", "remove", "ben@example.org").refused("There is no board member")
    assert run_sqlite("board-members", "remove", "ADA@example.org", "--json").json == []
