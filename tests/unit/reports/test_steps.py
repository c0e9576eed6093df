"""The bridge as steps."""

from __future__ import annotations

from itertools import pairwise

from fourfold.growth import Ledger
from fourfold.reports.steps import axis_cut, has_switching, kind, steps
from tests.unit.reports.ledgers import ADVENTURE_WORKS, entries, ledger_of


def test_each_step_starts_where_the_last_ended_and_the_last_total_closes(adventure_works: Ledger) -> None:
    made = steps(adventure_works)
    moves = made[1:-1]
    assert moves[0].start == made[0].end == adventure_works.base_revenue
    assert all(before.end == after.start for before, after in pairwise(moves))
    assert moves[-1].end == made[-1].end == adventure_works.current_revenue


def test_the_axis_begins_at_zero_unless_all_happens_near_the_top(adventure_works: Ledger) -> None:
    assert axis_cut(steps(adventure_works)) == 0
    small = ledger_of(entries({"volume_gain": ("1000000.0000", None, 1, None)}))
    assert axis_cut(steps(small)) == 17_000_000
    assert axis_cut(steps(ledger_of(entries({})))) == 0


def test_special_rows_show_only_where_they_hold_something(adventure_works: Ledger) -> None:
    assert not {"Unidentified", "Currency", "Received"} & {step.name for step in steps(adventure_works)}
    with_some = ledger_of(entries({**ADVENTURE_WORKS, "unidentified": ("12.5000", 0, 0, 3)}))
    assert [step.name for step in steps(with_some)][-2] == "Unidentified"


def test_kinds_follow_the_fixed_colours_and_switching_is_seen(adventure_works: Ledger) -> None:
    asked = ("new_product_existing_account", "returned_account", "lost_account", "received")
    assert tuple(map(kind, asked)) == ("s3", "existing", "loss", "other")
    assert has_switching(adventure_works)
    assert not has_switching(ledger_of(entries(ADVENTURE_WORKS)))
