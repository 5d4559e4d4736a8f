"""From a raw export to saved: choose a file, see what was recognised, decide what is doubtful, see what will change."""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from db.changes import Preview, Receipt, preview_upload, save_upload
from db.formats import Inspection, Options, Source, inspect, mapping_for, problems_csv, read
from db.formats.rows import Reading
from metrics.errors import MoreToSay, PlumblineError
from pages.frame.roles import Role, needs
from pages.parts import data, history, intake, outcome, templates
from pages.parts.asking import ask
from pages.parts.problems import plain, show, told_once
from pages.parts.signature import MISSING, signature

needs(Role.LEADER, Role.STAFF, Role.ADMINISTRATOR)

MEGABYTES = 50
MOST_BYTES = MEGABYTES * 1_000_000


@dataclass(frozen=True, slots=True)
class Draft:
    """A file on the page, not yet saved: what Streamlit calls it, its bytes, and what was recognised."""

    id: str
    source: Source
    size: int
    inspection: Inspection


@dataclass(frozen=True, slots=True)
class Trial:
    """What saving a draft would do, tried once for what was said and for the store as it stood."""

    draft: str
    said: Options
    new_units: str
    revision: int
    reading: Reading
    preview: Preview


def chosen_file() -> Draft | None:
    """The file in the uploader, recognised once; None where there is none or it is too large."""
    number = st.session_state.get("files_done", 0)
    file = st.file_uploader(
        "Choose a file: survey answers, shopper visits, operations figures or benchmarks, as CSV or Excel",
        key=f"file_{number}",
        max_upload_size=MEGABYTES,
    )
    if file is None:
        return None
    if file.size > MOST_BYTES:
        st.error(
            f"This file is larger than {MEGABYTES} MB, which is the most this page takes. Nothing was saved. "
            "Split it, or load it with manage.py import, which takes a file of any size."
        )
        return None
    draft: Draft | None = st.session_state.get("draft")
    if draft is None or draft.id != file.file_id:
        source = Source.of_bytes(file.name, file.getvalue())
        with st.spinner("Reading the file…"):
            draft = Draft(file.file_id, source, file.size, inspect(source))
        st.session_state["draft"] = draft
    return draft


def tried(draft: Draft, options: Options, new_units: str) -> Trial:
    """The trial of what was said, kept until something changes. Raises PlumblineError where the file cannot be read."""
    kept: Trial | None = st.session_state.get("trial")
    now = data.revision()
    if kept is not None and (kept.draft, kept.said, kept.new_units, kept.revision) == (
        draft.id,
        options,
        new_units,
        now,
    ):
        return kept
    with st.spinner("Trying what saving would change…"):
        reading = read(draft.source, mapping_for(draft.inspection, options))
        preview = preview_upload(data.store(), reading, new_units=new_units)
    trial = Trial(draft.id, options, new_units, now, reading, preview)
    st.session_state["trial"] = trial
    return trial


def start_again() -> None:
    """Forget the file on the page."""
    for name in ("draft", "trial"):
        st.session_state.pop(name, None)
    st.session_state["files_done"] = st.session_state.get("files_done", 0) + 1


def first_step(title: DeltaGenerator) -> None:
    """Before a file is chosen: what may come, templates for those without an export, and what came before."""
    below = (
        '<p class="lead">It shows what it will do before it does it, names every row it cannot read, and can take '
        "it all back.</p>"
    )
    headline = intake.headline("A raw export is enough: Plumbline finds the scores.", below)
    title.markdown(headline, unsafe_allow_html=True)
    templates.offer()
    st.markdown(history.newest(data.uploads()), unsafe_allow_html=True)


def new_units_rule(units: tuple[str, ...], known: data.Known, key: str) -> str | None:
    """What becomes of units the store does not know: asked, except for the very first ones."""
    if not units or not known.units:
        return "create"
    st.markdown(intake.new_units(units), unsafe_allow_html=True)
    words = {"create": "Add them", "refuse": "Leave their rows out"}
    chosen: str | None = st.radio(
        "New units", list(words), index=None, key=f"{key}_new", format_func=words.__getitem__, horizontal=True,
        label_visibility="collapsed",
    )  # fmt: skip
    return chosen


def save(trial: Trial, name: str) -> None:
    """Save, keep the receipt for the next run, and forget the file."""
    with st.spinner("Saving…"):
        receipt = save_upload(data.store(), trial.reading, by=name, new_units=trial.new_units)
    st.session_state["receipt"] = receipt
    start_again()
    st.rerun()


def last_step(trial: Trial, *, ready: bool) -> None:
    """What will change, who saves it, Save with its number, Cancel, and the promise of undo."""
    receipt = trial.preview.receipt
    with st.container(key="save"):
        st.markdown(outcome.what_will_change(trial.preview), unsafe_allow_html=True)
        name = signature(width=300)
        with st.container(horizontal=True):
            can_save = ready and bool(receipt.saved)
            pressed = st.button(
                outcome.save_label(receipt), type="primary", icon=":material/check:", disabled=not can_save
            )
            st.button("Cancel", on_click=start_again)
        if pressed and name:
            save(trial, name)
        elif pressed:
            st.error(MISSING)
        st.markdown(outcome.promise(ready=ready), unsafe_allow_html=True)


def decide(draft: Draft, known: data.Known, title: DeltaGenerator) -> None:
    """The step between choosing and saving."""
    inspection = draft.inspection
    below = intake.recognised(inspection, draft.size)
    if inspection.refused is not None:
        title.markdown(intake.headline("This file cannot be read as it is.", below), unsafe_allow_html=True)
        st.error(plain(inspection.refused))
        st.button("Choose another file", on_click=start_again)
        return
    left, right = st.columns([1.8, 1], gap="large")
    with left:
        st.markdown(intake.columns_heading(inspection), unsafe_allow_html=True)
        pressing, table, found, optional = (st.container() for _ in range(4))
    said = ask(inspection, known, draft.id, pressing, optional)
    table.markdown(intake.columns_table(inspection, said.decided), unsafe_allow_html=True)
    if said.open:
        title.markdown(intake.headline(intake.open_title(said.open), below), unsafe_allow_html=True)
        right.markdown(outcome.not_yet(), unsafe_allow_html=True)
        return
    try:
        trial, ready = settled(draft, said.options, known, pressing)
    except PlumblineError as trouble:
        words = "This file cannot be saved as it is."
        if isinstance(trouble, MoreToSay):
            words = intake.open_title(len(trouble.questions))
        title.markdown(intake.headline(words, below), unsafe_allow_html=True)
        with pressing:
            show(trouble)
        return
    receipt = trial.preview.receipt
    title.markdown(intake.headline(intake.ready_title(receipt), below), unsafe_allow_html=True)
    with found:
        problems(receipt)
    with right:
        last_step(trial, ready=ready)


def settled(draft: Draft, options: Options, known: data.Known, pressing: DeltaGenerator) -> tuple[Trial, bool]:
    """The trial as the person wants it, and whether nothing is left to ask about new units."""
    trial = tried(draft, options, "create")
    with pressing:
        rule = new_units_rule(trial.preview.receipt.new_units, known, draft.id)
    return (tried(draft, options, rule) if rule == "refuse" else trial), rule is not None


def problems(receipt: Receipt) -> None:
    """Notes about the file, and the rows that cannot be read, on screen and as a file."""
    st.markdown(intake.notes(receipt.notes), unsafe_allow_html=True)
    if receipt.problems:
        st.markdown(outcome.problems_section(receipt.problems, receipt.refused), unsafe_allow_html=True)
        st.download_button(
            f"Download these {len(receipt.problems)} rows with their reasons",
            problems_csv(receipt.problems),
            file_name="rows_that_cannot_be_read.csv",
            mime="text/csv",
            icon=":material/download:",
            type="tertiary",
        )


with told_once():
    known = data.known()
    if "receipt" in st.session_state:
        st.markdown(outcome.saved(st.session_state.pop("receipt")), unsafe_allow_html=True)
    title = st.empty()
    draft = chosen_file()
    if draft is None:
        first_step(title)
    else:
        decide(draft, known, title)
