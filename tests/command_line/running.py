"""Running a command inside the test or as a process of its own, and files for it to read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import manage

ROOT = Path(__file__).resolve().parent.parent.parent
COMMANDS = (
    "init",
    "inspect",
    "import",
    "undo",
    "uploads",
    "standard",
    "report",
    "pack",
    "units",
    "verify",
    "backup",
    "restore",
)
HEADINGS = "response_id,responded_at,metric,score,unit,channel,comment"


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output."""
        return json.loads(self.out)

    def refused(self, *words: str) -> bool:
        """Whether it was not done and one line says why, in these words among others, and what was not changed."""
        (line,) = self.err.splitlines()
        unchanged = "Nothing was" in line or "not changed" in line
        return self.code == 2 and unchanged and all(word in line for word in words)


Run = Callable[..., Ran]


def runner(url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: object) -> Ran:
        monkeypatch.setenv("DATABASE_URL", url)
        capsys.readouterr()
        code = manage.main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run


def lines(
    scores: Iterable[object], *, month: str = "2025-03", metric: str = "nps", unit: str = "", at: str = "R"
) -> str:
    """Rows of a plain survey file, one for each score."""
    rows = [f"{at}{line},{month}-{line % 28 + 1:02},{metric},{score},{unit},," for line, score in enumerate(scores)]
    return "\n".join(rows)


def written(folder: Path, name: str, *rows: str, headings: str = HEADINGS) -> Path:
    """A file of these rows below its headings."""
    file = folder / name
    file.write_text("\n".join([headings, *rows]) + "\n", encoding="utf-8")
    return file


def nps(run: Run, *arguments: object) -> dict[str, Any]:
    (card,) = run("report", "--json", "--metric", "nps", *arguments).json["scorecards"]
    return dict(card)


def process(url: str, *arguments: object) -> subprocess.Popen[str]:
    """A command as a process of its own."""
    return subprocess.Popen(
        [sys.executable, ROOT / "manage.py", *map(str, arguments)],
        env=os.environ | {"DATABASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
