from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

import numpy as np

from fourfold.datasets.customers import CUSTOMERS
from fourfold.datasets.days import day_number
from fourfold.datasets.sales_force import HIRED, LEAVERS, SELLERS, TEAMS, UNOWNED, Stint
from tests.unit.datasets.conftest import Parts

FAR = date(2030, 1, 1)


def test_primary_shares_sum_to_one_without_gap_or_overlap(parts: Parts) -> None:
    of: dict[int, list[Stint]] = defaultdict(list)
    for stint in parts.force.stints:
        if stint.role == "primary":
            of[stint.account].append(stint)
    assert CUSTOMERS - len([a for a in of if a < CUSTOMERS]) == UNOWNED
    for account, stints in of.items():
        days = sorted({s.starts_on for s in stints} | {s.ends_on or FAR for s in stints})
        for day in days[:-1]:
            shares = [s.share for s in stints if s.starts_on <= day < (s.ends_on or FAR)]
            assert sum(shares) == Decimal(1), (account, day)


def test_nobody_owns_an_account_before_joining_or_after_leaving(parts: Parts) -> None:
    for stint in parts.force.stints:
        assert HIRED.get(stint.seller, date.min) <= stint.starts_on
        assert (stint.ends_on or FAR) <= LEAVERS.get(stint.seller, FAR)


def test_an_account_is_handed_over_at_most_once_and_within_its_team(parts: Parts) -> None:
    transfers = parts.force.transfers
    assert len({t.account for t in transfers}) == len(transfers) >= 30
    for transfer in transfers:
        people = TEAMS[parts.force.team[transfer.account]].people
        assert {transfer.giver, transfer.taker} <= set(people)
        assert transfer.giver != transfer.taker


def test_forty_sellers_stand_in_six_teams_and_two_regions() -> None:
    people = [person for team in TEAMS for person in team.people]
    assert sorted(people) == list(range(SELLERS))
    assert len([team for team in TEAMS if team.parent]) == 6


def test_an_order_names_the_new_seller_from_the_day_of_the_hand_over(parts: Parts) -> None:
    force = parts.force
    named = force.named_on_line(np.arange(CUSTOMERS), np.zeros(CUSTOMERS, dtype=np.int64))
    transfer = next(t for t in force.transfers if named[t.account] >= 0)
    on = day_number(transfer.on)
    found = force.named_on_line(np.array([transfer.account] * 2), np.array([on - 1, on]))
    assert found.tolist() == [transfer.giver, transfer.taker]
