from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from fourfold.datasets import Company
from fourfold.datasets.activities import KINDS, minutes_expected, spread


def test_activities_are_of_every_kind_purpose_and_direction_and_on_business_days(company: Company) -> None:
    rows = company.tables["activities"].to_pylist()
    assert 8_000 < len(rows) < 12_000
    assert {row["kind"] for row in rows} == {kind.name for kind in KINDS}
    assert {row["purpose"] for row in rows} == {"transaction", "relationship", "service", "internal"}
    assert {row["direction"] for row in rows} == {"inbound", "outbound", None}
    assert all(row["happened_on"].weekday() < 5 for row in rows)


def test_only_meetings_among_colleagues_have_no_account(company: Company) -> None:
    for row in company.tables["activities"].to_pylist():
        assert (row["account_id"] is None) == (row["purpose"] == "internal") == (row["contact_id"] is None)


def test_only_some_mails_have_no_minutes(company: Company) -> None:
    bare = Counter(r["kind"] for r in company.tables["activities"].to_pylist() if r["minutes"] is None)
    assert set(bare) == {"email"}


def test_an_activity_with_a_new_account_takes_longer() -> None:
    assert minutes_expected(is_new=True) == pytest.approx(53.275)
    assert minutes_expected(is_new=False) == pytest.approx(40.05)


def test_parts_are_kept_but_for_one_piece() -> None:
    rng = np.random.Generator(np.random.PCG64(3))
    counts = Counter(spread(rng, (0.5, 0.3, 0.2), 99).tolist())
    assert all(abs(counts[n] - 99 * part) < 1 for n, part in enumerate((0.5, 0.3, 0.2)))
    assert len(spread(rng, (0.5, 0.5), 0)) == 0
