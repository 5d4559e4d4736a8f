"""Saving from the upload page: one file or all that are ready, with a bar, and the receipts on the next run."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from db.changes import Receipt
from db.changes.uploads.import_files import nothing_saved, save_import
from db.formats import Role
from metrics.errors import PlumblineError
from metrics.vocabulary import Kind
from pages.language import numbers
from pages.parts import cached_queries
from pages.parts.errors import plain
from pages.parts.upload import change_preview, pending_files, receipts
from pages.parts.upload.file_list import FileStatus, State, file_status
from pages.parts.upload.pending_files import PendingFile, UploadPreview

UNIT_ASKED = "unit_asked"
NO_UNIT = (
    "No row names a unit, so these answers would count for the whole organisation alone. Name the unit under “What "
    "holds for every row”, or use a column as the unit. To save them as they are, save once more."
)
RECEIPTS, NOTES, SHOWN = "receipts", "receipt_notes", "shown_trials"


def show_what_was_saved() -> None:
    """Show the receipts of what was saved since files were last brought; once, or for as long as others are open."""
    st.markdown(
        receipts.saved(st.session_state.get(RECEIPTS, []), st.session_state.get(NOTES, [])), unsafe_allow_html=True
    )
    if not pending_files.on_the_page():
        for name in (RECEIPTS, NOTES, SHOWN):
            st.session_state.pop(name, None)


def what_moved(draft: PendingFile, trial: UploadPreview) -> list[str]:
    """What somebody else has changed since this trial was first shown, as sentences; this one is shown from now on."""
    shown: dict[str, UploadPreview] = st.session_state.setdefault(SHOWN, {})
    seen = shown.get(draft.id)
    shown[draft.id] = trial
    if seen is None or seen.revision == trial.revision or seen.wishes != trial.wishes:
        return []
    return change_preview.differences(seen.preview, trial.preview)


def is_unit_settled(draft: PendingFile, trial: UploadPreview) -> bool:
    """Whether answers name a unit or need none; else false the first time, so that a second press saves them so."""
    mapping, found = trial.mapping, draft.inspection
    may_have_one = cached_queries.known().units or any(one.role is Role.UNIT for one in found.offers)
    is_known = draft.remembered is not None and bool(trial.wishes.follows)
    if mapping.kind is not Kind.SURVEY or mapping.unit or mapping.with_role(Role.UNIT) or not may_have_one or is_known:
        return True
    asked: set[str] = st.session_state.setdefault(UNIT_ASKED, set())
    was_asked = draft.id in asked
    asked.add(draft.id)
    return was_asked


def save_one(draft: PendingFile, trial: UploadPreview, by: str) -> None:
    """Save a file and draw the page again. Raises PlumblineError if it cannot be saved; it then stays on the page."""
    _save(draft, trial, by)
    st.rerun()


def save_ready(files: Sequence[FileStatus], by: str) -> None:
    """Save every file that is ready, in order; each is tried again first, since those before it changed the store."""
    ready = [file.draft for file in files if file.state is State.READY]
    bar = st.empty()
    for at, draft in enumerate(ready):
        bar.progress(at / len(ready), f"{at + 1} of {numbers.count(len(ready), 'files')}: {draft.source.name}")
        now = file_status(draft)
        if now.state is not State.READY or now.trial is None:
            _note(f"{draft.source.name} was not saved: {now.words}")
            continue
        if not is_unit_settled(draft, now.trial):
            _note(f"{draft.source.name} was not saved. {NO_UNIT}")
            continue
        try:
            _save(draft, now.trial, by)
        except PlumblineError as trouble:
            _note(f"{draft.source.name} was not saved. {trouble}")
    bar.empty()
    st.rerun()


def _save(draft: PendingFile, trial: UploadPreview, by: str) -> None:
    now = pending_files.saving_now()
    now[draft.id] = None
    try:
        with pending_files.waiting(draft, f"Saving {draft.source.name}…") as tell:
            now[draft.id] = receipt = save_import(cached_queries.store(), trial.plan, by=by, progress=tell)
        if refused := nothing_saved(receipt):
            raise refused
    except PlumblineError:
        del now[draft.id]
        raise
    _saved(draft, trial, receipt)


def report_interruption() -> None:
    """Say that a file was not saved where something was pressed meanwhile, and that it was where it came too late."""
    now, files = pending_files.saving_now(), {draft.id: draft for draft in pending_files.on_the_page()}
    for id_, receipt in list(now.items()):
        draft = files.get(id_)
        if draft is not None and receipt is not None and receipt.upload is not None:
            receipts_so_far = st.session_state.setdefault(RECEIPTS, [])
            receipts_so_far += [] if receipt in receipts_so_far else [receipt]
            pending_files.discard(draft)
        elif draft is not None:
            told = "Something was pressed while it was being saved, which ended that."
            st.warning(plain(f"{draft.source.name} was not saved. {told} Nothing was changed. Save it again."))
        now.pop(id_, None)


def _saved(draft: PendingFile, trial: UploadPreview, receipt: Receipt) -> None:
    """Keep the choices for the next file, and show this one's receipt on the next run."""
    if trial.wishes.name:
        _note(f"Files with these headings will be read as “{trial.wishes.name}” from now on.")
    _note_what_differs(trial.preview.receipt, receipt)
    st.session_state.setdefault(RECEIPTS, []).append(receipt)
    # What this reader changed is no news to them.
    st.session_state.pop(SHOWN, None)
    pending_files.discard(draft)
    del pending_files.saving_now()[draft.id]


def _note_what_differs(tried: Receipt, saved: Receipt) -> None:
    """A long file is not previewed again after other changes; if they made a difference, the receipt says so."""
    if (tried.saved, tried.duplicates, tried.refused) != (saved.saved, saved.duplicates, saved.refused):
        _note(f"{saved.file} was counted a little differently than shown, because others changed the store meanwhile.")


def _note(text: str) -> None:
    st.session_state.setdefault(NOTES, []).append(text)
