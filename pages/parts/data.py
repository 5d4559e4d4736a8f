"""What pages read from the store, and the only cache: kept for each store, revision and scope, for all readers.

A change to the store raises its revision, so nothing here is out of date and nothing has to be thrown away by hand.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st

from db import lineage, queries
from db.breakdowns import Breakdown, By, breakdowns
from db.leaves import Looked, SideBySide, places_to_look, side_by_side
from db.limits import Limits
from db.lineage import Behind
from db.scorecards import Report, report
from db.spread import Spread, spread
from db.store import Store, open_store
from db.telling import material
from db.tree import Tree, present_paths, tree
from db.tree import ranks as ranked
from metrics.catalogue import CATALOGUE, Metric
from metrics.mix import Split
from metrics.periods import Month
from metrics.scorecard import Scorecard
from metrics.vocabulary import Scope, Standard
from pages.packs.pack import Pack
from pages.publishing.values import pack_values, this_moment

Answer = TypeVar("Answer")
Asked = ParamSpec("Asked")
KEPT_HOURS = 12
KEPT_TEXTS = 400


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to look at: whose store it is, its months, units and channels, and how fresh its inputs are.

    `today` is the day on which this was asked; None where no month is running. `asked_of_both` says whether any metric
    was asked of customers and of staff. `present_paths` leads from other names of units, in small letters, to theirs.
    """

    organisation: str
    months: tuple[Month, ...]
    newest_whole: Month | None
    units: tuple[queries.Unit, ...]
    channels: tuple[str, ...]
    freshness: tuple[queries.Freshness, ...]
    today: dt.date | None = None
    asked_of_both: bool = False
    present_paths: Mapping[str, str] = field(default_factory=dict)

    @property
    def so_far(self) -> dt.date | None:
        """The newest day of the running month on which anything is dated; None where it holds nothing with a day."""
        if self.today is None or Month.of(self.today) not in self.months:
            return None
        days = [min(own.newest_day, self.today) for own in self.freshness if own.newest_day is not None]
        newest = max(days, default=None)
        return newest if newest is not None and Month.of(newest) == Month.of(self.today) else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been measured yet."""
        return not self.months


def store() -> Store:
    """The store of this server, opened once in its process."""
    return _opened(os.environ.get("DATABASE_URL"))


@lru_cache(maxsize=8)
def _opened(url: str | None) -> Store:
    return open_store(url)


def settings() -> queries.Settings:
    """Whose store it is and how it is to be read, as the store stands now."""
    return _settings(_key())


@st.cache_data(ttl=KEPT_HOURS * 3600, max_entries=20, show_spinner=False)
def _settings(key: Key) -> queries.Settings:  # noqa: ARG001 - looked up by the key
    with store().reading() as session:
        return queries.settings(session)


def today() -> dt.date:
    """The day it is where the server stands."""
    return dt.datetime.now().astimezone().date()


def revision() -> int:
    """How often the store was changed; what is kept is good for one revision."""
    with store().reading() as session:
        return queries.revision(session)


# What a kept thing is looked up by: the store, its revision, and whatever else it depends on.
Key = tuple[str | int | dt.date, ...]


def _key(*more: str | dt.date) -> Key:
    return (store().url, revision(), *more)


def known() -> Known:
    """What there is to look at, as the store stands now."""
    day = today()
    return _known(_key(day), day)


@st.cache_data(ttl=KEPT_HOURS * 3600, max_entries=20, show_spinner=False)
def _known(key: Key, _day: dt.date) -> Known:  # noqa: ARG001 - looked up by the key
    with store().reading() as session:
        return Known(
            queries.organisation(session),
            tuple(queries.months_with_data(session)),
            queries.newest_whole_month(session, _day),
            tuple(queries.units(session)),
            tuple(queries.channels(session)),
            tuple(queries.freshness(session)),
            _day,
            queries.asked_of_both(session),
            present_paths(session),
        )


def scorecards(scope: Scope, metrics: Sequence[str] | None = None) -> Report:
    """The scorecards of a scope as the store stands now: those of `metrics`, else of every metric with data."""
    with store().reading() as session:
        return report(session, scope, metrics)


def text(name: str, scope: Scope, write: Callable[[Report], str]) -> str:
    """What `write` makes of the scorecards of a scope, worked out once for each revision of the store and day.

    `name` tells texts of the same scope apart; it must depend on nothing but the report, what is known, and the day.
    """
    return _text(_key(today(), name, repr(scope)), scope, write)


@st.cache_data(ttl=KEPT_HOURS * 3600, max_entries=KEPT_TEXTS, show_spinner=False)
def _text(key: Key, _scope: Scope, _write: Callable[[Report], str]) -> str:  # noqa: ARG001 - looked up by the key
    return _write(scorecards(_scope))


def scorecard(scope: Scope, metric: str) -> Scorecard:
    """One metric's scorecard at a scope, worked out once for each revision of the store."""
    return _scorecard(_key(metric, repr(scope)), metric, scope)


@st.cache_data(ttl=KEPT_HOURS * 3600, max_entries=KEPT_TEXTS, show_spinner=False)
def _scorecard(key: Key, _metric: str, _scope: Scope) -> Scorecard:  # noqa: ARG001 - looked up by the key
    return scorecards(_scope, (_metric,)).scorecards[0]


def split(scope: Scope, metric: str, by: By, *, a_year: bool) -> Split | None:
    """A metric's change at a scope split over its parts, worked out once for each revision of the store."""
    return _apart(_key(metric, repr(scope), by, str(a_year)), scope, metric, by, a_year).mix


def taken_apart(scope: Scope, metric: str, by: By) -> Breakdown:
    """A metric's parts at a scope side by side, worked out once for each revision of the store."""
    return _apart(_key(metric, repr(scope), by, str(True)), scope, metric, by, True)


@st.cache_data(ttl=KEPT_HOURS * 3600, max_entries=KEPT_TEXTS, show_spinner=False)
def _apart(key: Key, _scope: Scope, _metric: str, _by: By, _a_year: bool) -> Breakdown:  # noqa: ARG001 - by the key
    with store().reading() as session:
        return breakdowns(session, _scope, [CATALOGUE[_metric]], _by, a_year=_a_year)[_metric]


def scores(scope: Scope, metric: str) -> Spread | None:
    """How the answers to a metric's question are spread, worked out once for each revision of the store."""
    return _scores(_key(metric, repr(scope)), scope, metric)


@st.cache_data(ttl=KEPT_HOURS * 3600, max_entries=KEPT_TEXTS, show_spinner=False)
def _scores(key: Key, _scope: Scope, _metric: str) -> Spread | None:  # noqa: ARG001 - looked up by the key
    with store().reading() as session:
        return spread(session, _scope, CATALOGUE[_metric])


def leaves(scope: Scope, metric: str) -> SideBySide:
    """The lowest units below a scope's side by side, worked out once for each revision of the store."""
    return _leaves(_key(metric, repr(scope)), scope, metric)


@st.cache_data(ttl=KEPT_HOURS * 3600, max_entries=KEPT_TEXTS, show_spinner=False)
def _leaves(key: Key, _scope: Scope, _metric: str) -> SideBySide:  # noqa: ARG001 - looked up by the key
    with store().reading() as session:
        return side_by_side(session, _scope, CATALOGUE[_metric])


def whole_tree(scope: Scope) -> Tree:
    """Every unit with the verdict on every metric, worked out once for each revision; the scope's unit is left out."""
    scope = replace(scope, unit="")
    return _tree(_key(repr(scope)), scope)


# Shared as it is, for it is never changed and taking it out of a copy would cost more than all else.
@st.cache_resource(ttl=KEPT_HOURS * 3600, max_entries=40, show_spinner=False)
def _tree(key: Key, _scope: Scope) -> Tree:  # noqa: ARG001 - looked up by the key
    return ask(tree, _scope)


def ranks(scope: Scope, metric: str) -> dict[str, float]:
    """What units are ranked by for a metric, worked out once for each revision; the scope's unit is left out."""
    scope = replace(scope, unit="")
    return _ranks(_key(metric, repr(scope)), scope, metric)


@st.cache_data(ttl=KEPT_HOURS * 3600, max_entries=KEPT_TEXTS, show_spinner=False)
def _ranks(key: Key, _scope: Scope, _metric: str) -> dict[str, float]:  # noqa: ARG001 - looked up by the key
    return ask(ranked, _scope, _metric)


def places(scope: Scope) -> Looked:
    """Where to look first at a scope, as the store stands now; whoever shows it keeps the text."""
    with store().reading() as session:
        return places_to_look(session, scope)


def draft(month: Month, unit: str = "") -> Pack:
    """The draft of a month's board pack, worked out once for each revision of the store and day."""
    return _draft(_key(today(), "draft", str(month), unit), month, unit)


@st.cache_data(ttl=KEPT_HOURS * 3600, max_entries=20, show_spinner=False)
def _draft(key: Key, _month: Month, _unit: str) -> Pack:  # noqa: ARG001 - looked up by the key
    with store().reading() as session:
        return pack_values(material(session, _month, _unit), this_moment())


def ask(question: Callable[Concatenate[Any, Asked], Answer], *about: Asked.args, **named: Asked.kwargs) -> Answer:
    """What the store answers, as it stands now, to a question of `db` that is asked too seldom to be kept."""
    with store().reading() as session:
        return question(session, *about, **named)


def metrics_in(month: Month) -> dict[str, Metric]:
    """The catalogue as it reads in a month, with the limits then in force; by id. Not to be changed."""
    return _metrics_in(_key(str(month)), month)


@st.cache_resource(ttl=KEPT_HOURS * 3600, max_entries=200, show_spinner=False)
def _metrics_in(key: Key, _month: Month) -> dict[str, Metric]:  # noqa: ARG001 - looked up by the key
    limits = ask(Limits.of)
    return {name: limits.named(metric, _month) for name, metric in CATALOGUE.items()}


def called(metric: str) -> str:
    """What a metric (its id) is called this month, with the limit now in force."""
    return metrics_in(Month.of(today()))[metric].name


def uploads_behind(scope: Scope, metric: str) -> list[Behind]:
    """The uploads a metric's figure stands on, worked out once for each revision of the store."""
    return _behind(_key(metric, repr(scope)), scope, metric)


@st.cache_data(ttl=KEPT_HOURS * 3600, max_entries=KEPT_TEXTS, show_spinner=False)
def _behind(key: Key, _scope: Scope, _metric: str) -> list[Behind]:  # noqa: ARG001 - looked up by the key
    return ask(lineage.uploads_behind, _scope, CATALOGUE[_metric])


def uploads() -> list[queries.Upload]:
    """The history of uploads, newest first, as the store stands now."""
    with store().reading() as session:
        return queries.uploads(session)


def standards() -> list[Standard]:
    """Every standard that was set."""
    with store().reading() as session:
        return queries.standards(session)
