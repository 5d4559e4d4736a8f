"""The board page's bar, its sheet as a draft or as an edition of any time, and what changed since one was published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from db.queries.audit_log import changes_since
from db.queries.editions import Edition, content_of, edition, editions, send_attempts
from metrics.errors import NotFound
from metrics.periods import Month
from pages.language import numbers
from pages.packs.pack import Pack
from pages.parts import cached_queries, html
from pages.parts.board.edition_status import address, against_published, newer, sealed
from pages.parts.board.sheet import appendix, sheet
from pages.parts.browser_script import copy_link_button
from pages.parts.filters import asked, pick, remember, whole_months
from pages.publishing.build_pack import moment, this_moment
from pages.publishing.publish import MEDIA, WRITERS, named, published_pack
from pages.publishing.restatements import causes

ICONS = {"pdf": ":material/picture_as_pdf:", "pptx": ":material/slideshow:", "xlsx": ":material/table:"}
KINDS = {"pdf": "PDF", "pptx": "PowerPoint", "xlsx": "Excel", "zip": "ZIP"}


@dataclass(frozen=True, slots=True)
class BoardView:
    """The month and unit of the page, its editions, newest first, and the one that is shown; None: the draft."""

    month: Month
    unit: str
    editions: tuple[Edition, ...]
    edition: Edition | None


def chosen() -> BoardView | None:
    """The bar's month and edition; an edition's own link shows it even if the data has changed. None: nothing to show.

    Raises NotFound for the link of an edition that is not there.
    """
    known, wanted = cached_queries.known(), asked("board").get("month", "")
    linked = _linked()
    if linked is None and known.is_empty:
        return None
    months = [] if known.is_empty else whole_months(known)
    with st.container(horizontal=True, key="filters"):
        month = _month(months, st.query_params.get("month", "") if linked else wanted, linked)
        if linked is not None and linked.month != month:
            linked = None
        unit = linked.unit if linked else ""
        with cached_queries.store().reading() as session:
            found = tuple(editions(session, month, unit))
        shown = _edition(found, linked)
        looked_at = BoardView(month, unit, found, shown)
        st.space("stretch")
        downloads(looked_at)
    usual = {"month": str(months[0]) if months else ""}
    remember({"edition": f"{shown.id}-{shown.seal}"} if shown else {"month": str(month)}, usual)
    return looked_at


def _linked() -> Edition | None:
    """The edition of the address; a month chosen beside it leads away from it."""
    asked_for = st.query_params.get("edition", "")
    if not asked_for:
        return None
    named, _, seal = asked_for.partition("-")
    if not named.isdecimal() or len(named) > 9:
        raise NotFound("This link names no edition. The board page lists the editions there are.", not_done=None)
    with cached_queries.store().reading() as session:
        found = edition(session, int(named))
    if seal and seal != found.seal:
        raise NotFound(
            f"The edition with the seal {seal} is not in this store, which was restored from a backup since; another "
            "edition has its number. The board page lists the editions there are.",
            not_done=None,
        )
    return found


def _month(months: list[Month], wanted: str, linked: Edition | None) -> Month:
    usual = months[0] if linked is None else linked.month
    offered = months if usual in months else [usual, *months]
    now = next((month for month in offered if str(month) == wanted), usual)
    return pick("Period", "month", offered, now, numbers.month_name, width=190)


def _edition(found: tuple[Edition, ...], linked: Edition | None) -> Edition | None:
    """The edition that is chosen in the bar; None for the draft."""
    if not found:
        return None
    by_id = {str(own.id): own for own in found}
    now = str(linked.id) if linked else ""
    name = pick("Edition", "edition", ["", *by_id], now, lambda id_: _named(by_id.get(id_)), width=330)
    return by_id.get(name)


def _named(own: Edition | None) -> str:
    if own is None:
        return "Draft, as of now"
    return f"Edition {own.number}, published {numbers.day_of(own.at)}"


def downloads(looked_at: BoardView) -> None:
    """A button for each file: those of the edition as they were published, or of the draft, made when asked for.

    An edition also has one that copies its link.
    """
    if looked_at.edition is None:
        pack = drafted(looked_at)
        for kind, write in WRITERS.items():
            _button(kind, named(pack, kind, looked_at.unit), partial(write, pack))
        return
    id_ = looked_at.edition.id
    copy_link_button(address(looked_at.edition), key="copy_edition")
    for own in published_pack(cached_queries.store(), id_).files:
        _button(own.kind, own.name, partial(_bytes, id_, own.name))


def _button(kind: str, name: str, content: Callable[[], bytes]) -> None:
    st.download_button(
        KINDS[kind], content, name, MEDIA[kind], key=f"download_{kind}", icon=ICONS.get(kind), on_click="ignore"
    )


def _bytes(id_: int, name: str) -> bytes:
    with cached_queries.store().reading() as session:
        return content_of(session, id_, name)


def drafted(looked_at: BoardView) -> Pack:
    """The draft of the month; everything entered until this moment counts."""
    at = this_moment()
    return replace(cached_queries.draft(looked_at.month, looked_at.unit), cut_off=at, cut_off_words=moment(at))


def show_draft(looked_at: BoardView) -> None:
    """The draft; where the month was published, whether it still says the same."""
    pack = drafted(looked_at)
    if looked_at.editions:
        with cached_queries.store().reading() as session:
            happened = changes_since(session, looked_at.editions[0])
        said = against_published(pack, looked_at.editions, causes(happened, looked_at.month))
        st.markdown(said, unsafe_allow_html=True)
    _show(replace(pack, restated=()), looked_at.unit)  # said above, with the reason


def _show(pack: Pack, unit: str) -> None:
    st.markdown(html.joined(sheet(pack, unit), appendix(pack, unit)), unsafe_allow_html=True)


def show_edition(looked_at: BoardView) -> None:
    """An edition as it was published, even if the store has changed since."""
    shown = looked_at.edition
    assert shown is not None
    found = published_pack(cached_queries.store(), shown.id)
    with cached_queries.store().reading() as session:
        sent = send_attempts(session, shown.id)
    st.markdown(newer(shown, looked_at.editions), unsafe_allow_html=True)
    _show(found.pack, shown.unit)
    st.markdown(sealed(shown, found.files, sent), unsafe_allow_html=True)
