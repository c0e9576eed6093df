"""What is kept of one objective: every version with who, when and why, its closing, and what was imported.

Guarantees that a version once set is never gone, and that an objective which is closed stays as it is.
Leaves putting it together from the book and the journal to `store`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fourfold.objectives.objective import Objective, State
from fourfold.objectives.rows import Difference, differences

IN_FORCE = (State.AGREED, State.ACTIVE, State.CLOSED)
"""The states in which a version counts."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an objective's history: how it stood after it, who took it, when and why.

    `entry` is its number in the journal; 0 for what was imported, which has no `by` and `at`.
    """

    objective: Objective
    by: str = ""
    at: str = ""
    why: str = ""
    entry: int = 0


@dataclass(frozen=True, slots=True)
class Frozen:
    """What an objective came to when it was closed; a later correction shows as a difference to it.

    `amount` is None where it could not be given; a rate has its numerator and denominator. `as_of` is the
    last day that counted, `snapshot` the name of the book's snapshot.
    """

    amount: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    as_of: date
    snapshot: str


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said about an objective, and about which of its versions."""

    version: int
    by: str
    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Kept:
    """One objective with all that became of it.

    Parameters
    ----------
    steps
        Its history, the oldest first: what was imported, if it was, then each version and each move of
        state. Never empty.
    imported
        The row as it is imported now; None for one made here, or whose import was undone.
    frozen
        What it came to when it was closed; None while it is open, or if it was withdrawn.
    is_withdrawn
        Whether it was closed without counting.
    """

    steps: tuple[Step, ...]
    imported: Objective | None = None
    frozen: Frozen | None = None
    is_withdrawn: bool = False

    @property
    def current(self) -> Objective:
        """The newest version in its newest state; what was changed here goes before what was imported."""
        return self.steps[-1].objective

    @property
    def in_force(self) -> Objective | None:
        """The newest version that was agreed: what counts while a later one waits for agreement.

        Only a draft or proposal, or one that was withdrawn, has none.
        """
        if self.is_withdrawn:
            return None
        return next((s.objective for s in reversed(self.steps) if s.objective.state in IN_FORCE), None)

    @property
    def imported_differs(self) -> tuple[Difference, ...]:
        """In which columns the version here differs from what is imported; empty if nothing does."""
        return differences(self.current, self.imported) if self.imported else ()
