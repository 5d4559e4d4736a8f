"""The page of standards: what holds now and held before, setting and taking back, and benchmarks typed in."""

from __future__ import annotations

import pytest

from db.changes import set_standard
from db.queries.standards import benchmarks
from db.queries.uploads import uploads
from metrics.catalogue import METRICS
from metrics.periods import Month
from metrics.vocabulary import Standard
from pages.parts import cached_queries
from tests.pages.conftest import Page
from tests.pages.test_actions import confirmed, flat, press, write
from tests.pages.test_pages import said

THIN = "\u202f"


@pytest.mark.usefixtures("sample")
def test_every_metric_stands_with_its_promise_its_standard_and_the_steps_before(page: Page) -> None:
    text = flat(page("standards"))
    assert "16 of 18 metrics have a standard." in text
    for metric in METRICS:
        assert metric.name in text
        assert metric.promise in text
    assert "≥45 since Jan 2026" in text
    assert text.index("≥42 from Apr 2025") < text.index("≥38 from Nov 2023")
    assert "The board" in text
    assert text.count("No standard") == 2
    assert "38.2" in text
    assert "37.1 in Jan 2025" in text


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_a_standard_is_set_from_a_month_on_and_confirmed(page: Page) -> None:
    run = page("standards")
    run.selectbox(key="new_standard_0_metric").select("average_ticket")
    write(run, "new_standard_0_value", "£150")
    run.selectbox(key="new_standard_0_unit").select("City")
    run.selectbox(key="new_standard_0_since").select(Month.of(cached_queries.today()).plus(2))
    write(run, "new_standard_0_owner", "S. Lindqvist")
    run = press(run, "Save standard")
    assert "Give your name first" in run.error[0].value
    write(run, "signature", "A. Tester")
    run = press(run, "Save standard")
    assert confirmed(run).replace(THIN, "").startswith("Set: Average ticket ≥£150, City, from ")
    assert "later:" in said(run)
    wanted = Standard("average_ticket", 150, Month.of(cached_queries.today()).plus(2), "City", "S. Lindqvist")
    assert wanted in cached_queries.standards()


@pytest.mark.slow
@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("promptly", "“promptly” is not a number, and a standard must be one"),
        ("", "A standard is a number, such as 85."),
        ("140", "Net Promoter Score goes from -100 to 100, so 140 cannot be its standard."),
    ],
)
def test_a_standard_without_a_number_that_can_be_is_refused(page: Page, value: str, words: str) -> None:
    run = page("standards")
    before = cached_queries.standards()
    write(run, "signature", "A. Tester")
    write(run, "new_standard_0_value", value)
    run = press(run, "Save standard")
    assert words in run.error[0].value.replace("\\", "")
    assert cached_queries.standards() == before


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_a_standard_taken_back_leaves_the_one_before_and_its_line_in_the_history(page: Page) -> None:
    run = page("standards")
    write(run, "signature", "A. Tester")
    newest = next(one for one in cached_queries.standards() if (one.metric, one.value) == ("nps", 45))
    run.selectbox(key="to_withdraw").select(newest)
    run = press(run, "Delete standard")
    assert confirmed(run).replace(THIN, "") == "Deleted: Net Promoter Score ≥45, from Jan 2026."
    text = flat(run)
    assert "≥42 since Apr 2025" in text
    assert "deleted: ≥45 from Jan 2026" in text


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_what_counts_as_in_time_is_set_from_a_month_on(page: Page) -> None:
    run = page("standards")
    write(run, "signature", "A. Tester")
    write(run, "new_limit_0_value", "soon")
    run = run.button(key="FormSubmitter:new_limit_0-Save limit").click().run()
    assert "“soon” is not a number" in run.error[0].value.replace("\\", "")
    write(run, "new_limit_0_value", "45")
    run = run.button(key="FormSubmitter:new_limit_0-Save limit").click().run()
    assert confirmed(run).startswith("Set: Answered within 45 seconds, from ")
    assert "Answered within 45 seconds" in flat(run)
    assert "within 45 seconds from" in flat(run)


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_a_unit_with_a_standard_of_its_own_is_named(page: Page) -> None:
    page("standards")
    set_standard(cached_queries.store(), Standard("nps", 55, Month(2026, 1), "City"), by="A. Tester")
    assert "≥55 City, since Jan 2026" in flat(page("standards"))


@pytest.mark.usefixtures("own_sample")
def test_a_benchmark_is_typed_in_and_stands_in_the_history_of_uploads(page: Page) -> None:
    run = page("standards")
    write(run, "signature", "A. Tester")
    write(run, "new_benchmark_0_source", "The Panel")
    write(run, "new_benchmark_0_value", "41")
    write(run, "new_benchmark_0_50", "40.5")
    write(run, "new_benchmark_0_n", "12.5")
    press(run, "Save benchmark")
    assert "whole number" in run.error[0].value
    write(run, "new_benchmark_0_n", "12")
    run = press(run, "Save benchmark")
    assert confirmed(run).startswith("Added: Net Promoter Score, The Panel, ")
    found = [one for one in cached_queries.ask(benchmarks, ["nps"]) if one.source == "The Panel"]
    assert [(one.value, one.percentiles, one.n) for one in found] == [(41, {50: 40.5}, 12)]
    assert cached_queries.ask(uploads)[0].format == "typed"


def test_an_empty_store_says_what_a_standard_is_and_takes_the_first(page: Page) -> None:
    run = page("standards")
    assert "No standard has been set yet." in said(run)
    assert "None yet. Add one" in said(run)
    write(run, "signature", "A. Tester")
    write(run, "new_standard_0_value", "45")
    run = press(run, "Save standard")
    assert "One of 18 metrics has a standard." in said(run)
