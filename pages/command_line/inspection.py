"""The command that recognises a file. Loads no store, so that it starts at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from db.formats import HoldsFigures, Options, inspect
from db.formats.mapping.resolve import questions_left
from db.formats.recognise.choose_sheet import source_of
from metrics.errors import FileRefused
from pages.command_line import listings, terminal
from pages.command_line.json_documents import inspection_document
from pages.command_line.options import AsJson, Encoding, FileKind, RowsMetric, Sheet
from pages.command_line.question_words import left_out_sentence, refusal, sentence
from pages.command_line.terminal import DONE, NEEDS_ATTENTION, NOT_DONE, plain_errors


@plain_errors
def inspect_(
    file: Path,
    kind: FileKind = None,
    metric: RowsMetric = "",
    sheet: Sheet = "",
    encoding: Encoding = "",
    as_json: AsJson = False,
) -> int:
    """Recognise a file without storing anything."""
    found = inspect(source_of(file, sheet, encoding), kind)
    found = replace(found, questions=questions_left(found, Options(kind, metric=metric) if metric else None))
    if as_json:
        terminal.show(inspection_document(found))
    elif found.refused is None:
        terminal.show_tables(listings.columns(found))
        for question in found.questions:
            terminal.say(f"To say: {sentence(question)}")
        if left_out := left_out_sentence(found):
            terminal.say(left_out)
    if found.refused is not None:
        is_table = found.rows and found.headings
        terminal.tell(refusal(HoldsFigures(found.refused) if is_table else FileRefused(found.refused)))
        return NOT_DONE
    return NEEDS_ATTENTION if found.questions else DONE
