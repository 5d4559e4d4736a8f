"""What came of one kind of harm: how often it was done, and what it cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the table: `harm` done `injected` times on `database`, and how the result was proven.

    `lost` counts trials after which something saved was missing or changed, `silent` those whose damage nothing
    reported, `own_mistakes` those that ended in a sentence about a mistake of the product's own.
    """

    harm: str
    database: str
    injected: int
    lost: int
    silent: int
    own_mistakes: int
    proof: str

    @property
    def held(self) -> bool:
        """Whether nothing was lost, unnoticed or unexplained."""
        return not (self.lost or self.silent or self.own_mistakes)
