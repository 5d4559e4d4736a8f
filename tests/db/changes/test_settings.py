"""Whose store it is, and when its years begin."""

from __future__ import annotations

import pytest

from db.changes import begin_fiscal_years, name_organisation, save_upload
from db.queries.settings import organisation
from db.reports.scorecards import report
from db.store.engine import Store
from metrics.errors import BadValue
from metrics.periods import Month, PeriodKind
from metrics.vocabulary import Scope
from tests.db.readings import operation, reading


def test_a_store_says_whose_it_is(store: Store) -> None:
    name_organisation(store, "Harbour & Vale", by="Ann")
    with store.reading() as session:
        assert organisation(session) == "Harbour & Vale"


def test_a_year_to_date_begins_with_the_fiscal_year(store: Store) -> None:
    months = ["2026-02", "2026-03", "2026-04", "2026-05"]
    rows = [operation(line, "retention", 9, 10, month=month) for line, month in enumerate(months, 2)]
    save_upload(store, reading(rows), by="Ann")
    scope = Scope(Month(2026, 5), period=PeriodKind.YEAR_TO_DATE)
    counted = {}
    for first_month in (1, 4):
        begin_fiscal_years(store, first_month, by="Ann")
        with store.reading() as session:
            counted[first_month] = report(session, scope, ["retention"]).scorecards[0].value.n
    assert counted == {1: 40, 4: 20}


@pytest.mark.parametrize("month", [0, 13])
def test_years_begin_in_a_month_of_the_calendar(store: Store, month: int) -> None:
    with pytest.raises(BadValue, match="from 1 to 12"):
        begin_fiscal_years(store, month, by="Ann")
