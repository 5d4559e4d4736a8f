"""Whether headings name months, as in operational figures with a column for each month."""

from __future__ import annotations

from collections.abc import Iterable

from db.formats.files.headings import Heading
from db.formats.values.dates import month_named

FEWEST_MONTHS = 2


def are_across(headings: Iterable[Heading]) -> bool:
    """Whether at least two headings name months."""
    return sum(month_named(heading.name) is not None for heading in headings) >= FEWEST_MONTHS
