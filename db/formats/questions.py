"""What a person still has to say before a file can be read, as sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.formats.dates import DateOrder
from db.formats.evidence import Column, Evidence
from db.formats.headings import Heading, called
from db.formats.months_across import held_roles
from db.formats.roles import DATED, NEEDED, Role
from db.formats.suggestion import Suggestion
from metrics.vocabulary import Kind

NO_SCORE = (
    "No column is surely a score. Say which column answers which metric, such as "
    "--map “#5=score:nps” or --map “#5=score:csat:1-5”."
)
NO_DATE = (
    "No column says when people answered. Name the date column with --map “#2=responded_at”, "
    "or give the month of the whole file with --month 2026-10."
)
_MOST_DOUBTS = 3
_MOST_NAMED = 12


def open_questions(
    kind: Kind, headings: Sequence[Heading], made: Sequence[Suggestion], found: Evidence, order: DateOrder | None
) -> tuple[str, ...]:
    """The questions that stand before the suggestion may be used as it is."""
    questions: list[str] = []
    if kind is Kind.SURVEY:
        questions += score_questions(dict(enumerate(made, 1)))
        if not any(one.role is Role.RESPONDED_AT for one in made):
            questions.append(NO_DATE)
    else:
        questions += missing_columns(kind, held_roles(zip((one.role for one in made), headings, strict=True)))
    for index, (heading, one, column) in enumerate(zip(headings, made, found.columns, strict=True), 1):
        if one.role in (Role.RESPONDED_AT, Role.VISITED_AT) and not one.is_sure:
            questions.append(
                f"Is {called(heading, index)} when people answered? Say so with --map “#{index}=responded_at”."
            )
        if one.role in DATED.values() and (one.role is not Role.MONTH or column.dates().hangs_on_order):
            questions += date_questions(heading, index, column, order)
    return tuple(questions)


def score_questions(made: Mapping[int, Suggestion]) -> list[str]:
    """What must be asked about scores: every doubt about a metric, and loose ratings where nothing else is sure."""
    scores = {index: one for index, one in made.items() if one.role is Role.SCORE}
    pressing = list(dict.fromkeys(one.doubt for one in scores.values() if one.doubt and not one.is_loose))
    if len(pressing) > _MOST_NAMED:
        more = len(pressing) - _MOST_NAMED
        pressing = [
            *pressing[:_MOST_NAMED],
            f"The same must be said of {more} more columns; map only those that count.",
        ]
    if pressing or any(one.is_sure for one in scores.values()):
        return pressing
    loose = [index for index, one in scores.items() if one.is_loose and index == (one.columns or (index,))[0]]
    if len(loose) <= _MOST_DOUBTS:
        return [scores[index].doubt for index in loose] or [NO_SCORE]
    named = ", ".join(_columns(index, scores[index]) for index in loose[:_MOST_NAMED]) + (
        " and more" if len(loose) > _MOST_NAMED else ""
    )
    return [
        f"The columns {named} hold ratings, but to no question of a metric. Say which of them count and for what, "
        f"such as --map “{_columns(loose[0], scores[loose[0]])}=score:csat:{scores[loose[0]].scale}”."
    ]


def _columns(index: int, one: Suggestion) -> str:
    return f"#{one.columns[0]}-#{one.columns[-1]}" if one.columns else f"#{index}"


def date_questions(heading: Heading, index: int, column: Column, order: DateOrder | None) -> list[str]:
    """What must be asked about the order of day and month, or about numbers that may be dates."""
    name = called(heading, index)
    found = column.dates()
    if order is DateOrder.AMBIGUOUS and found.contradicts:
        return [
            f"The dates in {name} contradict each other: some can only have the day first, others only the month. "
            "Say which order counts with --date-order day_first or month_first; dates that do not fit it are refused."
        ]
    if order is DateOrder.AMBIGUOUS:
        return [
            f"The dates in {name}, such as “{found.example}”, could have the day or the month first. "
            "Say which with --date-order day_first or month_first."
        ]
    if order is DateOrder.SERIAL:
        return [
            f"The dates in {name} are plain numbers. If they count a spreadsheet's days, or seconds since 1970, "
            "say so with --date-order serial."
        ]
    return []


def missing_columns(kind: Kind, roles: set[Role]) -> list[str]:
    """What a file of figures or visits lacks to be one."""
    lacking = [role.value for role in NEEDED[kind] if role not in roles]
    if kind is Kind.OPERATIONS and not ({Role.VALUE} <= roles or {Role.NUMERATOR, Role.DENOMINATOR} <= roles):
        lacking.append("value, or numerator and denominator")
    if not lacking:
        return []
    return [
        f"A file of {kind.value} needs these columns too: {', '.join(lacking)}. Name them with --map “HEADING=ROLE”."
    ]
