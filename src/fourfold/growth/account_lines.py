"""Every order line of one account, the latest first, page by page.

Guarantees that the amounts of all lines sum to the total, and that an account that the book does
not name gives nothing at all. Leaves the lines behind a figure to `lines`.
"""

from __future__ import annotations

import ibis
import pyarrow as pa

from fourfold.book.book import Book
from fourfold.errors import BadRequest
from fourfold.growth.account import family
from fourfold.growth.kept import kept_table
from fourfold.growth.lines import Opened, exact_amounts
from fourfold.growth.prepared_lines import MOST_ITEMS, Page, named_page, packed, unpacked
from fourfold.money import amount

_COLUMNS = (
    "ordered_on",
    "order_id",
    "line_id",
    "account_id",
    "product_id",
    "seller_id",
    "quantity",
    "amount",
    "currency",
    "source",
    "import_number",
    "file_line",
)


def account_lines(book: Book, *, account_id: str, offset: int = 0, limit: int | None = None) -> Page | None:
    """Return a page of an account's lines, those of merged accounts among them, or None without account.

    Parameters
    ----------
    book
        The book.
    account_id
        The account; a merged one gives its heir's lines.
    offset
        How many lines stand on the pages before.
    limit
        The most lines of a page; None takes all, up to `MOST_ITEMS`.

    Returns
    -------
    Page
        `contribution` is the amount in the book's currency at the rate of its day.

    Raises
    ------
    BadRequest
        If all are asked for and there are more than `MOST_ITEMS`.
    """
    if limit is None:
        opened = _opened(book, account_id, offset, limit)
        return named_page(book, opened, offset) if opened else None
    asked = ("account lines", account_id, [limit, offset])
    table = kept_table(book, *asked, make=lambda: _kept(_opened(book, account_id, offset, limit)))
    return named_page(book, unpacked(table), offset) if table.column_names else None


def _kept(opened: Opened | None) -> pa.Table:
    return pa.table({}) if opened is None else packed(opened)


def _opened(book: Book, account_id: str, offset: int, limit: int | None) -> Opened | None:
    heir, ids = family(book, account_id)
    lines = book.order_lines()
    own = lines.filter(lines.account_id.isin(ids))
    told = book.fetch(own.aggregate(total=own.actual_units.sum().fill_null(0), count=own.count()))
    total, count = (told[name][0].as_py() for name in ("total", "count"))
    if not count and not book.accounts.by_id.keys() & set(ids):
        return None
    if limit is None and count > MOST_ITEMS:
        raise BadRequest(
            f"{count:,} lines; a file holds at most {MOST_ITEMS:,}",
            place="account",
            remedy="open the lines behind a figure instead, period by period",
        )
    listed = own.select(*_COLUMNS, contribution_units=own.actual_units)
    order = [ibis.desc("ordered_on"), ibis.asc("import_number"), ibis.asc("file_line")]
    items = book.fetch(listed.order_by(order).limit(limit, offset=offset))
    words = "every order line of this account"
    return Opened("", "lines", {"account": heir}, words, amount(total), count, exact_amounts(items))
