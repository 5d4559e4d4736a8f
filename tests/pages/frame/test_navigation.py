"""Which pages there are: files and list agree, roles are named, and a page refuses who may not see it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.frame import roles
from pages.frame.navigation import LISTED, PAGES
from pages.frame.roles import UserRole
from tests.conftest import LONGEST

FILES = sorted(file for file in PAGES.glob("*.py") if file.name != "__init__.py")


def test_every_file_is_a_listed_page_and_every_listed_page_a_file() -> None:
    assert sorted(page.file for page in LISTED) == [file.stem for file in FILES]


def test_pages_have_different_names_and_somebody_to_see_them() -> None:
    assert len({page.title for page in LISTED}) == len(LISTED)
    assert all(page.roles for page in LISTED)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_page_begins_by_naming_the_roles_it_is_listed_for(file: Path) -> None:
    body = ast.parse(file.read_text(encoding="utf-8")).body
    statements = [node for node in body if not isinstance(node, ast.Import | ast.ImportFrom | ast.Assign)]
    first = statements[1]  # the docstring comes before it
    assert isinstance(first, ast.Expr)
    assert isinstance(first.value, ast.Call)
    assert ast.unparse(first.value.func) == "needs"
    named = {ast.unparse(own).removeprefix("UserRole.").lower() for own in first.value.args}
    listed = next(page for page in LISTED if page.file == file.stem)
    assert named == {role.value for role in listed.roles}


@pytest.mark.slow
@pytest.mark.parametrize("page", LISTED, ids=lambda page: page.file)
def test_a_page_refuses_who_may_not_see_it(page: object, monkeypatch: pytest.MonkeyPatch) -> None:
    file = getattr(page, "file", "")
    nobody = frozenset(UserRole) - set(getattr(page, "roles", ()))
    monkeypatch.setattr(roles, "roles_of_reader", lambda: nobody)
    run = AppTest.from_file(str(PAGES / f"{file}.py"), default_timeout=LONGEST).run()
    assert not run.exception
    assert [title.value for title in run.title] == ["Page not found"]
    assert not [text.value for text in run.markdown if "headline" in text.value]
    assert not run.selectbox
