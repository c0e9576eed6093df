"""Growth: where the change in revenue between two periods comes from.

Guarantees what docs/methods/ledger.md defines: rows that sum to the change exactly, on every
engine. Leaves objectives, pay and pictures to the floors above.
"""

from fourfold.growth.comparison import Asked, Comparison, compare
from fourfold.growth.entries import Entry
from fourfold.growth.figures import Figures, Rate, Repeat, Share
from fourfold.growth.ledger import Group, Ledger, Quarantine, ledger
from fourfold.growth.policies import FIRST_ORDER, POLICIES, Policy, policy

__all__ = [
    "FIRST_ORDER",
    "POLICIES",
    "Asked",
    "Comparison",
    "Entry",
    "Figures",
    "Group",
    "Ledger",
    "Policy",
    "Quarantine",
    "Rate",
    "Repeat",
    "Share",
    "compare",
    "ledger",
    "policy",
]
