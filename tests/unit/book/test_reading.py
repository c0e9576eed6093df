from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fourfold.book import reading
from fourfold.book.intake import load_profile, parse_expression
from fourfold.book.quarantine import repair_profile
from fourfold.book.reading import Chosen, Wish, choose_profile, context_of
from fourfold.book.schema import ACCOUNTS, ORDER_LINES, Table
from fourfold.errors import BadRequest
from tests.unit.book.making import LINES, Desk, numbered


def test_ids_are_checked_only_where_their_table_holds_rows(desk: Desk) -> None:
    state = desk.workspace.snapshot()
    assert context_of(desk.workspace, state, ORDER_LINES, "shop").known == {}
    desk.bring(desk.file("p.csv", "product_id", ["P0", "P1", "P2", "P3"]), "products")
    known = context_of(desk.workspace, desk.workspace.snapshot(), ORDER_LINES, "shop").known
    assert {name: ids.to_pylist() for name, ids in known.items()} == {"product_id": ["P0", "P1", "P2", "P3"]}
    report = desk.bring(
        desk.file("a.csv", LINES, [*numbered(range(4)), "S,1,A,P9,2026-01-01,1,1,EUR"]), dry=True
    )
    assert (report.new, report.rejected) == (4, 1)


def test_rates_are_told_from_their_first_day(desk: Desk) -> None:
    rates = ["USD,2026-02-01,0.9", "USD,2026-01-05,0.8", "GBP,2026-03-01,1.1"]
    desk.bring(desk.file("fx.csv", "currency,rate_on,rate", rates), "fx_rates")
    told = context_of(desk.workspace, desk.workspace.snapshot(), ORDER_LINES, "shop").rates_from
    assert told == {"USD": date(2026, 1, 5), "GBP": date(2026, 3, 1)}


def choose(desk: Desk, path: Path, table: Table, wish: Wish) -> Chosen:
    """Choose the profile of a file as an import does."""
    content = reading.open_content(path, path.name, desk.folder / "looked-at")
    return choose_profile(desk.workspace, desk.workspace.snapshot(), content, table, wish)


def test_a_saved_profile_is_found_by_header_and_table(desk: Desk) -> None:
    path = desk.file("a.csv", LINES, numbered(range(3)))
    desk.bring(path)
    chosen = choose(desk, path, ORDER_LINES, Wish())
    assert (chosen.profile.source, chosen.unsaved, chosen.questions) == ("shop", False, ())
    mapped = choose(desk, path, ORDER_LINES, Wish("", {"amount": "quantity"}))
    assert mapped.unsaved
    assert mapped.profile.columns["amount"] == parse_expression("quantity")
    with pytest.raises(BadRequest, match="is for order_lines"):
        choose(desk, path, ACCOUNTS, Wish(chosen.profile.name))


def test_a_file_of_rejects_is_read_by_the_profile_of_the_rows_it_repairs(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", LINES, [*numbered(range(30)), "S,1,A,P,2026-01-01,1,much,EUR"]), yes=True)
    (name,) = (path.stem for path in (desk.workspace.folder / "profiles").iterdir())
    repaired = desk.file("r.csv", f"{LINES},_import,_line", ["S,1,A,P,2026-01-01,1,2.00,EUR,1,32"])
    for wish in (Wish(), Wish(name)):
        chosen = choose(desk, repaired, ORDER_LINES, wish)
        assert (chosen.profile.source, chosen.questions) == ("shop", ())
        assert chosen.profile == repair_profile(load_profile(reading.profile_path(desk.workspace, name)))


def test_profiles_get_names_of_their_own(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", LINES, numbered(range(3))))
    (path,) = (desk.workspace.folder / "profiles").iterdir()
    saved = load_profile(path)
    assert reading.unused_name(desk.workspace, saved) == saved
    other = saved.mapped({"amount": "quantity"})
    assert reading.unused_name(desk.workspace, other).name == f"{saved.name}-2"
    for wrong in ("", ".", "a/b", "..", "a\0"):
        with pytest.raises(BadRequest, match="no name"):
            reading.profile_path(desk.workspace, wrong)


def test_the_usual_size_is_told_from_the_sixth_import_of_a_source_on(desk: Desk) -> None:
    def usual() -> tuple[int, int] | None:
        return context_of(desk.workspace, desk.workspace.snapshot(), ORDER_LINES, "shop").usual_rows

    for n in range(6):
        assert usual() is None
        desk.bring(desk.file(f"{n}.csv", LINES, numbered(range(20 * n, 20 * n + 6 + n))))
    assert usual() == (6, 11)
