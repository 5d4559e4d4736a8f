"""What the page says under Margin of who answered, and of how many there are."""

from __future__ import annotations

import pytest

from metrics.answers.evidence import CompleteCounts, Evidence, NetCounts, ShareCounts, VisitShare
from metrics.answers.respondents import Repeats
from metrics.vocabulary import Kind
from pages.language.provenance import margin_text


@pytest.mark.parametrize(
    ("evidence", "text"),
    [
        (
            NetCounts(50, 20, 100),
            "95 %, adjusted Wald. Each answer is taken as another person’s unless a file says who answered.",
        ),
        (
            ShareCounts(80, 100, repeats=Repeats(50, 100, 80, 80)),
            "95 %, Wilson. 50 people gave these 100 answers, which are worth 48 of different people; a person of "
            "several months counts once in each.",
        ),
        (
            NetCounts(25, 10, 50, population=60),
            "95 %, adjusted Wald. Each answer is taken as another person’s unless a file says who answered. It is for "
            "the 60 people there are: the more of them answered, the smaller it is.",
        ),
        (
            NetCounts(25, 10, 50, population=40),
            "95 %, adjusted Wald. Each answer is taken as another person’s unless a file says who answered. More "
            "answered than the 40 people entered, so that number is not used.",
        ),
        (CompleteCounts(3, 4), "none: everyone was counted"),
        (VisitShare(3, 40), "95 %, Wilson"),
    ],
)
def test_the_margin_says_who_answered_and_of_how_many(evidence: Evidence, text: str) -> None:
    assert margin_text(evidence, [Kind.SURVEY]) == text


def test_a_count_of_all_cases_has_a_margin_of_the_service() -> None:
    assert margin_text(ShareCounts(980, 1000), [Kind.OPERATIONS]) == (
        "95 %, Wilson. All cases were counted; the same service would have given a little more or less with others."
    )
    assert margin_text(CompleteCounts(3, 4), [Kind.OPERATIONS]) == "none: everyone was counted"
