"""The columns of operational figures and benchmarks, and where to ask for those of visits."""

from __future__ import annotations

from collections.abc import Sequence

from db.formats.columns.checklist_columns import visit_suggestions
from db.formats.columns.months_across import are_across
from db.formats.columns.profile import TableProfile
from db.formats.columns.role_headings import by_usual_headings
from db.formats.columns.roles import Role
from db.formats.columns.suggestion import Suggestion
from db.formats.files.headings import Heading
from db.formats.values.dates import month_named
from metrics.vocabulary import Kind


def figure_suggestions(kind: Kind, headings: Sequence[Heading], found: TableProfile) -> list[Suggestion]:
    """One suggestion for each column of a file of `kind`, which is no survey."""
    if kind is Kind.SHOPPER:
        return visit_suggestions(headings, found)
    made = by_usual_headings(kind, headings, found)
    return _with_months_across(headings, made) if kind is Kind.OPERATIONS and are_across(headings) else made


def _with_months_across(headings: Sequence[Heading], made: Sequence[Suggestion]) -> list[Suggestion]:
    return [
        Suggestion(Role.VALUE, 1.0, f"The figures of {month}.") if (month := month_named(heading.name)) else one
        for heading, one in zip(headings, made, strict=True)
    ]
