"""When so much of a mapped column cannot be read that a figure of the rest would be wrong, and what is asked then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from db.formats.columns.questions import AskedColumn, Choice, Question, QuestionKind, Reason
from metrics import errors
from metrics.vocabulary import Scale

MOST_UNREAD = 0.2
FEWEST_FILLED = 10  # of fewer filled cells a slip or two are already a large share
_EXAMPLES = 3
_LONGEST_EXAMPLE = 40


@dataclass(slots=True)
class UnreadCells:
    """How many filled cells a column has, and which of them cannot be read, with some of their texts."""

    filled: int = 0
    unread: int = 0
    texts: list[str] = field(default_factory=list)

    def add(self, text: str, count: int = 1) -> None:
        """Take in a text that stands in `count` cells that cannot be read."""
        self.unread += count
        short = " ".join(text.split())[:_LONGEST_EXAMPLE]
        if len(self.texts) < _EXAMPLES and short not in self.texts:
            self.texts.append(short)

    @property
    def are_many(self) -> bool:
        """Whether a person must say that the rest is to be saved nevertheless."""
        return self.filled >= FEWEST_FILLED and self.unread > MOST_UNREAD * self.filled


def unread_question(
    cells: UnreadCells,
    columns: tuple[AskedColumn, ...],
    reason: Reason,
    metric: str | None,
    scale: Scale | None,
    choices: Sequence[Choice] = (),
) -> Question:
    """The question how a column is to be read of which too much cannot be read as `metric` on `scale`, or as a date."""
    counts = (float(cells.unread), float(cells.filled))
    return Question(
        QuestionKind.UNREADABLE, columns, metric, scale, tuple(choices), reason, counts, quoted(cells.texts)
    )


def quoted(texts: Iterable[str]) -> str:
    """Texts as a sentence quotes them: “6”, “7”."""
    return ", ".join(f"“{errors.quoted(text)}”" for text in texts)
