"""Growth: where the change in revenue between two periods comes from.

Guarantees what docs/methods/ledger.md defines: rows that sum to the change exactly, on every
engine. Leaves objectives, pay and pictures to the floors above.
"""

from fourfold.growth.bridge import Bar, Bridge, bridge
from fourfold.growth.comparison import Asked, Comparison, compare
from fourfold.growth.entries import Entry
from fourfold.growth.figures import Figures, Rate, Repeat, Share
from fourfold.growth.ledger import Group, Ledger, Quarantine, ledger
from fourfold.growth.lines import Figure, Opened, lines
from fourfold.growth.penetration import Attach, Levels, Penetration, penetration
from fourfold.growth.policies import FIRST_ORDER, POLICIES, Policy, policy
from fourfold.growth.prepared import prepared_ledger
from fourfold.growth.series import Series, series

__all__ = [
    "FIRST_ORDER",
    "POLICIES",
    "Asked",
    "Attach",
    "Bar",
    "Bridge",
    "Comparison",
    "Entry",
    "Figure",
    "Figures",
    "Group",
    "Ledger",
    "Levels",
    "Opened",
    "Penetration",
    "Policy",
    "Quarantine",
    "Rate",
    "Repeat",
    "Series",
    "Share",
    "bridge",
    "compare",
    "ledger",
    "lines",
    "penetration",
    "policy",
    "prepared_ledger",
    "series",
]
