"""Which of the five kinds of input a table is: by the roles' own names, else by what its columns show."""

from __future__ import annotations

from collections.abc import Sequence

from db.formats.columns.figures.checklist_columns import are_visits, may_be_visits
from db.formats.columns.figures.counted_columns import are_counted
from db.formats.columns.figures.figure_columns import are_benchmarks, are_operations, are_units_by_month
from db.formats.columns.figures.months_across import are_across
from db.formats.columns.profile import TableProfile
from db.formats.columns.roles import FIGURES, PERCENTILES, RESULTS, Role
from db.formats.columns.suggest import suggestions
from db.formats.files.headings import Heading, words
from db.formats.recognise.registry import FORMATS
from db.formats.tools.layout import ExportFormat
from metrics.vocabulary import Kind


def kind_of(form: ExportFormat, headings: Sequence[Heading], found: TableProfile) -> Kind:
    """The kind of a table; a survey where no other stands out, and always where a survey tool wrote it."""
    named = _by_role_names(headings)
    if named is not Kind.SURVEY or form is not FORMATS[-1] or not found.rows:
        return named
    shown = next((kind for kind, holds in _SHOWN if holds(headings, found)), Kind.SURVEY)
    if shown is Kind.SURVEY:
        return _without_scores(form, headings, found)
    return Kind.SURVEY if _has_sure_score(shown, form, headings, found) else shown


def _without_scores(form: ExportFormat, headings: Sequence[Heading], found: TableProfile) -> Kind:
    """The kind of a table that shows none: a checklist where nothing may be a score, figures of units by month."""
    if may_be_visits(headings, found):
        scores = [one for one in suggestions(Kind.SURVEY, form, headings, found) if one.role is Role.SCORE]
        return Kind.SURVEY if scores else Kind.SHOPPER
    return Kind.OPERATIONS if are_units_by_month(headings, found) else Kind.SURVEY


_SHOWN = (
    (Kind.SHOPPER, are_visits),
    (Kind.BENCHMARKS, are_benchmarks),
    (Kind.COUNTED, are_counted),
    (Kind.OPERATIONS, are_operations),
)
_FIGURES = FIGURES | RESULTS | {Role.SCORE}


def _has_sure_score(shown: Kind, form: ExportFormat, headings: Sequence[Heading], found: TableProfile) -> bool:
    """Whether a column is surely a survey's score, besides those that hold the figures of the `shown` kind."""
    answers, figures = (suggestions(kind, form, headings, found) for kind in (Kind.SURVEY, shown))
    return any(
        answer.role is Role.SCORE and answer.is_sure and figure.role not in _FIGURES
        for answer, figure in zip(answers, figures, strict=True)
    )


def _by_role_names(headings: Sequence[Heading]) -> Kind:
    """The kind whose role names stand among the headings; a survey where none stands out. What lacks is asked later."""
    names = {words(heading.name).replace(" ", "_") for heading in headings}
    if "visit_id" in names and len(names & {"visited_at", "item", "earned", "possible", "section", "form"}) >= 2:
        return Kind.SHOPPER
    percentiles = {role.value for role in PERCENTILES} & names
    if names >= {"metric", "month"} and (percentiles or {"source", "value"} <= names):
        return Kind.BENCHMARKS
    if names >= {"month", "score", "count"}:
        return Kind.COUNTED
    counts = {"numerator", "denominator"} & names
    if "month" in names and (counts or {"metric", "value"} <= names):
        return Kind.OPERATIONS
    if "metric" in names and "score" not in names and are_across(headings):
        return Kind.OPERATIONS
    return Kind.SURVEY
