"""What a person still has to say before a file can be read, and the suggestions that ask it. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.formats.columns.months_across import held_roles
from db.formats.columns.profile import ColumnProfile, TableProfile
from db.formats.columns.roles import DATED, NEEDED, Role
from db.formats.columns.score_values import ColumnAnswers
from db.formats.columns.suggestion import Suggestion
from db.formats.columns.topics import Legend
from db.formats.files.headings import Heading, called
from db.formats.values.answer_labels import WordScale, label
from db.formats.values.dates import DateOrder
from metrics.vocabulary import Kind, Scale

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
    kind: Kind, headings: Sequence[Heading], made: Sequence[Suggestion], found: TableProfile, order: DateOrder | None
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


def date_questions(heading: Heading, index: int, column: ColumnProfile, order: DateOrder | None) -> list[str]:
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


_TEN = Scale(0, 10)
_MOST = 0.8


def which_columns(heading: Heading, index: int, what: str, example: str) -> str:
    """The question what a column of scores counts for; `what` says what it holds, `example` how to say so."""
    return (
        f"{called(heading, index)} holds {what}. Say what it counts for with --map “#{index}={example}”, "
        f"or leave it out with “#{index}=ignored”."
    )


def asked_recommend(
    heading: Heading, scale: Scale, index: int, labels: dict[str, int], *, turned: bool = False
) -> Suggestion:
    """A question to recommend that is not surely NPS; `turned` where the low end may be the good one."""
    ten = scale.high == 10
    metric = "nps" if ten else None
    example = (f"score:nps:{scale}" if ten else f"score:csat:{scale}") + (":reversed" if turned else "")
    why_not = f"on {scale}, not from 0 to 10" if scale != _TEN else "not in the classic way"
    why_not = "perhaps with the low end as the good one" if turned else why_not
    doubt = (
        f"{called(heading, index)} asks whether people would recommend, but {why_not}, "
        f"so it is not surely NPS. Say what it counts for with --map “#{index}={example}”, "
        f"or leave it out with “#{index}=ignored”."
    )
    why = f"Asks to recommend, on {scale}."
    return Suggestion(Role.SCORE, 0.5, why, metric, scale, labels, turned=turned, doubt=doubt)


def asked_scale(found: ColumnAnswers, stated: Legend, fits: Scale) -> Scale:
    """The scale that the question states if most answers are on it, else the one that just holds them."""
    if stated.scale is None:
        return fits
    held = sum(count for number, count in found.numbers.items() if stated.scale.holds(number))
    return stated.scale if held >= _MOST * sum(found.numbers.values()) else fits


def examples_seen(scale: WordScale | None, found: ColumnAnswers) -> dict[str, int]:
    """The labels as they stand in the file, with their scores."""
    if scale is None:
        return {}
    return {text: scale.scores[label(text)] for text in found.labels if label(text) in scale.scores}
