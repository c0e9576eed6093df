"""Oracle books from the two public data sets of the definitions' reference values.

The data lie beside the project, in the folder that `FOURFOLD_TEST_DATA` names; no file of them is in it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.oracle.tables import Line, OracleBook, Product


def data_folder(name: str) -> Path:
    """The folder of a data set; the test is skipped, saying where it was looked for, without it."""
    beside = Path(__file__).resolve().parents[2].parent / "shared" / "data"
    folder = Path(os.environ.get("FOURFOLD_TEST_DATA", beside)) / name
    if not folder.is_dir():
        pytest.skip(f"the data set {name} is not at {folder} (set FOURFOLD_TEST_DATA)")
    return folder


def adventureworks() -> OracleBook:
    """The reseller lines with the product tree: family = subcategory, category = category."""
    folder = data_folder("adventureworks")
    products, by_key = _tree(folder)
    columns = (
        "SalesOrderNumber", "SalesOrderLineNumber", "ResellerKey", "ProductKey", "OrderDate",
        "OrderQuantity", "SalesAmount", "EmployeeKey",
    )  # fmt: skip
    lines = tuple(
        Line(
            line_id=f"{row['SalesOrderNumber']}-{row['SalesOrderLineNumber']}",
            order_id=row["SalesOrderNumber"],
            account_id=str(row["ResellerKey"]),
            product_id=by_key[row["ProductKey"]],
            ordered_on=row["OrderDate"].date(),
            quantity=Decimal(row["OrderQuantity"]),
            amount=row["SalesAmount"],
            currency="USD",
        )
        for row in pq.read_table(folder / "FactResellerSales.parquet", columns=list(columns)).to_pylist()
    )
    return OracleBook(lines, products=products, currency="USD")


def _tree(folder: Path) -> tuple[tuple[Product, ...], Mapping[int, str]]:
    families = {
        row["ProductSubcategoryKey"]: row
        for row in pq.read_table(folder / "DimProductSubcategory.parquet").to_pylist()
    }
    categories = {
        row["ProductCategoryKey"]: row["EnglishProductCategoryName"]
        for row in pq.read_table(folder / "DimProductCategory.parquet").to_pylist()
    }
    products: dict[str, Product] = {}
    by_key: dict[int, str] = {}
    for row in pq.read_table(folder / "DimProduct.parquet").to_pylist():
        name, family = row["ProductAlternateKey"], families.get(row["ProductSubcategoryKey"])
        by_key[row["ProductKey"]] = name
        products[name] = (
            Product(
                name,
                family["EnglishProductSubcategoryName"],
                categories[family["ProductCategoryKey"]],
            )
            if family
            else Product(name)
        )
    return tuple(products.values()), by_key


def online_retail() -> OracleBook:
    """All lines; amount = quantity x price rounded half away from zero to two places."""
    table = pq.read_table(data_folder("online_retail") / "lines.parquet").drop_columns(
        ["Description", "Country"]
    )
    cent = Decimal("0.01")
    lines = tuple(
        Line(
            line_id=str(number),
            order_id=row["InvoiceNo"],
            account_id=None if row["CustomerID"] is None else str(row["CustomerID"]),
            product_id=row["StockCode"],
            ordered_on=row["InvoiceDate"].date(),
            quantity=Decimal(row["Quantity"]),
            amount=(Decimal(repr(row["UnitPrice"])) * row["Quantity"]).quantize(cent, ROUND_HALF_UP),
            currency="GBP",
        )
        for number, row in enumerate(table.to_pylist())
    )
    return OracleBook(lines, currency="GBP")
