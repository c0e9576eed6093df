"""The catalogue of measures: what an objective can be set on.

Guarantees for each measure its unit, direction, formula, levels, sources, what it is when data are
missing, and which of the four sources, of keeping and expanding, of relationship, service and
activity it serves. Leaves computing to `fourfold.objectives.results`.

A new measure is one entry here, computed by name in `fourfold.objectives.results`, with a worked table in
tests/spec; CONTRIBUTING.md says how.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from fourfold.measures.growth import (
    COUNT,
    MEASURES,
    MONEY,
    ROWS,
    SHARE,
    SOURCES,
    TRANSFERS,
)


class Serves(StrEnum):
    """What an objective points at: a source of growth, keeping and expanding, or how it is reached."""

    S1 = "new_product_new_account"
    S2 = "existing_product_new_account"
    S3 = "new_product_existing_account"
    S4 = "additional_product_existing_account"
    KEEP = "keep_and_expand"
    RELATIONSHIP = "relationship"
    SERVICE = "service"
    ACTIVITY = "activity"
    OTHER = "other"


CHANNEL_OF: Mapping[Serves, str] = MappingProxyType(
    {
        Serves.S1: "new",
        Serves.S2: "new",
        Serves.S3: "existing",
        Serves.S4: "existing",
        Serves.KEEP: "existing",
        Serves.RELATIONSHIP: "existing",
        Serves.SERVICE: "existing",
    }
)
"""The channel of what an objective serves: new or existing accounts; activity and other point at neither."""

LEVELS = ("company", "team", "seller")
"""Whose objective it can be, top to bottom."""

FILTERS = ("family", "category", "division", "segment", "region", "industry", "account", "product")
"""What of the order lines an objective can be narrowed to: dimensions of the ledger."""

ACTIVITY_FILTERS = ("kind", "purpose", "direction", "channel", "account")
OPPORTUNITY_FILTERS = ("channel", "source", "account")
"""What activities and opportunities can be narrowed to; channel and source are computed, never typed."""


class Needs(StrEnum):
    """The tables a measure is computed from."""

    LINES = "order_lines"
    COSTS = "order_lines.cost_amount"
    OPPORTUNITIES = "opportunities"
    ACTIVITIES = "activities"


@dataclass(frozen=True, slots=True)
class ObjectiveMeasure:
    """One measure that an objective can be set on.

    Parameters
    ----------
    id, name, unit
        Its id in files, its name on screens, and what it is counted in.
    definition, formula
        What it means, and how it comes out of the ledger or the tables.
    needs
        What it is computed from.
    serves
        What it points at, as parts that sum to 1.
    is_lower_better
        Whether less is more: lost accounts, dropped products.
    is_additive
        Whether targets of parts (sellers of a team, months of a year) add up to the whole's. What was
        reached is never added up: each owner's is computed, so that shared accounts count once.
    when_missing
        What it is where its data are missing.
    filters
        By which dimensions it can be narrowed; a rate takes one value of each.
    """

    id: str
    name: str
    unit: str
    definition: str
    formula: str
    needs: Needs
    serves: Mapping[Serves, Decimal]
    is_lower_better: bool = False
    is_additive: bool = True
    when_missing: str = "0: nothing was sold"
    filters: tuple[str, ...] = FILTERS
    levels: tuple[str, ...] = (*LEVELS, "account")

    @property
    def is_money(self) -> bool:
        """Whether it is counted in money of the book."""
        return self.unit == MONEY

    @property
    def channels(self) -> Mapping[str, Decimal]:
        """Which part of it points at new and at existing accounts; the rest points at neither."""
        found = {"new": Decimal(0), "existing": Decimal(0)}
        for target, part in self.serves.items():
            if target in CHANNEL_OF:
                found[CHANNEL_OF[target]] += part
        return found


_HALF = Decimal("0.5")
_NO_BASE = "empty: there is no base revenue"


def _whole(target: Serves) -> Mapping[Serves, Decimal]:
    return {target: Decimal(1)}


def _row(row: str) -> ObjectiveMeasure:
    """Return a row of the ledger, net of switching, as a measure."""
    told = MEASURES[row]
    serves = Serves(row) if row in SOURCES else Serves.KEEP
    return ObjectiveMeasure(
        row, told.name, MONEY, told.definition, f"row {row}, net of switching", Needs.LINES, _whole(serves)
    )


_NOT_FOR_OBJECTIVES = ("unidentified", "credits_only", "currency", *TRANSFERS)

_FIGURES = (
    ObjectiveMeasure(
        "revenue",
        "Revenue",
        MONEY,
        "Revenue of the period, net of discount, without tax; it does not tell from which source.",
        "current revenue",
        Needs.LINES,
        _whole(Serves.OTHER),
    ),
    ObjectiveMeasure(
        "margin",
        "Margin",
        MONEY,
        "Revenue less the cost of what was sold, of order lines whose cost is known.",
        "sum of amount - cost of lines with a cost",
        Needs.COSTS,
        _whole(Serves.OTHER),
        when_missing="empty: no order line of the period has a cost",
    ),
    ObjectiveMeasure(
        "new_account_gain",
        "Gains with new accounts",
        MONEY,
        "S1 and S2: what accounts brought whose first purchase came after the base period.",
        "S1 + S2",
        Needs.LINES,
        {Serves.S1: _HALF, Serves.S2: _HALF},
    ),
    ObjectiveMeasure(
        "existing_account_gain",
        "Gains with existing accounts",
        MONEY,
        "New and additional products, returned accounts, resumed products, more volume and higher prices,"
        " net of switching.",
        "S3 + S4 + returned + resumed + price gain + volume gain",
        Needs.LINES,
        {Serves.S3: Decimal("0.25"), Serves.S4: Decimal("0.25"), Serves.KEEP: _HALF},
    ),
    ObjectiveMeasure(
        "existing_account_net",
        "Net growth with existing accounts",
        MONEY,
        "The change in revenue with existing accounts: their gains less what they stopped or reduced.",
        "all rows but S1, S2, unidentified and what moved with accounts",
        Needs.LINES,
        {Serves.S3: Decimal("0.25"), Serves.S4: Decimal("0.25"), Serves.KEEP: _HALF},
    ),
    ObjectiveMeasure(
        "retained_revenue",
        "Revenue held",
        MONEY,
        "Current revenue of the accounts that had base revenue above zero: the numerator of NRR.",
        "numerator of NRR, frozen cohort",
        Needs.LINES,
        _whole(Serves.KEEP),
    ),
    ObjectiveMeasure(
        "nrr",
        "Net revenue retention (NRR)",
        SHARE,
        MEASURES["nrr"].definition,
        "retained revenue / base revenue of the same accounts",
        Needs.LINES,
        _whole(Serves.KEEP),
        is_additive=False,
        when_missing=_NO_BASE,
    ),
    ObjectiveMeasure(
        "grr",
        "Gross revenue retention (GRR)",
        SHARE,
        MEASURES["grr"].definition,
        "as NRR, no account above its base",
        Needs.LINES,
        _whole(Serves.KEEP),
        is_additive=False,
        when_missing=_NO_BASE,
    ),
    ObjectiveMeasure(
        "new_accounts",
        "New accounts",
        COUNT,
        "Accounts whose first purchase came after the base period and that bought in the period.",
        "accounts in S1 or S2",
        Needs.LINES,
        {Serves.S1: _HALF, Serves.S2: _HALF},
    ),
    ObjectiveMeasure(
        "lost_accounts",
        "Lost accounts",
        COUNT,
        "Accounts that bought in the base period and not in this one.",
        "accounts in the row lost account",
        Needs.LINES,
        _whole(Serves.KEEP),
        is_lower_better=True,
    ),
    ObjectiveMeasure(
        "dropped_products",
        "Dropped products",
        COUNT,
        "Account and product combinations that a continuing account bought in the base period and not now.",
        "pairs in the row dropped product",
        Needs.LINES,
        _whole(Serves.KEEP),
        is_lower_better=True,
    ),
    ObjectiveMeasure(
        "penetration",
        "Products per account",
        "products per account",
        "Products, at the book's product level, that an account which bought in the period bought.",
        "pairs with a purchase / accounts with a purchase",
        Needs.LINES,
        {Serves.S4: _HALF, Serves.KEEP: _HALF},
        is_additive=False,
        when_missing="empty: no account bought",
    ),
    ObjectiveMeasure(
        "attach_rate",
        "Attach rate",
        SHARE,
        "Of the accounts that bought something in the period, the part that bought what the objective is"
        " narrowed to.",
        "accounts with a purchase inside the filters / accounts with a purchase",
        Needs.LINES,
        {Serves.S4: _HALF, Serves.KEEP: _HALF},
        is_additive=False,
        when_missing="empty: no account bought",
        filters=("family", "category", "division", "product"),
    ),
    ObjectiveMeasure(
        "opportunities_opened",
        "Opportunities opened",
        COUNT,
        "Opportunities opened in the period.",
        "opportunities by opened_on",
        Needs.OPPORTUNITIES,
        _whole(Serves.ACTIVITY),
        when_missing="empty: the book holds no opportunities",
        filters=OPPORTUNITY_FILTERS,
    ),
    ObjectiveMeasure(
        "opportunities_won",
        "Opportunities won",
        COUNT,
        "Opportunities won in the period.",
        "opportunities with status won by closed_on",
        Needs.OPPORTUNITIES,
        _whole(Serves.OTHER),
        when_missing="empty: the book holds no opportunities",
        filters=OPPORTUNITY_FILTERS,
    ),
    ObjectiveMeasure(
        "won_amount",
        "Amount won",
        MONEY,
        "Amount of the opportunities won in the period, at the rate of the day.",
        "sum of amount of opportunities with status won by closed_on",
        Needs.OPPORTUNITIES,
        _whole(Serves.OTHER),
        when_missing="empty: the book holds no opportunities",
        filters=OPPORTUNITY_FILTERS,
    ),
    ObjectiveMeasure(
        "activities",
        "Activities",
        COUNT,
        "Visits, meetings, calls, e-mails and demonstrations of the period.",
        "activities by happened_on",
        Needs.ACTIVITIES,
        _whole(Serves.ACTIVITY),
        when_missing="empty: the book holds no activities",
        filters=ACTIVITY_FILTERS,
    ),
    ObjectiveMeasure(
        "activity_minutes",
        "Time with customers",
        "minutes",
        "Minutes of the activities of the period whose length is known.",
        "sum of minutes by happened_on",
        Needs.ACTIVITIES,
        _whole(Serves.ACTIVITY),
        when_missing="empty: the book holds no activities with minutes",
        filters=ACTIVITY_FILTERS,
    ),
)

CATALOGUE: Mapping[str, ObjectiveMeasure] = MappingProxyType(
    {
        measure.id: measure
        for measure in (*(_row(row) for row in ROWS if row not in _NOT_FOR_OBJECTIVES), *_FIGURES)
    }
)
"""Every measure by its id: rows of the ledger first."""
