"""The documents name what exists: files, rooms, functions, tests, tables and columns."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.data_model import in_the_store, on_the_page

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("pages", "metrics", "db", "tests", "benchmarks", "sample_data")
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PATH = re.compile(rf"\b(?:{'|'.join(FOLDERS)}|docs)/[\w/{{}},.]*")
# Classes of libraries, and words that are set as code because a file or a setting has them.
OTHERS = {"App", "AppTest", "Environment"}


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _quoted(document: Path) -> list[str]:
    """What the document sets as code, in a line or in a block of its own."""
    return re.findall(r"```.*?```|`[^`\n]+`", _text(document), re.DOTALL)


def _paths(document: Path) -> set[str]:
    return {path for code in _quoted(document) for found in PATH.findall(code) for path in _each(found.rstrip(".,"))}


def _each(path: str) -> Iterator[str]:
    """The paths that one in braces stands for: “a/{b,c}.py” is “a/b.py” and “a/c.py”."""
    before, brace, rest = path.partition("{")
    if not brace:
        yield path
        return
    choices, _, after = rest.partition("}")
    for choice in choices.split(","):
        yield from _each(f"{before}{choice}{after}")


@cache
def _defined() -> set[str]:
    """The names of every class and function of the project."""
    modules = [*ROOT.glob("*.py"), *(module for folder in FOLDERS for module in (ROOT / folder).rglob("*.py"))]
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for module in modules for node in ast.walk(ast.parse(_text(module))) if isinstance(node, kinds)}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_path_in_a_document_exists(document: Path) -> None:
    assert [path for path in sorted(_paths(document)) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_link_between_documents_leads_somewhere(document: Path) -> None:
    links = [link for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", _text(document)) if "://" not in link]
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.slow
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_function_class_and_test_in_a_document_exists(document: Path) -> None:
    code = "\n".join(_quoted(document))
    named = {*re.findall(r"(?<![.\w])([a-z_]+)\(\)", code), *re.findall(r"`(test_\w+)`", code)}
    named |= set(re.findall(r"`([A-Z][a-z]+(?:[A-Z][a-z]+)*)`", code))
    assert sorted(named - _defined() - OTHERS) == []


def test_the_architecture_names_every_room() -> None:
    packages = [file.parent for layer in FOLDERS[:3] for file in (ROOT / layer).rglob("__init__.py")]
    rooms = {f"{package.relative_to(ROOT)}/" for package in packages}
    assert sorted(rooms - _paths(ROOT / "docs" / "ARCHITECTURE.md")) == []


def test_the_data_model_describes_every_column_of_the_store_and_no_other() -> None:
    assert on_the_page() == in_the_store()
