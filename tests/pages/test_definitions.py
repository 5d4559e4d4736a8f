"""The definitions page says of every metric what the catalogue, the standards and the limits say, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from db.changes import set_limit
from db.queries.settings import Settings
from metrics.answers.formulas import NetScore
from metrics.catalogue import CATALOGUE, METRICS, Metric
from metrics.periods import Month
from metrics.spc.control_limits import FULL_LENGTH, LIMIT_FACTOR
from metrics.spc.special_causes import Signal
from metrics.vocabulary import MeasuredIn, Standard
from pages.language import labels
from pages.parts import cached_queries
from pages.parts.definitions.glossary import MARGINS, UNITS, anchor, contents, glossary, margin
from pages.parts.definitions.reading_guide import reading_guide, rules
from tests.pages.conftest import Page

OCTOBER = Month(2026, 10)
SETTINGS = Settings("Harbour & Vale", 1, 0, "en_GB", "GBP", 5, 30, is_sample=False, board={})


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
def test_every_metric_is_there_with_all_that_the_catalogue_says(metric: Metric) -> None:
    page = glossary(METRICS, [], OCTOBER)
    (own,) = (part for part in page.split("<article>") if f'data-anchor="{anchor(metric.id)}"' in part)
    for text in (metric.name, metric.promise, metric.definition, metric.numerator, metric.denominator, metric.source):
        assert text.replace("&", "&amp;") in own
    assert labels.DIRECTIONS[metric.better] in own
    assert UNITS[metric.measured_in] in own
    assert f'href="#{anchor(metric.id)}"' in contents(METRICS)


def test_the_standard_is_the_one_in_force_and_that_of_the_whole_organisation() -> None:
    standards = [
        Standard("nps", 40, Month(2025, 1)),
        Standard("nps", 45, Month(2026, 1)),
        Standard("nps", 99, Month(2026, 11)),
        Standard("nps", 10, Month(2026, 1), "North"),
    ]
    page = re.sub(r"\s+", " ", glossary([CATALOGUE["nps"]], standards, OCTOBER))
    assert "45, since January 2026" in page
    assert "99" not in page
    assert "none is set" in glossary([CATALOGUE["nps"]], [], OCTOBER)
    assert "none is set" in glossary([CATALOGUE["nps"]], standards, None)


def test_every_unit_of_measurement_and_margin_has_its_words() -> None:
    assert set(UNITS) == set(MeasuredIn)
    assert len({formula for formula, _ in MARGINS}) == len(MARGINS)
    assert margin(CATALOGUE["nps"]).startswith("adjusted Wald")
    assert margin(CATALOGUE["retention"]).startswith("Wilson")
    assert margin(CATALOGUE["average_ticket"]).startswith("none")


def test_the_rules_say_the_numbers_that_are_applied() -> None:
    said = reading_guide(replace(SETTINGS, smallest_n=8, few_n=40))
    assert "fewer than eight answers" in said
    assert "Up to 39" in said
    assert f"{LIMIT_FACTOR} average steps" in said
    assert f"below {FULL_LENGTH}" in said
    assert len({name for name, _, _ in rules(SETTINGS)}) == len(rules(SETTINGS))
    assert "seven" in labels.SIGNALS[Signal.RUN_ABOVE]


def test_names_people_could_never_type_are_escaped_all_the_same() -> None:
    odd = replace(CATALOGUE["nps"], name="<b>NPS</b>", formula=NetScore())
    assert "<b>NPS</b>" not in glossary([odd], [], OCTOBER) + contents([odd])


@pytest.mark.usefixtures("own_sample")
def test_the_page_follows_the_limit_in_force(page: Page) -> None:
    assert "Answered within 60 seconds" in " ".join(text.value for text in page("definitions").markdown)
    set_limit(cached_queries.store(), "hold_time", 90, OCTOBER, by="Ann")
    text = " ".join(text.value for text in page("definitions").markdown)
    assert "Answered within 90 seconds" in text
    assert "within 90 seconds, by the limit of each month" in text
