"""Too little memory is recognised in all the ways that libraries say it, and nothing else is taken for it."""

from __future__ import annotations

import errno
import subprocess
import sys

import pytest

from pages.language.memory import NOT_ENOUGH, ran_out_of_memory
from tests.conftest import ROOT


@pytest.mark.parametrize(
    "bug",
    [
        MemoryError(),
        RuntimeError("can't start new thread"),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
        ImportError("libx.so: failed to map segment from shared object"),
        RuntimeError("std::bad_alloc"),
    ],
)
def test_every_way_of_saying_it_is_recognised_also_as_a_cause(bug: Exception) -> None:
    assert ran_out_of_memory(bug)
    other = ValueError("because of that")
    other.__cause__ = bug
    assert ran_out_of_memory(other)


@pytest.mark.parametrize("bug", [ValueError("out of memory"), KeyError("x"), OSError(errno.ENOENT, "no file"), None])
def test_nothing_else_is_taken_for_it(bug: Exception | None) -> None:
    assert not ran_out_of_memory(bug)


def test_causes_in_a_circle_end() -> None:
    one, other = ValueError(), ValueError()
    one.__cause__, other.__cause__ = other, one
    assert not ran_out_of_memory(one)


@pytest.mark.slow
def test_a_command_that_runs_out_of_memory_says_so() -> None:
    program = (
        "import sys, manage; from pages.command_line import terminal; sys.excepthook = terminal.report_bug\n"
        'raise RuntimeError("can\'t start new thread")'
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (2, f"{NOT_ENOUGH}\n")
