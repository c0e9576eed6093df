from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from fourfold.datasets.customers import CUSTOMERS
from fourfold.datasets.days import YEAR_STARTS, day_number
from fourfold.datasets.posts import SELLING, holdings, posts
from fourfold.datasets.sales_force import HIRED, LEAVERS, TEAMS
from tests.unit.datasets.conftest import Parts


@pytest.mark.parametrize("year", [0, 1, 2])
def test_posts_of_a_seller_follow_one_another_within_the_year_and_the_time_of_work(year: int) -> None:
    for seller in SELLING:
        own = [post for post in posts(year) if post.seller == seller]
        assert all(before.ends == after.starts for before, after in pairwise(own))
        for post in own:
            assert YEAR_STARTS[year] <= post.starts < post.ends <= YEAR_STARTS[year + 1]
            assert post.starts >= post.hired
            assert post.ends <= day_number(LEAVERS.get(seller, date.max))
            assert seller not in HIRED or post.hired == day_number(HIRED[seller])


def test_a_seller_who_moves_has_a_post_in_each_team_and_a_leaver_none_afterwards() -> None:
    moved = [(TEAMS[post.team].id, post.currency, post.days) for post in posts(2) if post.seller == 17]
    assert moved == [("UKS", "GBP", 90), ("PUB", "GBP", 275)]
    assert {12, 30} & {post.seller for post in posts(2)} == {30}


def test_accounts_are_held_by_their_primary_sellers(parts: Parts) -> None:
    held, transfer = holdings(parts.force), parts.force.transfers[0]
    on = day_number(transfer.on)
    assert held.holder(transfer.account, on - 1) == transfer.giver
    assert held.holder(transfer.account, on) == transfer.taker
    assert transfer.account in held.of(transfer.taker, on)
    assert held.account.max() < CUSTOMERS
    assert held.holder(CUSTOMERS, on) == -1
