"""What stands in several files of the project agrees: version, oldest Python, store layouts, files that are named."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from db.migrations import FOLDER

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = ("requirements.lock", "requirements-dev.lock")
OLDEST_PYTHON = re.search(r">=3\.(\d+)", PROJECT["requires-python"])


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_version_is_the_newest_of_the_changelog() -> None:
    released = re.findall(r"^## (\d+\.\d+\.\d+) – \d{4}-\d\d-\d\d$", _text("CHANGELOG.md"), re.MULTILINE)
    assert released[0] == PROJECT["version"]
    assert released == sorted(released, key=lambda version: [int(part) for part in version.split(".")], reverse=True)


def test_every_store_layout_has_its_upgrade_note() -> None:
    layouts = sorted(file.name[:4] for file in (FOLDER / "versions").glob("[0-9]*.py"))
    assert re.findall(r"^\| \d+ \(`(\d{4})`\) \|", _text("CHANGELOG.md"), re.MULTILINE) == layouts


def test_the_oldest_python_is_the_same_for_installing_checking_and_testing() -> None:
    assert OLDEST_PYTHON
    minor = OLDEST_PYTHON[1]
    assert f"sys.version_info < (3, {minor})" in _text("Makefile")
    assert f'python: ["3.{minor}", ' in _text(".github/workflows/test.yml")
    assert f'python_version = "3.{minor}"' in _text("pyproject.toml")


def test_every_file_that_contributing_names_exists() -> None:
    named = set(re.findall(r"`((?:[\w.]+/)+[\w.]*)`", _text("CONTRIBUTING.md")))
    made_by_running = {"var/", ".venv/bin/python"}
    assert len(named) > 20
    assert [name for name in sorted(named - made_by_running) if "NAME" not in name and not (ROOT / name).exists()] == []


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_the_lock_fixes_what_is_required_with_hashes_and_without_an_address(name: str) -> None:
    lock = _text(f"{name}.lock")
    # An entry begins at the margin; what belongs to it is indented.
    entries = dict(re.findall(r"^([\w.-]+)==((?:.*\n)(?: .*\n)+)", lock, re.MULTILINE))
    assert len(entries) == len(re.findall(r"^\w", lock, re.MULTILINE)) > 50
    assert [entry for entry, rest in entries.items() if "--hash=sha256:" not in rest] == []
    assert "://" not in lock
    for wanted, version in re.findall(r"^([\w-]+)(?:\[\w+\])?==(\S+)", _text(f"{name}.txt"), re.MULTILINE):
        assert entries[wanted].split()[0] == version, f"run make lock: {wanted}"


def test_both_locks_fix_the_same_versions() -> None:
    runs, tests = (set(re.findall(r"^[\w.-]+==\S+", _text(name), re.MULTILINE)) for name in LOCKS)
    assert runs < tests


def test_make_installs_only_what_the_locks_fix() -> None:
    assert re.findall(r"-r (\S+)", _text("Makefile")) == list(LOCKS)
    assert "--require-hashes" in _text("Makefile")
