"""Files, uploads and standards as JSON documents of the command line; json_fields.py declares what fields mean.

Loads nothing that a report needs, so that a file is inspected at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.formats import Inspection, MoreToSay, Question
from db.formats.recognise.inspect import InspectedColumn
from metrics.errors import FileRefused
from metrics.vocabulary import Scale, Standard, TimeLimit
from pages.command_line.question_words import ENCODING, refusal, sentence
from pages.language.questions import answer, label, reading_words

if TYPE_CHECKING:  # loading what reads a store, or what only types name, takes longer than inspecting most files
    from db.changes import Receipt
    from db.changes.uploads.import_files import ImportOutcome
    from db.changes.uploads.save_context import OverlapCounts
    from db.queries.uploads import Upload
    from pages.command_line.json_fields import (
        ChoiceDocument,
        ColumnDocument,
        InspectionDocument,
        OverlapDocument,
        QuestionDocument,
        ReceiptDocument,
        RefusedFileDocument,
        UploadDocument,
    )
    from pages.command_line.report_fields import LimitDocument, StandardDocument

PROBLEMS_SHOWN = 1000


def outcome_document(outcome: ImportOutcome) -> ReceiptDocument | RefusedFileDocument:
    """What became of a file given to import; where it was refused before any row was read, why."""
    if outcome.receipt is not None:
        return receipt_document(outcome.receipt)
    questions = outcome.trouble.questions if isinstance(outcome.trouble, MoreToSay) else ()
    return {
        "file": outcome.file,
        "upload": None,
        "refused": refusal(outcome.trouble) if outcome.trouble else "",
        "questions": [sentence(question) for question in questions],
        "asks": [question_document(question) for question in questions],
    }


def inspection_document(found: Inspection) -> InspectionDocument:
    """What a file was recognised as, and what is left open: as sentences (`questions`) and as data (`asks`)."""
    return {
        "file": found.file,
        "kind": found.kind.value if found.kind else None,
        "format": found.format,
        "encoding": found.encoding,
        "delimiter": found.delimiter,
        "header_rows": found.header_rows,
        "rows": found.rows,
        "columns": [_column_document(column) for column in found.columns],
        "date_order": found.date_order.value if found.date_order else None,
        "questions": [sentence(question) for question in found.questions],
        "asks": [question_document(question) for question in found.questions],
        "offers": [
            {"label": f"{found.columns[one.first - 1].name}: {label(one)}", "map": one.map} for one in found.offers
        ],
        "unused": [{"name": column.name, "why": column.why} for column in found.unused],
        "refused": str(FileRefused(found.refused)) if found.refused else None,
        "fingerprint": found.fingerprint,
        "notes": list(found.notes),
        "sheet": found.sheet or None,
        "sheets": list(found.sheets),
    }


def _column_document(column: InspectedColumn) -> ColumnDocument:
    return {
        "index": column.index,
        "name": column.name,
        "role": column.role.value,
        "metric": column.metric,
        "scale": _ends(column.scale),
        "words": dict(column.words) if column.words else None,
        "confidence": column.confidence,
        "samples": list(column.samples),
        "why": column.why,
    }


def question_document(question: Question) -> QuestionDocument:
    """A question as data; each choice has the `--map` that gives this answer."""
    return {
        "kind": question.kind.value,
        "columns": [column.name for column in question.columns],
        "metric": question.metric,
        "scale": _ends(question.scale),
        "choices": [
            *(_choice(reading_words(one), f"{ENCODING}{one.encoding}") for one in question.readings),
            *(_choice(answer(question, choice), choice.map) for choice in question.choices),
        ],
    }


def _choice(label: str, said: str) -> ChoiceDocument:
    return {"label": label, "map": said}


def _ends(scale: Scale | None) -> list[int] | None:
    return [scale.low, scale.high] if scale else None


def receipt_document(receipt: Receipt) -> ReceiptDocument:
    """What became of an imported file."""
    return {
        "file": receipt.file,
        "upload": receipt.upload,
        "kind": receipt.kind.value,
        "format": receipt.format,
        "read": receipt.read,
        "saved": receipt.saved,
        "duplicates": receipt.duplicates,
        "refused": receipt.refused,
        "blank": receipt.blank,
        "months": [str(month) for month in receipt.months],
        "problems": [
            {"line": each.line, "column": each.column, "value": each.value, "message": each.message}
            for each in receipt.problems[:PROBLEMS_SHOWN]
        ],
        "new_units": list(receipt.new_units),
        "overlap": _overlap_document(receipt.overlap),
        "notes": list(receipt.notes),
    }


def _overlap_document(found: OverlapCounts | None) -> OverlapDocument | None:
    if found is None:
        return None
    uploads = [id_ for id_, _ in found.uploads]
    return {
        "rows": found.rows,
        "saved_before": found.known,
        "differ": found.differing,
        "new": found.new,
        "uploads": uploads,
    }


def upload_document(upload: Upload) -> UploadDocument:
    """A line of the upload history."""
    return {
        "upload": upload.id,
        "file": upload.file,
        "kind": upload.kind.value,
        "format": upload.format,
        "by": upload.by,
        "saved_at": upload.saved_at.isoformat() + "Z",
        "read": upload.read,
        "saved": upload.saved,
        "duplicates": upload.duplicates,
        "refused": upload.refused,
        "blank": upload.blank,
        "months": [str(month) for month in upload.months],
        "undone_at": upload.undone_at.isoformat() + "Z" if upload.undone_at else None,
        "undone_by": upload.undone_by,
        "notes": list(upload.notes),
    }


def standard_document(standard: Standard) -> StandardDocument:
    """A standard and the month it holds from."""
    return {
        "metric": standard.metric,
        "unit": standard.unit,
        "value": standard.value,
        "from": str(standard.since),
        "owner": standard.owner,
        "reason": standard.reason,
    }


def limit_document(limit: TimeLimit) -> LimitDocument:
    """The seconds or days that a metric counts as in time, and the month they hold from."""
    return {
        "metric": limit.metric,
        "unit": "",
        "value": None,
        "limit": limit.value,
        "from": str(limit.since),
        "owner": "",
        "reason": "",
    }
