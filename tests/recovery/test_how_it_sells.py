"""The planted tilts of objectives, time and pipeline are found again: plain sums over the three tables."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from math import sqrt
from typing import Any

import pytest

from fourfold.datasets import Company
from fourfold.measures.catalogue import CATALOGUE
from tests.recovery import plain

Row = dict[str, Any]


@pytest.fixture(scope="module")
def first_on(pairs: dict[tuple[str, str], plain.Pair]) -> dict[str, date]:
    """The first purchase of every account."""
    days: dict[str, date] = {}
    for (account, _), pair in pairs.items():
        if pair.first_on:
            days[account] = min(days.get(account, pair.first_on), pair.first_on)
    return days


@pytest.fixture(scope="module")
def teams(company: Company) -> list[Row]:
    rows: list[Row] = company.tables["teams"].to_pylist()
    return rows


def team_on(teams: list[Row], seller: str, on: date) -> str:
    """The one team in which a seller was on a day."""
    (team,) = {
        row["team_id"]
        for row in teams
        if row["seller_id"] == seller
        and row["starts_on"] <= on
        and (row["ends_on"] is None or on < row["ends_on"])
    }
    return str(team)


def test_the_tilt_of_every_owner_is_the_sum_of_weights_by_what_its_measures_point_at(
    company: Company,
) -> None:
    weights: dict[tuple[object, ...], dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in company.tables["objectives"].to_pylist():
        of = weights[row["owner_level"], row["owner_id"] or "", row["starts_on"], row["ends_on"]]
        channels = CATALOGUE[row["measure"]].channels
        of["new"] += row["weight"] * channels["new"]
        of["existing"] += row["weight"] * channels["existing"]
        of["all"] += row["weight"]
    found = {
        key: (of["new"] / of["all"], of["existing"] / of["all"], 1 - (of["new"] + of["existing"]) / of["all"])
        for key, of in weights.items()
    }
    assert found == {
        (p.level, p.owner_id, p.starts_on, p.ends_on): (p.new, p.existing, p.neither)
        for p in company.truths.tilts
    }
    assert {p.owner_id for p in company.truths.tilts if p.level == "team" and p.existing > p.new} == {"PUB"}


def targets_of(company: Company, teams: list[Row]) -> dict[tuple[str, str, str, int], Decimal]:
    """The additive targets by level, owner (a seller's team), measure and year, summed."""
    targets: dict[tuple[str, str, str, int], Decimal] = defaultdict(Decimal)
    for row in company.tables["objectives"].to_pylist():
        if CATALOGUE[row["measure"]].is_additive:
            owner = row["owner_id"] or ""
            if row["owner_level"] == "seller":
                owner = team_on(teams, owner, row["starts_on"])
            targets[row["owner_level"], owner, row["measure"], row["starts_on"].year] += row["target"]
    return targets


def test_targets_that_add_up_do_so_from_sellers_to_teams_to_the_company(
    company: Company, teams: list[Row]
) -> None:
    targets = targets_of(company, teams)
    parents = {row["team_id"]: row["parent_team_id"] or "" for row in teams}
    parts: dict[tuple[str, str, int], Decimal] = defaultdict(Decimal)
    for (level, owner, measure, year), target in targets.items():
        if level == "seller":
            assert targets["team", owner, measure, year] == target
        elif level == "team":
            parts[parents[owner], measure, year] += target
    wholes = {key[1:]: target for key, target in targets.items() if key[1] in ("", "UKI", "CE")}
    assert {key: parts[key] for key in wholes} == wholes


def test_time_went_to_new_accounts_as_planted_in_every_team(
    company: Company, teams: list[Row], first_on: dict[str, date]
) -> None:
    spent: dict[tuple[str, int], list[tuple[float, bool]]] = defaultdict(list)
    for row in company.tables["activities"].to_pylist():
        if row["account_id"] and row["minutes"] is not None and row["purpose"] != "internal":
            on = row["happened_on"]
            is_new = first_on.get(row["account_id"], date.max) >= date(on.year, 1, 1)
            spent[team_on(teams, row["seller_id"], on), on.year].append((float(row["minutes"]), is_new))
    assert len(spent) == len(company.truths.time) == 12
    for planted in company.truths.time:
        of = spent[planted.team_id, planted.year]
        total, new = sum(m for m, _ in of), sum(m for m, is_new in of if is_new)
        assert (new, total) == (planted.new_minutes, planted.minutes)
        rate = float(planted.rate)
        spread = sqrt(sum((minutes * (is_new - rate)) ** 2 for minutes, is_new in of)) / total
        assert abs(new / total - rate) < 3.5 * spread < 0.12, planted
        assert (new > total / 2) == (planted.team_id != "PUB")


def test_what_is_open_is_tilted_as_planted(
    company: Company, teams: list[Row], first_on: dict[str, date]
) -> None:
    found: dict[tuple[str, str], dict[bool, list[Decimal]]] = defaultdict(lambda: {True: [], False: []})
    for row in company.tables["opportunities"].to_pylist():
        assert (row["closed_on"] is None) == (row["status"] == "open")
        if row["status"] == "open":
            team = team_on(teams, row["seller_id"], date(2025, 12, 31))
            found[team, row["currency"]][row["account_id"] not in first_on].append(row["amount"])
    assert len(found) == len(company.truths.pipelines)
    for planted in company.truths.pipelines:
        of = found[planted.team_id, planted.currency]
        assert (len(of[True]), len(of[False])) == (
            planted.new_opportunities,
            planted.existing_opportunities,
        )
        assert (sum(of[True]), sum(of[False])) == (planted.new_amount, planted.existing_amount)
        assert (planted.new_amount > planted.existing_amount) == (planted.team_id != "PUB")


def test_every_new_account_was_won_in_the_week_before_its_first_purchase(
    company: Company, first_on: dict[str, date]
) -> None:
    won: dict[str, list[date]] = defaultdict(list)
    for row in company.tables["opportunities"].to_pylist():
        if row["status"] == "won":
            won[row["account_id"]].append(row["closed_on"])
    for turn in company.truths.arrivals:
        days = [(first_on[turn.account_id] - on).days for on in won[turn.account_id]]
        assert any(0 <= day <= 6 for day in days), turn


def test_prospects_are_no_accounts_and_never_won(company: Company) -> None:
    accounts = set(company.tables["accounts"].column("account_id").to_pylist())
    rows = company.tables["opportunities"].to_pylist()
    prospects = [row for row in rows if row["account_id"] not in accounts]
    assert len({row["account_id"] for row in prospects}) > 200
    assert {row["status"] for row in prospects} == {"open", "lost"}
