"""What pages read from the store, and the only cache: kept for each store, revision and scope, for all readers.

A change to the store raises its revision, so nothing here is out of date and nothing has to be thrown away by hand.
All readers get the same objects, so no one may change them.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import streamlit as st

from db.queries import provenance
from db.queries import settings as settings_queries
from db.queries import standards as standard_queries
from db.queries import uploads as upload_queries
from db.queries.provenance import UploadBehind
from db.queries.unit_names import present_paths
from db.reports.board_report import board_report
from db.reports.breakdowns import Breakdown, By, breakdowns
from db.reports.score_distribution import ScoreDistribution, score_distribution
from db.reports.scorecards import Report, report
from db.reports.unit_comparison import PriorityUnits, UnitComparison, compare_units, find_priority_units
from db.reports.unit_matrix import UnitMatrix, unit_ranks
from db.reports.unit_matrix import unit_matrix as matrix_of
from db.store.engine import Store, open_store
from db.time_limits import TimeLimits
from metrics.catalogue import CATALOGUE, Metric
from metrics.periods import Month
from metrics.scorecard import Scorecard
from metrics.statistics.mix_effect import MixSplit
from metrics.vocabulary import Scope, Standard
from pages.packs.pack import Pack
from pages.publishing.build_pack import build_pack, this_moment

Answer = TypeVar("Answer")
Asked = ParamSpec("Asked")
KEPT_SECONDS = 12 * 3600
MOST_KEPT = 600
MOST_TREES = 20  # each holds every unit with every metric


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to look at: whose store it is, its months, units and channels, and how fresh its inputs are.

    `today` is the day on which this was asked; None where no month is running. `asked_of_both` says whether any metric
    was asked of customers and of staff. `present_paths` leads from other names of units, in small letters, to theirs.
    """

    organisation: str
    months: tuple[Month, ...]
    newest_whole: Month | None
    units: tuple[settings_queries.Unit, ...]
    channels: tuple[str, ...]
    freshness: tuple[upload_queries.Freshness, ...]
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


def today() -> dt.date:
    """The day it is where the server stands."""
    return dt.datetime.now().astimezone().date()


def revision() -> int:
    """How often the store was changed; what is kept is good for one revision."""
    return ask(settings_queries.revision)


def ask(question: Callable[Concatenate[Any, Asked], Answer], *about: Asked.args, **named: Asked.kwargs) -> Answer:
    """What the store answers, as it stands now, to a question of `db`."""
    with store().reading() as session:
        return question(session, *about, **named)


def kept(question: Callable[Concatenate[Any, Asked], Answer], *about: Asked.args, **named: Asked.kwargs) -> Answer:
    """The same, calculated once for each revision of the store and each set of arguments."""
    return once(partial(ask, question, *about, **named), question.__module__, question.__qualname__, about, named)


def once(calculate: Callable[[], Answer], *depends_on: object) -> Answer:
    """What `calculate` returns, calculated once for each revision of the store and for all else it depends on."""
    return cast("Answer", _kept(_key(*depends_on), calculate))


# What a kept thing is looked up by: the store, its state, and all else it depends on.
Key = tuple[str | int, ...]


def _key(*depends_on: object) -> Key:
    return (store().url, *ask(settings_queries.state), *map(repr, depends_on))


@st.cache_resource(ttl=KEPT_SECONDS, max_entries=MOST_KEPT, show_spinner=False)
def _kept(key: Key, _calculate: Callable[[], object]) -> object:  # noqa: ARG001 - looked up by the key
    return _calculate()


@st.cache_resource(ttl=KEPT_SECONDS, max_entries=MOST_TREES, show_spinner=False)
def _matrix(key: Key, _scope: Scope) -> UnitMatrix:  # noqa: ARG001 - looked up by the key
    return ask(matrix_of, _scope)


def settings() -> settings_queries.Settings:
    """Whose store it is and how it is to be read."""
    return kept(settings_queries.settings)


def known() -> Known:
    """What there is to look at."""
    return once(partial(_known, today()), "known", today())


def _known(day: dt.date) -> Known:
    with store().reading() as session:
        return Known(
            settings_queries.organisation(session),
            tuple(upload_queries.months_with_data(session)),
            upload_queries.newest_whole_month(session, day),
            tuple(settings_queries.units(session)),
            tuple(settings_queries.channels(session)),
            tuple(upload_queries.freshness(session)),
            day,
            settings_queries.asked_of_both(session),
            present_paths(session),
        )


def scorecards(scope: Scope, metrics: Sequence[str] | None = None) -> Report:
    """The scorecards of a scope as the store stands now: those of `metrics`, else of every metric with data."""
    return ask(report, scope, metrics)


def text(name: str, scope: Scope, write: Callable[[Report], str]) -> str:
    """What `write` makes of the scorecards of a scope, calculated once for each revision of the store and day.

    `name` tells texts of the same scope apart; it must depend on nothing but the report, what is known, and the day.
    """
    return once(lambda: write(scorecards(scope)), "text", name, today(), scope)


def scorecard(scope: Scope, metric: str) -> Scorecard:
    """One metric's scorecard at a scope."""
    return kept(report, scope, (metric,)).scorecards[0]


def split(scope: Scope, metric: str, by: By, *, a_year: bool) -> MixSplit | None:
    """A metric's change at a scope split over its parts."""
    return _breakdown(scope, metric, by, a_year).mix


def breakdown(scope: Scope, metric: str, by: By) -> Breakdown:
    """A metric's parts at a scope side by side."""
    return _breakdown(scope, metric, by, True)


def _breakdown(scope: Scope, metric: str, by: By, a_year: bool) -> Breakdown:
    return kept(breakdowns, scope, (CATALOGUE[metric],), by, a_year=a_year)[metric]


def scores(scope: Scope, metric: str) -> ScoreDistribution | None:
    """How the answers to a metric's question are spread."""
    return kept(score_distribution, scope, CATALOGUE[metric])


def unit_comparison(scope: Scope, metric: str) -> UnitComparison:
    """The lowest units below a scope's side by side."""
    return kept(compare_units, scope, CATALOGUE[metric])


def unit_matrix(scope: Scope) -> UnitMatrix:
    """Every unit with the verdict on every metric; the scope's unit is left out."""
    scope = replace(scope, unit="")
    return _matrix(_key(scope), scope)


def ranks(scope: Scope, metric: str) -> dict[str, float]:
    """What units are ranked by for a metric; the scope's unit is left out."""
    return kept(unit_ranks, replace(scope, unit=""), metric)


def priority_units(scope: Scope) -> PriorityUnits:
    """Where to look first at a scope, from the present store; the page caches the text."""
    return ask(find_priority_units, scope)


def draft(month: Month, unit: str = "") -> Pack:
    """The draft of a month's board pack, calculated once for each revision of the store and day."""
    return once(lambda: build_pack(ask(board_report, month, unit), this_moment()), "draft", month, unit, today())


def metrics_in(month: Month) -> dict[str, Metric]:
    """The catalogue as it reads in a month, with the limits then in force; by id."""
    limits = kept(TimeLimits.of)
    return once(lambda: {name: limits.named(metric, month) for name, metric in CATALOGUE.items()}, "metrics", month)


def called(metric: str) -> str:
    """What a metric (its id) is called this month, with the limit now in force."""
    return names()[metric]


def names() -> dict[str, str]:
    """What every metric is called this month, by id. A list of choices asks once, since each time asks the store."""
    return {id_: metric.name for id_, metric in metrics_in(Month.of(today())).items()}


def uploads_behind(scope: Scope, metric: str) -> list[UploadBehind]:
    """The uploads behind a metric's figure."""
    return kept(provenance.uploads_behind, scope, CATALOGUE[metric])


def uploads() -> list[upload_queries.Upload]:
    """The history of uploads, newest first, as the store stands now."""
    return ask(upload_queries.uploads)


def standards() -> list[Standard]:
    """Every standard that was set."""
    return ask(standard_queries.standards)
