"""Names of units and of the organisation are text on every page: no Markdown, no formula, no link, nothing turned."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from db.changes.settings import name_organisation
from db.names import unit_key
from db.tables import UnitRow
from pages.frame.navigation import LISTED
from pages.parts import cached_queries, html
from pages.parts.errors import plain
from tests.pages.conftest import Page

HOSTILE = "Q\u202e $x$ **b** [l](javascript:alert(1)) https://evil.example <b>k</b> `c` :red[r]"
# An element of these begins a block in which Markdown reads nothing up to a blank line.
BLOCK = re.compile(
    r"</?(?:address|article|aside|blockquote|details|dialog|div|dl|fieldset|figure|footer|form|h[1-6]|"
    r"header|hr|li|main|menu|nav|ol|p|section|summary|table|tr|ul|style|script|pre)[\s/>]"
)


@pytest.fixture
def hostile(own_sample: None) -> None:  # noqa: ARG001 - its store is the one that is changed
    """The sample company under a hostile name, and so is each of its units that has none below."""
    store = cached_queries.store()
    name_organisation(store, HOSTILE, by="a test")
    with store.changing("rename", by="a test", about={}) as session:
        rows = session.query(UnitRow).all()
        above = {row.parent_id for row in rows}
        for row in rows:
            if row.id not in above:
                head = row.path.rpartition("/")[0]
                path = f"{head}/{row.name} {HOSTILE}".replace("//", "∕∕").replace("</", "<∕").lstrip("/")
                session.execute(
                    update(UnitRow)
                    .where(UnitRow.id == row.id)
                    .values(name=path.rpartition("/")[2], path=path, key=unit_key(path))
                )


def _labels(run: AppTest) -> Iterator[tuple[str, str]]:
    """What Streamlit reads as Markdown besides our own HTML: (kind, text)."""
    for kind in ("title", "header", "subheader", "caption", "error", "warning", "info", "success"):
        yield from ((kind, str(getattr(each, "value", ""))) for each in run.get(kind))
    for kind in ("selectbox", "multiselect", "checkbox", "button", "text_input", "text_area", "radio", "toggle"):
        yield from ((kind, str(getattr(each, "label", ""))) for each in run.get(kind))
    yield from (("expander", each.label) for each in run.expander)
    for each in (*run.radio, *run.get("pills"), *run.get("segmented_control")):
        yield from (("option", option) for option in getattr(each, "options", ()))


@pytest.mark.slow
@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize("name", [page.file for page in LISTED])
def test_a_hostile_name_stays_text_on_every_page(page: Page, name: str) -> None:
    run = page(name)
    assert not run.exception
    for text in run.markdown:
        assert "\u202e" not in text.value
        if "**b**" not in text.value:
            continue
        assert text.proto.allow_html, text.value[:200]
        assert BLOCK.match(text.value), f"Markdown is read in this: {text.value[:200]}"
        assert "\n\n" not in text.value
        assert "<b>k" not in text.value
    for kind, label in _labels(run):
        assert "**b**" not in label, (kind, label)
        assert "$x$" not in label, (kind, label)
    for choice in (*run.selectbox, *run.multiselect):
        assert not any("\u202e" in str(option) for option in choice.options)


def test_texts_that_streamlit_reads_as_markdown_keep_their_signs() -> None:
    assert plain("$x$ **b**") == "\\$x\\$ \\*\\*b\\*\\*"
    assert html.unturned("a\u202eb\u2066c") == "abc"
    assert html.paragraph("note", "a\u202eb") == '<p class="note">ab</p>'
    assert html.block("<i>").startswith("<div>&lt;i&gt;")
