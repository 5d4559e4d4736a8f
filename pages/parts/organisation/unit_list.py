"""The tree of units as a list to read: what belongs where, what files call it, what is merged or closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from db.queries.settings import Unit
from db.queries.unit_names import UnitAlias
from pages.language import numbers
from pages.parts import html
from pages.parts.html import TableCell, TableColumn, TableRow

ROWS_AT_FIRST = 60
NAMES_NAMED = 3


def opening(organisation: str, units: Sequence[Unit], how_it_is_read: str) -> Markup:
    """The headline: whose store it is and how many units it has; and how it is read."""
    if units:
        levels = max(unit.depth for unit in units)
        has = f"has {numbers.count(len(units), 'units')} on {numbers.count(levels, 'levels')}."
    else:
        has = "has no units yet: they come with files, or you add them here."
    return html.headline(f"{organisation or 'The organisation'} {has}", how_it_is_read)


def tree_list(units: Sequence[Unit], names: Iterable[UnitAlias], find: str) -> Markup:
    """The units whose path holds every word of `find`, as many as a page holds; the rest is counted."""
    words = find.casefold().split()
    chosen = [unit for unit in units if all(word in unit.path.casefold() for word in words)]
    if not chosen:
        return html.paragraph("finding", "No unit has this name. Try a part of it.") if units else Markup()
    by_unit: dict[str, list[UnitAlias]] = defaultdict(list)
    for name in names:
        by_unit[name.path].append(name)
    columns = [TableColumn("Unit"), *([TableColumn("Other names in files", "quiet")] if by_unit else [])]
    rows = [_row(unit, by_unit, in_tree=not words) for unit in chosen[:ROWS_AT_FIRST]]
    more = len(chosen) - ROWS_AT_FIRST
    return html.joined(
        html.working_table("The units", columns, rows, classes="plain tree-list"),
        html.note(f"and {numbers.count(more, 'units')} more; search for them by name.") if more > 0 else "",
    )


def _row(unit: Unit, names: Mapping[str, Sequence[UnitAlias]], *, in_tree: bool) -> TableRow:
    above = unit.path.rpartition("/")[0].replace("/", " › ")
    parts = [above] if above and not in_tree else []
    if unit.closed_from is not None:
        parts.append(f"closed from {numbers.month_name(unit.closed_from)}")
    small = html.small(" · ".join(parts)) if parts else ""
    level = min(unit.depth - 1, 6) if in_tree else 0
    named = TableCell(html.joined(unit.name, small), f"in{level}")
    closed = "undone" if unit.closed_from is not None else ""
    return TableRow([named, *([_other_names(names.get(unit.path, ()))] if names else [])], closed)


def _other_names(names: Sequence[UnitAlias]) -> str:
    """The first few other names, those of merged units first."""
    told = [
        f"{name.written}{' (merged)' if name.is_merged else ''}"
        for name in sorted(names, key=lambda name: not name.is_merged)[:NAMES_NAMED]
    ]
    more = len(names) - NAMES_NAMED
    return "; ".join([*told, *([f"and {more} more"] if more > 0 else [])])
