"""The columns of counted results, from suggestions and what a person says: each with its metric, scale and score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from db.formats.columns.figures.counted_headings import heading_says
from db.formats.columns.figures.summary_tables import average_refused
from db.formats.columns.profile import TableProfile
from db.formats.columns.roles import RESULTS, Role
from db.formats.columns.suggestion import Suggestion
from db.formats.files.headings import Heading, called, plain, words
from db.formats.mapping.overrides import ColumnOverride
from db.formats.mapping.word_scores import scale_of_words
from db.formats.recognise.inspect import Inspection
from db.formats.rows.mapping import ColumnRole, nth_of_heading
from db.formats.values.lexicon import COUNTED_TOTAL
from metrics.answers.formulas import MeanScore, NetScore, Share, TopBox
from metrics.catalogue import CATALOGUE, metric
from metrics.errors import BadValue, FileRefused, NotDone
from metrics.vocabulary import Scale

_WIDEST = "So margins are the widest that there could be; with the counts of each score they would be narrower."
_OF_A_METRIC = frozenset({*RESULTS, Role.SCORE})
_SCALES = (Scale(0, 10), Scale(1, 5), Scale(1, 7), Scale(1, 10), Scale(1, 4), Scale(1, 3))


def result_columns(
    inspection: Inspection, kept: Mapping[int, Suggestion], wanted: Sequence[ColumnOverride], said: str
) -> list[ColumnRole]:
    """The columns in use; `said` is the metric of all rows, or "".

    Raises BadValue for scores that are on no scale of their metric, FileRefused where a metric needs more than columns
    of that kind can give, and NotFound for an unknown metric.
    """
    headings = inspection.headings
    found = [_kept(headings, index, one) for index, one in kept.items() if one.role is not Role.IGNORED]
    for wish in wanted:
        if wish.role is not Role.IGNORED:
            found += _wished(inspection, wish)
    if said:
        known = metric(said).id
        found = [one for one in found if one.role is not Role.METRIC]
        found = [replace(one, metric=one.metric or known) if one.role in _OF_A_METRIC else one for one in found]
    found = list(_on_scales(_counting(found), headings))
    for one in found:
        _check(one)
    return found


def as_suggestions(columns: Sequence[ColumnRole]) -> dict[int, Suggestion]:
    """The columns in the form in which what they lack is judged, by their number from 1."""
    return {
        one.index: Suggestion(one.role, 1.0, "", one.metric, one.scale, one.words, point=one.point) for one in columns
    }


def result_notes(columns: Sequence[ColumnRole], found: TableProfile) -> list[str]:
    """That rows of a whole, which sum up others, are left out; and of what a margin can only be the widest one."""
    notes = []
    if any(one.role is Role.VALUE for one in columns):
        notes.append(f"Only the score and how many answered are known. {_WIDEST}")
    if any(one.role is Role.MEAN for one in columns) and not any(one.role is Role.SD for one in columns):
        notes.append(f"No column has the standard deviation of the means. {_WIDEST}")
    if totals := totals_named(columns, found, Role.UNIT, Role.CHANNEL):
        notes.append(f"Rows of {totals} sum up the others, so they are left out.")
    return notes


def totals_named(columns: Sequence[ColumnRole], found: TableProfile, *roles: Role) -> str:
    """The names in columns of units or channels that stand for all others, in quotes; "" where there are none."""
    totals: dict[str, None] = {}
    for one in columns:
        if one.role in roles:
            texts = {text.strip() for text in found.columns[one.index - 1].texts if text.strip()}
            here = sorted(text for text in texts if words(text) in COUNTED_TOTAL)
            totals |= dict.fromkeys(here if len(here) < len(texts) else ())
    return ", ".join(f"“{text}”" for text in list(totals)[:3])


def _kept(headings: Sequence[Heading], index: int, one: Suggestion) -> ColumnRole:
    column = _column(headings, index, one.role)
    return replace(column, metric=one.metric, scale=one.scale, words=one.words, point=one.point)


def _wished(inspection: Inspection, wish: ColumnOverride) -> Iterator[ColumnRole]:
    headings, first = inspection.headings, wish.indices[0]
    if wish.role is Role.COUNT and len(wish.indices) > 1:
        scale = wish.scale or _scale_of(len(wish.indices), wish.metric)
        if scale is None or scale.high - scale.low + 1 != len(wish.indices):
            raise BadValue(
                f"{len(wish.indices)} columns are mapped to the scores {scale or 'of a scale'}, which are another "
                "number. Map one column for each score.",
                not_done=NotDone.SAVED,
            )
        points = list(range(scale.low, scale.high + 1))
        for index, point in zip(wish.indices, reversed(points) if wish.turned else points, strict=True):
            yield replace(_column(headings, index, wish.role), metric=wish.metric, scale=scale, point=point)
        return
    column = replace(_column(headings, first, wish.role), metric=wish.metric, scale=wish.scale, point=wish.point)
    if wish.role is Role.COUNT and wish.point is None:
        column = replace(column, point=heading_says(headings[first - 1].name).point)
    if wish.role is Role.SCORE:
        column = _score(inspection, column, wish)
    yield column


def _score(inspection: Inspection, column: ColumnRole, wish: ColumnOverride) -> ColumnRole:
    """A column of scores with the scale and words that a person gives, else those that its cells show."""
    if wish.words:
        own = CATALOGUE[wish.metric].formula.scale if wish.metric else None
        return replace(column, words=wish.words, scale=wish.scale or scale_of_words(wish.words.values(), own))
    shown = inspection.suggestions[column.index - 1]
    if shown.role is Role.SCORE and shown.scale is not None and wish.scale in (None, shown.scale):
        return replace(column, scale=shown.scale, words=shown.words)
    own = CATALOGUE[wish.metric].formula.scale if wish.metric else None
    return replace(column, scale=wish.scale or own)


def _column(headings: Sequence[Heading], index: int, role: Role) -> ColumnRole:
    return ColumnRole(index, plain(headings[index - 1].name), nth_of_heading(headings, index), role)


def _scale_of(points: int, metric_id: str | None) -> Scale | None:
    """The usual scale of so many points, that of the metric first."""
    own = CATALOGUE[metric_id].formula.scale if metric_id else None
    return next((scale for scale in (own, *_SCALES) if scale and scale.high - scale.low + 1 == points), None)


def _counting(columns: Sequence[ColumnRole]) -> list[ColumnRole]:
    """Beside a column of scores the counts are of its metric, and stand for no score of their own."""
    score = next((one for one in columns if one.role is Role.SCORE), None)
    if score is None:
        return list(columns)
    return [replace(one, metric=score.metric, point=None) if one.role is Role.COUNT else one for one in columns]


def _on_scales(columns: Sequence[ColumnRole], headings: Sequence[Heading]) -> Iterator[ColumnRole]:
    """The columns where counts of single scores have the scale that all of their metric are on."""
    for one in columns:
        if one.role is not Role.COUNT or one.point is None or one.scale is not None:
            yield one
            continue
        points = [other.point for other in columns if other.metric == one.metric and other.point is not None]
        own = CATALOGUE[one.metric].formula.scale if one.metric else None
        scales = [scale for scale in (own, *_SCALES) if scale and all(map(scale.holds, points))]
        if not scales:
            name = called(headings[one.index - 1], one.index)
            raise BadValue(f"{name} counts the score {one.point}, which is on no scale.", not_done=NotDone.SAVED)
        yield replace(one, scale=scales[0])


def _check(one: ColumnRole) -> None:
    """Raises FileRefused where a metric cannot come from a column of that role."""
    known = CATALOGUE[one.metric] if one.metric else None
    if known is None:
        return
    if known.formula.scale is None:
        raise FileRefused(f"{known.name} is not answered on a scale, so it does not come from counted answers.")
    if one.role is Role.MEAN and not isinstance(known.formula, MeanScore):
        raise FileRefused(average_refused(known.id))
    if one.role is Role.VALUE and not isinstance(known.formula, NetScore):
        raise FileRefused(f"{known.name} is no Net Promoter Score. Map the column as a percentage, a mean or counts.")
    if one.role in (Role.TOP_BOX, Role.SHARE) and not isinstance(known.formula, TopBox | Share):
        raise FileRefused(f"{known.name} is no share of the top points. Bring how many gave each score, or each group.")
    if one.scale is not None and not known.formula.accepts(one.scale):
        raise FileRefused(f"{known.name} cannot be calculated from scores on {one.scale}.")
