"""What a file is and what its columns seem to hold, without storing anything: the answer of `inspect`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from db.formats.columns import profile as gathering
from db.formats.columns.figures.summary_tables import is_average, is_count_table, is_pivot, is_summary
from db.formats.columns.open_questions import open_questions
from db.formats.columns.profile import TableProfile
from db.formats.columns.questions import Choice, Question, QuestionKind
from db.formats.columns.roles import DATED, Role
from db.formats.columns.suggest import suggestions
from db.formats.columns.suggestion import Suggestion
from db.formats.files.headings import Heading, called, fingerprint, plain
from db.formats.files.source import Source
from db.formats.files.table import Table
from db.formats.recognise.choose_sheet import open_table
from db.formats.recognise.kinds import kind_of
from db.formats.recognise.registry import FORMATS
from db.formats.tools.layout import ExportFormat, TableLayout
from db.formats.values.dates import DateOrder
from metrics.catalogue import CATALOGUE
from metrics.errors import FileRefused
from metrics.vocabulary import Kind, Scale

_MOST_NAMED = 12
_OFFERED = (Role.UNIT, Role.CHANNEL, Role.COMMENT)


@dataclass(frozen=True, slots=True)
class InspectedColumn:
    """A column with what it is suggested to hold; `index` counts from 1, `confidence` runs from 0 to 1."""

    index: int
    name: str
    role: Role
    metric: str | None
    scale: Scale | None
    words: Mapping[str, int] | None
    confidence: float
    samples: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """A file as it was recognised. `refused` is the sentence why it cannot be read, or None.

    `sheet` is the one of the `sheets` of a workbook that is read. `headings`, `evidence` and `suggestions` are what
    deciding on a mapping needs.
    """

    file: str
    kind: Kind | None = None
    format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header_rows: int = 0
    rows: int = 0
    columns: tuple[InspectedColumn, ...] = ()
    date_order: DateOrder | None = None
    questions: tuple[Question, ...] = ()
    refused: str | None = None
    fingerprint: str = ""
    notes: tuple[str, ...] = ()
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = field(default=(), repr=False)
    evidence: TableProfile | None = field(default=None, repr=False)
    suggestions: tuple[Suggestion, ...] = field(default=(), repr=False)

    @property
    def open_encoding(self) -> tuple[Question, ...]:
        """The question how the letters of the file are to be read, where there is one."""
        return tuple(question for question in self.questions if question.kind is QuestionKind.ENCODING)

    @property
    def offers(self) -> tuple[Choice, ...]:
        """What columns look like that are not used by themselves: a unit, a channel or people's own words."""
        held = {one.role for one in self.suggestions if one.is_used} - {Role.COMMENT}
        return tuple(
            Choice(index, index, one.role)
            for index, one in enumerate(self.suggestions, 1)
            if one.role in _OFFERED and one.role not in held and not one.is_used
        )

    @property
    def unused(self) -> tuple[InspectedColumn, ...]:
        """The columns that are not used and not asked about, such as a rating that no metric asks."""
        asked = {column.index for question in self.questions for column in question.columns}
        pairs = zip(self.columns, self.suggestions, strict=True)
        return tuple(column for column, one in pairs if not one.is_used and column.index not in asked)


def inspect(source: Source, kind: Kind | None = None, *, to_the_end: bool = True) -> Inspection:
    """What `source` is and what its columns seem to hold; `kind` where a person has said it. Stores nothing.

    Never raises for a bad file: `refused` then holds the sentence that says why. With `to_the_end` false the rows of a
    long file are not all counted, where nothing else hangs on them.
    """
    try:
        file = open_table(source)
        found, rows, form, layout = file.table, file.rows, file.form, file.layout
        if layout is None:
            return Inspection(source.name, refused="The file is empty.", encoding=found.encoding)
        gathered = gathering.table_profile(found, layout, to_the_end=to_the_end)
    except FileRefused as refusal:
        return Inspection(source.name, refused=refusal.message)
    summary = is_summary(rows, found.sheets)
    suspicion = "" if kind is not None else summary or is_pivot(rows)  # a person's word wins over any suspicion
    called, is_said = "surveymonkey" if summary else form.name, kind is not None
    kind = kind or kind_of(form, layout.headings, gathered)
    return _inspected(source, found, form, called, layout, gathered, kind, suspicion, is_said=is_said)


def _inspected(
    source: Source,
    found: Table,
    form: ExportFormat,
    name: str,
    layout: TableLayout,
    gathered: TableProfile,
    kind: Kind,
    refused: str,
    *,
    is_said: bool,
) -> Inspection:
    made = suggestions(kind, form, layout.headings, gathered)
    if not refused and not gathered.rows:
        refused = "The file has headings but no rows of data below them."
    if not (refused or is_said) and kind is Kind.SURVEY and form is FORMATS[-1]:  # a tool's own export holds answers
        refused = is_count_table(layout.headings, gathered, made)
    if not (refused or is_said) and kind is Kind.COUNTED:
        refused = is_average(made)
    order = date_order(made, gathered)
    questions = () if refused else open_questions(kind, layout.headings, made, gathered, order)
    if found.readings and not refused:
        questions = (Question(QuestionKind.ENCODING, readings=found.readings), *questions)
    return Inspection(
        file=source.name,
        kind=None if refused and kind is Kind.SURVEY and gathered.rows else kind,
        format=name,
        encoding=found.encoding,
        delimiter=found.delimiter,
        header_rows=layout.header_rows,
        rows=gathered.rows,
        columns=_columns(layout.headings, gathered, made),
        date_order=order,
        questions=questions,
        refused=refused or None,
        fingerprint=fingerprint(layout.headings),
        notes=(*found.notes, *suggestion_notes(layout.headings, made)),
        sheet=found.sheet,
        sheets=found.sheets,
        headings=layout.headings,
        evidence=gathered,
        suggestions=tuple(made),
    )


def date_order(made: Sequence[Suggestion], gathered: TableProfile) -> DateOrder | None:
    """How the suggested date column writes its dates; None without one."""
    for one, column in zip(made, gathered.columns, strict=True):
        if one.role in DATED.values() and (one.role is not Role.MONTH or column.dates().hangs_on_order):
            return column.dates().order
    return None


def display_names(headings: Sequence[Heading]) -> list[str]:
    """The headings as shown, repeated ones numbered: “Score”, “Score (2)”."""
    seen: Counter[str] = Counter()
    names = []
    for heading in headings:
        seen[plain(heading.name)] += 1
        count = seen[plain(heading.name)]
        names.append(f"{heading.name} ({count})" if heading.name and count > 1 else heading.name)
    return names


def _columns(
    headings: Sequence[Heading], gathered: TableProfile, made: Sequence[Suggestion]
) -> tuple[InspectedColumn, ...]:
    return tuple(
        InspectedColumn(
            index,
            name,
            one.role,
            one.metric,
            one.scale,
            one.words or None,
            one.confidence,
            tuple(text[:200] for text in column.samples),
            one.why,
        )
        for index, (name, column, one) in enumerate(
            zip(display_names(headings), gathered.columns, made, strict=True), 1
        )
    )


def suggestion_notes(headings: Sequence[Heading], made: Sequence[Suggestion]) -> tuple[str, ...]:
    """How a tool's own yes and no are read, and what was left out since something else is surely the score."""
    said = tuple(one.why for one in made if one.role is Role.SCORE and one.is_sure and one.scale == Scale(0, 1))
    sure = any(one.role is Role.SCORE and one.is_sure for one in made)
    left = [index for index, one in enumerate(made, 1) if one.is_loose and index == (one.columns or (index,))[0]]
    if not (sure and left):
        return said
    nameless = [index for index in left if made[index - 1].metric is None]
    why = "It has no matching metric." if len(nameless) == 1 else "They have no matching metric."
    more = [f"Not used: {_named(nameless, headings)}. {why} Say what a column holds to count it."] if nameless else []
    for index in (one for one in left[:_MOST_NAMED] if one not in nameless):
        metric = CATALOGUE[made[index - 1].metric or ""].name
        more.append(f"Not used: {_named([index], headings)}. It may be {metric}; say so to count it.")
    return (*said, *more)


def _named(places: Sequence[int], headings: Sequence[Heading]) -> str:
    more = " and more" if len(places) > _MOST_NAMED else ""
    return ", ".join(called(headings[index - 1], index) for index in places[:_MOST_NAMED]) + more
