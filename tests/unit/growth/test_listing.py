from __future__ import annotations

import pyarrow as pa
import pytest

from fourfold.errors import BadRequest
from fourfold.growth.listing import Listing, matching, ordered, part

TABLE = pa.table(
    {"id": ["b", "a", "c", "d"], "name": ["Acme", "acme 2", None, "50% (x)"], "size": [1, 2, 1, None]}
)


def ids(table: pa.Table) -> str:
    return "".join(table["id"].to_pylist())


@pytest.mark.parametrize(
    ("text", "found"), [("", "bacd"), ("ACME", "ba"), ("50% (X", "d"), ("c", "bac"), ("%", "d")]
)
def test_text_is_looked_for_as_it_stands_in_every_column(text: str, found: str) -> None:
    assert ids(matching(TABLE, text, ["id", "name"])) == found


@pytest.mark.parametrize(
    ("sort", "found"), [("size", "bcad"), ("-size", "abcd"), ("id", "abcd"), ("-id", "dcba")]
)
def test_equal_rows_stand_in_the_order_of_their_ids_and_empty_cells_last(sort: str, found: str) -> None:
    assert ids(ordered(TABLE, sort, columns={"size": "size", "id": "id"}, ties=["id"])) == found


def test_an_order_that_is_not_offered_is_refused_with_those_that_are() -> None:
    with pytest.raises(BadRequest, match="name") as refused:
        ordered(TABLE, "name", columns={"size": "size"}, ties=["id"])
    assert "size" in (refused.value.remedy or "")


def test_a_part_is_cut_out_and_nothing_lies_after_the_end() -> None:
    assert [ids(part(TABLE, Listing(limit=2, offset=at))) for at in (0, 2, 3, 9)] == ["ba", "cd", "d", ""]
    assert ids(part(TABLE, Listing(offset=1))) == "acd"
    for limit, offset in ((0, 0), (2, -1)):
        with pytest.raises(BadRequest):
            Listing(limit=limit, offset=offset)
