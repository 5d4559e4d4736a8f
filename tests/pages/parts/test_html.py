"""The HTML helper: text is escaped by default, markup passes, everything is one line, and tables say what they are."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from pages.parts import html
from pages.parts.html import RowGroup, TableCell, TableColumn, TableRow

TYPED = st.text(min_size=1, max_size=40) | st.text("<>\"'&/= \r\nabscript", min_size=1, max_size=40)


class Elements(HTMLParser):
    """The elements that a browser would find, with their attributes, and the text between them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.read = ""
        self.feed(str(text))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.read += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def in_one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")


def everything(typed: str) -> Markup:
    """Each element of the helper with the same text everywhere."""
    cells = [TableRow([TableCell(typed, sort=typed), typed])]
    columns = [TableColumn(typed, sorts=True), TableColumn(typed, narrow=typed, above=typed)]
    return html.joined(
        html.section(typed, html.headline(typed, typed), html.link(f"/metric?unit={typed}", typed, title=typed)),
        html.folded(typed, html.note(typed), html.bullets([typed, html.small(typed)])),
        html.facts(typed, [(typed, typed)]),
        html.working_table(typed, columns, cells, search=typed),
        html.table(typed, columns, [RowGroup(typed, cells)], is_cards=True),
    )


@settings(deadline=None)
@given(TYPED)
def test_no_element_and_no_attribute_comes_out_of_what_people_type(typed: str) -> None:
    whole = everything(typed)
    assert "\n" not in whole
    assert "\r" not in whole
    found, calm = Elements(whole).found, Elements(everything("x")).found
    assert [(name, list(attributes)) for name, attributes in found] == [(name, list(own)) for name, own in calm]
    (address,) = (attributes for name, attributes in found if name == "a")
    assert address == {"href": f"/metric?unit={in_one_line(typed)}", "target": "_self", "title": in_one_line(typed)}


@settings(deadline=None)
@given(TYPED, TYPED)
def test_text_is_read_as_it_was_typed(one: str, other: str) -> None:
    found = Elements(html.between(one, [other, html.bold(other)])).read
    assert found == in_one_line(f"{other}{one}{other}")


def test_markup_passes_through_and_text_does_not() -> None:
    assert html.tag("p", Markup("<b>1</b>"), "<b>2</b>") == "<p><b>1</b>&lt;b&gt;2&lt;/b&gt;</p>"
    assert html.drawing("<svg>\n</svg>") == "<svg> </svg>"
    assert isinstance(html.joined("&", html.BR), Markup)


def test_an_attribute_is_left_out_where_it_says_nothing() -> None:
    assert html.tag("p", classes="", id=None, hidden=False) == "<p></p>"
    assert (
        html.tag("details", open=True, data_open=1, aria_label="")
        == '<details open data-open="1" aria-label=""></details>'
    )
    assert html.tag("input", type="search") == '<input type="search">'
    assert html.tag("label", for_='a"b') == '<label for="a&#34;b"></label>'


def test_a_list_keeps_the_class_of_an_item() -> None:
    listed = html.bullets(["one", html.tag("li", "two", classes="quiet"), html.bold("three")])
    assert listed == '<ul class="list"><li>one</li><li class="quiet">two</li><li><b>three</b></li></ul>'


COLUMNS = [TableColumn("Metric", "name"), TableColumn("Value", "number", narrow="now", sorts=True, sorted="ascending")]


def test_a_table_names_its_columns_and_rows() -> None:
    found = html.table("Figures", COLUMNS, [TableRow(["NPS", TableCell("4,5", "quiet", sort=4.5)], "missed")])
    assert found == (
        '<table class="plain"><caption>Figures</caption><thead><tr><th scope="col" class="name">Metric</th>'
        '<th scope="col" aria-sort="ascending" class="number"><button type="button" class="sort">Value</button></th>'
        '</tr></thead><tbody><tr class="missed"><th scope="row" class="name">NPS</th>'
        '<td data-sort="4.5" class="number quiet"><span class="narrow">now </span>4,5</td></tr></tbody></table>'
    )


def test_a_table_of_cards_writes_its_roles_out() -> None:
    group = RowGroup("Customers say", [TableRow(["NPS", ""])], "calm")
    found = Elements(html.table("Figures", COLUMNS, [group], classes="scorecards", is_cards=True)).found
    roles = [attributes.get("role") for _, attributes in found]
    assert roles == [
        "table", None, "rowgroup", "row", "columnheader", "columnheader", None,
        "rowgroup", "row", "rowheader", "row", "rowheader", "cell",
    ]  # fmt: skip
    family = found[9][1]
    assert family == {"scope": "rowgroup", "role": "rowheader", "colspan": "2"}


def test_columns_may_have_a_heading_over_them() -> None:
    columns = [TableColumn("Unit"), TableColumn("NPS", above="Customers"), TableColumn("Ease", above="Customers")]
    found = html.table("Units", columns, [TableRow(["North", "1", "2"])])
    over = '<tr class="families"><td></td><th scope="colgroup" colspan="2">Customers</th></tr><tr><th scope="col">Unit'
    assert over in found


def test_a_table_to_search_has_a_field_with_a_name_and_says_how_many_rows_are_left() -> None:
    found = Elements(html.working_table("Sent", COLUMNS, [TableRow(["a", "b"])], search="Search what was sent")).found
    (field,) = (attributes for name, attributes in found if name == "input")
    assert field["aria-label"] == "Search what was sent"
    (said,) = (attributes for _, attributes in found if attributes.get("role") == "status")
    assert said["data-words"] == html.SEARCHED
    (box,) = (attributes for _, attributes in found if attributes.get("role") == "region")
    assert box["aria-label"] == "Sent"


def test_a_row_must_fill_its_columns() -> None:
    with pytest.raises(ValueError, match="shorter"):
        html.table("Figures", COLUMNS, [TableRow(["NPS"])])
