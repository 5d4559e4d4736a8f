"""What a file leaves open, in words that every face shares: what was seen, without the way to answer it."""

from __future__ import annotations

from collections.abc import Mapping

from db.formats import Choice, LetterReading, Question, QuestionKind, Reason, Role
from db.formats.columns.questions import AskedColumn
from metrics.catalogue import CATALOGUE
from metrics.vocabulary import Kind
from pages.language.file_labels import DATE_ORDERS, becomes

_LONGEST_NAME = 80
_LONGEST_CELL = 30
_LOWEST_IS_BEST = "the lowest is the best"
_RECOMMEND = "{Column} asks whether people would recommend, but {why_not}, so it is not surely NPS."
_ONE_HOT = "Columns {span} are together one question, “{asked}”, {scale}"
_UNREAD = "{counts[0]:.0f} of {counts[1]:.0f} filled cells in {column} cannot be read as {what}, such as {example}"
_READ_AS = "{Column} would be read as {metric} from {low} to {high}, but "
_OF_DATES = (Reason.UNREAD_DATES, Reason.UNREAD_OTHER_ORDER)
# What was seen, by the reason for asking; `statement` fills the fields.
_REASONS: Mapping[Reason, str] = {
    Reason.BOTH_ORDERS: "The dates in {column}, such as “{example}”, could have the day or the month first.",
    Reason.CONTRADICTING_ORDERS: (
        "The dates in {column} contradict each other: some can only have the day first, others only the month."
    ),
    Reason.PLAIN_NUMBERS: "The dates in {column} are plain numbers.",
    Reason.NOTHING_LIKE_A_SCORE: "No column holds answers on a scale, neither as numbers nor in words that are known.",
    Reason.UNKNOWN_WORDS: "No column is surely a score. {Column} may be one, in words that are not known: {examples}.",
    Reason.AVERAGES: "{Candidates} holds numbers with decimals, as averages have. Answers are whole numbers.",
    Reason.LONG_SCALE: (
        "{Candidates} holds ratings from 0 to 100, as a slider gives them, and no metric takes more than eleven points."
    ),
    Reason.BESIDE_COMMENTS: "No column is surely a score. {Candidates} could be; else the file holds comments alone.",
    Reason.SEVERAL: "The columns {headed} may be scores, but none of them is sure.",
    Reason.NAMELESS: "Which metric do the scores in {column} answer?",
    Reason.WORDS: "{Column} holds words of {example}, {scale}.",
    Reason.AGREEMENT: "{Column} holds agreement that it was easy, {scale}.",
    Reason.EASE: "{Column} holds ease, {scale}.",
    Reason.RATINGS: "{Column} holds ratings {scale}.",
    Reason.SATISFACTION: "{Column} holds satisfaction, perhaps {scale}.",
    Reason.SATISFACTION_TURNED: "{Column} holds satisfaction where 1 may be the best.",
    Reason.YES_NO: "{Column} is answered with yes and no.",
    Reason.ONE_HOT: f"{_ONE_HOT}.",
    Reason.ONE_HOT_RECOMMEND: f"{_ONE_HOT}, which is not surely NPS.",
    Reason.RECOMMEND_OTHER_SCALE: _RECOMMEND.replace("{why_not}", "{scale}, not from 0 to 10"),
    Reason.RECOMMEND_OTHER_WORDS: _RECOMMEND.replace("{why_not}", "not in the classic way"),
    Reason.RECOMMEND_TURNED: _RECOMMEND.replace("{why_not}", "perhaps with the low end as the good one"),
    Reason.BEYOND_SCALE: f"{_READ_AS}{{counts[0]:.0f}} answered {{counts[1]:.0f}}.",
    Reason.ENDS_EARLY: f"{_READ_AS}none of {{counts[0]:.0f}} answered more than {{counts[1]:.0f}}.",
    Reason.NO_ZERO: f"{_READ_AS}none of {{counts[0]:.0f}} answered 0 where {{counts[1]:.0f}} answered 1.",
    Reason.LOW_MEAN: f"{_READ_AS}the usual answer is {{counts[0]:.1f}}, so 1 may be the best.",
    Reason.OFF_SCALE: "Much of {column} is not {scale}, the scale of {metric}.",
    Reason.OFF_MEASURE: "Much of {column} cannot be read as {metric}.",
    Reason.SOME_WORDS: "{Column} seems to answer {metric} in words that are not all known: {examples}.",
    Reason.WAITED: "{Column} holds times that people waited.",
    Reason.OUT_OF: "The answers in {column} are out of {counts[0]:.0f}.",
    Reason.MEANS: "{Column} holds means of {metric}, but nothing says on which scale.",
    Reason.MAYBE_TURNED: "{Column} holds scores of which 1 may be the best.",
    Reason.TURNED: f"{{Column}} holds scores of which {_LOWEST_IS_BEST}.",
    Reason.UNREAD: f"{_UNREAD}. A figure of the others alone would be wrong.",
    Reason.UNREAD_OTHER_SCALE: f"{_UNREAD}. A figure of the others alone would be wrong.",
    Reason.UNREAD_AVERAGES: f"{_UNREAD}. They look like averages, but single answers are needed.",
    Reason.UNREAD_WORDS: f"{_UNREAD}. What these words count must be said.",
    Reason.UNREAD_DATES: f"{_UNREAD}.",
    Reason.UNREAD_OTHER_ORDER: f"{_UNREAD}. They can be read in another order of day and month.",
    Reason.CODES: "{Column} holds numbers that may be the codes of its choices.",
}
_KINDS: Mapping[QuestionKind, str] = {
    QuestionKind.ENCODING: "The letters of this file can be read in more than one way: {readings}.",
    QuestionKind.NO_SCORE: "No column is surely a score. {Candidates} could be.",
    QuestionKind.NO_DATE: "No column says when people answered.{perhaps}",
    QuestionKind.MISSING_ROLES: "A file of {kind} needs these columns too: {roles}.",
    QuestionKind.DATE: "Is {column} when people answered?",
    QuestionKind.SAME_ITEM: "{Headed} each ask for {metric}, of which only one can count.",
    QuestionKind.WHICH_COUNT: "The columns {named} hold ratings, but to no question of a metric.",
    QuestionKind.TIME_UNIT: "{Column} holds times, but nothing says in which unit.",
    QuestionKind.WEIGHT: "{Column} looks like a weight of each answer. Do answers count by it, or once each?",
    QuestionKind.DAILY_VALUES: (
        "The values are of days or weeks ({column}), which do not add up to a month; they can be averaged."
    ),
    QuestionKind.CASES: (
        "Each row is a value of one unit. If {column} says of how many cases, the values add up to the whole."
    ),
    QuestionKind.WHOSE_UNITS: "All rows are said to belong to “{example}”, but {column} names a unit for each.",
    QuestionKind.UNREADABLE: "Much of {column} cannot be read.",
}

_FILES_OF = {Kind.COUNTED: "counted results"}


def statement(question: Question, sign: str = "") -> str:
    """What is asked, or what was seen that makes an answer necessary, as one sentence.

    `sign` stands before the number of a column: “#” where commands name columns so.
    """
    column, headed = _column(question, sign), _headed(question, sign)
    kind = question.file_kind or Kind.SURVEY
    text = (question.reason and _REASONS.get(question.reason)) or _KINDS[question.kind]
    return text.format(
        column=column,
        Column=column[:1].upper() + column[1:],
        span=_span(question, sign),
        named=_named(question, sign),
        headed=headed,
        Headed=headed[:1].upper() + headed[1:],
        Candidates=_candidates(question, sign),
        perhaps=f" {_candidates(question, sign)} may do." if question.columns else "",
        examples=_examples(question.columns[0]) if question.columns else "",
        scale=question.scale.said if question.scale else "on some scale",
        low=question.scale.low if question.scale else "",
        high=question.scale.high if question.scale else "",
        metric=CATALOGUE[question.metric].name if question.metric else "",
        what=_what(question),
        example=question.example,
        asked=question.example[:_LONGEST_NAME],
        counts=question.counts,
        more=question.more,
        kind=_FILES_OF.get(kind, kind.value),
        roles=", ".join(_needed(role, kind) for role in question.roles),
        readings="; ".join(map(reading_words, question.readings)),
    )


_UNITS = {
    Role.IGNORED: "All rows belong to “{unit}”; the column is left out",
    Role.UNIT: "The units of the column lie below “{unit}”",
}


def reading_words(reading: LetterReading) -> str:
    """One way to read the letters of a file: “Łódź, Oddział” (windows-1250)."""
    return f"“{reading.sample}” ({reading.encoding})"


def label(choice: Choice) -> str:
    """What a choice would decide: “Satisfaction, 1 to 5”, “Left out”, “Date answered, day first, as 31/12/2026”."""
    if choice.averaged:
        return "Averaged, each day or week the same"
    if choice.role is Role.N:
        return "Averaged, weighted by this"
    words = becomes(choice.role, CATALOGUE.get(choice.metric or ""), choice.scale)
    details = [DATE_ORDERS[choice.date_order]] if choice.date_order else []
    details += [f"in {choice.time_unit}"] if choice.time_unit else []
    return ", ".join([words, *details, *([_LOWEST_IS_BEST] if choice.turned else [])])


def answer(question: Question, choice: Choice) -> str:
    """What a choice would decide, with the column it is about where the question has several."""
    if question.kind is QuestionKind.CASES:
        return _cases(question, choice)
    if question.kind is QuestionKind.WHOSE_UNITS:
        return _UNITS[choice.role].format(unit=question.example)
    name = next((column.name for column in question.columns if column.index == choice.first), "")
    several = len({other.first for other in question.choices}) > 1
    about = f"{_short(name) or f'Column {choice.first}'}: " if several else ""
    return f"{about}{label(choice)}"


def _cases(question: Question, choice: Choice) -> str:
    if choice.role is Role.IGNORED:
        return "None: each value stands for its unit alone, so there is no total"
    return next(f"“{_short(column.name)}” counts them" for column in question.columns if column.index == choice.first)


def _column(question: Question, sign: str) -> str:
    """The first column by its heading, cut to what a person reads, and its number; empty where none is asked about."""
    return _called(question.columns[0], sign) if question.columns else ""


def _called(column: AskedColumn, sign: str) -> str:
    short, place = _short(column.name), f"column {sign}{column.index}"
    return f"“{short}” ({place})" if short else place


def _short(name: str) -> str:
    name = " ".join(name.split())
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _headed(question: Question, sign: str) -> str:
    """Columns by heading and number: “Wait” (column 3) and “Staff” (column 4)."""
    called = [_called(column, sign) for column in question.columns]
    if question.more or len(called) <= 1:
        return ", ".join(called) + (" and more" if question.more else "")
    return f"{', '.join(called[:-1])} and {called[-1]}"


def _candidates(question: Question, sign: str) -> str:
    """Columns that could be what is missing, each with a few of its cells: “Stars” (column 3: 5, 4, 1)."""
    found = " or ".join(_with_cells(column, sign) for column in question.columns)
    return found[:1].upper() + found[1:]


def _with_cells(column: AskedColumn, sign: str) -> str:
    called = _called(column, sign)
    if not column.samples:
        return called
    return f"{called[:-1]}: {_examples(column)})" if called.endswith(")") else f"{called} ({_examples(column)})"


def _examples(column: AskedColumn) -> str:
    return ", ".join(_short(text)[:_LONGEST_CELL] for text in column.samples)


def _span(question: Question, sign: str) -> str:
    """Columns next to each other, from the first to the last: “#4-#8” in commands, else “4 to 8”."""
    if not question.columns:
        return ""
    first, last = question.columns[0].index, question.columns[-1].index
    return f"{sign}{first}-{sign}{last}" if sign else f"{first} to {last}"


def _named(question: Question, sign: str) -> str:
    """Columns by their numbers; those that are one question as a span."""
    ends = {choice.first: choice.last for choice in question.choices}
    named = [
        f"{sign}{at.index}" if ends.get(at.index, at.index) == at.index else f"{sign}{at.index}-{sign}{ends[at.index]}"
        for at in question.columns
    ]
    return ", ".join(named) + (" and more" if question.more else "")


def _what(question: Question) -> str:
    """What cells should have been: “Satisfaction, 1 to 5”, “a date”, “a value”."""
    if question.metric:
        return becomes(Role.SCORE, CATALOGUE[question.metric], question.scale)
    return "a date" if question.reason in _OF_DATES else "a number"


def _needed(role: Role, kind: Kind) -> str:
    """A role that a file of `kind` lacks, by its own name, which can be its heading; a value may come in two parts."""
    if kind is Kind.OPERATIONS and role is Role.VALUE:
        return "value, or numerator and denominator"
    return role.value
