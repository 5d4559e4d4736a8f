"""The controls of the upload page: questions about columns, kept mappings and contradictions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from db.changes import Receipt
from db.changes.uploads.conflict_rules import OnConflict
from db.formats import FileMapping, Inspection, Options
from db.formats.columns.roles import DATED, Role
from db.formats.columns.suggestion import Suggestion
from db.formats.mapping.resolve import left_out
from db.formats.recognise.inspect import InspectedColumn
from db.formats.values.dates import DateOrder, has_offset, zone_names
from metrics.catalogue import CATALOGUE, METRICS
from metrics.errors import BadValue
from metrics.periods import Month
from metrics.vocabulary import Audience, Kind, Scale
from pages.language.file_labels import DATE_ORDERS, choices
from pages.language.labels import AUDIENCES
from pages.parts.cached_queries import Known
from pages.parts.errors import plain
from pages.parts.upload import column_offers, column_review
from pages.parts.upload.further_questions import ask_further, ask_partial, ask_words
from pages.parts.upload.pending_files import PendingFile
from pages.parts.upload.respondent_choice import ask_respondent

_MONTH_ASKED = (Kind.SURVEY, Kind.COUNTED)
ASKED_ORDERS = (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST)


@dataclass(frozen=True, slots=True)
class ColumnAnswersGiven:
    """What a person has said so far, and how many things are still open.

    `decided` columns have an answer of their own, `left_out` ones lost their suggested role to such an answer.
    """

    options: Options
    open: int
    decided: frozenset[int]
    left_out: frozenset[int] = frozenset()


def ask(
    inspection: Inspection, known: Known, key: str, pressing: DeltaGenerator, optional: DeltaGenerator
) -> ColumnAnswersGiven:
    """Draw the controls for `inspection` and gather what they say; `key` keeps files apart.

    What must be answered is drawn into `pressing`, what a person may change into `optional`.
    """
    with pressing:
        doubtful, candidates = column_review.needs_an_eye(inspection), column_review.may_be_scores(inspection)
        maps = _decided(inspection, [*doubtful, *candidates], key)
        unsaid = sum(maps[column.index] is None for column in doubtful)
        one_missing = bool(candidates) and all(maps[column.index] is None for column in candidates)
        columns_open = unsaid + int(one_missing)
        column_offers.offer(inspection, set(maps), key)
    with optional:
        maps |= _changed_by_hand(inspection, set(maps), key)
        maps |= ask_respondent(inspection, {index for index, text in maps.items() if text}, key)
    with pressing:
        order, dates_open = _dates(inspection, key)
        month, month_open = _month(key) if _is_undated(inspection, maps) else (None, 0)
    with optional:
        whole = _whole_file(inspection, known, key)
    texts = tuple(f"{_named(inspection, index)}={text}" for index, text in maps.items() if text)
    with pressing:
        partial = ask_partial(key)
    options = replace(whole, maps=texts, date_order=order, month=month, accept_partial=partial)
    still_open = columns_open + dates_open + month_open
    if not still_open:
        options, still_open = ask_further(inspection, options, key, pressing)
        options = ask_words(inspection, options, key, optional)
    return ColumnAnswersGiven(options, still_open, frozenset(maps), left_out(inspection, options))


def ask_followed(mapping: FileMapping, key: str, pressing: DeltaGenerator) -> ColumnAnswersGiven:
    """What must still be said about a file that is read by a known mapping: its month, where no column dates it."""
    is_dated = mapping.kind not in _MONTH_ASKED or bool(mapping.with_role(DATED[mapping.kind]))
    with pressing:
        month, month_open = (None, 0) if is_dated else _month(key)
        options = Options(month=month, accept_partial=ask_partial(key))
    return ColumnAnswersGiven(options, month_open, frozenset())


def _named(inspection: Inspection, index: int) -> str:
    """A column as a map names it, with those that are one question with it."""
    together = inspection.suggestions[index - 1].columns
    return f"#{together[0]}-#{together[-1]}" if together else f"#{index}"


def _decided(inspection: Inspection, columns: Sequence[InspectedColumn], key: str) -> dict[int, str | None]:
    """A control for each of `columns`, and what it is said to hold; None while nothing is said."""
    maps: dict[int, str | None] = {}
    if columns:
        with st.container(border=True, key="doubtful"):
            for column in columns:
                left, right = st.columns([1.5, 1], vertical_alignment="center")
                one = inspection.suggestions[column.index - 1]
                with right:
                    said = _becomes(inspection, column, f"{key}_{column.index}", is_doubtful=True)
                left.markdown(column_review.doubt(column, one, is_decided=said is not None), unsafe_allow_html=True)
                maps |= dict.fromkeys(_together(one, column), None) | {column.index: said}
    return maps


def _together(one: Suggestion, column: InspectedColumn) -> tuple[int, ...]:
    """The columns that are one question with this one, itself among them."""
    return one.columns or (column.index,)


def _changed_by_hand(inspection: Inspection, asked: set[int], key: str) -> dict[int, str | None]:
    """Columns that were recognised but that a person wants to hold something else."""
    others = {
        column.index: column
        for column, one in zip(inspection.columns, inspection.suggestions, strict=True)
        if column.index not in asked and column.index == _together(one, column)[0]
    }
    if not others:
        return {}
    chosen = st.multiselect(
        "Change what a column becomes",
        list(others),
        key=f"{key}_others",
        format_func=lambda index: f"{column_review.both_ends(others[index].name, 60) or 'no heading'} (column {index})",
        placeholder="Choose a column to change",
    )
    said = {index: _becomes(inspection, others[index], f"{key}_{index}", is_doubtful=False) for index in chosen}
    return {index: text for index, text in said.items() if text}


def _becomes(inspection: Inspection, column: InspectedColumn, key: str, *, is_doubtful: bool) -> str | None:
    """What a person says the column holds, as the role of a map; None while it is not said."""
    one = inspection.suggestions[column.index - 1]
    found = _likeliest_first(choices(inspection.kind or Kind.SURVEY, column.scale), one)
    chosen: str | None = st.selectbox(
        plain(f"{column_review.both_ends(column.name, 60) or f'Column {column.index}'} becomes"),
        list(found),
        index=None,
        key=key,
        format_func=lambda text: found[text],
        placeholder="Choose what it holds",
    )
    scale = column.scale
    may_turn = one.turned or (one.doubt is not None and one.doubt.may_be_turned) or not is_doubtful
    if chosen is None or not chosen.startswith("score:") or scale is None or scale.high - scale.low < 2 or not may_turn:
        return chosen
    return _turned(chosen, scale, f"{key}_best", is_open=is_doubtful)


def _likeliest_first(found: dict[str, str], one: Suggestion) -> dict[str, str]:
    """The same choices; before them those that a question whether a column holds weights comes to."""
    asked = one.doubt.choices if one.doubt is not None and one.role is Role.WEIGHT else ()
    return {choice.role.value: found[choice.role.value] for choice in asked} | found


def _turned(chosen: str, scale: Scale, key: str, *, is_open: bool) -> str | None:
    """The same role, marked where the lowest score is the best; None while that must still be said."""
    words = {False: f"{scale.high} is the best", True: f"{scale.low} is the best"}
    turned: bool | None = st.radio(
        "Which score is the best?", list(words), index=None if is_open else 0, key=key, format_func=words.__getitem__,
        horizontal=True,
    )  # fmt: skip
    if turned is None:
        return None
    if not turned:
        return chosen
    return f"{chosen if chosen.count(':') > 1 else f'{chosen}:{scale}'}:reversed"


def _dates(inspection: Inspection, key: str) -> tuple[DateOrder | None, int]:
    """How dates are written, asked only where it cannot be known."""
    order = inspection.date_order
    if order not in (DateOrder.AMBIGUOUS, DateOrder.SERIAL):
        return None, 0
    offered = ASKED_ORDERS if order is DateOrder.AMBIGUOUS else (DateOrder.SERIAL,)
    chosen: DateOrder | None = st.radio(
        "How are the dates written?",
        offered,
        index=None,
        key=f"{key}_dates",
        format_func=lambda one: DATE_ORDERS[one],
        horizontal=True,
    )
    return chosen, int(chosen is None)


def _is_undated(inspection: Inspection, maps: Mapping[int, str | None]) -> bool:
    """Whether no column of a survey, or of its counted results, says when people answered."""
    if inspection.kind not in _MONTH_ASKED:
        return False
    dates = DATED[inspection.kind]
    suggested = {column.index for column in inspection.columns if column.role is dates} - set(maps)
    return not suggested and dates.value not in maps.values()


def _whole_file(inspection: Inspection, known: Known, key: str) -> Options:
    """What may hold for every row: of a survey unit, channel, audience and time zone, of figures their metric."""
    if inspection.kind in (Kind.OPERATIONS, Kind.BENCHMARKS, Kind.COUNTED):
        return _metric_of_all(inspection.kind, key)
    if inspection.kind is not Kind.SURVEY:
        return Options()
    with st.expander("What holds for every row"):
        unit = _place("Unit", [unit.path for unit in known.units], f"{key}_unit")
        channel = _place("Channel", list(known.channels), f"{key}_channel")
        audience: Audience | None = st.selectbox(
            "Who answered",
            list(Audience),
            index=None,
            key=f"{key}_audience",
            format_func=lambda one: AUDIENCES[one].capitalize(),
            placeholder="As each metric says: customers, or staff for “Staff would recommend”",
        )
        zone = _zone(inspection, key)
    return Options(unit=unit, channel=channel, audience=audience, time_zone=zone)


def _zone(inspection: Inspection, key: str) -> str:
    """The time zone in which moments count, asked where a date column says how far its clocks are from UTC; else ""."""
    dated = [column for column in inspection.columns if column.role is Role.RESPONDED_AT]
    if not any(has_offset(text) for column in dated for text in column.samples):
        return ""
    chosen: str | None = st.selectbox(
        "Time zone in which answers count",
        zone_names(),
        index=None,
        key=f"{key}_zone",
        placeholder="The organisation’s, else the day that is written",
    )
    return chosen or ""


def _metric_of_all(kind: Kind, key: str) -> Options:
    """The metric of every row, where no column names it."""
    offered = [one.id for one in METRICS if kind is Kind.BENCHMARKS or one.formula.takes_counts]
    if kind is Kind.COUNTED:
        offered = [one.id for one in METRICS if one.formula.scale is not None]
    with st.expander("What holds for every row"):
        metric: str | None = st.selectbox(
            "Metric",
            offered,
            index=None,
            key=f"{key}_metric",
            format_func=lambda one: CATALOGUE[one].name,
            placeholder="As each row or column says",
        )
    return Options(metric=metric or "")


def _month(key: str) -> tuple[Month | None, int]:
    text = st.text_input(
        "No column says when people answered. Which month is this file about?",
        key=f"{key}_month",
        placeholder="2026-10",
        max_chars=7,
        width=420,
    )
    if not text.strip():
        return None, 1
    try:
        return Month.parse(text), 0
    except BadValue as wrong:
        st.error(plain(str(wrong)))
        return None, 1


def _place(label: str, known: list[str], key: str) -> str:
    chosen: str | None = st.selectbox(
        label,
        known,
        index=None,
        key=key,
        placeholder="Not the same for all, or not known",
        accept_new_options=True,
    )
    return chosen or ""


RULES = {
    OnConflict.FIRST: "Keep what was saved before; leave these rows out",
    OnConflict.NEWEST: "Keep whichever of the two is dated later",
    OnConflict.CORRECT: "This file corrects what was saved before",
}


def ask_rule(receipt: Receipt, before: str, key: str) -> str:
    """The rule for rows that contradict others; the usual one, unasked, where none does."""
    if not receipt.conflicts and before == OnConflict.FIRST:
        return OnConflict.FIRST.value
    with st.container(border=True, key="conflicts"):
        st.markdown(column_review.contradictions(receipt.conflicts, OnConflict(before)), unsafe_allow_html=True)
        chosen: OnConflict = st.radio(
            "Which of the two counts?", list(RULES), key=f"{key}_rule", format_func=RULES.__getitem__
        )
    return chosen.value


LONGEST_NAME = 80


def is_followed(draft: PendingFile) -> bool:
    """Whether the file is read as it is remembered, unless a person has said otherwise."""
    return draft.remembered is not None and bool(st.session_state.get(f"{draft.id}_follows", True))


def follow(draft: PendingFile) -> bool:
    """Whether to read the file as it is remembered; said so, and left to the person. False where nothing is known."""
    known = draft.remembered
    if known is None:
        return False
    how = f"as {known.file} was, which has the same headings"
    if known.name:
        how = f"as “{known.name}”, which was kept for such files"
    chosen: bool = st.toggle(
        plain(f"Read it {how}"),
        value=True,
        key=f"{draft.id}_follows",
        help="Switch it off to choose again what each column holds.",
    )
    return chosen


def name_to_keep(draft: PendingFile) -> str:
    """The name under which what was said is kept for the next file; "" where it is not to be kept."""
    name: str = st.text_input(
        "Read such files like this next time, under the name",
        key=f"{draft.id}_name",
        max_chars=LONGEST_NAME,
        placeholder="Leave empty to be asked again, or name it: After-visit survey",
        help="Files with these headings are then read in the same way, without questions.",
    )
    return " ".join(name.split())
