"""Growth: where the change in revenue between two periods comes from.

Guarantees what docs/methods/ledger.md defines: rows that sum to the change exactly, on every
engine. Leaves objectives, pay and pictures to the floors above.
"""

from fourfold.growth.account import Account, Bought, Held, Named, account
from fourfold.growth.account_lines import account_lines
from fourfold.growth.accounts import AccountRow, Accounts, accounts
from fourfold.growth.breakdown import Breakdown, Broken, breakdown
from fourfold.growth.bridge import Bar, Bridge, bridge
from fourfold.growth.comparison import Asked, Comparison, compare, compare_before
from fourfold.growth.entries import Entry
from fourfold.growth.figures import Figures, Rate, Repeat, Share
from fourfold.growth.ledger import Group, Ledger, Quarantine, group_ledger, ledger
from fourfold.growth.lines import Figure, Opened, lines
from fourfold.growth.listing import Listing
from fourfold.growth.movers import Movers, movers
from fourfold.growth.overview import Overview, overview
from fourfold.growth.penetration import Attach, Levels, Penetration, penetration
from fourfold.growth.policies import FIRST_ORDER, POLICIES, Policy, policy
from fourfold.growth.prepared import prepared_ledger
from fourfold.growth.prepared_group import prepared_group_ledger
from fourfold.growth.prepared_lines import Page, prepared_lines
from fourfold.growth.series import Series, series, series_within
from fourfold.growth.within import ledger_within

__all__ = [
    "FIRST_ORDER",
    "POLICIES",
    "Account",
    "AccountRow",
    "Accounts",
    "Asked",
    "Attach",
    "Bar",
    "Bought",
    "Breakdown",
    "Bridge",
    "Broken",
    "Comparison",
    "Entry",
    "Figure",
    "Figures",
    "Group",
    "Held",
    "Ledger",
    "Levels",
    "Listing",
    "Movers",
    "Named",
    "Opened",
    "Overview",
    "Page",
    "Penetration",
    "Policy",
    "Quarantine",
    "Rate",
    "Repeat",
    "Series",
    "Share",
    "account",
    "account_lines",
    "accounts",
    "breakdown",
    "bridge",
    "compare",
    "compare_before",
    "group_ledger",
    "ledger",
    "ledger_within",
    "lines",
    "movers",
    "overview",
    "penetration",
    "policy",
    "prepared_group_ledger",
    "prepared_ledger",
    "prepared_lines",
    "series",
    "series_within",
]
