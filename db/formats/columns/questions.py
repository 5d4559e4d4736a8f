"""What only a person can say about a file, as values: what is asked, of which columns, and what can be answered.

Each face (the pages, the command line) puts them into words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from db.formats.columns.roles import Role
from db.formats.files.headings import Heading
from db.formats.files.legacy_encodings import LetterReading
from db.formats.values.dates import DateOrder
from db.formats.values.durations import TimeUnit
from metrics.catalogue import METRICS
from metrics.errors import FileRefused
from metrics.vocabulary import Kind, Scale

# What a map says of the column of days whose bare values are averaged.
AVERAGE = "average"


class QuestionKind(StrEnum):
    """What is asked; the words are those of `inspect --json`."""

    ENCODING = "encoding"
    NO_SCORE = "no_score"
    NO_DATE = "no_date"
    MISSING_ROLES = "missing_roles"
    DATE = "date"
    DATE_ORDER = "date_order"
    METRIC = "metric"
    SCALE = "scale"
    DIRECTION = "direction"
    SAME_ITEM = "same_item"
    WHICH_COUNT = "which_count"
    UNREADABLE = "unreadable"
    TIME_UNIT = "time_unit"
    WEIGHT = "weight"
    DAILY_VALUES = "daily_values"
    CASES = "cases"
    WHOSE_UNITS = "whose_units"


class Reason(StrEnum):
    """What was seen in the file that makes a question necessary; `counts` of the question hold its figures."""

    # of the order of day and month
    BOTH_ORDERS = "both_orders"
    CONTRADICTING_ORDERS = "contradicting_orders"
    PLAIN_NUMBERS = "plain_numbers"
    # of which column holds scores
    NOTHING_LIKE_A_SCORE = "nothing_like_a_score"
    UNKNOWN_WORDS = "unknown_words"
    AVERAGES = "averages"
    LONG_SCALE = "long_scale"
    BESIDE_COMMENTS = "beside_comments"
    SEVERAL = "several"
    # of what scores count for
    NAMELESS = "nameless"
    WORDS = "words"
    AGREEMENT = "agreement"
    EASE = "ease"
    RATINGS = "ratings"
    SATISFACTION = "satisfaction"
    SATISFACTION_TURNED = "satisfaction_turned"
    YES_NO = "yes_no"
    ONE_HOT = "one_hot"
    ONE_HOT_RECOMMEND = "one_hot_recommend"
    RECOMMEND_OTHER_SCALE = "recommend_other_scale"
    RECOMMEND_OTHER_WORDS = "recommend_other_words"
    RECOMMEND_TURNED = "recommend_turned"
    # of the scale: (how many, the score), (of how many, the highest), (of how many, how many ones), (the mean,),
    # and the highest point for “out of”
    BEYOND_SCALE = "beyond_scale"
    ENDS_EARLY = "ends_early"
    NO_ZERO = "no_zero"
    LOW_MEAN = "low_mean"
    OFF_SCALE = "off_scale"
    OFF_MEASURE = "off_measure"
    SOME_WORDS = "some_words"
    WAITED = "waited"
    OUT_OF = "out_of"
    MEANS = "means"
    # of the end that is good
    MAYBE_TURNED = "maybe_turned"
    TURNED = "turned"
    CODES = "codes"
    # of cells that cannot be read: (how many, of how many filled ones)
    UNREAD = "unread"
    UNREAD_OTHER_SCALE = "unread_other_scale"
    UNREAD_AVERAGES = "unread_averages"
    UNREAD_WORDS = "unread_words"
    UNREAD_DATES = "unread_dates"
    UNREAD_OTHER_ORDER = "unread_other_order"


@dataclass(frozen=True, slots=True)
class AskedColumn:
    """A column that a question is about: its place (from 1), heading and, where they help, a few of its cells."""

    index: int
    name: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: what the column at `first`, or the columns from there to `last`, would hold."""

    first: int
    last: int
    role: Role
    metric: str | None = None
    scale: Scale | None = None
    turned: bool = False
    date_order: DateOrder | None = None
    time_unit: TimeUnit | None = None
    averaged: bool = False

    @property
    def map(self) -> str:
        """The text of a mapping that gives this answer: “#3=score:csat:1-5:reversed”."""
        place = f"#{self.first}" if self.first == self.last else f"#{self.first}-#{self.last}"
        turned, averaged = "reversed" if self.turned else None, AVERAGE if self.averaged else None
        details = (self.metric, self.scale, self.time_unit, turned, self.date_order, averaged)
        return ":".join([f"{place}={self.role}", *(str(detail) for detail in details if detail is not None)])


@dataclass(frozen=True, slots=True)
class Question:
    """What must be said before a file can be read.

    `columns` are those it is about, first the one to be named. `metric` and `scale` are the likeliest answer, the first
    of `choices`. `counts` are the figures of `reason`, `example` a text from the file that shows it. `roles` are those
    a file of `file_kind` lacks. `more` counts further columns of which the same must be said. `readings` are the ways
    in which the letters of the file can be read.
    """

    kind: QuestionKind
    columns: tuple[AskedColumn, ...] = ()
    metric: str | None = None
    scale: Scale | None = None
    choices: tuple[Choice, ...] = ()
    reason: Reason | None = None
    counts: tuple[float, ...] = ()
    example: str = ""
    roles: tuple[Role, ...] = ()
    file_kind: Kind | None = None
    more: int = 0
    readings: tuple[LetterReading, ...] = ()

    @property
    def may_be_turned(self) -> bool:
        """Whether one of the answers is that the lowest score is the best."""
        return any(choice.turned for choice in self.choices)


class MoreToSay(FileRefused):
    """A file that can be read once a person has answered `questions`."""

    def __init__(self, questions: tuple[Question, ...]) -> None:
        super().__init__(f"Something must still be said about the file: {', '.join(one.kind for one in questions)}.")
        self.args = (questions,)
        self.questions = questions


class HoldsFigures(FileRefused):
    """A table that seems to hold figures, not answers of people; a person may say its kind all the same."""


NO_DATE = Question(QuestionKind.NO_DATE)


def asked_columns(headings: Sequence[Heading], indices: Iterable[int]) -> tuple[AskedColumn, ...]:
    """The columns at `indices` (from 1) as a question names them."""
    return tuple(AskedColumn(index, headings[index - 1].name) for index in indices)


def asked_column(heading: Heading, index: int) -> tuple[AskedColumn, ...]:
    """A single column as a question names it."""
    return (AskedColumn(index, heading.name),)


def score_question(
    kind: QuestionKind,
    reason: Reason | None,
    columns: tuple[AskedColumn, ...],
    metric: str | None,
    scale: Scale | None,
    *,
    turned: bool | None = False,
    counts: tuple[float, ...] = (),
    example: str = "",
) -> Question:
    """The question what a column of scores counts for; `metric` on `scale` is the likeliest answer, None is unknown.

    `turned` says whether the lowest is the best; None where either end may be good.
    """
    found = (*score_choices(columns, metric, scale, turned=turned), _choice(columns, Role.IGNORED))
    return Question(kind, columns, metric, scale, found, reason, counts, example)


def score_choices(
    columns: tuple[AskedColumn, ...], metric: str | None, scale: Scale | None, *, turned: bool | None
) -> list[Choice]:
    """The metrics that answers on `scale` can feed, `metric` first; each both ways round where `turned` is None."""
    fitting = [known.id for known in METRICS if known.formula.scale is not None]
    if scale is not None:
        fitting = [known.id for known in METRICS if known.formula.takes_scores and known.formula.accepts(scale)]
    first = [metric] if metric in fitting else []
    names = [*first, *(name for name in fitting if name != metric)]
    ways = {None: (False, True), True: (True, False), False: (False,)}[turned]
    return [Choice(columns[0].index, columns[-1].index, Role.SCORE, name, scale, way) for name in names for way in ways]


def also_on(asked: Question, scale: Scale | None, *, turned: bool | None = False) -> Question:
    """The same question with `scale` as a further answer, straight after the likeliest one."""
    if scale in (None, asked.scale) or asked.metric is None:
        return asked
    usual, *others, ignored = asked.choices
    further, *more = score_choices(asked.columns, asked.metric, scale, turned=turned)
    return replace(asked, choices=(usual, further, *others, *more, ignored))


def date_question(heading: Heading, index: int, role: Role, orders: Iterable[DateOrder] = ()) -> Question:
    """The question whether a column is the date of `role`; `orders` are those in which it may be written."""
    columns = asked_column(heading, index)
    dated = [Choice(index, index, role, date_order=order) for order in orders] or [_choice(columns, role)]
    return Question(QuestionKind.DATE, columns, choices=(*dated, _choice(columns, Role.IGNORED)))


def order_question(
    reason: Reason, heading: Heading, index: int, role: Role, orders: Iterable[DateOrder], example: str = ""
) -> Question:
    """The question in which of `orders` a column writes its dates."""
    choices = tuple(Choice(index, index, role, date_order=order) for order in orders)
    columns = asked_column(heading, index)
    return Question(QuestionKind.DATE_ORDER, columns, choices=choices, reason=reason, example=example)


def _choice(columns: tuple[AskedColumn, ...], role: Role) -> Choice:
    return Choice(columns[0].index, columns[-1].index, role)
