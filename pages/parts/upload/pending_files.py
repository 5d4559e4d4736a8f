"""The files on the upload page that are not saved yet: what was recognised, what was said, what saving would do.

Kept in the reader's session, so that a file is read once however often the page is drawn. Draws nothing but waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Protocol

import streamlit as st

from db.changes import Preview, Receipt
from db.changes.uploads.import_files import (
    PlannedImport,
    RecognisedFile,
    UploadChoices,
    decide_mapping,
    plan_import,
    preview_import,
    recognise,
    recognise_figures,
)
from db.formats import FileMapping, Inspection, Source, in_encoding, of_sheet
from db.queries.mappings import KeptMapping
from metrics.errors import AlreadyImported, FileRefused, NotDone
from metrics.vocabulary import Kind
from pages.frame import incoming
from pages.language import numbers
from pages.parts import cached_queries
from pages.parts.browser_script import Received

MEGABYTES = 50
MOST_BYTES = MEGABYTES * 1_000_000
LONG = 200_000  # rows from which on a change somewhere else is no reason to preview a file again
DRAFTS, TRIALS, WISHES, ANSWERS, ASKED, SAVING = "drafts", "trials", "wishes", "answers", "units_asked", "saving_now"
TOO_LARGE = "too_large"
Tell = Callable[[int], None]


class UploadedFile(Protocol):
    """A file as Streamlit's uploader gives it."""

    file_id: str
    name: str
    size: int

    def getvalue(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class PendingFile:
    """A file on the page: what Streamlit calls it, and what it was recognised as.

    `token` is that of a big file, "" of any other. `is_first`: it came while no unit was known.
    """

    id: str
    file: RecognisedFile
    size: int
    sha256: str
    token: str = ""
    is_first: bool = False

    @property
    def source(self) -> Source:
        return self.file.source

    @property
    def inspection(self) -> Inspection:
        return self.file.inspection

    @property
    def remembered(self) -> KeptMapping | None:
        return self.file.remembered

    @property
    def rows(self) -> int:
        """About as many rows as it has."""
        return self.file.rows

    @property
    def is_long(self) -> bool:
        """Whether it takes long enough to try that it is done again only where something else was said."""
        return self.size > MOST_BYTES or self.rows >= LONG


@dataclass(frozen=True, slots=True)
class UploadPreview:
    """What saving a file would do, tried for what was said and for the store as it stood."""

    plan: PlannedImport
    revision: int
    preview: Preview

    @property
    def mapping(self) -> FileMapping:
        return self.plan.mapping

    @property
    def wishes(self) -> UploadChoices:
        return self.plan.choices


def on_the_page() -> list[PendingFile]:
    """The files in the order in which they came."""
    return list(_kept(DRAFTS).values())


def take_in(files: Iterable[UploadedFile], known: cached_queries.Known) -> bool:
    """Recognise the files of the uploader, which can then be emptied; whether there were any."""
    found = list(files)
    for file in found:
        if file.size > MOST_BYTES:
            _kept(TOO_LARGE)[file.name] = True
            continue
        source = Source.of_bytes(file.name, file.getvalue())
        with st.spinner(f"Reading {file.name}…"):
            _kept(DRAFTS)[file.file_id] = _draft(file.file_id, source, file.size, known)
    st.session_state["rounds"] = st.session_state.get("rounds", 0) + bool(found)
    return bool(found)


def too_large() -> list[str]:
    """The names of files that were too large for the uploader, told once."""
    names = list(_kept(TOO_LARGE))
    _kept(TOO_LARGE).clear()
    return names


def take_in_big(received: Received, known: cached_queries.Known) -> None:
    """Recognise a big file that has arrived. Raises FileRefused where the server does not have it."""
    file = incoming.received_file(received.token)
    if file is None:
        raise FileRefused(f"{received.name} is no longer on the server. Choose it again.")
    source = Source(received.name, file.absolute())
    with st.spinner(f"Reading {received.name}…"):
        draft = _draft(received.token, source, file.stat().st_size, known, received.token)
    _kept(DRAFTS)[received.token] = draft


def _draft(id_: str, source: Source, size: int, known: cached_queries.Known, token: str = "") -> PendingFile:
    file = recognise(cached_queries.store(), source, to_the_end=not token, as_before=True)
    return PendingFile(id_, file, size, source.sha256(), token, is_first=not known.units)


def may_be_figures(draft: PendingFile) -> bool:
    """Whether a file that is refused has a table of which a person could say what it holds."""
    found = draft.inspection
    return found.refused is not None and bool(found.rows and found.headings)


def read_chosen_kind(draft: PendingFile, key: str) -> None:
    """Look at a file again as the kind that was chosen under `key`."""
    read_as(draft, st.session_state[key])


def read_as(draft: PendingFile, kind: Kind) -> None:
    """Look at a file again as the kind that a person says; what else it seemed to hold is then no matter."""
    _forget_what_was_said(draft)
    file = recognise_figures(cached_queries.store(), draft.file, kind, to_the_end=not draft.token)
    _kept(DRAFTS)[draft.id] = replace(draft, file=file)


def read_sheet(draft: PendingFile, key: str) -> None:
    """Look at another sheet of a workbook, the one that stands under `key`; what was said was said of the first."""
    source = of_sheet(draft.source, st.session_state[key])
    _forget_what_was_said(draft)
    fresh = _draft(draft.id, source, draft.size, cached_queries.known(), draft.token)
    _kept(DRAFTS)[draft.id] = replace(fresh, is_first=draft.is_first)


def read_letters(draft: PendingFile, encoding: str) -> None:
    """Look at a file again in the encoding that a person says; "" leaves it to the file."""
    _forget_what_was_said(draft)
    fresh = _draft(draft.id, in_encoding(draft.source, encoding), draft.size, cached_queries.known(), draft.token)
    _kept(DRAFTS)[draft.id] = replace(fresh, is_first=draft.is_first)


def _forget_what_was_said(draft: PendingFile) -> None:
    for name in (TRIALS, WISHES, ANSWERS, ASKED):
        _kept(name).pop(draft.id, None)


def saving_now() -> dict[str, Receipt | None]:
    """The files whose saving has begun, with their receipt once it is done.

    A click during the save ends the script at its next output; what is written here remains.
    """
    return _kept(SAVING)


def discard(draft: PendingFile) -> None:
    """Forget a file and all that was said about it."""
    _kept(DRAFTS).pop(draft.id, None)
    _forget_what_was_said(draft)
    incoming.forget(draft.token)


def discard_all() -> None:
    """Forget every file on the page, so that it starts empty."""
    for draft in on_the_page():
        discard(draft)


def names_asked(draft: PendingFile, names: Iterable[str]) -> list[str]:
    """The names of unknown units in the order in which they were first asked, answered or not."""
    order: dict[str, None] = _kept(ASKED).setdefault(draft.id, {})
    current = dict.fromkeys(names)
    order |= current
    return [name for name in order if name in current]


def choices_of(draft: PendingFile) -> UploadChoices:
    """What was said about a file so far."""
    found: UploadChoices = _kept(WISHES).get(draft.id, UploadChoices(follows=True))
    return found


def set_choices(draft: PendingFile, wishes: UploadChoices) -> None:
    """Keep what was said about a file, also while another one is open."""
    _kept(WISHES)[draft.id] = wishes


def restore_answers(draft: PendingFile) -> None:
    """Put back what stood in a file's controls; Streamlit forgets it while they are not drawn."""
    for key, value in _kept(ANSWERS).get(draft.id, {}).items():
        st.session_state.setdefault(key, value)


def keep_answers(draft: PendingFile) -> None:
    """Keep what stands in a file's controls."""
    own = {str(key): value for key, value in st.session_state.items() if str(key).startswith(f"{draft.id}_")}
    _kept(ANSWERS)[draft.id] = own


def preview_of(draft: PendingFile, wishes: UploadChoices) -> UploadPreview:
    """The trial of what was said, kept until something changes. Raises PlumblineError where nothing can be saved."""
    kept: UploadPreview | None = _kept(TRIALS).get(draft.id)
    # What is new as written is made so in any trial; saying so changes nothing in the preview.
    wishes = replace(wishes, units={name: meant for name, meant in wishes.units.items() if name != meant})
    mapping, now = decide_mapping(draft.file, wishes), cached_queries.revision()
    is_same = kept is not None and (kept.mapping, kept.wishes) == (mapping, wishes)
    if kept is not None and is_same and (kept.revision == now or draft.is_long):
        return kept
    _refuse_twins(draft)
    plan = plan_import(draft.file, wishes)
    with waiting(draft, f"Trying what saving {draft.source.name} would change…") as tell:
        preview = preview_import(cached_queries.store(), plan, tell)
    trial = UploadPreview(plan, now, preview)
    _kept(TRIALS)[draft.id] = trial
    return trial


def has_preview(draft: PendingFile) -> bool:
    """Whether a file has any preview, even an outdated one."""
    return draft.id in _kept(TRIALS)


def _refuse_twins(draft: PendingFile) -> None:
    """Raises AlreadyImported where a file before this one on the page holds the same."""
    for other in on_the_page():
        if other.id == draft.id:
            return
        if other.sha256 == draft.sha256:
            raise AlreadyImported(
                f"{draft.source.name} holds exactly what {other.source.name} holds, which came before it. "
                "Take one of the two out.",
                not_done=NotDone.SAVED,
            )


@contextmanager
def waiting(draft: PendingFile, words: str) -> Iterator[Tell | None]:
    """Shows what is waited for: a bar that fills row by row for a long file, else a line that turns.

    A short file shows no bar: a click meanwhile would interrupt it.
    """
    if not draft.is_long:
        with st.spinner(words):
            yield None
        return
    shown = st.empty()

    def told(rows: int) -> None:
        part = f"{words} {numbers.plain(rows, 0)} of about {numbers.count(draft.rows, 'rows')}"
        shown.progress(min(rows / max(draft.rows, 1), 1.0), part)

    told(0)
    yield told
    shown.empty()


def _kept(name: str) -> dict[str, Any]:
    found: dict[str, Any] = st.session_state.setdefault(name, {})
    return found
