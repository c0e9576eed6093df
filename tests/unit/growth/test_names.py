from __future__ import annotations

from datetime import date

import pyarrow as pa

from fourfold.book.book import open_tables
from fourfold.book.settings import Settings
from fourfold.growth.names import names_of


def test_ids_have_the_names_that_their_table_gives() -> None:
    days = pa.array([date(2010, 1, 1), date(2011, 1, 1), date(2010, 1, 1)])
    teams = {
        "team_id": ["n", "n", "s"],
        "seller_id": ["a", "b", "c"],
        "team_name": ["North", "Far north", None],
        "role": ["member"] * 3,
        "starts_on": days,
    }
    accounts = {"account_id": ["x", "y"], "account_name": ["Xylo", None]}
    book = open_tables({"teams": pa.table(teams), "accounts": pa.table(accounts)}, Settings("EUR"))
    assert names_of(book, "account", ["x", "y", "z", None]) == {"x": "Xylo"}
    assert names_of(book, "parent", ["x"]) == {"x": "Xylo"}
    assert names_of(book, "team", ["n", "s"]) == {"n": "Far north"}
    assert names_of(book, "account", []) == {}
    assert names_of(book, "region", ["x"]) == {}
    book.close()
