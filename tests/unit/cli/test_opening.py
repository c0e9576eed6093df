from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run

ASKED = ("lines", "--current", "2012")


def test_the_lines_behind_a_figure_sum_to_it_and_say_where_they_came_from(run: Run, shop: Path) -> None:
    told = json.loads(run("--workspace", shop, *ASKED, "--row", "repeat", "--format", "json").out)
    assert (told["kind"], told["count"], told["total"]) == ("lines", 2, "32.0000")
    assert [(i["order_id"], i["contribution"]) for i in told["items"]] == [
        ("SO4", "132.0000"),
        ("SO2", "-100.0000"),
    ]
    assert [i["file_line"] for i in told["items"]] == [5, 3]
    assert told["rule"] == "the account purchased this product in 2011 and in 2012"


def test_price_opens_to_the_pair_with_its_split(run: Run, shop: Path) -> None:
    said = run("--workspace", shop, *ASKED, "--row", "price_gain", "--format", "csv")
    (pair,) = csv.DictReader(io.StringIO(said.out))
    assert {name: pair[name] for name in ("account", "product", "volume", "price", "contribution")} == {
        "account": "acme",
        "product": "widget",
        "volume": "20.0000",
        "price": "12.0000",
        "contribution": "12.0000",
    }


def test_only_a_group_is_opened_where_one_is_named_and_the_limit_leaves_the_total(
    run: Run, shop: Path
) -> None:
    where = ("--where", "account==1+1", "--where", "product=widget")
    row = ("--row", "existing_product_new_account")
    told = json.loads(run("--workspace", shop, *ASKED, *row, *where, "--format", "json").out)
    assert (told["where"], told["total"]) == ({"account": "=1+1", "product": "widget"}, "80.5000")
    told = json.loads(
        run("--workspace", shop, *ASKED, "--row", "repeat", "--limit", 1, "--format", "json").out
    )
    assert (told["count"], len(told["items"]), Decimal(told["total"])) == (2, 1, Decimal(32))


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        (("--row", "lost"), "--row"),
        (("--row", "repeat", "--where", "account"), "--where"),
        (("--row", "volume_gain", "--open", "lines"), "--open"),
    ],
)
def test_a_figure_that_cannot_be_opened_ends_with_2_and_says_why(
    run: Run, shop: Path, wrong: tuple[str, ...], place: str
) -> None:
    said = run("--workspace", shop, *ASKED, *wrong)
    assert (said.code, said.out) == (2, "")
    assert f"({place})" in said.err
    assert "Remedy: " in said.err


def test_penetration_tells_products_per_account_and_attach_rates(run: Run, shop: Path) -> None:
    asked = ("--workspace", shop, "penetration", "--current", "2012")
    told = json.loads(run(*asked, "--format", "json").out)
    # acme owns widget and newton, =1+1 owns widget
    assert (told["accounts"], told["pairs"], told["products_per_account"]) == (2, 3, "1.5000")
    assert [(a["owned"], a["attached"], a["rate"]) for a in told["attach"]] == [
        ("widget", "newton", "0.500000"),
        ("newton", "widget", "1.000000"),
    ]
    assert "0.5000" in run(*asked, "--format", "csv").out


def test_piped_what_lies_behind_a_figure_is_plain_text_of_80_columns(run: Run, shop: Path) -> None:
    for command in ((*ASKED, "--row", "repeat"), ("penetration", "--current", "2012")):
        said = run("--workspace", shop, *command)
        assert (said.code, said.err) == (0, "")
        assert "\x1b" not in said.out
        assert max(len(line) for line in said.out.splitlines()) <= 80
