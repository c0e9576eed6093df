"""The ledger as an analyst writes it in pandas: twelve rows, price and volume, in floats.

Guarantees the same rows as `ledger.sql`. It is kinder to pandas than most notebooks: decimals
become floats and dates become timestamps before pandas sees them, and only the columns needed are
read.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow.compute as pc
import pyarrow.dataset as ds

BASE, CURRENT, END = pd.Timestamp("2023-01-01"), pd.Timestamp("2024-01-01"), pd.Timestamp("2025-01-01")


def ledger_in_pandas(files: Sequence[str]) -> dict[str, float]:
    """Return the amount of each row of the ledger 2024 against 2023."""
    lines = ds.dataset(list(files)).to_table(
        columns={
            "account_id": pc.field("account_id"),
            "product_id": pc.field("product_id"),
            "ordered_on": pc.field("ordered_on"),
            "amount": pc.field("amount").cast("float64"),
            "quantity": pc.field("quantity").cast("float64"),
        }
    )
    pairs = _pairs(lines.to_pandas(date_as_object=False))
    accounts = pairs.groupby("account_id", as_index=False).agg(
        account_first=("first_on", "min"),
        account_base=("in_base", "max"),
        account_current=("in_current", "max"),
    )
    products = pairs.groupby("product_id", as_index=False).agg(product_first=("first_on", "min"))
    moved = pairs[pairs["moved"]].merge(accounts, on="account_id").merge(products, on="product_id")
    return _summed(moved.assign(delta=moved["current"] - moved["base"], row=_rows(moved)))


def _pairs(lines: pd.DataFrame) -> pd.DataFrame:
    lines = lines[lines["ordered_on"] < END]
    in_base = (lines["ordered_on"] >= BASE) & (lines["ordered_on"] < CURRENT)
    in_current = lines["ordered_on"] >= CURRENT
    bought = lines["amount"] > 0
    facts = lines.assign(
        base=lines["amount"].where(in_base, 0.0),
        current=lines["amount"].where(in_current, 0.0),
        base_quantity=lines["quantity"].where(in_base, 0.0),
        current_quantity=lines["quantity"].where(in_current, 0.0),
        in_base=in_base & bought,
        in_current=in_current & bought,
        moved=in_base | in_current,
        first_on=lines["ordered_on"].where(bought),
    )
    return facts.groupby(["account_id", "product_id"], as_index=False, sort=False).agg(
        base=("base", "sum"),
        current=("current", "sum"),
        base_quantity=("base_quantity", "sum"),
        current_quantity=("current_quantity", "sum"),
        in_base=("in_base", "max"),
        in_current=("in_current", "max"),
        moved=("moved", "max"),
        first_on=("first_on", "min"),
    )


def _rows(pair: pd.DataFrame) -> np.ndarray:
    new_account, new_product = pair["account_first"] >= CURRENT, pair["product_first"] >= CURRENT
    new_pair = pair["first_on"] >= CURRENT
    conditions = {
        "new_product_new_account": new_account & new_product,
        "existing_product_new_account": new_account,
        "new_product_existing_account": new_product & new_pair,
        "additional_product_existing_account": new_pair,
        "lost_account": pair["account_base"] & ~pair["account_current"],
        "returned_account": ~pair["account_base"] & pair["account_current"],
        "credits_only": ~pair["account_base"] & ~pair["account_current"],
        "dropped_product": pair["in_base"] & ~pair["in_current"],
        "resumed_product": ~pair["in_base"] & pair["in_current"],
        "credits_only ": ~pair["in_base"] & ~pair["in_current"],
    }
    found = np.select(list(conditions.values()), list(conditions), "repeat")
    return np.char.strip(found.astype(str))


def _summed(moved: pd.DataFrame) -> dict[str, float]:
    repeat = moved[moved["row"] == "repeat"]
    positive = (repeat[["base_quantity", "current_quantity", "base", "current"]] > 0).all(axis=1)
    priced = (repeat["current_quantity"] - repeat["base_quantity"]) * repeat["base"] / repeat["base_quantity"]
    volume = priced.round(4).where(positive, repeat["delta"])
    amounts = {str(row): float(amount) for row, amount in moved.groupby("row")["delta"].sum().items()}
    split = {"volume_gain": volume[volume > 0].sum(), "volume_loss": volume[volume < 0].sum()}
    return {**amounts, **{name: float(amount) for name, amount in split.items()}}
