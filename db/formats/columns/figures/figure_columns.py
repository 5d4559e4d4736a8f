"""The columns of operational figures and benchmarks: values, or what they are counted by, of one metric or several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from db.formats.columns.figures.checklist_columns import visit_suggestions
from db.formats.columns.figures.counted_columns import METRIC_NAMES, counted_suggestions, names_a_response
from db.formats.columns.figures.currencies import without_currency
from db.formats.columns.figures.months_across import are_across
from db.formats.columns.figures.role_headings import USUAL, by_usual_headings
from db.formats.columns.profile import ColumnProfile, TableProfile
from db.formats.columns.roles import FIGURES, PERCENTILES, Role
from db.formats.columns.suggestion import Suggestion, ignored
from db.formats.files.headings import Heading, words
from db.formats.values.answer_labels import is_no_answer
from db.formats.values.dates import DateReader, month_named
from db.formats.values.lexicon import CALL_STATISTICS, PERIOD, RATIOS, ROLE_HEADINGS, UNIT_HEADINGS
from db.formats.values.numbers import figure
from db.formats.values.periods import month_of_part
from metrics.catalogue import CATALOGUE
from metrics.vocabulary import Kind, MeasuredIn

_COUNTED = frozenset(METRIC_NAMES).union(*(called for metric in RATIOS.values() for called in metric.values()))
_FREE = (Role.IGNORED, Role.VALUE, Role.PERSONAL)
_SIGNS = "£$€% \u00a0"
_FEWEST_STATISTICS = 3
_OF_PEERS = frozenset(ROLE_HEADINGS[Role.VALUE]) | frozenset(("industry", "sector", "peer", "score"))
_FEWEST_MONTHS = 3


def figure_suggestions(kind: Kind, headings: Sequence[Heading], found: TableProfile) -> list[Suggestion]:
    """One suggestion for each column of a file of `kind`, which is no survey."""
    if kind is Kind.SHOPPER:
        return visit_suggestions(headings, found)
    if kind is Kind.COUNTED:
        return counted_suggestions(headings, found)
    made = by_usual_headings(kind, headings, found)
    if kind is Kind.BENCHMARKS:
        return _with_peers_metric(headings, found, made)
    if are_across(headings):
        return _with_months_across(headings, made)
    if any(one.role is Role.METRIC for one in made):
        return made
    return _with_metrics(headings, found, made)


def are_operations(headings: Sequence[Heading], found: TableProfile) -> bool:
    """Whether a table holds counts or values of metrics by day, week or month, or a telephone system's statistics.

    Values of a metric that single answers can give too count only by the month: a row could else be a person.
    """
    made = figure_suggestions(Kind.OPERATIONS, headings, found)
    names = [words(heading.name) for heading in headings]
    at = next((place for place, one in enumerate(made) if one.role is Role.MONTH), None)
    if at is None or any(map(names_a_response, headings)):
        return False
    if any(one.role is Role.NUMERATOR and one.metric for one in made) or _names_metrics(made, found, counted=True):
        return True
    valued = [CATALOGUE[one.metric] for one in made if one.role is Role.VALUE and one.metric]
    days = DateReader(None)
    is_monthly = PERIOD.fullmatch(names[at]) and not any(month_of_part(text, days) for text in found.columns[at].texts)
    if any(is_monthly or not known.formula.takes_scores for known in valued) or _are_percentages(made, found):
        return True
    statistics = [column for name, column in zip(names, found.columns, strict=True) if name in CALL_STATISTICS]
    return len(statistics) >= _FEWEST_STATISTICS and sum(map(_holds_numbers, statistics)) >= _FEWEST_STATISTICS - 1


def _are_percentages(made: Sequence[Suggestion], found: TableProfile) -> bool:
    """Whether a metric's values are percentages, which no single answer is."""
    columns = [column for one, column in zip(made, found.columns, strict=True) if one.role is Role.VALUE and one.metric]
    return any(map(_holds_shares, columns))


def _names_metrics(made: Sequence[Suggestion], found: TableProfile, *, counted: bool) -> bool:
    """Whether rows name known metrics, `counted` ones or any, and have their value or what it is counted by."""
    held = {one.role for one in made}
    if Role.METRIC not in held or not (Role.VALUE in held or held >= {Role.NUMERATOR, Role.DENOMINATOR}):
        return False
    at = next(place for place, one in enumerate(made) if one.role is Role.METRIC)
    known = {METRIC_NAMES[name] for text in found.columns[at].texts if (name := words(text)) in METRIC_NAMES}
    return any(not counted or CATALOGUE[one].formula.takes_counts for one in known)


def are_units_by_month(headings: Sequence[Heading], found: TableProfile) -> bool:
    """Whether a table has a column of figures for each of at least three months, and besides them nothing but units."""
    months = [place for place, heading in enumerate(headings) if month_named(heading.name)]
    rest = [place for place in range(len(headings)) if place not in months]
    are_units = all(words(headings[place].name) in UNIT_HEADINGS for place in rest)
    return (
        len(months) >= _FEWEST_MONTHS
        and bool(rest)
        and are_units
        and all(_holds_numbers(found.columns[place]) for place in months)
    )


def are_benchmarks(headings: Sequence[Heading], found: TableProfile) -> bool:
    """Whether a table holds others' values of known metrics, by month, quarter or year."""
    made = figure_suggestions(Kind.BENCHMARKS, headings, found)
    held = {one.role for one in made}
    if Role.MONTH not in held or not (held & set(PERCENTILES) or held >= {Role.SOURCE, Role.VALUE}):
        return False
    if Role.METRIC not in held:
        return any(one.metric for one in made)
    valued = [replace(one, role=Role.VALUE) if one.role in PERCENTILES else one for one in made]
    return _names_metrics(valued, found, counted=False)


def _with_peers_metric(headings: Sequence[Heading], found: TableProfile, made: list[Suggestion]) -> list[Suggestion]:
    """The suggestions with the one average of a metric that a heading names: “Mean NPS”, “Average satisfaction”."""
    if {Role.METRIC, Role.VALUE} & {one.role for one in made}:
        return made
    named = {
        place: metric
        for place, one in enumerate(made)
        if one.role is Role.IGNORED and (metric := _averaged(headings[place])) and _holds_numbers(found.columns[place])
    }
    if len(named) != 1:
        return made
    at, metric = next(iter(named.items()))
    value = Suggestion(Role.VALUE, USUAL, f"The heading says the average of {CATALOGUE[metric].name}.", metric)
    beside = [replace(one, metric=metric) if one.role in PERCENTILES else one for one in made]
    return [value if place == at else one for place, one in enumerate(beside)]


def _averaged(heading: Heading) -> str | None:
    """The metric whose average, or whose value among peers, a heading names."""
    bare = words(heading.name).split()
    left = " ".join(word for word in bare if word not in _OF_PEERS)
    return METRIC_NAMES.get(" ".join(bare)) or METRIC_NAMES.get(left)


def _with_months_across(headings: Sequence[Heading], made: Sequence[Suggestion]) -> list[Suggestion]:
    return [
        Suggestion(Role.VALUE, 1.0, f"The figures of {month}.") if (month := month_named(heading.name)) else one
        for heading, one in zip(headings, made, strict=True)
    ]


def _with_metrics(headings: Sequence[Heading], found: TableProfile, made: Sequence[Suggestion]) -> list[Suggestion]:
    """The suggestions with those of columns that hold a metric, or what one is counted by, under its usual names."""
    names = [without_currency(heading.name) for heading in headings]
    free = {
        name: place
        for place, (name, one) in reversed(list(enumerate(zip(names, made, strict=True))))
        if name in _COUNTED and one.role in _FREE and _holds_numbers(found.columns[place])
    }
    named: dict[int, Suggestion] = {}
    for metric, called in RATIOS.items():
        above = next((free[name] for name in called["numerator"] if name in free), None)
        below = next((free[name] for name in called["denominator"] if name in free), None)
        if (
            above is not None
            and _holds_shares(found.columns[above])
            and CATALOGUE[metric].measured_in is MeasuredIn.PERCENT
        ):
            named[above] = Suggestion(Role.VALUE, USUAL, f"The percentages of {CATALOGUE[metric].name}.", metric)
        elif above is not None and below is not None and above not in named:
            why = f"{CATALOGUE[metric].name} is {CATALOGUE[metric].numerator} over {CATALOGUE[metric].denominator}."
            named[above] = Suggestion(Role.NUMERATOR, USUAL, why, metric)
            shared = named.get(below)
            named[below] = Suggestion(Role.DENOMINATOR, USUAL, why, None if shared else metric)
    counted = {one.metric for one in named.values()}
    for name, place in free.items():
        known = METRIC_NAMES.get(name)
        if known and known not in counted and place not in named and CATALOGUE[known].formula.takes_counts:
            named[place] = Suggestion(Role.VALUE, USUAL, f"The heading is the name of {CATALOGUE[known].name}.", known)
    if not named:
        return list(made)
    rest = [ignored("Other columns name their metric.") if one.role in FIGURES else one for one in made]
    return [named.get(place, one) for place, one in enumerate(rest)]


def _holds_shares(column: ColumnProfile) -> bool:
    """Whether every filled cell is a percentage, so that it counts nothing by itself."""
    return column.filled > 0 and all("%" in text or is_no_answer(text) for text in column.texts)


def _holds_numbers(column: ColumnProfile) -> bool:
    """Whether most filled cells are numbers, amounts of money or percentages."""
    told = [text for text in column.texts if not is_no_answer(text)]
    return bool(told) and 2 * sum(_is_number(text.strip(_SIGNS)) for text in told) > len(told)


def _is_number(text: str) -> bool:
    """Whether it is a number with either sign for thousands: which one is proved by the whole file."""
    return any(figure(text, sign) is not None for sign in ("", ".", ","))
