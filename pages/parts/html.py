"""HTML in one line, as `st.markdown` needs it: text is escaped by default, only `Markup` stays as it is.

A plain `str` is always text, also inside an attribute. Join pieces with `joined`; an f-string of Markup is text again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from markupsafe import Markup, escape

Attribute = str | int | float | bool | None
VOID: Final = frozenset({"br", "input"})  # elements without content
SEARCHED_FROM: Final = 10  # rows; fewer are seen at a glance
SEARCHED: Final = "{shown} of {all} rows"  # what the page's script says of a search


# Marks that embed or override the direction of text; a name with one would turn round the words after it.
_TURNS: Final = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def unturned(text: str) -> str:
    """A name without marks that turn round what follows it."""
    return text if text.isascii() else text.translate(_TURNS)


def escaped(text: str) -> Markup:
    """Text without special characters and line ends; Markup keeps its characters. A blank line would end the HTML."""
    safe = text if isinstance(text, Markup) else escape(unturned(text))
    return safe.replace("\r", " ").replace("\n", " ") if "\n" in safe or "\r" in safe else safe


def joined(*parts: str) -> Markup:
    """The parts one after the other, each text among them escaped."""
    return Markup("".join(map(escaped, parts)))  # noqa: S704 - every part is escaped


def between(separator: str, parts: Iterable[str]) -> Markup:
    """The parts with a separator between them, such as “ · ”."""
    return escaped(separator).join(map(escaped, parts))


def block(*parts: str) -> Markup:
    """Parts that begin with no block of their own, such as a drawing: else Markdown is read in the names among them."""
    return tag("div", *parts)


def drawing(svg: str) -> Markup:
    """A picture that pages/figures drew, which escapes its own labels."""
    return escaped(Markup(unturned(svg)))  # noqa: S704 - no text of people gets here unescaped


def tag(name: str, *content: str, classes: str = "", **attributes: Attribute) -> Markup:
    """An element. “_” in an attribute's name becomes “-”; None and False leave one out, True gives no value."""
    named = {**attributes, "class": classes or None}
    opening = f"<{name}{''.join(_attribute(key, own) for key, own in named.items())}>"
    closing = "" if name in VOID else f"</{name}>"
    return Markup(f"{opening}{joined(*content)}{closing}")  # noqa: S704 - names are our code's, all else is escaped


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    written = name.rstrip("_").replace("_", "-")
    return f" {written}" if value is True else f' {written}="{escaped(str(value))}"'


BR: Final = tag("br")


def link(address: str, *content: str, classes: str = "", **attributes: Attribute) -> Markup:
    """A link to a page of Plumbline, which opens in the same window."""
    return tag("a", *content, classes=classes, href=address, target="_self", **attributes)


def span(classes: str, *content: str, **attributes: Attribute) -> Markup:
    """Words of a look of their own: “quiet”, “worse”, “unseen” (only read aloud)."""
    return tag("span", *content, classes=classes, **attributes)


def small(*content: str) -> Markup:
    """The second line of a cell or list, in grey."""
    return span("small", *content)


def bold(*content: str, classes: str = "") -> Markup:
    """What a line is about."""
    return tag("b", *content, classes=classes)


def paragraph(classes: str, *content: str) -> Markup:
    """A paragraph: “finding”, “lead”, or "" for an ordinary one."""
    return tag("p", *content, classes=classes)


def note(*content: str) -> Markup:
    """A paragraph in small grey type."""
    return paragraph("note", *content)


def bullets(items: Iterable[str], classes: str = "list") -> Markup:
    """A list; an item that is an element of its own (`tag("li", …)`) keeps its class."""
    lines = (own if isinstance(own, Markup) and own.startswith("<li") else tag("li", own) for own in items)
    return tag("ul", *lines, classes=classes)


def headline(title: str, lead: str = "", level: int = 1) -> Markup:
    """The page's answer as its heading, and a grey sentence below it."""
    below = paragraph("lead", lead) if lead else ""
    return joined(tag(f"h{level}", title, classes="headline" if level == 1 else "headline second"), below)


def section(heading: str, *content: str, classes: str = "", **attributes: Attribute) -> Markup:
    """A part of a page under its heading; `classes` thin and tight draw a thinner rule or leave no room below."""
    whole = f"section {classes}".rstrip()
    return tag("section", tag("h2", heading), *content, classes=whole, **attributes)


def folded(summary: str, *content: str, classes: str = "folded") -> Markup:
    """What opens on request."""
    return tag("details", tag("summary", summary), *content, classes=classes)


def scroller(label: str, *content: str, classes: str = "") -> Markup:
    """A box that scrolls what is too wide or too long, also by the keyboard."""
    whole = f"scroller {classes}".rstrip()
    return tag("div", *content, classes=whole, tabindex=0, role="region", aria_label=label)


def facts(caption: str, pairs: Iterable[tuple[str, str]], classes: str = "facts left") -> Markup:
    """A table of names with what belongs to each; the caption is only read aloud."""
    rows = (tag("tr", tag("th", name, scope="row"), tag("td", text)) for name, text in pairs)
    return tag("table", tag("caption", caption, classes="unseen"), *rows, classes=classes)


def press(what: str, label: str, about: str = "") -> Markup:
    """A button in a table: the page hears `what` when it is pressed; `about` is only read aloud."""
    aloud = span("unseen", f" {about}") if about else ""
    return tag("button", label, aloud, type="button", classes="act", data_press=what)


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its heading, and the class of heading and cells: “number” sets them to the right, “fit” breaks no line.

    `narrow` names its cells on a phone, where a row is a card without headings; `above` is the heading over several
    columns. A heading that `sorts` is a button; `sorted` says how the rows come: ascending or descending.
    """

    heading: str
    classes: str = ""
    narrow: str = ""
    above: str = ""
    sorts: bool = False
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class TableCell:
    """What stands in a cell, its own class beside its column's, and what sorts it where its words would not."""

    content: str
    classes: str = ""
    sort: str | float | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of a row, the first names it; `classes` mark the whole row."""

    cells: Sequence[str | TableCell]
    classes: str = ""


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows under a heading of their own, such as the metrics of a family; without one where it is empty."""

    heading: str
    rows: Sequence[TableRow]
    classes: str = ""


def table(
    caption: str,
    columns: Sequence[TableColumn],
    rows: Iterable[TableRow | RowGroup],
    *,
    classes: str = "plain",
    is_cards: bool = False,
) -> Markup:
    """A table for reading: caption, headings, rows or groups of rows, the first cell of each row its heading.

    `is_cards` writes the roles out: drawn as cards on a narrow screen it is no table to a browser any more.
    """
    found = list(rows)
    groups = [own for own in found if isinstance(own, RowGroup)]
    alone = [own for own in found if isinstance(own, TableRow)]
    bodies = [_body(own, columns, is_cards=is_cards) for own in ([RowGroup("", alone)] if alone else groups)]
    role = "table" if is_cards else None
    return tag("table", tag("caption", caption), _head(columns, is_cards=is_cards), *bodies, classes=classes, role=role)


def working_table(
    caption: str,
    columns: Sequence[TableColumn],
    rows: Sequence[TableRow],
    *,
    classes: str = "plain",
    search: str = "",
    scrolls: str = "",
    is_cards: bool = False,
) -> Markup:
    """A table to work with, in a box that scrolls (`scrolls` is its class): headings may sort, a search box `search`.

    The script of the page does both; see browser_script.working_tables.
    """
    inside = table(caption, columns, rows, classes=f"{classes} cards" if is_cards else classes, is_cards=is_cards)
    box = scroller(caption, inside, classes=scrolls)
    if not search:
        return box
    field = tag("input", type="search", placeholder=search, aria_label=search, maxlength=100)
    said = span("said", role="status", data_words=SEARCHED)
    return tag("div", paragraph("search", field, said), box, classes="working")


def _head(columns: Sequence[TableColumn], *, is_cards: bool) -> Markup:
    lines = [joined(*(_heading(own, is_cards=is_cards) for own in columns))]
    if any(own.above for own in columns):
        spans = [(above, len(list(own))) for above, own in groupby(columns, key=lambda each: each.above)]
        over = (
            tag("th", above, scope="colgroup", colspan=width) if above else _nothing(width) for above, width in spans
        )
        lines.insert(0, joined(*over))
    first = "families" if len(lines) > 1 else ""
    rows = [
        tag("tr", line, classes="" if place else first, role=_role("row", is_cards)) for place, line in enumerate(lines)
    ]
    return tag("thead", *rows, role=_role("rowgroup", is_cards))


def _nothing(width: int) -> Markup:
    return joined(*[tag("td")] * width)


def _heading(column: TableColumn, *, is_cards: bool) -> Markup:
    words = tag("button", column.heading, type="button", classes="sort") if column.sorts else column.heading
    return tag(
        "th",
        words,
        scope="col",
        role=_role("columnheader", is_cards),
        classes=column.classes,
        aria_sort=column.sorted or None,
    )


def _body(group: RowGroup, columns: Sequence[TableColumn], *, is_cards: bool) -> Markup:
    lines = [_row(own, columns, is_cards=is_cards) for own in group.rows]
    if group.heading:
        role = _role("rowheader", is_cards)
        heading = tag("th", group.heading, scope="rowgroup", role=role, colspan=len(columns))
        lines.insert(0, tag("tr", heading, classes="family", role=_role("row", is_cards)))
    return tag("tbody", *lines, role=_role("rowgroup", is_cards), classes=group.classes)


def _row(row: TableRow, columns: Sequence[TableColumn], *, is_cards: bool) -> Markup:
    cells = [own if isinstance(own, TableCell) else TableCell(own) for own in row.cells]
    (first, name), *others = zip(columns, cells, strict=True)
    return tag(
        "tr",
        tag(
            "th",
            name.content,
            scope="row",
            role=_role("rowheader", is_cards),
            classes=_classes(first, name),
            data_sort=name.sort,
        ),
        *(_cell(column, cell, is_cards=is_cards) for column, cell in others),
        role=_role("row", is_cards),
        classes=row.classes,
    )


def _cell(column: TableColumn, cell: TableCell, *, is_cards: bool) -> Markup:
    label = span("narrow", f"{column.narrow} ") if column.narrow and cell.content else ""
    role = _role("cell", is_cards)
    return tag("td", label, cell.content, role=role, classes=_classes(column, cell), data_sort=cell.sort)


def _classes(column: TableColumn, cell: TableCell) -> str:
    return f"{column.classes} {cell.classes}".strip()


def _role(name: str, is_cards: bool) -> str | None:
    return name if is_cards else None
