"""How many small faults, put into the rules one at a time, the tests notice: a seeded sample of all possible ones.

`make mutants`, or `python -m benchmarks.mutants [--number N] [--seed S] [--only PART]`. Faults are made by Cosmic Ray
in a copy of the project; what only changes a type is left out. Exit code 1 where fewer than 90 % are noticed.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from cosmic_ray.ast import get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = {"catalogue", "__pycache__"}  # words and sources of metrics
RULES = ("conflict_rules", "competing_facts", "already_saved/overlap_rules", "weighting", "respondents")
COPIED = ("metrics", "db", "pages", "tests", "sample_data", "benchmarks", "docs")
# A class without its decorator fails before any test begins; the others need a variable to be named.
NO_FAULTS = ("RemoveDecorator", "ExceptionReplacer", "VariableInserter", "VariableReplacer")
LOADED = ("pandas", "scipy.stats", "statsmodels.stats.proportion", "sqlalchemy.orm", "psycopg", "alembic")
NUMBER, SEED, ENOUGH, LONGEST = 60, 20_261_201, 0.9, 120


@dataclass(frozen=True, slots=True)
class Mutant:
    """A fault: which change, at which of its places, in which module (relative to the project)."""

    module: Path
    operator: str
    place: int


def modules() -> list[Path]:
    """The modules that are mutated, relative to the project."""
    found = [file for file in (ROOT / "metrics").rglob("*.py") if not LEFT_OUT & set(file.parts)]
    found += [ROOT / "db" / "changes" / "uploads" / f"{name}.py" for name in RULES]
    return sorted(file.relative_to(ROOT) for file in found if file.name != "__init__.py")


def mutants_of(module: Path) -> list[Mutant]:
    """Every fault that can be made in a module."""
    tree = get_ast((ROOT / module).read_text(encoding="utf-8"))
    return [
        Mutant(module, name, place)
        for name in sorted(operator_names())
        if not any(part in name for part in NO_FAULTS)
        for place in range(_places(tree, name))
    ]


def _places(tree: object, name: str) -> int:
    operator = get_operator(name)()
    waiting, found = [tree], 0
    while waiting:
        node = waiting.pop()
        found += len(list(operator.mutation_positions(node)))
        waiting += getattr(node, "children", [])
    return found


def mutated(mutant: Mutant) -> str | None:
    """The module's text with the fault in it; None where only a type changed or it is no program."""
    text = (ROOT / mutant.module).read_text(encoding="utf-8")
    changed = mutate_code(text, get_operator(mutant.operator)(), mutant.place)
    if changed is None:
        return None
    try:
        return None if _without_types(changed) == _without_types(text) else str(changed)
    except SyntaxError:
        return None


def _without_types(text: str) -> str:
    """The program without annotations, which are never evaluated, and without docstrings."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        elif isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(None)
    return ast.dump(tree)


def tests_of(module: Path) -> list[str]:
    """The tests to run: first the module's own, then those of its room."""
    room = Path("tests") / module.parent
    own = room / f"test_{module.stem}.py"
    return [str(place) for place in (own, room) if (ROOT / place).exists()]


def noticed(copy: Path, mutant: Mutant, text: str) -> str:
    """Which tests failed with the fault in the copy; empty where all passed."""
    file, right = copy / mutant.module, (ROOT / mutant.module).read_text(encoding="utf-8")
    for cached in file.parent.glob(f"__pycache__/{file.stem}.*.pyc"):
        cached.unlink()
    file.write_text(text, encoding="utf-8")
    try:
        found = next((tests for tests in tests_of(mutant.module) if not _passes(copy, tests)), "")
    finally:
        file.write_text(right, encoding="utf-8")
    if found and not _sound(copy, found):
        raise SystemExit(f"{found} fails without any fault, so it proves nothing. Mend it first.")
    return found


@cache
def _sound(copy: Path, tests: str) -> bool:
    """Whether these tests pass without a fault."""
    return _passes(copy, tests)


def _passes(copy: Path, tests: str) -> bool:
    """Whether these tests pass, in a copy of this process, which has loaded what they need; too long is a failure."""
    child = os.fork()
    if child == 0:
        _run(copy, tests)
    ends = time.monotonic() + LONGEST
    while time.monotonic() < ends:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status) == 0
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def _run(copy: Path, tests: str) -> None:
    code = 1
    try:
        os.chdir(copy)
        sys.path[:] = [str(copy), *(place for place in sys.path if place not in ("", str(ROOT)))]
        sys.dont_write_bytecode = True
        with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):  # noqa: PTH123
            chosen = ["-x", "-q", "-p", "no:cacheprovider", "-m", "not postgresql", "--hypothesis-profile=ci"]
            code = int(pytest.main([tests, *chosen, f"--basetemp={copy / 'tmp'}"]))
    finally:
        os._exit(code)


@contextlib.contextmanager
def project_copy() -> Iterator[Path]:
    """A copy of the project, thrown away at the end of the block."""
    with tempfile.TemporaryDirectory(prefix="plumbline-mutants-") as folder:
        for name in COPIED:
            shutil.copytree(ROOT / name, Path(folder) / name, ignore=shutil.ignore_patterns("samples", "browser"))
        for file in [*ROOT.glob("*.py"), *ROOT.glob("*.toml"), *ROOT.glob("*.md"), ROOT / "Makefile"]:
            shutil.copy(file, folder)
        yield Path(folder)


def chosen(number: int, seed: int, only: str) -> list[tuple[Mutant, str]]:
    """A random sample of all faults, the same for the same seed."""
    every = [mutant for module in modules() if only in str(module) for mutant in mutants_of(module)]
    random.Random(seed).shuffle(every)  # noqa: S311  # a sample, no secret
    sys.stdout.write(f"{len(every):,} faults can be made in {len({one.module for one in every})} modules.\n")
    found = ((mutant, text) for mutant in every if (text := mutated(mutant)) is not None)
    return [one for _, one in zip(range(number), found, strict=False)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Make faults, run tests, print which were not noticed and the share that was."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--number", type=int, default=NUMBER, help="how many faults")
    asked.add_argument("--seed", type=int, default=SEED)
    asked.add_argument("--only", default="", help="modules whose path has this in it")
    given = asked.parse_args(arguments)
    for library in LOADED:
        importlib.import_module(library)
    sample = chosen(given.number, given.seed, given.only)
    killed = 0
    with project_copy() as copy:
        for number, (mutant, text) in enumerate(sample, 1):
            by = noticed(copy, mutant, text)
            killed += bool(by)
            sys.stderr.write(f"{number}: {mutant.module}: {by or 'not noticed'}\n")
            if not by:
                sys.stdout.write(f"not noticed: {mutant.module} {mutant.operator} {_line(mutant, text)}\n")
                sys.stdout.flush()
    sys.stdout.write(f"{killed} of {len(sample)} faults were noticed ({killed / len(sample):.0%}).\n")
    return 0 if killed >= ENOUGH * len(sample) else 1


def _line(mutant: Mutant, text: str) -> str:
    """The first line that the fault changed."""
    right = (ROOT / mutant.module).read_text(encoding="utf-8").splitlines()
    return next(
        (
            f"{at}: {new.strip()}"
            for at, (old, new) in enumerate(zip(right, text.splitlines(), strict=False), 1)
            if old != new
        ),
        "",
    )


if __name__ == "__main__":
    sys.exit(main())
