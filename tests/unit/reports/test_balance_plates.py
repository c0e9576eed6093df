"""The pictures of the balance audit."""

from __future__ import annotations

from decimal import Decimal

from fourfold.objectives.audit import after
from fourfold.objectives.trying import Trial
from fourfold.reports.balance_plates import channels_plate, square_plates, tried_plates
from fourfold.reports.marks import Bars, Opens, Square
from fourfold.reports.square import square
from tests.unit.objectives.audits import aims, audit_of

TOLD = audit_of(aims(("new_accounts", "60"), ("new_account_gain", "10"), ("nrr", "20"), ("revenue", "10")))


def test_squares_are_shares_on_one_scale_and_say_what_they_do_not_show() -> None:
    plates = square_plates(TOLD.balance, ())
    drawn = [plate.picture.wide for plate in plates]
    assert [plate.id for plate in plates] == ["square-weight", "square-money", "square-net"]
    assert {one.full for one in drawn if isinstance(one, Square)} == {Decimal("0.35")}
    assert plates[0].note == "70 % in the four; beside them keep and expand 20 %, revenue and the like 10 %."
    assert isinstance(drawn[0], Square)
    svg = square(drawn[0])
    assert "S1  35 %" in svg
    assert "of the four" not in svg
    assert plates[2].picture.opens[0] == Opens("new_product_new_account", (), net_of_switching=True)
    assert square_plates(TOLD.balance)[2].picture.opens == {}


def test_bars_are_the_channels_of_all_that_points_at_one() -> None:
    bars = channels_plate(TOLD.balance).picture.wide
    assert isinstance(bars, Bars)
    told = {row.label: row.figure for row in bars.rows}
    # money: revenue says nothing of a channel, so all that says something is on new accounts
    assert told["Objective weight"] == "78 % new"
    assert told["Money at target"] == "100 % new"
    assert told["Open pipeline"] == "75 % new"
    assert "Time with customers" not in told
    assert all(row.segments[-1].end == 1 for row in bars.rows)


def test_a_change_is_drawn_beside_what_is() -> None:
    then = after(TOLD, Trial({TOLD.askings[0].asking: Decimal(5)}))
    before, changed = tried_plates(TOLD.balance, then)
    assert isinstance(before.picture.wide, Square)
    assert isinstance(changed.picture.wide, Square)
    assert before.picture.wide.full == changed.picture.wide.full
    assert before.picture.wide.four != changed.picture.wide.four
