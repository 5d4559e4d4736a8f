"""What happens once, before the first reader comes: heavy libraries are loaded and put out of the collector's sight."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from streamlit import config

import pages

HEAVY = ("pandas", "plotly.graph_objects", "pyarrow")


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Warm up, say where the dashboard is, and let the server run.

    Streamlit collects garbage over everything loaded after each run of a page; frozen, what was loaded before the
    first run costs nothing there.
    """
    for name in (*HEAVY, *_shared_modules()):
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    _say_where()
    yield


def _shared_modules() -> list[str]:
    """Every module that pages share. The pages themselves are scripts, to be run rather than imported."""
    folders = [module.name for module in pkgutil.iter_modules(pages.__path__, "pages.") if module.ispkg]
    return [
        module.name
        for folder in folders
        if folder != "pages.frame"
        for module in pkgutil.walk_packages(importlib.import_module(folder).__path__, f"{folder}.")
    ]


def _say_where() -> None:
    address, port = config.get_option("server.address"), config.get_option("server.port")
    sys.stdout.write(f"Plumbline is at http://{address}:{port} (Ctrl+C stops it).\n")
    sys.stdout.flush()
