"""Weights on the pages: asked about on upload, and what they do said beside the figure."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Page
from tests.pages.test_metric_page import said as read_on
from tests.pages.test_upload import bring, said, save

CELLS = ("5,0.5", "4,2", "2,1.5", "1,1", "5,1", "3,2")  # fours and fives weigh 3.5 of 8; Σw² 12.5
WEIGHTED = "date,How satisfied are you?,weight\n" + "".join(
    f"2026-10-{at:02},{cells}\n" for at, cells in enumerate(CELLS, 1)
)


def choose(run: AppTest, column: str, becomes: str) -> AppTest:
    return next(own for own in run.selectbox if own.label.startswith(column)).set_value(becomes).run()


@pytest.mark.slow
def test_weights_are_asked_about_and_said_beside_the_figure(page: Page) -> None:
    run = bring(page("upload"), "weighted.csv", WEIGHTED.encode())
    assert "looks like a weight of each answer. Do answers count by it, or once each?" in said(run)
    (choice,) = [own for own in run.selectbox if own.label.startswith("weight")]
    assert choice.options[:2] == ["Weight, by which it counts", "Left out"]
    assert not any(own.label.startswith("Save 6") and not own.disabled for own in run.button)
    save(choose(run, "weight", "weight"))
    text = read_on(page("metric", metric="csat", month="2026-10"))
    assert "6 answers, worth 5 equal ones" in text.replace("few answers: 6", "6 answers")
    assert "worth 5.1 equal ones (design effect 1.17)" in text
    assert "3.5, by weight" in text
    assert "6 answers, which weigh 8.0" in text
    assert "The answers are drawn as they came" in text
    assert "Numerator, by weight" in text
    assert "Effective n" in text


def test_weights_left_out_are_named(page: Page) -> None:
    run = choose(bring(page("upload"), "weighted.csv", WEIGHTED.encode()), "weight", "ignored")
    assert "6 responses are ready to save." in said(run)
    assert "It was left out: each counts once." in said(run)


def test_a_score_is_asked_for_beside_weights(page: Page) -> None:
    stars = WEIGHTED.replace("How satisfied are you?", "Arvosana")
    run = choose(bring(page("upload"), "stars.csv", stars.encode()), "weight", "weight")
    run = choose(run, "Arvosana", "score:csat")
    assert "6 responses are ready to save." in said(run)


@pytest.mark.slow
def test_weights_that_cannot_be_meant_end_in_a_sentence(page: Page) -> None:
    heavy = "date,nps,W\n" + "".join(f"2026-10-{at:02},9,{1_000 + at}.5\n" for at in range(1, 9))
    run = bring(page("upload"), "heavy.csv", heavy.encode())
    run.multiselect[0].set_value([3]).run()
    text = said(choose(run, "W becomes", "weight"))
    assert "The weights average 1,005" in text
    assert "are ready to save" not in text
