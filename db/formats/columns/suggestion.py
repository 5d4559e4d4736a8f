"""What a column is suggested to hold, how sure that is, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from db.formats.columns.questions import Question
from db.formats.columns.roles import Role
from metrics.vocabulary import Scale

SURE = 0.8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A role with its confidence from 0 to 1 and the reason. `doubt` must be answered before it may be used.

    `columns` are the columns of one question that are read together; empty where a column stands alone.
    A loose one is a rating that answers no metric by itself: where something else is surely a score it is left out.
    Where a tool's documents state the scale, it `is_documented`. `point` is the score whose answers a column counts.
    """

    role: Role
    confidence: float
    why: str
    metric: str | None = None
    scale: Scale | None = None
    words: Mapping[str, int] = field(default_factory=dict)
    turned: bool = False
    doubt: Question | None = None
    is_loose: bool = False
    columns: tuple[int, ...] = ()
    is_documented: bool = False
    point: int | None = None

    @property
    def is_sure(self) -> bool:
        """Whether it may be used without asking anybody."""
        return self.confidence >= SURE and self.doubt is None

    @property
    def is_used(self) -> bool:
        """Whether the column counts as suggested, without anybody saying so."""
        return self.role is not Role.IGNORED and (self.is_sure or self.role is Role.RESPONDED_AT)


def ignored(why: str, confidence: float = 0.6) -> Suggestion:
    """Nothing to be read from this column."""
    return Suggestion(Role.IGNORED, confidence, why)
