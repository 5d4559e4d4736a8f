"""The few things that need a script in the browser: copy link, print, go to a place, tables, big files; in one file.

The content policy refuses inline scripts, so Streamlit gets the path of the packaged one; only here.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest
from streamlit.components.v2.types import ComponentRenderer

FRAME = Path(__file__).resolve().parent.parent / "frame"
PACKAGE, PART = "plumbline", "script"
NAME = f"{PACKAGE}.{PART}"
TABLES = ".csv,.tsv,.txt,.xlsx,.xls,.ods"


class Received(NamedTuple):
    """A big file that has arrived: the word by which the server knows it, and what it is called."""

    token: str
    name: str


def copy_link_button(address: str = "", *, key: str = "copy_link") -> None:
    """A button that copies `address` (such as “/metric?metric=nps”), else the page's own address, to the clipboard."""
    _drawn(
        key,
        {
            "part": "copy_link",
            "address": address,
            "label": "Copy link",
            "done": "Copied",
            "failed": "Could not copy; take it from the address bar",
        },
    )


def print_button(*, key: str = "print") -> None:
    """A button that opens the browser's print window."""
    _drawn(key, {"part": "print", "label": "Print"})


def go_to_place(*, key: str = "place") -> None:
    """Go to the place that the page's address names (as in “/definitions#metric-nps”), also where drawing took long."""
    _drawn(key, {"part": "place"})


def working_tables(*, key: str = "tables") -> str:
    """Let the tables of the page sort by their headings and be searched; what a button in one was pressed for, or "".

    What it gives comes from the browser: look it up, never trust it.
    """
    _tell_where()
    result = _renderer()(key=key, data={"part": "tables"}, on_pressed_change=lambda: None)
    return str(result.get("pressed") or "")


def big_file_picker(address: str, label: str, *, key: str) -> Received | None:
    """A control that sends a file of any size to `address` and shows how far it is; the file once it has arrived.

    What it gives comes from the browser: the token must be looked up, never be taken for a path.
    """
    words = {
        "part": "big_file",
        "address": address,
        "accept": TABLES,
        "label": label,
        "stop": "Stop",
        "stopped": "Stopped. Nothing was kept of it.",
        "received": "The file has arrived.",
        "left": ", about {seconds} s left",
        "failed": "The connection broke, so the file did not arrive. Nothing was kept of it; choose it again.",
    }
    _tell_where()
    sent = _renderer()(key=key, data=words, on_received_change=lambda: None).get("received")
    if not isinstance(sent, dict):
        return None
    return Received(str(sent.get("token", "")), str(sent.get("name", "")))


def _drawn(key: str, data: dict[str, str]) -> None:
    _tell_where()
    _renderer()(key=key, data=data, width="content")


def _tell_where() -> None:
    """Tell Streamlit the folder of the script, which it knows of itself only for what was installed by pip."""
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(NAME) is None:
        manifest = ComponentManifest(PACKAGE, "1", [ComponentConfig(PART, "component")])
        manager.register_from_manifest(manifest, FRAME)


@cache
def _renderer() -> ComponentRenderer:
    return st.components.v2.component(NAME, js="script.js", css="script.css")
