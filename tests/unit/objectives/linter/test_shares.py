"""Shares: parts of a whole, of lines and of weight."""

from __future__ import annotations

from decimal import Decimal

from fourfold.objectives.linter.labels import Label
from fourfold.objectives.linter.shares import Share, shares

LABELS = [(Label.S1, Label.S3), (Label.KEEP,), (Label.OTHER,)]


def test_parts_sum_to_one_by_label_and_by_channel() -> None:
    for found in shares(LABELS, [Decimal(1), Decimal(2), Decimal(5)]):
        assert sum(share.lines for share in found.values()).quantize(Decimal("0.001")) == 1
        assert sum(share.weight or 0 for share in found.values()) == 1


def test_a_line_without_weight_or_weights_of_zero_give_no_share_of_weight() -> None:
    for weights in ([Decimal(1), None, Decimal(5)], [Decimal(0)] * 3):
        assert all(share.weight is None for share in shares(LABELS, weights)[0].values())


def test_an_empty_list_has_no_shares() -> None:
    assert shares([], []) == ({}, {})
    assert shares([(Label.KEEP,)], [None])[1]["new"] == Share(Decimal(0), None)
