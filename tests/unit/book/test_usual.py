from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from fourfold.book import workspace as places
from fourfold.book.imports import ImportRequest, import_file
from fourfold.book.intake.profile import Profile, save_profile
from fourfold.book.settings import Settings
from fourfold.book.usual import usual_rows
from fourfold.book.workspace import Workspace
from fourfold.errors import NeedsConfirmation

NAMES = ("order_id", "product_id", "ordered_on", "quantity", "amount")
SHOP = Profile("shop", columns={}).mapped({**{name: name for name in NAMES}, "currency": "=EUR"})


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = places.create_workspace(tmp_path / "book", Settings("EUR"))
    save_profile(SHOP, made.folder / "profiles" / "shop.toml")
    return made


def bring(workspace: Workspace, name: str, products: int, factor: str = "1", odd: int = 0) -> list[str]:
    """Import one order for each product at its price times a factor; return what was asked."""
    path = workspace.folder.parent / f"{name}.csv"
    prices = [n * Decimal(factor) * (3 if n <= odd else 1) for n in range(1, products + 1)]
    rows = [f"{name}-{n},P{n},2026-01-02,2,{2 * price}" for n, price in enumerate(prices, 1)]
    path.write_text("\n".join((",".join(NAMES), *rows, "")), encoding="utf-8")
    try:
        import_file(workspace, ImportRequest(path, profile="shop"))
    except NeedsConfirmation as asked:
        import_file(workspace, ImportRequest(path, profile="shop", confirmed=True))
        return [question.code for question in asked.questions]
    return []


def test_a_file_far_smaller_or_larger_than_the_latest_is_asked_about(workspace: Workspace) -> None:
    for month in range(4):
        assert usual_rows(places.current(workspace)[0], "order_lines", "shop") is None
        assert bring(workspace, f"month {month}", 10 + month) == []
    assert usual_rows(places.current(workspace)[0], "order_lines", "shop") == (10, 13)
    assert bring(workspace, "half a month", 4) == ["Q804"]
    assert bring(workspace, "a year", 60) == ["Q804"]


@pytest.mark.parametrize(
    ("factor", "odd", "asked"),
    [("1.19", 0, ["Q706"]), ("1.19", 3, ["Q706"]), ("1.19", 9, []), ("1.02", 0, []), ("12", 0, ["Q706"])],
)
def test_prices_that_all_moved_by_one_factor_are_asked_about(
    workspace: Workspace, factor: str, odd: int, asked: list[str]
) -> None:
    bring(workspace, "before", 30)
    assert bring(workspace, "after", 30, factor, odd) == asked


def test_a_few_products_tell_nothing(workspace: Workspace) -> None:
    bring(workspace, "before", 19)
    assert bring(workspace, "after", 19, "1.19") == []
