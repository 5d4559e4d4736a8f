"""From raw exports to saved: bring files, see what was recognised, decide what is doubtful, see what will change."""

from dataclasses import replace
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from db.changes import Receipt
from db.editions import every_edition
from db.formats import Role as Column
from db.formats.left_out import rows_left_out
from metrics.errors import MoreToSay, PlumblineError
from metrics.periods import Month
from metrics.vocabulary import Kind
from pages.frame.incoming import ADDRESS
from pages.frame.roles import Role, needs
from pages.language.labels import KINDS
from pages.parts import (
    changes_ahead,
    conflicts,
    data,
    drafts,
    history,
    intake,
    kept_mapping,
    outcome,
    saving,
    several,
    templates,
)
from pages.parts.asking import ask, ask_followed
from pages.parts.drafts import MEGABYTES, Draft, Trial, Wishes
from pages.parts.problems import plain, show, told_once
from pages.parts.script import big_file_picker
from pages.parts.signature import MISSING, kept_name, signature
from pages.parts.unknown_units import ask_units

needs(Role.LEADER, Role.STAFF, Role.ADMINISTRATOR)


def bring(known: data.Known, *, more: bool) -> None:
    """The ways in: Streamlit's uploader for ordinary files, a stream for big ones while there is no other file."""
    kinds = "survey answers, shopper visits, operations figures or benchmarks, as CSV or Excel"
    files = st.file_uploader(
        "Add more files" if more else f"Choose files: {kinds}",
        key=f"files_{st.session_state.get('rounds', 0)}",
        accept_multiple_files=True,
        max_upload_size=MEGABYTES,
    )
    if drafts.take_in(files, known):
        st.rerun()
    larger = f"Choose a file larger than {MEGABYTES} MB"
    for name in drafts.too_large():
        told = f"{name} is larger than {MEGABYTES} MB. Nothing was saved. Bring it by “{larger}”: that takes any size."
        st.error(plain(told))
    if not more and (received := big_file_picker(ADDRESS, larger, key="big_file")):
        drafts.take_in_big(received, known)
        st.rerun()


def first_words(title: DeltaGenerator) -> None:
    """What is said before a file is chosen."""
    below = (
        '<p class="lead">It shows what it will do before it does it, names every row it cannot read, and can take '
        "it all back.</p>"
    )
    headline = intake.headline("A raw export is enough: Plumbline finds the scores.", below)
    title.markdown(headline, unsafe_allow_html=True)


def walk_several(files: list[Draft], known: data.Known, title: DeltaGenerator) -> None:
    """Several files: each with its state, the open one below with its questions."""
    above, one = st.container(), st.container()
    opened = several.opened([several.judged(file) for file in files])
    with one:
        decide(opened, known, st.container(), is_alone=False)
    # What was just said of the open file counts in its line, which stands above.
    judged = [several.judged(file) for file in files]
    title.markdown(intake.headline(several.title(judged)), unsafe_allow_html=True)
    with above:
        several.draw(judged, opened)
        save_all(judged)


def save_all(judged: list[several.Judged]) -> None:
    """Who saves, and one button for all that are ready."""
    ready = sum(file.state is several.State.READY for file in judged)
    with st.container(horizontal=True, vertical_alignment="bottom", key="save_all"):
        name = signature(width=300)
        label = {0: "None is ready yet", 1: "Save the one that is ready"}.get(ready, f"Save all {ready} that are ready")
        pressed = st.button(label, type="primary", icon=":material/check:", disabled=not ready)
        st.button("Cancel all", on_click=drafts.let_go_of_all)
    if pressed and name:
        saving.save_ready(judged, name)
    elif pressed:
        st.error(MISSING)


def decide(draft: Draft, known: data.Known, title: DeltaGenerator, *, is_alone: bool) -> None:
    """The step between choosing a file and saving it."""
    inspection, level = draft.inspection, 1 if is_alone else 2
    below = intake.recognised(inspection, draft.size, draft.rows, named_above=is_alone)

    def say(words: str) -> DeltaGenerator:
        whole = words if is_alone else f"{draft.source.name}: {words[:1].lower()}{words[1:]}"
        return title.markdown(intake.headline(whole, below, level), unsafe_allow_html=True)

    if len(inspection.sheets) > 1:
        choose_sheet(draft)
    if inspection.refused is not None:
        say("This file cannot be read as it is.")
        refused(draft, inspection.refused, is_alone=is_alone)
        return
    drafts.restore_answers(draft)
    left, right = st.columns([1.8, 1], gap="large")
    with left:
        is_known = kept_mapping.is_followed(draft)
        st.markdown(intake.columns_heading(inspection, is_known=is_known), unsafe_allow_html=True)
        pressing, table, found, optional = (st.container() for _ in range(4))
    with right, st.container(key="save"):
        ahead, naming, buttons = (st.container() for _ in range(3))
    try:
        wishes, still_open = heard(draft, known, (pressing, table, optional, naming))
        if still_open:
            say(intake.open_title(still_open))
            ahead.markdown(changes_ahead.not_yet(), unsafe_allow_html=True)
            return
        if draft.is_long and not drafts.was_tried(draft):
            title = say("Recognised. Now it is tried what saving would change.")
        with ahead:
            trial, units_open = settled(draft, wishes, known, pressing)
    except PlumblineError as trouble:
        say(
            intake.open_title(len(trouble.questions))
            if isinstance(trouble, MoreToSay)
            else "This file cannot be saved as it is."
        )
        with pressing:
            show(trouble)
            st.button("Choose another file", on_click=drafts.let_go, args=(draft,), key="another")
        return
    finally:
        drafts.keep_answers(draft)
    receipt = trial.preview.receipt
    say(intake.ready_title(receipt, units_open))
    with found:
        problems(draft, trial, receipt)
    ahead.markdown(changes_ahead.what_will_change(trial.preview, published()), unsafe_allow_html=True)
    with buttons:
        last_step(draft, trial, units_open, is_alone=is_alone)


def choose_sheet(draft: Draft) -> None:
    """Which of a workbook's sheets is read; the others can be, one by one."""
    key, found = f"{draft.id}_sheet", draft.inspection
    at = found.sheets.index(found.sheet)
    st.selectbox(
        "Sheet of the workbook", found.sheets, at, key=key, width=420, on_change=drafts.read_sheet, args=(draft, key)
    )


def refused(draft: Draft, why: str, *, is_alone: bool) -> None:
    """Why a file cannot be read, and what else could be done with it."""
    st.error(plain(why))
    with st.container(horizontal=True):
        if is_alone:
            st.button("Choose another file", on_click=drafts.let_go, args=(draft,))
        if drafts.may_be_figures(draft):
            for kind in (Kind.OPERATIONS, Kind.BENCHMARKS):
                words = f"Read it as {KINDS[kind].lower()}"
                st.button(words, on_click=drafts.read_as, args=(draft, kind), type="tertiary", key=f"as_{kind}")


def heard(draft: Draft, known: data.Known, places: tuple[DeltaGenerator, ...]) -> tuple[Wishes, int]:
    """What is said about the file as a whole and its columns, and how many things are still open."""
    pressing, table, optional, naming = places
    inspection, before = draft.inspection, drafts.wishes_of(draft)
    with pressing:
        follows = kept_mapping.follow(draft)
    if follows and draft.remembered is not None:
        said = ask_followed(draft.remembered.mapping, draft.id, pressing)
        table.markdown(intake.mapped_table(inspection, draft.remembered.mapping), unsafe_allow_html=True)
        name = ""
    else:
        said = ask(inspection, known, draft.id, pressing, optional)
        table.markdown(intake.columns_table(inspection, said.decided), unsafe_allow_html=True)
        with naming:
            name = kept_mapping.name_to_keep(draft) if said.options.maps or said.options.date_order else ""
    wishes = Wishes(said.options, follows, on_conflict=before.on_conflict, name=name)
    if (before.options, before.follows) == (wishes.options, wishes.follows):
        wishes = replace(wishes, units=before.units)
    drafts.say(draft, wishes)
    return wishes, said.open


def settled(draft: Draft, wishes: Wishes, known: data.Known, pressing: DeltaGenerator) -> tuple[Trial, int]:
    """The trial as the person wants it, and about how many units nothing has been said yet."""
    trial = drafts.tried(draft, wishes)
    receipt = trial.preview.receipt
    names = [] if draft.is_first else drafts.names_asked(draft, [*wishes.units, *receipt.unknown_units])
    with pressing:
        answered = ask_units(names, [unit.path for unit in known.units], draft.id)
        rule = conflicts.ask_rule(receipt, wishes.on_conflict, draft.id)
    wishes = replace(wishes, units=answered.units, on_conflict=rule)
    drafts.say(draft, wishes)
    return drafts.tried(draft, wishes), answered.open


def last_step(draft: Draft, trial: Trial, units_open: int, *, is_alone: bool) -> None:
    """Who saves it, Save with its number, Cancel, and the promise of undo."""
    receipt = trial.preview.receipt
    moved = saving.what_moved(draft, trial)
    name = signature(width=300) if is_alone else kept_name()
    with st.container(horizontal=True):
        pressed = st.button(
            changes_ahead.save_label(receipt),
            type="primary" if is_alone else "secondary",
            icon=":material/check:",
            disabled=bool(units_open) or not receipt.saved,
        )
        if is_alone:
            st.button("Cancel", on_click=drafts.let_go, args=(draft,))
    if pressed and not name:
        st.error(MISSING)
    elif pressed and not moved:
        saving.save_one(draft, trial, name)
    if moved:
        st.warning(plain("Somebody else changed the store while you looked. Look again, then save. " + " ".join(moved)))
    if receipt.saved:
        st.markdown(changes_ahead.promise(intake.units_open_words(units_open)), unsafe_allow_html=True)


def published() -> set[Month]:
    """The months of which the board has a pack."""
    with data.store().reading() as session:
        return {edition.month for edition in every_edition(session)}


def problems(draft: Draft, trial: Trial, receipt: Receipt) -> None:
    """Notes about the file, and the rows that cannot be read, on screen and as a file to mend and bring again."""
    st.markdown(intake.notes(receipt.notes), unsafe_allow_html=True)
    if not receipt.problems:
        return
    personal = {column.index for column in draft.inspection.columns if column.role is Column.PERSONAL}
    st.markdown(outcome.problems_section(receipt, has_personal=bool(personal)), unsafe_allow_html=True)
    st.download_button(
        outcome.download_label(receipt.refused),
        lambda: rows_left_out(draft.source, trial.mapping, receipt.problems, personal),
        file_name=f"{Path(draft.source.name).stem} - rows left out.csv",
        mime="text/csv",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )


with told_once():
    known = data.known()
    saving.end_what_was_interrupted()
    saving.tell_what_was_saved()
    title, walk, more = (st.container() for _ in range(3))
    files = drafts.on_the_page()
    if not files:
        first_words(title)
    with more if files else walk:
        bring(known, more=bool(files))
    with walk:
        if not files:
            templates.offer()
        elif len(files) == 1:
            decide(files[0], known, title, is_alone=True)
        else:
            walk_several(files, known, title)
    more.markdown(history.newest(data.uploads()), unsafe_allow_html=True)
