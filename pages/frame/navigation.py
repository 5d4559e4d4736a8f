"""The script that Streamlit runs for every reader: the pages, their order, who may see them, and their look."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from metrics.errors import PlumblineError
from pages.frame.roles import UserRole, may_see
from pages.frame.stylesheet import stylesheet
from pages.language import locale
from pages.parts import cached_queries

PAGES = Path(__file__).resolve().parent.parent
BRAND = Path(__file__).resolve().parent / "brand"


@dataclass(frozen=True, slots=True)
class ListedPage:
    """A page of the navigation: its file in `pages/`, its name at the top, who may see it, and the menu it is in.

    Pages of the menu "" stand at the top by themselves.
    """

    file: str
    title: str
    roles: tuple[UserRole, ...]
    menu: str = ""


LISTED = (
    ListedPage("landing", "Overview", (UserRole.LEADER, UserRole.BOARD, UserRole.ADMINISTRATOR)),
    ListedPage("metric", "Metrics", (UserRole.LEADER, UserRole.BOARD, UserRole.ADMINISTRATOR)),
    ListedPage("units", "Units", (UserRole.LEADER, UserRole.BOARD, UserRole.ADMINISTRATOR)),
    ListedPage("team", "Team", (UserRole.LEADER, UserRole.TEAM_LEADER, UserRole.STAFF, UserRole.ADMINISTRATOR)),
    ListedPage("comments", "Comments", (UserRole.LEADER, UserRole.TEAM_LEADER, UserRole.ADMINISTRATOR)),
    ListedPage("board", "Board", (UserRole.LEADER, UserRole.BOARD, UserRole.ADMINISTRATOR)),
    ListedPage("standards", "Standards", (UserRole.LEADER, UserRole.ADMINISTRATOR), "Manage"),
    ListedPage("actions", "Actions", (UserRole.LEADER, UserRole.ADMINISTRATOR), "Manage"),
    ListedPage("initiatives", "Initiatives", (UserRole.LEADER, UserRole.ADMINISTRATOR), "Manage"),
    ListedPage("sending", "Sending", (UserRole.LEADER, UserRole.ADMINISTRATOR), "Manage"),
    ListedPage("upload", "Upload", (UserRole.LEADER, UserRole.STAFF, UserRole.ADMINISTRATOR)),
    ListedPage("uploads", "History", (UserRole.LEADER, UserRole.STAFF, UserRole.ADMINISTRATOR)),
    ListedPage("organisation", "Organisation", (UserRole.LEADER, UserRole.ADMINISTRATOR), "Settings"),
    ListedPage("definitions", "Definitions", tuple(UserRole), "Settings"),
)


def main() -> None:
    """Draw the frame and run the page that was asked for."""
    st.set_page_config(page_title="Plumbline", page_icon=str(BRAND / "mark.svg"), layout="wide")
    st.logo(str(BRAND / "logo.png"), size="medium")  # a drawing would be sent again with every run; this is a link
    st.html(stylesheet())
    write_as_the_store_says()
    seen = [page for page in LISTED if may_see(*page.roles)]
    menus: dict[str, list[st.Page]] = defaultdict(list)
    for page in seen:
        file = PAGES / f"{page.file}.py"
        menus[page.menu].append(st.Page(file, title=page.title, url_path=page.file, default=page is seen[0]))
    st.navigation(menus, position="top").run()


def write_as_the_store_says() -> None:
    """Write numbers, dates and money in this run as the settings say; pages say what is wrong with the store."""
    with suppress(PlumblineError):
        settings = cached_queries.settings()
        locale.use(settings.locale, settings.currency)


if __name__ == "__main__":
    main()
