"""A plain-Python growth ledger: slow, obvious, written from the definitions alone.

Guarantees that it shares no code with `fourfold`: dictionaries, `Decimal` and `int` only. Engines
must agree with it. Leaves speed, files and storage to the product.
"""

from __future__ import annotations

from tests.oracle.ledger import Answer, Group, Opened, Row, answer
from tests.oracle.rows import ROWS
from tests.oracle.tables import (
    Account,
    Ask,
    Assignment,
    Line,
    Membership,
    OracleBook,
    Product,
    Rate,
    Refused,
    Seller,
)

__all__ = [
    "ROWS",
    "Account",
    "Answer",
    "Ask",
    "Assignment",
    "Group",
    "Line",
    "Membership",
    "Opened",
    "OracleBook",
    "Product",
    "Rate",
    "Refused",
    "Row",
    "Seller",
    "answer",
]
