"""The tree of units as it stands, as a list to read: who lies where, what files call it, what is merged or closed.

HTML in one line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from db.queries.settings import Unit
from db.queries.unit_names import UnitAlias
from pages.language import numbers
from pages.parts import metric_cells

ROWS_AT_FIRST = 60
NAMES_NAMED = 3


def opening(organisation: str, units: Sequence[Unit], how_it_is_read: str) -> str:
    """The headline: whose store it is and how many units it has; and how it is read."""
    if units:
        levels = max(unit.depth for unit in units)
        has = f"has {numbers.count(len(units), 'units')} on {numbers.count(levels, 'levels')}."
    else:
        has = "has no units yet: they come with files, or are added here."
    return (
        f'<h1 class="headline">{escape(organisation or "The organisation")} {has}</h1>'
        f'<p class="lead">{escape(how_it_is_read)}</p>'
    )


def tree_list(units: Sequence[Unit], names: Iterable[UnitAlias], find: str) -> str:
    """The units whose path holds every word of `find`, as many as a page holds; the rest is counted."""
    words = find.casefold().split()
    chosen = [unit for unit in units if all(word in unit.path.casefold() for word in words)]
    if not chosen:
        return '<p class="finding">No unit is called so. Try a part of its name.</p>' if units else ""
    by_unit: dict[str, list[UnitAlias]] = defaultdict(list)
    for name in names:
        by_unit[name.path].append(name)
    rows = "".join(_row(unit, by_unit, in_tree=not words) for unit in chosen[:ROWS_AT_FIRST])
    more = len(chosen) - ROWS_AT_FIRST
    note = f'<p class="note">and {numbers.count(more, "units")} more; search for them by name.</p>' if more > 0 else ""
    known_as = '<th scope="col">Files know it as</th>' if by_unit else ""
    head = f'<thead><tr><th scope="col">Unit</th>{known_as}</tr></thead>'
    return metric_cells.joined(
        (
            '<div class="scroller" tabindex="0" role="region" aria-label="The units">',
            f'<table class="plain tree-list"><caption>The units</caption>{head}<tbody>{rows}</tbody></table></div>',
            note,
        )
    )


def _row(unit: Unit, names: Mapping[str, Sequence[UnitAlias]], *, in_tree: bool) -> str:
    above = unit.path.rpartition("/")[0].replace("/", " › ")
    parts = [escape(above)] if above and not in_tree else []
    if unit.closed_from is not None:
        parts.append(f"closed from {numbers.month_name(unit.closed_from)}")
    small = metric_cells.small(" · ".join(parts)) if parts else ""
    level = min(unit.depth - 1, 6) if in_tree else 0
    closed = ' class="undone"' if unit.closed_from is not None else ""
    return (
        f'<tr{closed}><th scope="row" class="in{level}">{escape(unit.name)}{small}</th>'
        f"{_known_as(names.get(unit.path, ())) if names else ''}</tr>"
    )


def _known_as(names: Sequence[UnitAlias]) -> str:
    """The cell with the first few other names, those of merged units before all."""
    told = [
        f"{escape(name.written)}{' (merged)' if name.is_merged else ''}"
        for name in sorted(names, key=lambda name: not name.is_merged)[:NAMES_NAMED]
    ]
    more = len(names) - NAMES_NAMED
    return f'<td class="quiet">{"; ".join(told)}{f"; and {more} more" if more > 0 else ""}</td>'
