"""Rules in words: what puts a pair of account and product into a row, with the days of a comparison.

Guarantees one sentence for each figure that can be opened, the same that the methods page gives.
Leaves applying the rules to `classify`.
"""

from __future__ import annotations

from collections.abc import Mapping

from fourfold.growth.comparison import Comparison
from fourfold.words import day, message, say

_RULES: Mapping[str, str] = {
    "unidentified": message("the line names no account or no product"),
    "new_product_new_account": message("{account_new}, and the product since {cut} or later"),
    "existing_product_new_account": message("{account_new}; the product was there before {cut}"),
    "new_product_existing_account": message(
        "the account bought before {cut}; the product came on {cut} or later"
    ),
    "additional_product_existing_account": message(
        "account and product were there before {cut}, "
        "and this account's first purchase of it is on or after {cut}"
    ),
    "lost_account": message("the account purchased in {base} and not in {current}"),
    "returned_account": message("the account purchased before {cut}, not in {base}, and again in {current}"),
    "credits_only": message(
        "no purchase of account or pair in {base} or {current}: only credits or free lines"
    ),
    "dropped_product": message("the account purchased in both periods, this product in {base} only"),
    "resumed_product": message(
        "the account purchased in both periods, this product before {cut}, not in {base}, and in {current}"
    ),
    "repeat": message("the account purchased this product in {base} and in {current}"),
    "price_gain": message(
        "repeat: the part of the change that quantity does not explain, where it is a gain"
    ),
    "price_loss": message(
        "repeat: the part of the change that quantity does not explain, where it is a loss"
    ),
    "volume_gain": message("repeat: change in quantity at the base period's price, where it is a gain"),
    "volume_loss": message("repeat: change in quantity at the base period's price, where it is a loss"),
    "currency": message("difference between the days' rates and the base period's average rates"),
    "received": message("base revenue of accounts that came to this seller or team"),
    "handed_over": message("base revenue of accounts that this seller or team handed on"),
    "base_revenue": message("ordered in {base}"),
    "current_revenue": message("ordered in {current}"),
    "change": message("ordered in {current}, less what was ordered in {base}"),
    "gain": message("S1 to S4, returned accounts, resumed products, and repeat where price or volume rose"),
    "loss": message("lost accounts, dropped products, and repeat where price or volume fell"),
    "new_account_gain": message("S1 and S2: gains with new accounts"),
    "existing_account_gain": message(
        "S3, S4, returned accounts, resumed products, and repeat where price or volume rose"
    ),
    "existing_account_net": message("all that changed with existing accounts: gains less losses"),
    "other": message("credits only, unidentified, and the effect of rates where they are held constant"),
}


def rule(row: str, comparison: Comparison) -> str:
    """Return the rule of a figure that can be opened in words, with the comparison's days and policy."""
    return say(
        _RULES[row],
        cut=day(comparison.cut),
        base=comparison.base.told,
        current=comparison.current.told,
        account_new=_account_new(comparison),
    )


def _account_new(comparison: Comparison) -> str:
    cut, dormant = day(comparison.cut), comparison.dormant_before
    if dormant is None:
        return say("the account's first purchase is on or after {cut}", cut=cut)
    return say(
        "the account's first purchase is on or after {cut},"
        " or its last purchase before {cut} is before {day}",
        cut=cut,
        day=day(dormant),
    )
