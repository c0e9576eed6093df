"""What every row and figure of the growth ledger is called, counted in, and means.

Guarantees one label, one unit and one definition for each id, in the order in which a ledger shows
its rows, and the fixed lists of rows that are gains, losses and neither. Leaves computing to
`fourfold.growth` and drawing to `fourfold.reports`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fourfold.words import say


@dataclass(frozen=True, slots=True)
class Measure:
    """A row or figure: its name on screens and paper, its unit, its meaning, and where it is defined.

    `short` is the name where room is scarce (below a bar, at 80 columns); `reference` is the
    section of the methods page that defines it.
    """

    name: str
    unit: str
    definition: str
    reference: str
    short: str = ""


MONEY = "money of the book"
SHARE = "share, 0 to 1"
COUNT = "count"
_ROWS = "ledger: rows"
_REPEAT = "ledger: price and volume"
_FIGURES = "ledger: figures"

_ROW_MEASURES: dict[str, Measure] = {
    "unidentified": Measure(
        "Unidentified", MONEY, "Change in revenue of lines that name no account or no product.", _ROWS
    ),
    "new_product_new_account": Measure(
        "S1 new product, new account",
        MONEY,
        "Revenue of new products with accounts whose first purchase came after the base period.",
        _ROWS,
        "S1 new, new",
    ),
    "existing_product_new_account": Measure(
        "S2 existing product, new account",
        MONEY,
        "Revenue of existing products with accounts whose first purchase came after the base period.",
        _ROWS,
        "S2 existing, new",
    ),
    "new_product_existing_account": Measure(
        "S3 new product, existing account",
        MONEY,
        "Revenue of products launched or first sold after the base period, with existing accounts.",
        _ROWS,
        "S3 new, existing",
    ),
    "additional_product_existing_account": Measure(
        "S4 additional product, existing account",
        MONEY,
        "Revenue of existing products with existing accounts that had never bought them before.",
        _ROWS,
        "S4 additional",
    ),
    "returned_account": Measure(
        "Returned account",
        MONEY,
        "Change with existing accounts that bought nothing in the base period and buy again.",
        _ROWS,
        "Returned",
    ),
    "resumed_product": Measure(
        "Resumed product",
        MONEY,
        "Change in products a continuing account had bought earlier, not in the base period, and buys again.",
        _ROWS,
        "Resumed",
    ),
    "price_gain": Measure(
        "Price gain",
        MONEY,
        "Repeat purchases: what is left of the change after volume, where that raised revenue; above the"
        " product level, price and mix.",
        _REPEAT,
        "Price up",
    ),
    "volume_gain": Measure(
        "Volume gain",
        MONEY,
        "Repeat purchases: the change in quantity at the base average price, where that raised revenue.",
        _REPEAT,
        "Volume up",
    ),
    "price_loss": Measure(
        "Price loss",
        MONEY,
        "Repeat purchases: what is left of the change after volume, where that lowered revenue; above the"
        " product level, price and mix.",
        _REPEAT,
        "Price down",
    ),
    "volume_loss": Measure(
        "Volume loss",
        MONEY,
        "Repeat purchases: the change in quantity at the base average price, where that lowered revenue.",
        _REPEAT,
        "Volume down",
    ),
    "dropped_product": Measure(
        "Dropped product",
        MONEY,
        "Change in products a continuing account bought in the base period and no longer buys.",
        _ROWS,
        "Dropped",
    ),
    "lost_account": Measure(
        "Lost account",
        MONEY,
        "Change with accounts that bought in the base period and nothing in the current one.",
        _ROWS,
        "Lost",
    ),
    "credits_only": Measure(
        "Credits only",
        MONEY,
        "Change in returns, credit notes and free lines where nothing was bought in either period.",
        _ROWS,
        "Credits",
    ),
    "currency": Measure(
        "Currency",
        MONEY,
        "Effect of exchange rates, where constant rates are chosen; otherwise it stays in price.",
        _ROWS,
    ),
    "received": Measure(
        "Received", MONEY, "Base revenue that came to a seller or team with accounts handed to them.", _ROWS
    ),
    "handed_over": Measure(
        "Handed over", MONEY, "Base revenue that left a seller or team with accounts they handed on.", _ROWS
    ),
}

ROWS: tuple[str, ...] = tuple(_ROW_MEASURES)
"""Every row of a ledger, in the order in which it is shown."""

SOURCES: tuple[str, ...] = (
    "new_product_new_account",
    "existing_product_new_account",
    "new_product_existing_account",
    "additional_product_existing_account",
)
"""The four sources of growth, S1 to S4."""

NEW_ACCOUNT_ROWS: tuple[str, ...] = SOURCES[:2]
"""The rows of the channel *new accounts*; all others but `unidentified` are *existing accounts*."""

GAINS: tuple[str, ...] = (*SOURCES, "returned_account", "resumed_product", "price_gain", "volume_gain")
LOSSES: tuple[str, ...] = ("price_loss", "volume_loss", "dropped_product", "lost_account")
OTHERS: tuple[str, ...] = ("credits_only", "unidentified", "currency")
TRANSFERS: tuple[str, ...] = ("received", "handed_over")
"""Rows by kind, whatever the sign of their amount."""

REPEAT_ROWS: tuple[str, ...] = ("price_gain", "volume_gain", "price_loss", "volume_loss")
"""The four rows into which repeat purchases are split."""

_FIGURE_MEASURES: dict[str, Measure] = {
    "base_revenue": Measure(
        "Base revenue", MONEY, "Revenue of the base period, net of discount, without tax.", _FIGURES
    ),
    "current_revenue": Measure(
        "Current revenue", MONEY, "Revenue of the current period, net of discount, without tax.", _FIGURES
    ),
    "change": Measure(
        "Change", MONEY, "Current revenue less base revenue; the rows add up to it exactly.", _FIGURES
    ),
    "net_of_switching": Measure(
        "Net of switching",
        MONEY,
        "The row after products that replaced others of the same family at the same account are set against"
        " the ones they replaced; nets add up to the same change.",
        "ledger: switching",
    ),
    "gain": Measure(
        "Gain", MONEY, "Sum of S1 to S4, returned, resumed, price gains and volume gains.", _FIGURES
    ),
    "loss": Measure(
        "Loss", MONEY, "Sum of lost accounts, dropped products, price losses and volume losses.", _FIGURES
    ),
    "other": Measure("Other", MONEY, "Sum of credits only, unidentified and currency.", _FIGURES),
    "sources": Measure(
        "Source mix",
        SHARE,
        "Each of S1 to S4 as a share of their sum; empty when one is negative or the sum is not positive.",
        _FIGURES,
    ),
    "sources_net_of_switching": Measure(
        "Source mix, net of switching",
        SHARE,
        "As source mix, of the amounts net of switching.",
        "ledger: switching",
    ),
    "channels_gain": Measure(
        "Channel mix, gains",
        SHARE,
        "Gains with new accounts (S1 and S2) against gains with existing accounts, as shares of their sum.",
        _FIGURES,
    ),
    "channels_net": Measure(
        "Channel mix, net",
        SHARE,
        "Net change with new accounts (S1 and S2) against net change with existing accounts, as shares of"
        " their sum; empty when one is negative.",
        _FIGURES,
    ),
    "repeat": Measure(
        "Repeat", MONEY, "Change with products that the same account bought in both periods.", _REPEAT
    ),
    "repeat_rose": Measure(
        "Repeat, rose",
        MONEY,
        "Sum of the changes of repeat purchases that rose, by account and product.",
        _REPEAT,
    ),
    "repeat_fell": Measure(
        "Repeat, fell",
        MONEY,
        "Sum of the changes of repeat purchases that fell, by account and product.",
        _REPEAT,
    ),
    "nrr": Measure(
        "Net revenue retention (NRR)",
        SHARE,
        "Current revenue of the accounts that had base revenue above zero, over that base revenue.",
        "ledger: retention",
        "NRR",
    ),
    "grr": Measure(
        "Gross revenue retention (GRR)",
        SHARE,
        "As NRR, but with no account counted for more than its base revenue.",
        "ledger: retention",
        "GRR",
    ),
    "history_months": Measure(
        "History before the cut",
        "months",
        "Months of order lines before the end of the base period; under 12, silent accounts look new.",
        _FIGURES,
    ),
    "quarantined": Measure(
        "Quarantined",
        "rows and money of the book",
        "Faulty rows kept out of every figure until repaired, and their value as far as it can be read.",
        "intake: quarantine",
    ),
    "accounts": Measure(
        "Accounts", COUNT, "Accounts, at the chosen level, with something in the row.", _FIGURES
    ),
    "pairs": Measure(
        "Pairs", COUNT, "Account and product combinations, at the chosen levels, in the row.", _FIGURES
    ),
    "lines": Measure("Lines", COUNT, "Order lines of either period in the row.", _FIGURES),
}

FIGURES: tuple[str, ...] = tuple(_FIGURE_MEASURES)
"""Every figure that a ledger or report states beside its rows."""

MEASURES: Mapping[str, Measure] = MappingProxyType(_ROW_MEASURES | _FIGURE_MEASURES)
"""Row id or figure id to measure; rows first, in the ledger's order."""


def label(measure_id: str) -> str:
    """Return the name of a row or figure in the language of who reads.

    Raises
    ------
    KeyError
        If there is no such row or figure; the ids are the keys of `MEASURES`.

    Examples
    --------
    >>> label("lost_account")
    'Lost account'
    """
    return say(MEASURES[measure_id].name)


def short_label(measure_id: str) -> str:
    """Return the name of a row or figure where room is scarce; `KeyError` if there is no such id."""
    measure = MEASURES[measure_id]
    return say(measure.short or measure.name)
