from __future__ import annotations

import json
from dataclasses import asdict, replace
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
    look_from_json,
    look_to_json,
    raw_from_json,
    raw_to_json,
    reading_from_json,
    reading_to_json,
    search_from_json,
    search_to_json,
)
from fourfold.book.intake.codes import finding
from fourfold.book.intake.looks import Candidate, Look, Proposal, Search
from fourfold.book.intake.plain import Json
from fourfold.book.intake.profile import Profile, Rule
from fourfold.errors import BadRequest, FourfoldError, NeedsConfirmation, RefusedFile


def test_a_job_is_the_same_after_its_travel(tmp_path: Path) -> None:
    profile = Profile("shop", delimiter="\t").mapped({"amount": "Quantity*UnitPrice", "currency": "=EUR"})
    context = Context("EUR", {"account_id": pa.array(["K1", "\u00e9"])}, {"USD": date(2026, 1, 1)}, (3, 5))
    sent = ReadJob(tmp_path / "received.csv", profile, "order_lines", context, tmp_path, name="as known.csv")
    assert job_from_json(json.loads(json.dumps(job_to_json(sent)))) == sent


def reading(folder: Path) -> Reading:
    money = {"EUR": MoneyCounts(Decimal("0.0001"), Decimal("0.0001"), unknown=2)}
    told = finding("E402", "x", line=3, column="amount", value="\u202e")
    counts = LineCounts(9, 1, 5, 2, 0, {"trailer": 1})
    for name in ("a.parquet", "r.parquet"):
        (folder / name).write_bytes(b"")
    return Reading(counts, money, 5, 2, folder / "a.parquet", folder / "r.parquet", (told,), (told, told))


def travelled(document: Json) -> Json:
    again: Json = json.loads(json.dumps(document))
    return again


def changed(document: Json, place: str, value: object) -> Json:
    """A document with another value at a place, told as `money.EUR.read`."""
    *path, last = place.split(".")
    inner = document
    for name in path:
        inner = inner[name]
    inner[last] = value
    return document


def test_a_reading_is_the_same_after_its_travel(tmp_path: Path) -> None:
    sent = reading(tmp_path)
    assert reading_from_json(travelled(reading_to_json(sent)), tmp_path) == sent


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("accepted", "../outside.parquet"),
        ("accepted", "/etc/passwd"),
        ("accepted", "link"),
        ("accepted", "twin"),
        ("accepted", "folder"),
        ("accepted", "missing"),
        ("rows_accepted", -1),
        ("rows_accepted", True),
        ("counts.total", 1.0),
        ("counts.other", []),
        ("money.EUR.read", "NaN"),
        ("money.EUR.read", "1e"),
        ("money.EUR.unknown", "-1"),
        ("money", None),
        ("findings", [{"code": "E402"}]),
        ("findings", [{**asdict(finding("E402", "x")), "code": "E999"}]),
        ("questions", [{**asdict(finding("Q502", "x")), "line": "1"}]),
        ("questions", "none"),
    ],
)
def test_a_reading_of_another_form_or_with_files_elsewhere_is_none(
    tmp_path: Path, place: str, value: object
) -> None:
    folder = tmp_path / "into"
    folder.mkdir()
    (tmp_path / "outside.parquet").write_bytes(b"")
    (folder / "link").symlink_to(tmp_path / "outside.parquet")
    (folder / "twin").hardlink_to(tmp_path / "outside.parquet")
    (folder / "folder").mkdir()
    document = changed(travelled(reading_to_json(reading(folder))), place, value)
    with pytest.raises((ValueError, OSError)):
        reading_from_json(document, folder)


SEARCH = Search("order_lines", (Candidate(Profile("a"), ("o", "d")),), "shop", "EUR", {"amount": "n*p"})
PROPOSED = Profile("shop", "order_lines", seen=("o",)).mapped({"order_id": "o", "amount": "n*p"})
PROPOSAL = Proposal(
    replace(PROPOSED, values={"currency": {"\u20ac": "EUR"}}),
    (finding("Q801", "day or month?"),),
    ("order_id",),
    (("A",), ("?\u202e",)),
    ("x",),
    ("ordered_on",),
)


def test_a_search_and_what_it_found_are_the_same_after_their_travel() -> None:
    assert search_from_json(travelled(search_to_json(SEARCH))) == SEARCH
    for look in (Look(fitting=0), Look(proposal=PROPOSAL)):
        assert look_from_json(travelled(look_to_json(look)), SEARCH) == look


@pytest.mark.parametrize(
    "found",
    [
        Look(),
        Look(fitting=1),
        Look(fitting=-1),
        Look(proposal=replace(PROPOSAL, profile=replace(PROPOSED, name="../x"))),
        Look(proposal=replace(PROPOSAL, profile=replace(PROPOSED, source="other"))),
        Look(proposal=replace(PROPOSAL, profile=replace(PROPOSED, table="accounts"))),
        Look(proposal=replace(PROPOSAL, profile=replace(PROPOSED, rules=(Rule("o", "all", matches="."),)))),
        Look(proposal=replace(PROPOSAL, profile=PROPOSED.mapped({"no_field": "o"}))),
        Look(proposal=replace(PROPOSAL, fields=("quantity",))),
        Look(proposal=replace(PROPOSAL, preview=(("A", "B"),))),
        Look(proposal=replace(PROPOSAL, preview=(("A",),) * 6)),
    ],
)
def test_what_answers_another_question_is_no_answer(found: Look) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        look_from_json(travelled(look_to_json(found)), SEARCH)


@pytest.mark.parametrize(
    "line", ["header_line = 'x'", "seen = [1]", "values = {currency = 'x'}", "columns = 3", "=", "sheet = 1"]
)
def test_a_proposed_profile_that_is_none_is_no_answer(line: str) -> None:
    document = travelled(look_to_json(Look(proposal=PROPOSAL)))
    document["proposal"]["profile"] = f'name = "shop"\ntable = "order_lines"\n{line}'
    with pytest.raises(ValueError, match=r"\w"):
        look_from_json(document, SEARCH)


def test_records_are_the_same_after_their_travel_and_only_those_that_were_asked_for(tmp_path: Path) -> None:
    told = raw_to_json({2: "A\n\u2028B", 5: "C"}, tmp_path)
    assert raw_from_json(told, tmp_path, {2, 5}) == {2: "A\n\u2028B", 5: "C"}
    with pytest.raises(ValueError, match="another record"):
        raw_from_json(told, tmp_path, {2})


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
    for document in ({"refused": []}, {"asked": {}}, {"bad": ["cause"]}, {"bad": [1, 2, 3]}):
        with pytest.raises(ValueError, match=r"\w"):
            error_from_json(document)
