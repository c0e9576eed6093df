"""One small book in which every row of the ledger is moved, worked by hand, and smaller ones.

2012 against 2011, in EUR:

    acme    widget: 10 pieces for 100, then 12 for 132: volume 2 x 100/10 = 20, price 12
            gadget: 10 pieces for 100, then 8 for 70: volume -2 x 100/10 = -20, price -10
            bracket: 50, then nothing: dropped; newton (first sold in 2012): 40, S3
            socket (sold to others before): 30, S4; chain: 5 in 2010 and 25 in 2012: resumed
            lamp: bought in 2010, credited 7 in 2012
    bolt    socket: 60, then nothing: lost
    coil    widget: 15 in 2010, 20 in 2012: returned
    dyne    widget 80 (S2) and newton 90 (S1), both in 2012 for the first time
    etch    widget: credited 5 in 2012, never a purchase
    gold    widget: 10 pieces for 100 USD in both years, a dollar at 1.00, then at 1.25
    nobody  widget: 4, then 11
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from fourfold.book.book import Book, open_tables
from fourfold.book.settings import Settings
from fourfold.growth import Comparison
from fourfold.periods import parse_period
from tests.asking import tables_of
from tests.oracle import Account, Assignment, Line, OracleBook, Product, Rate

LINES = """
    acme   widget  2011-03-01  10  100   acme   widget  2012-03-01  12  132
    acme   gadget  2011-03-01  10  100   acme   gadget  2012-03-01   8   70
    acme   bracket 2011-03-01   1   50   acme   newton  2012-03-01   1   40
    acme   socket  2012-03-01   1   30   acme   chain   2010-03-01   1    5
    acme   chain   2012-03-01   1   25   acme   lamp    2010-03-01   1    9
    acme   lamp    2012-03-01  -1   -7   bolt   socket  2011-04-01   1   60
    coil   widget  2010-05-01   1   15   coil   widget  2012-05-01   1   20
    dyne   widget  2012-06-01   1   80   dyne   newton  2012-06-01   1   90
    etch   widget  2012-07-01  -1   -5   gold   widget  2011-08-01  10  100
    gold   widget  2012-08-01  10  100   -      widget  2011-09-01   1    4
    -      widget  2012-12-01   1   11
"""

AMOUNTS: Mapping[str, str] = {
    "unidentified": "7",
    "new_product_new_account": "90",
    "existing_product_new_account": "80",
    "new_product_existing_account": "40",
    "additional_product_existing_account": "30",
    "returned_account": "20",
    "resumed_product": "25",
    "price_gain": "37",
    "volume_gain": "20",
    "price_loss": "-10",
    "volume_loss": "-20",
    "dropped_product": "-50",
    "lost_account": "-60",
    "credits_only": "-12",
    "currency": "0",
    "received": "0",
    "handed_over": "0",
}
"""The rows of 2012 against 2011: 414 became 611."""

# bracket gave way to newton and socket, all of one family: introduced 70, dropped 50, switched 50;
# 50 x 40/70 = 28.5714|29 and 50 x 30/70 = 21.4285|71, so the last unit is the second's
NET: Mapping[str, str] = {
    **AMOUNTS,
    "new_product_existing_account": "11.4286",
    "additional_product_existing_account": "8.5714",
    "dropped_product": "0",
}

ACCOUNTS = tuple(
    Account(name, region=region, parent_id="acme" if name == "dyne" else None)
    for name, region in {
        "acme": "north", "bolt": "south", "coil": "south", "dyne": "north", "etch": None, "gold": "north",
    }.items()
)  # fmt: skip
PRODUCTS = tuple(
    Product(name, family="tools" if name in {"bracket", "newton", "socket"} else "parts")
    for name in ("widget", "gadget", "bracket", "newton", "socket", "chain", "lamp")
)
RATES = (
    Rate("USD", date(2010, 1, 1), Decimal("1.00")),
    Rate("USD", date(2012, 1, 1), Decimal("1.25")),
)
OWNERS = (
    Assignment("acme", "ann", date(2010, 1, 1), date(2012, 1, 1)),
    Assignment("acme", "bob", date(2012, 1, 1)),
    *(Assignment(name, "ann", date(2010, 1, 1)) for name in ("bolt", "coil", "dyne", "gold")),
)


def lines(text: str) -> tuple[Line, ...]:
    """Order lines from words: account, product, day, quantity, amount; `-` is an empty cell."""
    words = text.split()
    made = []
    for place in range(0, len(words), 5):
        account, product, day, quantity, amount = words[place : place + 5]
        made.append(
            Line(
                str(len(made) + 1),
                f"SO{len(made) + 1}",
                None if account == "-" else account,
                None if product == "-" else product,
                date.fromisoformat(day),
                None if quantity == "-" else Decimal(quantity),
                Decimal(amount),
                "USD" if account == "gold" else "EUR",
            )
        )
    return tuple(made)


def opened(book: OracleBook, **settings: object) -> Book:
    """A book of these rows; settings as in `fourfold.toml`."""
    return open_tables(tables_of(book), Settings(**{"currency": "EUR", **settings}))  # type: ignore[arg-type]


def bought(days: Iterable[str], **settings: object) -> Book:
    """A book in which one account buys one product for 10 on each of some days."""
    text = " ".join(f"acme widget {day} 1 10" for day in days)
    return opened(OracleBook(lines(text)), **settings)


EVERY_ROW = OracleBook(lines(LINES), ACCOUNTS, PRODUCTS, assignments=OWNERS, fx_rates=RATES)


def year(**asked: object) -> Comparison:
    """2012 against 2011."""
    return Comparison(parse_period("2011"), parse_period("2012"), **asked)  # type: ignore[arg-type]
