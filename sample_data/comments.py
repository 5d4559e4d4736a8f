"""What people wrote: short sentences put together at random, praise and problems, about invented people."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from metrics.periods import Month
from sample_data.company import Branch, calls_back, has_fallen

PRAISE_ANYWHERE = (
    "Friendly and quick",
    "Exactly what I needed",
    "Nothing to complain about",
    "They listened first and then fixed it",
    "Sorted on the same day",
    "Clear answer, no jargon",
    "Price was what they had said",
    "Would use them again",
    "They remembered what was done last time",
    "Explained the bill line by line",
    "Told me what to watch for in winter",
    "No fuss, no waiting",
    "Asked the right questions",
    "My neighbour sent me and was right",
    "Put right what others had left undone",
)
PRAISE = {
    "online": ("Booking online took two minutes", "The reminder the day before is useful", "Easy to change the date"),
    "branch counter": ("Always a friendly face at the counter", "Was served at once", "Took time for an old boiler"),
    "home visit": (
        "Engineer was on time and tidy",
        "Shoes off at the door, thank you",
        "Showed me how to reset it myself",
    ),
    "phone": ("Got through to a person who knew", "Patient on the phone", "One call and it was done"),
}
PROBLEMS_ANYWHERE = (
    "Had to explain it all again",
    "Nobody told me about the delay",
    "Was promised a call that never came",
    "The bill was not what was quoted",
    "“Not our policy” is no answer",
    "Nobody said sorry",
    "They had no record of my last visit",
    "Felt like just a number",
    "Two letters, two different prices",
    "Left waiting at home all morning",
    "Asked for it in writing and never got it",
    "Each person said something else",
    "Could not reach anyone before nine",
)
PROBLEMS = {
    "online": (
        "The form lost what I had typed",
        "Could not find my contract online",
        "Confirmation came two days late",
    ),
    "branch counter": (
        "One person serving and a long queue",
        "Counter was closed at lunch",
        "Was sent to another counter",
    ),
    "home visit": ("Came three hours late", "The part was not in the van", "Left dust all over the hall"),
    "phone": ("Passed on three times", "Twenty minutes of music", "Was cut off and had to start again"),
}
PROBLEMS_AFTER_THE_FALL = (
    "Two people gone and nobody replaced them",
    "Nobody has time at this branch any more",
    "It used to be so good here",
    "Turned away twice in one week",
    "Rushed, and rude with it",
    "They argued with me about my own contract",
)
PRAISE_FOR_CALLING_BACK = (
    "They rang back within the hour",
    "Called back when they said they would",
    "Someone rang to check it still worked",
)
STAFF_PRAISE = ("Good team", "My manager asks what I think", "We are trusted to put things right", "Rota is fair now")
STAFF_PROBLEMS = (
    "Training is all product, never people",
    "Too few of us on Mondays",
    "Nobody asks us what customers say",
    "Targets change every month",
)


def written(dice: Random, sentences: Sequence[str], ending: str = "") -> str:
    """One or, now and then, two of the sentences; the last one sometimes with the ending."""
    chosen = dice.sample(sorted(set(sentences)), 2 if dice.random() < 0.2 else 1)
    return ". ".join(chosen) + (ending if dice.random() < 0.15 else "") + "."


def customer_comment(dice: Random, branch: Branch, month: Month, channel: str, likes_it: bool) -> str:
    """What a customer wrote after a good or a bad experience."""
    if likes_it:
        if calls_back(branch, month) and dice.random() < 0.4:
            return written(dice, PRAISE_FOR_CALLING_BACK)
        return written(dice, PRAISE_ANYWHERE + PRAISE[channel], ", thank you")
    if has_fallen(branch, month) and dice.random() < 0.7:
        return written(dice, PROBLEMS_AFTER_THE_FALL)
    return written(dice, PROBLEMS_ANYWHERE + PROBLEMS[channel], ", again")


def staff_comment(dice: Random, *, likes_it: bool) -> str:
    """What a member of staff wrote."""
    return written(dice, STAFF_PRAISE if likes_it else STAFF_PROBLEMS)
