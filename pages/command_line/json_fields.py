"""The fields of every document that `--json` prints: name, type and meaning, from which docs/COMMAND_LINE.md is made.

A note beside a type says what the field means; an enum after it lists the words the field can hold. Fields may be
added. Those that stand here keep their names and meanings, since other people's scripts read them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, TypedDict

from db.formats import DateOrder, QuestionKind, Role
from metrics.vocabulary import Audience, Kind
from pages.command_line.report_fields import LimitDocument, ReportDocument, StandardDocument


class StoreDocument(TypedDict):
    """The store that is ready now."""

    store: Annotated[str, "The store's address, without its password."]
    newest_month: Annotated[str | None, "The newest whole month with data."]


class ColumnDocument(TypedDict):
    """One column of the file."""

    index: Annotated[int, "The column's place, from 1; `#index` names it in `--map`."]
    name: Annotated[str, "Its heading; repeated headings are numbered."]
    role: Annotated[str, "What it seems to hold.", Role]
    metric: Annotated[str | None, "The metric whose scores it holds."]
    scale: Annotated[list[int] | None, "The lowest and the highest score."]
    words: Annotated[dict[str, int] | None, "Which score each label means."]
    confidence: Annotated[float, "How sure this is, from 0 to 1."]
    samples: Annotated[list[str], "Up to three of its texts."]
    why: Annotated[str, "What the suggestion is based on, as a sentence."]


class ChoiceDocument(TypedDict):
    """One answer to a question about a file."""

    label: Annotated[str, "What it would decide, in words."]
    map: Annotated[str, "What `--map` takes to give this answer."]


class QuestionDocument(TypedDict):
    """Something you have to say before the file can be imported."""

    kind: Annotated[str, "What is asked.", QuestionKind]
    columns: Annotated[list[str], "The headings of the columns it is about."]
    metric: Annotated[str | None, "The likeliest metric."]
    scale: Annotated[list[int] | None, "The lowest and the highest score it seems to have."]
    choices: Annotated[list[ChoiceDocument], "The answers that one column can give, the likeliest first."]


class UnusedColumnDocument(TypedDict):
    """A column that is left out."""

    name: Annotated[str, "Its heading."]
    why: Annotated[str, "Why, as a sentence."]


class InspectionDocument(TypedDict):
    """A file as it was recognised."""

    file: Annotated[str, "The file's name."]
    kind: Annotated[str | None, "The kind of input.", Kind]
    format: Annotated[str | None, "The tool that wrote the file, or `plain`."]
    encoding: Annotated[str | None, "How letters are written, as `utf-8`."]
    delimiter: Annotated[str | None, "The sign between two cells; null for a workbook."]
    header_rows: Annotated[int, "How many rows the headings take."]
    rows: Annotated[int, "How many rows of data follow."]
    columns: Annotated[list[ColumnDocument], "The columns, in their order."]
    date_order: Annotated[str | None, "How dates are written.", DateOrder]
    questions: Annotated[list[str], "What you still have to say before the file can be imported."]
    asks: Annotated[list[QuestionDocument], "The same questions as data, with their answers."]
    offers: Annotated[list[ChoiceDocument], "What further columns look like; they are left out unless you map them."]
    unused: Annotated[list[UnusedColumnDocument], "Columns that are left out."]
    refused: Annotated[str | None, "Why the file cannot be read."]
    fingerprint: Annotated[str, "The hash of the headings; equal headings have equal ones."]
    notes: Annotated[list[str], "What was decided without asking."]
    sheet: Annotated[str | None, "The sheet that was read; null where the file has none."]
    sheets: Annotated[list[str], "All sheets of the workbook."]


class ProblemDocument(TypedDict):
    """A row, or one cell of it, that cannot be saved."""

    line: Annotated[int, "The row's first line in the file, from 1."]
    column: Annotated[str, "The column's heading; empty where the whole row is meant."]
    value: Annotated[str, "What the cell says."]
    message: Annotated[str, "What is wrong, as a sentence."]


class OverlapDocument(TypedDict):
    """How much of a file without response ids was already saved."""

    rows: Annotated[int, "Rows without a response id."]
    saved_before: Annotated[int, "Those that were saved before."]
    differ: Annotated[int, "Those with other answers at the same moment as a saved one."]
    new: Annotated[int, "The others."]
    uploads: Annotated[list[int], "The uploads that hold what is saved, the one with most of it first."]


class ReceiptDocument(TypedDict):
    """An imported file. `read` is the sum of `saved`, `duplicates`, `refused` and `blank`."""

    file: Annotated[str, "The file's name."]
    upload: Annotated[int | None, "The number to undo it by; null where nothing was saved."]
    kind: Annotated[str, "The kind of input.", Kind]
    format: Annotated[str, "The tool that wrote the file, or `plain`."]
    read: Annotated[int, "Rows of data in the file."]
    saved: Annotated[int, "Rows that were saved."]
    duplicates: Annotated[int, "Rows that were saved before."]
    refused: Annotated[int, "Rows that cannot be read, or contradict earlier ones."]
    blank: Annotated[int, "Rows without any score, and test or preview responses."]
    months: Annotated[list[str], "The months of the saved rows, as `2026-10`."]
    problems: Annotated[list[ProblemDocument], "The first 1,000 problems; `--problems` writes all of them."]
    new_units: Annotated[list[str], "Units that were added."]
    overlap: Annotated[OverlapDocument | None, "Null where no row without a response id was saved before."]
    notes: Annotated[list[str], "What was decided without asking."]


class RefusedFileDocument(TypedDict):
    """A file of which nothing was saved."""

    file: Annotated[str, "The file's name."]
    upload: Annotated[None, "Always null."]
    refused: Annotated[str, "Why nothing was saved, as a sentence."]
    questions: Annotated[list[str], "What you have to say so that it can be imported."]
    asks: Annotated[list[QuestionDocument], "The same questions as data, with their answers."]


class UndoDocument(TypedDict):
    """An upload that was undone."""

    upload: Annotated[int, "The upload's number."]
    undone: Annotated[bool, "Always true."]


class ErasureDocument(TypedDict):
    """How much of one person was erased."""

    responses: Annotated[int, "Responses, counted once for each file that held them."]
    scores: Annotated[int, "Scores in them."]
    comments: Annotated[int, "Comments in them."]


class UploadDocument(TypedDict):
    """One line of the history."""

    upload: Annotated[int, "The upload's number."]
    file: Annotated[str, "The file's name."]
    kind: Annotated[str, "The kind of input.", Kind]
    format: Annotated[str, "The tool that wrote the file, or `plain`."]
    by: Annotated[str, "Who imported it."]
    saved_at: Annotated[str, "When, in UTC, as `2026-11-03T09:15:00Z`."]
    read: Annotated[int, "Rows of data in the file."]
    saved: Annotated[int, "Rows that were saved."]
    duplicates: Annotated[int, "Rows that were saved before."]
    refused: Annotated[int, "Rows that could not be read, or contradicted earlier ones."]
    blank: Annotated[int, "Rows without any score, and test or preview responses."]
    months: Annotated[list[str], "The months of the saved rows, as `2026-10`."]
    undone_at: Annotated[str | None, "When it was undone, in UTC."]
    undone_by: Annotated[str | None, "Who undid it."]
    notes: Annotated[list[str], "What was decided without asking."]


class PackFileDocument(TypedDict):
    """One file of a pack."""

    name: Annotated[str, "The file's name in the folder."]
    kind: Annotated[str, "`pdf`, `pptx`, `xlsx` or `zip`."]
    bytes: Annotated[int, "Its size."]
    sha256: Annotated[str, "The SHA-256 hash of its content."]


class MailDocument(TypedDict):
    """What became of one board member's mail."""

    address: Annotated[str, "The e-mail address."]
    sent: Annotated[bool, "Whether it was sent now; false also where it was sent before."]
    trouble: Annotated[str | None, "Why it could not be sent."]


class PackDocument(TypedDict):
    """A board pack, or the team pages."""

    month: Annotated[str, "The month, as `2026-10`."]
    unit: Annotated[str, "The unit's path; empty for the whole organisation."]
    published: Annotated[bool, "Whether this is an edition; false for a draft."]
    edition: Annotated[int | None, "The edition's number in this month."]
    cut_off: Annotated[str | None, "When the data were read, in UTC."]
    revision: Annotated[int | None, "How many changes the store had had then."]
    files: Annotated[list[PackFileDocument], "The files."]
    sent: Annotated[list[MailDocument], "With `--send`, each board member's mail."]


class SettingsDocument(TypedDict):
    """The organisation's settings."""

    organisation: Annotated[str, "Its name."]
    fiscal_year_start: Annotated[int, "The month, 1 to 12, in which its fiscal years begin."]
    week_start: Annotated[int, "The day on which weeks begin; 0 is Monday."]
    locale: Annotated[str, "How numbers and dates are written."]
    currency: Annotated[str, "What money is shown in."]
    smallest_n: Annotated[int, "Values with fewer answers are hidden."]
    few_n: Annotated[int, "Values with fewer answers are marked as few."]
    time_zone: Annotated[str | None, "On whose days moments with an offset count; null: on the day that is written."]
    answers: Annotated[str, "Which of one person's answers in a month count: `all` or `newest`."]


class BoardMemberDocument(TypedDict):
    """Somebody who gets the board pack by mail."""

    name: Annotated[str, "The person's name."]
    address: Annotated[str, "The e-mail address."]


PopulationDocument = TypedDict(
    "PopulationDocument",
    {
        "audience": Annotated[str, "Of whom the number is.", Audience],
        "people": Annotated[int, "How many there are; 0 where that is not known any more."],
        "from": Annotated[str, "The first month it holds, as `2026-01`."],
    },
)


class UnitDocument(TypedDict):
    """One unit of the organisation."""

    unit: Annotated[str, "The unit's path, as `North/Leeds`."]
    closed_from: Annotated[str | None, "The month from which it is closed, as `2026-10`."]
    names: Annotated[list[str], "Other names by which files know it."]
    people: Annotated[list[PopulationDocument], "How many people it has, where somebody entered it."]


class EffectVerdict(StrEnum):
    """What may be said of an initiative's effect."""

    ROSE = "rose"
    FELL = "fell"
    NO_EFFECT_SEEN = "no_effect_seen"
    NOT_YET = "not_yet"
    NO_COMPARISON = "no_comparison"


class DifferenceDocument(TypedDict):
    """A difference with its 95 % interval."""

    difference: Annotated[float, "The difference, in the metric's unit."]
    low: Annotated[float | None, "The lower end of its 95 % interval."]
    high: Annotated[float | None, "The upper end."]


class EffectDocument(TypedDict):
    """The measured effect of an initiative on a metric."""

    metric: Annotated[str, "The metric's id."]
    difference: Annotated[float | None, "How much more its units changed than the untouched ones, each beside itself."]
    low: Annotated[float | None, "The lower end of its 95 % interval."]
    high: Annotated[float | None, "The upper end."]
    p: Annotated[float | None, "The chance of such a difference where there is none, at one look."]
    word: Annotated[str, "What may be said, over all months, metrics and initiatives looked at.", EffectVerdict]
    treated: Annotated[int, "How many units took part and have data on both sides."]
    untouched: Annotated[int, "How many others have; 0: the comparison is the same months a year earlier."]
    months_before: Annotated[int, "How many whole months before are compared, at most twelve."]
    months_after: Annotated[int, "How many whole months since, at most twelve."]
    before: Annotated[list[str], "The months before."]
    left_out: Annotated[list[str], "Months before the start that may have led to it."]
    after: Annotated[list[str], "The months since."]
    first_said: Annotated[int | None, "After how many months *rose* or *fell* was first said."]
    at_start: Annotated[DifferenceDocument | None, "How far its units were off their usual level at the start."]
    trend: Annotated[DifferenceDocument | None, "How they moved beside the others within the months before."]
    sentence: Annotated[str, "The same in words."]


_InitiativeFields = TypedDict(
    "_InitiativeFields",
    {
        "id": Annotated[int, "The initiative's number."],
        "name": Annotated[str, "What it is called."],
        "units": Annotated[list[str], "Where it takes place, with all units below; empty text: everywhere."],
        "from": Annotated[str, "Its first day."],
        "to": Annotated[str | None, "Its last day; null: it still runs."],
        "effects": Annotated[list[EffectDocument], "Its effect on each metric; none while there is no data."],
    },
)


class InitiativeDocument(_InitiativeFields):
    """An initiative with its effects."""


class VerificationDocument(TypedDict):
    """Whether the store adds up."""

    ok: Annotated[bool, "Whether nothing differs."]
    differences: Annotated[list[str], "What differs, a sentence each."]
    notes: Annotated[
        list[str], "What is well but worth knowing: since when contents are sealed, what could not be checked, a clock."
    ]


class BackupDocument(TypedDict):
    """A backup that was made."""

    file: Annotated[str, "Where it is."]
    bytes: Annotated[int, "Its size."]
    revision: Annotated[int, "How many changes the store had had then."]
    layout: Annotated[str, "The layout of the store in it."]
    sha256: Annotated[str, "The checksum in it, of all its other bytes."]
    differences: Annotated[list[str], "What in it does not add up, with --accept-differences."]
    deleted: Annotated[list[str], "Older backups that were deleted, with --keep."]


class RestoreDocument(TypedDict):
    """A backup that was restored."""

    file: Annotated[str, "The backup."]
    revision: Annotated[int, "How many changes the store has had now."]
    kept: Annotated[str | None, "Where what the store held before is kept."]
    checksum: Annotated[bool, "Whether a checksum in the backup proved that it is as it was made."]
    differences: Annotated[list[str], "What in it does not add up, with --accept-differences."]


# What each command prints with --json. Where two types stand together, each document is one or the other.
_RestartFields = TypedDict(
    "_RestartFields",
    {
        "id": Annotated[int, "Its number, by which it is undone."],
        "metric": Annotated[str, "The metric's id."],
        "unit": Annotated[str, "The unit's path; empty for the whole organisation."],
        "from": Annotated[str, "The first month of the new range, as `2026-03`."],
        "reason": Annotated[str, "What has been different since."],
        "by": Annotated[str, "Who entered it."],
    },
)


class RestartDocument(_RestartFields):
    """A restart of the usual range of one control chart."""


DOCUMENTS: dict[str, object] = {
    "init": StoreDocument,
    "inspect": InspectionDocument,
    "import": ReceiptDocument | RefusedFileDocument | list[ReceiptDocument | RefusedFileDocument],
    "undo": UndoDocument,
    "erase": ErasureDocument,
    "uploads": list[UploadDocument],
    "standard": list[StandardDocument | LimitDocument],
    "report": ReportDocument,
    "pack": PackDocument,
    "board-members": list[BoardMemberDocument],
    "settings": SettingsDocument,
    "units": list[UnitDocument],
    "initiatives": list[InitiativeDocument],
    "restarts": list[RestartDocument],
    "verify": VerificationDocument,
    "backup": BackupDocument,
    "restore": RestoreDocument,
}
