"""The tables of an invented company as the files that its systems would export.

Guarantees semicolons, ISO dates, a decimal point and UTF-8; amounts with two places; an empty
cell for what is not known. Column names are those of an ordinary accounting system, not Fourfold's, so
that they go through the ordinary intake. Leaves importing them to the caller.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from fourfold.datasets.company import Company

HEADERS: dict[str, dict[str, str]] = {
    "fx_rates": {"Currency": "currency", "Date": "rate_on", "Rate": "rate"},
    "sellers": {
        "Employee ID": "seller_id",
        "Full Name": "seller_name",
        "E-mail": "email",
        "Hire Date": "hired_on",
        "Leave Date": "left_on",
    },
    "teams": {
        "Team": "team_id",
        "Team Name": "team_name",
        "Parent Team": "parent_team_id",
        "Member": "seller_id",
        "Role": "role",
        "From": "starts_on",
        "To": "ends_on",
    },
    "accounts": {
        "Customer No": "account_id",
        "Customer Name": "account_name",
        "Parent Account": "parent_id",
        "Segment": "segment",
        "Region": "region",
        "Industry": "industry",
        "Merged Into": "merged_into",
    },
    "products": {
        "Article": "product_id",
        "Description": "product_name",
        "Product Group": "family",
        "Product Category": "category",
        "Launch Date": "launched_on",
        "Replaces": "successor_of",
    },
    "assignments": {
        "Customer": "account_id",
        "Rep": "seller_id",
        "Role": "role",
        "Share": "share",
        "From": "starts_on",
        "To": "ends_on",
    },
    "order_lines": {
        "Invoice No": "order_id",
        "Line": "line_id",
        "Customer No": "account_id",
        "Article": "product_id",
        "Invoice Date": "ordered_on",
        "Qty": "quantity",
        "Net Amount": "amount",
        "Curr": "currency",
        "Cost": "cost_amount",
        "Sales Rep": "seller_id",
    },
    "opportunities": {
        "Opportunity No": "opportunity_id",
        "Opportunity Name": "opportunity_name",
        "Customer No": "account_id",
        "Article": "product_id",
        "Sales Rep": "seller_id",
        "Created": "opened_on",
        "Expected Close": "expected_on",
        "Close Date": "closed_on",
        "Status": "status",
        "Stage": "stage",
        "Amount": "amount",
        "Currency": "currency",
    },
    "activities": {
        "Activity ID": "activity_id",
        "Customer No": "account_id",
        "Contact": "contact_id",
        "Sales Rep": "seller_id",
        "Date": "happened_on",
        "Type": "kind",
        "Purpose": "purpose",
        "Minutes": "minutes",
        "Direction": "direction",
    },
    "objectives": {
        "Objective ID": "objective_id",
        "Objective Name": "objective_name",
        "Measure": "measure",
        "Level": "owner_level",
        "Owner": "owner_id",
        "From": "starts_on",
        "To": "ends_on",
        "Target": "target",
        "Threshold": "threshold",
        "Stretch": "stretch",
        "Weight": "weight",
        "Cap": "cap",
        "Filters": "filters",
        "State": "state",
    },
}
"""Header and canonical column of each file, files in the order of import."""

_PLACES = {"rate": 5, "share": 2, "quantity": 0, "minutes": 0, "weight": 0}


@dataclass(frozen=True, slots=True)
class CompanyFile:
    """One written file, the canonical table it holds, and its rows without the header."""

    table: str
    path: Path
    rows: int


def write_files(company: Company, folder: Path) -> tuple[CompanyFile, ...]:
    """Write one CSV file per table into a folder, which is made if it is missing.

    Parameters
    ----------
    company
        The company from `fourfold.datasets.make_company`.
    folder
        Where the files go; files of the same names are replaced.

    Returns
    -------
    tuple of CompanyFile
        The files in the order in which they are best imported: what is referred to comes first.

    Raises
    ------
    OSError
        If the folder cannot be written; choose another one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, headers in HEADERS.items():
        table, path = company.tables[name], folder / f"{name}.csv"
        columns = [_texts(table, column) for column in headers.values()]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
            writer.writerow(headers)
            writer.writerows(zip(*columns, strict=True))
        written.append(CompanyFile(name, path, table.num_rows))
    return tuple(written)


def _texts(table: pa.Table, name: str) -> list[str | None]:
    """Return a column as text: decimals with their usual places, dates as ISO, nothing as nothing."""
    column = table.column(name)
    if isinstance(column.type, pa.Decimal128Type):
        column = column.cast(pa.decimal128(18, _PLACES.get(name, 2)))
    texts: list[str | None] = column.cast(pa.string()).to_pylist()
    return texts
