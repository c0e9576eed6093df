from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from fourfold.book.intake.batches import Context, LineCounts, MoneyCounts, Reading, ReadJob
from fourfold.book.intake.child_wire import (
    error_from_json,
    error_to_json,
    job_from_json,
    job_to_json,
    reading_from_json,
    reading_to_json,
)
from fourfold.book.intake.codes import finding
from fourfold.book.intake.profile import Profile
from fourfold.errors import BadRequest, FourfoldError, NeedsConfirmation, RefusedFile


def test_a_job_is_the_same_after_its_travel(tmp_path: Path) -> None:
    profile = Profile("shop", delimiter="\t").mapped({"amount": "Quantity*UnitPrice", "currency": "=EUR"})
    context = Context("EUR", {"account_id": pa.array(["K1", "\u00e9"])}, {"USD": date(2026, 1, 1)}, (3, 5))
    sent = ReadJob(tmp_path / "received.csv", profile, "order_lines", context, tmp_path, name="as known.csv")
    assert job_from_json(json.loads(json.dumps(job_to_json(sent)))) == sent


def test_a_reading_is_the_same_after_its_travel_and_stays_in_its_folder(tmp_path: Path) -> None:
    money = {"EUR": MoneyCounts(Decimal("0.0001"), Decimal("0.0001"), unknown=2)}
    told = finding("E402", "x", line=3, column="amount", value="\u202e")
    counts = LineCounts(9, 1, 5, 2, 0, {"trailer": 1})
    sent = Reading(counts, money, 5, 2, tmp_path / "a.parquet", tmp_path / "r.parquet", (told,), (told, told))
    document = json.loads(json.dumps(reading_to_json(sent)))
    assert reading_from_json(document, tmp_path) == sent
    document["accepted"] = "../../etc/passwd"
    assert reading_from_json(document, tmp_path).accepted == tmp_path / "passwd"


@pytest.mark.parametrize(
    "error",
    [
        RefusedFile(
            [finding("E101", "file is empty (0 bytes)", file="orders.csv"), finding("E206", "x", line=3)]
        ),
        NeedsConfirmation([finding("Q466", "which sheet?")]),
        BadRequest("no such field", place="--map", remedy="use one of them"),
    ],
)
def test_an_error_is_the_same_after_its_travel(error: FourfoldError) -> None:
    again = error_from_json(json.loads(json.dumps(error_to_json(error))))
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)


def test_what_is_no_error_is_none() -> None:
    assert error_from_json({}) is None
