"""The server: Streamlit around pages/frame/navigation.py, with health, security headers and a warm start.

`streamlit run app.py` starts it. The store is made or upgraded first; trouble there ends the start with a sentence.
"""

import os
import sys
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit import config, file_util

from db.store.engine import Store, open_store
from db.store.places import store_folder
from metrics.errors import PlumblineError
from pages.frame.address import LoopbackOnly, refuse_other_than_loopback
from pages.frame.bugs import show_number
from pages.frame.callers import KnownCallers, hostnames, named_hosts
from pages.frame.cookie_secret import cookie_secret
from pages.frame.deep_paths import DeepPaths
from pages.frame.headers import SecurityHeaders, security_headers
from pages.frame.health import health_route
from pages.frame.incoming import forget_old, incoming_route
from pages.frame.warm_up import lifespan


def prepare() -> tuple[Store, tuple[str, ...]]:
    """Check and create what the server needs: its store, and its further hosts. Raises PlumblineError."""
    refuse_other_than_loopback(config.get_option("server.address"))
    further = named_hosts(os.environ)
    config.set_option("server.allowedHosts", [*config.get_option("server.allowedHosts"), *hostnames(further)])
    opened = open_store()
    if not config.is_manually_set("server.cookieSecret"):
        config.set_option("server.cookieSecret", cookie_secret(store_folder() / "cookie-secret"))
    forget_old()
    return opened, further


try:
    store, further_hosts = prepare()
except PlumblineError as trouble:
    sys.stderr.write(f"{trouble}\n")
    sys.exit(2)

app = st.App(
    "pages/frame/navigation.py",
    lifespan=lifespan,
    routes=[health_route(store), incoming_route()],
    middleware=[
        Middleware(SecurityHeaders, headers=security_headers(Path(file_util.get_static_dir()) / "index.html")),
        Middleware(LoopbackOnly),
        Middleware(KnownCallers, further=further_hosts),
        Middleware(DeepPaths, base=config.get_option("server.baseUrlPath")),
    ],
    on_script_error=show_number,
)
