"""The weights of a file's answers while it is saved: which count, whether they can be meant, what they are worth."""

from __future__ import annotations

from dataclasses import dataclass
from operator import ne

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from db.formats.rows.blocks import Answers
from db.tables import ObservationRow, ResponseRow
from db.totals.weights import OF_WEIGHTS
from metrics.answers.weights import STEPS_PER_WEIGHT
from metrics.errors import FileRefused

# Weighted answers lie in one store with others, which count 1 each, so theirs must be about 1 on average too.
USUAL_MEAN = (0.1, 10.0)
LARGEST = 500.0


@dataclass(slots=True)
class FileWeights:
    """What the weights of a file are, over its readable rows: how many, their sum and largest in steps, how many 0."""

    n: int = 0
    total: int = 0
    largest: int = 0
    left_out: int = 0

    def take(self, answers: Answers) -> Answers:
        """Note the weights of a block; the answers without those whose weight is 0, which count for nothing."""
        if not is_weighted(answers):
            return answers
        weights = [weight for weight in answers.weights if weight is not None]
        self.n += len(weights)
        self.total += sum(weights)
        self.largest = max(self.largest, *weights)
        if 0 not in answers.weights.different():
            return answers
        self.left_out += weights.count(0)
        return answers.chosen([ne(weight, 0) for weight in answers.weights])

    def check(self) -> None:
        """Raises FileRefused where the weights cannot be meant: all 0, or by far not about 1."""
        if not self.n:
            return
        mean = self.total / self.n / STEPS_PER_WEIGHT
        if not self.total:
            raise FileRefused(
                "Every weight in the file is 0, so no answer would count. Correct them, or leave their column out."
            )
        if not USUAL_MEAN[0] <= mean <= USUAL_MEAN[1]:
            raise FileRefused(
                f"The weights average {mean:,.4g}, but weighted answers are added up with others, which count 1 each. "
                "Divide the weights by their average, or leave their column out."
            )
        if self.largest > LARGEST * STEPS_PER_WEIGHT:
            raise FileRefused(
                f"One weight is {self.largest / STEPS_PER_WEIGHT:,.6g}, so that a single answer would decide the "
                f"figure. Weights go up to {LARGEST:g}: correct it, or leave their column out."
            )

    def notes(self, session: Session, first: int, last: int) -> list[str]:
        """What the weights do to the answers that count, of the responses `first` to `last`; empty without weights."""
        if not self.n:
            return []
        found = _worth(session, first, last)
        several = "answers have" if self.left_out != 1 else "answer has"
        left = [f"{self.left_out:,} {several} a weight of 0 and {_were(self.left_out)} left out."]
        return [*([found] if found else []), *(left if self.left_out else [])]


def is_weighted(answers: Answers) -> bool:
    """Whether the answers have weights. Asked of each block of a large file, so the values of its column come first."""
    return any(weight is not None for weight in answers.weights.values) and any(
        weight is not None for weight in answers.weights.different()
    )


def _were(n: int) -> str:
    return "was" if n == 1 else "were"


def _worth(session: Session, first: int, last: int) -> str:
    """How many equal answers the weighted ones are worth, as a sentence; "" where none counts.

    **Source:** Kish, Survey Sampling, 1965, 11.7.
    """
    live = exists().where(ObservationRow.response_id == ResponseRow.id, ObservationRow.live)
    mine = ResponseRow.id.between(first, last), ResponseRow.weight.is_not(None)
    n, total, squares = session.execute(select(*OF_WEIGHTS).where(*mine, live)).one()
    if not total or not squares:
        return ""
    worth = int(total) ** 2 / int(squares)
    return (
        f"Answers count by their weights: {n:,} weighted {'answer is' if n == 1 else 'answers are'} worth "
        f"{worth:,.1f} equal ones (design effect {n / worth:.2f})."
    )
