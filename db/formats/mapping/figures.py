"""What is decided of visits and figures once a person has said something: columns that go together, and notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from db.formats.columns.figures.currencies import SHARED, currencies
from db.formats.columns.roles import FIGURES, PERCENTILES, Role
from db.formats.columns.suggestion import Suggestion
from db.formats.mapping.overrides import ColumnOverride
from db.formats.recognise.inspect import Inspection
from db.formats.rows.mapping import ColumnRole, FileMapping, bound
from metrics.catalogue import CATALOGUE, metric
from metrics.errors import BadValue, NotDone
from metrics.vocabulary import Kind, MeasuredIn

_OF_A_METRIC = frozenset({*FIGURES, *PERCENTILES})
_AMOUNTS = (Role.NUMERATOR, Role.VALUE)


def one_way_of_points(columns: Sequence[ColumnRole], wanted: Sequence[ColumnOverride]) -> list[ColumnRole]:
    """The columns without those suggested as points that cannot stand beside what a person said.

    A column of items or of points possible goes with one column of points earned: the one that a person names, or the
    only one there is. Raises BadValue where a person names several.
    """
    held = {column.role for column in columns}
    earned = [column for column in columns if column.role is Role.EARNED]
    if len(earned) < 2 or not held & {Role.ITEM, Role.POSSIBLE}:
        return list(columns)
    said = {index for wish in wanted if wish.role is Role.EARNED for index in wish.indices}
    if len(said) > 1:
        beside = "item" if Role.ITEM in held else "possible"
        raise BadValue(
            f"Several columns hold points earned, but a column of “{beside}” goes with one of them only. Map one of "
            "them, or leave the other column out.",
            not_done=NotDone.SAVED,
        )
    return [column for column in columns if column.role is not Role.EARNED or column.index in said]


def of_one_metric(columns: Sequence[ColumnRole], said: str) -> list[ColumnRole]:
    """The columns where all rows are of the metric `said`, which then needs no column; unchanged for "".

    Raises NotFound for an unknown metric.
    """
    if not said:
        return list(columns)
    known = metric(said).id
    return [
        replace(column, metric=column.metric or known) if column.role in _OF_A_METRIC else column
        for column in columns
        if column.role is not Role.METRIC
    ]


def check_pairs(columns: Sequence[ColumnRole]) -> None:
    """Raises BadValue where a metric has a numerator without a denominator, or the other way round."""
    above = [column.metric for column in columns if column.role is Role.NUMERATOR]
    below = [column.metric for column in columns if column.role is Role.DENOMINATOR]
    lone = [one for one in above if one is not None and one not in below and None not in below]
    lone += [one for one in below if one is not None and one not in above]
    if lone:
        raise BadValue(
            f"{CATALOGUE[lone[0]].name} needs both a numerator and a denominator. Map both columns, each as "
            f"numerator:{lone[0]} and denominator:{lone[0]}.",
            not_done=NotDone.SAVED,
        )


def other_currencies(mapping: FileMapping, inspection: Inspection, own: str) -> Iterator[str]:
    """The note that amounts are written in another currency than the `own` one, in which they will be shown."""
    if mapping.kind is not Kind.OPERATIONS or inspection.evidence is None:
        return
    columns = [one for one in bound(mapping, inspection.headings).columns if one.role in _AMOUNTS]
    found: set[str] = set()
    for one in columns:
        known = CATALOGUE.get(one.metric or "")
        if known is None or known.measured_in is MeasuredIn.MONEY:
            texts = inspection.evidence.columns[one.index - 1].texts
            found |= currencies(inspection.headings[one.index - 1].name, texts)
    others = sorted(code for code in found if own not in SHARED.get(code, (code,)))
    if others or len(found) > 1:
        yield (
            f"Amounts are written in {' and '.join(sorted(found))}, and none is converted: money is shown in {own}, as "
            "the organisation's settings say."
        )


def of_the_one_score(
    scores: Sequence[ColumnOverride], kept: Mapping[int, Suggestion], said: str
) -> list[ColumnOverride]:
    """The columns that a person says hold scores, where `said` names the metric of the one score; unchanged for "".

    Raises BadValue where there are several columns it could be of, and NotFound for an unknown metric.
    """
    if not said:
        return list(scores)
    known = metric(said).id
    if scores:
        return [replace(one, metric=one.metric or known) for one in scores]
    found = {one.columns or (index,): one for index, one in kept.items() if one.role is Role.SCORE}
    if len(found) != 1:
        raise BadValue(
            f"{'Several columns' if found else 'No column'} may hold the scores of {CATALOGUE[known].name}. Name the "
            f"column with a map, such as “#3=score:{known}”.",
            not_done=NotDone.SAVED,
        )
    (indices, one) = next(iter(found.items()))
    return [ColumnOverride(indices, Role.SCORE, known, one.scale, one.turned)]
