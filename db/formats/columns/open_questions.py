"""What must be asked about a table before it can be read as suggested. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from db.formats.columns.candidates import which_date, which_score
from db.formats.columns.figures.counted_columns import counted_questions
from db.formats.columns.figures.held_roles import held_roles
from db.formats.columns.figures.role_candidates import missing_roles
from db.formats.columns.profile import ColumnProfile, TableProfile
from db.formats.columns.questions import (
    AskedColumn,
    Choice,
    Question,
    QuestionKind,
    Reason,
    asked_columns,
    date_question,
    order_question,
    score_choices,
)
from db.formats.columns.roles import DATED, Role, needed_roles
from db.formats.columns.suggestion import Suggestion
from db.formats.columns.weights import weight_questions
from db.formats.files.headings import Heading
from db.formats.values.dates import DateOrder
from metrics.vocabulary import Kind

_MOST_NAMED = 12


def open_questions(
    kind: Kind, headings: Sequence[Heading], made: Sequence[Suggestion], found: TableProfile, order: DateOrder | None
) -> tuple[Question, ...]:
    """The questions that stand before the suggestion may be used as it is."""
    questions: list[Question] = []
    if kind is Kind.SURVEY:
        every = dict(enumerate(made, 1))
        pairs = zip(made, found.columns, strict=True)
        has_comments = any(one.role is Role.COMMENT and one.is_used and column.filled for one, column in pairs)
        questions += score_questions(every, headings, found, every, has_comments=has_comments)
        if not any(one.role is Role.RESPONDED_AT for one in made):
            questions.append(which_date(headings, found, every))
        questions += weight_questions(made)
    elif kind is Kind.COUNTED:
        every = dict(enumerate(made, 1))
        questions += counted_questions(every, (), headings, found, every)
    else:
        held = held_roles(zip(made, headings, found.columns, strict=True))
        questions += missing_columns(kind, held, headings, found, dict(enumerate(made, 1)))
    for index, (heading, one, column) in enumerate(zip(headings, made, found.columns, strict=True), 1):
        if one.role in (Role.RESPONDED_AT, Role.VISITED_AT) and not one.is_sure:
            questions.append(date_question(heading, index, one.role, orders_open(order)))
        elif one.role in DATED.values() and (one.role is not Role.MONTH or column.dates().hangs_on_order):
            questions += date_questions(heading, index, one.role, column, order)
    return tuple(questions)


def score_questions(
    made: Mapping[int, Suggestion],
    headings: Sequence[Heading],
    found: TableProfile,
    free: Mapping[int, Suggestion],
    *,
    has_comments: bool,
) -> list[Question]:
    """What must be asked about scores: doubts about a metric, or loose ratings where nothing else is sure.

    Several doubts are one question. Where there is none either, the question names every column of `free` that could be
    a score; a file that `has_comments` and nothing like a score holds comments alone, and needs none.
    """
    scores = {index: one for index, one in made.items() if one.role is Role.SCORE}
    pressing = list(dict.fromkeys(one.doubt for one in scores.values() if one.doubt and not one.is_loose))
    if pressing or any(one.is_sure for one in scores.values()):
        return pressing if len(pressing) <= 1 else [_several(pressing)]
    loose = {index: one for index, one in scores.items() if one.is_loose and index == (one.columns or (index,))[0]}
    if len(loose) <= 1:
        asked = [one.doubt for one in loose.values() if one.doubt] or [which_score(headings, found, free)]
        return _beside_comments(asked[0]) if has_comments and not loose else asked
    return [_which_count(loose, headings)]


def _beside_comments(asked: Question) -> list[Question]:
    """The question which column is a score, in a file that may hold comments alone; none where nothing could be."""
    if asked.reason is Reason.NOTHING_LIKE_A_SCORE:
        return []
    left_out = tuple(Choice(column.index, column.index, Role.IGNORED) for column in asked.columns)
    return [replace(asked, reason=Reason.BESIDE_COMMENTS, choices=(*asked.choices, *left_out))]


def _several(pressing: Sequence[Question]) -> Question:
    """The question which of several doubtful columns count: the likeliest answer of each first, then the others."""
    named = pressing[:_MOST_NAMED]
    first = [question.choices[0] for question in named if question.choices]
    further = [choice for question in named for choice in question.choices[1:] if choice.role is Role.SCORE]
    return Question(
        QuestionKind.WHICH_COUNT,
        tuple(dict.fromkeys(column for question in named for column in _leading(question))),
        named[0].metric,
        named[0].scale,
        (*first, *further),
        Reason.SEVERAL,
        more=len(pressing) - len(named),
    )


def _leading(question: Question) -> tuple[AskedColumn, ...]:
    """The columns to name: the first of those that are one question together, each of those that exclude each other."""
    return question.columns if question.kind is QuestionKind.SAME_ITEM else question.columns[:1]


def _which_count(loose: Mapping[int, Suggestion], headings: Sequence[Heading]) -> Question:
    """The question which of many ratings count; `choices` offers each of the named ones as satisfaction first."""
    named = dict(list(loose.items())[:_MOST_NAMED])
    first: list[Choice] = []
    further: list[Choice] = []
    opinions_first = sorted(named.items(), key=lambda pair: bool(_answers(pair[1])))
    is_asked = any(one.scale is not None and one.scale.high > 1 for one in named.values())
    for index, one in opinions_first if is_asked else named.items():
        asked = asked_columns(headings, one.columns or (index,))
        best, *others = _answers(one) or score_choices(asked, one.metric or "csat", one.scale, turned=False)
        first.append(best)
        further += others
    has_times = any(map(_answers, named.values()))
    return Question(
        QuestionKind.WHICH_COUNT,
        asked_columns(headings, named),
        first[0].metric if has_times else "csat",
        next(iter(loose.values())).scale,
        (*first, *further),
        Reason.SEVERAL if has_times else None,
        more=len(loose) - len(named),
    )


def _answers(one: Suggestion) -> list[Choice]:
    """What a column of times would count for; empty for one of points on a scale."""
    is_time = one.doubt is not None and one.doubt.reason is Reason.WAITED
    return [choice for choice in one.doubt.choices if choice.role is Role.SCORE] if is_time and one.doubt else []


def date_questions(
    heading: Heading, index: int, role: Role, column: ColumnProfile, order: DateOrder | None
) -> list[Question]:
    """What must be asked about the order of day and month, or about numbers that may be dates."""
    found = column.dates()
    if not (orders := orders_open(order)):
        return []
    if order is DateOrder.SERIAL:
        return [order_question(Reason.PLAIN_NUMBERS, heading, index, role, orders)]
    if found.contradicts:
        return [order_question(Reason.CONTRADICTING_ORDERS, heading, index, role, orders)]
    return [order_question(Reason.BOTH_ORDERS, heading, index, role, orders, found.example)]


def orders_open(order: DateOrder | None) -> tuple[DateOrder, ...]:
    """The orders among which a person must choose; empty where the dates themselves say it."""
    if order is DateOrder.AMBIGUOUS:
        return (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST)
    return (DateOrder.SERIAL,) if order is DateOrder.SERIAL else ()


def missing_columns(
    kind: Kind, roles: set[Role], headings: Sequence[Heading], found: TableProfile, free: Mapping[int, Suggestion]
) -> list[Question]:
    """What a file of figures or visits lacks to be one; a value, where it has no numerator and denominator either.

    `free` are the columns, from 1, of which a person said nothing.
    """
    lacking = [role for role in needed_roles(kind, roles) if role not in roles]
    if kind is Kind.OPERATIONS and not ({Role.VALUE} <= roles or {Role.NUMERATOR, Role.DENOMINATOR} <= roles):
        lacking.append(Role.VALUE)
    return [missing_roles(kind, lacking, headings, found, free)] if lacking else []
