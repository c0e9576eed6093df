"""Given: where growth came from, in the words in which objectives are asked.

Guarantees the ledger's own amounts, and that the part of new accounts carries an interval that says
how far it would move had other accounts of the same kind bought. Leaves the comparison with what is
asked to `balance`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fourfold.growth.entries import Entry
from fourfold.growth.ledger import Group
from fourfold.measures import GAINS, LOSSES, SOURCES
from fourfold.measures.catalogue import Serves
from fourfold.objectives.pointing import Pointing
from fourfold.words import say

NORMAL_95 = 1.959964
"""Standard deviations that hold 95 % of a normal distribution."""

ENOUGH_ACCOUNTS = 10
"""Accounts with a gain below which no interval is given."""


def gains(group: Group, currency: str, *, is_net: bool) -> Pointing:
    """Return the gains of a ledger by source, gross or net of switching; the rest keeps and expands."""
    amounts = _amounts(group.entries, GAINS, is_net=is_net)
    return Pointing("net" if is_net else "gross", currency, amounts, _lines(group), _why(amounts))


def net_of_losses(group: Group, currency: str) -> Pointing:
    """Return gains less losses: every source, and what was kept, expanded, reduced and lost together."""
    amounts = _amounts(group.entries, (*GAINS, *LOSSES), is_net=True)
    return Pointing("after losses", currency, amounts, _lines(group), _why(amounts))


def _amounts(entries: Sequence[Entry], rows: Sequence[str], *, is_net: bool) -> Mapping[str, Decimal]:
    found = dict.fromkeys((*SOURCES, Serves.KEEP.value), Decimal(0))
    for entry in entries:
        if entry.row in rows:
            target = entry.row if entry.row in SOURCES else Serves.KEEP.value
            found[target] += entry.net_of_switching if is_net else entry.amount
    return found


def _lines(group: Group) -> int:
    return sum(entry.lines or 0 for entry in group.entries) + group.figures.repeat.lines


def _why(amounts: Mapping[str, Decimal]) -> str:
    if not any(amounts.values()):
        return say("nothing was gained or lost in this period")
    return say("a part is negative") if min(amounts.values()) < 0 else ""


@dataclass(frozen=True, slots=True)
class NewShare:
    """New accounts' part of the gains, with the ends of a 95 % interval; None where there is none.

    `accounts` are those with a gain. `why` says why there is no share, or no interval.
    """

    share: Decimal | None
    low: Decimal | None
    high: Decimal | None
    accounts: int
    why: str = ""


def new_share(by_account: pa.Table) -> NewShare:
    """Return new accounts' part of the gains of accounts with `new` and `existing` in units.

    Notes
    -----
    A ratio of sums over accounts, each account a cluster: the share is sum(new) / sum(new + existing), its
    variance n / (n - 1) x sum((new - share x gain)^2) / sum(gain)^2, the interval 1.96 standard errors
    to either side, cut at 0 and 1. It assumes that accounts gain independently of each other, and is too
    narrow where few accounts hold most of the gain. Source: Cochran, Sampling Techniques, 6.3.
    """
    new, existing = (pc.sum(by_account[name]).as_py() or 0 for name in ("new", "existing"))
    accounts = by_account.num_rows
    if new < 0 or existing < 0 or new + existing <= 0:
        return NewShare(None, None, None, accounts, say("nothing was gained, or a part is negative"))
    share = Decimal(new) / Decimal(new + existing)
    if accounts < ENOUGH_ACCOUNTS:
        why = say("{accounts} accounts with a gain are too few for an interval", accounts=accounts)
        return NewShare(share, None, None, accounts, why)
    news = np.array(by_account["new"].to_pylist(), dtype=float)
    totals = news + np.array(by_account["existing"].to_pylist(), dtype=float)
    rest = news - float(share) * totals
    error = sqrt(accounts / (accounts - 1) * float((rest**2).sum())) / float(totals.sum())
    margin = Decimal(repr(NORMAL_95 * error))
    return NewShare(share, max(share - margin, Decimal(0)), min(share + margin, Decimal(1)), accounts)
