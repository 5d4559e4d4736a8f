"""Which suggestions a person's wishes leave in force, and a sentence about each column that they leave out.

A wish about one column changes that column, and else only what cannot be true beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from db.formats.columns.questions import QuestionKind
from db.formats.columns.roles import SHARED, Role
from db.formats.columns.suggestion import SURE, Suggestion
from db.formats.files.headings import Heading, called
from db.formats.mapping.overrides import ColumnOverride
from metrics.catalogue import CATALOGUE

_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class KeptColumns:
    """The suggestions that hold beside the wishes, by column from 1; `left_out` are columns that lost their role.

    `notes` name every column left out because of a wish, and the scores that are not sure enough to be counted.
    """

    suggestions: Mapping[int, Suggestion]
    left_out: frozenset[int]
    notes: tuple[str, ...]


def kept_columns(
    made: Sequence[Suggestion], wanted: Sequence[ColumnOverride], headings: Sequence[Heading]
) -> KeptColumns:
    """What is kept of the suggestions `made`, one for each of `headings`, beside what a person says."""
    rules = _Rules.of(made, wanted, headings)
    mapped = {index for wish in wanted for index in wish.indices}
    kept: dict[int, Suggestion] = {}
    notes: list[str] = []
    left_out: set[int] = set()
    unsure: list[int] = []
    for index, one in enumerate(made, 1):
        if index in mapped or one.role is Role.IGNORED:
            continue
        if why := rules.against(one):
            left_out.add(index)
            if one.is_used and _leads(index, one):
                notes.append(f"{called(headings[index - 1], index)} is left out: {why}.")
        elif rules.has_scores and one.role is Role.SCORE and not one.is_sure:
            left_out.add(index)
            unsure += [index] if _leads(index, one) else []
        else:
            kept[index] = one
    return KeptColumns(kept | dict(_alone(kept)), frozenset(left_out), (*notes, *_not_counted(headings, unsure)))


@dataclass(frozen=True, slots=True)
class _Rules:
    """What the wishes take from other columns: roles that one column holds alone, metrics, and the long form."""

    roles: Mapping[Role, str]
    metrics: Mapping[str, str]
    has_scores: bool
    other_form: str

    @classmethod
    def of(cls, made: Sequence[Suggestion], wanted: Sequence[ColumnOverride], headings: Sequence[Heading]) -> _Rules:
        names = [called(headings[wish.indices[0] - 1], wish.indices[0]) for wish in wanted]
        pairs = list(zip(wanted, names, strict=True))
        scores = [(wish, name) for wish, name in pairs if wish.role is Role.SCORE]
        metrics = {wish.metric: name for wish, name in scores if wish.metric}
        roles = {wish.role: name for wish, name in pairs if wish.role not in SHARED}
        if metrics:
            roles.setdefault(Role.METRIC, next(iter(metrics.values())))
        is_long = any(wish.role is Role.METRIC for wish in wanted) or (
            not metrics and any(one.role is Role.METRIC for one in made)
        )
        return cls(roles, metrics, bool(scores), scores[0][1] if scores and is_long else "")

    def against(self, one: Suggestion) -> str:
        """Why a suggestion cannot hold beside the wishes; "" where it can."""
        if one.role is Role.METRIC and self.metrics:
            return f"{self.roles[one.role]} answers one metric, as you said"
        if one.role in self.roles:
            return f"{self.roles[one.role]} takes its place, as you said"
        if one.role is not Role.SCORE:
            return ""
        if one.metric is not None and one.metric in self.metrics:
            return f"{self.metrics[one.metric]} is {CATALOGUE[one.metric].name}, as you said"
        if self.other_form:
            return f"{self.other_form} holds the score of the metric in its row, as you said"
        if self.metrics and one.is_sure and one.metric is None:
            return "the metric of its row is not read"
        return ""


def _leads(index: int, one: Suggestion) -> bool:
    """Whether the column stands alone or is the first of those that are one question together."""
    return index == (one.columns or (index,))[0]


def _alone(kept: Mapping[int, Suggestion]) -> Iterator[tuple[int, Suggestion]]:
    """The columns that were one of several for a metric, once the others are mapped to something else: then sure."""
    rivals = {
        index: one for index, one in kept.items() if one.doubt is not None and one.doubt.kind is QuestionKind.SAME_ITEM
    }
    metrics = [one.metric for index, one in rivals.items() if _leads(index, one)]
    for index, one in rivals.items():
        if metrics.count(one.metric) == 1:
            yield index, replace(one, doubt=None, confidence=SURE)


def _not_counted(headings: Sequence[Heading], unsure: Sequence[int]) -> list[str]:
    """The scores that are not counted since it was not said what they answer, as one sentence."""
    if not unsure:
        return []
    named = ", ".join(called(headings[index - 1], index) for index in unsure[:_MOST_NAMED])
    more = f" and {len(unsure) - _MOST_NAMED} more" if len(unsure) > _MOST_NAMED else ""
    verb = "is" if len(unsure) == 1 else "are"
    what = "it holds" if len(unsure) == 1 else "they hold"
    return [f"{named}{more} {verb} not counted: say what {what} to count {'it' if len(unsure) == 1 else 'them'}."]
