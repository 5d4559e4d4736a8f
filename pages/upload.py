"""From raw exports to saved: bring files, see what was recognised, decide what is doubtful, see what will change."""

from dataclasses import replace
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from db.changes import Receipt
from db.changes.uploads.already_saved.settle_overlap import overlap_note
from db.changes.uploads.import_files import UploadChoices
from db.formats import MoreToSay
from db.formats import Role as Column
from db.formats.files.encodings import LEGACY_NAMES
from db.formats.rows.rejected_rows import rows_left_out
from db.queries.editions import every_edition
from metrics.errors import CountedTwice, FileRefused, PlumblineError
from metrics.periods import Month
from metrics.vocabulary import Kind
from pages.frame.incoming import ADDRESS
from pages.frame.roles import UserRole, needs
from pages.language.labels import KINDS
from pages.language.questions import reading_words
from pages.parts import cached_queries, empty_state, html
from pages.parts.browser_script import big_file_picker, working_tables
from pages.parts.errors import plain, show, show_errors
from pages.parts.forms import MISSING, kept_name, signature
from pages.parts.history import upload_history
from pages.parts.upload import (
    change_preview,
    column_controls,
    column_review,
    file_list,
    overlap_choice,
    pending_files,
    rejected_rows,
    save,
)
from pages.parts.upload.column_controls import ask, ask_followed
from pages.parts.upload.further_questions import ask_partial
from pages.parts.upload.pending_files import MEGABYTES, PendingFile, UploadPreview
from pages.parts.upload.unknown_units import ask_units

needs(UserRole.LEADER, UserRole.STAFF, UserRole.ADMINISTRATOR)


def bring(known: cached_queries.Known, *, more: bool) -> None:
    """The ways in: Streamlit's uploader for ordinary files, a stream for big ones while there is no other file."""
    kinds = "survey answers, single or counted, shopper visits, operations figures or benchmarks, as CSV or Excel"
    files = st.file_uploader(
        "Add more files" if more else f"Choose files: {kinds}",
        key=f"files_{st.session_state.get('rounds', 0)}",
        accept_multiple_files=True,
        max_upload_size=MEGABYTES,
    )
    if pending_files.take_in(files, known):
        st.rerun()
    larger = f"Choose a file larger than {MEGABYTES} MB"
    for name in pending_files.too_large():
        told = f"{name} is larger than {MEGABYTES} MB. Nothing was saved. Bring it by “{larger}”: that takes any size."
        st.error(plain(told))
    if not more and (received := big_file_picker(ADDRESS, larger, key="big_file")):
        pending_files.take_in_big(received, known)
        st.rerun()


def first_words(title: DeltaGenerator) -> None:
    """What is said before a file is chosen."""
    lead = "It shows what it will do before it does it, names every row it cannot read, and can take it all back."
    title.markdown(html.headline("A raw export is enough: Plumbline finds the scores.", lead), unsafe_allow_html=True)


def walk_several(files: list[PendingFile], known: cached_queries.Known, title: DeltaGenerator) -> None:
    """Several files: each with its state, the open one below with its questions."""
    above, one = st.container(), st.container()
    opened = file_list.opened([file_list.file_status(file) for file in files])
    with one:
        decide(opened, known, st.container(), is_alone=False)
    # What was just said of the open file counts in its line, which stands above.
    judged = [file_list.file_status(file) for file in files]
    title.markdown(html.headline(file_list.title(judged)), unsafe_allow_html=True)
    with above:
        file_list.draw(judged, opened)
        save_all(judged)


def save_all(judged: list[file_list.FileStatus]) -> None:
    """Who saves, and one button for all that are ready."""
    ready = sum(file.state is file_list.State.READY for file in judged)
    with st.container(horizontal=True, vertical_alignment="bottom", key="save_all"):
        name = signature(width=300)
        label = {0: "None is ready yet", 1: "Save the one that is ready"}.get(ready, f"Save all {ready} that are ready")
        pressed = st.button(label, type="primary", icon=":material/check:", disabled=not ready)
        st.button("Cancel all", on_click=pending_files.discard_all)
    if pressed and name:
        save.save_ready(judged, name)
    elif pressed:
        st.error(MISSING)


def decide(draft: PendingFile, known: cached_queries.Known, title: DeltaGenerator, *, is_alone: bool) -> None:
    """The step between choosing a file and saving it."""
    inspection, level = draft.inspection, 1 if is_alone else 2
    below = column_review.recognised(inspection, draft.size, draft.rows, named_above=is_alone)

    def say(words: str) -> DeltaGenerator:
        whole = words if is_alone else f"{draft.source.name}: {words[:1].lower()}{words[1:]}"
        return title.markdown(html.headline(whole, below, level), unsafe_allow_html=True)

    if len(inspection.sheets) > 1:
        choose_sheet(draft)
    letters_open = choose_letters(draft)
    if inspection.refused is None:
        choose_kind(draft)
    if inspection.refused is not None:
        say("This file cannot be read as it is.")
        refused(draft, inspection.refused, is_alone=is_alone)
        return
    if letters_open:
        say(column_review.open_title(1))
        return
    pending_files.restore_answers(draft)
    left, right = st.columns([1.8, 1], gap="large")
    with left:
        is_known = column_controls.is_followed(draft)
        st.markdown(column_review.columns_heading(inspection, is_known=is_known), unsafe_allow_html=True)
        pressing, table, found, optional = (st.container() for _ in range(4))
    with right, st.container(key="save"):
        ahead, naming, buttons = (st.container() for _ in range(3))
    try:
        wishes, still_open = heard(draft, known, (pressing, table, optional, naming))
        if still_open:
            say(column_review.open_title(still_open))
            ahead.markdown(change_preview.not_yet(), unsafe_allow_html=True)
            return
        if draft.is_long and not pending_files.has_preview(draft):
            title = say("Recognised. Now it is tried what saving would change.")
        with ahead:
            trial, units_open = settled(draft, wishes, known, pressing)
    except PlumblineError as trouble:
        say(
            column_review.open_title(len(trouble.questions))
            if isinstance(trouble, MoreToSay)
            else "This file cannot be saved as it is."
        )
        with pressing:
            show(trouble)
            if isinstance(trouble, MoreToSay):
                ask_partial(draft.id, trouble)
            st.button("Choose another file", on_click=pending_files.discard, args=(draft,), key="another")
        return
    finally:
        pending_files.keep_answers(draft)
    receipt = trial.preview.receipt
    say(column_review.ready_title(receipt, units_open))
    with found:
        problems(draft, trial, receipt)
    ahead.markdown(change_preview.what_will_change(trial.preview, published()), unsafe_allow_html=True)
    with buttons:
        last_step(draft, trial, units_open, is_alone=is_alone)


def choose_sheet(draft: PendingFile) -> None:
    """Which of a workbook's sheets is read; the others can be, one by one."""
    key, found = f"{draft.id}_sheet", draft.inspection
    at = found.sheets.index(found.sheet)
    st.selectbox(
        "Sheet of the workbook",
        found.sheets,
        at,
        key=key,
        width=420,
        on_change=pending_files.read_sheet,
        args=(draft, key),
    )


def choose_letters(draft: PendingFile) -> bool:
    """How the letters of an old text are read; whether that must still be said, since they could be several."""
    key, found, said = f"{draft.id}_letters", draft.inspection, draft.source.encoding
    readings = {one.encoding: reading_words(one) for asked in found.open_encoding for one in asked.readings}
    if not (readings or said or found.encoding in LEGACY_NAMES):
        return False

    def read(chosen: str) -> None:
        pending_files.read_letters(draft, st.session_state[chosen] or "")

    if readings:
        words = "The letters of this file can be read in more than one way. Which words are right?"
        st.radio(words, readings, None, lambda name: plain(readings[name]), f"{key}_asked", on_change=read,
                 args=(f"{key}_asked",))  # fmt: skip
    words = f"Letters are read as {said or found.encoding}" if not readings else "None of these: say the encoding"
    st.selectbox(words, LEGACY_NAMES, None, key=key, width=420, placeholder="Choose another if words look wrong",
                 on_change=read, args=(key,))  # fmt: skip
    return bool(readings)


def choose_kind(draft: PendingFile) -> None:
    """What the file holds, where it is something else than what was recognised."""
    key, kinds = f"{draft.id}_kind", list(Kind)
    st.selectbox(
        "What this file holds",
        kinds,
        kinds.index(draft.inspection.kind or Kind.SURVEY),
        key=key,
        format_func=KINDS.__getitem__,
        width=420,
        on_change=pending_files.read_chosen_kind,
        args=(draft, key),
    )


def refused(draft: PendingFile, why: str, *, is_alone: bool) -> None:
    """Why a file cannot be read, and what else could be done with it."""
    st.error(plain(str(FileRefused(why))))
    with st.container(horizontal=True):
        if is_alone:
            st.button("Choose another file", on_click=pending_files.discard, args=(draft,))
        if pending_files.may_be_figures(draft):
            for kind in (one for one in Kind if one is not draft.inspection.kind):  # as which it was just refused
                words = f"Read it as {KINDS[kind].lower()}"
                st.button(words, on_click=pending_files.read_as, args=(draft, kind), type="tertiary", key=f"as_{kind}")
    empty_state.offer()


def heard(
    draft: PendingFile, known: cached_queries.Known, places: tuple[DeltaGenerator, ...]
) -> tuple[UploadChoices, int]:
    """What is said about the file as a whole and its columns, and how many things are still open."""
    pressing, table, optional, naming = places
    inspection, before = draft.inspection, pending_files.choices_of(draft)
    with pressing:
        follows = column_controls.follow(draft)
    if follows and draft.remembered is not None:
        said = ask_followed(draft.remembered.mapping, draft.id, pressing)
        table.markdown(column_review.mapped_table(inspection, draft.remembered.mapping), unsafe_allow_html=True)
        name = ""
    else:
        said = ask(inspection, known, draft.id, pressing, optional)
        table.markdown(column_review.columns_table(inspection, said.decided, said.left_out), unsafe_allow_html=True)
        with naming:
            name = column_controls.name_to_keep(draft) if said.options.maps or said.options.date_order else ""
    wishes = UploadChoices(
        said.options, follows, on_conflict=before.on_conflict, on_overlap=before.on_overlap, name=name
    )
    if (before.options, before.follows) == (wishes.options, wishes.follows):
        wishes = replace(wishes, units=before.units)
    pending_files.set_choices(draft, wishes)
    return wishes, said.open


def settled(
    draft: PendingFile, wishes: UploadChoices, known: cached_queries.Known, pressing: DeltaGenerator
) -> tuple[UploadPreview, int]:
    """The trial as the person wants it, and about how many units nothing has been said yet."""
    with pressing:
        rule_for_both = overlap_choice.ask_counted_twice(draft.id)
    wishes = replace(wishes, on_overlap=rule_for_both or wishes.on_overlap)
    try:
        trial = pending_files.preview_of(draft, wishes)
    except CountedTwice as twice:
        if not overlap_choice.is_asked_twice(draft.id):
            with pressing:
                overlap_choice.ask_counted_twice(draft.id, twice)
        raise
    receipt = trial.preview.receipt
    names = [] if draft.is_first else pending_files.names_asked(draft, [*wishes.units, *receipt.unknown_units])
    with pressing:
        answered = ask_units(names, [unit.path for unit in known.units], draft.id)
        overlap = rule_for_both or overlap_choice.ask_overlap(receipt, wishes.on_overlap, draft.id)
        rule = column_controls.ask_rule(receipt, wishes.on_conflict, draft.id)
    wishes = replace(wishes, units=answered.units, on_conflict=rule, on_overlap=overlap)
    pending_files.set_choices(draft, wishes)
    return pending_files.preview_of(draft, wishes), answered.open


def last_step(draft: PendingFile, trial: UploadPreview, units_open: int, *, is_alone: bool) -> None:
    """Who saves it, Save with its number, Cancel, and the promise of undo."""
    receipt = trial.preview.receipt
    moved = save.what_moved(draft, trial)
    name = signature(width=300) if is_alone else kept_name()
    with st.container(horizontal=True):
        pressed = st.button(
            change_preview.save_label(receipt),
            type="primary" if is_alone else "secondary",
            icon=":material/check:",
            disabled=bool(units_open) or not receipt.saved,
        )
        if is_alone:
            st.button("Cancel", on_click=pending_files.discard, args=(draft,))
    if pressed and not name:
        st.error(MISSING)
    elif pressed and not moved and not save.is_unit_settled(draft, trial):
        st.warning(save.NO_UNIT)
    elif pressed and not moved:
        save.save_one(draft, trial, name)
    if moved:
        st.warning(plain("Somebody else changed the store while you looked. Look again, then save. " + " ".join(moved)))
    if receipt.saved:
        st.markdown(change_preview.promise(column_review.units_open_words(units_open)), unsafe_allow_html=True)


def published() -> set[Month]:
    """The months of which the board has a pack."""
    with cached_queries.store().reading() as session:
        return {edition.month for edition in every_edition(session)}


def problems(draft: PendingFile, trial: UploadPreview, receipt: Receipt) -> None:
    """Notes about the file, and the rows that cannot be read, on screen and as a file to mend and bring again."""
    # How many rows are saved already stands in the question what should become of them.
    asked = overlap_note(receipt.overlap) if receipt.overlap else ""
    st.markdown(column_review.notes([note for note in receipt.notes if note != asked]), unsafe_allow_html=True)
    if not receipt.problems:
        return
    personal = {column.index for column in draft.inspection.columns if column.role is Column.PERSONAL}
    personal |= {column.index for column in trial.mapping.with_role(Column.RESPONDENT)}
    st.markdown(rejected_rows.problems_section(receipt, has_personal=bool(personal)), unsafe_allow_html=True)
    st.download_button(
        rejected_rows.download_label(receipt.refused),
        lambda: rows_left_out(draft.source, trial.mapping, receipt.problems, personal),
        file_name=f"{Path(draft.source.name).stem} - rows left out.csv",
        mime="text/csv",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )


with show_errors():
    known = cached_queries.known()
    save.report_interruption()
    save.show_what_was_saved()
    title, walk, more = (st.container() for _ in range(3))
    files = pending_files.on_the_page()
    if not files:
        first_words(title)
    with more if files else walk:
        bring(known, more=bool(files))
    with walk:
        if not files:
            empty_state.offer()
        elif len(files) == 1:
            decide(files[0], known, title, is_alone=True)
        else:
            walk_several(files, known, title)
    more.markdown(upload_history.newest(cached_queries.uploads()), unsafe_allow_html=True)
    working_tables()
