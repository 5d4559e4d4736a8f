"""An old text whose letters could be several is asked about, and `--encoding` settles it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.command_line.running import Run


def swedish(folder: Path) -> Path:
    """A file of one word, which two encodings make into a word."""
    file = folder / "old.csv"
    file.write_bytes("response_id,responded_at,nps,unit\na,2025-03-01,9,tålmodig\n".encode("mac_roman"))
    return file


def test_each_reading_is_named_and_every_choice_works_as_written(run: Run, tmp_path: Path) -> None:
    file = swedish(tmp_path)
    inspected = run("inspect", file, "--json")
    (asked,) = inspected.json["asks"]
    assert (inspected.code, asked["kind"]) == (1, "encoding")
    assert "“tålmodig” (mac_roman)" in inspected.json["questions"][0]
    chosen = next(choice["map"] for choice in asked["choices"] if "mac_roman" in choice["label"])
    assert run("import", file).refused("“tålmodig” (mac_roman)")
    assert run("import", file, "--json").json["asks"] == [asked]
    assert run("import", file, "--map", chosen).code == 0
    assert "tålmodig" in json.dumps(
        run("report", "--by", "units", "--month", "2025-03", "--json").json, ensure_ascii=False
    )


def test_the_option_settles_it_and_a_wrong_name_is_a_sentence(run: Run, tmp_path: Path) -> None:
    file = swedish(tmp_path)
    found = run("inspect", file, "--encoding", "mac_roman", "--json")
    assert (found.code, found.json["encoding"], found.json["questions"]) == (0, "mac_roman", [])
    assert run("import", file, "--encoding", "klingon").refused("There is no encoding called “klingon”")
    assert run("import", file, "--encoding", "utf-16").refused("not written in utf-16")
    assert run("import", file, "--encoding", "mac_roman").code == 0


def test_a_saved_mapping_keeps_the_encoding_that_a_person_named(run: Run, tmp_path: Path) -> None:
    kept = ("--encoding", "mac_roman", "--save-mapping", "old form")
    assert run("import", swedish(tmp_path), *kept).code == 0
    later = tmp_path / "later.csv"
    later.write_bytes("response_id,responded_at,nps,unit\nb,2025-04-01,9,tålmodig\n".encode("mac_roman"))
    assert run("import", later).code == 0
    named = tmp_path / "named.csv"
    named.write_bytes("response_id,responded_at,nps,unit\nc,2025-04-02,9,tålmodig\n".encode("mac_roman"))
    assert run("import", named, "--mapping", "old form").code == 0
    unicode = tmp_path / "unicode.csv"
    unicode.write_text("response_id,responded_at,nps,unit\nd,2025-04-03,9,tålmodig\n", encoding="utf-8")
    assert run("import", unicode, "--mapping", "old form").code == 0
    told = run("report", "--by", "units", "--month", "2025-04", "--json").out
    (card,) = json.loads(told)["scorecards"]
    assert [(one["name"], one["n"]) for one in card["compared"]] == [("tålmodig", 3)]
