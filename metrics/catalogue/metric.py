"""What a metric is: what it counts, which direction is better, the promise, why it matters, and its source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from metrics.answers.formulas import Formula, WithinLimit
from metrics.vocabulary import Audience, Better, MeasuredIn


class Family(StrEnum):
    """The groups in which metrics are shown, in their order; the value is the heading."""

    CUSTOMERS_SAY = "What customers say"
    SHOPPERS_SAW = "What shoppers saw"
    RESPONDED = "How we responded"
    CUSTOMERS_DO = "What customers do"
    EACH_OTHER = "How we treat each other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A metric of the catalogue, with every word that readers see of it.

    `bounds` are the ends its value can have (None: open); `cases` is what n counts. `improved` and `worsened` are what
    a change that is more than chance says, without a capital and without a full stop. `answer` is what a single answer
    is called beside a comment, as in “would recommend 3 of 10” (“”: the metric's name). `headings` are names that a
    column of the metric has in files, besides its id: bare words in lower case. `adds_up`: whether the counts of days
    are together those of their month, which is not so where the same customers are counted each day.
    """

    id: str
    name: str
    family: Family
    formula: Formula
    better: Better
    measured_in: MeasuredIn
    promise: str
    why: str
    definition: str
    numerator: str
    denominator: str
    improved: str
    worsened: str
    source: str
    answer: str = ""
    headings: tuple[str, ...] = ()
    cases: str = "answers"
    bounds: tuple[float | None, float | None] = (0.0, 100.0)
    audience: Audience = Audience.CUSTOMERS
    usual_standard: float | None = None
    adds_up: bool = True

    @property
    def limit_words(self) -> str:
        """The limit in words: “60 seconds”; empty for a metric without one."""
        return self.formula.words if isinstance(self.formula, WithinLimit) else ""

    def limited_to(self, limit: float) -> Metric:
        """The metric with another limit (seconds, days), in its name and definition too; one without stays as it is."""
        if not isinstance(self.formula, WithinLimit):
            return self
        formula = replace(self.formula, limit=limit)
        said, now = self.formula.words, formula.words
        return replace(
            self,
            formula=formula,
            name=self.name.replace(said, now),
            definition=self.definition.replace(said, now),
            numerator=self.numerator.replace(said, now),
        )
