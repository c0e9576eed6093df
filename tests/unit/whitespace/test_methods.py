from __future__ import annotations

from fourfold.whitespace.judging import rank
from fourfold.whitespace.methods import UNTAUGHT, Method, Settings, made, tuned
from fourfold.whitespace.purchases import at, truth
from fourfold.whitespace.scorers import scored
from tests.unit.whitespace.world import world


def test_tuning_at_an_earlier_cutoff_never_ranks_worse_there() -> None:
    book, before = world(), Settings()
    known = at(book, 200)
    came = truth(book, known, before.horizon)
    after = tuned(book, 200, before)
    for method in (Method.EASE, Method.DECAYED_EASE, Method.ADOPTION):
        old, new = (rank(scored(made(method, known, one), known), came).ndcg for one in (before, after))
        assert new >= old - 0.02, method


def test_what_points_from_item_to_item_beats_every_list_where_accounts_keep_to_families() -> None:
    book = world()
    known = at(book, 250)
    came = truth(book, known, 90)
    found = {one: rank(scored(made(one, known, Settings()), known), came).ndcg for one in UNTAUGHT}
    assert min(found[Method.EASE], found[Method.ITEM_KNN], found[Method.DECAYED_EASE]) > 0.1 + max(
        found[Method.BUYERS_EVER], found[Method.BUYERS_RECENT], found[Method.ADOPTION]
    )
