"""The codes of findings that arise when rows meet the book, beside those of `intake.codes`.

Guarantees that each code has one meaning and one remedy, that none is used by intake, and that
the manual's list is made from here. Leaves the codes of files and values to `fourfold.book.intake`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fourfold.book.intake.codes import CODES, Code
from fourfold.errors import Finding

_FIX_ROW = "correct the row in the file made by 'fourfold rejects' and import that file"

BOOK_CODES: Mapping[str, Code] = {
    "W503": Code("a row stands twice, equal in every field; it counts once", "nothing has to be done"),
    "W504": Code("equal rows without a line id are kept as separate lines", "nothing has to be done"),
    "Q505": Code("stored rows come again with other content", "look at old and new; confirm to replace them"),
    "Q506": Code(
        "stored orders come again with other lines", "look at old and new; confirm to replace the lines"
    ),
    "Q507": Code("an order id is in the book from another source", "confirm that these are different orders"),
    "Q508": Code("rows were rejected", "look at them; confirm to load the others and repair these later"),
    "Q509": Code("an import would be taken back", "confirm; the file stays kept and can be imported again"),
    "Q706": Code(
        "all prices differ by one factor from the last import's", "look whether amounts include tax; confirm"
    ),
    "E511": Code("a row leads back to itself", _FIX_ROW),
    "E512": Code("a product has two successors", _FIX_ROW),
    "E513": Code("the primary shares of an account do not sum to 1 on every day", _FIX_ROW),
    "E514": Code("a family stands under two categories, or a category under two divisions", _FIX_ROW),
    "E515": Code("a team has two managers on one day", _FIX_ROW),
    "E516": Code("a period ends before it begins, or overlaps another of the same key", _FIX_ROW),
    "W951": Code(
        "the pointer to the current snapshot was damaged", "check the last import with: fourfold status"
    ),
}
"""Code to meaning and remedy, in the order of the manual."""


def finding(code: str, message: str, **place: Any) -> Finding:
    """Return a finding with the remedy of its code, of the book or of intake; `place` are further fields."""
    known = BOOK_CODES.get(code) or CODES[code]
    return Finding(code, message, known.remedy, **place)
