"""The first file of each kind that asks nothing, on the upload page: brought, saved, its figures right, and undone."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from db.changes import undo_upload
from db.queries.uploads import uploads
from pages.parts import cached_queries
from tests.command_line.running import Run, runner
from tests.conformance.test_files import Case, cases, check_figure, figures
from tests.conftest import MakeStore
from tests.pages.conftest import Page, page
from tests.pages.test_upload import bring, save

__all__ = ["page"]


def asks_nothing(case: Case) -> bool:
    """Whether a file comes in without a word, whole, and gives figures."""
    said = ("options", "questions", "inspect", "then", "refused_as", "code")
    return not any(case.get(key) for key in said) and "saved" in case and bool(case.get("figures"))


KINDS = {folder.name: (folder, case) for folder, case in reversed(list(cases())) if asks_nothing(case)}
FIRST_OF_EACH = [pytest.param(*KINDS[name], id=name) for name in sorted(KINDS)]


@pytest.mark.slow
@pytest.mark.parametrize(("folder", "case"), FIRST_OF_EACH)
def test_a_kind_is_saved_and_undone_from_the_page(
    folder: Path,
    case: Case,
    page: Page,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    walk(page, runner(f"sqlite:///{tmp_path / 'plumbline.db'}", monkeypatch, capsys), folder, case)


@pytest.mark.slow
@pytest.mark.parametrize(("folder", "case"), FIRST_OF_EACH)
def test_a_kind_is_the_same_from_the_page_on_postgresql(
    folder: Path,
    case: Case,
    postgresql_store: MakeStore,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    with ExitStack() as afterwards:
        url = postgresql_store(f"page_{folder.name}", afterwards).engine.url.render_as_string(hide_password=False)
        monkeypatch.setenv("DATABASE_URL", url)
        walk(request.getfixturevalue("page"), runner(url, monkeypatch, capsys), folder, case)
        cached_queries.store().close()


def walk(page: Page, run: Run, folder: Path, case: Case) -> None:
    """Bring the file to the page, save it, compare the figures, and take it back."""
    before = figures(run)
    shown = save(bring(page("upload"), case["file"], (folder / case["file"]).read_bytes()))
    assert not shown.exception
    with cached_queries.store().reading() as session:
        (upload,) = uploads(session)
    assert upload.saved == case["saved"]
    for wanted in case["figures"]:
        check_figure(run, wanted)
    undo_upload(cached_queries.store(), upload.id, by="Ann")
    assert figures(run) == before
    assert run("verify").code == 0
