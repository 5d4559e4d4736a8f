"""From what was recognised and what a person says to a mapping by which the file can be read, or the questions left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from db.formats.columns.candidates import which_date
from db.formats.columns.figures.counted_columns import counted_questions
from db.formats.columns.figures.held_roles import held_roles
from db.formats.columns.open_questions import date_questions, missing_columns, orders_open, score_questions
from db.formats.columns.questions import (
    AskedColumn,
    Choice,
    HoldsFigures,
    MoreToSay,
    Question,
    QuestionKind,
    Reason,
    asked_columns,
    date_question,
    score_question,
)
from db.formats.columns.roles import DATED, Role
from db.formats.columns.suggest import suggestions
from db.formats.columns.suggestion import Suggestion
from db.formats.columns.weights import weight_notes, weight_questions
from db.formats.files.headings import Heading, called, marks, plain
from db.formats.mapping.counted_results import as_suggestions, result_columns, result_notes, totals_named
from db.formats.mapping.daily_values import cases_question, daily_question, day_notes
from db.formats.mapping.faults import BadMapping, MappingFault
from db.formats.mapping.figures import check_pairs, of_one_metric, of_the_one_score, one_way_of_points
from db.formats.mapping.kept_columns import kept_columns
from db.formats.mapping.overrides import ColumnOverride, column_overrides, stated_order
from db.formats.mapping.scoring import score_columns, scoring_notes
from db.formats.mapping.unread_columns import unread_columns
from db.formats.recognise.inspect import Inspection, display_names, suggestion_notes
from db.formats.recognise.registry import FORMATS
from db.formats.rows.mapping import ColumnRole, FileMapping, bound, nth_of_heading, unit_path
from db.formats.values.dates import DateOrder, known_zone
from metrics.catalogue import CATALOGUE
from metrics.errors import FileRefused
from metrics.periods import Month
from metrics.vocabulary import Audience, Kind

_MOST_UNITS = 3


@dataclass(frozen=True, slots=True)
class Options:
    """What a person says about a file: its kind, columns (as texts), dates, and what holds for all rows.

    `date_order` is one of iso, day_first, month_first and serial, or None where nothing was said. `metric` is the id of
    the one metric that all rows are of, or "". With
    `accept_partial` what can be read is saved although much of a column cannot.
    """

    kind: Kind | None = None
    maps: tuple[str, ...] = ()
    date_order: str | None = None
    month: Month | None = None
    unit: str = ""
    channel: str = ""
    source: str = ""
    audience: Audience | None = None
    metric: str = ""
    accept_partial: bool = False
    time_zone: str = ""


def mapping_for(inspection: Inspection, options: Options | None = None) -> FileMapping:
    """How the inspected file is to be read.

    Raises MoreToSay with the questions still open, FileRefused for a file that cannot be read, and NotFound or BadValue
    for a map that names no column, role, metric or scale that could stand.
    """
    options = options or Options()
    kind, made = _kind_and_suggestions(inspection, options)
    wanted = column_overrides(options.maps, kind, inspection.headings)
    kept = kept_columns(made, wanted, inspection.headings)
    questions: list[Question] = list(inspection.open_encoding)
    notes = [*_standing_notes(inspection, wanted), *kept.notes]
    if kind is Kind.SURVEY:
        columns, scoring = _survey_columns(inspection, kept.suggestions, wanted, questions, options.metric)
        questions += weight_questions(kept.suggestions.values())
        notes += _without_unit(inspection, options, wanted, columns)
        used = {column.index: column.role for column in columns}
        notes += [*scoring, *weight_notes(inspection.headings, made, used, (column.metric for column in columns))]
    elif kind is Kind.COUNTED:
        assert inspection.evidence is not None
        columns = result_columns(inspection, kept.suggestions, wanted, options.metric)
        free = {index: one for index, one in enumerate(made, 1) if index not in {column.index for column in columns}}
        said = {Role.MONTH} if options.month is not None else set()
        questions += counted_questions(as_suggestions(columns), said, inspection.headings, inspection.evidence, free)
        notes += [] if questions else result_notes(columns, inspection.evidence)
    else:
        columns = [*_kept_columns(inspection, kept.suggestions), *_overridden_columns(inspection, wanted)]
        columns = of_one_metric(one_way_of_points(columns, wanted), options.metric)
        assert inspection.evidence is not None
        free = {index: one for index, one in enumerate(made, 1) if index not in {column.index for column in columns}}
        held = _held(inspection, columns, options)
        questions += missing_columns(kind, held, inspection.headings, inspection.evidence, free)
        check_pairs(columns)
    questions += _whose_units(inspection, options, wanted, columns)
    order = _date_order(inspection, options, kind, wanted, columns, questions)
    if kind is Kind.OPERATIONS and inspection.evidence is not None and not questions:
        questions += daily_question(columns, inspection.headings, inspection.evidence, order)
        no_counts = {index for wish in wanted if wish.role is Role.IGNORED for index in wish.indices}
        questions += cases_question(columns, inspection.headings, inspection.evidence, order, no_counts)
        notes += day_notes(columns, inspection.headings, inspection.evidence, order)
        if totals := totals_named(columns, inspection.evidence, Role.UNIT):
            notes.append(f"Rows of {totals} give the figures of the whole organisation.")
    if questions:
        raise MoreToSay(tuple(questions))
    mapping = FileMapping(
        kind,
        inspection.format or "plain",
        inspection.fingerprint,
        tuple(sorted(columns, key=lambda column: column.index)),
        order,
        options.month,
        unit_path(options.unit),
        options.channel.strip(),
        options.source.strip() or inspection.fingerprint,
        options.audience,
        tuple(notes),
        marks(inspection.headings),
        options.accept_partial,
        known_zone(options.time_zone),
    )
    if not options.accept_partial and (unread := tuple(unread_columns(mapping, inspection))):
        raise MoreToSay(unread)
    return mapping


def questions_left(inspection: Inspection, options: Options | None = None) -> tuple[Question, ...]:
    """All that must still be said once `options` are: also what only deciding on a mapping shows.

    Raises what `mapping_for` does, except for the questions.
    """
    if inspection.refused is not None or (options is None and inspection.questions):
        return inspection.questions
    try:
        mapping_for(inspection, options)
    except MoreToSay as more:
        return more.questions
    return ()


def _held(inspection: Inspection, columns: Sequence[ColumnRole], options: Options) -> set[Role]:
    """The roles that columns hold or that a person says of all rows."""
    assert inspection.evidence is not None
    cells = inspection.evidence.columns
    said = {Role.MONTH} if options.month is not None else set()
    said |= {Role.SOURCE} if options.source.strip() else set()
    said |= {Role.METRIC} if options.metric else set()
    return said | held_roles((one, inspection.headings[one.index - 1], cells[one.index - 1]) for one in columns)


def _whose_units(
    inspection: Inspection, options: Options, wanted: Sequence[ColumnOverride], columns: Sequence[ColumnRole]
) -> Iterator[Question]:
    """The question what counts where a unit is given for all rows although a column names one for each."""
    column = next((column for column in columns if column.role is Role.UNIT), None)
    if not options.unit.strip() or column is None or any(column.index in wish.indices for wish in wanted):
        return
    assert inspection.evidence is not None
    profile = inspection.evidence.columns[column.index - 1]
    if any(text.strip() for text in profile.texts):
        name = display_names(inspection.headings)[column.index - 1]
        asked = AskedColumn(column.index, name, tuple(profile.samples))
        choices = tuple(Choice(column.index, column.index, role) for role in (Role.IGNORED, Role.UNIT))
        yield Question(QuestionKind.WHOSE_UNITS, (asked,), choices=choices, example=unit_path(options.unit))


def _without_unit(
    inspection: Inspection, options: Options, wanted: Sequence[ColumnOverride], columns: Sequence[ColumnRole]
) -> Iterator[str]:
    """The note that answers will be of no unit although a column may name one for each."""
    if options.unit.strip() or any(column.role is Role.UNIT for column in columns):
        return
    said = {index for wish in wanted for index in wish.indices}
    offered = [one.first for one in inspection.offers if one.role is Role.UNIT and one.first not in said]
    if offered:
        names = display_names(inspection.headings)
        named = " or ".join(f"“{names[index - 1]}” (column {index})" for index in offered[:_MOST_UNITS])
        yield f"No unit was named, so all answers count for the whole organisation alone. {named} may be the unit."


def _kind_and_suggestions(inspection: Inspection, options: Options) -> tuple[Kind, list[Suggestion]]:
    """The kind a person said, which beats any suspicion, else the recognised one.

    Raises FileRefused where nothing can be read.
    """
    is_table = inspection.rows > 0 and bool(inspection.headings)
    if inspection.refused is not None and not is_table:
        raise FileRefused(inspection.refused)
    if inspection.refused is not None and options.kind is None:
        raise HoldsFigures(inspection.refused)
    kind = options.kind or inspection.kind or Kind.SURVEY
    if kind is inspection.kind:
        return kind, list(inspection.suggestions)
    assert inspection.evidence is not None
    form = next(one for one in FORMATS if one.name == inspection.format)
    return kind, suggestions(kind, form, inspection.headings, inspection.evidence)


def left_out(inspection: Inspection, options: Options) -> frozenset[int]:
    """The columns, from 1, whose suggestion does not count beside what a person says. Raises as `mapping_for` does."""
    kind, made = _kind_and_suggestions(inspection, options)
    wanted = column_overrides(options.maps, kind, inspection.headings)
    return kept_columns(made, wanted, inspection.headings).left_out


def _standing_notes(inspection: Inspection, wanted: Sequence[ColumnOverride]) -> Iterator[str]:
    """The notes about the file that still hold: those about suggested scores are said again where a person maps one."""
    said = (
        suggestion_notes(inspection.headings, inspection.suggestions)
        if any(wish.role is Role.SCORE for wish in wanted)
        else ()
    )
    return (note for note in inspection.notes if note not in said)


def _unmapped(inspection: Inspection, wanted: Sequence[ColumnOverride]) -> dict[int, Suggestion]:
    """Every suggestion, by column, about which a person said nothing."""
    mapped = {index for wish in wanted for index in wish.indices}
    return {index: one for index, one in enumerate(inspection.suggestions, 1) if index not in mapped}


def _survey_columns(
    inspection: Inspection,
    kept: Mapping[int, Suggestion],
    wanted: Sequence[ColumnOverride],
    questions: list[Question],
    metric: str,
) -> tuple[list[ColumnRole], list[str]]:
    assert inspection.evidence is not None
    headings, cells = inspection.headings, inspection.evidence.columns
    columns = [*_kept_columns(inspection, kept), *_overridden_columns(inspection, wanted)]
    is_long = any(column.role is Role.METRIC for column in columns)
    said = of_the_one_score([wish for wish in wanted if wish.role is Role.SCORE], kept, metric)
    taken = {index for wish in said for index in wish.indices}
    scores = [*said, *(one for one in _suggested_scores(kept) if not taken & set(one.indices))]
    if not said:
        has_comments = any(one.role is Role.COMMENT and cells[one.index - 1].filled for one in columns)
        free = _unmapped(inspection, wanted)
        questions += score_questions(kept, headings, inspection.evidence, free, has_comments=has_comments)
    notes = [note for wish in scores for note in scoring_notes(wish, headings, cells)]
    for wish in scores:
        _check_whole(wish, inspection.suggestions, headings)
    for wish in scores:
        if wish.metric is None and not is_long:
            questions.append(_which_metric(headings, wish))
        else:
            try:
                columns += score_columns(wish, headings, cells)
            except MoreToSay as more:
                questions += more.questions
    _check_items(columns, headings)
    return columns, notes


def _check_whole(wish: ColumnOverride, made: Sequence[Suggestion], headings: Sequence[Heading]) -> None:
    """Raises BadMapping where a wish takes some columns of a question that only all of them together answer."""
    for index in wish.indices:
        whole = made[index - 1].columns
        if whole and whole != wish.indices:
            raise BadMapping(
                MappingFault.PART_OF_A_QUESTION,
                f"{called(headings[index - 1], index)} is one point of a question that reaches over columns "
                f"{whole[0]} to {whole[-1]}; only all of them together can be read.",
                whole,
            )


def _suggested_scores(kept: Mapping[int, Suggestion]) -> list[ColumnOverride]:
    return [
        ColumnOverride(one.columns or (index,), Role.SCORE, one.metric, one.scale, one.turned)
        for index, one in kept.items()
        if one.role is Role.SCORE and one.is_sure and index == (one.columns or (index,))[0]
    ]


def _which_metric(headings: Sequence[Heading], wish: ColumnOverride) -> Question:
    columns = asked_columns(headings, wish.indices)
    return score_question(QuestionKind.METRIC, Reason.NAMELESS, columns, None, wish.scale)


def _kept_columns(inspection: Inspection, kept: Mapping[int, Suggestion]) -> list[ColumnRole]:
    """The sure suggestions besides scores; an unsure date is asked about, so it is kept as well."""
    return [
        _column(inspection.headings, index, one.role, one.metric)
        for index, one in kept.items()
        if one.role is not Role.SCORE and (one.is_sure or one.role is Role.RESPONDED_AT)
    ]


def _overridden_columns(inspection: Inspection, wanted: Sequence[ColumnOverride]) -> list[ColumnRole]:
    return [
        replace(_column(inspection.headings, index, wish.role, wish.metric), averaged=wish.averaged)
        for wish in wanted
        for index in wish.indices
        if wish.role not in (Role.SCORE, Role.IGNORED)
    ]


def _column(headings: Sequence[Heading], index: int, role: Role, metric: str | None) -> ColumnRole:
    return ColumnRole(index, plain(headings[index - 1].name), nth_of_heading(headings, index), role, metric)


def _check_items(columns: Sequence[ColumnRole], headings: Sequence[Heading]) -> None:
    """Raises BadMapping where two columns that are not one-hot parts of one question answer the same metric."""
    seen: dict[str | None, ColumnRole] = {}
    for column in columns:
        if column.role is not Role.SCORE:
            continue
        first = seen.setdefault(column.metric, column)
        are_parts = first.scale == column.scale and None not in (first.point, column.point)
        if first is not column and (not are_parts or first.point == column.point):
            name = CATALOGUE[column.metric].name if column.metric else "the score"
            both = [called(headings[one.index - 1], one.index) for one in (first, column)]
            raise BadMapping(
                MappingFault.SAME_ITEM,
                f"{both[0]} and {both[1]} both answer {name}; only one of them can count.",
                (first.index, column.index),
            )


def _date_order(
    inspection: Inspection,
    options: Options,
    kind: Kind,
    wanted: Sequence[ColumnOverride],
    columns: list[ColumnRole],
    questions: list[Question],
) -> DateOrder | None:
    """The order of the date column, asked where it cannot be known. An unsure date column yields to `--month`."""
    role = DATED[kind]
    dated = next((column for column in columns if column.role is role), None)
    if dated is None:
        if kind is Kind.SURVEY and options.month is None:
            assert inspection.evidence is not None
            questions.append(which_date(inspection.headings, inspection.evidence, _unmapped(inspection, wanted)))
        return None
    suggested = inspection.suggestions[dated.index - 1]
    if suggested.role is role and not suggested.is_sure and all(dated.index not in wish.indices for wish in wanted):
        if options.month is not None:
            columns.remove(dated)
            return None
        order = inspection.date_order
        questions.append(date_question(inspection.headings[dated.index - 1], dated.index, role, orders_open(order)))
        return order
    assert inspection.evidence is not None
    column = inspection.evidence.columns[dated.index - 1]
    if role is Role.MONTH and not column.dates().hangs_on_order:
        return None
    stated = next((wish.date_order for wish in wanted if dated.index in wish.indices and wish.date_order), None)
    if stated is None and options.date_order is not None:
        stated = stated_order(options.date_order)
    order = stated or column.dates().order
    if stated is None:
        questions += date_questions(inspection.headings[dated.index - 1], dated.index, role, column, order)
    return order


def order_in_force(mapping: FileMapping, inspection: Inspection) -> DateOrder | None:
    """The order of dates by a kept mapping, unless the dates of this file can only be read in another."""
    dated = next((one for one in bound(mapping, inspection.headings).columns if one.role is Role.RESPONDED_AT), None)
    if dated is None or inspection.evidence is None:
        return mapping.date_order
    shown = inspection.evidence.columns[dated.index - 1].dates().order
    return shown if shown in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST) else mapping.date_order
