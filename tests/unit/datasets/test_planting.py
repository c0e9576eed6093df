from __future__ import annotations

from collections import Counter
from decimal import Decimal

from fourfold.datasets import Company
from fourfold.datasets.sales_force import MOVES, SPLITS


def test_every_kind_of_truth_was_planted(company: Company) -> None:
    truths = company.truths
    assert truths.pairs.num_rows > 5000
    for name in truths.__dataclass_fields__:
        assert len(getattr(truths, name)) > 0, name


def test_shared_accounts_are_those_with_two_primary_sellers(company: Company) -> None:
    rows = [r for r in company.tables["assignments"].to_pylist() if r["role"] == "primary" and r["share"] < 1]
    found = {(r["account_id"], r["seller_id"], r["share"]) for r in rows}
    planted = {
        (shared.account_id, seller, share)
        for shared in company.truths.shared
        for seller, share in zip(shared.seller_ids, (Decimal("0.6"), Decimal("0.4")), strict=True)
    }
    assert found == planted
    assert len(planted) == 2 * SPLITS


def test_odd_lines_count_what_stands_in_the_table(company: Company) -> None:
    rows = company.tables["order_lines"].to_pylist()
    gaps = Counter((r["ordered_on"].year, r["currency"]) for r in rows if r["product_id"] is None)
    amounts = {(o.year, o.currency): o for o in company.truths.odd_lines if o.kind == "no product"}
    assert {key: odd.lines for key, odd in amounts.items()} == gaps
    notes = sum(r["amount"] for r in rows if r["amount"] < 0)
    assert notes == sum(odd.amount for odd in company.truths.odd_lines if odd.kind == "credit note")


def test_hand_overs_stand_in_the_assignments(company: Company) -> None:
    rows = company.tables["assignments"].to_pylist()
    begun = {(r["account_id"], r["seller_id"], r["starts_on"]) for r in rows}
    ended = {(r["account_id"], r["seller_id"], r["ends_on"]) for r in rows}
    for hand_over in company.truths.hand_overs:
        assert (hand_over.account_id, hand_over.to_seller_id, hand_over.handed_over_on) in begun
        assert (hand_over.account_id, hand_over.from_seller_id, hand_over.handed_over_on) in ended


def test_groups_and_mergers_stand_in_the_accounts(company: Company) -> None:
    rows = company.tables["accounts"].to_pylist()
    merged = {(r["account_id"], r["merged_into"]) for r in rows if r["merged_into"]}
    assert merged == {(m.account_id, m.merged_into) for m in company.truths.mergers}
    below = sum(r["parent_id"] is not None for r in rows)
    assert below == sum(len(group.account_ids) for group in company.truths.groups)


def test_sellers_who_move_are_in_two_teams_one_after_the_other(company: Company) -> None:
    terms: dict[str, list[tuple[object, object]]] = {}
    for row in company.tables["teams"].to_pylist():
        terms.setdefault(row["seller_id"], []).append((row["starts_on"], row["ends_on"]))
    two = [times for times in terms.values() if len(times) == 2]
    assert len(two) == len(MOVES) + 1
    assert all(first[1] == second[0] for first, second in two)
