"""Movers: the few groups that changed most, out of many, kept once found.

Guarantees that a page which shows a few accounts does not read all of them. Leaves drawing to
`reports`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from fourfold.book.answers import answered
from fourfold.book.book import Book
from fourfold.growth.comparison import Comparison
from fourfold.growth.ledger import Group, Ledger
from fourfold.growth.names import names_of
from fourfold.growth.prepared import METHOD, ledger_from, ledger_text
from fourfold.growth.within import ledger_within

MOST_MOVERS = 8


@dataclass(frozen=True, slots=True)
class Movers:
    """A ledger whose groups are only those that changed most, and among how many they are.

    Groups stand in order of change: the largest gain first, the largest loss last. `names` are
    those of the groups by their value, where they have one. `by` is the dimension that was asked: a
    part that is itself one account or product has no groups of it.
    """

    ledger: Ledger
    among: int
    names: Mapping[str, str] = field(default_factory=dict)
    by: str = ""

    @property
    def dimension(self) -> str:
        """What the groups are: account, product ..."""
        return self.by or next(iter(self.ledger.by), "")


def movers(book: Book, *, comparison: Comparison, by: str, where: Mapping[str, str]) -> Movers:
    """Return the groups of one dimension that gained most and lost most.

    Parameters
    ----------
    book
        The book.
    comparison
        Periods, levels, policy.
    by
        The dimension of the groups.
    where
        Values by dimension that name a part of the company; empty is all of it.

    Returns
    -------
    Movers
        At most `MOST_MOVERS` gains and as many losses; none for a book without lines.

    Raises
    ------
    BadRequest
        If a dimension does not exist.
    """
    asked = ["movers 2", METHOD, MOST_MOVERS, asdict(comparison), by, sorted(where.items())]
    question = json.dumps(asked, default=str, sort_keys=True)
    kept = answered(book, question, lambda: _made(book, comparison, by, where))
    first, _, most = kept.partition(b"\n")
    return Movers(ledger_from(most, book), **json.loads(first), by=by)


def _made(book: Book, comparison: Comparison, by: str, where: Mapping[str, str]) -> bytes:
    """Return what is kept: in the first line how many groups there are and names, then the ledger."""
    whole = ledger_within(book, comparison=comparison, where=where, by=(by,))
    few = largest(whole.groups)
    names = names_of(book, by, (group.values[0] for group in few))
    told = json.dumps({"among": len(whole.groups), "names": dict(names)})
    return told.encode() + b"\n" + ledger_text(replace(whole, groups=few))


def largest(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Return the groups that gained most, largest first, then those that lost most, largest last."""
    ranked = sorted(groups, key=lambda g: (-g.change, g.values))
    gained = [g for g in ranked if g.change > 0][:MOST_MOVERS]
    lost = [g for g in ranked if g.change < 0][-MOST_MOVERS:]
    return (*gained, *lost)
