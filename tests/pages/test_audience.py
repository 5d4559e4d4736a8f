"""Who was asked can be chosen only where a question was put to both, and the choice goes into every link."""

from __future__ import annotations

import re

import pytest

from db.changes import save_upload
from db.queries.settings import asked_of_both
from db.store.engine import Store
from metrics.vocabulary import Audience, Item, Scale
from pages.parts import cached_queries
from tests.db.readings import answer, reading
from tests.pages.conftest import Page
from tests.pages.test_pages import said

STAFF_CSAT = Item("csat", Scale(1, 5), Audience.STAFF)


def staff_answers(store: Store, n: int = 40) -> None:
    rows = [answer(line, csat=3)._replace(scores=((STAFF_CSAT, 3),)) for line in range(1, n + 1)]
    save_upload(store, reading(rows, "staff.csv"), by="Ann")


def test_both_are_known_once_the_same_question_was_put_to_both(store: Store) -> None:
    save_upload(store, reading([answer(1, 9, csat=4)]), by="Ann")
    with store.reading() as session:
        assert not asked_of_both(session)
    staff_answers(store)
    with store.reading() as session:
        assert asked_of_both(session)


@pytest.mark.slow
@pytest.mark.usefixtures("sample")
def test_without_such_a_question_there_is_nothing_to_choose(page: Page) -> None:
    run = page("landing", audience="staff")
    assert not [box for box in run.selectbox if box.key == "choose_audience"]
    assert "audience" not in run.query_params


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_what_staff_said_to_a_customers_question_stands_alone_when_chosen(page: Page) -> None:
    staff_answers(cached_queries.store())
    run = page("landing")
    assert run.selectbox(key="choose_audience").value == ""
    run = run.selectbox(key="choose_audience").select("staff").run()
    assert run.query_params["audience"] == "staff"
    text = said(run)
    assert "Satisfaction" in text
    assert "40 answers" in text
    assert "Net Promoter Score" not in re.sub("What we are doing.*", "", text)
    assert "audience=staff" in "".join(written.value for written in run.markdown)
