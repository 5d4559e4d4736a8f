"""Weighted survey files: each asks about its weights, gives the figures worked out from its cells, and undoes exactly.

The figures are calculated here from the files, by the formulas as they are printed: the weighted share or net score,
and Kish's effective sample size (Σw)²/Σw².
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from statsmodels.stats.proportion import proportion_confint

from db.changes import save_upload, undo_upload
from db.formats import Options, QuestionKind, Source, inspect, mapping_for, read
from db.formats.mapping.resolve import questions_left
from db.store.engine import Store
from tests.db.looks import OCTOBER, assert_adds_up, document, everything, imported, in_month, scope

FOLDER = Path(__file__).resolve().parent / "weights"


@dataclass(frozen=True)
class Sample:
    """A file, its delimiter, the columns (from 0) of score and weight, and what of it is asked and refused."""

    name: str
    delimiter: str
    score: int
    weight: int
    metric: str
    maps: tuple[str, ...] = ()
    refused: int = 0
    left_out: int = 0

    def answers(self) -> list[tuple[int, float]]:
        """Score and weight of each answer that counts."""
        with (FOLDER / self.name).open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file, delimiter=self.delimiter))[1:]
        cells = [(row[self.score], row[self.weight].replace(",", ".")) for row in rows]
        return [(int(score), float(weight)) for score, weight in cells if score and weight and float(weight)]


SAMPLES = (
    Sample("by_branch.csv", ",", 3, 4, "csat"),
    Sample("decimal_comma.csv", ";", 3, 4, "nps"),
    Sample("raked.tsv", "\t", 3, 5, "csat", refused=1, left_out=2),
    Sample("raked.tsv", "\t", 4, 5, "nps", refused=1, left_out=2),
)
COUNTS: dict[str, Callable[[int], int]] = {
    "csat": lambda score: score >= 4,
    "nps": lambda score: (score >= 9) - (score <= 6),
}


def source(sample: Sample) -> Source:
    return Source.of_path(FOLDER / sample.name)


def options(sample: Sample) -> Options:
    """What answers every question of a file, its weights used."""
    found = inspect(source(sample))
    choices = [question.choices[0].map for question in questions_left(found)]
    return Options(maps=(*sample.maps, *choices))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample.name}-{sample.metric}")
def test_the_weights_are_asked_about_and_nothing_else(sample: Sample) -> None:
    (asked,) = questions_left(inspect(source(sample)))
    assert asked.kind is QuestionKind.WEIGHT
    assert asked.columns[0].index == sample.weight + 1


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample.name}-{sample.metric}")
def test_a_weighted_file_gives_the_weighted_figures_and_undoes_exactly(store: Store, sample: Sample) -> None:
    imported(store, *in_month(OCTOBER, [10, 9, 0, 8, 7, 10]), name="before.csv")
    before = everything(store)
    if sample.metric == "nps":
        undo_upload(store, 1, by="Ann")
    receipt = save_upload(store, read(source(sample), mapping_for(inspect(source(sample)), options(sample))), by="Ann")
    assert (receipt.refused, receipt.read - receipt.saved - receipt.refused) == (sample.refused, sample.left_out)
    found, answers = document(store, sample.metric), sample.answers()
    whole, squares = sum(weight for _, weight in answers), sum(weight * weight for _, weight in answers)
    expected = 100 * sum(COUNTS[sample.metric](score) * weight for score, weight in answers) / whole
    assert found["value"] == pytest.approx(expected, abs=0.01)  # weights are kept to four decimals
    assert found["n"] == len(answers)
    assert found["n_effective"] == pytest.approx(whole**2 / squares, rel=1e-4)
    assert found["design_effect"] == pytest.approx(len(answers) * squares / whole**2, rel=1e-4)
    if sample.metric == "csat":
        low, high = proportion_confint(
            found["n_effective"] * found["value"] / 100, found["n_effective"], method="wilson"
        )
        assert (found["low"], found["high"]) == pytest.approx((100 * low, 100 * high))
    assert_adds_up(store)
    assert receipt.upload is not None
    undo_upload(store, receipt.upload, by="Ann")
    assert_adds_up(store)
    if sample.metric != "nps":
        assert everything(store) == before
    else:
        assert everything(store, scope())["scorecards"] == []
