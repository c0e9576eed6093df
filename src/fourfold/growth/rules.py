"""Rules in words: what puts a pair of account and product into a row, with the days of a comparison.

Guarantees one sentence for each row id, the same that the methods page gives. Leaves applying the
rules to `classify`.
"""

from __future__ import annotations

from collections.abc import Mapping

from fourfold.growth.comparison import Comparison

_RULES: Mapping[str, str] = {
    "unidentified": "the line names no account or no product",
    "new_product_new_account": "{account_new}, and the product since {cut} or later",
    "existing_product_new_account": "{account_new}; the product was there before {cut}",
    "new_product_existing_account": "the account bought before {cut}; the product came on {cut} or later",
    "additional_product_existing_account": "account and product were there before {cut}, "
    "and this account's first purchase of it is on or after {cut}",
    "lost_account": "the account purchased in {base} and not in {current}",
    "returned_account": "the account purchased before {cut}, not in {base}, and again in {current}",
    "credits_only": "no purchase of account or pair in {base} or {current}: only credits or free lines",
    "dropped_product": "the account purchased in both periods, this product in {base} only",
    "resumed_product": "the account purchased in both periods, this product before {cut}, not in {base}, "
    "and in {current}",
    "repeat": "the account purchased this product in {base} and in {current}",
    "price_gain": "repeat: the part of the change that quantity does not explain, where it is a gain",
    "price_loss": "repeat: the part of the change that quantity does not explain, where it is a loss",
    "volume_gain": "repeat: change in quantity at the base period's price, where it is a gain",
    "volume_loss": "repeat: change in quantity at the base period's price, where it is a loss",
    "currency": "difference between the days' rates and the base period's average rates",
    "received": "base revenue of accounts that came to this seller or team",
    "handed_over": "base revenue of accounts that this seller or team handed on",
}


def rule(row: str, comparison: Comparison) -> str:
    """Return the rule of a row id (or `repeat`) in words, with the comparison's days and policy."""
    account_new = "the account's first purchase is on or after {cut}"
    if comparison.dormant_before is not None:
        account_new += f", or its last purchase before {{cut}} is before {comparison.dormant_before}"
    text = _RULES[row].replace("{account_new}", account_new)
    return text.format(cut=comparison.cut, base=comparison.base.label, current=comparison.current.label)
