"""Several files on the upload page at once: each in a line with what it is and whether it can be saved; one is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import streamlit as st
from markupsafe import Markup

from db.changes import Receipt
from db.formats import MoreToSay
from metrics.errors import PlumblineError
from metrics.vocabulary import Verdict
from pages.figures.icons import check_icon, verdict_icon
from pages.language import file_labels, numbers
from pages.language.labels import KIND_CASES, KINDS
from pages.parts import html
from pages.parts.errors import deed
from pages.parts.upload import pending_files
from pages.parts.upload.pending_files import PendingFile, UploadPreview

WIDTHS = (2.2, 2.0, 0.7, 3.9, 0.6, 0.8)
HEADINGS = ("File", "Recognised as", "Rows", "State")
ROWS = HEADINGS.index("Rows")
OPEN = "open_draft"


class State(StrEnum):
    """Whether a file can be saved as it stands."""

    READY = "ready"
    TO_CHECK = "to check"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FileStatus:
    """A file with its state, the words for it, and the trial on which that stands."""

    draft: PendingFile
    state: State
    words: str
    trial: UploadPreview | None = None


def file_status(draft: PendingFile) -> FileStatus:
    """The state of a file by what was said about it so far."""
    if draft.inspection.refused is not None:
        return FileStatus(draft, State.REFUSED, draft.inspection.refused)
    try:
        wishes = pending_files.choices_of(draft)
        trial = pending_files.preview_of(draft, wishes)
    except MoreToSay as trouble:
        count = len(trouble.questions)
        return FileStatus(draft, State.TO_CHECK, f"{numbers.count(count, 'questions')} to answer")
    except PlumblineError as trouble:
        return FileStatus(draft, State.REFUSED, trouble.message)
    receipt = trial.preview.receipt
    unknown = [name for name in receipt.unknown_units if name not in wishes.units]
    if unknown and not draft.is_first:
        words = f"{numbers.count(len(unknown), 'units')} not known yet"
        return FileStatus(draft, State.TO_CHECK, words, trial)
    if not receipt.saved:
        return FileStatus(draft, State.REFUSED, _nothing_new(receipt), trial)
    return FileStatus(draft, State.READY, _ready_words(receipt), trial)


def _nothing_new(receipt: Receipt) -> str:
    if receipt.duplicates and not receipt.refused:
        return "Nothing new: all its rows were saved before."
    return "Nothing in it can be saved; open it to see why."


def _ready_words(receipt: Receipt) -> str:
    parts = [f"{numbers.count(receipt.saved, KIND_CASES[receipt.kind])} ready"]
    parts += [f"{numbers.plain(receipt.duplicates, 0)} there already"] if receipt.duplicates else []
    parts += [f"{numbers.plain(receipt.refused, 0)} left out"] if receipt.refused else []
    return ", ".join(parts)


def title(files: Sequence[FileStatus]) -> str:
    """How many are ready, need an eye, cannot be saved."""
    counts = {state: sum(file.state is state for file in files) for state in State}
    ready = counts[State.READY]
    if ready == len(files):
        return f"All {numbers.in_words(ready)} files are ready to save."
    verb = "is" if ready < 2 else "are"
    said = f"{numbers.in_words(ready).capitalize()} of {numbers.in_words(len(files))} files {verb} ready to save."
    rest = []
    if asking := counts[State.TO_CHECK]:
        rest.append(f"{numbers.in_words(asking)} {'needs' if asking == 1 else 'need'} your eye")
    if counts[State.REFUSED]:
        rest.append(f"{numbers.in_words(counts[State.REFUSED])} cannot be saved")
    return f"{said} {numbers.listed(rest).capitalize()}."


def draw(files: Sequence[FileStatus], opened: PendingFile) -> None:
    """The files in lines, each to be opened or taken out."""
    with st.container(key="files"):
        with st.container(key="files_head"):
            for at, (column, text) in enumerate(zip(st.columns(WIDTHS), HEADINGS, strict=False)):
                column.markdown(_in_line(at, html.small(text)), unsafe_allow_html=True)
        for at, file in enumerate(files):
            _line(file, at, is_open=opened.id == file.draft.id)


def opened(files: Sequence[FileStatus]) -> PendingFile:
    """The file a person opened, else the first that needs an eye, else the first."""
    by_id = {file.draft.id: file.draft for file in files}
    asked = st.session_state.get(OPEN)
    if asked in by_id:
        return by_id[asked]
    waiting = [file.draft for file in files if file.state is State.TO_CHECK]
    chosen = waiting[0] if waiting else files[0].draft
    st.session_state[OPEN] = chosen.id
    return chosen


def _line(file: FileStatus, at: int, *, is_open: bool) -> None:
    draft = file.draft
    with st.container(key=f"files_{'open' if is_open else 'shut'}_{at}"):
        columns = st.columns(WIDTHS, vertical_alignment="center")
        for column, text in zip(columns, _cells(file, is_open=is_open), strict=False):
            column.markdown(text, unsafe_allow_html=True)
        if not is_open:
            columns[-2].button(
                deed("Open", draft.source.name),
                key=f"open_{at}",
                type="tertiary",
                on_click=_open,
                args=(draft,),
            )
        columns[-1].button(
            deed("Take out", draft.source.name), key=f"take_out_{at}", type="tertiary", on_click=pending_files.discard,
            args=(draft,),
        )  # fmt: skip


def _open(draft: PendingFile) -> None:
    st.session_state[OPEN] = draft.id


def _cells(file: FileStatus, *, is_open: bool) -> list[Markup]:
    found = file.draft.inspection
    kind = f"{file_labels.format_words(found.format)} of {KINDS[found.kind].lower()}" if found.kind else "not known"
    icon = {
        State.READY: verdict_icon(Verdict.MET),
        State.TO_CHECK: check_icon(),
        State.REFUSED: verdict_icon(Verdict.MISSED),
    }[file.state]
    texts = [
        html.joined(html.bold(file.draft.source.name), html.small("open below") if is_open else ""),
        kind,
        numbers.plain(file.draft.rows, 0),
        html.joined(html.drawing(icon), f" {file.words}"),
    ]
    return [_in_line(at, text) for at, text in enumerate(texts)]


def _in_line(at: int, text: str) -> Markup:
    return html.tag("div", text, classes="history count" if at == ROWS else "history")
