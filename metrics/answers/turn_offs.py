"""What put customers off, by the words they used: ten turn-offs, only in comments of people who were not happy.

Key words find most turn-offs but not all; the pages say so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class TurnOff:
    """Something that puts customers off, and the beginnings of words and phrases that show it."""

    id: str
    name: str
    words: tuple[str, ...]


# **Source:** the ten turn-offs of service are the field's own list; the words are from customers' comments.
TURN_OFFS = (
    TurnOff(
        "amateur_staff",
        "Untrained staff",
        ("untrained", "did not know", "didn't know", "had no idea", "clueless", "incompeten", "unprofessional",
         "amateur", "each person said something else", "two different", "wrong advice", "botched"),
    ),
    TurnOff(
        "arguing",
        "Arguing",
        ("argu", "rude", "shout", "accus", "blamed me", "aggressive", "hostile", "talked down"),
    ),
    TurnOff(
        "rigid_policies",
        "Rigid policies",
        ("policy", "policies", "rules", "computer says", "red tape", "bureaucra", "inflexib", "refused to"),
    ),
    TurnOff(
        "futile_promises",
        "Promises not kept",
        ("promis", "never came", "never called", "never got", "did not turn up", "didn't turn up", "no show",
         "days late", "not what was quoted", "was told it would"),
    ),
    TurnOff(
        "unreachable",
        "Hard to reach, long waits",
        ("could not reach", "couldn't reach", "no answer", "on hold", "queue", "waiting", "waited", "wait ", "music",
         "cut off", "was closed", "engaged tone", "took ages"),
    ),
    TurnOff(
        "poor_acknowledgement",
        "Not acknowledged",
        ("nobody said sorry", "no apolog", "ignored", "just a number", "did not greet", "no thank", "nobody told me",
         "not even a", "no reply", "no response"),
    ),
    TurnOff(
        "poor_records",
        "Poor records",
        ("no record", "lost my", "lost what", "wrong address", "wrong name", "explain it all again", "explain again",
         "start again", "repeat myself", "could not find my", "couldn't find my"),
    ),
    TurnOff(
        "ignoring_basics",
        "Basics ignored",
        ("dirty", "dust", "filthy", "broken", "not in the van", "forgot", "mess", "damaged", "mistake", "wrong part"),
    ),
    TurnOff(
        "call_shuffling",
        "Passed around",
        ("passed on", "passed around", "passed from", "transferred", "another counter", "another department",
         "sent to another", "pillar to post", "call someone else"),
    ),
    TurnOff("apathy", "Nobody cared", ("did not care", "didn't care", "couldn't care", "not interested", "indifferen",
                                      "apath", "shrug", "bored", "unhelpful")),
)  # fmt: skip
BY_ID = {turn_off.id: turn_off for turn_off in TURN_OFFS}


def turn_offs(comment: str) -> tuple[TurnOff, ...]:
    """The turn-offs a comment shows, in the order of the list; none without one of their words."""
    said = " ".join(comment.casefold().replace("’", "'").split())
    return tuple(turn_off for turn_off in TURN_OFFS if _pattern(turn_off).search(f"{said} "))


@lru_cache(maxsize=len(TURN_OFFS))
def _pattern(turn_off: TurnOff) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, turn_off.words)) + ")")
